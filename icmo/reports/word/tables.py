"""Tables that can be read aloud: header row repeated, row headers, no merged and no empty cells, real lists."""

from __future__ import annotations

from collections.abc import Sequence

from icmo.documents.model import NOTHING, Cell, Line, Table, plain
from icmo.i18n import _
from icmo.reports.word.markup import escaped, field, numbered, paragraph, run
from icmo.reports.word.styles import HEADER_FILL
from icmo.reports.word.widths import is_short, widths_of
from icmo.reports.word.writing import Writing
from icmo.reports.words import is_number

_LOOK = (
    '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" '
    'w:noVBand="1"/>'
)
_HEADER = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_TOGETHER = "<w:trPr><w:cantSplit/></w:trPr>"
_NOTHING = Cell(((),))


def captioned(label: str, caption: str, writing: Writing) -> str:
    """A caption with its number, which Word counts on when something is put before: ``Tabel 1. …``."""
    number = writing.next_caption(label)
    inside = run(f"{label} ") + field(rf"SEQ {label} \* ARABIC", str(number)) + run(f". {caption}")
    return paragraph(writing.styles["caption"], inside, "<w:keepNext/>")


def tabled(table: Table, writing: Writing) -> str:
    """A table below its caption."""
    caption = captioned(_("Table"), table.caption, writing)
    if not table.columns:
        return caption + paragraph(writing.styles["normal"], run(NOTHING))
    rows = [_full(row, len(table.columns)) for row in table.rows or ((),)]
    widths = widths_of(table, rows, writing.room.width, broad=writing.broad)
    opening = _properties(table, widths, writing.styles["table"])
    numeric = [place > 0 and any(is_number(row[place]) for row in rows) for place in range(len(widths))]
    header = _header(table.columns, widths, numeric, writing)
    with writing.noting() as notes:
        body = _body(rows, widths, numeric, writing)
    return f"{caption}{opening}{header}{body}</w:tbl>{noted(notes, writing)}"


def noted(notes: Sequence[Line], writing: Writing) -> str:
    """The notes of a table as a list below it: as footnotes, so many would leave the pages half empty.

    Each ends with a way back to where its sign stands.
    """
    if not notes:
        return ""
    title = _("Notes to table {n}").format(n=writing.captions(_("Table")))
    head = paragraph(writing.styles["small"], run(title), '<w:keepNext/><w:spacing w:before="160"/>')
    listed = numbered(writing.lists.notes())
    return head + "".join(
        paragraph(writing.styles["table note"], writing.noted(note, number), listed)
        for number, note in enumerate(notes, start=1)
    )


def _full(row: Sequence[Cell], columns: int) -> tuple[Cell, ...]:
    return (*row[:columns], *(_NOTHING,) * (columns - len(row)))


def _properties(table: Table, widths: Sequence[int], style: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = f'<w:tblCaption w:val="{escaped(table.caption)}"/><w:tblDescription w:val="{escaped(table.about)}"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_LOOK}{about}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _header(names: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], writing: Writing) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADER_FILL}"/>'
    made = []
    for name, width, is_numeric in zip(names, widths, numeric, strict=True):
        style = writing.styles["cell number" if is_numeric else "cell"]
        said = paragraph(style, run(name.strip() or NOTHING, "<w:b/>"), "<w:keepNext/>")
        made.append(_cell(width, said, fill))
    return f"<w:tr>{_HEADER}{''.join(made)}</w:tr>"


def _body(rows: Sequence[Sequence[Cell]], widths: Sequence[int], numeric: Sequence[bool], writing: Writing) -> str:
    made = []
    for row in rows:
        cells = (
            _cell(width, _inside(inside, writing, numeric=is_numeric))
            for inside, width, is_numeric in zip(row, widths, numeric, strict=True)
        )
        made.append(f"<w:tr>{_TOGETHER if is_short(row, widths) else ''}{''.join(cells)}</w:tr>")
    return "".join(made)


def _cell(width: int, inside: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def _inside(cell: Cell, writing: Writing, *, numeric: bool) -> str:
    """A cell's paragraphs; in a column of numbers they, and what stands for none, go to the right."""
    if cell.listed and cell.lines:
        style = writing.styles["cell bullet"]
    elif numeric and (is_number(cell) or _says_nothing(cell)):
        style = writing.styles["cell number"]
    else:
        style = writing.styles["cell"]
    return "".join(paragraph(style, _line(one, writing)) for one in cell.lines or ((),))


def _line(line: Line, writing: Writing) -> str:
    made = writing.line(line)
    return made if made and _is_seen(line) else run(NOTHING) + made


def _is_seen(line: Line) -> bool:
    return any(one.text and not one.text.isspace() for one in line)


def _says_nothing(cell: Cell) -> bool:
    return len(cell.lines) <= 1 and plain(cell.lines[0] if cell.lines else ()).strip() in ("", NOTHING)
