"""Who may see what while coders code apart: in an open round everybody sees their own work, and nobody another's.

It is about the transcripts of the round and all that tells how others read them: codings, decisions, configurations,
memos, choices of quotes, cues taken from them. Suggestions stand there only where the round shows them, and are made
without sight of what is hidden. What everybody reads (summaries, texts of reports, edits of the overview, saved
searches) is not written by those who take part before the round is closed (`icmo.project_writing`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from icmo.models import (
    About,
    Approval,
    Change,
    Coding,
    Configuration,
    CueDecision,
    Decision,
    Export,
    Marked,
    Material,
    Memo,
    QuoteChoice,
    Round,
)

_TELLING = ("configuration", "configuration_part", "configuration_link", "memo", "quote_choice", "cue", "decision")
_PLACED = ("coding", "resolution", "summary")  # entries of the log that tell of the transcript that they name


@dataclass(frozen=True)
class Unseen:
    """What is to be known of a project to tell which entries of its log may be seen.

    Attributes
    ----------
    own : the viewer's GUID
    things : the GUIDs of the codings and configurations that are hidden
    claims : the GUIDs of the viewer's own configurations, those that are no more too
    """

    own: str = ""
    things: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Horizon:
    """What `viewer`, a coder's name or nobody's, may see while these rounds are open."""

    viewer: str
    rounds: tuple[Round, ...] = ()

    @property
    def takes_part(self) -> bool:
        """Whether the viewer reads something in one of the rounds."""
        return any(self.viewer in one.readers for one in self.rounds)

    @property
    def transcripts(self) -> frozenset[str]:
        """The GUIDs of the transcripts that are coded blind."""
        return frozenset(guid for one in self.rounds for guid in one.transcripts)

    def is_blind(self, transcript: str) -> bool:
        """Whether a transcript is being coded blind."""
        return any(transcript in one.transcripts for one in self.rounds)

    def shows_suggestions(self, transcript: str) -> bool:
        """Whether suggestions stand in a transcript: all rounds that it is in show them."""
        return all(one.suggestions for one in self.rounds if transcript in one.transcripts)

    def may_code(self, transcript: str) -> bool:
        """Whether the viewer may code a transcript: in a round only those who are to read it."""
        concerned = [one for one in self.rounds if transcript in one.transcripts]
        return all(
            any((a.transcript, a.reader) == (transcript, self.viewer) for a in one.assignments) for one in concerned
        )

    def hides(self, made: Coding | Decision) -> bool:
        """Whether something that stands at a place of a transcript is another's, in a transcript that is blind."""
        return made.coder != self.viewer and self.is_blind(made.transcript)

    def hides_fruit(self, made: CueDecision | Export | Memo) -> bool:
        """Whether a cue, export or memo may come of another's coding in a round: made by a reader since it began."""
        return made.coder != self.viewer and any(made.coder in one.readers and made.at >= one.at for one in self.rounds)

    def hides_change(self, change: Change, unseen: Unseen) -> bool:
        """Whether an entry of the log, its coder by name, may tell how another reads a transcript that is blind.

        Of others no entry about configurations, memos and decisions is shown, wherever it is; and of the viewer's own
        none that tells of what another made, as when two codes were made one.
        """
        rows = [row for row in (change.before, change.after) if row is not None]
        if change.coder == self.viewer and all(_is_own(change.noun, row, unseen) for row in rows):
            return False
        return change.noun in _TELLING or (change.noun in _PLACED and self._speaks_of_blind(rows))

    def _speaks_of_blind(self, rows: Iterable[Mapping[str, Any]]) -> bool:
        return any(self.is_blind(str(row.get("transcript") or row.get("case") or "")) for row in rows)


def _is_own(noun: str, row: Mapping[str, Any], unseen: Unseen) -> bool:
    """Whether a row of the log is the viewer's own, and is about nothing that is hidden."""
    about = {str(row.get(name)) for name in ("coding", "subject", "earlier", "later", "configuration")}
    if noun == "configuration_part" and row["configuration"] not in unseen.claims:
        return False
    return row.get("coder", unseen.own) == unseen.own and unseen.things.isdisjoint(about)


