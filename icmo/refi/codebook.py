"""The code tree of an exchange file: a folder for each kind, in it the codes with all that tells how to use them.

Other programs know codes with a name, a colour and a description, and folders that cannot be coded with. A code's kind
is the folder that it stands in; the description has its definition, its rules and examples, and ends with a line that
a reader of ours finds the code again by, whatever it is called by then::

    Hun finder selv på en løsning.

    Brug koden:
    – Kodes, når nogen fortæller, at …

    icmo: problemloesning · mechanism
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from icmo.colours import INK
from icmo.i18n import LANGUAGES, _
from icmo.i18n import language as speaking
from icmo.models import Code, Codebook, Kind
from icmo.naming import kinds_name
from icmo.refi.elements import Element, add, distinct, one_line, refer
from icmo.refi.guids import Guids
from icmo.refi.targets import Target

_SIGNATURE = re.compile(r"icmo: ([^\s·]+) · (\w+)( · retired)?")
_ITEM = "– "


# --- Writing ------------------------------------------------------------------------------------------


def code_tree(
    parent: Element,
    book: Codebook,
    target: Target,
    guids: Guids,
    language: str,
    *,
    unknown: Iterable[str] = (),
    notes: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Add the folders and codes.

    Parameters
    ----------
    unknown : ids of codes that codings bear and the book lacks
    notes : the GUIDs of the notes on codes, by the codes' ids
    """
    with speaking(language):
        called = names(book, target, language)
        folders = {kind: _folder(parent, kind, guids) for kind in Kind if kind in _top_kinds(book)}
        made = {code.id: _code(parent, code, called[code.id], guids, language) for code in book.codes}
    for code_id, element in made.items():
        refer(element, "NoteRef", (notes or {}).get(code_id, ()))
    for code in book.codes:
        (folders[code.kind] if code.parent is None else made[code.parent]).append(made[code.id])
    for name in unknown:
        code = add(parent, "Code", guid=guids("code", name), name=name, isCodable="true", color=INK[""])
        refer(code, "NoteRef", (notes or {}).get(name, ()))


def folder_name(kind: Kind) -> str:
    """What the folder of a kind is called, in the language spoken.

    Examples
    --------
    >>> folder_name(Kind.INTERVENTION), folder_name(Kind.THEME)
    ('Interventions (I)', 'Themes')
    """
    return f"{kinds_name(kind)} ({kind.role})" if kind.role else kinds_name(kind)


def _top_kinds(book: Codebook) -> set[Kind]:
    return {code.kind for code in book.codes if code.parent is None}


def _folder(parent: Element, kind: Kind, guids: Guids) -> Element:
    return add(
        parent, "Code", guid=guids("folder", kind), name=folder_name(kind), isCodable="false", color=_colour(kind)
    )


def _code(parent: Element, code: Code, name: str, guids: Guids, language: str) -> Element:
    made = add(parent, "Code", guid=guids("code", code.id), name=name, isCodable="true", color=_colour(code.kind))
    add(made, "Description", description(code, language))
    return made


def _colour(kind: Kind) -> str:
    return INK[kind.role or ""]


def description(code: Code, language: str) -> str:
    """What a coder must know of a code, as one text."""
    lists = zip(_headings(), _lists(code, language), strict=True)
    told = (
        f"{heading}\n" + "\n".join(f"{_ITEM}{one_line(item, 10_000)}" for item in items)
        for heading, items in lists
        if items
    )
    signature = f"icmo: {code.id} · {code.kind.value}{' · retired' * code.retired}"
    return "\n\n".join(filter(None, (code.definition.text(language).strip(), *told, signature)))


def _headings() -> tuple[str, str, str]:
    return _("Use the code:"), _("Do not use the code:"), _("Examples:")


def _lists(code: Code, language: str) -> tuple[tuple[str, ...], ...]:
    return code.include.text(language), code.exclude.text(language), code.examples


def names(book: Codebook, target: Target, language: str) -> dict[str, str]:
    """What the codes are called, by their ids: their labels, with more in brackets where two would be called alike."""
    labels = {code.id: one_line(code.label.text(language)) or code.id for code in book.codes}
    place = {code.id: "" if target.unique_names else code.parent or f"folder of {code.kind}" for code in book.codes}
    often = Counter((place[code], label.casefold()) for code, label in labels.items())
    for code in book.codes:
        if often[place[code.id], labels[code.id].casefold()] > 1:
            labels[code.id] = f"{labels[code.id]} ({_above(book, code, language)})"
    together = defaultdict(list)
    for code_id in labels:
        together[place[code_id]].append(code_id)
    return {
        code_id: name
        for some in together.values()
        for code_id, name in zip(some, distinct(labels[code_id] for code_id in some), strict=True)
    }


def _above(book: Codebook, code: Code, language: str) -> str:
    """The path of what stands above a code; for one at the top its folder."""
    return book.path(code.parent, language) if code.parent else kinds_name(code.kind)


# --- Reading back -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Described:
    """What a code's description tells, and the code that it was written for, if it was ours."""

    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    code: str | None = None
    kind: Kind | None = None
    retired: bool = False


def read_description(text: str) -> Described:
    """What a description tells that we wrote; of any other, all of it is the definition.

    Examples
    --------
    >>> read_description("Hun øver sig.\\n\\nicmo: oeve · intervention").code
    'oeve'
    >>> read_description("thoughts about breakfast foods") == Described("thoughts about breakfast foods")
    True
    """
    body, _break, last = text.strip().rpartition("\n\n")
    signed = _SIGNATURE.fullmatch(last.strip())
    if not signed or signed[2] not in list(Kind):
        return Described(text.strip())
    definition, lists = _sections(body)
    include, exclude, examples = (lists.get(number, ()) for number in range(3))
    return Described(definition, include, exclude, examples, signed[1], Kind(signed[2]), bool(signed[3]))


def _sections(body: str) -> tuple[str, dict[int, tuple[str, ...]]]:
    """The text above the lists, and the items below each of the three headings by its number."""
    headings = {text: number for language in LANGUAGES for number, text in enumerate(_headings_in(language))}
    lists: dict[int, tuple[str, ...]] = {}
    above = []
    for paragraph in body.split("\n\n"):
        heading, *items = paragraph.split("\n")
        if heading in headings and all(item.startswith(_ITEM) for item in items):
            lists[headings[heading]] = tuple(item.removeprefix(_ITEM) for item in items)
        else:
            above.append(paragraph)
    return "\n\n".join(above), lists


def _headings_in(language: str) -> Iterator[str]:
    with speaking(language):
        yield from _headings()


def folder_kind(name: str) -> Kind | None:
    """The kind whose folder is called so, in Danish or English, with its letter or without.

    Examples
    --------
    >>> folder_kind("Interventions (I)"), folder_kind("Breakfast")
    (<Kind.INTERVENTION: 'intervention'>, None)
    """
    for language in LANGUAGES:
        with speaking(language):
            for kind in Kind:
                if name.strip().casefold() in (folder_name(kind).casefold(), kinds_name(kind).casefold()):
                    return kind
    return None
