"""What importing an exchange file does to a project, planned before anything is changed.

A file of icmo's own has the whole project in it and gives everything back; of any other, codes, texts, codings, memos,
cases and variables are said in icmo's nouns first (`icmo.refi.as_material`). Both are then united with the project in
the same way (`icmo.refi.uniting`): what is there is never doubled and never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from icmo.codebook_changes import changed_texts
from icmo.errors import ReadError
from icmo.i18n import _
from icmo.models import Codebook, Material
from icmo.refi.as_material import as_material
from icmo.refi.books_united import find_book, said, without_layer
from icmo.refi.codes_found import CodesFound, find_codes
from icmo.refi.matching import Count
from icmo.refi.parcel import Parcel, Remark
from icmo.refi.relations import related
from icmo.refi.trusted import sound, trusted
from icmo.refi.uniting import United, unite
from icmo.refi.variables import described

_NOUNS = (
    *("codings", "configurations", "memos", "theories", "decisions"),
    *("cues", "summaries", "edits", "texts", "resolutions"),
)


@dataclass(frozen=True)
class Merge:
    """What an import does, or has done.

    Attributes
    ----------
    name, origin, unit : the file, the program that wrote it, and how it counts offsets
    before, after : the code book; `taken` says that it is the file's, in place of an empty project's
    united : what comes in, noun by noun
    counts : how much of each noun is new, was there already, and could not be brought in
    remarks : what a person should know: skipped, guessed, changed or dropped; the reader's first
    """

    name: str
    origin: str
    unit: str
    before: Codebook
    after: Codebook
    taken: bool
    united: United
    counts: tuple[Count, ...]
    remarks: tuple[Remark, ...]

    @property
    def changes(self) -> bool:
        """Whether anything comes in at all."""
        united = self.united
        return any(one.new for one in self.counts) or bool(
            united.variables or united.described or united.guide or self.books or self.lexicons
        )

    @property
    def new(self) -> Material:
        """All that is new, as material."""
        return self.united.new

    @cached_property
    def books(self) -> Mapping[str, str]:
        """The code books that change: YAML by their ids."""
        if self.taken:
            return _changed(said(self.before)[0], said(self.after)[0])
        return {} if self.after is self.before else changed_texts(self.before, self.after)

    @cached_property
    def lexicons(self) -> Mapping[str, str]:
        """The lexicons that are new or change: YAML by their ids."""
        return {} if self.after is self.before else _changed(said(self.before)[1], said(self.after)[1])


def plan(parcel: Parcel, material: Material) -> Merge:
    """What importing a parcel into a project does to it; nothing is changed.

    Parameters
    ----------
    material : the project as it is

    Raises
    ------
    InvalidError, ProblemsError
        The parcel's codes cannot become codes of the project's book.
    """
    ours = replace(material, codebook=without_layer(material.codebook))
    if parcel.private is None:
        return _of_others(parcel, ours, ())
    from icmo.refi.private import load

    try:
        theirs = load(sound(parcel.private))
    except ReadError as error:
        what = _("what icmo itself has put into the file cannot be read ({why}); the rest is read instead")
        return _of_others(parcel, ours, (Remark("file", what.format(why=error.message)),))
    known = tuple(one for one in parcel.remarks if one.noun != "graph")  # they are read from icmo's own part
    return _of_ours(replace(parcel, remarks=known), ours, theirs)


def _of_ours(parcel: Parcel, ours: Material, theirs: Material) -> Merge:
    """A project of icmo comes in, whole."""
    theirs, remarks = trusted(replace(theirs, codebook=without_layer(theirs.codebook)))
    empty = not ours.transcripts and not any(getattr(ours, noun) for noun in _NOUNS)
    codes = find_book(theirs.codebook, ours.codebook, empty=empty)
    united = unite(theirs, ours, codes, own=True)
    counts = (_code_count(codes), *united.counts)
    return _merge(parcel, ours, codes, united, counts, (*remarks, *_named_otherwise(theirs, ours)))


def _of_others(parcel: Parcel, ours: Material, remarks: tuple[Remark, ...]) -> Merge:
    """A file of any program comes in, with what of it icmo has nouns for."""
    used = {one.code for one in parcel.codings}
    codes = find_codes(parcel.codes, ours.codebook, used=used)
    about = described(parcel, ours.municipalities)
    read = as_material(parcel, codes, about, ours.language)
    links = related(parcel, read.material, codes)
    theirs = replace(read.material, configurations=links.configurations, links=links.links, memos=links.memos)
    united = unite(theirs, ours, replace(codes, ids={one.id: one.id for one in codes.book.codes}), own=False)
    counts = (_code_count(codes), *_with_left(united.counts, read.left))
    return _merge(parcel, ours, codes, united, counts, (*remarks, *about.remarks, *read.remarks, *links.remarks))


def _merge(
    parcel: Parcel,
    ours: Material,
    codes: CodesFound,
    united: United,
    counts: tuple[Count, ...],
    remarks: tuple[Remark, ...],
) -> Merge:
    return Merge(
        name=parcel.name,
        origin=parcel.origin,
        unit=parcel.unit,
        before=ours.codebook,
        after=codes.book,
        taken=codes.taken,
        united=united,
        counts=tuple(one for one in counts if one.new or one.there or one.left),
        remarks=(*parcel.remarks, *codes.remarks, *remarks, *united.remarks),
    )


def _code_count(codes: CodesFound) -> Count:
    return Count("code", len(codes.new), len(codes.ids) - len(codes.new))


def _with_left(counts: tuple[Count, ...], left: Mapping[str, int]) -> Iterator[Count]:
    for one in counts:
        yield replace(one, left=one.left + left.get(one.noun, 0))


def _named_otherwise(theirs: Material, ours: Material) -> Iterator[Remark]:
    """Name and language of a project are its own; those of the file are only told."""
    if (theirs.name, theirs.language) != (ours.name, ours.language):
        what = _("the file's project is called so and its reports are in {language}; the project keeps its own")
        yield Remark("file", what.format(language=theirs.language), 1, (theirs.name,))


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in after.items() if before.get(name) != text}
