"""The page: its size, the footer with its number, the language, and what the file says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from icmo.documents.model import Report
from icmo.i18n import _
from icmo.reports.word.markup import SPACES, allowed, field, paragraph, run
from icmo.reports.word.styles import speak

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer

A4 = 11906, 16838  # twips
_MARGIN = 1304
_CULTURE = {"da": "da-DK", "en": "en-GB"}
_PLACES = re.compile(r"\{(page|pages)\}")
_AFTER_LANGUAGE = {
    *("clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions"),
    *("readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags"),
    *("decimalSymbol", "listSeparator", "docId", "conflictMode", "discardImageEditingData", "defaultImageDpi"),
    *("chartTrackingRefBased", "persistentDocumentId"),
}
_AFTER_NOTES = {"endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang"}


@dataclass(frozen=True)
class Room:
    """What is left within the margins, in twips (1/1440 inch)."""

    width: int
    height: int


def set_up(document: Document, report: Report, *, footer_style: str) -> Room:
    """Turn the page if the report is wide, number the pages, say the language and the title."""
    section: Any = document.sections[0]
    if report.landscape:
        _turn(section)
    _number_pages(section.footer, footer_style)
    culture = _CULTURE.get(report.language, "en-GB")
    speak(document, culture)
    settings: Any = document.settings.element
    set_setting(settings, f'<w:themeFontLang {SPACES} w:val="{culture}"/>', _AFTER_LANGUAGE)
    _about(document, report, culture)
    return _room(section)


def say_notes(document: Document) -> None:
    """Tell Word which footnotes are the rules above the others."""
    settings: Any = document.settings.element
    if settings.find(qn("w:footnotePr")) is None:
        xml = f'<w:footnotePr {SPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        set_setting(settings, xml, _AFTER_NOTES | _AFTER_LANGUAGE)


def set_setting(settings: Any, xml: str, after: set[str]) -> None:
    """Put a setting in its place, before those that the schema puts after it."""
    made = parse_xml(xml)
    for old in settings.findall(made.tag):
        settings.remove(old)
    later = (place for place, one in enumerate(settings) if str(one.tag).rpartition("}")[2] in after)
    settings.insert(next(later, len(settings)), made)


def _turn(section: Any) -> None:
    width, height = section.page_width, section.page_height
    section.orientation = WD_ORIENT.LANDSCAPE
    if width is not None and height is not None and width < height:
        section.page_width, section.page_height = height, width


def _number_pages(footer: _Footer, style: str) -> None:
    """“page 3 of 12” at the bottom, unless the template has something of its own there."""
    if not footer.is_linked_to_previous and _says_something(footer):
        return
    footer.is_linked_to_previous = False
    root: Any = footer._element
    for child in list(root):
        root.remove(child)
    xml = paragraph(style, page_of_pages(), '<w:jc w:val="right"/>')
    root.append(parse_xml(xml.replace("<w:p>", f"<w:p {SPACES}>", 1)))


def _says_something(footer: _Footer) -> bool:
    root: Any = footer._element
    return bool(root.xpath(".//w:t | .//w:drawing | .//w:pict | .//w:instrText | .//w:fldSimple"))


def page_of_pages() -> str:
    """The words with the page's number and how many there are, as fields."""
    parts = _PLACES.split(_("page {page} of {pages}"))
    codes = {"page": "PAGE", "pages": "NUMPAGES"}
    return "".join(
        field(codes[part], "1") if place % 2 else run(part) for place, part in enumerate(parts) if place % 2 or part
    )


def _about(document: Document, report: Report, culture: str) -> None:
    about = document.core_properties
    about.title = allowed(report.title)[:255]  # no longer, or python-docx refuses
    about.language = culture
    about.author = about.last_modified_by = "icmo"
    about.subject, about.comments, about.keywords = allowed(report.subtitle)[:255], "", ""
    about.content_status = _("Draft") if report.draft else ""
    about.revision = 1
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _room(section: Any) -> Room:
    """A template may leave out what it takes for granted: A4 and ordinary margins."""
    width = _twips(section.page_width, A4[0]) - _twips(section.left_margin) - _twips(section.right_margin)
    height = _twips(section.page_height, A4[1]) - _twips(section.top_margin) - _twips(section.bottom_margin)
    return Room(max(2000, width - _twips(section.gutter, 0)), max(2000, height))


def _twips(length: Any, otherwise: int = _MARGIN) -> int:
    return otherwise if length is None else abs(int(length.twips))
