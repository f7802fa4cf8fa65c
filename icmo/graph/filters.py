"""What is left of a project after filters: its material narrowed, and the links that a graph shows.

A configuration is one claim: it stays when all its parts do, and is never cut, for an I–M–O without its M would say
an I → O that nobody said. Likewise a link stays with its configuration, a ripple with both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import networkx as nx

from icmo.errors import IcmoError, InvalidError, NotFoundError
from icmo.graph.bundles import grouped
from icmo.graph.co_occurrence import co_occurrence
from icmo.graph.links import LEADS_TO, MODERATES, Link, link_id, links, node_id, ripples
from icmo.graph.narrowing import NARROWING
from icmo.graph.routes import ends, on_the_way
from icmo.graph.steps import MATERIAL_KINDS, Step, check_order, in_words, nearest, raise_all
from icmo.i18n import _
from icmo.models import Codebook, Coding, Kind, Material, danish_order

Standing = tuple[str, Coding, str]


@dataclass(frozen=True)
class Selection:
    """What is left after the filters: the material, its links, and what each node stands on.

    `parts` has nodes with a coding and the configuration (GUID) that it is a part of;
    `within` counts the links that a zoom has made loops and that are left out; `words` says what was filtered.
    """

    material: Material
    links: tuple[Link, ...]
    parts: tuple[Standing, ...]
    within: int = 0
    words: str = ""


def narrow(material: Material, steps: Iterable[Step]) -> Material:
    """The material as the steps on sources, coders and configurations leave it: for matrices and other analyses.

    Steps that speak of links (min-sources, min-municipalities, path, zoom) have no say here. ``polarity`` and
    ``theory`` leave out configurations, never codings.

    Raises
    ------
    NotFoundError
        A municipality, code, coder or theory that is not in the material.
    """
    steps = [step for step in steps if step.kind in MATERIAL_KINDS]
    check(material, steps)
    for step in steps:
        material = NARROWING[step.kind](material, step.values)
    return material


def select(material: Material, steps: Iterable[Step] = ()) -> Selection:
    """The material and the links that are left after the steps, applied in their order.

    A step on links leaves the nodes at their ends, with the codings that these links stand on. A moderator stays
    while one of the links that it acts on does.

    Raises
    ------
    InvalidError
        A path after a zoom, or one that begins where it ends.
    NotFoundError
        A municipality, code, coder or theory that is not in the material.
    """
    steps = tuple(steps)
    check_order(steps)
    check(material, steps)
    selection = Selection(material, (*links(material), *ripples(material)), tuple(_parts(material)))
    for step in steps:
        selection = _apply(selection, step)
    return replace(selection, words=in_words(steps, material.codebook) if steps else "")


def co_occurrences(material: Material, steps: Sequence[Step]) -> nx.Graph[str]:
    """The co-occurrence graph of what the steps leave; there are no paths, polarities and theories to filter by.

    Raises
    ------
    InvalidError
        A step that needs configurations.
    """
    check(material, steps)
    draft = not material.codings
    zoom: Callable[[str], str] = str
    narrowed, lost = material, set[frozenset[str]]()
    for step in steps:
        if step.kind in ("path", "polarity", "theory"):
            raise InvalidError(
                _("The filter “{step}” needs configurations, and there are none.").format(step=step),
                _("Put codings together as configurations first, or leave it out."),
            )
        if step.kind == "zoom":
            zoom = _ancestor_at(material.codebook, step.number)
        elif step.kind in MATERIAL_KINDS:
            narrowed = NARROWING[step.kind](narrowed, step.values)
        else:
            lost |= _rare(co_occurrence(narrowed, draft=draft, zoom=zoom), step)
    graph = co_occurrence(narrowed, draft=draft, zoom=zoom)
    graph.remove_edges_from([pair for pair in graph.edges if frozenset(pair) in lost])
    graph.graph["filters"] = in_words(steps, material.codebook) if steps else ""
    return graph


def _rare(graph: nx.Graph[str], step: Step) -> set[frozenset[str]]:
    counted = step.kind.removeprefix("min-")
    return {frozenset((one, other)) for one, other, data in graph.edges(data=True) if data[counted] < step.number}


# --- Steps on links -------------------------------------------------------------------------------------


def _parts(material: Material) -> Iterator[Standing]:
    for configuration in material.configurations:
        for part in configuration.parts:
            coding = material.coding_by_guid[part.coding]
            yield node_id(part.role, coding.code), coding, configuration.guid


def _apply(selection: Selection, step: Step) -> Selection:
    match step.kind:
        case "path":
            return _with_links(selection, _on_paths(selection, step))
        case "min-sources" | "min-municipalities":
            return _with_links(selection, _well_told(selection, step))
        case "zoom":
            return _zoomed(selection, _ancestor_at(selection.material.codebook, step.number))
    return _narrowed(selection, step)


def _narrowed(selection: Selection, step: Step) -> Selection:
    material = NARROWING[step.kind](selection.material, step.values)
    left = {one.guid for one in material.configurations}
    kept = tuple(link for link in selection.links if left.issuperset(link.configurations))
    parts = tuple(part for part in selection.parts if part[2] in left)
    return replace(selection, material=material, links=kept, parts=parts)


def _on_paths(selection: Selection, step: Step) -> list[Link]:
    """The links on the ways, and the moderators that act on one of them."""
    steps = [link for link in selection.links if link.relation == LEADS_TO]
    bundled = grouped(steps)
    origins, targets = ends(bundled, step.values[0], step.values[1], codebook=selection.material.codebook)
    pairs = on_the_way(bundled, origins, targets, max_steps=step.number)
    there = {link_id(*pair) for pair in pairs}
    return [link for link in selection.links if (link.source, link.target) in pairs or link.acts_on & there]


def _well_told(selection: Selection, step: Step) -> list[Link]:
    """The links of bundles that are told often enough; a moderator counts by what it says of links that are left."""
    counted = _sources if step.kind == "min-sources" else _municipalities

    def often(links: Sequence[Link]) -> list[Link]:
        """Those whose bundle is told in enough of them."""
        pairs = {pair for pair, told in grouped(links).items() if len(counted(told)) >= step.number}
        return [link for link in links if (link.source, link.target) in pairs]

    kept = often([link for link in selection.links if link.relation != MODERATES])
    there = {link_id(link.source, link.target) for link in kept}
    moderators = [link for link in selection.links if link.relation == MODERATES]
    return [*kept, *often([link for link in moderators if not link.acts_on or link.acts_on & there])]


def _sources(told: Sequence[Link]) -> set[str]:
    return {end.transcript for link in told for end in link.ends}


def _municipalities(told: Sequence[Link]) -> set[str]:
    return {name for link in told for name in link.municipalities}


def _with_links(selection: Selection, kept: Sequence[Link]) -> Selection:
    """Only these links and the nodes at their ends; a moderator goes with the last link that it acts on."""
    there = {link_id(link.source, link.target) for link in kept if link.relation != MODERATES}
    left = tuple(
        link if link.acts_on <= there else replace(link, acts_on=link.acts_on & there)
        for link in kept
        if not link.acts_on or link.acts_on & there
    )
    return replace(selection, links=left, parts=tuple(_ends(left)))


def _ends(kept: Iterable[Link]) -> Iterator[Standing]:
    """The nodes at the ends of links; the source of a ripple is a part of the earlier configuration."""
    seen = set()
    for link in kept:
        guids = link.configurations
        for node, end, guid in zip((link.source, link.target), link.ends, (guids[0], guids[-1]), strict=True):
            if (node, end.guid, guid) not in seen:
                seen.add((node, end.guid, guid))
                yield node, end, guid


def _ancestor_at(codebook: Codebook, level: int) -> Callable[[str], str]:
    @cache
    def ancestor(code: str) -> str:
        """The code at that level, or itself."""
        chain = codebook.lineage(code)
        return chain[::-1][min(level, len(chain) - 1)]

    return ancestor


def _zoomed(selection: Selection, ancestor: Callable[[str], str]) -> Selection:
    """Codes replaced by those they stand below, roles kept."""

    @cache
    def node(name: str) -> str:
        """The node that a node becomes."""
        role, _colon, code = name.partition(":")
        return node_id(role, ancestor(code))

    def link(one: Link) -> Link:
        """The link that a link becomes."""
        source, target = node(one.source), node(one.target)
        if (source, target) == (one.source, one.target) and not one.acts_on:
            return one
        acts_on = frozenset(link_id(*map(node, name.split("->"))) for name in one.acts_on)
        return replace(one, source=source, target=target, acts_on=acts_on)

    zoomed = [link(one) for one in selection.links]
    kept = tuple(one for one in zoomed if one.source != one.target)
    parts = tuple((node(name), coding, guid) for name, coding, guid in selection.parts)
    return replace(selection, links=kept, parts=parts, within=selection.within + len(zoomed) - len(kept))


# --- What the values may be -----------------------------------------------------------------------------


def check(material: Material, steps: Iterable[Step]) -> None:
    """Complain about every municipality, code, coder and theory of the steps that the material does not have."""
    problems: list[IcmoError] = []
    for step in steps:
        if step.kind not in _KNOWN:
            continue
        known = _KNOWN[step.kind](material)
        for value in step.values[:2] if step.kind == "path" else step.values:
            if value not in known:
                message = _("The filter “{kind}” knows no “{value}”.").format(kind=step.kind, value=value)
                problems.append(NotFoundError(message, nearest(value, known)))
    raise_all(problems)


def _coders(material: Material) -> list[str]:
    coders = {coding.coder for coding in material.codings} | {one.coder for one in material.configurations}
    return sorted(coders, key=danish_order)


def _theories(material: Material) -> list[str]:
    return [*(theory.name for theory in material.theories), *(theory.guid for theory in material.theories)]


def _nodes_and_codes(material: Material) -> dict[str, None]:
    """Every code of the book, alone and in each role: one that nobody has spoken of leaves no path, but is known."""
    codes = [code.id for code in material.codebook.codes]
    return dict.fromkeys([*codes, *(node_id(role, code) for role in "ICKMO" for code in codes)])


def _groups(material: Material) -> list[str]:
    return [code.id for code in material.codebook.of_kind(Kind.TARGET_GROUP)]


_KNOWN: dict[str, Callable[[Material], Iterable[str]]] = {
    "municipality": lambda material: material.municipalities,
    "transcript": lambda material: [name for one in material.transcripts for name in (one.name, one.guid)],
    "coder": _coders,
    "theory": _theories,
    "target-group": _groups,
    "path": _nodes_and_codes,
}
