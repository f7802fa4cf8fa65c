"""The styles that reports are written in: a template's own where it has them by name, ours where it has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from icmo.reports.word.markup import SPACES, escaped

if TYPE_CHECKING:
    from docx.document import Document

INK, LINK, HEADER_FILL, BOX_FILL, RULE = "1A1A1A", "0B4F8A", "E1E9F1", "F3F6F9", "7A8794"
_BROAD = {"verdana": 1.25, "dejavu": 1.3, "bookman": 1.15, "century gothic": 1.1, "georgia": 1.06, "lucida": 1.1}
_NARROW = '<w:ind w:left="170" w:right="170" w:firstLine="0"/>'

_BOLD = "<w:b/><w:bCs/>"


@dataclass(frozen=True)
class Style:
    """A style: what the code calls it, its name in Word, and what it looks like where it has to be made.

    Word knows its built-in styles by these English names and shows them in the user's language.
    """

    key: str
    name: str
    based: str = "normal"
    after: str = ""  # the style of the paragraph that follows
    block: str = ""  # the inside of its pPr
    looks: str = ""  # the inside of its rPr
    sort: str = "paragraph"
    more: str = ""  # what a table style has besides


def _spacing(before: int, after: int, line: int = 0) -> str:
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _borders(size: int, colour: str, space: int = 6) -> str:
    sides = (
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:pBdr>{''.join(sides)}</w:pBdr>"


def edges(number: int) -> str:
    """The border of a box; that of 1 is a hair thinner than that of 0, so that boxes in a row stay apart."""
    return _borders(8 - 2 * number, RULE)


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, before: int, after: int, size: int) -> Style:
    return Style(
        f"heading{level}",
        f"heading {level}",
        after="normal",
        block=f'<w:keepNext/><w:keepLines/>{_spacing(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
        looks=f'<w:b/><w:bCs/><w:color w:val="{INK}"/>{_size(size)}',
    )


def _list(numbering: int) -> str:
    return f'<w:numPr><w:numId w:val="{numbering}"/></w:numPr>'


def _contents(level: int, left: int, width: int = 9600) -> Style:
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    return Style(f"toc{level}", f"toc {level}", block=f'{tabs}{_spacing(0, 60)}<w:ind w:left="{left}"/>')


_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
)
_PLAIN_TABLE = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" '
    'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def _table_look() -> str:
    sides = (
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{"".join(sides)}</w:tblBorders>'
    head = (
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/><w:color w:val="{INK}"/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADER_FILL}"/></w:tcPr></w:tblStylePr>'
    )
    grid = f"<w:tblPr>{borders}{_CELL_MARGINS}</w:tblPr>"
    return f'{grid}{head}<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>'


def styles(bullets: int, numbers: int, compact: int, boxed: int) -> tuple[Style, ...]:
    """All styles; the numbers are those of the lists (`numId`) that their list styles stand in."""
    box = f'{edges(0)}<w:shd w:val="clear" w:color="auto" w:fill="{BOX_FILL}"/>'
    return (
        Style("normal", "Normal", based="", block=_spacing(0, 120, 264)),
        Style("character", "Default Paragraph Font", based="", sort="character"),
        Style("plain table", "Normal Table", based="", sort="table", more=_PLAIN_TABLE),
        _heading(1, 0, 120, 36),
        _heading(2, 360, 120, 28),
        _heading(3, 280, 80, 24),
        _heading(4, 240, 60, 21),
        Style("subtitle", "Subtitle", block=_spacing(0, 240), looks=f'<w:color w:val="4B5563"/>{_size(24)}'),
        Style("contents", "TOC Heading", block=f"<w:keepNext/>{_spacing(240, 120)}", looks=f"{_BOLD}{_size(26)}"),
        _contents(2, 0),
        _contents(3, 340),
        Style("lead", "icmo Manchet", block=_spacing(0, 160), looks=_size(23)),
        Style("warning", "icmo Advarsel", block=f"{_borders(12, '9C2B00')}{_spacing(120, 200)}{_NARROW}", looks=_BOLD),
        Style("small", "icmo Småt", block=_spacing(0, 80), looks=_size(18)),
        Style("fine", "icmo Småt tegn", based="character", looks=_size(18), sort="character"),
        Style("bullet", "List Bullet", block=f"{_list(bullets)}{_spacing(0, 60)}<w:contextualSpacing/>"),
        Style("number", "List Number", block=f"{_list(numbers)}{_spacing(0, 60)}<w:contextualSpacing/>"),
        Style("quote", "Quote", block=f'<w:keepLines/>{_spacing(60, 140)}<w:ind w:left="397" w:right="397"/>'),
        Style(
            "quote list",
            "icmo Citatliste",
            block=f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs>{_spacing(0, 80, 252)}'
            '<w:ind w:left="567" w:hanging="567"/>',
            looks=_size(20),
        ),
        Style(
            "caption", "caption", block=f"<w:keepNext/><w:keepLines/>{_spacing(280, 100)}", looks=f"{_BOLD}{_size(20)}"
        ),
        Style("picture", "icmo Billede", block=_spacing(0, 80)),
        Style("box", "icmo Boks", block=f"{box}{_spacing(0, 100)}{_NARROW}"),
        Style(
            "box title", "icmo Bokstitel", based="box", after="box", block="<w:keepNext/>", looks=f"{_BOLD}{_size(23)}"
        ),
        Style("box quote", "icmo Bokscitat", based="box", block="<w:keepLines/>"),
        Style("box small", "icmo Boks småt", based="box", looks=_size(18)),
        Style("box bullet", "icmo Bokspunkt", based="box", block=f"{_list(boxed)}{_NARROW}"),
        Style("cell", "icmo Tabeltekst", block=_spacing(0, 20, 240), looks=_size(19)),
        Style("cell number", "icmo Tabeltal", based="cell", block='<w:jc w:val="right"/>'),
        Style("cell bullet", "icmo Tabelpunkt", based="cell", block=_list(compact)),
        Style("table", "icmo Tabel", based="plain table", sort="table", more=_table_look()),
        Style(
            "link",
            "Hyperlink",
            based="character",
            sort="character",
            looks=f'<w:color w:val="{LINK}"/><w:u w:val="single"/>',
        ),
        Style("table note", "icmo Tabelnote", block=_spacing(0, 20, 240), looks=_size(18)),
        Style("note", "footnote text", block=_spacing(0, 40, 240), looks=_size(18)),
        Style(
            "note mark",
            "footnote reference",
            based="character",
            sort="character",
            looks='<w:vertAlign w:val="superscript"/>',
        ),
        Style("footer", "footer", block=_spacing(0, 0), looks=_size(18)),
    )


def add_missing(document: Document, wanted: tuple[Style, ...]) -> dict[str, str]:
    """Add the styles that the document has not got by name.

    Returns
    -------
    The id of each style in this document by the key of the style; ids differ with the language of the Word that made
    the template.
    """
    root: Any = document.styles.element
    found = {(one.get(qn("w:type")), _name(one)): one.get(qn("w:styleId")) for one in root.findall(qn("w:style"))}
    ids: dict[str, str] = {}
    for style in wanted:
        have = found.get((style.sort, style.name.lower()))
        ids[style.key] = have or _free(style, set(found.values()))
        if have is None:
            root.append(_element(style, ids))
            found[style.sort, style.name.lower()] = ids[style.key]
    return ids


def is_list(document: Document, style: str) -> bool:
    """Whether paragraphs in the style, or in one that it is based on, are items of a list."""
    by_id = {one.get(qn("w:styleId")): one for one in document.styles.element.findall(qn("w:style"))}
    for _step in by_id:
        found = by_id.get(style)
        if found is None:
            return False
        if found.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            return True
        style = _value(found.find(qn("w:basedOn")))
    return False


def breadth(document: Document, style: str) -> float:
    """How broad the letters of a style are, beside Arial's: fonts that are much broader need wider columns."""
    by_id = {one.get(qn("w:styleId")): one for one in document.styles.element.findall(qn("w:style"))}
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    for _step in by_id:
        found = by_id.get(style, defaults)
        fonts = None if found is None else found.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        font = "" if fonts is None else fonts.get(qn("w:ascii")) or ""
        if font or found is None or found is defaults:
            return next((broad for name, broad in _BROAD.items() if font.lower().startswith(name)), 1.0)
        style = _value(found.find(qn("w:basedOn")))
    return 1.0


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(qn("w:val")))


