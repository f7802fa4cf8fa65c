"""The Bilag 5 overview: rows of ICMO parts × target groups, every entry with its municipalities and quotes.

Where each piece of evidence stands is decided in `icmo.overview_rows`; here it is numbered, counted and put in words.
Reports render the model and count nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from icmo.evidence import Stretch
from icmo.i18n import _, count, current, day, integer, language, ngettext
from icmo.models import Code, Kind, Material, Transcript, danish_order
from icmo.overview_rows import NOT_STATED, Mark, coded, rows_of_bilag_5, stretches, suggested
from icmo.privacy.find import masked

MIN_MUNICIPALITIES, MIN_QUOTES = 2, 2  # below either, evidence is called thin


@dataclass(frozen=True)
class Quote:
    """A numbered quote: what was said, signed by role and municipality, and where it stands."""

    number: int
    text: str
    transcript: str
    transcript_name: str
    start: int
    end: int
    turn: int
    municipality: str
    informant: str
    coders: tuple[str, ...]
    codings: tuple[str, ...]

    @property
    def signature(self) -> str:
        """``medarbejdergruppe, Egeholm``: never a speaker's name."""
        return ", ".join(part for part in (self.informant, self.municipality) if part)

    @property
    def signed(self) -> str:
        """The quote in quotation marks with its signature."""
        return f"”{self.text}” ({self.signature})" if self.signature else f"”{self.text}”"

    @property
    def place(self) -> str:
        """Where the quote stands: the transcript and the turn in it."""
        return _("{transcript}, turn {turn}").format(transcript=self.transcript_name, turn=self.turn)


@dataclass(frozen=True)
class Entry:
    """A code in a cell, with its evidence."""

    code: str
    label: str
    municipalities: tuple[str, ...]
    quotes: tuple[int, ...]
    hindering: int
    thin: bool
    counts: str

    @property
    def references(self) -> tuple[tuple[str, int], ...]:
        """The numbers of the quotes with runs shortened (``4–7``), each with the first quote that it refers to."""
        return tuple((run, int(run.partition("–")[0])) for run in _runs(self.quotes))


@dataclass(frozen=True)
class Overview:
    """A table of cells (row × group) of entries, with all quotes numbered and what it rests on in words."""

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

    def cell(self, row: int, group: int) -> tuple[Entry, ...]:
        """The entries at a place in the table; none is "no evidence"."""
        return self.cells.get((row, group), ())

    @property
    def n_entries(self) -> int:
        """How many entries the table has in all its cells."""
        return sum(map(len, self.cells.values()))


def build(
    material: Material,
    *,
    draft: bool = False,
    min_municipalities: int = MIN_MUNICIPALITIES,
    min_quotes: int = MIN_QUOTES,
    lang: str | None = None,
) -> Overview:
    """Build the overview of a project's material.

    Parameters
    ----------
    material : everything in the project at one moment
    draft : count the strong suggestions instead of the codings, and say so
    min_municipalities, min_quotes : an entry with fewer is flagged as thin evidence
    lang : "da" or "en"; by default the project's language
    """
    with language(lang or material.language):
        rows = rows_of_bilag_5()
        marks = list(suggested(material, rows) if draft else coded(material, rows))
        used = {mark.row for mark in marks}
        kept = [i for i, row in enumerate(rows) if row.always or i in used]
        groups = _groups(material, {mark.group for mark in marks})
        numbers, quotes, hidden = _numbered(material, marks)
        cells = {
            (kept.index(row), list(groups).index(group)): tuple(
                _entry(material, code, found, numbers, (min_municipalities, min_quotes))
                for code, found in _in_order(material, by_code, rows[row].kinds)
            )
            for (row, group), by_code in _by_cell(marks).items()
        }
        _add_groups(material, cells, len(kept), groups, (min_municipalities, min_quotes))
        return Overview(
            title=_("Overview of the evaluation’s results: {name}").format(name=material.name),
            subtitle=_subtitle(draft),
            rows=tuple(rows[i].title for i in kept),
            groups=tuple(groups.values()),
            cells=cells,
            quotes=quotes,
            method=tuple(_method(material, draft, min_municipalities, min_quotes, hidden)),
            draft=draft,
            language=lang or material.language,
            no_evidence=_("no evidence"),
        )


