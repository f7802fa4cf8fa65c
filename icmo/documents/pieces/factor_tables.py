"""Tables of what stands with a code in configurations: codes in their parts, with counts, polarities and quotes.

Here a code is itself, as in the mechanism graph: what a configuration says of a code it does not say of the one above.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from icmo.documents.model import Block, Cell, Table, paragraph
from icmo.documents.pieces.telling import Telling, entry_columns, part_named, widely_told
from icmo.evidence import Stretch
from icmo.i18n import _, count, integer
from icmo.models import Coding, Configuration, Polarity
from icmo.naming import label, polarity_name

ROWS = 20  # of a table; the rest is counted below it
_NAME, _NUMBERED, _SAID, _COUNTS = (4.0,), (1.2,), (1.7,), (1.2, 1.0, 1.0, 1.7, 2.6)


@dataclass(frozen=True)
class Factor:
    """A code in a part that it plays, with the quotes that tell it and the configurations that they stand in."""

    letter: str
    code: str
    stretches: list[Stretch]
    configurations: list[Configuration]


def factors(
    telling: Telling, configurations: Iterable[Configuration], letters: Collection[str] = "ICKMO", *, besides: str = ""
) -> list[Factor]:
    """The codes that play these parts in configurations, those told in most municipalities first.

    Parameters
    ----------
    letters : the parts
    besides : leave out this code and those below it
    """
    codings: dict[tuple[str, str], dict[str, Coding]] = defaultdict(dict)
    within: dict[tuple[str, str], dict[str, Configuration]] = defaultdict(dict)
    for one in configurations:
        for letter, coding in telling.parts[one.guid]:
            if letter in letters and not (besides and telling.is_below(coding.code, besides)):
                codings[letter, coding.code][coding.guid] = coding
                within[letter, coding.code][one.guid] = one
    found = [Factor(*place, telling.unite(codings[place].values()), list(within[place].values())) for place in codings]
    return sorted(found, key=lambda one: (*widely_told(one.stretches, telling.place), one.letter, one.code))


def factor_table(
    telling: Telling,
    name: str,
    caption: str,
    heading: str,
    found: Sequence[Factor],
    *,
    numbered: bool = True,
    said: bool = True,
) -> Iterator[Block]:
    """The table, and how many factors it leaves out; nothing where there are none.

    Parameters
    ----------
    heading : that of the first column
    numbered : with how many configurations there are, where the page is wide enough
    said : with what the configurations say, where they do not all say the same
    """
    if not found:
        return
    more = (*((_("Configurations"),) if numbered else ()), *((_("What they say"),) if said else ()))
    yield Table(
        name=name,
        caption=caption,
        about=_("A row for each code in its part ({parts}), with counts and quotes.").format(
            parts=", ".join(part_named(letter) for letter in "ICKMO" if any(one.letter == letter for one in found))
        ),
        columns=entry_columns(heading, *more),
        rows=tuple(_row(telling, one, numbered=numbered, said=said) for one in found[:ROWS]),
        widths=(*_NAME, *(_NUMBERED if numbered else ()), *(_SAID if said else ()), *_COUNTS),
    )
    if len(found) > ROWS:
        yield paragraph(
            _("The table shows the {n} told in most municipalities; {more} not shown.").format(
                n=integer(ROWS), more=count(len(found) - ROWS, "row is", "rows are")
            ),
            style="small",
        )


def _row(telling: Telling, one: Factor, *, numbered: bool, said: bool) -> tuple[Cell, ...]:
    name = f"{label(telling.material.codebook[one.code])} ({one.letter})"
    more: list[str | int] = [len(one.configurations)] if numbered else []
    return telling.entry(name, one.stretches, *more, *([said_by(one.configurations)] if said else []))


def said_by(configurations: Iterable[Configuration]) -> str:
    """How many configurations say what: ``furthers 4, hinders 1``."""
    said = Counter(one.polarity for one in configurations)
    return ", ".join(f"{polarity_name(one)} {integer(said[one])}" for one in Polarity if said[one])


def quotes_of(telling: Telling, configurations: Iterable[Configuration]) -> list[Stretch]:
    """The quotes that configurations are put together of."""
    codings = {coding.guid: coding for one in configurations for _letter, coding in telling.parts[one.guid]}
    return telling.unite(codings.values())
