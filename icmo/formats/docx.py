"""Word documents: a paragraph per turn, or a table with a speaker column, perhaps with times.

Text that tracked changes have deleted is left out, inserted text is read; headers, footers and comments are not.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.reading import Reading
from icmo.i18n import _
from icmo.text.anchors import normalise

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?")
_TEXT, _TAB, _BREAKS = "t", "tab", ("br", "cr")


def read_docx(data: bytes, name: str) -> Reading:
    """Read a Word transcript."""
    text = normalise("\n\n".join(block for block in _blocks(_open(data, name)) if block.strip()) + "\n")
    return Reading(text, dialogue.turns(text))


def _open(data: bytes, name: str) -> Document:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except Exception:  # python-docx lets zip, XML and key errors through; all mean the same here
        raise ReadError(
            _("{name} is not a Word document.").format(name=name),
            _("Open it in Word and save it as .docx again."),
        ) from None


def _blocks(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield _text(block._p)


def _rows(table: Table) -> Iterator[str]:
    """The rows as ``Speaker [time]: text`` where a column names speakers, else cell by cell."""
    rows = [[_text(cell._tc).strip() for cell in row.cells] for row in table.rows]
    for row in rows:
        times = [cell for cell in row if _TIME.fullmatch(cell)]
        words = [cell for cell in row if cell and cell not in times]
        if len(words) == 2 and words[0] in _speaker_column(rows):
            time = f" [{times[0].strip('[]()')}]" if times else ""
            yield f"{words[0].rstrip(': ')}{time}: {words[1]}"
        else:
            yield from words


def _speaker_column(rows: list[list[str]]) -> set[str]:
    """Short first cells that come back, or that name an interviewer."""
    firsts = Counter(next((c for c in row if c and not _TIME.fullmatch(c)), "") for row in rows if len(row) > 1)
    return {
        name
        for name, count in firsts.items()
        if name and len(name) <= dialogue.MAX_NAME and (count > 1 or dialogue.is_speaker(name.rstrip(": ")))
    }


def _text(element: Any) -> str:
    """What a reader of the page sees of a paragraph or a cell."""
    if element.tag.rpartition("}")[2] == "tc":
        return "\n".join(_text(child) for child in element if child.tag.endswith("}p"))
    return "".join(_run_text(child) for child in element.iter() if not _in_fallback(child))


def _run_text(element: Any) -> str:
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if tag == _TEXT and element.tag.endswith("wordprocessingml/2006/main}t"):
        return element.text or ""
    if tag == _TAB and element.getparent().tag.endswith("}r"):
        return "\t"
    if tag == "noBreakHyphen":
        return "-"
    return "\n" if tag in _BREAKS else ""


def _in_fallback(element: Any) -> bool:
    """Word writes drawings twice, the second time for old programs."""
    return any(ancestor.tag.endswith("}Fallback") for ancestor in element.iterancestors())
