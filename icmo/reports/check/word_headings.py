"""Word: headings, by which who hears a report finds the way in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from icmo.i18n import _, integer
from icmo.reports.check.problems import Finding, excerpt
from icmo.reports.check.shared import wrong_levels
from icmo.reports.check.word_file import Paragraph, WordFile, shows
from icmo.reports.check.word_styles import W

_MOST = 80  # characters of what may be meant as a heading
_ENDS = (".", "!", "?", ":", ";", ",", "…", "”", "“", '"', ")")
_OTHER = ("title", "subtitle", "caption", "toc", "quote", "header", "footer")  # bold lines with a style of their own


def _headings(file: WordFile) -> list[Paragraph]:
    return [one for one in file.main.paragraphs if one.level]


def _titles(file: WordFile) -> list[Paragraph]:
    return [one for one in file.main.paragraphs if not one.level and is_styled(file, one, "title") and one.text.strip()]


def is_styled(file: WordFile, paragraph: Paragraph, *names: str) -> bool:
    """Whether its style, or one that it is based on, has a name that begins so."""
    return any(name.startswith(names) for name in file.styles.names(paragraph.style))


def no_headings(file: WordFile) -> Iterator[Finding]:
    """There are headings at all."""
    if not _headings(file):
        yield Finding(
            "",
            _("The document has no headings."),
            _("Give each heading one of the styles Heading 1, Heading 2 …: they are what screen readers jump between."),
        )


def top(file: WordFile) -> Iterator[Finding]:
    """One heading of level 1 stands above all, or a title does."""
    tops = [one for one in _headings(file) if one.level == 1 and one.text.strip()]
    if not _headings(file) or _titles(file) or len(tops) == 1:
        return
    if not tops:
        yield Finding(
            "", _("No heading is of level 1, and there is no title."), _("Give the title the style Heading 1.")
        )
        return
    yield Finding(
        tops[1].where,
        _("{n} headings are of level 1, and none is the title.").format(n=integer(len(tops))),
        _("Keep level 1, or the style Title, for the report’s title, and let chapters begin at level 2."),
    )


def order(file: WordFile) -> Iterator[Finding]:
    """No level is skipped on the way down."""
    levels = [(one.level, excerpt(one.text), one.where) for one in _headings(file) if one.text.strip()]
    yield from wrong_levels(levels, top=2 if _titles(file) else 1)


def empty(file: WordFile) -> Iterator[Finding]:
    """No heading is empty."""
    for one in _headings(file):
        if not one.text.strip() and not shows(one.element):
            yield Finding(
                one.where,
                _("A heading of level {level} is empty.").format(level=integer(one.level)),
                _("Delete it, or give the line the style Normal."),
            )


def fake(file: WordFile) -> Iterator[Finding]:
    """No short bold line over a text stands in for a heading."""
    for one, following in pairwise(file.main.paragraphs):
        if _may_be_meant(file, one) and following.text.strip() and not following.level and not _bold(file, following):
            yield Finding(
                one.where,
                _("A bold line looks like a heading, but is none."),
                _("Give it a heading’s style; if it is none, leave out the bold."),
            )


def _may_be_meant(file: WordFile, one: Paragraph) -> bool:
    text = one.text.strip()
    if not 0 < len(text) <= _MOST or one.level or one.cell or text.endswith(_ENDS):
        return False
    return _bold(file, one) and not is_styled(file, one, *_OTHER) and not numbered(file, one)


def _bold(file: WordFile, one: Paragraph) -> bool:
    looks = [look.bold for _text, look in file.runs(one)]
    return bool(looks) and all(looks)


def numbered(file: WordFile, one: Paragraph) -> bool:
    """Whether a paragraph belongs to a real list, by itself or by its style."""
    number = one.element.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is None:
        number = file.styles.first(one.style, f"{W}pPr/{W}numPr/{W}numId")
    return number is not None and number.get(f"{W}val") != "0"
