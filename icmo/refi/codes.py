"""The tree of codes, read without recursion; a code that a program wrote twice is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.notes import Pin
from icmo.refi.parcel import ParcelCode
from icmo.refi.tally import Tally
from icmo.stamps import as_guid

_FALSE = frozenset({"false", "0", "no"})


@dataclass
class Tree:
    """The codes by their GUIDs, in the file's order, with how deep each stands and what notes are about them."""

    codes: dict[str, ParcelCode]
    depths: dict[str, int]
    pins: list[Pin]


def read_codes(root: Any, tally: Tally) -> Tree:
    """The codes of a project or a code book."""
    tree = Tree({}, {}, [])
    book = root if xml.local(root) == "CodeBook" else xml.child(root, "CodeBook")
    for element, parent, depth in _walk(xml.child(book, "Codes"), book):
        code = _code(element, parent, tally)
        _put(tree, code, depth, tally)
        tree.pins += [Pin(note, "code", code.guid) for note in xml.targets(element, "NoteRef")]
    return tree


def _walk(*tops: Any) -> Iterator[tuple[Any, str | None, int]]:
    """Every code with its parent's GUID and its depth, parents first, in the file's order."""
    first = [one for top in tops for one in xml.children(top, "Code")]
    stack: list[tuple[Any, str | None, int]] = [(one, None, 0) for one in reversed(first)]
    while stack:
        element, parent, depth = stack.pop()
        yield element, parent, depth
        own = _guid(element)
        stack += [(below, own, depth + 1) for below in reversed(list(xml.children(element, "Code")))]


def _guid(element: Any) -> str:
    """The code's GUID, or one made of its path for want of one."""
    if own := xml.guid_of(element):
        return own
    path = [xml.named(one) for one in element.iterancestors("{*}Code")]
    return as_guid("/".join(["code", xml.named(element), *path]))


def _code(element: Any, parent: str | None, tally: Tally) -> ParcelCode:
    guid, name, colour = _guid(element), xml.named(element), element.get("color")
    if not name:
        name = _("Code without a name {guid}").format(guid=guid[:8])
        tally.add("code", _("had no name and were given one"), name)
    if colour and not xml.colour(colour):
        tally.add("code", _("had a colour that cannot be read and lost it"), name)
    codable = element.get("isCodable", "true").strip().lower() not in _FALSE
    return ParcelCode(guid, name, parent, xml.said(element), xml.colour(colour), codable)


def _put(tree: Tree, code: ParcelCode, depth: int, tally: Tally) -> None:
    """Put a code into the tree; one that is there already is put where it stands deeper, if it can be."""
    there = tree.codes.get(code.guid)
    if there is None:
        tree.codes[code.guid], tree.depths[code.guid] = code, depth
        return
    tally.add("code", _("stood twice in the tree and were brought in once"), there.name)
    merged = replace(there, description=there.description or code.description, colour=there.colour or code.colour)
    if depth > tree.depths[code.guid] and not _below(tree, code.parent, code.guid):
        merged = replace(merged, parent=code.parent)
        tree.depths[code.guid] = depth
    tree.codes[code.guid] = merged


def _below(tree: Tree, guid: str | None, other: str) -> bool:
    """Whether a code is another one, or stands below it."""
    while guid is not None and guid != other:
        guid = tree.codes[guid].parent
    return guid == other
