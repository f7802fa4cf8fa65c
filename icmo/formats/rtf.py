"""Rich Text Format, read with striprtf: Danish code pages, Unicode escapes, tables with a speaker column.

striprtf gives the letters. Before it, `rtf_seen` takes out what is not seen on the page and gives paragraphs, cells and
rows marks that can be told from letters. Comments and notes become annotations; the rest of what is left out is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from icmo.errors import ReadError
from icmo.formats import dialogue, speaker_table
from icmo.formats.docx_comments import Comment, bare, marks, noted, placed
from icmo.formats.left_out import Left, remarks
from icmo.formats.reading import Reading
from icmo.formats.rtf_seen import CELL, ROW, Part, Seen
from icmo.i18n import _
from icmo.text.anchors import normalise

_CODE_PAGE = re.compile(r"\\ansicpg\d{1,5}|\\mac\b|\\pca?\b")
_HEAD = 400  # characters in which a document says its code page
_WORDLESS = ("pict", "object", "number")


def read_rtf(data: bytes, name: str) -> Reading:
    """Read an RTF transcript.

    Raises
    ------
    ReadError
        It is no RTF.
    """
    source, seen = _source(data, name), Seen()
    blocks = [block.strip("\n") for block in _blocks(_letters("".join(seen.source(source)), name))]
    marked = "\n\n".join(block for block in blocks if bare(block).strip())
    text = normalise(bare(marked) + "\n")
    reading = Reading(text, dialogue.turns(text))
    page = _CODE_PAGE.search(source, 0, _HEAD)
    beside = [_read(part, page[0] if page else "", name) for part in seen.parts]
    return replace(
        reading, notes=tuple(_notes(text, beside)), annotations=placed(marked, reading, dict(_comments(beside)))
    )


def _source(data: bytes, name: str) -> str:
    data = data.lstrip()
    if not data.startswith(b"{\\rtf"):
        raise _no_rtf(name)
    return data.decode("latin-1")


def _letters(source: str, name: str) -> str:
    """What striprtf reads of a source."""
    from striprtf.striprtf import rtf_to_text

    try:
        text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError, TypeError):  # a code page or a character that there is not
        raise _no_rtf(name) from None
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji are written as two halves
    return text.replace("\u00ad", "").replace("\u2011", "-")


def _read(part: Part, page: str, name: str) -> tuple[Part, str]:
    """A part with its words and its author in the document's code page."""
    if not part.pieces or part.sort in _WORDLESS:
        return part, ""
    return replace(part, author=_words(part.author, page, name)), _words(part.source, page, name)


def _words(source: str, page: str, name: str) -> str:
    try:
        letters = _letters(f"{{\\rtf1{page} {source}}}", name) if source else ""
    except ReadError:  # what stands beside the text does not keep it from being read
        letters = "\ufffd"
    return normalise(letters.replace(CELL, " ").replace(ROW, " ")).strip()


def _comments(beside: Iterable[tuple[Part, str]]) -> Iterator[tuple[str, Comment]]:
    for part, said in beside:
        if part.sort == "annotation" and said:
            yield part.number, Comment(part.author, said)
        elif part.sort == "footnote" and said:
            yield part.number, noted(said, part.number[0])


def _notes(text: str, beside: Iterable[tuple[Part, str]]) -> Iterator[str]:
    if "\ufffd" in text:
        yield _("some letters could not be read; look for �")
    sorts = {
        "margin": _("headers and footers"),
        "deleted": _("tracked deletions"),
        "hidden": _("hidden text"),
        "shptxt": _("text boxes"),
        "pict": _("pictures"),
        "object": _("charts and other objects"),
        "number": _("numbers and bullets of lists"),
    }
    told = [Left(sorts[part.sort], said) for part, said in beside if part.sort in sorts]
    margins = dict.fromkeys(one for one in told if one.sort == sorts["margin"])  # left and right pages have the same
    told = [*margins, *(one for one in told if one not in margins)]
    yield from remarks(one for one in told if one.text or one.sort in {sorts[sort] for sort in _WORDLESS})


def _no_rtf(name: str) -> ReadError:
    return ReadError(_("{name} is no RTF document.").format(name=name), _("Open it in Word and save it as .docx."))


def _blocks(text: str) -> Iterator[str]:
    """The paragraphs, and the rows of tables as turns where a column names speakers."""
    blocks = re.split(r"\n{2,}", text)
    for is_table, group in groupby(blocks, key=lambda block: ROW in block):
        if is_table:
            rows = (row for block in group for row in block.split(ROW) if row.strip())
            yield from speaker_table.lines([_cells(row) for row in rows], bare=bare, marks=marks)
        else:
            yield from (block.replace(CELL, "\n") for block in group)


def _cells(row: str) -> list[str]:
    cells = row.split(CELL)
    return [
        "\n".join(line for line in cell.split("\n") if line.strip()).strip() for cell in cells[: max(1, len(cells) - 1)]
    ]
