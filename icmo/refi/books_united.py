"""The code book that an icmo project brings along, and that of the project which takes it in.

An empty project of the same code book takes the file's as it is; another gets the codes that it lacks, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from icmo import codebook, lexicon
from icmo.codebook_changes import add_codes
from icmo.i18n import _
from icmo.models import Code, Codebook, Kind, Lexicon, SourceRef
from icmo.refi.codes_found import NAMES, CodesFound, folded, free_id
from icmo.refi.parcel import Remark


def find_book(theirs: Codebook, ours: Codebook, *, empty: bool) -> CodesFound:
    """Find the codes of another project's book in ours, and add those that it lacks.

    Parameters
    ----------
    empty : whether our project has nothing in it yet, so that nothing of ours depends on how a code was defined
    """
    theirs = without_layer(theirs)
    same = {code.id: code.id for code in theirs.codes}
    if said(theirs) == said(ours):
        return CodesFound(ours, same)
    if empty and said(theirs)[0].keys() == said(ours)[0].keys():
        new = tuple(code for code in same if code not in ours)
        return CodesFound(theirs, same, new, tuple(_own_codes_gone(theirs, ours)), taken=True)
    both = _Both(theirs, ours)
    return CodesFound(both.united(), both.ids, tuple(both.new), tuple(_differing(theirs, ours, both)))


def without_layer(book: Codebook) -> Codebook:
    """The book without the layer of a project's own cues, which the project keeps elsewhere."""
    return replace(book, lexicons=tuple(one for one in book.lexicons if one.id != lexicon.OWN))


def said(book: Codebook) -> tuple[dict[str, str], dict[str, str]]:
    """All that a book says, with those that it extends: YAML of books and of lexicons by their ids."""
    books = {one.id: codebook.dumps(one) for one in with_bases(book)}
    return books, {one.id: one.text or lexicon.dumps(one) for one in book.lexicons}


def with_bases(book: Codebook) -> Iterator[Codebook]:
    """The books that a book extends, however far down, and the book itself."""
    for base in book.bases:
        yield from with_bases(base)
    yield book


@dataclass
class _Both:
    """Their codes one by one, parents first, each found among ours or made one of them."""

    theirs: Codebook
    ours: Codebook
    ids: dict[str, str] = field(default_factory=dict)
    new: dict[str, Code] = field(default_factory=dict)
    citations: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._paths = {(code.kind, folded(self.ours.path(code.id))): code.id for code in reversed(self.ours.codes)}
        for code in self.theirs.codes:
            self.ids[code.id] = self._known(code) or self._add(code)

    def united(self) -> Codebook:
        """Our book with what theirs adds to it."""
        if not self.new:
            return self.ours
        book = replace(
            self.ours,
            sources={**self.ours.sources, **self.citations},
            lexicons=(*self.ours.lexicons, *self._lexicons()),
        )
        return add_codes(book, list(self.new.values()))

    def _known(self, code: Code) -> str | None:
        same = self.ours.by_id.get(code.id)
        if same and same.kind is code.kind:
            return same.id
        return self._paths.get((code.kind, folded(self.theirs.path(code.id))))

    def _add(self, code: Code) -> str:
        made = free_id(code.id, {**self.ours.by_id, **self.new})
        sources = tuple(SourceRef(self._source(one.ref), one.at) for one in code.sources)
        self.new[made] = replace(code, id=made, parent=self._parent(code), sources=sources)
        return made

    def _parent(self, code: Code) -> str | None:
        """The parent in our book, unless it cannot stand above the code there."""
        parent = self.ids.get(code.parent or "", "")
        above = self.new.get(parent) or self.ours.by_id.get(parent)
        return above.id if above and above.kind in (code.kind, Kind.THEME) else None

    def _source(self, ref: str) -> str:
        """The id under which a source stands in our book; one that we have under that id may be another."""
        citation = self.theirs.sources[ref]
        there = {**self.ours.sources, **self.citations}
        made = ref if there.get(ref) == citation else free_id(ref, there)
        self.citations[made] = citation
        return made

    def _lexicons(self) -> Iterator[Lexicon]:
        """Their lexicons that speak for codes which we did not have."""
        known = {one.id for one in self.ours.lexicons}
        for one in self.theirs.lexicons:
            if one.id not in known and any(self.new.keys() & concept.codes.keys() for concept in one.concepts):
                yield one


def _differing(theirs: Codebook, ours: Codebook, both: _Both) -> Iterator[Remark]:
    pairs = ((theirs[one], ours[other]) for one, other in both.ids.items() if other in ours)
    names = [mine.label.da for one, mine in pairs if _content(one) != _content(mine)]
    if names:
        what = _("codes are defined otherwise in the file; the project's definitions are kept")
        yield Remark("code", what, len(names), tuple(names[:NAMES]))


def _content(code: Code) -> Code:
    return replace(code, id="", parent=None, codebook="", sources=())


def _own_codes_gone(theirs: Codebook, ours: Codebook) -> Iterator[Remark]:
    if gone := [code.label.da for code in ours.codes if code.id not in theirs]:
        what = _("codes of the empty project are not in the file's code book, which takes its place")
        yield Remark("code", what, len(gone), tuple(gone[:NAMES]))
