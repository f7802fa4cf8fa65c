from __future__ import annotations

from pathlib import Path

import pytest

import icmo
from icmo.errors import ConflictError, InvalidError, NotFoundError, ProblemsError
from icmo.models import Part, Role
from icmo.project import Project
from tests.store.databases import place, places

QUOTE = "vi øvede bussen med hende hver tirsdag"
RINGS = "begyndte hun selv at ringe til os"


@pytest.fixture
def coded(project: Project, interview: Path) -> Project:
    project.import_files([interview], coder="AML")
    project.code("interview", "vejledning-i-hverdagsmestring", quote=QUOTE, coder="AML")
    project.code("interview", "medkonstruktoer", quote=RINGS, coder="AML", valence="positiv", memo="selv!")
    return project


def test_the_public_names_are_there() -> None:
    for name in icmo.__all__:
        assert getattr(icmo, name)


def test_a_coding_keeps_quote_surroundings_coder_and_time(coded: Project) -> None:
    row = coded.codings().iloc[0]
    assert row["quote"] == QUOTE
    assert row["prefix"].endswith("SAGSBEHANDLER: Altså, ")
    assert row["suffix"].startswith(". Så begyndte")
    assert (row["coder"], row["turn"], row["speaker"]) == ("AML", 2, "SAGSBEHANDLER")
    assert row["at"].endswith("Z")
    assert (
        row["code_path"]
        == "Indsatser, der fokuserer på problemløsning med blik for hele kvindens liv > "
        + (coded.codebook["vejledning-i-hverdagsmestring"].label.da)
        or " > " in row["code_path"]
    )


def test_the_text_of_every_coding_is_its_quote(coded: Project) -> None:
    material = coded.material()
    for coding in material.codings:
        assert material.transcript_by_guid[coding.transcript].text[coding.start : coding.end] == coding.quote


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"code": "findes-ikke", "quote": QUOTE}, NotFoundError, "no code “findes-ikke”"),
        ({"transcript": "findes-ikke", "quote": QUOTE}, NotFoundError, "no transcript “findes-ikke”"),
        ({"quote": "ordret vrøvl"}, InvalidError, "does not occur"),
        ({"start": 5, "end": 10_000}, InvalidError, "no span"),
        ({}, InvalidError, "start and end, or a quote"),
        ({"quote": QUOTE, "valence": "glad"}, InvalidError, "“glad” is not one of positiv, negativ"),
    ],
    ids=["unknown_code", "unknown_transcript", "missing_quote", "span_outside", "no_place", "unknown_valence"],
)
def test_a_coding_that_cannot_be_is_refused(
    coded: Project, values: dict[str, object], error: type[Exception], message: str
) -> None:
    before = len(coded.codings())
    with pytest.raises(error, match=message):
        coded.code(**{"transcript": "interview", "code": "loeft", "coder": "AML", **values})  # type: ignore[arg-type]
    assert len(coded.codings()) == before


def test_a_configuration_keeps_roles_resource_and_reasoning(coded: Project) -> None:
    one, other = (coding.guid for coding in coded.material().codings)
    coded.configure(
        [("I", one), Part(Role.M, other, "øvelse sammen", "jeg kan selv")],
        coder="AML",
        polarity="fremmer",
        target_group="lavest-parathed",
        statement="Hvis vi øver, så ringer hun selv.",
    )
    frame = coded.configurations()
    assert list(frame["role"]) == ["I", "M"]
    assert list(frame["reasoning"]) == ["", "jeg kan selv"]
    assert set(frame["target_group"]) == {"lavest-parathed"}


def test_a_configuration_of_nothing_or_of_unknown_codings_is_refused(coded: Project) -> None:
    with pytest.raises(InvalidError, match="at least one part"):
        coded.configure([], coder="AML")
    with pytest.raises(NotFoundError, match="no coding x"):
        coded.configure([("I", "x")], coder="AML")
    with pytest.raises(InvalidError, match="“X” is not one of I, C, K, M, O"):
        coded.configure([("X", coded.material().codings[0].guid)], coder="AML")
    assert len(coded.configurations()) == 0


def test_uncoding_takes_the_part_away_too_and_undo_brings_both_back(coded: Project) -> None:
    one, other = (coding.guid for coding in coded.material().codings)
    coded.configure([("I", one), ("M", other)], coder="AML")
    coded.uncode(one, coder="AML")
    assert list(coded.configurations()["role"]) == ["M"]
    coded.undo("AML")
    assert list(coded.configurations()["role"]) == ["I", "M"]
    assert len(coded.codings()) == 2


def test_work_that_others_built_on_cannot_be_undone(coded: Project) -> None:
    one, other = (coding.guid for coding in coded.material().codings)
    coded.configure([("I", one), ("M", other)], coder="TBS")
    with pytest.raises(ConflictError, match="Others have changed the project since"):
        coded.undo("AML")
    assert len(coded.codings()) == 2


def test_the_history_tells_who_did_what(coded: Project) -> None:
    frame = coded.history()
    assert list(frame["noun"])[-3:] == ["transcript", "coding", "coding"]
    assert list(frame["coder"])[-3:] == ["AML"] * 3


def test_a_suggestion_counts_only_when_it_is_accepted(coded: Project) -> None:
    assert coded.suggest() > 0
    material = coded.material()
    made = material.suggestions[0]
    assert len(material.codings) == 2
    decision = coded.decide(made.guid, "accept", coder="TBS")
    accepted = coded.material().coding_by_guid[decision.coding or ""]
    assert (accepted.code, accepted.origin, accepted.coder) == (made.code, "suggestion", "TBS")
    assert [(d.verdict, d.code) for d in coded.decisions()] == [("accept", made.code)]
    coded.undo("TBS")
    assert len(coded.codings()) == 2
    assert coded.decisions() == ()


