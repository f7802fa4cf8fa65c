from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.agreement.disagreements import disagreements
from icmo.consensus import resolve
from icmo.documents.method import build
from icmo.documents.options import Options
from icmo.documents.pieces.data_lines import limits
from icmo.documents.pieces.rameses import Status, answers, items
from icmo.i18n import language
from icmo.models import CONSENSUS, About, Decision, Material, Memo, MemoKind, Origin, ReportText, Verdict
from tests.documents.claims import BUS, a_told_material
from tests.documents.told import assert_well_made, headings, rows, said
from tests.factories import a_coding, a_material, a_suggestion, a_transcript

ENGLISH = Options(lang="en")

TOPICS = """Title; Summary or abstract; Rationale for evaluation; Programme theory;
Evaluation questions, objectives and focus; Ethical approval; Rationale for using realist evaluation;
Environment surrounding the evaluation; Describe the programme policy, initiative or product evaluated;
Describe and justify the evaluation design; Data collection methods; Recruitment process and sampling strategy;
Data analysis; Details of participants; Main findings; Summary of findings;
Strengths, limitations and future directions; Comparison with existing literature; Conclusion and recommendations;
Funding and conflict of interest"""


def with_text(place: str, text: str) -> Material:
    return a_told_material(texts=(ReportText("r", place, text, "AML", ""),))


def statuses(material: Material) -> dict[int, Status]:
    return {one.item.number: one.status for one in answers(material)}


# --- The checklist ---------------------------------------------------------------------------------------


def test_the_checklist_has_the_twenty_items_of_rameses_ii_in_their_sections() -> None:
    with language("en"):
        found = items()
    assert [one.topic for one in found] == [topic.strip() for topic in TOPICS.replace("\n", " ").split(";")]
    sections = ["Title", "Summary", *["Introduction"] * 4, *["Methods"] * 7, *["Results"] * 2, *["Discussion"] * 5]
    assert [one.section for one in found] == sections


def test_the_project_answers_what_lies_in_its_material_and_nothing_else() -> None:
    found = statuses(a_told_material())
    assert [number for number, status in found.items() if status is Status.ANSWERED] == [4, 11, 13, 14, 15]
    assert [number for number, status in found.items() if status is Status.WRITTEN] == []


def test_an_empty_project_answers_nothing() -> None:
    assert set(statuses(a_material([])).values()) == {Status.MISSING}


def test_what_the_evaluators_wrote_comes_first_and_counts_as_theirs() -> None:
    report = build(with_text("rameses:11", "Vi besøgte tre kommuner."), ENGLISH)
    row = rows(report, "RAMESES II")[10]
    assert row[3].startswith("Vi besøgte tre kommuner. / ")
    assert row[4] == "Written by the evaluators"


def test_a_missing_item_says_that_it_is_to_be_written() -> None:
    assert rows(build(a_told_material(), ENGLISH), "RAMESES II")[5][3:] == [
        "To be written by the evaluators.",
        "Missing",
    ]


def test_facts_that_do_not_answer_an_item_leave_it_missing() -> None:
    row = rows(build(a_told_material(), ENGLISH), "RAMESES II")[7]
    assert "3 municipalities: Egeholm, Nordvig, Åmose" in row[3]
    assert row[3].endswith("The rest is to be written by the evaluators.")
    assert row[4] == "Missing"


def test_the_three_counts_are_said_and_sum_to_twenty() -> None:
    report = build(with_text("rameses:6", "Godkendt."), ENGLISH)
    for line in ("Answered by the project: 5", "Written by the evaluators: 1", "Missing: 14"):
        assert line in said(report)
    assert [fact.value for fact in report.facts if fact.key.startswith("rameses")] == ["5", "1", "14"]


# --- Data and coding -------------------------------------------------------------------------------------


def test_data_are_told_by_municipality_and_kind_of_informants() -> None:
    # beside the interviewer, A, B and C speak
    assert rows(build(a_told_material(), ENGLISH), "Data") == [
        ["Egeholm", "municipal staff", "1", "not stated", "22", "3"],
        ["Nordvig", "women", "1", "not stated", "22", "3"],
        ["Åmose", "not stated", "1", "February 1, 2026", "22", "3"],
    ]


