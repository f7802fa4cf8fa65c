"""Word: lists that are none, and empty lines in place of space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from icmo.i18n import _, count
from icmo.reports.check.problems import Finding
from icmo.reports.check.word_file import Paragraph, WordFile, shows
from icmo.reports.check.word_headings import is_styled, numbered
from icmo.reports.check.word_styles import W

_BULLET = re.compile(r"\s*[-•·*▪◦●○■–—]\s+\S")
_NUMBER = re.compile(r"\s*(?:\d{1,3}|[a-zæøå])[.)]\s+[^\s”“„»\"]")  # a quote’s number is what the text refers to it by


def typed_lists(file: WordFile) -> Iterator[Finding]:
    """No list is typed by hand; a lone dash or number may be speech or a date, two after each other are a list."""
    paragraphs = file.main.paragraphs
    for number, one in enumerate(paragraphs):
        if _is_typed(file, paragraphs, number):
            yield Finding(
                one.where,
                _("A list is typed by hand: “{sign}”.").format(sign=one.text.split()[0]),
                _("Use Word’s own bullets and numbers, so that a screen reader says how long the list is."),
            )


def _is_typed(file: WordFile, paragraphs: Sequence[Paragraph], number: int) -> bool:
    text = paragraphs[number].text
    if re.match(r"\s*[-•▪●]\s", text) and _BULLET.match(text):
        return _plain(file, paragraphs[number])
    around = [*paragraphs[max(0, number - 1) : number], *paragraphs[number + 1 : number + 2]]
    return any(
        pattern.match(text) and _plain(file, paragraphs[number]) and any(pattern.match(one.text) for one in around)
        for pattern in (_BULLET, _NUMBER)
    )


def _plain(file: WordFile, one: Paragraph) -> bool:
    return not one.level and not numbered(file, one) and not is_styled(file, one, "toc", "caption", "title")


def empty_paragraphs(file: WordFile) -> Iterator[Finding]:
    """No two empty paragraphs follow each other; a screen reader says “blank” at each."""
    run: list[Paragraph] = []
    for one in [*file.main.paragraphs, None]:
        if one is not None and _is_empty(one) and (not run or run[-1].element.getnext() is one.element):
            run.append(one)
            continue
        if len(run) > 1:
            yield Finding(
                run[0].where,
                _("{n} follow each other.").format(n=count(len(run), "empty paragraph", "empty paragraphs")),
                _("Use the space before and after a paragraph’s style, or a page break."),
            )
        run = [one] if one is not None and _is_empty(one) else []


def _is_empty(one: Paragraph) -> bool:
    special = (f"{W}sectPr", f"{W}br", f"{W}fldChar", f"{W}fldSimple", f"{W}pageBreakBefore")
    return not one.text.strip() and not shows(one.element) and next(one.element.iter(*special), None) is None
