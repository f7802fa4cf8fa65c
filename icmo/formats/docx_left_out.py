"""What of a Word document does not become text: headers, footers, deleted and hidden words, pictures, objects.

Numbers and bullets of lists are made by Word from the document's numbering and stand nowhere as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from icmo.formats.left_out import Left, remarks
from icmo.i18n import _

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/%s}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURES = (_DRAWN % "picture" + "pic", "{urn:schemas-microsoft-com:vml}imagedata")
_OBJECTS = (_DRAWN % "chart" + "chart", _DRAWN % "diagram" + "relIds", f"{_W}object")
Said = Callable[[Any], str]


def notes(document: Any, said: Said) -> tuple[str, ...]:
    """The remarks on a document; `said` gives the text of a paragraph."""
    body = document.element.body
    left = [*_margins(document, said), *_unread_words(body), *_drawn(body), *_lists(document)]
    accepted = sum(1 for one in body.iter(f"{_W}ins") if _words(one, f"{_W}t"))
    inserted = _("tracked insertions were read as if they were accepted: {n}").format(n=accepted)
    return (*remarks(left), *([inserted] if accepted else []))


def _margins(document: Any, said: Said) -> Iterator[Left]:
    """Headers and footers, each text once."""
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    margins = [part for part in parts if part.partname.lower().startswith(("/word/header", "/word/footer"))]
    texts = dict.fromkeys(" ".join(" ".join(map(said, _paragraphs(part))).split()) for part in margins)
    yield from (Left(_("headers and footers"), text) for text in texts if text)


def _paragraphs(part: Any) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(part.blob).iter(f"{_W}p"))


def _unread_words(body: Any) -> Iterator[Left]:
    """What is deleted, hidden, in an equation or in a symbol's font."""
    for element in body.iter(f"{_W}del"):
        if text := _words(element, f"{_W}delText"):
            yield Left(_("tracked deletions"), text)
    for run in body.iter(f"{_W}r"):
        if run.find(f"{_W}rPr/{_W}vanish") is not None and (text := _words(run, f"{_W}t")):
            yield Left(_("hidden text"), text)
    for equation in body.iter(f"{_M}oMath"):
        yield Left(_("equations"), _words(equation, f"{_M}t"))
    yield from (Left(_("symbols")) for _one in body.iter(f"{_W}sym"))


def _drawn(body: Any) -> Iterator[Left]:
    yield from (Left(_("pictures")) for one in body.iter(*_PICTURES) if not _within(one, _FALLBACK, f"{_W}object"))
    yield from (Left(_("charts and other objects")) for one in body.iter(*_OBJECTS) if not _within(one, _FALLBACK))
    yield from (Left(_("embedded documents")) for _one in body.iter(f"{_W}altChunk"))


def _lists(document: Any) -> Iterator[Left]:
    """The paragraphs that Word numbers, by themselves or by their style."""
    styles = {one.getparent().getparent().get(f"{_W}styleId") for one in document.styles.element.iter(f"{_W}numPr")}
    for paragraph in document.element.body.iter(f"{_W}p"):
        own = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if own.get(f"{_W}val") != "0" if own is not None else style is not None and style.get(f"{_W}val") in styles:
            yield Left(_("numbers and bullets of lists"))


def _words(element: Any, tag: str) -> str:
    return "".join(one.text or "" for one in element.iter(tag))


def _within(element: Any, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None
