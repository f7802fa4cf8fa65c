"""Find CPR numbers, phone numbers and e-mail addresses in a text.

CPR numbers are checked with python-stdnum (a real date; the old check digit is not asked for,
since numbers without it have been given out since 2007), phone numbers with Google's libphonenumber.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from icmo.i18n import _

_CPR = re.compile(r"(?<!\d)(\d\d)[. ]?(\d\d)[. ]?(\d\d)\s?[-‐‑‒–—/]?\s?(\d{4})(?!\d)")
_YEARS_OR_DATE = re.compile(r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d|\d{4}-\d\d-\d\d|\d\d?[.-]\d\d?[.-]\d{4}")
_AMOUNT = re.compile(r"\s*(?:kr|pct|procent|%|€|euro)", re.I)
_MAY_BE_A_NUMBER = re.compile(r"\d(?:[^\w\n]{0,4}\d){6}")  # as many digits as a phone number has, close to each other
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Found:
    """Something personal at ``text[start:end]``: ``"cpr"``, ``"phone"`` or ``"email"``."""

    kind: str
    start: int
    end: int
    line: int


def personal_data(text: str) -> list[Found]:
    """Every CPR number, phone number and e-mail address in the text, in order.

    Examples
    --------
    >>> [(f.kind, f.line) for f in personal_data("Ring til\\n20 12 34 56 eller a@b.dk")]
    [('phone', 2), ('email', 2)]
    """
    if "@" not in text and not _MAY_BE_A_NUMBER.search(text):
        return []
    spans = sorted({*_cprs(text), *_emails(text)})
    taken = [(start, end) for start, end, _kind in spans]
    spans += [
        (start, end, kind)
        for start, end, kind in _phones(text)
        if not any(start < there_end and there_start < end for there_start, there_end in taken)
    ]
    return [Found(kind, start, end, text.count("\n", 0, start) + 1) for start, end, kind in sorted(spans)]


def _cprs(text: str) -> Iterator[tuple[int, int, str]]:
    from stdnum.dk import cpr

    for match in _CPR.finditer(text):
        try:
            cpr.get_birth_date("".join(match.groups()))
        except cpr.ValidationError:
            continue
        yield (*match.span(), "cpr")


def _emails(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _EMAIL.finditer(text):
        yield (*match.span(), "email")


def _phones(text: str) -> Iterator[tuple[int, int, str]]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, "DK", leniency=Leniency.VALID):
        if not _YEARS_OR_DATE.fullmatch(match.raw_string) and not _AMOUNT.match(text, match.end):
            yield match.start, match.end, "phone"


def masked(text: str) -> tuple[str, int]:
    """The text with personal data replaced by what they are, and how many there were.

    Examples
    --------
    >>> masked("Ring 20 12 34 56.")
    ('Ring [phone number].', 1)
    """
    found = personal_data(text)
    for one in reversed(found):
        text = f"{text[: one.start]}[{name_of(one.kind)}]{text[one.end :]}"
    return text, len(found)


def name_of(kind: str) -> str:
    """What a kind of personal data is called in the current language."""
    return {"cpr": _("CPR number"), "phone": _("phone number"), "email": _("e-mail address")}[kind]
