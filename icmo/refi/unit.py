"""What the places of a file count: by the program that wrote it, and by evidence in the file itself.

The standard says code points; NVivo writes UTF-16 units. Programs count a CRLF as one or as two, and a byte-order
mark or not. Asked is only where a text has any of these. Evidence are names of selections that hold the words
selected (ATLAS.ti, QualCoder; cut off with …); without them, how many selections begin and end where words and lines
do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import product, starmap
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.offsets import Convention, Layout
from icmo.refi.sources import Source, marks
from icmo.refi.tally import Tally

MAX_EVIDENCE = 2_000  # selections looked at
_HABITS = (
    ("nvivo", Convention(utf16=True)),
    ("atlas", Convention(crlf=1)),
    ("qualcoder", Convention(crlf=1)),
)
_CHOICES: tuple[tuple[Any, ...], ...] = ((False, True), (2, 1), (1, 2), (False, True))
_OWN = "icmo "
_AHEAD, _FACTOR = 8, 1.25  # how far boundaries must speak against a program's habit
_LEAST = 12  # letters of a name that is the beginning of the words, though nothing says that it was cut off


@dataclass
class Score:
    """How well one convention agrees with the selections: names that hold their words, then boundaries."""

    names: int = 0
    boundaries: int = 0


def habit(origin: str) -> Convention:
    """How a program counts, as far as is known; the standard's code points for any other.

    Examples
    --------
    >>> habit("NVivo 12 for Mac").utf16, habit("MAXQDA 24").utf16
    (True, False)
    """
    return next((known for name, known in _HABITS if name in origin.lower()), Convention())


def choose(origin: str, sources: Sequence[Source], tally: Tally) -> Convention:
    """How this file counts; of its own files icmo knows it."""
    usual = habit(origin)
    if origin.startswith(_OWN):
        return usual
    features, scores, looked_at = _evidence(usual, sources)
    if not features or not looked_at:
        return usual
    best = max(scores, key=lambda one: (scores[one].names, scores[one].boundaries, _likeness(one, usual)))
    chosen = best if _convinces(scores[best], scores[usual]) else usual
    tally.add("offset", f"{_counts(chosen, features)} {_reason(origin, chosen, usual, scores)}", number=looked_at)
    return chosen


def unit(convention: Convention) -> str:
    """What places count, in a word."""
    return "UTF-16" if convention.utf16 else "code points"


def _convinces(score: Score, usual: Score) -> bool:
    """Whether the evidence for a convention outweighs a program's habit."""
    if score.names != usual.names:
        return score.names > usual.names
    return not usual.names and score.boundaries >= max(usual.boundaries + _AHEAD, _FACTOR * usual.boundaries)


def _evidence(usual: Convention, sources: Sequence[Source]) -> tuple[set[str], dict[Convention, Score], int]:
    """What is to be decided, how well each convention agrees, and how many selections told."""
    asked = [source for source in sources if any(True for _one in marks(source))]
    each = max(1, MAX_EVIDENCE // max(1, len(asked)))
    features: set[str] = set()
    scores: dict[Convention, Score] = {usual: Score()}
    looked_at = 0
    for source in asked:
        layout = Layout(source.text.raw, inline=not source.text.member)
        if layout.features:
            features |= layout.features
            told = _told(source, each)
            looked_at += sum(1 for _one in _score(layout, told, scores, usual))
    return features, scores, looked_at


def _told(source: Source, most: int) -> list[tuple[int, int, Any]]:
    """Up to so many selections, taken evenly."""
    found = [(mark.start, mark.end, mark.element) for mark in marks(source)]
    return found[:: -(-len(found) // most)] if found else []


def _score(
    layout: Layout, told: list[tuple[int, int, Any]], scores: dict[Convention, Score], usual: Convention
) -> Iterator[None]:
    """Add to the scores what each selection tells; give one for each that tells anything."""
    alike = {one: _as_far_as(one, layout) for one in _candidates(usual)}
    ways = {one: layout.places(one) for one in set(alike.values())}
    for start, end, element in told:
        spans = {one: way.span(start, end) for one, way in ways.items()}
        if len(set(spans.values())) == 1:
            continue
        name = _squeezed(xml.clean(element.get("name", "")))
        found = {one: _tell(layout.text, name, span) for one, span in spans.items()}
        for one, same in alike.items():
            if 0 <= start < end <= ways[same].length:
                score = scores.setdefault(one, Score())
                score.names += found[same][0]
                score.boundaries += found[same][1]
        yield None


def _tell(text: str, name: str, span: tuple[int, int]) -> tuple[bool, int]:
    return _holds(name, text[slice(*span)]), _boundaries(text, *span)


def _as_far_as(convention: Convention, layout: Layout) -> Convention:
    """The convention without what makes no difference in a text."""
    return Convention(**{name: getattr(convention, name) for name in layout.features})


def _candidates(usual: Convention) -> list[Convention]:
    """All conventions, the most usual ones first."""
    made = list(starmap(Convention, product(*_CHOICES)))
    return sorted(made, key=lambda one: -_likeness(one, usual))


def _likeness(one: Convention, other: Convention) -> int:
    return sum(a == b for a, b in zip(astuple(one), astuple(other), strict=True))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _holds(name: str, words: str) -> bool:
    """Whether a selection's name is its words, or their beginning.

    Examples
    --------
    >>> _holds("Så ringede h…", "Så ringede hun"), _holds("Citat1:3", "Så ringede hun"), _holds("", "ord")
    (False, False, False)
    >>> _holds("Såringedeh…", "Så ringede\\nhun")
    True
    """
    words = _squeezed(words)
    begun = name.removesuffix("…").removesuffix("...")
    return bool(begun) and (words == name or (words.startswith(begun) and (begun != name or len(begun) >= _LEAST)))


def _boundaries(text: str, start: int, end: int) -> int:
    """Two points for each end at that of a line, one for each at that of a word.

    Examples
    --------
    >>> [_boundaries("et to\\ntre", *span) for span in ((0, 5), (3, 5), (1, 5), (4, 7))]
    [4, 3, 2, 0]
    """
    points = 0
    if start >= end:
        return points
    if not text[start].isspace():
        before = text[start - 1 : start]
        points += 2 if before in ("", "\n") else int(not before.isalnum() or not text[start].isalnum())
    if not text[end - 1].isspace():
        after = text[end : end + 1]
        points += 2 if after in ("", "\n") else int(not after.isalnum() or not text[end - 1].isalnum())
    return points


# --- words ----------------------------------------------------------------------------------------------


def _counts(chosen: Convention, features: set[str]) -> str:
    told = []
    if "utf16" in features:
        told.append(_("Places count UTF-16 units.") if chosen.utf16 else _("Places count code points."))
    if features & {"crlf", "inline"}:
        double = chosen.crlf == 2 if "crlf" in features else chosen.inline == 2
        told.append(_("A line end counts two.") if double else _("A line end counts one."))
    if "mark" in features:
        told.append(_("The byte-order mark counts.") if chosen.mark else _("The byte-order mark does not count."))
    return " ".join(told)


def _reason(origin: str, chosen: Convention, usual: Convention, scores: dict[Convention, Score]) -> str:
    score = scores[chosen]
    if score.names:
        told = _("So {n} names of selections hold the words selected.").format(n=score.names)
    elif chosen != usual:
        told = _("So most selections begin and end where words and lines do.")
    elif usual != Convention():
        told = _("So {program} counts.").format(program=origin)
    else:
        told = _("So the standard says, and nothing in the file tells otherwise.")
    if chosen != usual:
        told += " " + _("It is not what was expected of this program: compare a few passages with the original.")
    return told
