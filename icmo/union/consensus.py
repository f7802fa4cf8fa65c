"""Two meetings on one disagreement: the later decision holds, and what the other put in the layer of consensus goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from icmo.models import CONSENSUS, About
from icmo.union.copies import Row
from icmo.union.ledger import Key
from icmo.union.state import State

_Coding = tuple[Key, Row]


def settle(state: State) -> None:
    """Take codings out of the layer that no decision that holds has made, and those that are there twice.

    What is part of a configuration, or has a memo of its own, stays.
    """
    layer = _layer(state)
    if not layer:
        return
    held, ever = _decided(state)
    used = _used(state)
    given_up = {one[0] for one in layer if one[0][1] in ever - held - used}
    for key in given_up:
        state.mend(key, None)
    for key in _doubles([one for one in layer if one[0] not in given_up], state, held | used):
        state.mend(key, None)


def _layer(state: State) -> list[_Coding]:
    coders = {row["guid"] for row in state.of("coder") if row["name"] == CONSENSUS}
    return [(key, row) for key, row in state.keyed("coding") if row["coder"] in coders]


def _decided(state: State) -> tuple[set[str], set[str]]:
    """The codings of decisions that hold, and those that any decision ever made."""
    held, ever = set(), set()
    for key in state.ledger.about("resolution"):
        folded = state.ledger.folded(key)
        held |= set(folded.row["codings"] if folded and folded.row else ())
        ever |= {guid for one in state.ledger.entries(key) if one.after for guid in one.after["codings"]}
    return held, ever


def _used(state: State) -> set[str]:
    parts = {row["coding"] for row in state.of("configuration_part")}
    return parts | {row["subject"] for row in state.of("memo") if row["about"] == About.CODING}


def _doubles(layer: list[_Coding], state: State, needed: set[str]) -> Iterator[Key]:
    """The later of two that say the same of the same words, which both copies filled in; those needed come first."""
    alike: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    for key, row in layer:
        alike[tuple(row[name] for name in ("transcript", "start", "end", "code"))].append(key)
    for keys in alike.values():
        keys.sort(key=lambda key: (key[1] not in needed, state.ledger.first(key)))
        yield from (key for key in keys[1:] if key[1] not in needed)
