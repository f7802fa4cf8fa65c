"""Word: links that say where they lead and lead there, and notes that are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icmo.i18n import _
from icmo.reports.check.problems import Finding
from icmo.reports.check.shared import link_is_address, link_says_nothing
from icmo.reports.check.word_file import Paragraph, WordFile, text_of
from icmo.reports.check.word_pictures import WP
from icmo.reports.check.word_styles import W

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FIELD = re.compile(r'\b(?:HYPERLINK\s+(?:\\[a-z]\s+"[^"]*"\s+)*\\l\s+"([^"]+)"|(?:PAGEREF|REF|NOTEREF)\s+([^\s\\]+))')
_OUTSIDE = re.compile(r"(?:https?|mailto|tel):\S", re.I)


@dataclass(frozen=True)
class _Link:
    element: Any
    paragraph: Paragraph
    part: str

    @property
    def text(self) -> str:
        """The words that are the link."""
        return text_of(self.element)


def _links(file: WordFile) -> Iterator[_Link]:
    """The links of the text and the notes, each with the part that its address stands with."""
    return (_Link(*found) for found in file.found(f"{W}hyperlink"))


def says_nothing(file: WordFile) -> Iterator[Finding]:
    """The words of every link say where it leads."""
    for link in _links(file):
        pictured = next(link.element.iter(f"{WP}docPr"), None)
        if pictured is None or not pictured.get("descr"):
            yield from link_says_nothing(link.text, link.paragraph.where)


def address(file: WordFile) -> Iterator[Finding]:
    """No link is a bare address."""
    for link in _links(file):
        yield from link_is_address(link.text, link.paragraph.where)


def target(file: WordFile) -> Iterator[Finding]:
    """Every link and cross-reference leads somewhere."""
    marks = {
        one.get(f"{W}name", "").casefold() for _part, root in file.stories for one in root.iter(f"{W}bookmarkStart")
    }
    for link in _links(file):
        mark = link.element.get(f"{W}anchor")
        if link.element.get(_ID) is not None:
            yield from _outside(file, link)
        elif not _is_there(mark, marks):
            yield _nowhere(link.text, link.paragraph)
    fields = dict.fromkeys(paragraph for _one, paragraph, _part in file.found(f"{W}instrText", f"{W}fldSimple"))
    for paragraph in fields:
        yield from (_nowhere(mark, paragraph) for mark in _fields(paragraph) if not _is_there(mark, marks))


def _is_there(mark: str | None, marks: set[str]) -> bool:
    return bool(mark) and mark is not None and (mark.casefold() in marks or mark == "_top")


def _outside(file: WordFile, link: _Link) -> Iterator[Finding]:
    _kind, address, outside = file.package.relations(link.part).get(link.element.get(_ID), ("", "", False))
    if outside and not _OUTSIDE.match(address) and not address.startswith("#"):
        yield Finding(
            link.paragraph.where,
            _("The link “{text}” leads to {address}, which others do not have.").format(
                text=link.text.strip(), address=address
            ),
            _("Link to an address on the web, or take the link away."),
        )
    elif not address:
        yield _nowhere(link.text, link.paragraph)


def _nowhere(text: str, paragraph: Paragraph) -> Finding:
    return Finding(
        paragraph.where,
        _("The link “{text}” leads nowhere.").format(text=text.strip()),
        _("Make the link again: the place that it led to is gone."),
    )


def _fields(paragraph: Paragraph) -> Iterator[str]:
    """The bookmarks that the paragraph's fields (links, page numbers, cross-references) lead to."""
    codes = [(one.text or "") for one in paragraph.element.iter(f"{W}instrText")]
    simple = [one.get(f"{W}instr", "") for one in paragraph.element.iter(f"{W}fldSimple")]
    for match in _FIELD.finditer("".join([*codes, *simple])) if codes or simple else ():
        yield match[1] or match[2]


def notes(file: WordFile) -> Iterator[Finding]:
    """Every mark of a note has its note."""
    for kind in ("footnote", "endnote"):
        written = file.note_ids(kind)
        for mark, paragraph, _part in file.found(f"{W}{kind}Reference"):
            if mark.get(f"{W}id") not in written:
                yield Finding(
                    paragraph.where,
                    _("The mark of a note has no note."),
                    _("Delete the mark and insert the note again."),
                )
