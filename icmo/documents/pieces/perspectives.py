"""What each kind of informant says: municipal staff and companies under headings, the women in a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icmo.documents.model import Block, Box, Heading
from icmo.documents.pieces.telling import Telling
from icmo.evidence import Stretch
from icmo.i18n import _
from icmo.models import InformantType


def perspective(
    telling: Telling, found: Sequence[Stretch], informant: InformantType | None, *, staff: str = ""
) -> Iterator[Block]:
    """Those of these quotes that informants of one kind say: the women’s in a box, the others under a heading.

    Parameters
    ----------
    staff : the heading over what municipal staff say
    """
    own = [one for one in found if telling.informant(one) == informant]
    if own and informant is InformantType.WOMAN:
        yield Box(_("The women’s perspective"), tuple(telling.section(own)))
    elif own:
        own_title = staff if informant is InformantType.MUNICIPALITY else ""
        yield Heading(3, own_title or perspective_title(informant))
        yield from telling.section(own)


def perspective_title(informant: InformantType | None) -> str:
    """The heading over what informants of a kind say."""
    return {
        InformantType.MUNICIPALITY: _("What the municipalities say"),
        InformantType.WOMAN: _("The women’s perspective"),
        InformantType.COMPANY: _("What companies say"),
        None: _("What other informants say"),
    }[informant]
