"""The text of a report: headings, paragraphs, lists, quotes, boxes, the table of contents."""

from __future__ import annotations

from icmo.documents.model import NOTHING, Box, Bullets, Heading, Line, Paragraph, Quotes
from icmo.i18n import _
from icmo.reports.word.markup import field_mark, link, looks, numbered, paragraph, run, words
from icmo.reports.word.styles import edges
from icmo.reports.word.writing import Writing, quote_name
from icmo.reports.words import deepest


def opening(writing: Writing) -> str:
    """The title, the subtitle and, where it is wanted, the table of contents."""
    report = writing.report
    found = [paragraph(writing.styles["heading1"], run(report.title or NOTHING))]
    if report.subtitle:
        found.append(paragraph(writing.styles["subtitle"], run(report.subtitle, looks(bold=report.draft))))
    if report.contents:
        found.append(contents(writing))
    return "".join(found)


def contents(writing: Writing) -> str:
    """A table of contents with links. It has no page numbers until somebody updates it: only Word lays out pages."""
    most = deepest(writing.headings)
    listed = [(place, one) for place, one in enumerate(writing.headings) if 2 <= one.level <= most]
    if not listed:
        return ""
    lines = [link(_contents_name(place), run(one.text)) for place, one in listed]
    code = rf'<w:r><w:instrText xml:space="preserve"> TOC \o "2-{most}" \h \z </w:instrText></w:r>'
    lines[0] = field_mark("begin") + code + field_mark("separate") + lines[0]
    lines[-1] += field_mark("end")
    entries = (
        paragraph(writing.styles[f"toc{one.level}"], line) for (_place, one), line in zip(listed, lines, strict=True)
    )
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    title = paragraph(writing.styles["contents"], run(_("Contents")))
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{title}{''.join(entries)}</w:sdtContent></w:sdt>"


def _contents_name(place: int) -> str:
    return f"_Toc{1_000_000 + place}"


def heading(block: Heading, place: int, writing: Writing) -> str:
    """A heading with the bookmarks that links to it need; `place` is which of the headings it is."""
    inside = writing.anchored(block.anchor, run(block.text))
    if writing.report.contents and block.level <= 3:
        inside = writing.marked(_contents_name(place), inside)
    writing.level = min(max(block.level, 2), 4)
    return paragraph(writing.styles[f"heading{writing.level}"], inside)


_STYLE = {"body": "normal", "lead": "lead", "warning": "warning", "small": "small"}


def text(block: Paragraph, writing: Writing) -> str:
    """A paragraph in its style."""
    return paragraph(writing.styles[_STYLE[block.style]], _said(block.words, writing))


def _said(words: Line, writing: Writing) -> str:
    return writing.line(words) or run(NOTHING)


def bulleted(block: Bullets, writing: Writing) -> str:
    """A list; a numbered one begins with 1."""
    if block.numbered and block.items:
        style, more = "number", numbered(writing.lists.restarted())
    else:
        style, more = "bullet", writing.bullet_list
    return "".join(paragraph(writing.styles[style], _said(item, writing), more) for item in block.items)


def quoted(block: Quotes, writing: Writing) -> str:
    """Quotes with their numbers, their signatures and, where it is wanted, their places: then they are a list."""
    if not block.places:
        return _quotes(block, writing, "quote")
    named = writing.styles["quote list"]
    return "".join(paragraph(named, _quote(number, True, writing, "<w:r><w:tab/></w:r>")) for number in block.numbers)


def _quotes(block: Quotes, writing: Writing, style: str, more: str = "") -> str:
    named = writing.styles[style]
    return "".join(paragraph(named, _quote(number, block.places, writing), more) for number in block.numbers)


def _quote(number: int, places: bool, writing: Writing, gap: str = "") -> str:
    quote = writing.report.quote(number)
    sign = writing.marked(quote_name(number), run(f"{number}. ", "<w:b/>"))
    said = sign + gap + run(quote.signed)
    if not places:
        return said
    coders = _(" · coded by {coders}").format(coders=", ".join(quote.coders)) if quote.coders else ""
    fine = f'<w:rPr><w:rStyle w:val="{writing.styles["fine"]}"/></w:rPr>'
    return f"{said}<w:r>{fine}<w:br/>{words(quote.place + coders)}</w:r>"


def boxed(block: Box, writing: Writing) -> str:
    """A box of bordered paragraphs. Each box differs a little in its border, or neighbours would become one.

    Its title is a heading below the one that it stands under, so that one can jump to it.
    """
    edge = edges(writing.next_caption("box") % 2)
    level = f'<w:outlineLvl w:val="{writing.level}"/>'
    title = paragraph(writing.styles["box title"], run(block.title), f"<w:keepNext/>{edge}{level}")
    found = [title] if block.title else []
    for one in block.blocks:
        if isinstance(one, Quotes):
            found.append(_quotes(one, writing, "box quote", edge))
        elif isinstance(one, Bullets):
            found += _boxed_list(one, writing, edge)
        else:
            style = "box small" if one.style == "small" else "box"
            found.append(paragraph(writing.styles[style], _said(one.words, writing), edge))
    return "".join(found)


def _boxed_list(block: Bullets, writing: Writing, edge: str) -> list[str]:
    number = writing.lists.restarted() if block.numbered else writing.lists.boxed
    indent = '<w:ind w:left="170" w:right="170" w:firstLine="0"/>'
    style = writing.styles["box bullet"]
    return [paragraph(style, _said(item, writing), numbered(number) + edge + indent) for item in block.items]
