"""A copy of a project as merging sees it: its rows by noun and GUID, and its log."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from icmo.models import Change

Row = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Row]]  # by noun and GUID
Identity = tuple[str, str, str, str, int]  # step, noun, GUID, action, number among equal ones

MERGER = "icmo merge"  # who signs what merging itself changes; no coder, so that nobody's undo takes it back
_NAMESPACE = uuid.UUID("0a3f6d0e-7a55-4a55-9e0c-0f2d3c1b7e4a")
_PLACED = ("memo", "decision", "resolution")  # they stand at a place and do not keep its words


@dataclass(frozen=True)
class Copy:
    """One copy: `rows` are those whose changes are logged, `aside` exports and exchanges, which have happened."""

    settings: Mapping[str, Any]
    rows: Rows
    log: Sequence[Change]
    aside: Rows = field(default_factory=dict)


def identified(log: Iterable[Change]) -> dict[Identity, Change]:
    """The entries by what makes one the same in two copies, whatever its number there."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    found: dict[Identity, Change] = {}
    for one in log:
        what = (one.step, one.noun, one.guid, one.action)
        found[(*what, seen[what])] = one
        seen[what] += 1
    return found


def is_mending(step: str) -> bool:
    """Whether a step is what a merge made of other entries: its GUID is made of theirs (RFC 9562, version 5)."""
    return step[14:15] == "5"


def is_derived(change: Change) -> bool:
    """Whether an entry follows from the others, and is made anew by every merge.

    New places of what keeps no words do not: which text the earlier places were in is known at the time alone.
    """
    return is_mending(change.step) and not (change.noun in _PLACED and change.action == "update")


def made_of(*names: str) -> str:
    """A GUID that is the same wherever it is made of the same names."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(names)))


def renamed(value: Any, guids: Mapping[str, str]) -> Any:
    """A value of JSON with GUIDs replaced, however deep they stand, as keys too."""
    if isinstance(value, str):
        return guids.get(value, value)
    if isinstance(value, Mapping):
        return {guids.get(key, key): renamed(one, guids) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, guids) for one in value]
    return value


def with_guids(copy: Copy, guids: Mapping[str, str]) -> Copy:
    """The copy with GUIDs replaced everywhere; of two rows that become one, that of the kept GUID stays."""
    if not guids:
        return copy
    return replace(
        copy,
        settings={_renamed_name(name, guids): value for name, value in copy.settings.items()},
        rows=_renamed_rows(copy.rows, guids),
        log=[_renamed_change(one, guids) for one in copy.log],
        aside=_renamed_rows(copy.aside, guids),
    )


def _renamed_name(name: str, guids: Mapping[str, str]) -> str:
    kind, colon, guid = name.partition(":")
    return f"{kind}{colon}{guids.get(guid, guid)}"


def _renamed_rows(rows: Rows, guids: Mapping[str, str]) -> Rows:
    made: dict[str, dict[str, Row]] = {}
    for noun, some in rows.items():
        kept_last = sorted(some.items(), key=lambda item: item[0] not in guids)
        made[noun] = {guids.get(guid, guid): renamed(row, guids) for guid, row in kept_last}
    return made


def _renamed_change(one: Change, guids: Mapping[str, str]) -> Change:
    return replace(
        one,
        coder=guids.get(one.coder, one.coder),
        guid=guids.get(one.guid, one.guid),
        before=renamed(one.before, guids),
        after=renamed(one.after, guids),
    )
