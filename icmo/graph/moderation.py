"""Which moderators condition the links of a path: they act on links, and are never steps themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from icmo.graph.bundles import Bundle, bundle_of
from icmo.graph.links import MODERATES, Link, link_id


@dataclass(frozen=True)
class Moderation:
    """A moderator (``K:…``), the ids of the links that it acts on, and the evidence for that."""

    moderator: str
    acts_on: tuple[str, ...]
    evidence: Bundle


def moderators_of(told: Sequence[Link], nodes: Sequence[str]) -> list[Moderation]:
    """The moderators that condition the links of a path, those told in most municipalities first.

    Parameters
    ----------
    told : links, as `icmo.graph.select` leaves them
    nodes : the nodes of the path, in their order (`icmo.graph.paths.Path.nodes`)
    """
    steps = {link_id(*pair) for pair in pairwise(nodes)}
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in told:
        if link.relation == MODERATES and link.acts_on & steps:
            found[link.source, link.target].append(link)
    return sorted((_moderation(some, steps) for some in found.values()), key=_most_widely_told)


def _moderation(some: Sequence[Link], steps: set[str]) -> Moderation:
    acts_on = {name for link in some for name in link.acts_on & steps}
    return Moderation(some[0].source, tuple(sorted(acts_on)), bundle_of(some))


def _most_widely_told(one: Moderation) -> tuple[int, int, int, str, tuple[str, ...]]:
    municipalities, sources, citations = one.evidence.weight
    return -municipalities, -sources, -citations, one.moderator, one.acts_on
