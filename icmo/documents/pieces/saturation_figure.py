"""How much each interview added, as a figure with its table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from icmo.compare.observed import Observed, observed
from icmo.compare.saturation import caution, saturation
from icmo.documents.model import Block, Curves, Figure, Heading, Series, Table, bullets, cell, paragraph, row
from icmo.errors import InvalidError
from icmo.i18n import _, count
from icmo.models import Material


@dataclass(frozen=True)
class _Growth:
    """What was new in each interview, and known after it; None where nobody has worked on it."""

    new: tuple[int | None, ...]
    known: tuple[int | None, ...]


def saturation_blocks(material: Material) -> Iterator[Block]:
    """New codes and links per interview in the order of the interviews, and what this does not prove."""
    yield Heading(2, _("Saturation"), "saturation")
    codes, links = observed(material, what="codes"), observed(material, what="links")
    steps = tuple(codes.found)
    if len(steps) < 2:
        yield paragraph(_("Fewer than two interviews are coded, so that nothing is said of saturation."))
        return
    growth = _growth(steps, codes.found), _growth(steps, links.found)
    yield paragraph(
        _("The codes, and the links that configurations make between them, that each interview added to the earlier."),
        " ",
        caution(),
        " ",
        _("It does not prove that there was no more."),
    )
    yield _figure(steps, *growth)
    yield bullets([*_sentences(_("Codes"), codes), *_sentences(_("Links"), links), *_notes(codes, links)])


def _growth(steps: Collection[str], found: Mapping[str, Collection[str]]) -> _Growth:
    known: set[str] = set()
    new: list[int | None] = []
    total: list[int | None] = []
    for step in steps:
        items = found.get(step)
        new.append(None if items is None else len(set(items) - known))
        known.update(items or ())
        total.append(None if items is None else len(known))
    return _Growth(tuple(new), tuple(total))


def _figure(steps: tuple[str, ...], codes: _Growth, links: _Growth) -> Figure:
    caption = _("Codes and links known after each interview")
    return Figure(
        caption=caption,
        alt=_("{caption}: {codes} and {links} after {interviews}; the last one added {new}.").format(
            caption=caption,
            codes=count(_last(codes.known), "code", "codes"),
            links=count(_last(links.known), "link", "links"),
            interviews=count(len(steps), "interview", "interviews"),
            new=count(codes.new[-1] or 0, "code", "codes"),
        ),
        picture=Curves(
            steps, (Series(_("Codes"), codes.known), Series(_("Links"), links.known)), _("Known after the interview")
        ),
        table=_table(steps, codes, links),
    )


def _last(known: tuple[int | None, ...]) -> int:
    return next((n for n in reversed(known) if n is not None), 0)


def _table(steps: tuple[str, ...], codes: _Growth, links: _Growth) -> Table:
    rows = zip(steps, codes.new, codes.known, links.new, links.known, strict=True)
    return Table(
        name=_("Saturation"),
        caption=_("New codes and links by interview"),
        about=_("A row for each interview in the order in which they were made: what was new, and known after it."),
        columns=(_("Interview"), _("New codes"), _("Codes in all"), _("New links"), _("Links in all")),
        rows=tuple(row(name, *map(cell, numbers)) for name, *numbers in rows),
        widths=(4, 1, 1, 1, 1),
        tracked=False,
    )


def _sentences(name: str, found: Observed) -> Iterator[str]:
    """What Guest et al. (2020) would say of it; what there is too little for is told too."""
    try:
        result = saturation(found.found)
    except InvalidError as error:
        yield f"{name}: {error}"
        return
    yield from (f"{name}: {sentence}" for sentence in result.in_words()[:-1])


def _notes(*found: Observed) -> list[str]:
    return list(dict.fromkeys(note for one in found for note in one.notes))
