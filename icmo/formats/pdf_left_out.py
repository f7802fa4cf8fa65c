"""What stands on a PDF's pages apart from their text: pictures, comments, what is written in forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from icmo.formats.left_out import Left
from icmo.formats.pdf_fonts import dictionary
from icmo.i18n import _

_NOT_SAID = ("/Link", "/Popup", "/Widget")
MAX_ANNOTATIONS = 20_000


def left(pages: Sequence[Any]) -> Iterator[Left]:
    """The pictures, comments and filled form fields on the pages; a logo on every page is one picture."""
    seen: set[Any] = set()
    for page in pages:
        try:
            yield from [*_pictures(page, seen), *_written(page)]
        except Exception:  # a page that is broken in other ways; what can be read of it has been
            continue


def _pictures(page: Any, seen: set[Any]) -> Iterator[Left]:
    drawn = dictionary(dictionary(page, "/Resources"), "/XObject")
    for name in drawn:
        key = getattr(drawn.raw_get(name), "idnum", (id(page), name))
        if key not in seen and dictionary(drawn, name).get("/Subtype") == "/Image":
            seen.add(key)
            yield Left(_("pictures"))


def _written(page: Any) -> Iterator[Left]:
    for one in _annotations(page):
        note = one.get_object()
        if note.get("/Subtype") not in _NOT_SAID and str(note.get("/Contents") or "").strip():
            yield Left(_("comments"), str(note["/Contents"]))
        elif note.get("/Subtype") == "/Widget" and str(note.get("/V") or "").strip():
            yield Left(_("form fields"), str(note["/V"]))


def _annotations(page: Any) -> list[Any]:
    found = page.get("/Annots")
    return list(found.get_object())[:MAX_ANNOTATIONS] if found is not None else []
