"""Where a mechanism is told: its share of each municipality’s quotes, as bars and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from icmo.compare.asked import Answer, words
from icmo.compare.wording import amount
from icmo.documents.model import Bars, Block, Cell, Figure, Heading, Series, Table, cell, row
from icmo.documents.pieces.place_counts import PlaceCounts
from icmo.documents.pieces.telling import Telling
from icmo.i18n import _, integer
from icmo.models import Code, Role
from icmo.naming import label

BARS = 15  # municipalities in a figure
Answers = Mapping[tuple[str, str], Answer]


def where_told(telling: Telling, counts: PlaceCounts, code: Code, heard: Answers) -> Iterator[Block]:
    """The mechanism’s share of each municipality’s quotes, and what the silence of others means."""
    if not counts.places:
        return
    shares = {place: counts.share(code.id, place) or 0.0 for place in counts.places}
    in_order = sorted(counts.places, key=lambda place: -shares[place])
    yield Heading(3, _("Where it is told"))
    shown = [place for place in in_order if shares[place]][:BARS]
    table = Table(
        name=_("{code}: municipalities").format(code=label(code)),
        caption=_("{code} by municipality, the largest share first").format(code=label(code)),
        about=_(
            "A row for each municipality, with the mechanism’s quotes, all quotes counted code by code, and the share."
        ),
        columns=(
            *(_("Municipality"), _("Sources"), _("Quotes"), _("All quotes"), _("Share"), _("Note"), _("References")),
        ),
        rows=tuple(_municipality(telling, counts, code, place, heard) for place in in_order),
        widths=(2, 1, 1, 1, 1, 2, 2),
    )
    if not shown:
        yield table
        return
    picture = Bars(
        tuple(shown),
        (Series(label(code), tuple(shares[place] for place in shown), Role.M.value),),
        _("Share of the municipality’s quotes"),
        shares=True,
    )
    yield Figure(_where_caption(code, counts, len(shown)), _where_alt(code, shown, shares), picture, table)


def _where_caption(code: Code, counts: PlaceCounts, shown: int) -> str:
    telling_it = len(counts.telling_it(code.id))
    if shown < telling_it:
        return _("{code} as a share of each municipality’s quotes; the {n} largest of {all}").format(
            code=label(code), n=integer(shown), all=integer(telling_it)
        )
    return _("{code} as a share of each municipality’s quotes").format(code=label(code))


def _where_alt(code: Code, shown: Sequence[str], shares: Mapping[str, float]) -> str:
    return _("Bars: {code} is from {least} ({last}) to {most} ({first}) of the municipality’s quotes.").format(
        code=label(code),
        least=amount(shares[shown[-1]], "share"),
        last=shown[-1],
        most=amount(shares[shown[0]], "share"),
        first=shown[0],
    )


def _municipality(telling: Telling, counts: PlaceCounts, code: Code, place: str, heard: Answers) -> tuple[Cell, ...]:
    found, share = counts.at(code.id, place), counts.share(code.id, place)
    silence = words(heard.get((code.id, place), Answer.UNKNOWN))
    return row(
        place,
        len({one.transcript for one in found}),
        len(found),
        counts.totals.get(place, 0),
        cell(share, text=None if share is None else amount(share, "share")),
        telling.few(found) if found else silence,
        telling.references(found),
    )
