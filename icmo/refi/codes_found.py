"""Which codes of a file are codes of a project's book already, and the book with the others added.

A code is known by its path of names, Danish or English; else by its id or what its name gives as an id; else by its
GUID. A folder at the top that is called as a kind of codes is (“Interventions (I)”) is no code: it says of what kind
the codes in it are.
"""

from __future__ import annotations

import re
from collections import ChainMap, deque
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, count

from icmo.codebook_changes import add_codes
from icmo.codebook_values import slug
from icmo.errors import InvalidError
from icmo.i18n import LANGUAGES, _, language
from icmo.models import Code, Codebook, Kind, Label, Rules
from icmo.naming import kind_name, kinds_name
from icmo.refi.codebook import read_description
from icmo.refi.parcel import ParcelCode, Remark
from icmo.stamps import as_guid
from icmo.text.anchors import normalise

MAX_NEW = 5000  # codes that one file may bring
MAX_DEPTH = 40  # levels of a tree that are kept; what lies deeper moves up
NAMES = 5  # names that a remark gives
_LETTER = re.compile(r"\s*\([ICKMO]\)\s*$")
_BRACKETS = re.compile(r"\s*[\[(][^\[\]()]*[\])]\s*$")


@dataclass(frozen=True)
class CodesFound:
    """The book with what a file adds to it.

    Attributes
    ----------
    book : the book itself where nothing is added
    ids : the codes of the book by the GUIDs (or ids) of the file's codes; folders that only group are not among them
    new : the ids of those that are added
    taken : whether the whole book was taken from the file
    """

    book: Codebook
    ids: Mapping[str, str]
    new: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    taken: bool = False


def find_codes(codes: Sequence[ParcelCode], book: Codebook, *, used: Collection[str] = ()) -> CodesFound:
    """Find the codes of a file's tree in a book, and add the others to it.

    Parameters
    ----------
    used : the GUIDs of codes that something is coded with: such a one is a code, whatever it is called

    Raises
    ------
    InvalidError
        There are more new codes than a code book takes.
    """
    tree = _Tree(codes, book, frozenset(used))
    if not tree.new:
        return CodesFound(book, tree.ids, (), tuple(tree.remarks()))
    if len(tree.new) > MAX_NEW:
        raise InvalidError(
            _("The file brings {n} new codes; a code book takes at most {most}.").format(n=len(tree.new), most=MAX_NEW),
            _("Export fewer codes, or merge them in the other program first."),
        )
    return CodesFound(add_codes(book, list(tree.new.values())), tree.ids, tuple(tree.new), tuple(tree.remarks()))


def folded(name: str) -> str:
    """A name without what writing differs in: case, composition, white space."""
    return " ".join(normalise(name).casefold().split())


@dataclass
class _Place:
    """Where a code of the file stands: beneath a code of the book, in a folder of a kind, so many levels down."""

    parent: str | None = None
    kind: Kind | None = None
    depth: int = 0


_Finder = Callable[[ParcelCode, _Place], str | None]  # the code of the book for one of the file's; None: not known


