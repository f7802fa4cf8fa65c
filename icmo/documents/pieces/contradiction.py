"""Agreement and contradiction: in which municipalities a thing is told as furthering or hindering, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from icmo.documents.model import Block, Heading, bullets, paragraph
from icmo.documents.pieces.telling import Telling
from icmo.evidence import Stretch
from icmo.i18n import _, count
from icmo.models import Polarity, danish_order

SIDE = 4  # quotes on each side where opposite things are said


def contradiction(telling: Telling, sides: Mapping[Polarity, Sequence[Stretch]]) -> Iterator[Block]:
    """Where it is told one way, the other way, or both, and who says the opposite of whom."""
    furthering, hindering = sides[Polarity.FURTHERS], sides[Polarity.HINDERS]
    if not furthering and not hindering:
        return
    yield Heading(3, _("Agreement and contradiction"))
    yield from _agreement(telling, furthering, hindering)
    pair = opposed(telling, furthering, hindering)
    if pair:
        for title, quotes in zip((_("Told as furthering"), _("Told as hindering")), pair, strict=True):
            yield Heading(4, title)
            yield from telling.printed(quotes)
    elif furthering and hindering:
        yield paragraph(_("Both are told by the same kind of informants in the same municipality."))


def _agreement(telling: Telling, furthering: Sequence[Stretch], hindering: Sequence[Stretch]) -> Iterator[Block]:
    """In which municipalities it is told one way, the other way, or both."""
    if not furthering or not hindering:
        one_way = (
            _("All who say which way it works say that it furthers.")
            if furthering
            else _("All who say which way it works say that it hinders, or that it is missing.")
        )
        yield paragraph(one_way, " ", _("That nobody is quoted for the opposite does not show that nobody thinks so."))
        return
    far, hin = ({telling.place(one) for one in side} - {""} for side in (furthering, hindering))
    told = {
        _("Told only as furthering"): far - hin,
        _("Told only as hindering"): hin - far,
        _("Told as both"): far & hin,
    }
    if far | hin:
        yield bullets(f"{way}: {_places(names)}" for way, names in told.items())


def _places(names: Collection[str]) -> str:
    """``2 municipalities (Egeholm, Nordvig)``."""
    number = count(len(names), "municipality", "municipalities")
    return f"{number} ({', '.join(sorted(names, key=danish_order))})" if names else number


def opposed(
    telling: Telling, furthering: Sequence[Stretch], hindering: Sequence[Stretch]
) -> tuple[list[Stretch], list[Stretch]] | None:
    """Quotes of both sides, where somebody else says the opposite; None where nobody does.

    The first two of the sides come from different municipalities or kinds of informants, and nobody who speaks in a
    side is quoted twice in it. A quote that stands on both sides contradicts nothing.
    """
    both = {(one.transcript, one.start, one.end) for one in furthering}
    both &= {(one.transcript, one.start, one.end) for one in hindering}
    one_way = _one_of_each(telling, [s for s in furthering if (s.transcript, s.start, s.end) not in both])
    other_way = _one_of_each(telling, [s for s in hindering if (s.transcript, s.start, s.end) not in both])
    who = _who_in(telling)
    for one in one_way:
        for other in other_way:
            if who(one) != who(other):
                return _first(one, one_way), _first(other, other_way)
    return None


def _who_in(telling: Telling) -> Callable[[Stretch], tuple[str, str]]:
    return lambda one: (telling.place(one), telling.informant(one) or "")


def _one_of_each(telling: Telling, found: Sequence[Stretch]) -> list[Stretch]:
    """The best quote of each municipality and kind of informant, one that is not printed yet where there is one."""
    who, best = _who_in(telling), dict[tuple[str, str], Stretch]()
    for one in sorted(telling.quoting.best(found), key=telling.is_printed):
        best.setdefault(who(one), one)
    return list(best.values())


def _first(one: Stretch, others: Sequence[Stretch]) -> list[Stretch]:
    return [one, *(other for other in others if other is not one)][:SIDE]
