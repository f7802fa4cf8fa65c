"""The document that a report is written into: an organisation's own template, emptied, or a plain one of ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from icmo.errors import InvalidError
from icmo.files import read_bytes
from icmo.i18n import _
from icmo.reports.word.markup import DECLARATION, SPACES, R, W

if TYPE_CHECKING:
    from docx.document import Document

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PLAIN: Mapping[str, str] = {
    "[Content_Types].xml": (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{DECLARATION}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{R}/settings" Target="settings.xml"/></Relationships>'
    ),
    "word/document.xml": (
        f'{DECLARATION}<w:document {SPACES}><w:body><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" '
        'w:right="1304" w:bottom="1247" w:left="1304" w:header="624" w:footer="624" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    ),
    "word/styles.xml": (
        f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" '
        'w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults></w:styles>"
    ),
    "word/settings.xml": (
        f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    ),
}
_PACKED = (".png", ".jpeg", ".jpg")  # nothing is won by packing them again
_DOCUMENT = f"{_TYPES}.document.main+xml".encode()
_AS_DOCUMENT = (
    f"{_TYPES}.template.main+xml".encode(),
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
# what stays of a template besides what its page refers to; its pictures, comments, links and macros go with its text
_KEPT = ("/styles", "/settings", "/numbering", "/theme", "/fontTable", "/webSettings", "/footnotes", "/endnotes")


def opened(template: Path | bytes | None) -> Document:
    """A document without text: the template's styles, header, footer and page, or ours.

    Raises
    ------
    NotFoundError, InvalidError
        There is no such file; it is no Word document.
    """
    if template is None:
        return docx.Document(io.BytesIO(_zipped(_PLAIN)))
    name = _("The template") if isinstance(template, bytes) else str(template)
    data = template if isinstance(template, bytes) else read_bytes(template)
    try:
        document = docx.Document(io.BytesIO(_as_document(data)))
        section = _section(document)
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, SyntaxError):  # lxml’s are of the last
        raise InvalidError(
            _("{name} is no Word document that a report can be written into.").format(name=name),
            _("Open it in Word and save it as a Word document (.docx) or a Word template (.dotx)."),
        ) from None
    _empty(document, section)
    return document


def _zipped(files: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return file.getvalue()


def _as_document(data: bytes) -> bytes:
    """A template (.dotx, .dotm) or a document with macros (.docm) said to be a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml")
    said = types
    for other in _AS_DOCUMENT:
        said = said.replace(other, _DOCUMENT)
    return data if said == types else replaced(data, {"[Content_Types].xml": said})


def replaced(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with some of its parts exchanged, and without the times at which its parts were written."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.endswith("/"):
                part = zipfile.ZipInfo(name)  # 1980: the same report is the same file
                how = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
                new.writestr(part, parts[name] if name in parts else old.read(name), how, 4)
    return file.getvalue()


def _section(document: Document) -> Any:
    """The last section's page with the headers and footers that it takes over from earlier sections."""
    body = document.element.body
    pages = body.findall(f".//{qn('w:sectPr')}")
    last = pages[-1] if pages else parse_xml(f"<w:sectPr {SPACES}/>")
    for old in last.findall(qn("w:type")):
        last.remove(old)
    inherited = {(one.tag, one.get(qn("w:type"))): one for page in pages for one in _references(page)}
    own = {(one.tag, one.get(qn("w:type"))) for one in _references(last)}
    for key, one in inherited.items():
        if key not in own:
            last.insert(0, one)
    return last


def _references(page: Any) -> list[Any]:
    return [*page.findall(qn("w:headerReference")), *page.findall(qn("w:footerReference"))]


def _empty(document: Document, section: Any) -> None:
    """Take the template's text away, and whatever belonged to it."""
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.append(section)
    used = {one.get(qn("r:id")) for one in _references(section)}
    relations = document.part.rels
    for key in [key for key, one in relations.items() if key not in used and not one.reltype.endswith(_KEPT)]:
        del relations[key]
    _forget_origin(document)


def _forget_origin(document: Document) -> None:
    """Without where the template itself came from, its picture, its protection, and the wish to update fields."""
    settings: Any = document.settings.element
    for tag in ("w:attachedTemplate", "w:updateFields", "w:mailMerge", "w:documentProtection"):
        for old in settings.findall(qn(tag)):
            settings.remove(old)
    part = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    for relations in (part.rels, document.part.package.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(("/attachedTemplate", "/thumbnail"))]:
            del relations[key]
