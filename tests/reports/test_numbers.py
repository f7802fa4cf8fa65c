"""The numbers that Word and Excel files print, against a count of the sample's codings made here from scratch."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from statistics import median

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from icmo.documents.model import Paragraph, Report, plain
from icmo.models import Code, Coding, Configuration, Kind, Material, Polarity, Role, Valence
from icmo.reports.write import write_report
from tests.reports.given import Given
from tests.reports.reading import anchors, flat, note_of, word_caption, word_lines, word_notes, word_rows

ICKMO = (Kind.INTERVENTION, Kind.CONTEXT, Kind.MODERATOR, Kind.MECHANISM, Kind.OUTCOME)
NOT_STATED = "Target group not stated"


# --- Counting ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """A stretch of a transcript with the codings that lie in it."""

    transcript: str
    start: int
    end: int
    codings: tuple[Coding, ...]


def passages(codings: Iterable[Coding]) -> list[Passage]:
    """What codings mark, those that overlap as one."""
    found: list[Passage] = []
    for one in sorted(codings, key=lambda one: (one.transcript, one.start, one.end)):
        last = found[-1] if found else None
        if last and last.transcript == one.transcript and one.start < last.end:
            found[-1] = Passage(last.transcript, last.start, max(last.end, one.end), (*last.codings, one))
        else:
            found.append(Passage(one.transcript, one.start, one.end, (one,)))
    return found


class Sample:
    """The sample with what is asked of it here."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.book = material.codebook
        self.place = {one.guid: one.municipality or "" for one in material.transcripts}
        self.coding = {one.guid: one for one in material.codings}
        self._above: dict[str, list[str]] = {}
        self._passages: dict[str, list[Passage]] = {}

    def places(self, some: Iterable[Passage]) -> set[str]:
        return {self.place[one.transcript] for one in some}

    def informants(self, some: Iterable[Passage]) -> int:
        """How many people, interviewers left out, say some of it."""
        transcripts = {one.guid: one for one in self.material.transcripts}
        return len(
            {
                (one.transcript, turn.speaker)
                for one in some
                for turn in transcripts[one.transcript].turns
                if turn.start < one.end and one.start < turn.end and not turn.interviewer
            }
        )

    def above(self, code: str) -> list[str]:
        """A code and those above it."""
        if code not in self._above:
            parent = self.book.by_id[code].parent
            self._above[code] = [code, *(self.above(parent) if parent else [])]
        return self._above[code]

    def of(self, code: str) -> list[Passage]:
        """The passages with a code or one below it."""
        if code not in self._passages:
            self._passages[code] = passages(one for one in self.material.codings if code in self.above(one.code))
        return self._passages[code]

    def label(self, code: str) -> str:
        return self.book.by_id[code].label.en

    def flags(self, some: list[Passage]) -> list[str]:
        thin = len(self.places(some)) < 2 or len(some) < 2
        return ["thin evidence"] * thin + ["few informants"] * (self.informants(some) < 3)

    def parts(self, one: Configuration) -> Iterator[tuple[Role, Coding]]:
        return ((part.role, self.coding[part.coding]) for part in one.parts)


@dataclass(frozen=True)
class Told:
    """That a code stands in a row of the overview, under a target group, by one coding."""

    row: str
    group: str
    code: str
    coding: Coding
    hinders: bool


def overview_of(sample: Sample) -> list[Told]:
    """Where each coding stands: in its role if it is part of a configuration, else by its code's kind."""
    found, taken = [], set()
    for one in sample.material.configurations:
        for role, coding in sample.parts(one):
            taken.add(coding.guid)
            hinders = one.polarity is Polarity.HINDERS or coding.valence is Valence.NEGATIVE
            groups = [one.target_group] if one.target_group else groups_of(sample, coding)
            found += [Told(_row(sample, coding.code, role), group, coding.code, coding, hinders) for group in groups]
    for coding in sample.material.codings:
        if coding.guid not in taken:
            kind = sample.book.by_id[coding.code].kind
            groups = [coding.code] if kind is Kind.TARGET_GROUP else groups_of(sample, coding)
            hinders = coding.valence is Valence.NEGATIVE
            row = _row(sample, coding.code, kind.role) if kind.role else kind.value
            found += [Told(row, group, coding.code, coding, hinders) for group in groups]
    return found


