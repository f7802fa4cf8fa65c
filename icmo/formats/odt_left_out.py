"""What of an OpenDocument text does not become text: headers, footers, deleted and hidden words, pictures, objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icmo.formats.left_out import Left, remarks
from icmo.i18n import _

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _STYLE, _DRAW, _FORM = (_NAMESPACE % name for name in ("text", "style", "drawing", "form"))
_MARGINS = tuple(f"{_STYLE}{name}{pages}" for name in ("header", "footer") for pages in ("", "-left", "-first"))
_HIDDEN = (f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph")
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_HIDDEN_BY = (*_PARAGRAPHS, f"{_TEXT}span")
_OBJECTS = (f"{_DRAW}object", f"{_DRAW}object-ole", f"{_DRAW}plugin", f"{_DRAW}applet", f"{_DRAW}floating-frame")


def hidden_styles(root: Any) -> frozenset[str]:
    """The names of the styles that hide text."""
    return frozenset(
        properties.getparent().get(f"{_STYLE}name", "")
        for properties in root.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_TEXT}display") == "none"
    )


def notes(body: Any, styles: Any, hidden: frozenset[str]) -> tuple[str, ...]:
    """The remarks on a document, whose headers and footers stand among the `styles`; `hidden` names those that hide."""
    left = [*_margins(styles), *_unread_words(body, hidden), *_drawn(body), *_lists(body)]
    accepted = sum(1 for _one in body.iter(f"{_TEXT}insertion"))
    inserted = _("tracked insertions were read as if they were accepted: {n}").format(n=accepted)
    return (*remarks(left), *([inserted] if accepted else []))


def _margins(styles: Any) -> Iterator[Left]:
    """Headers and footers, each text once."""
    texts = dict.fromkeys(_words(one) for one in styles.iter(*_MARGINS))
    yield from (Left(_("headers and footers"), text) for text in texts if text)


def _unread_words(body: Any, hidden: frozenset[str]) -> Iterator[Left]:
    """What is deleted, hidden, or stands in an index."""
    yield from (Left(_("tracked deletions"), _words(one)) for one in body.iter(f"{_TEXT}deletion") if _words(one))
    concealed = (one for one in body.iter(*_HIDDEN_BY) if one.get(f"{_TEXT}style-name") in hidden)
    yield from (Left(_("hidden text"), text) for one in (*body.iter(*_HIDDEN), *concealed) if (text := _hidden(one)))
    yield from (Left(_("indexes"), _words(one)) for one in body.iter(f"{_TEXT}alphabetical-index"))


def _hidden(element: Any) -> str:
    return _words(element) or element.get(f"{_TEXT}string-value", "")


def _drawn(body: Any) -> Iterator[Left]:
    for frame in body.iter(f"{_DRAW}frame"):
        if any(frame.find(one) is not None for one in _OBJECTS):
            yield Left(_("charts and other objects"))
        elif frame.find(f"{_DRAW}image") is not None:
            yield Left(_("pictures"))
    yield from (Left(_("form fields"), one.get(f"{_FORM}current-value", "")) for one in body.iter(f"{_FORM}text"))


def _lists(body: Any) -> Iterator[Left]:
    yield from (Left(_("numbers and bullets of lists")) for _one in body.iter(f"{_TEXT}list-item"))


def _words(element: Any) -> str:
    paragraphs = list(element.iter(*_PARAGRAPHS)) or [element]
    return " ".join(" ".join("".join(one.itertext()) for one in paragraphs).split())
