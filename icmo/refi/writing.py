"""Write a project as .qdpx and a code book as .qdc (REFI-QDA 1.0), for the standard or as one program needs it.

A .qdpx is a zip file with ``project.qde`` (XML), the texts in ``sources/`` as UTF-8 without a byte-order mark and with
LF, and our own ``icmo/project.json`` (`icmo.refi.private`). Elements stand in the order of the schema, no container is
empty, places are code points, half-open. The same project gives the same bytes. What a program needs otherwise, and
what it is known to drop, is in `icmo.refi.targets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.i18n import language as speaking
from icmo.models import Case, Codebook, Configuration, Material, Transcript
from icmo.refi import attributes, configurations, losses
from icmo.refi.archive import packed
from icmo.refi.codebook import code_tree
from icmo.refi.configurations import Join
from icmo.refi.draft import Draft, fitting_memos, placed
from icmo.refi.elements import (
    CODEBOOK,
    ORIGIN,
    PROJECT,
    Element,
    add,
    clean,
    distinct,
    encoded,
    moment,
    one_line,
    refer,
    root,
    to_bytes,
)
from icmo.refi.guids import Guids
from icmo.refi.memos import Hung, Note, Thing, add_note, hang, memo_notes, named_apart
from icmo.refi.parcel import Remark
from icmo.refi.passages import Selection, add_source, selections
from icmo.refi.private import MEMBER, dump
from icmo.refi.targets import Target, target_of

_NEVER = "1970-01-01T00:00:00Z"
Row = TypeVar("Row")


class Written(NamedTuple):
    """A file, what a person should know of it, and how much of each kind it holds for all programs, by its noun.

    The remarks say what is changed, and what the program that it is for is known to drop.
    """

    data: bytes
    remarks: tuple[Remark, ...]
    counts: Mapping[str, int]


def qdpx(material: Material, *, target: str = "standard", at: str | None = None) -> Written:
    """A project as a .qdpx file.

    Parameters
    ----------
    target : the program that is to read it: one of `icmo.refi.targets.TARGETS`
    at : when it was written (ISO 8601); by default when something in the project was last made, so that the file of an
        unchanged project stays the same

    Raises
    ------
    NotFoundError
        There is no such target.
    """
    chosen = target_of(target)
    sound, misplaced = placed(material)
    with speaking(material.language):
        whole = _whole(Draft(sound, chosen))
    members = {MEMBER: dump(material)}
    xml = to_bytes(_project(whole, moment(at or "") or _latest(material), members))
    members[_project_file(material.name, chosen)] = xml
    counts = whole.counts()
    return Written(packed(members), (*misplaced, *losses.of_project(whole.draft, xml, counts)), counts)


def qdc(book: Codebook, *, target: str = "standard", language: str = "da") -> Written:
    """A code book as a .qdc file, in one language.

    Raises
    ------
    InvalidError
        It has no codes, and the format allows no such file.
    """
    chosen = target_of(target)
    if not book.codes:
        raise InvalidError(_("The code book has no codes."), _("Add a code first."))
    made = root(CODEBOOK, "CodeBook", origin=ORIGIN)
    code_tree(add(made, "Codes"), book, chosen, Guids(), language)
    return Written(to_bytes(made), tuple(losses.of_codebook(book, chosen, language)), {"code": len(book.codes)})


# --- What is written ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """All that stands in the file, before it is XML."""

    draft: Draft
    unknown: tuple[str, ...]  # codes that codings bear and the book lacks
    marked: dict[str, list[Selection]]
    notes: tuple[Note, ...]
    hung: Hung
    joined: dict[str, list[Join]]
    links: tuple[Join, ...]
    cases: tuple[Case, ...]
    sets: tuple[tuple[str, list[str]], ...]
    types: dict[str, str]

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the notes are called, by their GUIDs."""
        return {note.guid: note.name for note in self.notes}

    def counts(self) -> dict[str, int]:
        """How much of each kind the file holds."""
        material = self.draft.material
        return {
            "code": len(material.codebook.codes) + len(self.unknown),
            "source": len(material.transcripts),
            "coding": len(material.codings),
            "memo": len(material.memos),
            "configuration": len(material.configurations),
            "theory": len(material.theories),
            "case": len(self.cases),
            "variable": len(self.types),
            "set": len(self.sets),
            "link": len(self.links),
            "graph": len(material.configurations),
        }


def _whole(draft: Draft) -> Whole:
    material, target = draft.material, draft.target
    unknown = tuple(sorted({one.code for one in material.codings} - material.codebook.by_id.keys()))
    notes = named_apart(chain(configurations.notes(draft), memo_notes(draft)))
    hung = hang(notes, set(_things(draft, unknown)), target)
    joined, cases = configurations.joins(draft), attributes.cases(material)
    values = chain(map(attributes.source_values, material.transcripts), (case.variables for case in cases))
    return Whole(
        draft=draft,
        unknown=unknown,
        marked=selections(draft),
        notes=hung.notes,
        hung=hung,
        joined=joined,
        links=tuple(_links(draft, joined, hung, unknown)),
        cases=cases,
        sets=tuple(attributes.sets(material)) if target.sets else (),
        types=attributes.types(values),
    )


