"""The code book as a document: every code in its place with its rules, examples and use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook as books
from icmo.documents import codebook
from icmo.documents.model import NOTHING, Bullets, Heading, Paragraph, Report, plain
from icmo.documents.options import Options
from icmo.errors import NotFoundError
from icmo.models import About, Code, Material, Memo, MemoKind
from tests.factories import BOOK, a_code, a_codebook, a_coding, a_material, a_transcript

NESTED = BOOK + "".join(
    (
        a_code("tro", "mechanism", sources="[{ref: made-up, at: s. 4}]", examples="[Hun troede på det.]"),
        a_code(
            "job",
            "intervention",
            include="{da: ['Kodes, når `cafe` nævnes.'], en: ['Code when `cafe` is mentioned.']}",
            exclude="{da: ['Ikke `ukendt`.'], en: ['Not `ukendt`.']}",
            cues="[job, arbejde]",
        ),
        a_code("ro", "outcome"),
        a_code("cafe", "intervention", parent="job"),
        a_code("bus", "intervention"),
    )
)


def a_book_material(**fields: object) -> Material:
    """Two interviews in two municipalities, a third municipality that says nothing of jobs."""
    one, two = a_transcript("Vi holdt jobcafé. Hun fik job."), a_transcript("Job igen.", municipality="Åmose")
    three = a_transcript("Ro.", municipality="Nordvig")
    codings = (
        a_coding(one, "cafe", "Vi holdt jobcafé."),
        a_coding(one, "job", "jobcafé", coder="BKN"),  # within the one above: one quote of “job”
        a_coding(one, "job", "Hun fik job."),
        a_coding(two, "job", "Job igen."),
        a_coding(three, "ro", "Ro."),
    )
    return replace(a_material((one, two, three), codings, book=books.loads(NESTED)), **fields)


def built(material: Material, **options: object) -> Report:
    return codebook.build(material, Options(**{"lang": "en", **options}))  # type: ignore[arg-type]


def headings(report: Report, level: int) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading) and block.level == level]


def section(report: Report, heading: str) -> list[str]:
    """The lines from a heading of level 3 to the next one of level 3 or above."""
    lines: list[str] = []
    inside = False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level < 4:
            inside = block.level == 3 and block.text == heading
        elif inside and isinstance(block, Heading):
            lines.append(f"# {block.text}")
        elif inside and isinstance(block, Paragraph):
            lines.append(plain(block.words))
        elif inside and isinstance(block, Bullets):
            lines += [f"* {plain(item)}" for item in block.items]
    return lines


def rows(report: Report) -> list[tuple[str, ...]]:
    (table,) = report.tables
    return [tuple(plain(cell.lines[0]) for cell in row) for row in table.rows]


def test_codes_stand_by_kind_with_those_below_right_after_their_parent() -> None:
    report = built(a_book_material())
    assert headings(report, 2) == ["All codes", "Interventions", "Mechanisms", "Outcomes", "How it was made"]
    assert headings(report, 3) == [f"{name} in English" for name in ("Job", "Cafe", "Bus", "Tro", "Ro")]


def test_the_table_counts_those_below_with_a_code_and_overlapping_codings_once() -> None:
    (table,) = built(a_book_material()).tables
    assert table.columns == ("Code", "Kind", "Stands under", "Municipalities", "Transcripts", "Quotes")
    assert rows(built(a_book_material())) == [
        ("Job in English", "intervention", NOTHING, "2", "2", "3"),
        ("Cafe in English", "intervention", "Job in English", "1", "1", "1"),
        ("Bus in English", "intervention", NOTHING, "0", "0", "0"),
        ("Tro in English", "mechanism", NOTHING, "0", "0", "0"),
        ("Ro in English", "outcome", NOTHING, "1", "1", "1"),
    ]


def test_a_code_stands_with_its_rules_other_codes_called_by_their_labels() -> None:
    assert section(built(a_book_material(), min_informants=0), "Job in English") == [
        "Code id: job",
        "About job.",
        "# When to use it",
        "* Code when Cafe in English is mentioned.",
        "# When not to use it",
        "* Not ukendt.",
        "# Use and source",
        "* Used, with the codes below it: 2\xa0of 3 municipalities · 3 quotes (4 codings); the code itself: 3 codings",
        "* Cues: 2 cues",
    ]


def test_thin_evidence_is_flagged_where_the_use_is_told() -> None:
    use = section(built(a_book_material(), min_informants=0), "Ro in English")[-2]
    assert use == "* Used: 1\xa0of 3 municipalities · 1 quote (1 coding) · thin evidence"


def test_a_code_stands_with_its_examples_as_those_of_the_book_and_with_its_source() -> None:
    assert section(built(a_book_material()), "Tro in English") == [
        "Code id: tro",
        "About tro.",
        "# Examples from the code book",
        "* ”Hun troede på det.”",
        "# Use and source",
        "* Not used in the project yet",
        "* Cues: none",
        "* Source: Opdigtet, s. 4",
    ]


def test_links_lead_only_to_codes_that_are_printed() -> None:
    whole, narrowed = built(a_book_material()), built(a_book_material(), codes=("cafe",))
    for report in (whole, narrowed):
        anchors = {block.anchor for block in report.blocks if isinstance(block, Heading)}
        lines = [block.words for block in report.blocks if isinstance(block, Paragraph)]
        lines += [item for block in report.blocks if isinstance(block, Bullets) for item in block.items]
        lines += [words for table in report.tables for row in table.rows for cell in row for words in cell.lines]
        linked = {run.anchor for words in lines for run in words if run.anchor}
        assert linked <= anchors
    assert "code-job" in linked or rows(narrowed)[0][2] == "Job in English"


def test_codes_that_are_asked_for_come_with_those_below() -> None:
    report = built(a_book_material(), codes=("job",))
    assert headings(report, 3) == ["Job in English", "Cafe in English"]
    assert report.options == {"codes": ("job",)}
    with pytest.raises(NotFoundError, match="findes-ikke"):
        built(a_book_material(), codes=("findes-ikke",))


def test_retired_codes_stand_last_and_say_so() -> None:
    material = a_book_material()
    report = built(replace(material, codebook=_with(material, "job", retired=True)))
    assert headings(report, 2)[-2:] == ["Retired codes", "How it was made"]
    assert headings(report, 3)[-1] == "Job in English"
    assert rows(report)[-1][0] == "Job in English (retired)"
    assert section(report, "Job in English")[0] == "Code id: job · intervention"


def _with(material: Material, code_id: str, **fields: object) -> object:
    codes: tuple[Code, ...] = tuple(
        replace(code, **fields) if code.id == code_id else code for code in material.codebook.codes
    )
    return replace(material.codebook, codes=codes)


def a_memo(text: str, **fields: object) -> Memo:
    values = {"guid": text, "kind": MemoKind.DEFINITION, "text": text, "about": About.CODE, "subject": "ro"}
    return Memo(**{**values, "coder": "AML", "at": "2026-03-12T12:00:00+00:00", **fields})  # type: ignore[arg-type]


def test_memos_on_a_definition_stand_with_their_code_the_oldest_first() -> None:
    memos = (
        a_memo("Også ro på arbejdet."),
        a_memo("Kun ro\nhjemme.", at="2026-01-02T12:00:00+00:00", coder="BKN"),
        a_memo("Vi når det ikke.", kind=MemoKind.PROCESS),
        a_memo("Om en anden.", about=About.CONFIGURATION),
    )
    lines = section(built(a_book_material(memos=memos)), "Ro in English")
    assert lines[2:5] == [
        "# Memos on the definition",
        "* Kun ro hjemme. (BKN, January 2, 2026)",
        "* Også ro på arbejdet. (AML, March 12, 2026)",
    ]
    assert not [line for line in lines if "når det" in line or "en anden" in line]


def test_personal_data_in_memos_are_masked_where_that_is_asked_for() -> None:
    material = a_book_material(memos=(a_memo("Ring 20 12 34 56."),))
    assert "20 12 34 56" in " ".join(section(built(material), "Ro in English"))
    masked = " ".join(section(built(material, mask=True), "Ro in English"))
    assert "20 12 34 56" not in masked
    assert "[phone number]" in masked


def test_the_book_is_written_in_the_language_asked_for_whatever_is_spoken() -> None:
    report = built(a_book_material(), lang="da")
    assert report.language == "da"
    assert headings(report, 3)[0] == "Job"
    assert "* Kodes, når Cafe nævnes." in section(report, "Job")


def test_lexicons_that_speak_for_a_code_are_named() -> None:
    book = books.load("kib-icmo")
    lines = section(built(a_material((), book=book), codes=("meningsfuldhed",)), book["meningsfuldhed"].label.en)
    said = next(line for line in lines if line.startswith("* Cues:"))
    wanted = {one.label.en for one in book.lexicons if any("meningsfuldhed" in c.codes for c in one.concepts)}
    assert wanted
    assert all(name in said for name in wanted)


@pytest.mark.parametrize(
    "material",
    [
        a_material(()),
        a_material((a_transcript(municipality=None),)),
        replace(a_material(()), codebook=replace(a_codebook(), codes=())),
    ],
    ids=["nothing_at_all", "no_municipality", "no_codes"],
)
def test_little_material_gives_a_sensible_report(material: Material) -> None:
    report = built(material)
    assert headings(report, 2)[-1] == "How it was made"
    assert all("Municipalities" not in table.columns for table in report.tables)
    assert all(cell.lines and plain(cell.lines[0]).strip() for t in report.tables for row in t.rows for cell in row)


def test_a_code_with_five_thousand_quotes_is_counted() -> None:
    text = "Ro. " * 5000
    source = a_transcript(text)
    one = a_coding(source, "ro", "Ro.")
    codings = [replace(one, guid=f"g{n}", start=4 * n, end=4 * n + 3) for n in range(5000)]
    report = built(a_material((source,), codings, book=books.loads(NESTED)), codes=("ro",))
    assert rows(report) == [("Ro in English", "outcome", NOTHING, "1", "1", "5,000")]


def test_two_codes_of_the_same_name_have_rows_of_different_names() -> None:
    text = NESTED + a_code("ro-paa", "context").replace("Ro-paa", "Ro")
    report = built(a_material((), book=books.loads(text)))
    names = [row[0] for row in rows(report)]
    assert len(names) == len(set(names)) == 6
    assert "Ro in English (outcome)" in names
