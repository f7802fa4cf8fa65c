"""The language of messages and reports: English in the source, Danish in ``locale/da.po``.

``_("… {name} …").format(name=…)`` marks a text; ``with language("da"):`` speaks Danish inside the block.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache

from icmo import resources

LANGUAGES = ("da", "en")
_current: ContextVar[str] = ContextVar("icmo_language", default="en")


def current() -> str:
    """The language spoken now: ``"da"`` or ``"en"``."""
    return _current.get()


def use(code: str) -> None:
    """Speak this language from here on."""
    _current.set(code)


@contextmanager
def language(code: str) -> Iterator[None]:
    """Speak this language within the block."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def from_environment(asked: str = "") -> str:
    """The language asked for, else that of ``ICMO_LANG``, else the system's: Danish or English."""
    wanted = asked or os.environ.get("ICMO_LANG") or _system_locale()
    return "da" if wanted.lower().startswith("da") else "en"


def take_option(arguments: Sequence[str], name: str) -> tuple[str, list[str]]:
    """The value of an option that may stand anywhere (empty: not given), and the other arguments.

    Examples
    --------
    >>> take_option(["info", "--lang", "da", "x.icmo"], "--lang")
    ('da', ['info', 'x.icmo'])
    """
    value, rest = "", list(arguments)
    for position, word in enumerate(arguments):
        if word == name and position + 1 < len(arguments):
            value, rest[position : position + 2] = arguments[position + 1], []
            break
        if word.startswith(f"{name}="):
            value = rest.pop(position).partition("=")[2]
            break
    return value, rest


def _system_locale() -> str:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in names if name), None) or locale.getlocale()[0] or ""


@lru_cache
def catalog() -> dict[str, str | tuple[str, ...]]:
    """The Danish texts by their English source text."""
    from babel.messages.pofile import read_po

    with resources.package_file("locale/da.po").open("rb") as file:
        return {_first(message.id): _forms(message.string) for message in read_po(file, locale="da") if message.id}


def _first(source: str | Sequence[str]) -> str:
    return source if isinstance(source, str) else source[0]


def _forms(translation: str | Sequence[str] | None) -> str | tuple[str, ...]:
    return translation if isinstance(translation, str) else tuple(translation or ())


def _(text: str) -> str:
    """`text` in the current language."""
    if current() == "en":
        return text
    found = catalog().get(text)
    if isinstance(found, tuple):  # a noun that is counted elsewhere
        found = found[0]
    return found or text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form that goes with `number`, in the current language."""
    found = catalog().get(singular) if current() != "en" else None
    forms = found if isinstance(found, tuple) else (singular, plural)
    return forms[number != 1] or (singular, plural)[number != 1]


def count(number: int, singular: str, plural: str) -> str:
    """A number with its noun: ``1 quote``, ``2 quotes``.

    Examples
    --------
    >>> count(1, "quote", "quotes"), count(1200, "quote", "quotes")
    ('1 quote', '1,200 quotes')
    """
    return f"{integer(number)} {ngettext(singular, plural, number)}"


def integer(number: int) -> str:
    """A whole number with the language's thousands separator."""
    return _formatted(number, None, current())


def decimal(value: float, places: int) -> str:
    """A number with so many decimals, with the language's decimal sign."""
    return _formatted(value, f"0.{'0' * places}", current())


@lru_cache(10_000)
def _formatted(number: float, pattern: str | None, language: str) -> str:
    """A number as babel writes it; a page may hold some ten thousand of them, most of them small and alike."""
    from babel.numbers import format_decimal

    return format_decimal(number, format=pattern, locale=language)


def percent(share: float) -> str:
    """A share as a whole percentage: ``54 pct.`` in Danish, ``54%`` in English."""
    number = f"{100 * share:.0f}"
    return f"{number}%" if current() == "en" else f"{number} pct."


def day(value: date) -> str:
    """A date written out: ``12. marts 2026``."""
    from babel.dates import format_date

    return format_date(value, format="long", locale=current())


def moment(at: str) -> str:
    """A time of the log (ISO 8601, UTC) as this machine's clock showed it, written out."""
    from babel.dates import format_datetime

    return format_datetime(datetime.fromisoformat(at).astimezone(), format="d. MMM y HH.mm", locale=current())