def test_codings_are_told_by_coder_and_origin() -> None:
    source = a_transcript("A: en to tre")
    codings = [
        a_coding(source, "tro", "en"),
        a_coding(source, "tro", "to", coder="TBS", origin=Origin.SUGGESTION),
        a_coding(source, "ro", "tre", coder="TBS", origin=Origin.IMPORT),
    ]
    assert rows(build(a_material([source], codings), ENGLISH), "Coders") == [
        ["AML", "1", "1", "0", "0", "1", "0"],
        ["TBS", "2", "0", "1", "1", "1", "0"],
    ]


def test_the_layer_of_consensus_is_no_coder_and_what_it_set_aside_was_coded_by_somebody() -> None:
    source = a_transcript("A: en to tre")
    layer, aside = a_coding(source, "tro", "en", coder=CONSENSUS), a_coding(source, "ro", "en", coder="TBS")
    material = replace(a_material([source], [a_coding(source, "tro", "en"), layer]), overruled=(aside,))
    told = said(build(material, ENGLISH))
    assert "2 codings by 2 coders (AML, TBS)." in told
    assert "1 of these say what coders have agreed on together; 1 more are set aside." in told


def test_decisions_and_memos_are_counted() -> None:
    source = a_transcript("A: en to tre")
    suggestion = a_suggestion(source, "tro")
    decisions = tuple(
        Decision(f"d{n}", source.guid, 0, n, "tro", verdict, "AML", "", 0.5, "test")
        for n, verdict in enumerate([Verdict.ACCEPT, Verdict.REJECT, Verdict.REJECT, Verdict.SKIP], 1)
    )
    memo = Memo("m", MemoKind.PROCESS, "Husk.", About.PROJECT, "", "AML", "")
    material = replace(a_material([source], suggestions=[suggestion]), decisions=decisions, memos=(memo,))
    report = build(material, ENGLISH)
    assert rows(report, "Decisions on suggestions") == [["AML", "1", "2", "1", "1"]]
    assert rows(report, "Memos") == [["Process", "1"]]


def test_the_code_book_is_told_by_kind_with_what_is_used() -> None:
    assert rows(build(a_told_material(), ENGLISH), "Code book")[:4] == [
        ["Interventions", "2", "1", "0"],
        ["Contexts", "1", "0", "0"],
        ["Moderators", "1", "0", "0"],
        ["Mechanisms", "2", "1", "0"],
    ]


# --- Agreement and saturation ----------------------------------------------------------------------------


def two_coders() -> Material:
    """Four transcripts of four turns; both code the first with tro, one of them the second too."""
    sources = [a_transcript("A: en\nB: to\nA: tre\nB: fire", name=f"i{n}", date=f"2026-01-0{n}") for n in range(1, 5)]
    codings = [
        a_coding(source, "tro", word, coder=coder)
        for source in sources
        for word, coder in (("en", "AML"), ("en", "TBS"), ("to", "AML"))
    ]
    return a_material(sources, codings)


def test_agreement_is_told_by_code_and_low_alpha_is_flagged() -> None:
    # binary, 16 units by 2 coders: coincidences 1–1 8, 0–0 16, mixed 8, so alpha = 1 − 31 · 4 · 2 / (2 · 12 · 20)
    [row] = rows(build(two_coders(), ENGLISH), "Agreement")
    assert row[0] == "Tro in English"
    assert row[1].startswith("0.48 (")
    assert row[3:] == ["38%", "8", "4", "below 0.667: not to be relied on"]


def test_disagreements_are_counted_and_a_consensus_is_told_beside_agreement_as_it_was_coded() -> None:
    material = two_coders()
    assert "The coders read 4 passages differently (somebody lacks the code: 4). 0 of these" in said(
        build(material, ENGLISH)
    )
    first = disagreements(material)[0]
    source = material.transcript_by_guid[first.transcript]
    answer, new = resolve(first, "1", source=source, book=material.codebook, coder="AML")
    report = build(replace(material, codings=(*material.codings, *new), resolutions=(answer,)), ENGLISH)
    assert "1 of these are resolved together, 3 open." in said(report)
    # after: one turn more is agreed on: 1–1 10, 0–0 16, mixed 6, so alpha = 1 − 31 · 3 · 2 / (2 · 13 · 19)
    assert "Over all codes alpha was 0.48 as it was coded, and is 0.62 with the resolved passages" in said(report)