def _row(sample: Sample, code: str, role: Role) -> str:
    """A role's row, or for interventions the row of the type that the code stands under."""
    root = sample.book.by_id[sample.above(code)[-1]]
    is_type = root.kind is Kind.INTERVENTION and any(one.parent == root.id for one in sample.book.codes)
    return f"I {root.id if is_type else ''}" if role is Role.I else role.value


def groups_of(sample: Sample, coding: Coding) -> list[str]:
    """The target groups coded in the same turn, else the transcript's own, else none."""
    (transcript,) = (one for one in sample.material.transcripts if one.guid == coding.transcript)
    turn = transcript.turn_number(coding.start)
    there = {
        one.code
        for one in sample.material.codings
        if one.transcript == coding.transcript
        and sample.book.by_id[one.code].kind is Kind.TARGET_GROUP
        and transcript.turn_number(one.start) == turn
    }
    return sorted(there) or [transcript.target_group or ""]


# --- Reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A report and its Word file."""

    report: Report
    path: Path

    @cached_property
    def document(self) -> docx.document.Document:
        return docx.Document(str(self.path))

    def rows(self, caption: str) -> list[list[str]]:
        """The table of that caption without its header row."""
        (found,) = (one for one in self.document.tables if word_caption(one) == caption)
        return word_rows(found)[1:]

    def columns(self, caption: str, *names: str) -> list[tuple[str, ...]]:
        """Some columns of a table."""
        (found,) = (one for one in self.document.tables if word_caption(one) == caption)
        head, *rows = word_rows(found)
        return [tuple(row[head.index(name)] for name in names) for row in rows]


@pytest.fixture(scope="module")
def sample(sampled: Material) -> Sample:
    return Sample(sampled)


