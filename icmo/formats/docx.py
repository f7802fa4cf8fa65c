"""Word documents: a paragraph per turn, or a table with a speaker column, perhaps with times.

Read is what one sees on the page with all tracked changes accepted, content controls and text boxes included; headers,
footers and comments are not.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.reading import Reading
from icmo.i18n import _
from icmo.text.anchors import normalise

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?")
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}p": "\n"}
_UNSEEN = re.compile(r"\}(?:Fallback|moveFrom|pPr|rPr)$")  # drawings written twice, moved text, tab stops


def read_docx(data: bytes, name: str) -> Reading:
    """Read a Word transcript."""
    blocks = (block.strip("\n") for block in _blocks(_body(data, name)))
    text = normalise("\n\n".join(block for block in blocks if block.strip()) + "\n")
    return Reading(text, dialogue.turns(text))


def _body(data: bytes, name: str) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data)).element.body
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
            yield from _turns(
                [_cells(row) for row in child.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is child]
            )
        elif child.tag == f"{_W}sdt":
            yield from (block for content in child.iterfind(f"{_W}sdtContent") for block in _blocks(content))
        elif child.tag in (f"{_W}ins", f"{_W}moveTo"):
            yield from _blocks(child)


def _cells(row: Any) -> list[str]:
    cells = (cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row)
    return ["\n".join(block for block in _blocks(cell) if block.strip()).strip() for cell in cells]


def _turns(rows: list[list[str]]) -> Iterator[str]:
    """The rows as ``Speaker [time]: text`` where a column names speakers, else cell by cell."""
    speakers = _speakers(rows)
    last = ""
    for row in rows:
        times = [cell for cell in row if _TIME.fullmatch(cell)]
        words = [cell for cell in row if cell and cell not in times]
        if last and len(words) == 1 and "" in row:  # the speaker's cell is merged with the one above
            words = [last, *words]
        if len(words) == 2 and words[0] in speakers:
            last = words[0]
            time = f" [{times[0].strip('[]()')}]" if times else ""
            yield f"{last.rstrip(': ')}{time}: {words[1]}"
        else:
            yield from words


def _speakers(rows: list[list[str]]) -> set[str]:
    """Short first cells that come back, or that name an interviewer."""
    firsts = Counter(next((c for c in row if c and not _TIME.fullmatch(c)), "") for row in rows if len(row) > 1)
    return {
        name
        for name, count in firsts.items()
        if name and len(name) <= dialogue.MAX_NAME and (count > 1 or dialogue.is_speaker(name.rstrip(": ")))
    }


def _text(paragraph: Any) -> str:
    """What a reader of the page sees of a paragraph."""
    return "".join(_said(element) for element in _seen(paragraph))


def _seen(element: Any) -> Iterator[Any]:
    for child in element:
        if isinstance(child.tag, str) and not _UNSEEN.search(child.tag) and not _hidden(child):
            yield child
            yield from _seen(child)


def _hidden(element: Any) -> bool:
    return element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None


def _said(element: Any) -> str:
    return (element.text or "") if element.tag == f"{_W}t" else _CHARACTERS.get(element.tag, "")
