"""The invented labelled passages that travel with icmo: what the engine has read before it meets a real interview.

``transcripts/passages/README.md`` tells what they are. They are labelled with the codes of `kib-icmo` and teach those
codes and no others; a user's own code of the same name learns nothing from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from icmo import resources
from icmo.files import read_bytes
from icmo.formats.rows import read_jsonl
from icmo.models import Code

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOOKS = ("salado-rasmussen", "kib-icmo")  # whose codes the passages are labelled with


@dataclass(frozen=True)
class Invented:
    """One invented passage with all its codes, and whether it tells of help or hindrance."""

    id: str
    text: str
    codes: frozenset[str]
    polarity: str


@lru_cache(maxsize=1)
def passages() -> tuple[Invented, ...]:
    """Every invented passage."""
    path = resources.passages_dir() / "passages.jsonl"
    rows = [row for _line, row in read_jsonl(read_bytes(path), path.name)]
    return tuple(Invented(row["id"], row["text"], frozenset(row["codes"]), row["polarity"]) for row in rows)


def targets(codes: Sequence[Code]) -> NDArray[np.float64]:
    """What the passages say of these codes: passages × codes, 1 or 0, NaN for codes that they are not labelled with."""
    taught = [code.codebook in BOOKS for code in codes]
    has = np.array([[float(code.id in passage.codes) for code in codes] for passage in passages()])
    return np.where(np.array(taught), has, np.nan)
