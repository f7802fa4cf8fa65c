"""How what is there already is known again: the rows of one noun in two materials, compared.

Codings are the same by text, span, code and coder, memos by what they are about, text and coder, configurations by
parts, polarity and coder. Between projects of icmo a GUID is enough; of other files it is a hint, which gives a new row
its GUID when that is free.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from icmo.i18n import _
from icmo.models import About, Coding, Configuration, Decision, Material, Memo, MemoKind, index
from icmo.naming import noun_name
from icmo.refi.codes_found import NAMES, CodesFound
from icmo.refi.parcel import Remark
from icmo.stamps import as_guid, new_guid, version

Row = TypeVar("Row")


@dataclass(frozen=True)
class Count:
    """How much of a noun is new, was there already, and could not be brought in."""

    noun: str
    new: int = 0
    there: int = 0
    left: int = 0


@dataclass
class Matching:
    """Two materials on their way to one.

    Attributes
    ----------
    codes : the book after the merge, and which of its codes theirs are
    own : whether theirs is a project of icmo, whose GUIDs are those of the same things
    guids : by noun, the GUIDs after the merge by theirs
    beside : memos that keep what would be lost otherwise
    """

    theirs: Material
    ours: Material
    codes: CodesFound
    own: bool
    counts: list[Count] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    beside: list[Memo] = field(default_factory=list)
    guids: dict[str, dict[str, str]] = field(default_factory=dict)

    def _new(
        self,
        noun: str,
        theirs: Iterable[Row | None],
        ours: Iterable[Row],
        keys: Callable[[Row], Sequence[Hashable]],
        *,
        once: bool = False,
    ) -> tuple[Row, ...]:
        """The rows that ours lacks, each under a free GUID; a row is there if its first key is known.

        A row of theirs that is None refers to something that could not be brought in. What stands in their own project
        twice may do so in ours, unless it can be there only `once`.
        """
        mine = index(ours)
        known = {key: guid for guid, one in mine.items() for key in keys(one)}
        guids = self.guids.setdefault(noun, {})
        made: dict[str, Any] = {}
        rows: Iterable[Any] = theirs
        there, left, otherwise = 0, 0, []
        for one in rows:
            if one is None:
                left += 1
            elif at := self._at(one, keys(one), mine, known):
                guids[one.guid], there = at, there + 1
                if self._differs(one, mine.get(at) or made[at]):
                    otherwise.append(one)
            else:
                guid = one.guid if one.guid and one.guid not in mine and one.guid not in made else new_guid()
                guids[one.guid], made[guid] = guid, one if guid == one.guid else replace(one, guid=guid)
                known.update(dict.fromkeys(keys(one), guid) if once or not self.own else {})
        self.counts.append(Count(noun, len(made), there, left))
        self._otherwise(noun, otherwise)
        return tuple(made.values())

    def _at(self, one: Any, keys: Sequence[Hashable], mine: Mapping[str, Any], known: Mapping[Hashable, str]) -> str:
        """The GUID under which a row is there; empty where it is new."""
        return str(one.guid) if self.own and one.guid in mine else known.get(keys[0], "")

    def _differs(self, one: Any, mine: Any) -> bool:
        """Whether a row that is there says something else in the other project."""
        return self.own and version(replace(one, guid=mine.guid)) != version(mine)

    def _otherwise(self, noun: str, rows: Sequence[Any]) -> None:
        if rows:
            what = _("{noun}: said otherwise in the file; what the project says is kept").format(noun=noun_name(noun))
            self.remarks.append(Remark("file", what, len(rows), tuple(filter(None, map(_named, rows)))[:NAMES]))
            self.beside += [_kept_beside(noun, one) for one in rows if noun in _TEXTS]

    def _code(self, code: str | None) -> str | None:
        """The code after the merge; one that their own book did not know any more stays as it is."""
        if code and self.own and code not in self.theirs.codebook:
            return code
        return self.codes.ids.get(code) if code else None


# --- What things are known by -------------------------------------------------------------------------


def coding_keys(one: Coding) -> Sequence[Hashable]:
    """By text, span, code and coder; where a file names no coder, by whomever."""
    place = one.transcript, one.start, one.end, one.code
    return ((*place, one.coder), (*place, "")) if one.coder else ((*place, ""),)


def memo_key(one: Memo) -> tuple[Any, ...]:
    """By what it is about and what it says."""
    return one.about, one.subject, one.start, one.end, one.text


def memo_keys(one: Memo) -> Sequence[Hashable]:
    """By what it is about, what it says, and who; where a file names no coder, by whomever."""
    key = memo_key(one)
    return ((*key, one.coder), (*key, "")) if one.coder else ((*key, ""),)


def configuration_keys(one: Configuration) -> Sequence[Hashable]:
    """By parts in their roles, polarity and coder."""
    parts = frozenset((part.role, part.coding) for part in one.parts)
    return ((parts, one.polarity, one.coder), (parts, one.polarity, "")) if one.coder else ((parts, one.polarity, ""),)


def decision_keys(one: Decision) -> Sequence[Hashable]:
    """By place, code, verdict and coder."""
    return ((one.transcript, one.start, one.end, one.code, one.verdict, one.coder),)


def _named(one: Any) -> str:
    """What a person knows a row by."""
    return str(getattr(one, "name", "") or getattr(one, "quote", "") or getattr(one, "text", ""))[:40]


def _kept_beside(noun: str, one: Any) -> Memo:
    """What a text of theirs says otherwise, as a memo, so that it is not lost."""
    where, text = _TEXTS[noun](one)
    guid = as_guid(f"{noun} {one.guid} {text}")
    return Memo(guid, MemoKind.PROCESS, f"{where}\n\n{text}", About.PROJECT, "", one.coder, one.at)


_TEXTS: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    "summary": lambda one: (f"{one.case} – {one.code}", one.text),
    "text": lambda one: (one.place, one.text),
    "theory": lambda one: (one.name, one.statement),
}
