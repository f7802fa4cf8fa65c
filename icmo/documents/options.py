"""What one may ask of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["chosen", "material", "short", "long"]
ORDERS: tuple[Order, ...] = ("chosen", "material", "short", "long")


@dataclass(frozen=True)
class Options:
    """What a report is about and how it is made; kinds of reports use what concerns them.

    `codes` and `municipalities` narrow it down (none: all); `by` is the variable that makes groups; `each` is how many
    quotes of a municipality are printed at most in a section; an entry with fewer municipalities, quotes or informants
    than `min_…` is flagged; `mask` replaces personal data instead of refusing to print them.
    """

    lang: str | None = None
    draft: bool = False
    codes: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    by: str = ""
    each: int = 2
    order: Order = "chosen"
    approved_only: bool = False
    hindering: bool = False  # hindering factors as rows of their own
    grouped: bool = True  # interventions under their types
    edited: bool = True  # with what was changed by hand
    min_municipalities: int = 2
    min_quotes: int = 2
    min_informants: int = 3
    mask: bool = False
