"""What is told of a file of another program: what bringing it in would do, or has done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from icmo.i18n import integer
from icmo.naming import noun_name
from icmo.refi.matching import Count
from icmo.refi.merging import Merge
from icmo.refi.parcel import Remark

Groups = tuple[tuple[str, tuple[str, ...]], ...]  # headings, each with its lines


@dataclass(frozen=True)
class Told:
    """What an import would do, or has done; `changes` says whether that is anything."""

    origin: str
    unit: str
    counts: tuple[Count, ...]
    remarks: tuple[Remark, ...]
    changes: bool

    @property
    def groups(self) -> Groups:
        """The remarks by what they are about, in words."""
        return grouped(self.remarks)


def told(merge: Merge) -> Told:
    """What is told of a merge, without the material that comes in."""
    return Told(merge.origin, merge.unit, merge.counts, merge.remarks, merge.changes)


def grouped(remarks: Iterable[Remark]) -> Groups:
    """Remarks by what they are about, each as a line with the names and the number."""
    by_noun: dict[str, list[str]] = {}
    for one in remarks:
        by_noun.setdefault(one.noun, []).append(_line(one))
    return tuple((noun_name(noun), tuple(lines)) for noun, lines in by_noun.items())


def _line(one: Remark) -> str:
    names = f" ({', '.join(one.names)})" if one.names else ""
    number = f" [×{integer(one.number)}]" if one.number > 1 else ""
    return f"{one.what}{names}{number}"


def as_data(one: Told, name: str) -> dict[str, Any]:
    """What is told of an import, as the command line's ``--json`` has it."""
    return {
        "file": name,
        "origin": one.origin,
        "unit": one.unit,
        "changes": one.changes,
        "counts": [asdict(count) for count in one.counts],
        "remarks": [asdict(remark) for remark in one.remarks],
    }
