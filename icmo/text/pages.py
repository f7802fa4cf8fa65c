"""On which page of its file a place of a transcript stands, where the file has pages.

The metadata hold under `KEY` a list of offsets, one per page of the file: where it begins in the transcript's text. A
page that begins before the text does begins at 0, as in a piece of a file that was split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

KEY = "page_starts"


def within(starts: Iterable[int], start: int, end: int) -> list[int]:
    """Where pages begin in a stretch of the text, from its beginning.

    Examples
    --------
    >>> within((0, 40, 80, 120), 50, 100)
    [0, 0, 30, 50]
    """
    return [min(max(one - start, 0), end - start) for one in starts]


def moved(metadata: Mapping[str, Any], place: Callable[[int], int]) -> dict[str, Any]:
    """The metadata of a transcript whose text was changed; `place` tells where an offset lies now.

    Examples
    --------
    >>> moved({"pages": "2", "page_starts": [0, 40]}, lambda offset: offset + 5 * (offset > 10))
    {'pages': '2', 'page_starts': [0, 45]}
    """
    starts = metadata.get(KEY)
    return {**metadata, KEY: [place(one) for one in starts]} if isinstance(starts, list) else dict(metadata)
