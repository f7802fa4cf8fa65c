"""What of an RTF document is seen on the page, and what stands beside it.

A group that is not part of the page (a header, a footnote, a comment, a picture, a text box) is taken out of the source
and kept apart by its sort, as hidden and deleted words are. Where a comment or a note belongs stands a mark, as in Word
documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icmo.formats.docx_comments import BEGIN, END, ENDNOTE, FOOTNOTE, POINT, mark_of

CELL, ROW = "\ufdd0", "\ufdd1"  # code points that are no letters and never will be
MAX_KEPT = 20_000  # characters of the source of one part, and parts
MAX_OPEN = 50  # parts within parts; what stands deeper belongs to the innermost of them
_MARKS = {
    "cell": CELL,
    "row": f"{ROW}\\par\\par ",
    "nestcell": "\\line ",
    "nestrow": "\\line ",
    "sect": "\\par\\par ",
}
_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[^\\{}]+|\\", re.S)
_MARGINS = [f"{where}{pages}" for where in ("header", "footer") for pages in ("", "l", "r", "f")]
_KEPT = {
    **dict.fromkeys(_MARGINS, "margin"),
    **{one: one for one in ("footnote", "annotation", "pict", "nonshppict", "object", "shptxt")},
    **dict.fromkeys(("pntext", "listtext"), "number"),
    **{one: one for one in ("atnid", "atnauthor", "atnref", "atrfstart", "atrfend")},
}
_LEFT_OUT = frozenset({*_KEPT, "fldinst", "objdata", "nonesttables", "info", "stylesheet"})
_HIDING = {"v": "hidden", "deleted": "deleted"}


@dataclass
class Part:
    """What stands beside the page: its sort, its source, for a comment its number and who made it."""

    sort: str
    depth: int = 0
    number: str = ""
    author: str = ""
    pieces: list[str] = field(default_factory=list)

    def add(self, source: str) -> None:
        """Keep a piece of what stands in it, up to a limit."""
        if len(self.pieces) < MAX_KEPT:
            self.pieces.append(source[:MAX_KEPT])

    @property
    def source(self) -> str:
        """What stands in it, in RTF."""
        return "".join(self.pieces)[:MAX_KEPT]


class Seen:
    """Goes through a document once: `source` gives what is seen; when it is through, `parts` is what stands beside."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._stack: list[tuple[bool, str]] = []  # by open group, what held before it
        self._left_out, self._hidden, self._in_table = False, "", False
        self._open: list[Part] = []
        self._concealed: Part | None = None  # the stretch of hidden or deleted words that is being read
        self._told: dict[str, str] = {}  # of the comment that is read next

    def source(self, text: str) -> Iterator[str]:
        """The document without what is not seen, with marks for paragraphs, cells, rows, comments and notes."""
        position = 0
        while match := _TOKEN.match(text, position):
            position = match.end()
            token, word, number = match[0], match[1], match[2]
            if word == "bin":
                position += max(0, int(number or 0))
                continue
            if token == "}":
                yield self._closed()
            self._follow(token, word, number)
            if word not in _HIDING and self._is_said(token, word):
                yield _marked(token, word, self._in_table)

    def _follow(self, token: str, word: str | None, number: str | None) -> None:
        """What holds after a token."""
        if token == "{":
            self._stack.append((self._left_out, self._hidden))
        elif token == "}":
            self._left_out, self._hidden = self._stack.pop() if self._stack else (False, "")
        elif token == "\\*" or word in _LEFT_OUT:
            self._left_out = True
        elif word in _HIDING:
            self._hidden = "" if number == "0" else _HIDING[word]
        elif word == "plain":
            self._hidden = ""
        elif word == "ftnalt" and self._open:
            self._open[-1].number = ENDNOTE
        if word in _KEPT:
            self._begin(_KEPT[word])
        elif token == "\\*" and self._open:
            self._begin("unknown")
        self._in_table = word == "intbl" or (self._in_table and word != "pard")  # a paragraph says so, up to its reset

    def _begin(self, sort: str) -> None:
        """Begin a part; one that was unknown until its name came is no longer."""
        depth = len(self._stack)
        if self._open and (self._open[-1].sort, self._open[-1].depth) == ("unknown", depth):
            self._open.pop()
        if len(self._open) < MAX_OPEN:
            self._open.append(Part(sort, depth))

    def _is_said(self, token: str, word: str | None) -> bool:
        """Whether a token belongs to what is seen; else it is kept where it belongs."""
        if token in "{}":
            return True
        letters = word in ("u", None) or word in _MARKS or word == "par"
        if self._left_out:
            if self._open and letters and word not in _KEPT:
                self._open[-1].add(_marked(token, word, in_table=True))
            return False
        if not (self._hidden and letters and word != "par"):
            self._concealed = None if letters else self._concealed
            return True
        if self._concealed is None or self._concealed.sort != self._hidden:
            self._concealed = self._kept(Part(self._hidden))
        self._concealed.add(_marked(token, word, in_table=True))
        return False

    def _closed(self) -> str:
        """End the parts whose group ends; the marks that stand where they belong."""
        marks = ""
        while self._open and self._open[-1].depth == len(self._stack):
            marks += self._ended(self._open.pop())
        return marks

    def _ended(self, part: Part) -> str:
        if part.sort in ("atnid", "atnauthor", "atnref"):
            self._told[part.sort] = part.source.strip()
        elif part.sort in ("atrfstart", "atrfend"):
            return mark_of(BEGIN if part.sort == "atrfstart" else END, part.source.strip())
        elif not any(one.sort in ("nonshppict", "unknown") for one in (part, *self._open)):
            return self._belongs(self._kept(part))
        return ""

    def _belongs(self, part: Part) -> str:
        if part.sort == "annotation":
            own = str(-len(self.parts))
            part.number = self._told.get("atnref", "") if mark_of(POINT, self._told.get("atnref", "")) else own
            part.author = self._told.get("atnauthor") or self._told.get("atnid", "")
            self._told.clear()
        elif part.sort == "footnote":
            part.number = f"{part.number or FOOTNOTE}{len(self.parts)}"
        return mark_of(POINT, part.number) if part.number else ""

    def _kept(self, part: Part) -> Part:
        if len(self.parts) < MAX_KEPT:
            self.parts.append(part)
        return part


def _marked(token: str, word: str | None, in_table: bool) -> str:
    if word == "par":
        return "\\line " if in_table else "\\par\\par "
    if word is None and not token.startswith(("\\", "{", "}")):
        return token.encode("latin-1").decode("cp1252", "replace")
    return _MARKS.get(word or "", token)