@pytest.fixture(scope="module")
def written(sampled: Material, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    """Each kind as a Word file in English, written when it is asked for first."""
    made: dict[str, Written] = {}

    def write(kind: str) -> Written:
        if kind not in made:
            path = tmp_path_factory.mktemp("written") / f"{kind}.docx"
            report = Given(sampled).report(kind, lang="en", mask=True)
            write_report(report, path)
            made[kind] = Written(report, path)
        return made[kind]

    return write


def number(text: str) -> int:
    """A number as English has it: ``1,200``."""
    return int(text.replace(",", ""))


# --- The overview -----------------------------------------------------------------------------------------

_ENTRY = re.compile(
    r"(?P<label>.+): (?P<n>\d+) of 6 municipalities · (?P<quotes>[\d,]+) quotes?"
    r"(?P<hindering>, all hindering|, hindering|, [\d,]+ of them hindering)?(?: \((?P<flags>.*)\))?"
)
_ROWS = {
    "target_group": "Target group (who)",
    "C": "Context (where) (C)",
    "K": "Moderators (K)",
    "M": "Effect (how) (M)",
    "O": "Outcome (O)",
    "method": "Method",
    "principle": "Core principles",
    "theme": "Themes",
}


def _cells(written: Written) -> Iterator[tuple[str, str, str, list[int]]]:
    """Row title, column, words and cited quotes of every entry in the Word file."""
    table = written.document.tables[0]
    head = word_rows(table)[0]
    notes = word_notes(written.path)
    for row in table._tbl.tr_lst[1:]:
        title, *cells = row.tc_lst
        for column, cell in zip(head[1:], cells, strict=True):
            for words, paragraph in zip(word_lines(cell, table), cell.p_lst, strict=True):
                note = notes.get(note_of(paragraph))
                links = anchors(note) if note is not None else {}
                cited = [words for anchor, words in links.items() if anchor.startswith("citat_")]
                yield flat("".join(word_lines(title, table))), column, flat(words), _numbers(cited)


def _numbers(cited: Iterable[str]) -> list[int]:
    """The numbers that links say: ``3``, ``8–10``."""
    ends = [[int(end) for end in one.split("–")] for one in cited]
    return [number for first, *last in ends for number in range(first, (last or [first])[0] + 1)]


def _expected_overview(sample: Sample) -> dict[tuple[str, str, str], tuple[int, int, int, list[str]]]:
    """Municipalities, quotes, hindering quotes and flags of each entry by row title, column and label."""
    everything = overview_of(sample)
    titles = _ROWS | {
        row: f"Interventions (what): {sample.label(row[2:]) if row[2:] else 'other'}"
        for row in {one.row for one in everything if one.row.startswith("I ")}
    }
    found = {}
    for (row, group, code), some in _grouped(everything, lambda one: (one.row, one.group, one.code)):
        if row != "target_group":
            hindering = {one.coding.guid for one in some if one.hinders}
            united = passages({one.coding.guid: one.coding for one in some}.values())
            n = sum(any(one.guid in hindering for one in passage.codings) for passage in united)
            at = titles[row], sample.label(group) if group else NOT_STATED, sample.label(code)
            found[at] = len(sample.places(united)), len(united), n, sample.flags(united)
    for group, some in _grouped(everything, lambda one: one.group):
        entries = _grouped(some, lambda one: (one.row, one.code))
        every = {
            (one.transcript, one.start, one.end): one
            for _entry, marks in entries
            for one in passages({mark.coding.guid: mark.coding for mark in marks}.values())
        }
        name = sample.label(group) if group else NOT_STATED
        united = list(every.values())
        found[_ROWS["target_group"], name, name] = len(sample.places(united)), len(united), 0, sample.flags(united)
    return found


def _grouped(some: Iterable[Told], key: Callable[[Told], object]) -> list[tuple[object, list[Told]]]:
    return [(at, list(found)) for at, found in groupby(sorted(some, key=lambda one: str(key(one))), key)]


def test_every_entry_of_the_overview_has_its_municipalities_quotes_hindering_and_flags(
    sample: Sample, written: Callable[[str], Written]
) -> None:
    found = {}
    for title, column, words, _note in _cells(written("overview")):
        if words != "no evidence":
            entry = _ENTRY.fullmatch(words)
            assert entry, words
            quotes, said = number(entry["quotes"]), entry["hindering"] or ""
            hindering = quotes if "all" in said else 1 if said == ", hindering" else int(re.sub(r"\D", "", said) or 0)
            flags = entry["flags"].split("; ") if entry["flags"] else []
            found[title, column, entry["label"]] = int(entry["n"]), quotes, hindering, flags
    assert found == _expected_overview(sample)


def test_every_reference_in_the_overview_leads_to_a_quote_of_the_entrys_codings(
    sample: Sample, written: Callable[[str], Written]
) -> None:
    overview = written("overview")
    printed = {
        name: flat("".join(one.itertext(qn("w:t"))))
        for one in overview.document.element.body.iter(qn("w:p"))
        for name in one.xpath(".//w:bookmarkStart[starts-with(@w:name, 'citat_')]/@w:name")
    }
    codings: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for one in overview_of(sample):
        codings[sample.label(one.group) if one.group else NOT_STATED, sample.label(one.code)].append(one.coding)
        codings[sample.label(one.group) if one.group else NOT_STATED, ""].append(one.coding)
    for _title, column, words, numbers in _cells(overview):
        entry = _ENTRY.fullmatch(words)
        if entry:
            label = "" if entry["label"] == column else entry["label"]
            assert len(numbers) == number(entry["quotes"])
            for one in numbers:
                quote = printed[f"citat_{one}"]
                assert quote.startswith(f"{one}. ”")
                assert any(all(said in quote for said in _spoken(sample, coding)) for coding in codings[column, label])


def _spoken(sample: Sample, coding: Coding) -> list[str]:
    """A coding's words turn by turn, without speakers' labels."""
    (transcript,) = (one for one in sample.material.transcripts if one.guid == coding.transcript)
    within = [(max(coding.start, turn.start), min(coding.end, turn.end)) for turn in transcript.turns]
    return [flat(transcript.text[start:end]) for start, end in within if start < end]


def test_every_link_in_the_overview_leads_to_a_bookmark_that_is_there(written: Callable[[str], Written]) -> None:
    body = written("overview").document.element.body
    names = body.xpath(".//w:bookmarkStart/@w:name")
    assert len(names) == len(set(names))
    inside = {anchor for note in word_notes(written("overview").path).values() for anchor in anchors(note)}
    assert inside
    assert {*inside, *body.xpath(".//w:hyperlink/@w:anchor")} <= set(names)


# --- Model 2 ----------------------------------------------------------------------------------------------


def test_model_2_has_the_quotes_of_each_type_told_of_each_target_group(
    sample: Sample, written: Callable[[str], Written]
) -> None:
    marks = [one for one in overview_of(sample) if one.row.startswith("I ")]
    counted: dict[tuple[str, str], list[Passage]] = {}
    for code in sample.book.of_kind(Kind.INTERVENTION):
        for group in {one.group for one in marks}:
            some = {m.coding.guid: m.coding for m in marks if m.group == group and code.id in sample.above(m.code)}
            counted[sample.label(code.id), sample.label(group) if group else NOT_STATED] = passages(some.values())
    tables = [one for one in written("readiness").document.tables if word_rows(one)[0][0] == "Interventions"]
    seen = set()
    for table in tables:
        head, *rows = word_rows(table)
        if word_caption(table) != "Shares in numbers":
            for name, *cells in rows:
                for column, words in zip(head[1:], cells, strict=True):
                    if name != "The type itself, no closer":
                        seen.add((name, column))
                        assert _three(words) == _counts(sample, counted[name, column]), (name, column)
    depth = {sample.label(code.id): len(sample.above(code.id)) for code in sample.book.of_kind(Kind.INTERVENTION)}
    assert {at for at, some in counted.items() if some and depth[at[0]] <= 2} <= seen


def _three(words: str) -> tuple[int, int, int]:
    """Municipalities, transcripts and quotes: ``4 of 6 municipalities · 7 transcripts · 11 quotes``."""
    found = re.match(r"(\d+) of 6 municipalities · (\d+) transcripts? · (\d+) quotes?", words)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)


