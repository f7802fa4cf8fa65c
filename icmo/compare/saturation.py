"""Saturation: how much each further interview still adds (Guest, Namey & Chen 2020).

The first `base` sources hold so many distinct items. A *run* is the next few sources; what it adds that nobody
before it had said, as a share of the base's items, is the new information. Runs overlap: the first begins after the
base, each next one source later. Saturation at 6+2 means that the two sources after the sixth added so little.

A closed code book saturates trivially, since no code can be new; links and I–M–O paths are open. And the order of
the interviews is an accident, so `band` draws it again and again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from icmo.errors import InvalidError
from icmo.i18n import _, percent

Found = Mapping[str, Collection[str]] | Sequence[Collection[str]]


@dataclass(frozen=True)
class Run:
    """A run of sources and the items that nobody before it had; `after` is how many sources came before."""

    after: int
    sources: tuple[str, ...]
    new: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class Saturation:
    """New information per run for one order of the sources."""

    base: int
    run: int
    threshold: float
    sources: tuple[str, ...]
    base_items: int
    cumulative: tuple[int, ...]
    runs: tuple[Run, ...]

    def reached(self, threshold: float | None = None) -> int | None:
        """After how many sources a run first added at most `threshold` (by default the one asked for)."""
        limit = self.threshold if threshold is None else threshold
        return next((run.after for run in self.runs if run.share <= limit), None)

    def holds(self, threshold: float | None = None) -> bool:
        """Whether no later run rises above the threshold again once it is reached."""
        limit = self.threshold if threshold is None else threshold
        reached = self.reached(limit)
        return reached is not None and all(run.share <= limit for run in self.runs if run.after > reached)

    def in_words(self) -> tuple[str, ...]:
        """The result as sentences, with what it does not say."""
        limits = dict.fromkeys((self.threshold, 0.0))
        return (*(_sentence(self, limit) for limit in limits), caution())


@dataclass(frozen=True)
class Spread:
    """Median and 5–95 % band over the orders, per source or per run."""

    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Band:
    """New information over randomised orders of the sources.

    `reached` has, per order, after how many sources the threshold was reached; orders that never did are left out.
    """

    base: int
    run: int
    threshold: float
    sources: int
    orders: int
    cumulative: Spread
    share: Spread
    reached: tuple[int, ...]

    def needed(self, portion: float = 0.95) -> int | None:
        """After how many sources at least this portion of the orders had reached the threshold; None if too few did."""
        rank = int(np.ceil(round(portion * self.orders, 6)))
        return self.reached[max(rank, 1) - 1] if rank <= len(self.reached) else None

    def in_words(self, portion: float = 0.95) -> tuple[str, ...]:
        """The result as sentences, with what it does not say."""
        needed = self.needed(portion)
        words = {"share": percent(portion), "limit": percent(self.threshold), "orders": self.orders, "run": self.run}
        if needed is None:
            text = _(
                "Fewer than {share} of {orders} random orders of the sources came down to {limit} new items in a run."
            )
        else:
            text = _(
                "In {share} of {orders} random orders, at most {limit} new items in a run by {needed}+{run} sources."
            )
        return text.format(**words, needed=needed), caution()


def caution() -> str:
    """What saturation does not say; it stands beside every result."""
    return _("No new codes, links or paths does not mean that there was nothing new to understand.")


def saturation(found: Found, *, base: int = 4, run: int = 2, threshold: float = 0.05) -> Saturation:
    """How much each run of sources adds to what the first sources told.

    Parameters
    ----------
    found : the items of each source, in the order of the interviews; names of sources as keys, or none
    base : how many sources the base is made of (Guest et al.: 4–6)
    run : how many sources a run is made of (2–3)
    threshold : the share of new items at which saturation is said to be reached (.05 or 0)

    Raises
    ------
    InvalidError
        Sizes below 1, a threshold outside 0–1, fewer sources than a base and a run, or a base without items.

    Source: Guest, Namey & Chen (2020), PLOS ONE 15(5).

    Examples
    --------
    >>> result = saturation(["ab", "bc", "cd", "d"], base=2, run=1)
    >>> result.base_items, [run.share for run in result.runs], result.reached(0)
    (3, [0.3333333333333333, 0.0], 3)
    """
    names, items = _checked(found, base, run, threshold)
    fresh = list(_first_told(items))
    cumulative = tuple(int(n) for n in np.cumsum([len(new) for new in fresh]))
    if not cumulative[base - 1]:
        raise InvalidError(
            _("The base of {base} sources holds nothing, so that no share of it can be told.").format(base=base),
            _("Choose a larger base, or something that is told in more sources."),
        )
    runs = [
        _run(names[start : start + run], fresh[start : start + run], start, cumulative[base - 1])
        for start in range(base, len(names) - run + 1)
    ]
    return Saturation(base, run, threshold, names, cumulative[base - 1], cumulative, tuple(runs))


def band(
    found: Found, *, base: int = 4, run: int = 2, threshold: float = 0.05, orders: int = 200, seed: int = 0
) -> Band:
    """How much of the saturation hangs on the order of the interviews: the same over many random orders.

    Parameters
    ----------
    found, base, run, threshold : as in `saturation`; the order in which `found` comes does not matter
    orders : how many random orders
    seed : of the random numbers, so that the same material gives the same band

    Raises
    ------
    InvalidError
        As `saturation`; also when so many sources are empty that some base would be.
    """
    _names, items = _checked(found, base, run, threshold)
    empty = sum(not one for one in items)
    if empty >= base or orders < 1:
        raise InvalidError(
            _(
                "A band needs at least 1 order, and fewer sources without items ({empty}) than the base has ({base})."
            ).format(empty=empty, base=base),
            _("Choose a larger base, or something that is told in more sources."),
        )
    cumulative = curves(found, orders=orders, seed=seed)
    before = cumulative[:, base - 1 : len(items) - run]
    shares = (cumulative[:, base + run - 1 :] - before) / cumulative[:, [base - 1]]
    return Band(
        *(base, run, threshold, len(items), orders),
        cumulative=_spread(cumulative),
        share=_spread(shares),
        reached=_reached(shares <= threshold, base),
    )


def curves(found: Found, *, orders: int = 200, seed: int = 0) -> npt.NDArray[np.int64]:
    """The number of distinct items after each source, in random orders of the sources.

    Returns
    -------
    array of shape (orders, sources); the mean of a column tends to the rarefaction curve (Ugland et al. 2003)
    """
    _names, items = _named(found)
    ranked = sorted(items, key=sorted)  # the order in which they came must not show
    told = sorted((item, source) for source, one in enumerate(ranked) for item in one)
    starts = [place for place, (item, _s) in enumerate(told) if not place or told[place - 1][0] != item]
    sources = np.array([source for _item, source in told], dtype=np.int64)
    random = np.random.default_rng(seed)
    drawn = [_curve(random.permutation(len(ranked)), sources, starts) for _order in range(orders)]
    return np.array(drawn, dtype=np.int64).reshape(orders, len(ranked))


def _named(found: Found) -> tuple[tuple[str, ...], list[Collection[str]]]:
    if isinstance(found, Mapping):
        return tuple(found), list(found.values())
    return tuple(str(number) for number in range(1, len(found) + 1)), list(found)


def _checked(found: Found, base: int, run: int, threshold: float) -> tuple[tuple[str, ...], list[Collection[str]]]:
    if base < 1 or run < 1 or not 0 <= threshold <= 1:
        raise InvalidError(
            _("Base and run are at least 1 source and the threshold lies from 0 to 1: {base}, {run}, {limit}.").format(
                base=base, run=run, limit=threshold
            ),
            _("Guest et al. (2020) use a base of 4–6, runs of 2–3 and a threshold of 0 or 0.05."),
        )
    names, items = _named(found)
    if len(names) < base + run:
        raise InvalidError(
            _("{number} sources are too few for a base of {base} and a run of {run}.").format(
                number=len(names), base=base, run=run
            ),
            _("Code more interviews, or choose a smaller base or run."),
        )
    return names, items


def _first_told(items: Sequence[Collection[str]]) -> Iterator[tuple[str, ...]]:
    """For each source what nobody before it had told."""
    known: set[str] = set()
    for one in items:
        yield tuple(sorted(set(one) - known))
        known.update(one)


def _run(sources: tuple[str, ...], fresh: Sequence[tuple[str, ...]], after: int, base_items: int) -> Run:
    new = tuple(item for told in fresh for item in told)
    return Run(after, sources, new, len(new) / base_items)


def _sentence(result: Saturation, limit: float) -> str:
    reached = result.reached(limit)
    words = {"limit": percent(limit), "run": result.run, "reached": reached, "sources": len(result.sources)}
    if reached is None:
        return _("The {sources} sources never came down to {limit} new items in a run.").format(**words)
    if result.holds(limit):
        return _("At most {limit} new items in a run: reached at {reached}+{run} sources.").format(**words)
    return _(
        "At most {limit} new items in a run: reached at {reached}+{run} sources, but later runs add more again."
    ).format(**words)


def _curve(
    places: npt.NDArray[np.int64], sources: npt.NDArray[np.int64], starts: Sequence[int]
) -> npt.NDArray[np.int64]:
    """The accumulation curve when source i is the `places[i]`-th; items begin at `starts` in the list of tellings."""
    if not len(sources):
        return np.zeros(len(places), dtype=np.int64)
    first = np.minimum.reduceat(places[sources], starts)
    return np.cumsum(np.bincount(first, minlength=len(places)))


def _spread(drawn: npt.NDArray[np.float64] | npt.NDArray[np.int64]) -> Spread:
    low, median, high = (tuple(float(x) for x in np.quantile(drawn, q, axis=0)) for q in (0.05, 0.5, 0.95))
    return Spread(median, low, high)


def _reached(quiet: npt.NDArray[np.bool_], base: int) -> tuple[int, ...]:
    """After how many sources each order first had a quiet run, in ascending order."""
    found = quiet[quiet.any(axis=1)]
    return tuple(sorted(int(first) + base for first in found.argmax(axis=1)))
