"""Word documents: a paragraph per turn, a table with a speaker column, or the layouts of Teams and of “Transcribe”.

Read is what one sees on the page with all tracked changes accepted, content controls and text boxes included. Comments,
footnotes and endnotes become annotations of the words that they are about; what else there is, `docx_left_out` tells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue, docx_comments, docx_left_out, speaker_table
from icmo.formats.docx_comments import bare, marks
from icmo.formats.meeting import Meeting, about, meeting
from icmo.formats.reading import Reading
from icmo.formats.spoken import compose
from icmo.formats.zips import check_zip
from icmo.i18n import _
from icmo.models import Turn
from icmo.text.anchors import normalise, trim

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}p": "\n"}
_UNSEEN = re.compile(r"\}(?:Fallback|moveFrom|pPr|rPr)$")  # drawings written twice, moved text, tab stops


def read_docx(data: bytes, name: str) -> Reading:
    """Read a Word transcript with its comments and notes.

    Raises
    ------
    ReadError
        It is none, is protected by a password, or would unpack to far too much.
    """
    check_zip(data, name)
    document = _document(data, name)
    blocks = [block.strip("\n") for block in _attached(_blocks(document.element.body)) if bare(block).strip()]
    found = meeting(blocks, bare=bare, marks=marks)
    reading = _from_meeting(found) if found else _from_blocks(blocks)
    comments = docx_comments.comments(document, _text)
    marked = compose(found.spoken, times=True)[0] if found else "\n\n".join(blocks)
    notes = docx_left_out.notes(document, lambda paragraph: bare(_text(paragraph)))
    return replace(reading, annotations=docx_comments.placed(marked, reading, comments), notes=notes)


def _from_meeting(found: Meeting) -> Reading:
    spoken = (
        replace(one, said=normalise(bare(one.said)), speaker=normalise(one.speaker or "")) for one in found.spoken
    )
    text, turns = compose(spoken, times=True)
    return Reading(text, tuple(_trimmed(text, turn) for turn in turns), dict(about([bare(one) for one in found.above])))


def _trimmed(text: str, turn: Turn) -> Turn:
    start, end = trim(text, turn.start, turn.end)
    return replace(turn, start=start, end=end)


def _from_blocks(blocks: Iterable[str]) -> Reading:
    text = normalise(bare("\n\n".join(blocks)) + "\n")
    return Reading(text, dialogue.turns(text))


def _document(data: bytes, name: str) -> Any:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is not None:
            return document
        raise ValueError
    except Exception:  # python-docx lets zip, XML and key errors through; all mean the same here
        raise ReadError(
            _("{name} is not a Word document.").format(name=name),
            _("Open it in Word and save it as .docx again, without a password."),
        ) from None


def _blocks(container: Any) -> Iterator[str]:
    """The paragraphs and table rows below an element, content controls opened."""
    for child in container:
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag == f"{_W}tbl":
            rows = [_cells(row) for row in child.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is child]
            yield from speaker_table.lines(rows, bare=bare, marks=marks)
        elif child.tag == f"{_W}sdt":
            yield from (block for content in child.iterfind(f"{_W}sdtContent") for block in _blocks(content))
        elif child.tag in (f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            yield from _blocks(child)
        elif mark := docx_comments.mark(child):
            yield mark


def _attached(blocks: Iterable[str]) -> Iterator[str]:
    """The blocks, with marks that stand between two of them at the beginning of the next."""
    waiting = ""
    for block in blocks:
        if block and not bare(block):
            waiting += block
        else:
            yield waiting + block
            waiting = ""
    if waiting:
        yield waiting


def _cells(row: Any) -> list[str]:
    cells = (cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row)
    return ["\n".join(block for block in _attached(_blocks(cell)) if bare(block).strip()).strip() for cell in cells]


def _text(paragraph: Any) -> str:
    """What a reader of the page sees of a paragraph, with marks where comments begin and end."""
    return "".join(_said(element) for element in _seen(paragraph))


def _seen(element: Any) -> Iterator[Any]:
    for child in element:
        if isinstance(child.tag, str) and not _UNSEEN.search(child.tag) and not _hidden(child):
            yield child
            yield from _seen(child)


def _hidden(element: Any) -> bool:
    return element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None


def _said(element: Any) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    return _CHARACTERS.get(element.tag) or docx_comments.mark(element)
