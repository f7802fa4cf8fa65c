"""The Bilag 5 overview: rows of ICMO parts × target groups, every entry with its municipalities and quotes.

Where each piece of evidence stands is decided in `icmo.overview_rows`; here it is numbered, counted and put in words,
with what an evaluator has changed by hand. Reports render the model and count nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from icmo.documents.model import Quote
from icmo.documents.options import Options
from icmo.documents.pieces.counts import Backing
from icmo.documents.pieces.ending import method_lines
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.i18n import _, current, integer, language
from icmo.models import Editing, Kind, Material, OverviewEdit
from icmo.naming import label
from icmo.overview_rows import NOT_STATED, Edits, Mark, Row, coded, edited, rows_of_bilag_5, stretches, suggested

NOTHING = Backing((), 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """A code in a cell, with its evidence: `quotes` are the numbers of those that are printed.

    `edits` are what was done to it by hand (GUIDs) and `by_hand` says so in words.
    """

    code: str
    label: str
    backing: Backing
    quotes: tuple[int, ...]
    hindering: int
    thin: bool
    counts: str
    flags: tuple[str, ...] = ()
    by_hand: str = ""
    edits: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities that tell of it."""
        return self.backing.municipalities


@dataclass(frozen=True)
class Overview:
    """A table of cells (row × group) of entries, with all quotes numbered and what it rests on in words.

    `keys` are the parts that rows are of, `roots` the type of interventions that they are narrowed to, `group_ids` the
    codes of the columns; `hidden` tells of entries that were hidden by hand; `parts` says of each part in all columns
    how many codes stand in it, and what stands behind them.
    """

    title: str
    subtitle: str
    rows: tuple[str, ...]
    groups: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[Entry, ...]]
    quotes: tuple[Quote, ...]
    method: tuple[str, ...]
    draft: bool
    language: str
    no_evidence: str
    keys: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    hidden: tuple[OverviewEdit, ...] = ()
    roots: tuple[str, ...] = ()
    parts: Mapping[str, tuple[int, Backing]] = field(default_factory=dict)

    def cell(self, row: int, group: int) -> tuple[Entry, ...]:
        """The entries at a place in the table; none is "no evidence"."""
        return self.cells.get((row, group), ())

    @property
    def n_entries(self) -> int:
        """How many entries the table has in all its cells."""
        return sum(map(len, self.cells.values()))


def build(material: Material, options: Options | None = None, **asked: object) -> Overview:
    """Build the overview of a project's material.

    Parameters
    ----------
    material : everything in the project at one moment
    options : what is asked; by default personal data in quotes are masked
    asked : single options: `draft` counts the strong suggestions instead of the codings, and says so; an entry with
        fewer than `min_municipalities` or `min_quotes` is flagged as thin evidence; `lang` is "da" or "en", by default
        the project's language
    """
    options = replace(options or Options(mask=True), **asked)  # type: ignore[arg-type]
    with language(options.lang or material.language):
        return _Table(material, options).overview()


