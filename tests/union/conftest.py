"""Two copies of a small project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.union.copies import Pair, base, copied


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with copied(base(tmp_path), "a", "b") as (a, b):
        yield a, b
