"""What each interview holds: the codes, links or paths found in it, as `icmo.compare.saturation` takes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from icmo.compare.codes import named
from icmo.errors import InvalidError
from icmo.graph import link_id, links, node_id
from icmo.graph.links import by_role
from icmo.i18n import _, count
from icmo.models import Coding, Configuration, Kind, Material, Role, Transcript, danish_order

WHAT, BY, ORDER = ("codes", "links", "paths"), ("transcript", "municipality"), ("date", "given")
STEPS = (Role.I, Role.M, Role.O)

Told = tuple[str, tuple[Coding, ...]]  # an item and the codings that it rests on


@dataclass(frozen=True)
class Observed:
    """What each source holds, in order: items with the GUIDs of their codings; `notes` say what stands aside."""

    what: str
    found: Mapping[str, Mapping[str, tuple[str, ...]]]
    notes: tuple[str, ...]


def observed(
    material: Material,
    *,
    what: str = "codes",
    kinds: Collection[Kind] = (),
    below: str | None = None,
    by: str = "transcript",
    order: str = "date",
) -> Observed:
    """What each interview (or municipality) holds, in the order in which the interviews were made.

    Parameters
    ----------
    what : "codes", each by itself and not for those above it; "links" (`icmo.graph.links`); "paths", the codes of I, M
        and O (two of them at least) that one configuration joins: other than in `icmo.compare.matrix`, without contexts
    kinds : for codes, only those of these kinds
    below : for codes, only those that stand below this one
    by : "transcript" or "municipality" (whose date is that of its first interview)
    order : "date" of the interview, then name, those without a date last; "given", as in the material

    Raises
    ------
    InvalidError
        An unknown choice, or `kinds` or `below` for anything else than codes.
    NotFoundError
        `below` is no code of the book.

    Notes
    -----
    A transcript that nobody has coded (for links and paths: put into configurations) holds nothing *yet*: counted as
    empty it would feign saturation. It is left out. A link or path belongs to a source when all of it is told there;
    one that is put together from several sources belongs to none. The notes say how many there are of each.
    """
    _check(material, what, kinds, below, by, order)
    told = list(_told(material, what, kinds, below))
    place = _places(material, what, by, order)
    found: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in place.values()}
    apart = 0
    for item, codings in told:
        names = {place.get(coding.transcript) for coding in codings}
        if len(names) > 1:
            apart += 1
        elif name := names.pop():
            guids = (*found[name].get(item, ()), *(coding.guid for coding in codings))
            found[name][item] = guids
    return Observed(what, _distinct(found), tuple(_notes(material, what, place, order, apart)))


def _check(material: Material, what: str, kinds: Collection[Kind], below: str | None, by: str, order: str) -> None:
    for value, known in ((what, WHAT), (by, BY), (order, ORDER)):
        if value not in known:
            raise InvalidError(
                _("“{value}” is none of {known}.").format(value=value, known=", ".join(known)), _("Choose one of them.")
            )
    if what != "codes" and (kinds or below):
        raise InvalidError(
            _("Kinds and a code to look below choose among codes, not among links or paths."), _("Leave them out.")
        )
    if below is not None:
        named(material.codebook, [below])


def _told(material: Material, what: str, kinds: Collection[Kind], below: str | None) -> Iterator[Told]:
    if what == "links":
        return ((link_id(link.source, link.target), link.ends) for link in links(material))
    if what == "paths":
        return (path for one in material.configurations for path in _paths(one, material))
    book = material.codebook
    there = book.by_id if below is None else book.below(below) - {below}
    wanted = {code for code in there if not kinds or book[code].kind in kinds}
    return ((coding.code, (coding,)) for coding in material.codings if coding.code in wanted)


def _paths(configuration: Configuration, material: Material) -> Iterator[Told]:
    """The codes of I, M and O that a configuration joins, each choice of one per role a path."""
    parts = by_role(configuration, material)
    roles = [role for role in STEPS if role in parts]
    if len(roles) > 1:
        for codings in product(*(parts[role] for role in roles)):
            ids = (node_id(role, coding.code) for role, coding in zip(roles, codings, strict=True))
            yield "->".join(ids), codings


def _places(material: Material, what: str, by: str, order: str) -> dict[str, str]:
    """The name of the source that each worked-on transcript belongs to, in order."""
    worked = {coding.transcript for coding in _worked(material, what)}
    kept = [one for one in _in_order(material.transcripts, order) if one.guid in worked]
    if by == "transcript":
        return {one.guid: one.name for one in kept}
    return {one.guid: one.municipality for one in kept if one.municipality}


def _worked(material: Material, what: str) -> Iterable[Coding]:
    if what == "codes":
        return material.codings
    return (material.coding_by_guid[part.coding] for one in material.configurations for part in one.parts)


def _in_order(transcripts: Iterable[Transcript], order: str) -> list[Transcript]:
    if order == "given":
        return list(transcripts)
    return sorted(transcripts, key=lambda one: (one.date is None, one.date or "", danish_order(one.name)))


def _distinct(found: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {name: {item: tuple(dict.fromkeys(guids)) for item, guids in items.items()} for name, items in found.items()}


def _notes(material: Material, what: str, place: Mapping[str, str], order: str, apart: int) -> Iterator[str]:
    if what == "codes":
        yield _("A closed code book always saturates. Look at sub-codes, links and paths too.")
    worked = {coding.transcript for coding in _worked(material, what)}
    if idle := len(material.transcripts) - len(worked):
        yield _("Left out, since nobody has worked on them yet: {interviews}.").format(interviews=_interviews(idle))
    if homeless := len(worked) - len(place):
        yield _("Left out, since they have no municipality: {interviews}.").format(interviews=_interviews(homeless))
    undated = sum(material.transcript_by_guid[guid].date is None for guid in place)
    if undated and order == "date":
        yield _("Without a date, so placed last by name: {interviews}.").format(interviews=_interviews(undated))
    if apart:
        yield _("Put together from several sources, so counted in none: {tellings}.").format(
            tellings=count(apart, "link or path", "links or paths")
        )


def _interviews(number: int) -> str:
    return count(number, "interview", "interviews")
