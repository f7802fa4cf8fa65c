"""Which row and which target group of the overview each piece of evidence stands in.

A coding that is part of a configuration stands in the row of its role there, under the configuration's target group;
any other coding in the row of its code's kind. Where a configuration names no target group, the groups are those coded
in the same turn, else the transcript's own, else "not stated".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from icmo.evidence import Stretch, stretch_of, unite
from icmo.i18n import _, current
from icmo.kept import kept
from icmo.models import STRONG, Codebook, Coding, Editing, Kind, Material, OverviewEdit, Polarity, Role, Valence

NOT_STATED = ""


@dataclass(frozen=True)
class Row:
    """A row of the overview: its title, and which roles and kinds stand in it.

    `key` is what edits by hand call the part; `root` narrows a row to one type of interventions; in a row of
    `hindering` factors stands only what hinders, and then in no other row.
    """

    key: str
    title: str
    roles: tuple[Role, ...] = ()
    kinds: tuple[Kind, ...] = ()
    always: bool = True
    root: str = ""
    hindering: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A code at a place in a row, under a target group, before marks are united to quotes."""

    row: int
    group: str
    code: str
    stretch: Stretch
    hinders: bool


def rows_of_bilag_5(book: Codebook, *, grouped: bool = True, hindering: bool = False) -> list[Row]:
    """The rows of the overview in the order of Bilag 5; principles and themes come last, where there are any.

    Parameters
    ----------
    grouped : interventions in a row for each type of them that the book has codes below
    hindering : what hinders in a row of its own
    """
    i, c, k, m, o = (Role.I, Role.C, Role.K, Role.M, Role.O)
    interventions = Row("I", _("Interventions (what)"), (i,), (Kind.INTERVENTION,))
    factors = (Kind.INTERVENTION, Kind.CONTEXT, Kind.MODERATOR, Kind.MECHANISM)
    return [
        Row("target_group", _("Target group (who)"), (), (Kind.TARGET_GROUP,)),
        *(_types(book, interventions) if grouped else [interventions]),
        Row("C", _("Context (where) (C)"), (c,), (Kind.CONTEXT,)),
        Row("K", _("Moderators (K)"), (k,), (Kind.MODERATOR,)),
        *([Row("hindering", _("Hindering factors"), (i, c, k, m), factors, hindering=True)] if hindering else []),
        Row("M", _("Effect (how) (M)"), (m,), (Kind.MECHANISM,)),
        Row("O", _("Outcome (O)"), (o,), (Kind.OUTCOME,)),
        Row("method", _("Method"), (), (Kind.METHOD,)),
        Row("principle", _("Core principles"), (), (Kind.PRINCIPLE,), always=False),
        Row("theme", _("Themes"), (), (Kind.THEME,), always=False),
    ]


def _types(book: Codebook, row: Row) -> list[Row]:
    """A row for each type of interventions, and one for what is of none of them."""
    parents = {code.parent for code in book.codes}
    roots = [code for code in book.of_kind(Kind.INTERVENTION) if code.parent is None and code.id in parents]
    named = [replace(row, title=f"{row.title}: {code.label.text(current())}", root=code.id) for code in roots]
    other = replace(row, title=_("{row}: other").format(row=row.title), always=False) if roots else row
    return [*named, other]