def test_one_coder_alone_gives_no_agreement_and_says_so() -> None:
    report = build(a_told_material(), ENGLISH)
    assert "One coder has coded; agreement is not known." in said(report)
    assert "Agreement" not in [one.name for one in report.tables]


def test_saturation_tells_what_each_interview_added_and_what_this_does_not_prove() -> None:
    report = build(a_told_material(), ENGLISH)
    assert rows(report, "Saturation") == [  # the one with a date first, then by name
        ["aamose", "1", "1", "0", "0"],
        ["egeholm", "2", "3", "2", "2"],
        ["nordvig", "0", "3", "0", "2"],
    ]
    assert "It does not prove that there was no more." in said(report)


def test_an_interview_without_configurations_is_not_taken_for_one_that_adds_no_links() -> None:
    material = a_told_material()
    made = replace(material, configurations=material.configurations[:3])
    assert rows(build(made, ENGLISH), "Saturation")[0] == ["aamose", "1", "1", "–", "–"]


# --- Limits ----------------------------------------------------------------------------------------------


def said_limits(material: Material) -> str:
    with language("en"):
        return "\n".join(limits(material))


@pytest.mark.parametrize(
    ("words", "material"),
    [
        ("none can be compared", a_material([a_transcript()])),
        ("there are 3", a_told_material()),
        ("3 of 9 informants are women of the target group", a_told_material()),
        ("No transcript is stated to be with women", a_material([a_transcript()])),
        ("It is not stated who speaks in 1 transcript", a_told_material()),
        ("The date is not stated for 2 transcripts", a_told_material()),
        ("holds no interview guide", a_told_material()),
        ("Nothing is coded yet in 1 transcript", a_material([a_transcript()])),
        ("One coder has done all coding", a_told_material()),
        ("4 of 4 configurations state no target group", a_told_material()),
        ("2 of 4 configurations take no stance", a_told_material()),
        ("No configurations are put together yet", a_material([a_transcript()])),
        ("There are no transcripts yet", a_material([])),
    ],
)
def test_a_limit_is_said_where_it_is_so(words: str, material: Material) -> None:
    assert words in said_limits(material)


@pytest.mark.parametrize(
    ("words", "material"),
    [
        ("One coder", two_coders()),
        ("agreement cannot be measured", two_coders()),
        ("came from files", a_told_material()),
        ("accepted suggestions", a_told_material()),
        ("holds no interview guide", a_told_material(guide={"kommune": ("oeve",)})),
        ("Nothing is coded yet", a_told_material()),
        ("No configurations", a_told_material()),
    ],
)
def test_a_limit_is_not_said_where_it_is_not_so(words: str, material: Material) -> None:
    assert words not in said_limits(material)


def test_accepted_suggestions_are_a_limit_with_their_share() -> None:
    source = a_transcript("A: en to")
    codings = [a_coding(source, "tro", "en", origin=Origin.SUGGESTION), a_coding(source, "tro", "to")]
    assert "1 of 2 codings (50%) are accepted suggestions" in said_limits(a_material([source], codings))


# --- As a whole ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "material",
    [
        a_material([]),
        a_material([a_transcript(municipality=None)]),
        a_told_material(),
        two_coders(),
        replace(a_told_material(), configurations=(), theories=()),
    ],
    ids=["empty", "nothing_coded_nowhere", "three_municipalities", "two_coders", "no_configurations"],
)
def test_every_project_gives_a_sound_appendix(material: Material) -> None:
    report = build(material, ENGLISH)
    assert headings(report) == [
        *("Data", "Coding", "Code book", "Agreement between coders", "Saturation", "How the reports are to be read"),
        *("Limits", "RAMESES II checklist"),
    ]
    assert_well_made(report)
    assert BUS not in said(report)
