"""Configurations and programme theories in a format that knows neither: as links, graphs and notes.

A configuration is told three times: its selections are joined by one-way Links (``leads to``, ``moderates``; by the
same rule as the mechanism graph), a Graph holds together which parts it has, and a Note says it in words. Each Link
refers to the note, so that what belongs together can be told from the links alone. A theory is a note with links
between codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from icmo.colours import FILL
from icmo.graph.links import MODERATES, links
from icmo.i18n import _
from icmo.models import Codebook, Configuration, Material, Part, Polarity, Role, Stance, Theory
from icmo.naming import polarity_name, role_name, stance_name
from icmo.refi.draft import Draft
from icmo.refi.elements import Element, add, one_line, refer
from icmo.refi.memos import Note, Thing
from icmo.statements import draft_statement

LEADS_TO, MODERATING, RIPPLING = "leads to", "moderates", "outcome becomes context"
STANCES = {Stance.SUPPORTS: "supports", Stance.REFUTES: "refutes", Stance.REFINES: "refines"}
ABOUT = "about"  # of a memo, on what is a note itself
_COLUMN = {Role.I: 0, Role.C: 0, Role.K: 0, Role.M: 1, Role.O: 2}
_WIDTH, _HEIGHT, _STEP = 220, 60, (320, 90)


@dataclass(frozen=True)
class Join:
    """A Link between two things of the file, by their GUIDs; `note` says more, `vertices` are its ends in a graph."""

    guid: str
    name: str
    origin: str
    target: str
    note: str = ""
    vertices: tuple[str, str] = ("", "")

    @property
    def written(self) -> bool:
        """Whether it leads from one thing to another: two codes of the same words are no link, only an edge."""
        return self.origin != self.target


# --- Notes --------------------------------------------------------------------------------------------


def notes(draft: Draft) -> Iterator[Note]:
    """A note for each configuration and each theory, in words."""
    material, guids = draft.material, draft.guids
    numbers = {one.guid: number for number, one in enumerate(material.configurations, 1)}
    for one in material.configurations:
        title = _("Configuration {n}").format(n=numbers[one.guid]) + f": {one_line(_statement(one, material), 80)}"
        guid = guids("configuration", one.guid)
        yield Note(guid, title, "\n".join(_told(one, material, numbers)), one.coder, one.at)
    for theory in material.theories:
        text = "\n".join(_theory_told(theory, material.codebook, material.language))
        guid = guids("theory", theory.guid)
        yield Note(guid, _("Programme theory") + f": {one_line(theory.name)}", text, theory.coder, theory.at)


def _statement(one: Configuration, material: Material) -> str:
    if one.statement:
        return one.statement
    parts = [_Spoken(part.role, material.coding_by_guid[part.coding].code) for part in one.parts]
    known = [part for part in parts if part.code in material.codebook]
    return draft_statement(material.codebook, known, one.polarity, material.language)


@dataclass(frozen=True)
class _Spoken:
    role: Role
    code: str


def _told(one: Configuration, material: Material, numbers: dict[str, int]) -> Iterator[str]:
    yield _statement(one, material)
    for part in sorted(one.parts, key=lambda part: list(Role).index(part.role)):
        yield ""
        yield from _part_told(part, material)
    yield ""
    yield from (f"{name}: {value}" for name, value in _facts(one, material) if value)
    later = [numbers[link.later] for link in material.links if link.earlier == one.guid and link.later in numbers]
    yield from (_("Its outcome is the context of configuration {n}.").format(n=n) for n in later)
    if one.memo:
        yield f"\n{one.memo}"


def _part_told(part: Part, material: Material) -> Iterator[str]:
    coding = material.coding_by_guid[part.coding]
    yield f"{role_name(part.role)}: {_path(coding.code, material)}"
    yield f"“{one_line(coding.quote, 10_000)}” ({material.transcript_by_guid[coding.transcript].name})"
    if part.resource:
        yield _("Resource") + f": {part.resource}"
    if part.reasoning:
        yield _("Reasoning") + f": {part.reasoning}"


def _path(code: str, material: Material) -> str:
    return material.codebook.path(code, material.language) if code in material.codebook else code


def _facts(one: Configuration, material: Material) -> Iterator[tuple[str, str]]:
    theory = next((theory.name for theory in material.theories if theory.guid == one.theory), "")
    yield _("Polarity"), polarity_name(one.polarity)
    yield _("Programme theory"), theory
    yield _("Stance"), stance_name(one.stance) if one.stance else ""
    yield _("Target group"), _path(one.target_group, material) if one.target_group else ""
    yield _("Actor"), one.actor


def _theory_told(theory: Theory, book: Codebook, language: str) -> Iterator[str]:
    yield theory.statement
    yield ""
    for part in theory.parts:
        yield f"{role_name(part.role)}: {book.path(part.code, language) if part.code in book else part.code}"


# --- Links --------------------------------------------------------------------------------------------


def joins(draft: Draft) -> dict[str, list[Join]]:
    """The links within each configuration, by its GUID: between the selections that its parts stand in."""
    found: dict[str, list[Join]] = defaultdict(list)
    for link in links(draft.material):
        one, relation = link.configuration, MODERATING if link.relation == MODERATES else LEADS_TO
        name, ends = _named(relation, one.polarity), (draft.selection(link.ends[0]), draft.selection(link.ends[1]))
        guid, note = draft.guids("link", one.guid, name, *ends), draft.guids("configuration", one.guid)
        first = _vertex(one, link.source[0], link.ends[0].guid, draft)
        second = _vertex(one, link.target[0], link.ends[1].guid, draft)
        found[one.guid].append(Join(guid, name, *ends, note, (first, second)))
    return found


def _vertex(one: Configuration, role: str, coding: str, draft: Draft) -> str:
    return draft.guids("vertex", one.guid, role, coding)


def _named(relation: str, polarity: Polarity) -> str:
    return relation if polarity is Polarity.FURTHERS else f"{relation} ({polarity.value})"


def joins_of_codes(written: Container[str], draft: Draft) -> Iterator[Join]:
    """The links that theories tell, between codes that are written."""
    guids = draft.guids
    for theory in draft.material.theories:
        by_role: dict[Role, list[str]] = defaultdict(list)
        for part in theory.parts:
            if part.code in written:
                by_role[part.role].append(part.code)
        for name, pair in _steps(by_role):
            ends = guids("code", pair[0]), guids("code", pair[1])
            yield Join(guids("link", theory.guid, name, *ends), name, *ends, guids("theory", theory.guid))


def _steps(codes: dict[Role, list[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a theory's codes lead to, by the rule of `icmo.graph.links`."""
    middle = Role.M if codes[Role.M] else Role.O
    steps = [(Role.I, middle), (Role.C, middle), *([(Role.M, Role.O)] if middle is Role.M else [])]
    steps = steps if codes[middle] else [(Role.I, Role.C)]
    for first, second in steps:
        yield from ((LEADS_TO, pair) for pair in product(codes[first], codes[second]))
    yield from ((MODERATING, pair) for pair in product(codes[Role.K], codes[steps[0][1]]))