def _name(style: Any) -> str:
    return _value(style.find(qn("w:name"))).lower()


def _free(style: Style, taken: set[str]) -> str:
    wanted = "".join(part[0].upper() + part[1:] for part in style.name.split())
    wanted = wanted.replace("å", "aa").replace("æ", "ae").replace("ø", "oe")
    return wanted if wanted not in taken else f"{wanted}Icmo"


_DEFAULTS = {"normal", "character", "plain table"}


def _element(style: Style, ids: dict[str, str]) -> Any:
    default = ' w:default="1"' if style.key in _DEFAULTS else ""
    custom = ' w:customStyle="1"' if style.name.startswith("icmo ") else ""
    based = f'<w:basedOn w:val="{ids[style.based]}"/>' if style.based else ""
    follows = f'<w:next w:val="{ids[style.after]}"/>' if style.after else ""
    block = f"<w:pPr>{style.block}</w:pPr>" if style.block else ""
    looks = f"<w:rPr>{style.looks}</w:rPr>" if style.looks else ""
    return parse_xml(
        f'<w:style {SPACES} w:type="{style.sort}"{default}{custom} w:styleId="{ids[style.key]}">'
        f'<w:name w:val="{escaped(style.name)}"/>{based}{follows}<w:uiPriority w:val="1"/><w:qFormat/>'
        f"{block}{looks}{style.more}</w:style>"
    )


def speak(document: Document, language: str) -> None:
    """Make the language that of the whole text, which decides how a screen reader pronounces it."""
    root: Any = document.styles.element
    for old in root.findall(f".//{qn('w:lang')}"):
        old.getparent().remove(old)
    looks = _descend(_descend(_descend(root, "w:docDefaults"), "w:rPrDefault"), "w:rPr")
    looks.append(parse_xml(f'<w:lang {SPACES} w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'))


def _descend(parent: Any, tag: str) -> Any:
    """The child of that name, made as the first one where there is none."""
    child = parent.find(qn(tag))
    if child is None:
        child = parse_xml(f"<{tag} {SPACES}/>")
        parent.insert(0, child)
    return child
