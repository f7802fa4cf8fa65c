"""Names that may stand once: of two things of one name, the later gets a number; and the order of parts."""

from __future__ import annotations

from collections import defaultdict
from itertools import count

from icmo.union.copies import Row
from icmo.union.ledger import Key
from icmo.union.state import State

_NAMED = ("transcript", "theory", "saved_view", "round")


def rename(state: State) -> list[tuple[Key, str, str]]:
    """Give the later of two things of one name another; returns them with the old and the new name."""
    return [told for noun in _NAMED for told in _renamed(state, noun)]


def _renamed(state: State, noun: str) -> list[tuple[Key, str, str]]:
    of_name: dict[str, list[Key]] = defaultdict(list)
    for key, row in state.keyed(noun):
        of_name[row["name"]].append(key)
    taken, told = set(of_name), []
    for name, keys in sorted(of_name.items()):
        for key in sorted(keys, key=state.ledger.first)[1:]:
            free = next(f"{name} ({number})" for number in count(2) if f"{name} ({number})" not in taken)
            taken.add(free)
            state.change(key, name=free)
            told.append((key, name, free))
    return told


def order_parts(state: State) -> None:
    """Number the parts of a configuration again where two have one number."""
    of_configuration: dict[str, list[tuple[Key, Row]]] = defaultdict(list)
    touched = {name.partition("|")[0] for noun, name in state.touched if noun == "configuration_part"}
    for key, row in state.keyed("configuration_part"):
        if row["configuration"] in touched:
            of_configuration[row["configuration"]].append((key, row))
    for parts in of_configuration.values():
        if len({row["position"] for _key, row in parts}) < len(parts):
            parts.sort(key=lambda part: (part[1]["position"], state.ledger.first(part[0])))
            for number, (key, _row) in enumerate(parts):
                state.change(key, position=number)
