"""Where one can go: which nodes a name means, and which links lie on a way between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from icmo.errors import InvalidError, NotFoundError
from icmo.graph.bundles import Pair
from icmo.graph.steps import nearest, raise_all
from icmo.i18n import _
from icmo.models import Codebook

Names = str | Iterable[str]


def nodes_named(nodes: Collection[str], names: Names, *, codebook: Codebook | None = None) -> frozenset[str]:
    """The nodes that are meant: by their ids, or by a code's id in whatever role it plays.

    Parameters
    ----------
    nodes : the ids of the nodes there are
    names : one or several
    codebook : with it, a code that no node has is no error: nobody has spoken of it

    Raises
    ------
    NotFoundError
        Names that are none of the nodes.

    Examples
    --------
    >>> sorted(nodes_named({"I:oeve", "M:oeve", "O:ro"}, "oeve"))
    ['I:oeve', 'M:oeve']
    """
    wanted = [names] if isinstance(names, str) else list(names)
    found = {name: [node for node in nodes if name in (node, _code(node))] for name in wanted}
    unknown = [name for name, meant in found.items() if not meant and (codebook is None or _code(name) not in codebook)]
    raise_all([_unknown(name, nodes) for name in unknown])
    return frozenset(node for meant in found.values() for node in meant)


def _code(node: str) -> str:
    return node.rpartition(":")[2]


def _unknown(name: str, nodes: Collection[str]) -> NotFoundError:
    known = sorted(nodes)
    return NotFoundError(
        _("No link begins or ends at “{name}”.").format(name=name),
        nearest(name, known if ":" in name else [*dict.fromkeys(map(_code, known))]),
    )


def ends(
    pairs: Iterable[Pair], origin: Names, target: Names, *, codebook: Codebook | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """The nodes at which the ways begin and end.

    Raises
    ------
    NotFoundError
        A node that no link has.
    InvalidError
        A node that is both.
    """
    nodes = {node for pair in pairs for node in pair}
    origins, targets = (nodes_named(nodes, names, codebook=codebook) for names in (origin, target))
    if both := origins & targets:
        raise InvalidError(
            _("A path cannot begin and end at the same node: {nodes}.").format(nodes=", ".join(sorted(both))),
            _("Name the node with its role, such as I:{code}.").format(code=_code(min(both))),
        )
    return origins, targets


def steps_to(pairs: Iterable[Pair], starts: Iterable[str]) -> dict[str, int]:
    """The fewest steps from any of the starts to every node that can be reached."""
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        after[source].append(target)
    steps = dict.fromkeys(starts, 0)
    frontier = list(steps)
    while frontier:
        found = [node for one in frontier for node in after[one]]
        depth = steps[frontier[0]] + 1
        frontier = [node for node in dict.fromkeys(found) if node not in steps]
        steps.update(dict.fromkeys(frontier, depth))
    return steps


def on_the_way(
    pairs: Collection[Pair] | Mapping[Pair, object],
    origins: Collection[str],
    targets: Collection[str],
    *,
    max_steps: int | None = None,
) -> set[Pair]:
    """The pairs on a way from an origin to a target in at most so many steps.

    Examples
    --------
    >>> sorted(on_the_way([("A", "B"), ("B", "C"), ("A", "D")], {"A"}, {"C"}))
    [('A', 'B'), ('B', 'C')]
    """
    from_origin = steps_to(pairs, origins)
    to_target = steps_to(((target, source) for source, target in pairs), targets)
    most = len(from_origin) + len(to_target) if max_steps is None else max_steps
    return {
        (source, target)
        for source, target in pairs
        if source in from_origin and target in to_target and from_origin[source] + 1 + to_target[target] <= most
    }
