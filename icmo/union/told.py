"""What a merge tells: what came in, where two people changed the same thing, and what became of what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from icmo.i18n import _, count, integer, moment
from icmo.models import CONSENSUS
from icmo.union import books
from icmo.union.copies import Copy, Row, is_mending
from icmo.union.folding import ABSENT, Clash, Folded, Head
from icmo.union.twins import MADE_APART
from icmo.union.words import column_in_words, noun_in_words, value_in_words

if TYPE_CHECKING:
    from icmo.union.ledger import Key
    from icmo.union.state import State, Written

_UNSAID = ("created", "icmo", "guid")


@dataclass(frozen=True)
class Entries:
    """How many entries about a noun came from a coder."""

    noun: str
    coder: str
    number: int


@dataclass(frozen=True)
class Conflict:
    """Something that two people changed without sight of each other: what stands now, and what stands in the log alone.

    `column` is empty where one deleted what the other changed.
    """

    noun: str
    guid: str
    what: str
    column: str
    kept: str
    kept_by: str
    kept_at: str
    lost: str
    lost_by: str
    lost_at: str


@dataclass(frozen=True)
class Mended:
    """A row that was brought back, moved, made a memo of, renamed or united with another; `why` says more."""

    noun: str
    guid: str
    what: str
    why: str = ""


@dataclass(frozen=True)
class Union:
    """What a merge did, or would do.

    Attributes
    ----------
    entries : how many entries of the log came in, by noun and coder
    conflicts : what two people changed without sight of each other
    revived : what one copy deleted and the other changed or used; it is kept
    gone : what an earlier merge kept like that, and nothing uses any longer
    moved : what stands at another place, where its words are in the corrected text
    lost : what lost its words in a corrected text; a memo on the transcript keeps what it said
    renamed : the later of two things of one name
    unified : what had been made in both copies, and is one now
    settings : settings that differ; ours stay
    untold : how many more things there are to tell, when the round of blind coding is closed
    """

    entries: tuple[Entries, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    revived: tuple[Mended, ...] = ()
    gone: tuple[Mended, ...] = ()
    moved: tuple[Mended, ...] = ()
    lost: tuple[Mended, ...] = ()
    renamed: tuple[Mended, ...] = ()
    unified: tuple[Mended, ...] = ()
    settings: tuple[Mended, ...] = ()
    untold: int = 0

    def counted(self) -> Union:
        """How much came in, and nothing of what it says."""
        nouns = (self.conflicts, self.revived, self.gone, self.moved, self.lost, self.renamed, self.unified)
        return Union(entries=self.entries, settings=self.settings, untold=sum(map(len, nouns)))

    def in_words(self) -> tuple[str, ...]:
        """Everything line by line, for people."""
        return (
            *(map(_entries_in_words, self.entries) if self.entries or self.gone else [_("Nothing new.")]),
            *map(_conflict_in_words, self.conflicts),
            *_lines(_("kept, for others use or changed it"), self.revived),
            *_lines(_("deleted at last, for nothing uses it any longer"), self.gone),
            *_lines(_("moved with its words"), self.moved),
            *_lines(_("its words are gone; what it said is kept"), self.lost),
            *_lines(_("renamed"), self.renamed),
            *_lines(_("made in both copies, now one"), self.unified),
            *_lines(_("set differently; this copy’s setting stays"), self.settings),
            *([_untold_in_words(self.untold)] if self.untold else []),
        )


def _untold_in_words(number: int) -> str:
    head = count(number, "place did not fit at once", "places did not fit at once")
    return _("! {head}; when the round is closed, merge this copy into the other with --preview to see them.").format(
        head=head
    )


def _entries_in_words(one: Entries) -> str:
    return f"+ {one.coder}: {noun_in_words(one.noun)} {integer(one.number)}"


def _conflict_in_words(one: Conflict) -> str:
    column = column_in_words(one.noun, one.column)
    head = f"! {noun_in_words(one.noun)} “{one.what}”" + (f", {column}" if column else "")
    kept = _("{who} ({when}) holds: {value}").format(who=one.kept_by, when=moment(one.kept_at), value=one.kept)
    lost = _("not kept, but in the log: {who} ({when}): {value}").format(
        who=one.lost_by, when=moment(one.lost_at), value=one.lost
    )
    return f"{head}: {kept}; {lost}"


def _lines(why: str, some: Iterable[Mended]) -> Iterable[str]:
    for one in some:
        more = f" ({one.why})" if one.why else ""
        yield f"! {noun_in_words(one.noun)} “{one.what}”: {why}{more}"


class Teller:
    """Says what became of rows by what people call them."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._who = {row["guid"]: str(row["name"]) for row in state.of("coder")}

    def entries(self) -> tuple[Entries, ...]:
        """How many entries came in, by noun and coder."""
        new = (one for one in self._state.ledger.missing if not is_mending(one.step))
        counted = Counter((one.noun, self._coder(one.coder)) for one in new)
        return tuple(Entries(noun, who, number) for (noun, who), number in sorted(counted.items()))

    def conflicts(self) -> tuple[Conflict, ...]:
        """The clashes that one of the copies has not seen, in the order of the rows."""
        return tuple(self._conflict(folded, one) for folded, one in self._fresh("clashes"))

    def kept(self) -> tuple[Mended, ...]:
        """What one deleted and the other changed."""
        return tuple(self._unseen(folded, one) for folded, one in self._fresh("revived"))

    def _fresh(self, sort: str) -> Iterable[tuple[Folded, Clash]]:
        ledger = self._state.ledger
        for key in sorted(ledger.touched()):
            folded = ledger.folded(key)
            for one in getattr(folded, sort) if folded else ():
                if ledger.is_new(one.kept.by) or ledger.is_new(one.lost.by):
                    yield folded, one  # type: ignore[misc]

    def _conflict(self, folded: Folded, one: Clash) -> Conflict:
        row = folded.row or folded.ghost or {}
        return Conflict(
            noun=folded.noun,
            guid=str(row["guid"]),
            what=self._what(folded.noun, row),
            column=" ".join(part for part in one.facet if part != books.YAML),
            **self._side("kept", one.kept),
            **self._side("lost", one.lost),
        )

    def _side(self, name: str, head: Head) -> dict[str, str]:
        value = _("removed") if head.value == ABSENT else value_in_words(head.value)
        return {name: value, f"{name}_by": self._coder(head.by.coder), f"{name}_at": head.by.at}

    def _unseen(self, folded: Folded, one: Clash) -> Mended:
        row = folded.row or {}
        why = _("{who} deleted it, {other} had changed it").format(
            who=self._coder(one.lost.by.coder), other=self._coder(one.kept.by.coder)
        )
        return Mended(folded.noun, str(row["guid"]), self._what(folded.noun, row), why)

    def unfit(self, keys: Iterable[Key]) -> tuple[Conflict, ...]:
        """The books whose changes did not fit each other."""
        return tuple(self._unfit(key) for key in keys)

    def _unfit(self, key: Key) -> Conflict:
        folded, row = self._state.ledger.folded(key), self._state.row(key) or {}
        assert folded is not None
        last = folded.last
        other = next((one for one in reversed(folded.entries) if one.coder != last.coder), folded.entries[0])
        sides = self._side("kept", Head(_("the whole text"), last)) | self._side(
            "lost", Head(_("the whole text"), other)
        )
        return Conflict(key[0], str(row["guid"]), self._what(key[0], row), "", **sides)

    def revived(self, some: Iterable[tuple[Key, Key]]) -> tuple[Mended, ...]:
        """What was brought back, with what points to it."""
        return tuple(
            Mended(key[0], str(row["guid"]), self._what(key[0], row), self._called(pointing))
            for key, pointing in some
            if (row := self._state.row(key)) and self._state.is_news(key)
        )

    def gone(self, rows: Iterable[Written]) -> tuple[Mended, ...]:
        """What had been deleted already, was kept for a use that has gone since, and goes now."""
        there = (
            (noun, row)
            for noun, row, after in rows
            if row is not None and after is None and noun != "configuration_part"
        )
        return tuple(
            Mended(noun, str(row["guid"]), self._what(noun, row)) for noun, row in there if self._goes(noun, row)
        )

    def _goes(self, noun: str, row: Row) -> bool:
        ledger = self._state.ledger
        key = ledger.key(noun, row)
        folded = ledger.folded(key)
        known = folded is not None and folded.row is None and ledger.has(folded.last)
        return known and key not in self._state.before

    def codes(self, some: Iterable[str]) -> tuple[Mended, ...]:
        """The codes that were brought back."""
        ours = [row for key, _row in self._state.keyed("codebook") if (row := self._state.was(key))]
        every = (code for row in ours for code in books.codes(row[books.YAML]).values())
        there = {code["id"] for code in every if code.get("retired")}
        return tuple(Mended("code", one, one, _("as a retired one")) for one in some if one not in there)

    def named(self, some: Iterable[tuple[Key, str]]) -> tuple[Mended, ...]:
        """Rows with the words that they stand for."""
        new = ((key, words) for key, words in some if self._state.is_news(key))
        return tuple(Mended(key[0], self._guid(key), value_in_words(words)) for key, words in new)

    def renamed(self, some: Iterable[tuple[Key, str, str]]) -> tuple[Mended, ...]:
        """Rows with their old and new names."""
        new = (one for one in some if self._state.is_news(one[0]))
        return tuple(Mended(key[0], key[1], old, f"→ {free}") for key, old, free in new)

    def _guid(self, key: Key) -> str:
        return str((self._state.row(key) or self._state.before.get(key) or {})["guid"])

    def _called(self, key: Key) -> str:
        return f"{noun_in_words(key[0])} “{self._what(key[0], self._state.row(key) or {})}”"

    def _what(self, noun: str, row: Row) -> str:
        """What people call a row: its name, words or place, what it stands on, or the code that it is about."""
        names = ("name", "quote", "id", "statement", "text", "place", "code")
        said = next((row[one] for one in names if row.get(one)), None)
        return value_in_words(said or self._standing_on(noun, row) or noun_in_words(noun))

    def _standing_on(self, noun: str, row: Row) -> Any:
        """The codes that a decision is about, the quote of a coding, or the first one of a configuration."""
        if noun == "configuration":
            parts = (one for one in self._state.of("configuration_part") if one["configuration"] == row.get("guid"))
            row = min(parts, key=lambda one: one["position"], default={})
        coding = self._state.row(("coding", str(row.get("coding")))) or {}
        return row.get("codes") or coding.get("quote")

    def _coder(self, guid: str) -> str:
        return self._who.get(guid, guid)


def settings(ours: Copy, theirs: Copy) -> tuple[Mended, ...]:
    """The project's settings that differ."""
    names = [name for name in theirs.settings if ":" not in name and name not in _UNSAID]
    differing = [name for name in names if ours.settings.get(name) != theirs.settings[name]]
    return tuple(Mended("setting", name, name, value_in_words(theirs.settings[name])) for name in differing)


def unified(guids: Mapping[str, str], ours: Copy, theirs: Copy, state: State) -> tuple[Mended, ...]:
    """What had been made in both copies."""
    copies = (theirs, ours)
    there = {guid: (noun, row) for copy in copies for noun in MADE_APART for guid, row in copy.rows[noun].items()}
    known: Iterable[tuple[str, Any]] = ((kept, there.get(gone)) for gone, kept in guids.items())
    return tuple(
        Mended(found[0], kept, str(found[1]["name"]))
        for kept, found in known
        if found and found[1]["name"] != CONSENSUS and state.row((found[0], kept))
    )
