"""The tables of the joint display: municipalities, and groups of them, beside what is told of each code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from icmo.compare.asked import Answer, words
from icmo.compare.joint import Finding, Joint
from icmo.compare.variables import FEW, Variable, groups, is_number
from icmo.documents.model import Block, Cell, Table, cell, line, paragraph, row
from icmo.documents.options import Options
from icmo.documents.pieces.cells import batches, compact_cell, compact_means, listing, numbered, stretches_of
from icmo.documents.pieces.counts import Backing, of_all
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.i18n import _, decimal, integer
from icmo.models import Code, Material
from icmo.naming import label

CODES = 8  # columns of codes that a landscape page holds
COLUMNS = 7  # columns of codes and figures together, where there is room for more figures than one
_DIGITS = 1e15  # beyond that, digits say nothing
SILENT = {Answer.UNKNOWN, Answer.NOT_MENTIONED}  # told of by nobody who was interviewed


@dataclass(frozen=True)
class Page:
    """What the parts of the report have in common."""

    material: Material
    options: Options
    quoting: Quoting
    made: Joint
    by: Variable | None

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The codes, those told of in most municipalities, then in most quotes, first."""
        return tuple(sorted(self.made.codes, key=self._told, reverse=True))

    def _told(self, code: Code) -> tuple[int, int]:
        return len(self.telling(code)), len(self.passages(code, self.made.municipalities))

    def telling(self, code: Code) -> list[str]:
        """The municipalities that tell of a code."""
        return [place for place in self.made.municipalities if self.made.findings[place, code.id].evidence]

    @cached_property
    def _passages(self) -> dict[tuple[str, str], list[Stretch]]:
        return {key: stretches_of(found.evidence) for key, found in self.made.findings.items() if found.evidence}

    def passages(self, code: Code, places: Sequence[str]) -> list[Stretch]:
        """What some municipalities tell of a code."""
        return [one for place in places for one in self._passages.get((place, code.id), ())]

    @cached_property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The municipalities in groups by the variable; a number with more than four values is cut at its median."""
        return groups(self.by) if self.by and self.by.values else {}


def displays(page: Page) -> Iterator[Block]:
    """The display in tables of at most eight codes, the first with as many figures as there is room for."""
    runs = batches(page.codes, CODES) or [()]
    others = [one for one in page.made.variables if not page.by or one.name != page.by.name]
    room = max(0, COLUMNS - len(runs[0]) - 1)
    for number, codes in enumerate(runs, start=1):
        figures = others[:room] if number == 1 else []
        yield _display(page, codes, figures, numbered(_("Joint display"), number, len(runs)))
    if any(page.telling(code) for code in page.codes):
        yield paragraph(compact_means(), style="small")
    if any(one.answer is Answer.UNKNOWN for one in page.made.findings.values()):
        yield paragraph(_("“Not mentioned”: it is not known whether it was asked about."), style="small")
    rest = others[room:]
    for number, some in enumerate(batches(rest, CODES), start=1):
        name = numbered(_("More figures"), number, len(batches(rest, CODES)))
        yield _display(page, (), some, name)


def _display(page: Page, codes: Sequence[Code], figures: Sequence[Variable], name: str) -> Table:
    shown = [page.by, *figures] if page.by else list(figures)
    return Table(
        name=name,
        caption=_caption(page, codes),
        about=_("A row for each municipality, with its figures, and its quotes with each code."),
        columns=(_("Municipality"), *(in_words(one.name) for one in shown), *map(label, codes)),
        rows=(
            *(
                row(
                    place,
                    *(value_cell(one.values.get(place)) for one in shown),
                    *(_told(page, page.made.findings[place, code.id], code, place) for code in codes),
                )
                for place in page.made.municipalities
            ),
            *(
                [
                    row(
                        _("All"),
                        *(None for _one in shown),
                        *(_counts(page, code, page.made.municipalities) for code in codes),
                    )
                ]
                if codes
                else []
            ),
        ),
        widths=(3, *(2 for _one in shown), *(3 for _code in codes)),
    )


def _caption(page: Page, codes: Sequence[Code]) -> str:
    if not page.by:
        return _("What municipalities tell of each code, in alphabetical order")
    said = _("What is told of each code, in the order of “{variable}”")
    if not codes:
        said = _("The other figures, in the order of “{variable}”")
    return said.format(variable=page.by.name)


def in_words(name: str) -> str:
    """A variable's name as a column's heading that can be broken.

    Examples
    --------
    >>> in_words("virksomhedskonsulent_i_team")
    'virksomhedskonsulent i team'
    """
    return name.replace("_", " ").strip() or name


def _told(page: Page, found: Finding, code: Code, place: str) -> Cell:
    if not found.evidence:
        silent = _("not mentioned") if found.answer is Answer.UNKNOWN else words(found.answer)
        return Cell((line(silent),))
    return compact_cell(page.material, page.options, page.quoting, page.passages(code, [place]))


def _counts(page: Page, code: Code, places: Sequence[str]) -> Cell:
    """The three counts of some municipalities; their quotes are referred to in each one's row."""
    backing = Backing.of(page.material, page.passages(code, places))
    flags = backing.flags(page.material, page.options)
    said = [of_all(len(backing.municipalities), len(places)), backing.quotes_in_words, *flags]
    return listing(map(line, said))


def value_cell(value: Any) -> Cell:
    """A figure as it was brought in."""
    if value is None or value != value:
        return cell(None, text=_("not known"))
    return cell(value, text=number_words(value)) if is_number(value) else cell(str(value))


def number_words(value: float) -> str:
    """A number with all the decimals that it has.

    Examples
    --------
    >>> number_words(12), number_words(12.0), number_words(12.25)
    ('12', '12', '12.25')
    """
    if abs(value) >= _DIGITS:
        return str(value)
    digits = f"{value:.10f}".rstrip("0").partition(".")[2]
    return decimal(value, len(digits)) if digits else integer(round(value))


def by_group(page: Page, by: Variable) -> Iterator[Block]:
    """The counts of groups of municipalities, in tables of at most eight codes."""
    runs = batches(page.codes, CODES)
    for number, codes in enumerate(runs, start=1):
        yield Table(
            name=numbered(_("Groups"), number, len(runs)),
            caption=_("Groups of municipalities by “{variable}”").format(variable=by.name),
            about=_(
                "A row for each group of municipalities; the quotes stand in the rows of its municipalities above."
            ),
            columns=(_("Group"), _("Municipalities"), *map(label, codes)),
            rows=tuple(
                row(group, len(places), *(_counts(page, code, places) for code in codes))
                for group, places in page.groups.items()
            ),
        )
    if len({one for one in by.values.values() if is_number(one)}) > FEW:
        yield paragraph(_("A number with more than four values is cut at its median."), style="small")
    if missing := [place for place in page.made.municipalities if place not in by.values]:
        yield paragraph(
            _("In no group, since “{name}” is not known: {names}.").format(name=by.name, names=", ".join(missing)),
            style="small",
        )
