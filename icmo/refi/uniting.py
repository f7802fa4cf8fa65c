"""Two materials made one: what of theirs is in ours already, what is new, and what cannot be brought in.

What is there is never changed; where it says something else in the file, that is remarked on, or kept as a memo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from icmo.correcting import reanchored
from icmo.i18n import _
from icmo.models import (
    About,
    Coding,
    Configuration,
    ConfigurationLink,
    CueDecision,
    Decision,
    Material,
    Memo,
    MemoKind,
    OverviewEdit,
    QuoteChoice,
    ReportText,
    Resolution,
    Suggestion,
    Summary,
    Theory,
    Transcript,
    index,
)
from icmo.refi.codes_found import NAMES, CodesFound
from icmo.refi.matching import (
    Count,
    coding_keys,
    configuration_keys,
    decision_keys,
    memo_key,
    memo_keys,
)
from icmo.refi.matching_texts import Texts
from icmo.refi.parcel import Remark
from icmo.stamps import as_guid

_CHAPTERS = ("theme", "mechanism", "framework")  # places in reports that are named after codes


@dataclass(frozen=True)
class United:
    """What comes in.

    Attributes
    ----------
    new : all that is new, as material; its code book is the one after the merge
    variables : what known cases get to know, by name
    described : known transcripts with the gaps in what is known of them filled
    guide : the interview guide after the merge, where it changes
    """

    new: Material
    variables: Mapping[str, Mapping[str, Any]]
    described: tuple[Transcript, ...]
    guide: Mapping[str, tuple[str, ...]]
    counts: tuple[Count, ...]
    remarks: tuple[Remark, ...]


def unite(theirs: Material, ours: Material, codes: CodesFound, *, own: bool) -> United:
    """What of theirs is to be added to ours.

    Parameters
    ----------
    codes : the book after the merge, and which of its codes theirs are
    own : whether theirs is a project of icmo, whose GUIDs are those of the same things
    """
    return _Uniting(theirs, ours, codes, own).united()


class _Uniting(Texts):
    def united(self) -> United:
        """All nouns, those first that others refer to."""
        cases = self._cases()
        transcripts = self._transcripts()
        codings = self._codings()
        theories = self._theories()
        configurations = self._configurations()
        made: dict[str, Any] = {
            "links": self._links(),
            "decisions": self._decisions(),
            "cues": self._cues(),
            "summaries": self._summaries(),
            "edits": self._edits(),
            "choices": self._choices(),
            "texts": self._texts(),
            "resolutions": self._resolutions(),
            "suggestions": self._suggestions(transcripts),
            "memos": self._memos(),  # the last: others leave memos
        }
        new = Material(
            codebook=self.codes.book,
            cases=cases,
            transcripts=transcripts,
            codings=codings,
            theories=theories,
            configurations=configurations,
            aliases={} if self.ours.aliases else self.theirs.aliases,
            name=self.theirs.name,
            language=self.theirs.language,
            **made,
        )
        described = tuple(self._described())
        return United(new, self._variables(), described, self._guide(), tuple(self.counts), tuple(self.remarks))

    # --- Codings and what is made of them --------------------------------------------------------------

    def _codings(self) -> tuple[Coding, ...]:
        rows = [self._coding(one) for one in self.theirs.codings]
        made: tuple[Coding, ...] = self._new("coding", rows, self.ours.codings, coding_keys)
        self._keep_memos_of(rows, made)
        lost = [one.quote for one, row in zip(self.theirs.codings, rows, strict=True) if row is None]
        if lost:
            what = _("codings were left out: their text or code could not be brought in, or their words are gone")
            self.remarks.append(Remark("coding", what, len(lost), tuple(quote[:40] for quote in lost[:NAMES])))
        return made

    def _coding(self, one: Coding) -> Coding | None:
        """The coding as it stands in our texts, with our code."""
        place, code = self._place(one.transcript, one.start, one.end), self.codes.ids.get(one.code)
        if place is None or code is None:
            return None
        if (*place, code) == (one.transcript, one.start, one.end, one.code):
            return one
        moved = replace(one, transcript=place[0], code=code)
        if (one.start, one.end) == place[1:]:
            return moved
        return reanchored(moved, place[1], place[2], self._text(place[0]))

    def _keep_memos_of(self, rows: Iterable[Coding | None], made: Sequence[Coding]) -> None:
        """The memo of a coding that is there without it becomes a memo about that coding."""
        memos = {guid: one.memo for guid, one in self.ours.coding_by_guid.items()} | {
            one.guid: one.memo for one in made
        }
        for one in rows:
            at = self.guids["coding"][one.guid] if one else ""
            if one and one.memo and one.memo != memos[at] and not (self.own and at == one.guid):
                guid = as_guid(f"memo of coding {one.guid}")
                self.beside.append(Memo(guid, MemoKind.PROCESS, one.memo, About.CODING, one.guid, one.coder, one.at))

    def _theories(self) -> tuple[Theory, ...]:
        rows = (replace(one, parts=tuple(self._renamed(one.parts))) for one in self.theirs.theories)
        return self._new("theory", rows, self.ours.theories, lambda one: (one.name,), once=True)

    def _renamed(self, parts: Iterable[Any]) -> Iterator[Any]:
        for part in parts:
            if code := self._code(part.code):
                yield replace(part, code=code)

    def _configurations(self) -> tuple[Configuration, ...]:
        rows = (self._configuration(one) for one in self.theirs.configurations)
        return self._new("configuration", rows, self.ours.configurations, configuration_keys)

    def _configuration(self, one: Configuration) -> Configuration | None:
        """The configuration with the parts that could be brought in; None if there are none."""
        codings = self.guids["coding"]
        parts = tuple(replace(part, coding=codings[part.coding]) for part in one.parts if part.coding in codings)
        if not parts:
            return None
        theory = self.guids["theory"].get(one.theory or "")
        return replace(one, parts=parts, theory=theory, target_group=self._code(one.target_group))

    def _links(self) -> tuple[ConfigurationLink, ...]:
        rows = (self._referring(one, "configuration", "earlier", "later") for one in self.theirs.links)
        return self._new("link", rows, self.ours.links, lambda one: ((one.earlier, one.later),), once=True)

    def _referring(self, one: Any, noun: str, *names: str) -> Any:
        """The row with the GUIDs of what it refers to; None where one of these could not be brought in."""
        after = {name: self.guids[noun].get(getattr(one, name)) for name in names}
        return replace(one, **after) if all(after.values()) else None

    # --- Memos ----------------------------------------------------------------------------------------

    def _memos(self) -> tuple[Memo, ...]:
        rows = [self._memo(one) for one in (*self.theirs.memos, *self.beside)]
        told = {(About.CODING, one.guid, None, None, one.memo) for one in self.ours.codings if one.memo}
        fresh = [one for one in rows if one is None or self.own or memo_key(one) not in told]
        return self._new("memo", fresh, self.ours.memos, memo_keys)

    def _memo(self, one: Memo) -> Memo | None:
        """The memo about the same thing after the merge; about the project where that could not be brought in."""
        match one.about:
            case About.PROJECT:
                return one
            case About.SEGMENT:
                return self._on_segment(one)
            case About.CODE:
                subject = self.codes.ids.get(one.subject)
            case _:
                noun = {About.TRANSCRIPT: "source"}.get(one.about, one.about.value)
                subject = self.guids[noun].get(one.subject)
        return replace(one, subject=subject) if subject else replace(one, about=About.PROJECT, subject="")

    def _on_segment(self, one: Memo) -> Memo:
        if place := self._place(one.subject, one.start or 0, one.end or 0):
            return replace(one, subject=place[0], start=place[1], end=place[2])
        source = self.guids["source"].get(one.subject, "")
        about = About.TRANSCRIPT if source else About.PROJECT
        return replace(one, about=about, subject=source, start=None, end=None)

    # --- What else evaluators have made ---------------------------------------------------------------

    def _decisions(self) -> tuple[Decision, ...]:
        return self._new("decision", map(self._decision, self.theirs.decisions), self.ours.decisions, decision_keys)

    def _decision(self, one: Decision) -> Decision | None:
        place, code = self._place(one.transcript, one.start, one.end), self._code(one.code)
        if place is None or code is None:
            return None
        coding = self.guids["coding"].get(one.coding or "", one.coding)
        return replace(one, transcript=place[0], start=place[1], end=place[2], code=code, coding=coding)

    def _cues(self) -> tuple[CueDecision, ...]:
        rows = (self._with_code(one) for one in self.theirs.cues)
        return self._new("cue", rows, self.ours.cues, lambda one: ((one.code, one.text),), once=True)

    def _summaries(self) -> tuple[Summary, ...]:
        rows = (self._with_code(one) for one in self.theirs.summaries)
        return self._new("summary", rows, self.ours.summaries, lambda one: ((one.code, one.case),), once=True)

    def _edits(self) -> tuple[OverviewEdit, ...]:
        rows = (self._edit(one) for one in self.theirs.edits)
        return self._new("edit", rows, self.ours.edits, lambda one: ((one.row, one.target_group, one.code, one.text),))

    def _edit(self, one: OverviewEdit) -> OverviewEdit:
        """The edit with our codes; an added entry may name none."""
        mine: dict[str, Any] = {
            name: self._code(getattr(one, name)) or getattr(one, name) for name in ("code", "into", "target_group")
        }
        return replace(one, **mine)

    def _choices(self) -> tuple[QuoteChoice, ...]:
        rows = (self._referring(one, "coding", "coding") for one in self.theirs.choices)
        return self._new("choice", rows, self.ours.choices, lambda one: (one.coding,), once=True)

    def _resolutions(self) -> tuple[Resolution, ...]:
        rows = map(self._resolution, self.theirs.resolutions)
        return self._new("resolution", rows, self.ours.resolutions, lambda one: (tuple(sorted(one.readings.items())),))

    def _resolution(self, one: Resolution) -> Resolution | None:
        """The resolution with our GUIDs and codes; None where a coding that it speaks of could not be brought in."""
        place, known = self._place(one.transcript, one.start, one.end), self.guids["coding"]
        codes = tuple(filter(None, map(self._code, one.codes)))
        said = {*one.codings, *one.overruled, *(guid for own in one.readings.values() for guid in own)}
        if place is None or len(codes) < len(one.codes) or not said <= known.keys():
            return None
        rule_code = one.rule and self._code(one.rule.code)
        return replace(
            one,
            transcript=place[0],
            start=place[1],
            end=place[2],
            codes=codes,
            readings={coder: tuple(sorted(known[guid] for guid in own)) for coder, own in one.readings.items()},
            codings=tuple(known[guid] for guid in one.codings),
            overruled=tuple(known[guid] for guid in one.overruled),
            rule=replace(one.rule, code=rule_code) if one.rule and rule_code else None,
        )

    def _texts(self) -> tuple[ReportText, ...]:
        rows = (replace(one, place=self._chapter(one.place)) for one in self.theirs.texts)
        return self._new("text", rows, self.ours.texts, lambda one: (one.place,), once=True)

    def _chapter(self, place: str) -> str:
        sort, colon, code = place.partition(":")
        return f"{sort}:{self._code(code) or code}" if colon and sort in _CHAPTERS else place

    def _with_code(self, one: Any) -> Any:
        code = self._code(one.code)
        return replace(one, code=code) if code else None

    def _suggestions(self, new: Sequence[Transcript]) -> tuple[Suggestion, ...]:
        """The suggestions for new texts; those for known ones are the engine's to make again."""
        there = index(new)
        rows = (one for one in self.theirs.suggestions if self.guids["source"].get(one.transcript) in there)
        moved = (replace(one, transcript=self.guids["source"][one.transcript]) for one in rows)
        return self._new("suggestion", map(self._with_code, moved), self.ours.suggestions, lambda one: (one.guid,))

    def _guide(self) -> dict[str, tuple[str, ...]]:
        """The guide of each informant type that gets to ask about more codes."""
        found = {}
        for kind, codes in self.theirs.guide.items():
            there = self.ours.guide.get(kind, ())
            asked = tuple(dict.fromkeys((*there, *filter(None, map(self._code, codes)))))
            if asked != there:
                found[kind] = asked
        return found
