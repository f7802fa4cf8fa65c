"""Word: whether text can be seen: its contrast with the ground that it stands on, and its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from icmo import colours
from icmo.i18n import _, count, decimal
from icmo.reports.check.problems import Finding, excerpt
from icmo.reports.check.word_file import Paragraph, WordFile

_ENOUGH, _ENOUGH_WHEN_LARGE = 4.5, 3.0  # WCAG 2.1, 1.4.3
_SMALLEST = 9.0  # points


def contrast(file: WordFile) -> Iterator[Finding]:
    """Text stands out from its ground: 4.5 : 1, large text 3 : 1. Each pair of colours is told once."""
    found: dict[Any, list[tuple[Paragraph, str]]] = defaultdict(list)
    for paragraph, text, look in file.seen:
        if look.contrast < (_ENOUGH_WHEN_LARGE if look.large else _ENOUGH):
            found[look.colour, look.ground, look.large].append((paragraph, text))
    for (colour, ground, large), places in found.items():
        ratio = decimal(int(10 * colours.contrast(colour, ground)) / 10, 1)
        yield Finding(
            _first(places),
            _("The text is {colour} on {ground}: the contrast is {ratio} : 1, and {least} : 1 is needed.").format(
                colour=colour, ground=ground, ratio=ratio, least=decimal(_ENOUGH_WHEN_LARGE if large else _ENOUGH, 1)
            ),
            _("Choose a darker text or a lighter ground."),
        )


def small(file: WordFile) -> Iterator[Finding]:
    """Text is not smaller than 9 points; raised and lowered signs are left out."""
    found: dict[float, list[tuple[Paragraph, str]]] = defaultdict(list)
    for paragraph, text, look in file.seen:
        if look.size < _SMALLEST and not look.raised:
            found[look.size].append((paragraph, text))
    for size, places in sorted(found.items()):
        yield Finding(
            _first(places),
            _("The text is only {size} points high.").format(size=decimal(size, 1)),
            _("Use 9 points at least, better 10 or more."),
        )


def _first(places: list[tuple[Paragraph, str]]) -> str:
    """The first place, and how many more there are."""
    paragraph, text = places[0]
    words = _("“{words}”, {where}").format(words=excerpt(text), where=paragraph.where)
    if len(places) == 1:
        return words
    return _("{place} and {more}").format(place=words, more=count(len(places) - 1, "more place", "more places"))
