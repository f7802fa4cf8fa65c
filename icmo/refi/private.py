"""icmo's own member of an exchange file, ``icmo/project.json``: the whole project, so that nothing is lost.

Other programs pass over it. Its shape::

    {"format": "icmo project", "version": 1, "icmo": "0.1.0", "offsets": "code points",
     "name": …, "language": …, "guide": {…}, "aliases": {…},
     "codebook": {"id": …, "books": {id: YAML}, "lexicons": {id: YAML}, "own_cues": true},
     "cases": […], "transcripts": […], "codings": […], … one list for each noun of `icmo.models.Material`}

A row has the fields of its dataclass. What a later version adds is passed over; a later version with another shape is
refused. The log, saved searches and exported reports are not in it; rounds are, and stay behind when it is brought in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_type_hints

from icmo import __version__, lexicon
from icmo import codebook as codebooks
from icmo.errors import IcmoError, ReadError
from icmo.i18n import _
from icmo.models import Codebook, Material

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MEMBER = "icmo/project.json"
FORMAT, VERSION = "icmo project", 1
_BOOK = "codebook"


# --- Writing ------------------------------------------------------------------------------------------


def dump(material: Material) -> bytes:
    """The material as JSON in UTF-8."""
    nouns = {name: getattr(material, name) for name in _nouns() if name != _BOOK}
    head = {"format": FORMAT, "version": VERSION, "icmo": __version__, "offsets": "code points"}
    whole = head | {_BOOK: _book_told(material)} | nouns
    text = json.dumps(whole, ensure_ascii=False, default=_row, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")  # JSON writes half a surrogate pair in the same way


def _nouns() -> tuple[str, ...]:
    return tuple(one.name for one in fields(Material))


def _row(one: Any) -> dict[str, Any]:
    """The fields of a row, without what it has kept besides them."""
    return dict(one) if isinstance(one, Mapping) else {field.name: getattr(one, field.name) for field in fields(one)}


def _book_told(material: Material) -> dict[str, Any]:
    """The code book, its bases and lexicons as YAML; the project's own cues stand among its nouns already."""
    book = _without_layer(material)
    return {
        "id": book.id,
        "books": {one.id: codebooks.dumps(one) for one in _with_bases(book)},
        "lexicons": {one.id: one.text or lexicon.dumps(one) for one in book.lexicons},
        "own_cues": book is not material.codebook,
    }


def _without_layer(material: Material) -> Codebook:
    book, cues = material.codebook, material.cues
    plain = replace(book, lexicons=tuple(one for one in book.lexicons if one.id != lexicon.OWN))
    return plain if cues and lexicon.with_layer(plain, cues) == book else book


def _with_bases(book: Codebook) -> Iterator[Codebook]:
    for base in book.bases:
        yield from _with_bases(base)
    yield book


# --- Reading ------------------------------------------------------------------------------------------


def load(stored: Mapping[str, Any]) -> Material:
    """The material that was dumped, equal to what it was.

    Raises
    ------
    ReadError
        It is not icmo's, of a later version, or broken.
    """
    _refuse_foreign(stored)
    known = {name: stored[name] for name in _nouns() if name in stored and name != _BOOK}
    made = {name: _read(name, value) for name, value in known.items()}
    book = codebook(stored)
    own_cues = isinstance(stored[_BOOK], Mapping) and stored[_BOOK].get("own_cues")
    return Material(lexicon.with_layer(book, made.get("cues", ())) if own_cues else book, **made)


def codebook(stored: Mapping[str, Any]) -> Codebook:
    """The code book alone, with its bases and lexicons, without the project's own cues."""
    _refuse_foreign(stored)
    told: Any = stored.get(_BOOK)
    try:
        texts = dict(told["books"]) | {f"{codebooks.LEXICON}/{name}": text for name, text in told["lexicons"].items()}
        return codebooks.loads(texts[told["id"]], source=f"{told['id']}.yaml", find=texts.__getitem__)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _broken(_BOOK, str(error)) from None
    except IcmoError as error:
        raise _broken(_BOOK, error.message) from None


def _refuse_foreign(stored: Mapping[str, Any]) -> None:
    if not isinstance(stored, Mapping) or stored.get("format") != FORMAT:
        raise ReadError(_("{member} is not a project of icmo.").format(member=MEMBER))
    if stored.get("version") != VERSION:
        raise ReadError(
            _("{member} is of version {version}, and this icmo reads version {known}.").format(
                member=MEMBER, version=stored.get("version"), known=VERSION
            ),
            _("Bring icmo up to date: pip install --upgrade icmo"),
        )


def _read(name: str, value: Any) -> Any:
    from pydantic import ValidationError

    try:
        return _reader(name).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise _broken(f"{name}.{place}", first["msg"]) from None


@lru_cache
def _reader(name: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(get_type_hints(Material)[name])


def _broken(place: str, what: str) -> ReadError:
    return ReadError(
        _("{member} is broken at {place}: {what}").format(member=MEMBER, place=place, what=what),
        _("Export the project anew."),
    )
