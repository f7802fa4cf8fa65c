"""Transcripts as web pages (.html): what a reader sees, read with lxml.

Paragraphs, headings, list items and table rows are parted by blank lines; tables with a speaker column are read as in
Word. Navigation, what is written in forms, pictures and what is hidden are left out and told; scripts and styles are
no text. Nothing is fetched.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue, speaker_table
from icmo.formats.left_out import Left, remarks
from icmo.formats.reading import Reading, decode
from icmo.i18n import _
from icmo.text.anchors import normalise

_UNSEEN = {"script", "style", "noscript", "template", "nav", "head", "title", "meta", "link"}
_UNSEEN |= {"svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "map"}
_UNSEEN |= {"select", "button", "input", "textarea", "datalist", "dialog"}
_FILLED = ("select", "button", "input", "textarea")
_EMBEDDED = ("svg", "math", "iframe", "object", "embed", "canvas", "audio", "video")
_BLOCKS = {"html", "body", "main", "article", "section", "aside", "header", "footer", "search", "form", "fieldset"}
_BLOCKS |= {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "hr", "pre", "blockquote", "address", "center"}
_BLOCKS |= {"ul", "ol", "menu", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
_BLOCKS |= {"figure", "figcaption", "details", "summary", "legend"}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_ONE_BYTE = re.compile(r"ascii|iso8859-\d+|cp\d+|koi8-[ru]|mac-roman")
_LOOKED_AT = 4096  # bytes in which a page says its encoding
_SPACES = re.compile(r"[ \t\n\r\f]+")


def read_html(data: bytes, name: str) -> Reading:
    """Read a transcript from a web page.

    Raises
    ------
    ReadError
        It is nested too deep, or is no text.
    """
    decoded, notes = _decoded(data, name)
    left: list[Left] = []
    blocks = [block for block in _Page(left).blocks(_body(decoded, name)) if block.strip()]
    text = normalise("\n\n".join(blocks) + "\n")
    return Reading(text, dialogue.turns(text), {}, (*notes, *remarks(left)))


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The page's text by its byte-order mark, by what it says of itself, or as any text."""
    told = _CHARSET.search(data[:_LOOKED_AT])
    if told and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with contextlib.suppress(LookupError, UnicodeError):
            encoding = codecs.lookup(told[1].decode("ascii", "replace")).name
            if _ONE_BYTE.fullmatch(encoding):  # pages in UTF-8 are checked as all text is
                return data.decode("cp1252" if encoding in ("iso8859-1", "ascii") else encoding), ()
    return decode(data, name)


def _body(text: str, name: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message.lower() for entry in parser.error_log):
        raise ReadError(
            _("{name} is nested too deep.").format(name=name),
            _("Open it in a browser, copy its text into Word and save it as .docx."),
        )
    if root is None:
        raise ReadError(_("{name} holds no text.").format(name=name), _("Check that the file was saved."))
    return root


class _Page:
    """Walks through a page and gathers its paragraphs."""

    def __init__(self, left: list[Left]) -> None:
        self._left = left  # what is passed over
        self._blocks: list[str] = []
        self._open: list[str] = []  # pieces of the paragraph that is being read
        self._lead = ""  # a bullet or a term that waits for its words
        self._items: Counter[Any] = Counter()  # by list, how many of its items have been read

    def blocks(self, element: Any) -> list[str]:
        """The paragraphs below an element, in order."""
        self._inside(element, kept=False)
        self._close()
        return self._blocks

    def _walk(self, element: Any, *, kept: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
            self._left += _passed_over(element)
            return
        if tag == "br":
            self._open.append("\n")
        elif tag == "table":
            self._close()
            for caption in element.iterchildren("caption"):
                self._walk(caption, kept=False)
            self._blocks += speaker_table.lines(_rows(element, self._left))
        elif tag in _BLOCKS:
            self._close()
            self._lead += self._bullet(element)
            self._inside(element, kept=kept or tag == "pre")
            self._close(term=tag == "dt")
        else:
            self._left += [Left(_("pictures"), element.get("alt", ""))] if tag == "img" else []
            self._inside(element, kept=kept)

    def _inside(self, element: Any, *, kept: bool) -> None:
        self._say(element.text, kept)
        for child in element:
            self._walk(child, kept=kept)
            self._say(child.tail, kept)

    def _say(self, text: str | None, kept: bool) -> None:
        if text:
            plain = text.replace("\u00ad", "").replace("\xa0", " ")
            self._open.append(plain if kept else _SPACES.sub(" ", plain))

    def _bullet(self, element: Any) -> str:
        """What stands before a list item: a dash, or its number in a numbered list."""
        parent = element.getparent()
        if element.tag != "li":
            return ""
        if parent is None or parent.tag != "ol":
            return "- "
        self._items[parent] += 1
        return f"{self._items[parent]}. "

    def _close(self, *, term: bool = False) -> None:
        """End the paragraph; a term waits for its definition as a label for what is said."""
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(self._open))).strip()
        self._open.clear()
        if text and term and len(text) <= dialogue.MAX_NAME:
            self._lead = f"{text.rstrip(': ')}: "
        elif text:
            self._blocks.append(self._lead + text)
            self._lead = ""


def _passed_over(element: Any) -> Iterator[Left]:
    """What somebody may have expected to be read of an element that is not."""
    if not isinstance(element.tag, str):
        return
    words = " ".join("".join(element.itertext()).split())
    if element.tag in _FILLED:
        typed = words or ("" if element.get("type") == "hidden" else element.get("value", ""))
        yield from [Left(_("form fields"), typed)] if typed else []
    elif element.tag in _EMBEDDED:
        yield Left(_("pictures, sound and other embedded things"), words)
    elif words and element.tag == "nav":
        yield Left(_("menus"), words)
    elif words and element.tag not in _UNSEEN:
        yield Left(_("hidden text"), words)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _rows(table: Any, left: list[Left]) -> list[list[str]]:
    """The cells of a table's own rows; a cell that reaches down is empty in the rows below."""
    rows: list[list[str]] = []
    reaching = 0  # rows into which the first cell above still reaches
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        if _is_hidden(row):
            left += _passed_over(row)
        else:
            cells = list(row.iterchildren("td", "th"))
            words = ["\n".join(_Page(left).blocks(cell)) for cell in cells]
            rows.append(["", *words] if reaching else words)
            reaching = max(0, reaching - 1) if reaching else _rowspan(cells[0] if cells else None) - 1
    return rows


def _rowspan(cell: Any) -> int:
    told = "1" if cell is None else cell.get("rowspan", "1").strip()
    return max(1, int(told)) if re.fullmatch(r"[0-9]{1,4}", told) else 1