def _subtitle(draft: bool) -> str:
    if draft:
        return _("DRAFT: counts strong suggestions. No person has approved them, and they are not codings.")
    return _("Target groups, interventions, contexts, moderators, mechanisms and outcomes, each with its evidence")


def _groups(material: Material, used: set[str]) -> dict[str, str]:
    """The columns: the code book's target groups, and one for evidence that names none where there is any."""
    columns = {code.id: _label(code) for code in material.codebook.of_kind(Kind.TARGET_GROUP)}
    if NOT_STATED in used or not columns:
        columns[NOT_STATED] = _("Target group not stated") if columns else _("All the material")
    return columns


# --- From marks to entries ------------------------------------------------------------------------------


def _numbered(material: Material, marks: Iterable[Mark]) -> tuple[dict[Stretch, int], tuple[Quote, ...], int]:
    """Number the united stretches of all cells in the order of the transcripts."""
    order = {transcript.guid: i for i, transcript in enumerate(material.transcripts)}
    cited = {s for by_code in _by_cell(marks).values() for found in by_code.values() for s in stretches(found)}
    by_place: dict[tuple[str, int, int], list[Stretch]] = defaultdict(list)
    for one in cited:
        by_place[one.transcript, one.start, one.end].append(one)
    numbers: dict[Stretch, int] = {}
    quotes: list[Quote] = []
    hidden = 0
    for place in sorted(by_place, key=lambda p: (order[p[0]], p[1], p[2])):
        text, found = masked(material.transcript_by_guid[place[0]].text[place[1] : place[2]])
        hidden += found
        ids = frozenset(mark for one in by_place[place] for mark in one.marks)
        quotes.append(_quote(len(quotes) + 1, material, Stretch(*place, ids), text))
        numbers |= dict.fromkeys(by_place[place], len(quotes))
    return numbers, tuple(quotes), hidden


def _quote(number: int, material: Material, stretch: Stretch, text: str) -> Quote:
    transcript: Transcript = material.transcript_by_guid[stretch.transcript]
    made = [material.coding_by_guid[guid] for guid in stretch.marks if guid in material.coding_by_guid]
    return Quote(
        number=number,
        text=" ".join(text.split()),
        transcript=transcript.guid,
        transcript_name=transcript.name,
        start=stretch.start,
        end=stretch.end,
        turn=transcript.turn_number(stretch.start),
        municipality=transcript.municipality or "",
        informant=transcript.role or transcript.informant_type or "",
        coders=tuple(sorted({coding.coder for coding in made})),
        codings=tuple(sorted(stretch.marks)),
    )