def _counts(sample: Sample, some: list[Passage]) -> tuple[int, int, int]:
    return len(sample.places(some)), len({one.transcript for one in some}), len(some)


def test_the_shares_of_model_2_are_parts_of_the_quotes_of_all_types(written: Callable[[str], Written]) -> None:
    *rows, (_name, *totals) = written("readiness").rows("Shares in numbers")
    for place, total in enumerate(totals, start=1):
        found = [re.fullmatch(r"(\d+)% \((\d+) of (\d+)\)", row[place]) for row in rows]
        parts = [(int(one[1]), int(one[2]), int(one[3])) for one in found if one]
        assert sum(part for _share, part, _whole in parts) == int(total)
        assert {whole for _share, _part, whole in parts} == {int(total)}
        assert all(abs(100 * part / whole - share) <= 0.5 for share, part, whole in parts)


# --- Municipalities and mechanisms ------------------------------------------------------------------------


def _shares(sample: Sample, code: str) -> dict[str, float]:
    """A code's quotes as parts of all quotes of a municipality, each code by itself."""
    totals, own = _totals(sample), sample.of(code)
    return {place: sum(sample.place[one.transcript] == place for one in own) / totals[place] for place in totals}


def _totals(sample: Sample) -> dict[str, int]:
    totals = dict.fromkeys(sample.material.municipalities, 0)
    for code in {one.code for one in sample.material.codings}:
        for one in passages(one for one in sample.material.codings if one.code == code):
            totals[sample.place[one.transcript]] += 1
    return totals


