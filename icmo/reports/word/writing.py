"""What the parts of a document share while it is written: its styles, running numbers, where links lead, footnotes."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count

from icmo.documents.model import Box, Heading, Line, Quotes, Report, Run
from icmo.i18n import _
from icmo.reports.word.lists import Lists
from icmo.reports.word.markup import bookmark, link, looks, paragraph, run
from icmo.reports.word.notes import Notes
from icmo.reports.word.page import Room

_UNNAMEABLE = re.compile(r"[^A-Za-z0-9_]")


class Writing:
    """The state of a document that is being written."""

    def __init__(self, report: Report, styles: Mapping[str, str], lists: Lists, notes: Notes, room: Room) -> None:
        self.report, self.styles, self.lists, self.notes, self.room = report, styles, lists, notes, room
        self.headings = tuple(one for one in report.blocks if isinstance(one, Heading) and one.text.strip())
        self.level = 1  # that of the heading under which one writes
        self.bullet_list = ""  # what a list item's pPr needs where the template's list style is no list
        self.broad = 1.0  # how broad the font is, beside Arial
        self._anchors = {one.anchor: section_name(one.anchor) for one in self.headings if one.anchor}
        self._printed = set(_printed(report))
        self._marked: set[str] = set()
        self._ids = count(1001)  # beyond those of a template's header
        self._drawings = count(1001)
        self._captions: Counter[str] = Counter()
        self._aside: list[Line] | None = None  # the notes of the table that is being written

    def next_drawing(self) -> int:
        """An id that no other drawing has."""
        return next(self._drawings)

    def next_caption(self, label: str) -> int:
        """The number of the next table or figure."""
        self._captions[label] += 1
        return self._captions[label]

    def captions(self, label: str) -> int:
        """How many tables or figures there are until now."""
        return self._captions[label]

    def marked(self, name: str, inside: str) -> str:
        """Runs with a bookmark about them, the first time that it is asked for."""
        if name in self._marked:
            return inside
        self._marked.add(name)
        return bookmark(next(self._ids), name, inside)

    def anchored(self, anchor: str, inside: str) -> str:
        """A heading's words with the bookmark that links lead to."""
        return self.marked(self._anchors[anchor], inside) if anchor else inside

    def line(self, words: Line) -> str:
        """A line of words, with its links and footnotes."""
        return "".join(map(self._run, words))

    def _run(self, one: Run) -> str:
        if not (one.note or one.anchor or one.bold or one.italic) and one.quote is None:
            return run(one.text) if one.text else ""
        note = self._note(one.note) if one.note else ""
        if not one.text:
            return note
        target = self._target(one)
        if not target:
            return run(one.text, looks(bold=one.bold, italic=one.italic)) + note
        inside = run(one.text, looks(style=self.styles["link"], bold=one.bold, italic=one.italic))
        return link(target, inside) + note

    def _target(self, one: Run) -> str:
        """The bookmark that words lead to; none where the quote or the section is not in this document."""
        if one.quote is not None:
            return quote_name(one.quote) if one.quote in self._printed else ""
        return self._anchors.get(one.anchor, "")

    @contextmanager
    def noting(self) -> Iterator[list[Line]]:
        """Within it, notes are kept for a list below the table instead of being footnotes."""
        self._aside = []
        try:
            yield self._aside
        finally:
            self._aside = None

    def noted(self, words: Line, number: int) -> str:
        """A table's note, with a way back to its sign."""
        place = _note_name(self.captions(_("Table")), number)
        back = link(f"{place}_op", run("↑", looks(style=self.styles["link"])), _("Back to the table"))
        return self.marked(place, self.line(tuple(_unfolded(words)))) + run(" ") + back

    def _noted_aside(self, aside: list[Line], words: Line) -> str:
        """The sign of a table's note."""
        aside.append(words)
        place = _note_name(self.captions(_("Table")), len(aside))
        sign = run(str(len(aside)), looks(style=self.styles["note mark"]))
        return self.marked(f"{place}_op", link(place, sign, _("Note {n}").format(n=len(aside))))

    def _note(self, words: Line) -> str:
        if self._aside is not None:
            return self._noted_aside(self._aside, words)
        mark = f'<w:rStyle w:val="{self.styles["note mark"]}"/>'
        sign = f"<w:r><w:rPr>{mark}</w:rPr><w:footnoteRef/></w:r>"
        number = self.notes.add(paragraph(self.styles["note"], sign + run(" ") + self.line(tuple(_unfolded(words)))))
        return f'<w:r><w:rPr>{mark}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _unfolded(words: Line) -> Iterator[Run]:
    """A footnote has no footnotes: what one would say stands in brackets."""
    for one in words:
        if one.note:
            yield Run(one.text, one.bold, one.italic, one.quote, one.anchor)
            yield from (Run(" ("), *_unfolded(one.note), Run(")"))
        else:
            yield one


def _note_name(table: int, number: int) -> str:
    """The bookmark of a table's note."""
    return f"note_{table}_{number}"


def quote_name(number: int) -> str:
    """The bookmark of a quote."""
    return f"citat_{number}"


def section_name(anchor: str) -> str:
    """The bookmark of a section: at most 40 letters, digits and underscores, another for each anchor.

    Examples
    --------
    >>> section_name("method")
    'afsnit_method'
    >>> section_name("theme:hverdag-og-ro")
    'afsnit_theme_hverdag_og_ro_ed7bd922'
    """
    plain = _UNNAMEABLE.sub("_", anchor)[:24]
    same = plain == anchor
    return (
        f"afsnit_{plain}" if same else f"afsnit_{plain[:23]}_{zlib.crc32(anchor.encode('utf-8', 'surrogatepass')):08x}"
    )


def _printed(report: Report) -> Iterator[int]:
    """The numbers of the quotes that stand in the document."""
    for block in report.blocks:
        inner: Iterable[object] = block.blocks if isinstance(block, Box) else (block,)
        for one in inner:
            if isinstance(one, Quotes):
                yield from one.numbers
