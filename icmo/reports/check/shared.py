"""What Word, Excel and HTML are asked alike: a title, a known language, headings in order, links that say something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from icmo.i18n import _, integer
from icmo.reports.check.opening import Package
from icmo.reports.check.problems import Finding

_CORE = {"dc": "http://purl.org/dc/elements/1.1/"}
_SAYS_NOTHING = frozenset(
    (
        *("her", "her.", "klik", "klik her", "tryk her", "læs mere", "læs mere her", "se mere", "se her", "mere"),
        *("link", "linket", "dette link", "here", "click", "click here", "press here", "read more", "read more here"),
        *("see more", "see here", "more", "this", "this link"),
    )
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)", re.I)
_NAMED_BY_PROGRAM = re.compile(r"(?:picture|image|billede|grafik|chart|diagram|figur|figure)\s*\d*", re.I)


def core_property(package: Package, name: str) -> str:
    """``title`` or ``language`` as the properties of an Office file say it."""
    for part in package.related("", "core-properties") or ["docProps/core.xml"]:
        root = package.xml(part)
        found = None if root is None else root.find(f"dc:{name}", _CORE)
        if found is not None:
            return (found.text or "").strip()
    return ""


def no_title(title: str) -> Iterator[Finding]:
    """A document without a title is read out by the name of its file."""
    if not title:
        yield Finding(
            "", _("The document has no title."), _("Write one in File > Info > Title; screen readers say it first.")
        )


@lru_cache(200)
def known_language(tag: str) -> bool:
    """Whether a language tag names a language that there is.

    Examples
    --------
    >>> [known_language(tag) for tag in ("da-DK", "en", "x-none", "dansk", "")]
    [True, True, False, False, False]
    """
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-" if "-" in tag else "_")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def wrong_levels(headings: Sequence[tuple[int, str, str]], *, top: int = 1) -> Iterator[Finding]:
    """Headings (level, text, place) that skip a level; the first one may be of level `top` at most."""
    last = top - 1
    for level, text, where in headings:
        if level > last + 1:
            yield Finding(
                where,
                _("“{heading}” is a heading of level {level} after level {last}: a level is skipped.").format(
                    heading=text, level=integer(level), last=integer(last)
                )
                if last
                else _("“{heading}”, the first heading, is of level {level}.").format(
                    heading=text, level=integer(level)
                ),
                _("Use the levels in order: who hears the report finds the way by them."),
            )
        last = level


def link_says_nothing(text: str, where: str) -> Iterator[Finding]:
    """A link whose words do not say where it leads, for who hears a list of links."""
    hint = _("Let the words of the link say where it leads.")
    if not text.strip():
        yield Finding(where, _("A link has no words."), hint)
    elif " ".join(text.casefold().split()) in _SAYS_NOTHING:
        yield Finding(where, _("The link “{text}” does not say where it leads.").format(text=text.strip()), hint)


def link_is_address(text: str, where: str) -> Iterator[Finding]:
    """A bare address, which is spelt out when it is read aloud."""
    if _ADDRESS.fullmatch(text.strip()):
        yield Finding(
            where,
            _("The link is the bare address {text}.").format(text=text.strip()),
            _("Write what stands there, and put the address behind it."),
        )


def no_alternative(text: str, where: str) -> Iterator[Finding]:
    """A picture without an alternative text."""
    if not text.strip():
        yield Finding(
            where,
            _("A picture or chart has no alternative text."),
            _("Say in a sentence what it shows, or mark it as decorative."),
        )


def weak_alternative(text: str, where: str) -> Iterator[Finding]:
    """An alternative text that a program made: a file's name, ``Picture 3``."""
    if _FILE_NAME.fullmatch(text.strip()) or _NAMED_BY_PROGRAM.fullmatch(text.strip()):
        yield Finding(
            where,
            _("The alternative text “{text}” does not say what the picture shows.").format(text=text.strip()),
            _("Say in a sentence what it shows, or mark it as decorative."),
        )


def is_decorative(properties: Any) -> bool:
    """Whether an Office picture's properties mark it as decorative."""
    marks = properties.iter("{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative")
    return any(mark.get("val") in ("1", "true") for mark in marks)