@pytest.mark.parametrize("place", ["Egeholm", "Åmose"])
def test_a_municipality_profile_counts_the_codes_told_most(
    place: str, sample: Sample, written: Callable[[str], Written]
) -> None:
    caption = f"{place}: the 10 codes most told of each kind"
    names = ("Code", "Sources", "Quotes", "Share", "Median of all", "Other municipalities")
    rows = written("municipality").columns(caption, *names)
    told = {
        f"{sample.label(code.id)} ({code.kind.role})": _told_in(sample, code, place)
        for code in sample.book.codes
        if code.kind.role
    }
    assert [row for row in rows if row != (row[0], *told[row[0]])] == []
    for letter in "ICKMO":
        quotes = sorted((int(one[1]) for name, one in told.items() if name.endswith(f"({letter})")), reverse=True)
        assert [int(row[2]) for row in rows if row[0].endswith(f"({letter})")] == [n for n in quotes[:10] if n]


def _told_in(sample: Sample, code: Code, place: str) -> tuple[str, ...]:
    """Sources, quotes, share, median of all shares, and how many other municipalities tell of a code."""
    every = sample.of(code.id)
    own = [one for one in every if sample.place[one.transcript] == place]
    shares = _shares(sample, code.id)
    return (
        *(str(len({one.transcript for one in own})), str(len(own))),
        *(_percent(shares[place]), _percent(median(shares.values()))),
        str(len(sample.places(every) - {place})),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def test_a_municipality_profile_counts_its_interviews(sample: Sample, written: Callable[[str], Written]) -> None:
    for place in sample.material.municipalities:
        rows = written("municipality").columns(f"{place}: interviews", "Transcript", "Informants", "Words", "Codings")
        expected = [
            (
                one.name,
                str(len({turn.speaker for turn in one.turns if not turn.interviewer})),
                f"{len(one.text.split()):,}",
                str(sum(coding.transcript == one.guid for coding in sample.material.codings)),
            )
            for one in sample.material.transcripts
            if one.municipality == place
        ]
        assert rows == expected


def test_a_mechanism_profile_counts_where_it_is_told(sample: Sample, written: Callable[[str], Written]) -> None:
    totals = _totals(sample)
    for code in sample.book.of_kind(Kind.MECHANISM):
        names = ("Municipality", "Sources", "Quotes", "All quotes", "Share")
        rows = written("mechanism").columns(f"{sample.label(code.id)} by municipality, the largest share first", *names)
        expected = set()
        for place in sample.material.municipalities:
            sources, quotes, share, *_more = _told_in(sample, code, place)
            expected.add((place, sources, quotes, str(totals[place]), share))
        assert set(rows) == expected


@pytest.mark.parametrize(
    ("title", "roles"),
    [("what sets it off", "IC"), ("what conditions it", "K"), ("what comes of it", "O")],
)
def test_a_mechanism_profile_counts_what_stands_with_it_in_configurations(
    title: str, roles: str, sample: Sample, written: Callable[[str], Written]
) -> None:
    seen = 0
    for code in sample.book.of_kind(Kind.MECHANISM):
        claims = [
            one
            for one in sample.material.configurations
            if any(role is Role.M and code.id in sample.above(coding.code) for role, coding in sample.parts(one))
        ]
        beside: dict[str, dict[str, Coding]] = defaultdict(dict)
        within: dict[str, set[str]] = defaultdict(set)
        for one in claims:
            for role, coding in sample.parts(one):
                if role.value in roles:
                    name = f"{sample.label(coding.code)} ({role})"
                    beside[name][coding.guid] = coding
                    within[name].add(one.guid)
        names = ("Configurations", "Municipalities", "Sources", "Quotes")
        rows = written("mechanism").columns(
            f"{sample.label(code.id)}: {title}", _first_column(written("mechanism"), code, sample, title), *names
        )
        expected = {
            (name, str(len(within[name])), *map(str, _counts(sample, passages(some.values()))))
            for name, some in beside.items()
        }
        assert len(rows) == min(20, len(expected))
        assert set(rows) <= expected
        seen += len(rows)
    assert seen > 20


def _first_column(written: Written, code: Code, sample: Sample, title: str) -> str:
    caption = f"{sample.label(code.id)}: {title}"
    (found,) = (one for one in written.document.tables if word_caption(one) == caption)
    return word_rows(found)[0][0]


# --- Code book, method, quotes ----------------------------------------------------------------------------


def test_the_code_book_counts_the_use_of_each_code_with_those_below_it(
    sample: Sample, written: Callable[[str], Written]
) -> None:
    rows = written("codebook").columns(
        "All codes and how often they are used", "Code", "Municipalities", "Transcripts", "Quotes"
    )
    used = {code.id: tuple(map(str, _counts(sample, sample.of(code.id)))) for code in sample.book.codes}
    assert sorted(rows) == sorted((_named(sample, code), *used[code.id]) for code in sample.book.codes)


def _named(sample: Sample, code: Code) -> str:
    """The label, with the kind where another code is called the same."""
    same = sum(one.label.en == code.label.en for one in sample.book.codes)
    return f"{code.label.en} ({code.kind.replace('_', ' ')})" if same > 1 else code.label.en


def test_the_method_appendix_counts_transcripts_words_and_informants(
    sample: Sample, written: Callable[[str], Written]
) -> None:
    names = ("Municipality", "Who", "Transcripts", "Words", "Informants")
    rows = written("method").columns("Transcripts by municipality and informants", *names)
    who = {"kommune": "municipal staff", "kvinde": "women", "virksomhed": "companies"}
    expected: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in sample.material.transcripts:
        people = {turn.speaker for turn in one.turns if not turn.interviewer}
        counts = expected[one.municipality or "", who[one.informant_type or ""]]
        counts[:] = [counts[0] + 1, counts[1] + len(one.text.split()), counts[2] + len(people)]
    assert sorted(rows) == sorted((*at, *(f"{n:,}" for n in counts)) for at, counts in expected.items())


def test_the_method_appendix_counts_what_each_coder_has_made(sample: Sample, written: Callable[[str], Written]) -> None:
    rows = written("method").columns(
        "Codings and configurations by coder", "Coder’s initials", "Codings", "Transcripts", "Configurations"
    )
    expected = []
    for name in sorted({one.coder for one in sample.material.codings}):
        own = [one for one in sample.material.codings if one.coder == name]
        claims = sum(one.coder == name for one in sample.material.configurations)
        expected.append((name, str(len(own)), str(len({one.transcript for one in own})), str(claims)))
    assert rows == expected


def test_the_rameses_checklist_has_20_items_and_an_answer_or_a_gap_for_each(written: Callable[[str], Written]) -> None:
    rows = written("method").rows("RAMESES II checklist")
    assert [int(row[0].partition(" ")[0]) for row in rows] == list(range(1, 21))
    assert all(all(row) for row in rows)


def test_the_list_of_quotes_has_every_coding_exactly_once(sampled: Material, tmp_path: Path) -> None:
    write_report(Given(sampled).report("quotes", lang="en", mask=True), tmp_path / "q.xlsx")
    head, *rows = openpyxl.load_workbook(tmp_path / "q.xlsx")["Quotes"].iter_rows(values_only=True)
    listed = [guid for row in rows for guid in str(row[head.index("Codings")]).split("; ")]
    assert sorted(listed) == sorted(one.guid for one in sampled.codings)


def test_configurations_are_listed_once_each_and_counted(sample: Sample, written: Callable[[str], Written]) -> None:
    said = [plain(one.words) for one in written("configurations").report.blocks if isinstance(one, Paragraph)]
    assert any(re.search(rf"\b{len(sample.material.configurations)} configurations", text) for text in said)