@dataclass
class _Tree:
    """The file's tree walked from the top: first for what is surely known, then for the rest."""

    codes: Sequence[ParcelCode]
    book: Codebook
    used: frozenset[str]
    ids: dict[str, str] = field(default_factory=dict)
    new: dict[str, Code] = field(default_factory=dict)
    deep: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._children = _by_names(self.book)
        self._claimed: set[str] = set()
        self._slugs = _by_slugs(self.book)
        self._guids = {guid: code.id for code in self.book.codes for guid in _guids(code.id)}
        self._said = {one.guid: read_description(one.description) for one in self.codes}
        self._order = list(_parents_first(self.codes))
        self._grouping = _groups(self._order)
        self._walk(self._by_sign)
        self._walk(self._by_path)
        self._walk(self._by_any)

    def remarks(self) -> Iterator[Remark]:
        """What a person should know of how the tree was read."""
        if self.deep:
            what = _("codes that lay deeper than {n} levels were moved up").format(n=MAX_DEPTH)
            yield Remark("code", what, len(self.deep), tuple(self.deep[:NAMES]))

    def _walk(self, find: _Finder) -> None:
        places: dict[str, _Place] = {}
        for one in self._order:
            place = places.get(one.parent or "", _Place())
            kind = self._kind_of_folder(one) if place == _Place() else None
            if kind is not None:
                places[one.guid] = _Place(None, kind, 1)
                continue
            code_id = self.ids.get(one.guid) or find(one, place)
            if code_id:
                self.ids[one.guid] = code_id
                places[one.guid] = self._beneath(code_id, place)
            else:
                places[one.guid] = _Place("", place.kind, place.depth + 1)  # beneath what is not known yet

    def _beneath(self, code_id: str, place: _Place) -> _Place:
        if place.depth >= MAX_DEPTH:
            return place
        return _Place(code_id, place.kind, place.depth + 1)

    def _kind_of_folder(self, one: ParcelCode) -> Kind | None:
        kind = None if one.guid in self.used else _kind_called(one.name)
        known = self._children.get((None, folded(one.name)))
        return kind if kind and not known and (not one.codable or one.guid in self._grouping) else None

    def _by_sign(self, one: ParcelCode, _place: _Place) -> str | None:
        """The code whose id stands in the description, as icmo writes it there."""
        said = self._said[one.guid]
        known = self.book.by_id.get(said.code or "")
        fits = known and known.kind is said.kind and known.id not in self._claimed
        return self._claim(known.id) if known and fits else None

    def _by_path(self, one: ParcelCode, place: _Place) -> str | None:
        there = self._children.get((place.parent, folded(one.name)), ())
        fits = [code for code in there if code.id not in self._claimed and place.kind in (None, code.kind)]
        return self._claim(fits[0].id) if fits else None

    def _by_any(self, one: ParcelCode, place: _Place) -> str:
        return self._by_path(one, place) or self._by_id(one, place) or self._add(one, place)

    def _by_id(self, one: ParcelCode, place: _Place) -> str | None:
        names = (one.name, _BRACKETS.sub("", one.name))
        wishes = [one.name, *(self._slugs.get(slug(name), "") for name in names), self._guids.get(one.guid, "")]
        for wish in wishes:
            if wish in self.book and wish not in self._claimed and place.kind in (None, self.book[wish].kind):
                return self._claim(wish)
        return None

    def _add(self, one: ParcelCode, place: _Place) -> str:
        if place.depth >= MAX_DEPTH:
            self.deep.append(one.name)
        made = self._new_code(one, place)
        self.new[made.id] = made
        self._children.setdefault((made.parent, folded(one.name)), []).append(made)
        return self._claim(made.id)

    def _new_code(self, one: ParcelCode, place: _Place) -> Code:
        said = self._said[one.guid]
        name = normalise(one.name).strip() or _("code without a name")
        text = normalise(said.definition).strip() or name
        kind, parent = self._kind_and_parent(one, place)
        code_id = free_id(slug(name), ChainMap(self.new, self.book.by_id))
        include, exclude = Rules(said.include, said.include), Rules(said.exclude, said.exclude)
        made = Code(code_id, kind, Label(name, name), Label(text, text), include, exclude, parent=parent)
        return replace(made, examples=said.examples, retired=said.retired)

    def _kind_and_parent(self, one: ParcelCode, place: _Place) -> tuple[Kind, str | None]:
        above = self.new.get(place.parent or "") or self.book.by_id.get(place.parent or "")
        if above and above.kind is not Kind.THEME:
            return above.kind, above.id
        kind = place.kind or self._said[one.guid].kind or _kind_called(one.name) or Kind.THEME
        return kind, above.id if above else None

    def _claim(self, code_id: str) -> str:
        self._claimed.add(code_id)
        return code_id


def _guids(code_id: str) -> tuple[str, ...]:
    """The GUIDs that a code of ours has in files of ours (`icmo.refi.guids`), or would have by its id alone."""
    return as_guid(f"code\x1f{code_id}"), as_guid(code_id)


def free_id(wish: str, taken: Container[str]) -> str:
    """The id, with a number behind it where it is taken."""
    numbered = (f"{wish}-{number}" for number in count(2))
    return next(one for one in chain([wish], numbered) if one not in taken)


def _kind_called(name: str) -> Kind | None:
    return _kinds().get(folded(_LETTER.sub("", name)))


@cache
def _kinds() -> dict[str, Kind]:
    """Kinds by what they are called in both languages, one and many."""
    found: dict[str, Kind] = {}
    for code in LANGUAGES:
        with language(code):
            found |= {folded(name(kind)): kind for kind in Kind for name in (kind_name, kinds_name)}
    return found | {kind.value: kind for kind in Kind}


def _by_names(book: Codebook) -> dict[tuple[str | None, str], list[Code]]:
    found: dict[tuple[str | None, str], list[Code]] = {}
    for code in book.codes:
        for name in dict.fromkeys((folded(code.label.da), folded(code.label.en))):
            found.setdefault((code.parent, name), []).append(code)
    return found


def _by_slugs(book: Codebook) -> dict[str, str]:
    """Codes by their ids, and by what their labels give as an id where that is one code's alone."""
    labels: dict[str, set[str]] = {}
    for code in book.codes:
        for label in (code.label.da, code.label.en):
            labels.setdefault(slug(label), set()).add(code.id)
    alone = {name: min(ids) for name, ids in labels.items() if len(ids) == 1}
    return alone | {code.id: code.id for code in book.codes}


def _groups(codes: Sequence[ParcelCode]) -> set[str]:
    return {one.parent for one in codes if one.parent}


def _parents_first(codes: Sequence[ParcelCode]) -> Iterator[ParcelCode]:
    """Every code once, each after its parent; one whose parent is unknown, or above itself, stands at the top."""
    known = {one.guid: one for one in codes}
    children: dict[str | None, list[str]] = {}
    for one in known.values():
        children.setdefault(one.parent if one.parent in known else None, []).append(one.guid)
    waiting = dict(known)
    queue = deque(children.get(None, ()))
    while waiting:
        guid = queue.popleft() if queue else next(iter(waiting))
        if guid in waiting:
            yield waiting.pop(guid)
            queue.extend(children.get(guid, ()))
