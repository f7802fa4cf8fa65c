"""Real lists: the numbering part with our bullets and numbers beside a template's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart

from icmo.reports.word.markup import SPACES

if TYPE_CHECKING:
    from docx.document import Document

_ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
_BULLET, _NUMBER = ("bullet", "•"), ("decimal", "%1.")


class Lists:
    """The lists of a document. `bullets`, `numbers`, `compact` (in cells) and `boxed` are lists for styles."""

    def __init__(self, document: Document) -> None:
        self._root = _numbering(document)
        self.bullets = self._add(_level(_BULLET, 397, 284))
        self._numbers = self._define(_level(_NUMBER, 454, 340))
        self.numbers = self._use(self._numbers)
        self._notes = self._define(_level(_NUMBER, 482, 482))
        self.compact = self._add(_level(_BULLET, 198, 198))
        # in a box all paragraphs must be indented alike, or Word and LibreOffice draw several boxes
        self.boxed = self._add(_level(_BULLET, 170, 0, right=170, follows="space"))

    def restarted(self) -> int:
        """A numbered list of its own, which begins with 1."""
        return self._use(self._numbers, _ANEW)

    def notes(self) -> int:
        """A list for a table's notes, which begins with 1."""
        return self._use(self._notes, _ANEW)

    def _add(self, level: str) -> int:
        return self._use(self._define(level))

    def _define(self, level: str) -> int:
        number = _next(self._root, "w:abstractNum", "w:abstractNumId")
        xml = (
            f'<w:abstractNum {SPACES} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>{level}'
            "</w:abstractNum>"
        )
        first = self._root.find(qn("w:num"))  # definitions stand before the lists that use them
        place = len(self._root) if first is None else self._root.index(first)
        self._root.insert(place, parse_xml(xml))
        return number

    def _use(self, definition: int, override: str = "") -> int:
        number = max(1, _next(self._root, "w:num", "w:numId"))
        used = parse_xml(
            f'<w:num {SPACES} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
        )
        uses = self._root.findall(qn("w:num"))
        place = self._root.index(uses[-1]) + 1 if uses else len(self._root)
        self._root.insert(place, used)
        return number


def _level(sort: tuple[str, str], left: int, hanging: int, *, right: int = 0, follows: str = "tab") -> str:
    form, text = sort
    suffix = f'<w:suff w:val="{follows}"/>'
    outdent = f'w:hanging="{hanging}"' if hanging else 'w:firstLine="0"'
    indent = f'<w:ind w:left="{left}" w:right="{right}" {outdent}/>'
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{suffix}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
    )


def _numbering(document: Document) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return document.part.numbering_part.element
    root = parse_xml(f"<w:numbering {SPACES}/>")
    part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return root


def _next(root: Any, tag: str, attribute: str) -> int:
    return max((int(one.get(qn(attribute))) for one in root.findall(qn(tag))), default=-1) + 1
