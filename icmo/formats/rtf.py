"""Rich Text Format, read with striprtf: Danish code pages, Unicode escapes, tables with a speaker column.

striprtf gives the letters. Before it, what is not to be read is taken out (deleted and hidden text, pictures, the
targets of links), and paragraphs, cells and rows get marks that can be told from letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from icmo.errors import ReadError
from icmo.formats import dialogue, speaker_table
from icmo.formats.reading import Reading
from icmo.i18n import _
from icmo.text.anchors import normalise

_CELL, _ROW = "\ufdd0", "\ufdd1"  # code points that are no letters and never will be
_MARKS = {
    "cell": _CELL,
    "row": f"{_ROW}\\par\\par ",
    "nestcell": "\\line ",
    "nestrow": "\\line ",
    "sect": "\\par\\par ",
}
_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[^\\{}]+|\\", re.S)
_LEFT_OUT = frozenset(
    {
        "fldinst",
        "pict",
        "object",
        "objdata",
        "nonesttables",
        "nonshppict",
        "atnid",
        "atnauthor",
        "annotation",
        "footnote",
    }
    | {
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "info",
        "pntext",
        "stylesheet",
    }
)


def read_rtf(data: bytes, name: str) -> Reading:
    """Read an RTF transcript.

    Raises
    ------
    ReadError
        It is no RTF.
    """
    blocks = (block.strip("\n") for block in _blocks(_letters(data, name)))
    text = normalise("\n\n".join(block for block in blocks if block.strip()) + "\n")
    notes = (_("some letters could not be read; look for �"),) if "\ufffd" in text else ()
    return Reading(text, dialogue.turns(text), {}, notes)


def _letters(data: bytes, name: str) -> str:
    """What striprtf reads of the parts that are seen."""
    from striprtf.striprtf import rtf_to_text

    data = data.lstrip()
    if not data.startswith(b"{\\rtf"):
        raise _no_rtf(name)
    source = "".join(_seen(data.decode("latin-1")))
    try:
        text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError, TypeError):  # a code page or a character that there is not
        raise _no_rtf(name) from None
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji are written as two halves
    return text.replace("\u00ad", "").replace("\u2011", "-")


def _no_rtf(name: str) -> ReadError:
    return ReadError(_("{name} is no RTF document.").format(name=name), _("Open it in Word and save it as .docx."))


def _seen(source: str) -> Iterator[str]:
    """The document without what is not seen on the page, with marks for paragraphs, cells and rows."""
    stack: list[tuple[bool, bool]] = []
    left_out = hidden = in_table = False
    position = 0
    while match := _TOKEN.match(source, position):
        position = match.end()
        token, word, number = match[0], match[1], match[2]
        if token == "{":
            stack.append((left_out, hidden))
        elif token == "}":
            left_out, hidden = stack.pop() if stack else (False, False)
        elif word == "bin":
            position += max(0, int(number or 0))
            continue
        elif token == "\\*" or word in _LEFT_OUT:
            left_out = True
        elif word in ("v", "deleted"):
            hidden = number != "0"
            continue
        elif word == "plain":
            hidden = False
        in_table = _in_table(word, in_table)
        if token in "{}" or not (left_out or (hidden and (word in ("u", None) or word in _MARKS))):
            yield _marked(token, word, in_table)


def _in_table(word: str | None, before: bool) -> bool:
    """Whether what follows stands in a table: a paragraph says so, and its reset takes it back."""
    return word == "intbl" or (before and word != "pard")


def _marked(token: str, word: str | None, in_table: bool) -> str:
    if word == "par":
        return "\\line " if in_table else "\\par\\par "
    if word is None and not token.startswith(("\\", "{", "}")):
        return token.encode("latin-1").decode("cp1252", "replace")
    return _MARKS.get(word or "", token)


def _blocks(text: str) -> Iterator[str]:
    """The paragraphs, and the rows of tables as turns where a column names speakers."""
    blocks = re.split(r"\n{2,}", text)
    for is_table, group in groupby(blocks, key=lambda block: _ROW in block):
        if is_table:
            rows = (row for block in group for row in block.split(_ROW) if row.strip())
            yield from speaker_table.lines([_cells(row) for row in rows])
        else:
            yield from (block.replace(_CELL, "\n") for block in group)


def _cells(row: str) -> list[str]:
    cells = row.split(_CELL)
    return [
        "\n".join(line for line in cell.split("\n") if line.strip()).strip() for cell in cells[: max(1, len(cells) - 1)]
    ]
