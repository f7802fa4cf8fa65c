"""How far the coding has come: what is coded, what is suggested, and what a coder has not decided on."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icmo.models import Coding, Decision, Material, Suggestion, Transcript, Turn, Verdict
from icmo.text.passages import MIN_WORDS

_Place = tuple[str, int, int, str]


@dataclass(frozen=True)
class Progress:
    """A transcript's state: informants' turns, those with a coding, codings, suggestions and those still open."""

    transcript: Transcript
    turns: int
    coded: int
    codings: int
    suggested: int
    undecided: int

    @property
    def share(self) -> float:
        """The share of the informants' turns that somebody has coded in."""
        return self.coded / self.turns if self.turns else 0.0


def progress(material: Material, coder: str) -> list[Progress]:
    """How far each transcript is; `undecided` counts the suggestions that this coder has not decided on."""
    codings, suggestions = _grouped(material.codings), _grouped(material.suggestions)
    decisions = _grouped(material.decisions)
    return [
        _progress(one, codings[one.guid], suggestions[one.guid], decisions[one.guid], coder)
        for one in material.transcripts
    ]


def _progress(
    transcript: Transcript,
    codings: Sequence[Coding],
    suggestions: Sequence[Suggestion],
    decisions: Sequence[Decision],
    coder: str,
) -> Progress:
    told = [turn for turn in transcript.turns if _is_told(turn, transcript.text)]
    return Progress(
        transcript=transcript,
        turns=len(told),
        coded=_touched(told, codings),
        codings=len(codings),
        suggested=len(suggestions),
        undecided=len(open_suggestions(suggestions, decisions, codings, coder)),
    )


def _is_told(turn: Turn, text: str) -> bool:
    return not turn.interviewer and len(text[turn.start : turn.end].split()) >= MIN_WORDS


def _touched(turns: Sequence[Turn], codings: Iterable[Coding]) -> int:
    touched: set[int] = set()
    for coding in codings:
        first = bisect_left(turns, coding.start + 1, key=lambda turn: turn.end)
        for number in range(first, len(turns)):
            if turns[number].start >= coding.end:
                break
            touched.add(number)
    return len(touched)


def open_suggestions(
    suggestions: Iterable[Suggestion], decisions: Iterable[Decision], codings: Iterable[Coding], coder: str
) -> list[Suggestion]:
    """The suggestions that a coder has neither accepted, rejected nor coded, in their order."""
    settled = {
        _place(one) for one in decisions if one.coder == coder and one.verdict in (Verdict.ACCEPT, Verdict.REJECT)
    }
    own: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.coder == coder:
            own[coding.transcript, coding.code].append(coding)
    return [
        one
        for one in suggestions
        if _place(one) not in settled
        and not any(c.start < one.end and one.start < c.end for c in own.get((one.transcript, one.code), ()))
    ]


def most_uncertain(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The suggestions with those first that the engine is least sure of (a score next to one half).

    What a coder decides on these teaches the engine most (uncertainty sampling: Lewis and Gale, 1994).
    """
    return sorted(suggestions, key=lambda one: (abs(one.score - 0.5), one.transcript, one.start, one.rank))


def _place(one: Suggestion | Decision) -> _Place:
    return one.transcript, one.start, one.end, one.code


def _grouped(things: Iterable[object]) -> dict[str, list]:  # type: ignore[type-arg]
    found: dict[str, list[object]] = defaultdict(list)
    for thing in things:
        found[thing.transcript].append(thing)  # type: ignore[attr-defined]
    return found
