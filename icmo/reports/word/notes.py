"""Real footnotes: the part of the package that holds them, a template's own or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from icmo.reports.word.markup import DECLARATION, SPACES, serialised
from icmo.reports.word.page import say_notes

if TYPE_CHECKING:
    from docx.document import Document

_RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Notes:
    """A document's footnotes. A template's rules above the notes stay; its notes go with the text they stood in."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._part = _part(document)
        self._rules = _rules(self._part)
        self._made: list[str] = []
        self._first = 1 + max(map(_number, parse_xml(self._whole())))

    def add(self, paragraph: str) -> int:
        """Add a note, given as its paragraph, and tell its id."""
        number = self._first + len(self._made)
        self._made.append(f'<w:footnote w:id="{number}">{paragraph}</w:footnote>')
        return number

    def parts(self) -> dict[str, bytes]:
        """The part with the notes by its name in the package; none where nothing is noted."""
        if self._part is None and not self._made:
            return {}
        if self._part is None:
            package = self._document.part.package
            self._part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, b"", package)
            self._document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
            say_notes(self._document)
        return {self._part.partname.lstrip("/"): f"{DECLARATION}{self._whole()}".encode()}

    def _whole(self) -> str:
        return f"<w:footnotes {SPACES}>{self._rules}{''.join(self._made)}</w:footnotes>"


def _part(document: Document) -> Part | None:
    found = (one for one in document.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.FOOTNOTES)
    return next((one.target_part for one in found), None)


def _rules(part: Part | None) -> str:
    """The separators of a template's footnotes as text, or ours."""
    root: Any = parse_xml(part.blob) if part is not None else ()
    kept = [one for one in root if one.get(qn("w:type")) not in (None, "normal")]
    if not kept:
        return _RULES
    return "".join(serialised(one) for one in kept)


def _number(note: Any) -> int:
    return int(note.get(qn("w:id")))
