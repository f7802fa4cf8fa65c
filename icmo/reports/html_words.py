"""Lines of a report as HTML: looks, links to quotes and headings, footnotes, and the ways back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from html import escape

from icmo.documents.model import Line, Run
from icmo.i18n import _
from icmo.reports.words import cited, clean

_WAY_BACK = re.compile("\x00(\\d+)\x00")  # cleaned text has no such characters


def safe(text: str) -> str:
    """Text as it may stand anywhere in HTML."""
    return escape(clean(text))


def slug(anchor: str) -> str:
    """The id of a heading by its anchor, apart from the ids that quotes, tables and notes have."""
    return "section-" + re.sub(r"[^\w.-]+", "-", clean(anchor))


class Weaver:
    """Makes HTML of lines and remembers who refers to which quote, so that every quote can lead back.

    Parameters
    ----------
    targets : the numbers of the quotes that the page prints; others are no links
    anchors : the anchors that headings have
    """

    def __init__(self, targets: Collection[int], anchors: Collection[str]) -> None:
        self._targets = targets
        self._anchors = anchors
        self._places: defaultdict[int, dict[str, str]] = defaultdict(dict)  # of a quote: names, each with an id
        self._references = 0
        self.notes: list[str] = []
        self.place = ""  # what the words that are being made stand in, in words

    def line(self, words: Line) -> str:
        """A line of words."""
        return "".join(map(self._run, words))

    def _run(self, run: Run) -> str:
        text = safe(run.text)
        if run.bold:
            text = f"<strong>{text}</strong>"
        if run.italic:
            text = f"<em>{text}</em>"
        if run.quote is not None:
            text = self._to_quote(run, text)
        elif run.anchor in self._anchors and run.anchor:
            text = f'<a href="#{slug(run.anchor)}">{text}</a>'
        return text + self._note(run.note) if run.note else text

    def _to_quote(self, run: Run, text: str) -> str:
        numbers = cited(run)
        if not any(number in self._targets for number in numbers):
            return text
        id_ = self.refer(*numbers)
        first = next(number for number in numbers if number in self._targets)
        return f'<a href="#citat-{first}" id="{id_}">{text}</a>'

    def refer(self, *numbers: int) -> str:
        """The id of a new reference to quotes from the place where we are; a place is named once for each quote."""
        self._references += 1
        id_ = f"ref-{self._references}"
        for number in numbers:
            self._places[number].setdefault(self.place, id_)
        return id_

    def _note(self, words: Line) -> str:
        """The sign of a footnote; its words come at the end of the page."""
        number = len(self.notes) + 1
        self.notes.append("")
        before, self.place = self.place, _("Note {n}").format(n=number)
        back = _("back to {place}").format(place=before or _("the text"))
        self.notes[number - 1] = (
            f'<li id="note-{number}">{self.line(words)} '
            f'<a href="#noteref-{number}" role="doc-backlink">↩ {safe(back)}</a></li>'
        )
        self.place = before
        name = safe(_("Note {n}").format(n=number))
        sign = f'<a href="#note-{number}" id="noteref-{number}" role="doc-noteref" aria-label="{name}">{number}</a>'
        return f"<sup>{sign}</sup>"

    def way_back(self, number: int) -> str:
        """What stands for a quote's ways back until all references are known."""
        return f"\x00{number}\x00"

    def finished(self, html: str) -> str:
        """The page with every quote's ways back."""
        return _WAY_BACK.sub(lambda found: self._back(int(found[1])), html)

    def _back(self, number: int) -> str:
        links = ", ".join(self._backlinks(number))
        return f' <span class="back">{safe(_("Cited in:"))} {links}</span>' if links else ""

    def _backlinks(self, number: int) -> Iterator[str]:
        for place, id_ in self._places.get(number, {}).items():
            yield f'<a href="#{id_}">↩ {safe(place or _("the text"))}</a>'