def test_a_rejected_suggestion_becomes_a_decision_and_no_coding(coded: Project) -> None:
    coded.suggest()
    coded.decide(coded.material().suggestions[0].guid, "reject", coder="TBS")
    assert len(coded.codings()) == 2
    assert coded.decisions()[0].coding is None


def test_an_import_can_be_undone_after_suggesting(project: Project, interview: Path) -> None:
    project.import_files([interview], coder="AML")
    project.suggest()
    assert project.undo("AML") == 1
    assert len(project.transcripts()) == len(project.suggestions()) == 0


def test_suggesting_again_replaces_the_suggestions(coded: Project) -> None:
    first = coded.suggest()
    assert coded.suggest() == first
    assert len(coded.suggestions()) == first


def test_json_lines_carry_configurations_out_and_in(coded: Project, tmp_path: Path) -> None:
    one, other = (coding.guid for coding in coded.material().codings)
    coded.configure([("I", one), Part(Role.M, other, "øvelse", "jeg kan")], coder="AML", polarity="trods", memo="æ")
    coded.export_codings(tmp_path / "alt.jsonl")
    with Project.create(tmp_path / "andet.icmo") as again:
        again.import_files([tmp_path / "interview.txt"])
        assert again.import_codings(tmp_path / "alt.jsonl") == (2, 1)
        assert again.material().configurations == coded.material().configurations


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_codings_exported_and_imported_elsewhere_are_the_same(coded: Project, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"kodninger{suffix}"
    assert coded.export_codings(file) == 2
    with Project.create(tmp_path / "andet.icmo") as other:
        other.import_files([tmp_path / "interview.txt"])
        assert other.import_codings(file) == (2, 0)
        assert other.import_codings(file) == (0, 0)
        assert other.codings().equals(coded.codings())


def test_codings_can_be_given_by_quotes_alone(coded: Project, tmp_path: Path) -> None:
    file = tmp_path / "kodninger.csv"
    file.write_text("transcript;code;quote;coder\ninterview;overblik-i-hverdagen;hun fik overblik over ugen;TBS\n")
    assert coded.import_codings(file) == (1, 0)
    assert set(coded.codings()["coder"]) == {"AML", "TBS"}


def test_codings_that_cannot_be_placed_are_all_reported_and_none_goes_in(coded: Project, tmp_path: Path) -> None:
    file = tmp_path / "kodninger.csv"
    file.write_text(
        "transcript,code,quote\ninterview,loeft,hun fik overblik\nukendt,loeft,hun\ninterview,ukendt,hun fik overblik\n"
    )
    with pytest.raises(ProblemsError) as caught:
        coded.import_codings(file)
    assert [problem.line for problem in caught.value.problems] == [3, 4]
    assert len(coded.codings()) == 2


def test_a_span_that_does_not_hold_its_quote_is_refused(coded: Project, tmp_path: Path) -> None:
    file = tmp_path / "kodninger.jsonl"
    file.write_text('{"transcript": "interview", "code": "loeft", "start": 0, "end": 11, "quote": "noget andet"}\n')
    with pytest.raises(ProblemsError, match="do not hold the quote"):
        coded.import_codings(file)


@pytest.mark.parametrize("kind", places())
def test_the_whole_way_works_on_every_database(kind: str, tmp_path: Path, interview: Path) -> None:
    with Project.create(place(kind, tmp_path), coder="AML") as made:
        made.import_files([interview], coder="AML")
        one = made.code("interview", "vejledning-i-hverdagsmestring", quote=QUOTE, coder="AML")
        other = made.code("interview", "medkonstruktoer", quote=RINGS, coder="AML")
        made.configure([("I", one.guid), ("M", other.guid)], coder="AML")
        made.suggest()
        assert made.graph().number_of_edges() == 1
        assert made.undo("AML") == 3
        assert made.redo("AML") == 3
        assert len(made.configurations()) == 2


def test_a_project_opened_again_has_everything(coded: Project, tmp_path: Path) -> None:
    with Project.open(tmp_path / "test.icmo") as again:
        assert again.codings().equals(coded.codings())
        assert again.codebook == coded.codebook
        assert again.name == "test"


def test_two_programs_on_one_project_do_not_lose_each_others_codings(coded: Project, tmp_path: Path) -> None:
    with Project.open(tmp_path / "test.icmo") as other:
        other.code("interview", "loeft", quote=QUOTE, coder="TBS")
        coded.code("interview", "ips", quote=QUOTE, coder="AML")
        assert len(other.codings()) == len(coded.codings()) == 4


def test_suggestions_that_a_coder_keeps_in_the_exported_file_become_codings(coded: Project, tmp_path: Path) -> None:
    coded.suggest()
    exported = tmp_path / "forslag.jsonl"
    assert coded.export_suggestions(exported) == len(coded.suggestions())
    kept = exported.read_text(encoding="utf-8").splitlines()[:1]
    exported.write_text("\n".join(kept), encoding="utf-8")
    assert coded.import_codings(exported, coder="TBS") == (1, 0)
    made = next(one for one in coded.material().codings if one.coder == "TBS")
    assert made.origin == "suggestion"
    assert made.quote == coded.suggestions()["quote"].iloc[0]
