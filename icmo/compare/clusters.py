"""Which municipalities tell of the same things: average-linkage clustering, for ordering a table and a dendrogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from icmo.compare.permutation import jaccard_distances
from icmo.models import danish_order

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Merge:
    """Two clusters made one at a height: numbers below the number of leaves are leaves, then merges in turn."""

    left: int
    right: int
    height: float
    size: int


@dataclass(frozen=True)
class Tree:
    """Clusters within clusters: the leaves' names, numbered as merges number them, and their order when drawn."""

    leaves: tuple[str, ...]
    order: tuple[str, ...]
    merges: tuple[Merge, ...]

    def branches(self) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        """The tree as lines: for each merge the x and y of its bracket's four corners; leaf i of `order` is at x = i.

        Examples
        --------
        >>> Tree(("A", "B"), ("A", "B"), (Merge(0, 1, 0.4, 2),)).branches()
        [((0.0, 0.0, 1.0, 1.0), (0.0, 0.4, 0.4, 0.0))]
        """
        tops = [(float(self.order.index(name)), 0.0) for name in self.leaves]
        found: list[tuple[tuple[float, ...], tuple[float, ...]]] = []
        for merge in self.merges:
            (x1, y1), (x2, y2) = sorted((tops[merge.left], tops[merge.right]))
            found.append(((x1, x1, x2, x2), (y1, merge.height, merge.height, y2)))
            tops.append(((x1 + x2) / 2, merge.height))
        return found


def cluster(distances: pd.DataFrame) -> Tree:
    """Average-linkage clusters of whatever has these distances; the same whatever order it is given in.

    Parameters
    ----------
    distances : square, symmetric, named on both sides

    Notes
    -----
    Source: Sokal & Michener (1958), UPGMA. It shows likeness and tests nothing; with few cases a single quote can
    move a branch.

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["A", "B", "C"]
    >>> tree = cluster(pd.DataFrame([[0, 0.9, 0.1], [0.9, 0, 0.8], [0.1, 0.8, 0]], index=names, columns=names))
    >>> tree.order, [round(merge.height, 3) for merge in tree.merges]
    (('B', 'A', 'C'), [0.1, 0.85])
    """
    names = tuple(sorted(distances.columns, key=danish_order))
    if len(names) < 2:
        return Tree(names, names, ())
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    merged = linkage(squareform(distances.loc[list(names), list(names)].to_numpy(dtype=float)), method="average")
    merges = tuple(Merge(int(left), int(right), float(height), int(size)) for left, right, height, size in merged)
    return Tree(names, tuple(names[leaf] for leaf in leaves_list(merged)), merges)


def cluster_values(
    values: pd.DataFrame, *, of: Literal["cases", "rows"] = "cases", by: Literal["presence", "counts"] = "presence"
) -> Tree:
    """Clusters of the cases of a matrix, or of its rows: by Jaccard on presence, or by Bray–Curtis on counts."""
    table = values if of == "cases" else values.T
    return cluster(jaccard_distances(table) if by == "presence" else bray_curtis_distances(table))


def bray_curtis_distances(counts: pd.DataFrame) -> pd.DataFrame:
    """How unlike cases are in how much they tell of each thing: Σ|x − y| / Σ(x + y); nothing in either is 0.

    Parameters
    ----------
    counts : rows × cases, none below 0

    Notes
    -----
    Source: Bray & Curtis (1957).

    Examples
    --------
    >>> import pandas as pd
    >>> float(bray_curtis_distances(pd.DataFrame({"A": [6, 7, 4], "B": [10, 0, 6]})).loc["A", "B"].round(3))
    0.394
    """
    import pandas as pd

    table = counts.to_numpy(dtype=float).T
    apart = np.array([np.abs(table - case).sum(axis=1) for case in table]).reshape(len(table), len(table))
    both = table.sum(axis=1)[:, None] + table.sum(axis=1)[None, :]
    distances = np.divide(apart, both, out=np.zeros_like(apart), where=both > 0)
    return pd.DataFrame(distances, index=counts.columns, columns=counts.columns)