def _things(draft: Draft, unknown: Iterable[str]) -> Iterator[Thing]:
    """All that notes can hang on."""
    material = draft.material
    yield "project", ""
    yield from (("source", one.guid) for one in material.transcripts)
    yield from (("coding", one.guid) for one in material.codings)
    yield from (("selection", one.guid) for one in fitting_memos(material))
    yield from (("code", name) for name in chain(material.codebook.by_id, unknown))
    yield from configurations.things(material)


def _links(draft: Draft, joined: dict[str, list[Join]], hung: Hung, unknown: Iterable[str]) -> Iterator[Join]:
    """The links that are written, each once."""
    written = frozenset(chain(draft.material.codebook.by_id, unknown))
    found = [*chain.from_iterable(joined.values()), *configurations.joins_of_codes(written, draft)]
    if draft.target.joined_notes:
        found += configurations.joins_of_notes(draft)
    found += (configurations.join_of_memo(note, about, draft) for note, about in hung.links)
    yield from {one.guid: one for one in found if one.written}.values()


# --- As XML -------------------------------------------------------------------------------------------


def _project(whole: Whole, at: str, files: dict[str, bytes]) -> Element:
    """The project's element; the texts that lie beside it become members of `files`."""
    draft = whole.draft
    made = root(PROJECT, "Project", name=_name(draft.material), origin=_origin(draft.target), creationDateTime=at)
    _each(
        made,
        "Users",
        _coders(draft.material),
        lambda users, coder: add(users, "User", guid=draft.user(coder), name=coder),
    )
    _add_codes(made, whole)
    if whole.types:
        attributes.add_variables(add(made, "Variables"), whole.types, draft.guids)
    _each(made, "Cases", whole.cases, lambda cases, case: _add_case(cases, case, whole))
    _add_sources(made, whole, files)
    _each(made, "Notes", whole.notes, lambda notes, note: add_note(notes, note, files, at, draft))
    _each(made, "Links", whole.links, configurations.add_link)
    _each(made, "Sets", whole.sets, lambda sets, one: attributes.add_set(sets, *one, draft.guids))
    _each(made, "Graphs", draft.material.configurations, lambda graphs, one: _add_graph(graphs, one, whole))
    refer(made, "NoteRef", whole.hung.on(("project", "")))
    return made


def _each(parent: Element, tag: str, rows: Iterable[Row], write: Callable[[Element, Row], object]) -> None:
    """A container with an element for each row; without rows no container."""
    if found := list(rows):
        container = add(parent, tag)
        for row in found:
            write(container, row)


def _add_codes(parent: Element, whole: Whole) -> None:
    book, hung = whole.draft.material.codebook, whole.hung
    if book.codes or whole.unknown:
        codes = add(add(parent, "CodeBook"), "Codes")
        notes = {name: guids for (noun, name), guids in hung.references.items() if noun == "code"}
        language = whole.draft.material.language
        code_tree(codes, book, whole.draft.target, whole.draft.guids, language, unknown=whole.unknown, notes=notes)


def _add_case(parent: Element, case: Case, whole: Whole) -> None:
    guids = whole.draft.guids
    here = [one for one in whole.draft.material.transcripts if one.municipality == case.name]
    attributes.add_case(parent, case, whole.types, (guids("source", one.guid) for one in here), guids)


def _add_sources(parent: Element, whole: Whole, files: dict[str, bytes]) -> None:
    draft, transcripts = whole.draft, whole.draft.material.transcripts
    names = distinct(one_line(one.name, 1000) for one in transcripts)

    def write(sources: Element, row: tuple[Transcript, str]) -> None:
        """One source with what is selected in it."""
        source, name = row
        made = add_source(sources, source, name, whole.marked.get(source.guid, ()), whole.hung, draft)
        attributes.add_values(made, attributes.source_values(source), whole.types, draft.guids)
        files[f"sources/{draft.guids('source', source.guid)}.txt"] = encoded(source.text)

    _each(parent, "Sources", zip(transcripts, names, strict=True), write)


def _add_graph(parent: Element, one: Configuration, whole: Whole) -> None:
    title = whole.titles[whole.draft.guids("configuration", one.guid)]
    configurations.add_graph(parent, one, title, whole.joined.get(one.guid, ()), whole.draft)


def _coders(material: Material) -> list[str]:
    """Who has made something that stands in the file."""
    nouns = ("transcripts", "codings", "configurations", "memos", "theories", "summaries")
    return sorted({one.coder for noun in nouns for one in getattr(material, noun)} - {""})


def _name(material: Material) -> str:
    return one_line(material.name, 1000) or "icmo"


def _origin(target: Target) -> str:
    """Who wrote it; a file whose places count as NVivo's says so."""
    return f"{ORIGIN} for {target.name}" if target.utf16 else ORIGIN


def _project_file(name: str, target: Target) -> str:
    plain = re.sub(r"[^\w .-]", "_", clean(name)).strip(" .")
    return f"{plain[:100] or 'project'}.qde" if target.named_file else "project.qde"


def _latest(material: Material) -> str:
    """When something in the project was last made."""
    nouns = ("transcripts", "codings", "configurations", "memos", "theories", "links", "summaries")
    return max((moment(one.at) for noun in nouns for one in getattr(material, noun)), default="") or _NEVER