def seen(material: Material, horizon: Horizon) -> Material:
    """What of a material the viewer may see; the same object where nothing is blind."""
    if not horizon.rounds:
        return material
    codings = _left(material.codings, horizon)
    hidden = {one.guid for one in material.codings} - {one.guid for one in codings}
    known = material.coding_by_guid
    configurations = tuple(one for one in material.configurations if not hides_claim(one, _parts(one, known), horizon))
    gone = {one.guid for one in material.configurations} - {one.guid for one in configurations}
    return replace(
        material,
        codings=codings,
        overruled=_left(material.overruled, horizon),
        configurations=configurations,
        suggestions=tuple(one for one in material.suggestions if horizon.shows_suggestions(one.transcript)),
        decisions=_left(material.decisions, horizon),
        cues=tuple(one for one in material.cues if not horizon.hides_fruit(one)),
        memos=memos_left(material.memos, hidden | gone, horizon),
        links=tuple(one for one in material.links if gone.isdisjoint((one.earlier, one.later))),
        choices=_choices(material, codings, hidden),
        summaries=tuple(one for one in material.summaries if not horizon.is_blind(one.case)),
        resolutions=tuple(one for one in material.resolutions if not horizon.is_blind(one.transcript)),
    )


def hides_any(new: Material, horizon: Horizon) -> bool:
    """Whether things that name their coder would be hidden from the viewer, were they in the project."""
    return (
        any(one.coder and horizon.hides(one) for one in new.codings)
        or any(one.coder and horizon.hides(one) for one in new.decisions)
        or any(one.coder and horizon.hides_fruit(one) for one in new.cues)
        or any(one.coder and _hides_memo(one, horizon) for one in new.memos)
        or any(horizon.is_blind(one.case) for one in new.summaries)
    )


def seen_in(marked: Marked, horizon: Horizon) -> Marked:
    """What the viewer may see of one transcript."""
    if not horizon.rounds:
        return marked
    known = {one.guid: one for one in (*marked.codings, *marked.elsewhere)}
    hidden = {guid for guid, one in known.items() if horizon.hides(one)}
    shown = tuple(one for one in marked.configurations if not hides_claim(one, _parts(one, known), horizon))
    gone = {one.guid for one in marked.configurations} - {one.guid for one in shown}
    parts = {part.coding for one in shown for part in one.parts}
    here = marked.transcript.guid
    return replace(
        marked,
        codings=_left(marked.codings, horizon),
        suggestions=marked.suggestions if horizon.shows_suggestions(here) else (),
        decisions=_left(marked.decisions, horizon),
        configurations=shown,
        elsewhere=tuple(one for one in marked.elsewhere if one.guid in parts),
        memos=memos_left(marked.memos, hidden | gone, horizon),
        resolutions=_left(marked.resolutions, horizon),
    )


def _choices(material: Material, shown: Sequence[Coding], hidden: Container[str]) -> tuple[QuoteChoice, ...]:
    """The choices of quotes that may be seen; words withheld by a hidden one stay withheld where others mark them."""
    left = {one.coding: one for one in material.choices if one.coding not in hidden}
    for one in material.choices:
        if one.coding in hidden and one.verdict is Approval.WITHHELD:
            there = material.coding_by_guid[one.coding]
            for coding in shown:
                if coding.transcript == there.transcript and coding.start < there.end and there.start < coding.end:
                    left[coding.guid] = replace(one, coding=coding.guid, text="", note="")
    return tuple(left.values())


def memos_left(memos: Iterable[Memo], hidden: Iterable[str], horizon: Horizon) -> tuple[Memo, ...]:
    """The memos but those on hidden things, and of others those on blind transcripts or by those who take part."""
    gone = frozenset(hidden)
    return tuple(one for one in memos if one.subject not in gone and not _hides_memo(one, horizon))


def _hides_memo(memo: Memo, horizon: Horizon) -> bool:
    if memo.coder == horizon.viewer:
        return False
    on_text = memo.about in (About.TRANSCRIPT, About.SEGMENT)
    return horizon.hides_fruit(memo) or (on_text and horizon.is_blind(memo.subject))


def hides_claim(one: Configuration, parts: Iterable[Coding], horizon: Horizon) -> bool:
    """Whether a configuration rests on codings that are hidden, or is another's and speaks of a blind transcript."""
    others = one.coder != horizon.viewer
    return any(horizon.hides(coding) or (others and horizon.is_blind(coding.transcript)) for coding in parts)


def _parts(one: Configuration, known: Mapping[str, Coding]) -> list[Coding]:
    return [known[part.coding] for part in one.parts]


def _left(rows: Iterable[Any], horizon: Horizon) -> tuple[Any, ...]:
    return tuple(one for one in rows if not horizon.hides(one))