def joins_of_notes(draft: Draft) -> Iterator[Join]:
    """What joins configurations to those that follow on them, and to the theories that they speak of."""
    material, guids = draft.material, draft.guids
    configurations = {one.guid for one in material.configurations}
    for link in material.links:
        if {link.earlier, link.later} <= configurations:
            ends = guids("configuration", link.earlier), guids("configuration", link.later)
            yield Join(guids("link", link.guid), RIPPLING, *ends)
    theories = {theory.guid for theory in material.theories}
    for one in material.configurations:
        if one.theory in theories:
            ends = guids("configuration", one.guid), guids("theory", str(one.theory))
            yield Join(guids("link", one.guid, "theory"), STANCES[one.stance] if one.stance else ABOUT, *ends)


def join_of_memo(note: Note, about: Thing, draft: Draft) -> Join:
    """The link from a memo to the thing that it is about; a coding's is to the words that it marks."""
    noun, name = about
    if noun == "coding":
        end = draft.selection(draft.material.coding_by_guid[name])
    else:
        end = draft.selection_of_memo(name) if noun == "selection" else draft.guids(noun, name)
    return Join(draft.guids("link", note.guid, "about"), ABOUT, note.guid, end)


def add_link(parent: Element, join: Join) -> None:
    """Add a one-way link."""
    ends = {"originGUID": join.origin, "targetGUID": join.target}
    made = add(parent, "Link", guid=join.guid, name=join.name, direction="OneWay", **ends)
    refer(made, "NoteRef", [join.note] if join.note else [])


def things(material: Material) -> Iterator[Thing]:
    """The configurations and theories, as things that memos are about."""
    yield from (("configuration", one.guid) for one in material.configurations)
    yield from (("theory", one.guid) for one in material.theories)


# --- Graphs -------------------------------------------------------------------------------------------


def add_graph(parent: Element, one: Configuration, title: str, drawn: Iterable[Join], draft: Draft) -> None:
    """Add a configuration as a graph: I, C and K to the left, M, then O; above them the note that says it."""
    made = add(parent, "Graph", guid=draft.guids("graph", one.guid), name=title)
    note = {"guid": draft.guids("vertex", one.guid), "representedGUID": draft.guids("configuration", one.guid)}
    add(made, "Vertex", **note, name=title, **_box(0, 0), shape="Note")
    rows: Counter[int] = Counter()
    for role, coding in dict.fromkeys((part.role, part.coding) for part in one.parts):
        rows[_COLUMN[role]] += 1
        _add_vertex(made, one, role, coding, _box(_COLUMN[role], rows[_COLUMN[role]]), draft)
    for join in dict.fromkeys(drawn):
        _add_edge(made, join, draft)


def _box(column: int, row: int) -> dict[str, str]:
    x, y = column * _STEP[0], row * _STEP[1]
    return {"firstX": str(x), "firstY": str(y), "secondX": str(x + _WIDTH), "secondY": str(y + _HEIGHT)}


def _add_vertex(
    parent: Element, one: Configuration, role: Role, coding: str, box: dict[str, str], draft: Draft
) -> None:
    marked = draft.material.coding_by_guid[coding]
    add(
        parent,
        "Vertex",
        guid=_vertex(one, role, coding, draft),
        representedGUID=draft.selection(marked),
        name=f"{role}: {_path(marked.code, draft.material)}",
        **box,
        shape="Rectangle",
        color=FILL[role],
    )


def _add_edge(parent: Element, join: Join, draft: Draft) -> None:
    add(
        parent,
        "Edge",
        guid=draft.guids("edge", *join.vertices, join.name),
        representedGUID=join.guid if join.written else "",
        name=join.name,
        sourceVertex=join.vertices[0],
        targetVertex=join.vertices[1],
        direction="OneWay",
        lineStyle="dashed" if join.name.startswith(MODERATING) else "solid",
    )
