"""What a configuration says leads to what: the links that the graph, its paths and their robustness are made of.

A node is a code in a role (``M:hverdagsmestring``), since the role sits on the part of a configuration and not on
the code. A configuration's parts give links: I → M, C → M and M → O; without a mechanism I → O and C → O; an
intervention and a context alone I → C. A moderator acts *on* a link and is no step of its own.

Where the outcome of one configuration is the context of the next (a *ripple*: Jagosh et al. 2015), its O leads to the
C of the later one, drawn apart and never followed unless asked for. A later one without a C is met where it begins:
at its I, else at its M, else at its O, for the earlier outcome is the context that nobody wrote down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from icmo.models import Coding, Configuration, Material, Polarity, Role, index

LEADS_TO, MODERATES, RIPPLES = "leads_to", "moderates", "ripples"
Ends = tuple[Coding, Coding]
Places = dict[str, frozenset[str]]
ByRole = dict[Role, list[Coding]]


@dataclass(frozen=True, slots=True)
class Link:
    """What one configuration says: one part leads to another, or moderates such a link.

    A ripple is between two: its `configuration` is the later one, and `earlier` the one whose outcome it starts from.
    """

    source: str
    target: str
    relation: str
    configuration: Configuration
    ends: Ends
    acts_on: frozenset[str] = field(default_factory=frozenset)
    municipalities: frozenset[str] = field(default_factory=frozenset)
    earlier: Configuration | None = None

    @property
    def polarity(self) -> Polarity | None:
        """The polarity that it was told with; a ripple has none of its own."""
        return None if self.earlier else self.configuration.polarity

    @property
    def configurations(self) -> tuple[str, ...]:
        """The configuration that says it, or the two that a ripple joins, by their GUIDs."""
        return (*([self.earlier.guid] if self.earlier else []), self.configuration.guid)

    @property
    def transcript(self) -> str | None:
        """The transcript in which both its ends lie, if they do."""
        first, second = self.ends
        return first.transcript if first.transcript == second.transcript else None


@cache
def node_id(role: Role | str, code: str) -> str:
    """The id of a node: ``M:hverdagsmestring``."""
    return f"{role}:{code}"


@cache
def link_id(source: str, target: str) -> str:
    """The id of a link, as moderators name it in ``acts_on``."""
    return f"{source}->{target}"


def links(material: Material) -> list[Link]:
    """Every link that a configuration makes by itself (see `ripples` for those between configurations)."""
    places = _places(material)
    return [link for one in material.configurations for link in _links(one, by_role(one, material), places)]


def ripples(material: Material) -> list[Link]:
    """Every link from the outcome of a configuration into the one that it becomes the context of."""
    places, by_guid = _places(material), index(material.configurations)
    return [
        link
        for joined in material.links
        if joined.earlier in by_guid and joined.later in by_guid
        for link in _ripples(by_guid[joined.earlier], by_guid[joined.later], material, places)
    ]


def _places(material: Material) -> Places:
    """The municipality of each transcript, or none, as a set."""
    return {one.guid: frozenset(filter(None, (one.municipality,))) for one in material.transcripts}


def _between(ends: Ends, places: Places) -> frozenset[str]:
    return places[ends[0].transcript] | places[ends[1].transcript]


def by_role(configuration: Configuration, material: Material) -> ByRole:
    """The codings that a configuration is put together of, by the roles that they play in it."""
    found: ByRole = defaultdict(list)
    for part in configuration.parts:
        found[part.role].append(material.coding_by_guid[part.coding])
    return found


def _links(configuration: Configuration, parts: ByRole, places: Places) -> Iterator[Link]:
    steps = [step for step in _steps(parts) if parts[step[0]] and parts[step[1]]]
    for source, target in steps:
        for ends in product(parts[source], parts[target]):
            names = node_id(source, ends[0].code), node_id(target, ends[1].code)
            yield Link(*names, LEADS_TO, configuration, ends, municipalities=_between(ends, places))
    yield from _moderations(configuration, parts, steps, places)


def _steps(parts: ByRole) -> list[tuple[Role, Role]]:
    if parts[Role.M]:
        return [(Role.I, Role.M), (Role.C, Role.M), (Role.M, Role.O)]
    if parts[Role.O]:
        return [(Role.I, Role.O), (Role.C, Role.O)]
    return [(Role.I, Role.C)]


def _moderations(
    configuration: Configuration, parts: ByRole, steps: list[tuple[Role, Role]], places: Places
) -> Iterator[Link]:
    """A moderator conditions the way into the mechanism; failing that, the first link there is."""
    if steps:
        source, target = steps[0]
        acts_on = frozenset(
            link_id(node_id(source, a.code), node_id(target, b.code)) for a, b in product(parts[source], parts[target])
        )
        ends = parts[target]
    else:
        target = next((role for role in (Role.M, Role.O, Role.I, Role.C) if parts[role]), Role.K)
        acts_on = frozenset()
        ends = parts[target] if target is not Role.K else []
    for moderation in product(parts[Role.K], ends):
        names = node_id(Role.K, moderation[0].code), node_id(target, moderation[1].code)
        acting = frozenset(name for name in acts_on if name.endswith(f"->{names[1]}"))
        yield Link(*names, MODERATES, configuration, moderation, acting, _between(moderation, places))


def _ripples(earlier: Configuration, later: Configuration, material: Material, places: Places) -> Iterator[Link]:
    outcomes, later_parts = by_role(earlier, material)[Role.O], by_role(later, material)
    role = next((role for role in (Role.C, Role.I, Role.M, Role.O) if later_parts[role]), Role.C)
    for ends in product(outcomes, later_parts[role]):
        source, target = node_id(Role.O, ends[0].code), node_id(role, ends[1].code)
        if source != target:
            there = _between(ends, places)
            yield Link(source, target, RIPPLES, later, ends, municipalities=there, earlier=earlier)