class Places:
    """Where codes stand among the rows."""

    def __init__(self, book: Codebook, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._book = book
        self._known: dict[tuple[str, Role | None, bool], int | None] = {}

    def __call__(self, code: str, role: Role | None, hinders: bool) -> int | None:
        """The row of a code in a role (None: by its kind); None when no row has it."""
        asked = (code, role, hinders)
        if asked not in self._known:
            self._known[asked] = self._find(code, role, hinders)
        return self._known[asked]

    def of_key(self, key: str, code: str) -> int | None:
        """The row of a part that a code stands in, whatever its role."""
        return self._best(code, [row for row in self._rows if row.key == key])

    def _find(self, code: str, role: Role | None, hinders: bool) -> int | None:
        kind = self._book[code].kind
        fitting = [row for row in self._rows if (role in row.roles if role else kind in row.kinds)]
        apart = [row for row in fitting if row.hindering]
        if hinders and apart:
            return self._rows.index(apart[0])
        return self._best(code, [row for row in fitting if not row.hindering])

    def _best(self, code: str, rows: Sequence[Row]) -> int | None:
        above = self._book.lineage(code)
        typed = [row for row in rows if row.root in above]
        found = typed or [row for row in rows if not row.root]
        return self._rows.index(found[0]) if found else None


def coded(material: Material, rows: Sequence[Row]) -> Iterator[Mark]:
    """What the codings and configurations put into the table."""
    in_configurations: set[str] = set()
    groups, place = groups_of(material), Places(material.codebook, rows)
    for configuration in material.configurations:
        for part in configuration.parts:
            coding = material.coding_by_guid[part.coding]
            in_configurations.add(coding.guid)
            hinders = configuration.polarity is Polarity.HINDERS or coding.valence is Valence.NEGATIVE
            row = place(coding.code, part.role, hinders)
            told_of = (configuration.target_group,) if configuration.target_group else groups(coding)
            if row is not None:
                yield from (Mark(row, group, coding.code, stretch_of(coding), hinders) for group in told_of)
    for coding in material.codings:
        if coding.guid in in_configurations:
            continue
        hinders = coding.valence is Valence.NEGATIVE
        row = place(coding.code, None, hinders)
        about_itself = material.codebook[coding.code].kind is Kind.TARGET_GROUP
        if row is not None:
            told_of = (coding.code,) if about_itself else groups(coding)
            yield from (Mark(row, group, coding.code, stretch_of(coding), hinders) for group in told_of)


def suggested(material: Material, rows: Sequence[Row]) -> Iterator[Mark]:
    """What the strong suggestions would put into the table, for a draft."""
    place = Places(material.codebook, rows)
    for one in material.suggestions:
        row = place(one.code, None, False)
        if one.band == STRONG and row is not None:
            group = material.transcript_by_guid[one.transcript].target_group or NOT_STATED
            yield Mark(row, group, one.code, stretch_of(one), False)


class Edits:
    """What was changed by hand, found by where an entry stands: in one column, else in all."""

    def __init__(self, edits: Iterable[OverviewEdit]) -> None:
        self._found: dict[tuple[Editing, str, str | None, str], OverviewEdit] = {
            (one.action, one.row, one.target_group, one.code): one for one in edits
        }

    def get(self, action: Editing, key: str, group: str, code: str) -> OverviewEdit | None:
        """The edit of that sort to an entry, if there is one."""
        return self._found.get((action, key, group, code)) or self._found.get((action, key, None, code))


def edited(marks: Iterable[Mark], rows: Sequence[Row], book: Codebook, edits: Edits) -> Iterator[Mark]:
    """The marks without those of hidden entries, and with those of merged ones where they went."""
    place = Places(book, rows)
    for mark in marks:
        key = rows[mark.row].key
        if edits.get(Editing.HIDE, key, mark.group, mark.code):
            continue
        merged = edits.get(Editing.MERGE, key, mark.group, mark.code)
        if merged and merged.into in book:
            row = place.of_key(key, merged.into)
            yield replace(mark, code=merged.into, row=mark.row if row is None else row)
        else:
            yield mark


class GroupsOf:
    """The target groups of a coding outside configurations that name one; a turn may tell of several."""

    def __init__(self, material: Material) -> None:
        self._transcripts = material.transcript_by_guid
        in_turn: dict[tuple[str, int], set[str]] = defaultdict(set)
        for coding in material.codings:
            if material.codebook[coding.code].kind is Kind.TARGET_GROUP:
                in_turn[self._turn(coding)].add(coding.code)
        self._in_turn = {turn: tuple(sorted(codes)) for turn, codes in in_turn.items()}

    def _turn(self, coding: Coding) -> tuple[str, int]:
        transcript = self._transcripts[coding.transcript]
        return coding.transcript, transcript.turn_number(coding.start)

    def __call__(self, coding: Coding) -> tuple[str, ...]:
        own = self._transcripts[coding.transcript].target_group
        return self._in_turn.get(self._turn(coding)) or (own or NOT_STATED,)


@kept
def groups_of(material: Material) -> GroupsOf:
    """The target groups of a project’s codings."""
    return GroupsOf(material)


def stretches(marks: Iterable[Mark]) -> list[Stretch]:
    """The distinct stretches of text that the marks stand on."""
    return unite(mark.stretch for mark in marks)
