"""Where evaluators can write in a report: places that keep their text when the report is made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from icmo.documents.kinds import kinds
from icmo.documents.pieces.rameses import items
from icmo.i18n import _
from icmo.models import Kind, Material
from icmo.naming import label

_OF_CODES = ("theme", "mechanism", "framework")


def places(kind: str, material: Material, codes: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """The places of a kind of report, each with its name: ``theme:tvaerfaglighed``, ``rameses:6``.

    Parameters
    ----------
    codes : what the report is about; none: what it usually is about
    """
    book = material.codebook
    title = next(one.title for one in kinds() if one.id == kind)
    if kind not in ("theme", "mechanism", "codebook", "municipality"):
        yield kind, title
    if kind == "method":
        yield "limits", _("Limits")
        yield from ((f"rameses:{item.number}", f"RAMESES II, {item.number}. {item.topic}") for item in items())
    if kind == "theories":
        yield from ((f"theory:{one.guid}", one.name) for one in material.theories)
    if kind == "municipality":
        yield from ((f"municipality:{name}", name) for name in material.municipalities)
    if kind in _OF_CODES:
        usual = {"theme": (Kind.PRINCIPLE, Kind.THEME)}.get(kind, (Kind.MECHANISM,))
        about = [code for code in codes if code in book] or [code.id for code in book.of_kind(*usual)]
        yield from ((f"{kind}:{code}", label(book[code])) for code in about)


def is_place(material: Material, place: str) -> bool:
    """Whether a report prints what is written at a place."""
    sort, _colon, what = place.partition(":")
    if sort in _OF_CODES and what:
        return what in material.codebook
    return any(place == known for kind in kinds() for known, _name in places(kind.id, material))