class _Table:
    """The overview as it is made."""

    def __init__(self, material: Material, options: Options) -> None:
        self.material, self.options = material, options
        rows = rows_of_bilag_5(material.codebook, grouped=options.grouped, hindering=options.hindering)
        self.edits = Edits(material.edits if options.edited else ())
        marks = list(suggested(material, rows) if options.draft else coded(material, rows))
        marks = list(edited(marks, rows, material.codebook, self.edits))
        used = {mark.row for mark in marks} | {i for i, row in enumerate(rows) if any(self._added(row))}
        kept = [i for i, row in enumerate(rows) if row.always or i in used]
        self.rows = [rows[i] for i in kept]
        self.groups = _groups(material, {mark.group for mark in marks})
        place, column = {row: n for n, row in enumerate(kept)}, {group: n for n, group in enumerate(self.groups)}
        self.cells: dict[tuple[int, int], dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
        for mark in marks:
            self.cells[place[mark.row], column[mark.group]][mark.code].append(mark)
        self.quoting = Quoting(material, options)
        self.numbers: dict[Stretch, int | None] = {}

    def overview(self) -> Overview:
        """The table with its entries, numbered and counted."""
        self._number()
        entries = {at: tuple(self._entries(at, found)) for at, found in self.cells.items()}
        self._add_by_hand(entries)
        self._add_groups(entries)
        return Overview(
            title=_("Overview of the evaluation’s results: {name}").format(name=self.material.name),
            subtitle=_subtitle(self.options.draft),
            rows=tuple(row.title for row in self.rows),
            groups=tuple(self.groups.values()),
            cells=entries,
            quotes=self.quoting.quotes,
            method=tuple(self._method()),
            draft=self.options.draft,
            language=current(),
            no_evidence=_("no evidence"),
            keys=tuple(row.key for row in self.rows),
            group_ids=tuple(self.groups),
            hidden=tuple(self._hidden()),
            parts=self._parts(),
            roots=tuple(row.root for row in self.rows),
        )

    def _number(self) -> None:
        """Number the united stretches of all cells in the order of the transcripts."""
        order = {transcript.guid: i for i, transcript in enumerate(self.material.transcripts)}
        cited = {s for by_code in self.cells.values() for found in by_code.values() for s in stretches(found)}
        by_place: dict[tuple[int, int, int], list[Stretch]] = defaultdict(list)
        for one in cited:
            by_place[order[one.transcript], one.start, one.end].append(one)
        for at in sorted(by_place):
            same = by_place[at]
            whole = Stretch(same[0].transcript, at[1], at[2], frozenset().union(*(one.marks for one in same)))
            self.numbers |= dict.fromkeys(same, self.quoting.cite(whole))

    # --- Entries ----------------------------------------------------------------------------------------

    def _entries(self, at: tuple[int, int], by_code: Mapping[str, list[Mark]]) -> list[Entry]:
        """The entries of a cell: those that most municipalities tell of first."""
        row, group = self.rows[at[0]], tuple(self.groups)[at[1]]
        order = {code: n for n, code in enumerate(self.material.codebook.by_id)}
        made = [self._entry(row, group, code, marks) for code, marks in by_code.items()]
        return sorted(made, key=lambda e: (-len(e.municipalities), -e.backing.citations, order[e.code]))

    def _entry(self, row: Row, group: str, code: str, marks: list[Mark]) -> Entry:
        cited = stretches(marks)
        hindering = {mark for one in marks if one.hinders for mark in one.stretch.marks}
        renamed = self.edits.get(Editing.RENAME, row.key, group, code)
        merged = [
            edit
            for edit in self._edits(Editing.MERGE, row.key)
            if edit.into == code and edit.target_group in (None, group)
        ]
        usual = label(self.material.codebook[code])
        n_hindering = 0 if row.hindering else sum(bool(one.marks & hindering) for one in cited)
        entry = self._backed(code, renamed.text if renamed else usual, cited, n_hindering)
        told = [_("renamed by hand, in the code book “{label}”").format(label=usual)] if renamed else []
        told += [_("with “{label}”, merged by hand").format(label=self._called(edit.code)) for edit in merged]
        guids = tuple(edit.guid for edit in (*([renamed] if renamed else ()), *merged))
        return replace(entry, by_hand="; ".join(told), edits=guids)

    def _backed(self, code: str, name: str, cited: Sequence[Stretch], hindering: int) -> Entry:
        backing = Backing.of(self.material, cited)
        numbers = sorted({number for one in cited if (number := self.numbers.get(one)) is not None})
        counts = backing.in_words(self.material)
        if hindering == backing.citations:
            counts += _(", all hindering") if hindering > 1 else _(", hindering")
        elif hindering:
            counts += _(", {n} of them hindering").format(n=integer(hindering))
        codings = tuple(sorted({mark for one in cited for mark in one.marks}))
        return Entry(
            code=code,
            label=name,
            backing=backing,
            quotes=tuple(numbers),
            hindering=hindering,
            thin=backing.thin(self.material, self.options),
            counts=counts,
            flags=backing.flags(self.material, self.options),
            codings=codings,
        )

    def _parts(self) -> dict[str, tuple[int, Backing]]:
        """How many codes stand in the rows of each part, and the quotes of them all, each place once."""
        found: dict[str, dict[tuple[int, str], list[Mark]]] = defaultdict(lambda: defaultdict(list))
        for (row, _column), by_code in self.cells.items():
            for code, marks in by_code.items():
                found[self.rows[row].key][row, code] += marks
        return {
            key: (len({code for _row, code in by_code}), Backing.of(self.material, _places(by_code.values())))
            for key, by_code in found.items()
        }

    def _add_groups(self, entries: dict[tuple[int, int], tuple[Entry, ...]]) -> None:
        """The first row: how much of the evidence speaks of each target group."""
        for column, group in enumerate(self.groups):
            marks = [
                mark
                for (_row, at), by_code in self.cells.items()
                for found in by_code.values()
                for mark in found
                if at == column
            ]
            if marks:
                entries[0, column] = (self._everything(group, marks),)

    def _everything(self, group: str, marks: list[Mark]) -> Entry:
        """All the evidence of a column: its quotes are those of its entries."""
        by_code: dict[tuple[int, str], list[Mark]] = defaultdict(list)
        for mark in marks:
            by_code[mark.row, mark.code].append(mark)
        return self._backed(group, self.groups[group], _places(by_code.values()), 0)

    # --- By hand ----------------------------------------------------------------------------------------

    def _edits(self, action: Editing, key: str | None = None) -> Iterator[OverviewEdit]:
        for edit in self.material.edits if self.options.edited else ():
            if edit.action is action and key in (None, edit.row):
                yield edit

    def _added(self, row: Row) -> Iterator[OverviewEdit]:
        return (edit for edit in self._edits(Editing.ADD, row.key) if not row.root or row.root == edit.into)

    def _add_by_hand(self, entries: dict[tuple[int, int], tuple[Entry, ...]]) -> None:
        """Entries that no coding stands behind, which an evaluator has added."""
        taken: set[str] = set()
        for r, row in enumerate(self.rows):
            for edit in self._added(row):
                if edit.guid in taken:
                    continue
                taken.add(edit.guid)
                for g, group in enumerate(self.groups):
                    if edit.target_group in (None, group):
                        entries[r, g] = (*entries.get((r, g), ()), _by_hand(edit))

    def _hidden(self) -> Iterator[OverviewEdit]:
        return self._edits(Editing.HIDE)

    def _called(self, code: str) -> str:
        book = self.material.codebook
        return label(book[code]) if code in book else code

    def _method(self) -> Iterator[str]:
        yield from method_lines(self.material, self.options, self.quoting)
        yield _("Each code stands here by itself: those below it have entries of their own.")
        if self.options.draft:
            yield _subtitle(True)
        changed = [edit for edit in self.material.edits if self.options.edited]
        if changed:
            yield _("Edited by hand: {edits}.").format(edits="; ".join(self.in_words(edit) for edit in changed))

    def in_words(self, edit: OverviewEdit) -> str:
        """What was changed by hand, by whom."""
        what = {
            Editing.HIDE: _("“{label}” is hidden"),
            Editing.RENAME: _("“{label}” is called “{text}”"),
            Editing.MERGE: _("“{label}” is merged with “{into}”"),
            Editing.ADD: _("“{text}” is added without evidence"),
        }[edit.action].format(label=self._called(edit.code), text=edit.text, into=self._called(edit.into))
        where = self.groups.get(edit.target_group, edit.target_group) if edit.target_group is not None else ""
        return f"{what} ({', '.join(filter(None, (where, edit.coder)))})"


def _places(found: Iterable[Iterable[Mark]]) -> list[Stretch]:
    """The quotes of several entries, one that stands in more than one of them once."""
    return list({(one.transcript, one.start, one.end): one for marks in found for one in stretches(marks)}.values())


def _by_hand(edit: OverviewEdit) -> Entry:
    """An entry that was added by hand."""
    words = _("added by hand, no quotes")
    return Entry("", edit.text, NOTHING, (), 0, False, words, by_hand=words, edits=(edit.guid,))


def _subtitle(draft: bool) -> str:
    if draft:
        return _("DRAFT: counts strong suggestions. No person has approved them, and they are not codings.")
    return _("Target groups, interventions, contexts, moderators, mechanisms and outcomes, each with its evidence")


def _groups(material: Material, used: Collection[str]) -> dict[str, str]:
    """The columns: the code book's target groups, and one for evidence that names none where there is any."""
    codes = material.codebook.of_kind(Kind.TARGET_GROUP)
    columns = {code.id: label(code) for code in codes if not code.retired or code.id in used}
    if NOT_STATED in used or not columns:
        columns[NOT_STATED] = _("Target group not stated") if columns else _("All the material")
    return columns