def _by_cell(marks: Iterable[Mark]) -> dict[tuple[int, str], dict[str, list[Mark]]]:
    cells: dict[tuple[int, str], dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        cells[mark.row, mark.group][mark.code].append(mark)
    return cells


def _in_order(
    material: Material, by_code: Mapping[str, list[Mark]], kinds: tuple[Kind, ...]
) -> list[tuple[Code, list[Mark]]]:
    """In the order of the code book; codes that only play this role after those made for it."""
    codes = [code for code in material.codebook.codes if code.id in by_code]
    return [(code, by_code[code.id]) for code in sorted(codes, key=lambda code: code.kind not in kinds)]


def _entry(
    material: Material, code: Code, marks: list[Mark], numbers: Mapping[Stretch, int], least: tuple[int, int]
) -> Entry:
    cited = stretches(marks)
    hindering = {mark for one in marks if one.hinders for mark in one.stretch.marks}
    return _with_counts(
        material,
        code.id,
        _label(code),
        [numbers[one] for one in cited],
        {material.transcript_by_guid[one.transcript].municipality for one in cited},
        sum(bool(one.marks & hindering) for one in cited),
        least,
    )


def _with_counts(
    material: Material,
    code: str,
    label: str,
    quotes: Iterable[int],
    municipalities: Iterable[str | None],
    hindering: int,
    least: tuple[int, int],
) -> Entry:
    named = tuple(sorted({name for name in municipalities if name}, key=danish_order))
    cited = tuple(sorted(set(quotes)))
    counts = count(len(cited), "quote", "quotes")
    if material.municipalities:
        counts = _("{n} of {total} {municipalities}, {quotes}").format(
            n=integer(len(named)),
            total=integer(len(material.municipalities)),
            municipalities=ngettext("municipality", "municipalities", len(material.municipalities)),
            quotes=counts,
        )
    if hindering == len(cited):
        counts += _(", all hindering") if hindering > 1 else _(", hindering")
    elif hindering:
        counts += _(", {n} of them hindering").format(n=integer(hindering))
    thin = len(named) < min(least[0], len(material.municipalities)) or len(cited) < least[1]
    return Entry(code, label, named, cited, hindering, thin, counts)


def _add_groups(
    material: Material,
    cells: dict[tuple[int, int], tuple[Entry, ...]],
    n_rows: int,
    groups: Mapping[str, str],
    least: tuple[int, int],
) -> None:
    """The first row: how much of the evidence speaks of each target group."""
    for column, group in enumerate(groups):
        entries = [entry for row in range(n_rows) for entry in cells.get((row, column), ())]
        if entries:
            quotes = {number for entry in entries for number in entry.quotes}
            places = {name for entry in entries for name in entry.municipalities}
            cells[0, column] = (_with_counts(material, group, groups[group], quotes, places, 0, least),)


def _label(code: Code) -> str:
    return code.label.text(current())


def _runs(numbers: Iterable[int]) -> Iterator[str]:
    """The numbers with runs of three and more shortened.

    Examples
    --------
    >>> list(_runs([1, 2, 5, 6, 7]))
    ['1', '2', '5–7']
    """
    run: list[int] = []
    for number in [*numbers, None]:
        if run and number != run[-1] + 1:
            yield from [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
            run = []
        if number is not None:
            run.append(number)


# --- In words -------------------------------------------------------------------------------------------


def _method(material: Material, draft: bool, min_municipalities: int, min_quotes: int, hidden: int) -> Iterator[str]:
    from datetime import date

    coders = sorted({coding.coder for coding in material.codings})
    yield _("Material: {transcripts} from {municipalities}, {words} words.").format(
        transcripts=count(len(material.transcripts), "transcript", "transcripts"),
        municipalities=count(len(material.municipalities), "municipality", "municipalities"),
        words=integer(sum(transcript.words for transcript in material.transcripts)),
    )
    yield _("Coding: {codings} (coders: {coders}) and {configurations}. Code book: {book}, version {version}.").format(
        codings=count(len(material.codings), "coding", "codings"),
        coders=", ".join(coders) or _("nobody yet"),
        configurations=count(len(material.configurations), "configuration", "configurations"),
        book=material.codebook.label.text(current()),
        version=material.codebook.version,
    )
    yield _(
        "The counts say how many municipalities mention an entry, and in how many distinct quotes. Overlapping codings "
        "with the same code are one quote. A count says how many tell of a thing, not how strongly it works."
    )
    yield _("“Thin evidence” marks entries with fewer than {m} or fewer than {q}.").format(
        m=count(min_municipalities, "municipality", "municipalities"), q=count(min_quotes, "quote", "quotes")
    )
    if hidden:
        yield _("{n} replaced in the quotes (CPR numbers, phone numbers, e-mail addresses).").format(
            n=count(hidden, "personal detail", "personal details")
        )
    if draft:
        yield _subtitle(draft)
    yield _("Made with icmo on {date}.").format(date=day(date.today()))
