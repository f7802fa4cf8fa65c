from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import icmo
from icmo import codebook
from icmo.errors import ConflictError, InvalidError, NotFoundError, ProblemsError
from icmo.models import Part, Role
from icmo.project import Project
from icmo.store import codings
from tests.factories import BOOK, a_code
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
    labels = (coded.codebook[code].label.da for code in ("problemloesning-hele-livet", "vejledning-i-hverdagsmestring"))
    assert row["code_path"] == " > ".join(labels)


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
    assert len(project.undo("AML")) == 1
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
    assert coded.export_codings(file).codings == 2
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
        assert len(made.undo("AML")) == 3
        assert len(made.redo("AML")) == 3
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


# --- What must be refused, and leave nothing behind -----------------------------------------------------


def test_a_target_group_must_be_one(coded: Project) -> None:
    with pytest.raises(InvalidError, match="“hverdagsmestring” is no target group"):
        coded.configure([("I", coded.material().codings[0].guid)], coder="AML", target_group="hverdagsmestring")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "findes-ikke"}, NotFoundError),
        ({"transcript": "findes-ikke"}, NotFoundError),
        ({"end": 9999}, InvalidError),
        ({"quote": "noget, der ikke står der"}, InvalidError),
    ],
    ids=["unknown_code", "unknown_transcript", "span_outside", "false_quote"],
)
def test_finished_codings_are_checked_too(coded: Project, changes: dict[str, object], error: type[Exception]) -> None:
    made = replace(coded.material().codings[0], guid="ny", **changes)  # type: ignore[arg-type]
    with pytest.raises(error):
        coded.add_codings([made], coder="AML")
    assert len(coded.codings()) == 2


def test_the_last_part_that_goes_takes_its_configuration_with_it(coded: Project) -> None:
    one = coded.material().codings[0].guid
    coded.configure([("I", one)], coder="AML")
    coded.uncode(one, coder="AML")
    assert coded.material().configurations == ()
    coded.undo("AML")
    assert len(coded.material().configurations) == 1


def test_a_configuration_taken_apart_leaves_its_codings(coded: Project) -> None:
    made = coded.configure([("I", coded.material().codings[0].guid)], coder="AML")
    coded.unconfigure(made.guid, coder="AML")
    assert (len(coded.configurations()), len(coded.codings())) == (0, 2)


def test_a_suggestion_is_decided_on_once_by_each_coder(coded: Project) -> None:
    coded.suggest()
    made = coded.material().suggestions[0].guid
    with pytest.raises(InvalidError, match="“maybe” is not one of accept, reject, skip"):
        coded.decide(made, "maybe", coder="TBS")
    coded.decide(made, "skip", coder="TBS")
    coded.decide(made, "accept", coder="TBS")
    with pytest.raises(InvalidError, match="TBS has decided on that suggestion already"):
        coded.decide(made, "reject", coder="TBS")


def test_what_is_coded_or_rejected_is_not_suggested_again(coded: Project) -> None:
    coded.suggest()
    rejected = coded.material().suggestions[0]
    coded.decide(rejected.guid, "reject", coder="TBS")
    coded.suggest()
    material = coded.material()
    assert (rejected.start, rejected.code) not in {(one.start, one.code) for one in material.suggestions}
    for coding in material.codings:
        overlapping = [s for s in material.suggestions if s.start < coding.end and coding.start < s.end]
        assert coding.code not in {one.code for one in overlapping}


def test_rows_that_stand_twice_in_a_file_come_in_once_and_configurations_find_them(
    coded: Project, tmp_path: Path
) -> None:
    coding = {"transcript": "interview", "code": "medkonstruktoer", "quote": RINGS, "coder": "AML"}
    rows = [{"id": "x", **coding}, {"id": "y", **coding}, {"id": "k", "parts": [{"role": "M", "coding": "y"}]}]
    file = tmp_path / "alt.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert coded.import_codings(file) == (0, 1)
    assert len(coded.codings()) == 2
    assert list(coded.configurations()["code"]) == ["medkonstruktoer"]


@pytest.mark.parametrize("parts", [None, "x", [1], [{"role": "M"}], [{"role": "Q", "coding": "x"}]])
def test_parts_of_another_shape_are_reported_with_their_line(coded: Project, tmp_path: Path, parts: object) -> None:
    file = tmp_path / "alt.jsonl"
    file.write_text("\n" + json.dumps({"parts": parts}), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        coded.import_codings(file)
    assert [problem.line for problem in caught.value.problems] == [2]


def test_lines_are_counted_in_the_file_also_when_cells_hold_line_breaks(coded: Project, tmp_path: Path) -> None:
    file = tmp_path / "k.csv"
    file.write_text('transcript,code,quote,memo\n\ninterview,loeft,hun fik overblik,"to\nlinjer"\nukendt,loeft,hun,\n')
    with pytest.raises(ProblemsError) as caught:
        coded.import_codings(file)
    assert [problem.line for problem in caught.value.problems] == [5]


def test_a_book_of_ones_own_that_extends_one_beside_it_is_kept_whole(tmp_path: Path) -> None:
    base = BOOK.replace("id: small", "id: basis") + a_code("grund", "outcome")
    (tmp_path / "basis.yaml").write_text(base, encoding="utf-8")
    own = BOOK.replace("id: small", "id: egen").replace("sources:", "extends: [basis]\nsources:")
    (tmp_path / "egen.yaml").write_text(own + a_code("top", "outcome", parent="grund"), encoding="utf-8")
    with Project.create(tmp_path / "p.icmo", codebook=tmp_path / "egen.yaml") as made:
        book = made.codebook
    (tmp_path / "basis.yaml").unlink()
    with Project.open(tmp_path / "p.icmo") as again:
        assert again.codebook == book
        assert {code.id for code in again.codebook.codes} == {"grund", "top"}


def test_a_name_without_suffix_is_the_same_project_when_made_and_opened(tmp_path: Path) -> None:
    Project.create(tmp_path / "eval").close()
    assert (tmp_path / "eval.icmo").exists()
    Project.open(tmp_path / "eval").close()


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="“fr” is not one of da, en"):
        Project.create(tmp_path / "p.icmo", language="fr")
    assert not (tmp_path / "p.icmo").exists()


def test_undo_for_a_coder_who_does_not_exist_is_refused(coded: Project) -> None:
    with pytest.raises(NotFoundError, match="no coder “ALM”") as caught:
        coded.undo("ALM")
    assert "AML" in caught.value.hint


@pytest.mark.parametrize("kind", places())
def test_many_writers_at_once_lose_nothing(kind: str, tmp_path: Path, interview: Path) -> None:
    where = place(kind, tmp_path)
    with Project.create(where) as made:
        made.import_files([interview])
        made.import_cases(_cases(tmp_path, "kommune,a\nNord,1\n"))

    def work(number: int) -> None:
        with Project.open(where) as mine:
            mine.code("interview", "loeft", quote=QUOTE, coder=f"koder {number % 3}", memo=str(number))
            mine.import_cases(_cases(tmp_path / str(number), f"kommune,v{number}\nNord,{number}\n"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(12)))
    with Project.open(where) as after:
        material = after.material()
        assert {coding.memo for coding in material.codings} == {str(number) for number in range(12)}
        assert {coding.coder for coding in material.codings} == {"koder 0", "koder 1", "koder 2"}
        assert dict(material.cases[0].variables) == {"a": 1, **{f"v{number}": number for number in range(12)}}


def _cases(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "cases.csv").write_text(text, encoding="utf-8")
    return folder / "cases.csv"


@pytest.mark.parametrize("kind", places())
def test_a_reader_sees_one_moment(kind: str, tmp_path: Path, interview: Path) -> None:
    where = place(kind, tmp_path)
    with Project.create(where) as one, Project.open(where) as other:
        one.import_files([interview])
        with one._database.read() as connection:
            before = codings.all_codings(connection)
            other.code("interview", "loeft", quote=QUOTE, coder="TBS")
            assert codings.all_codings(connection) == before == ()
        assert len(one.codings()) == 1


# --- How suggestions are made, and the project's own cues ------------------------------------------------


def test_in_a_blind_round_suggestions_are_scored_but_not_shown(coded: Project) -> None:
    coded.set_suggestions(blind=True)
    scored = coded.suggest()
    assert scored > 0
    assert len(coded.suggestions()) == len(coded.material().suggestions) == 0
    with pytest.raises(InvalidError, match="blind round"):
        coded.decide("any", "accept", coder="TBS")
    coded.set_suggestions(blind=False)
    assert len(coded.suggestions()) == scored


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"colour": "red"}, "“colour” is not one of"),
        ({"learn_from": "everybody"}, "“everybody” is not one of project, coder"),
        ({"llm_url": "http://127.0.0.1/v1"}, "needs both its address and its name"),
        ({"llm_url": "http://10.0.0.1/v1", "llm_model": "m"}, "passages would leave it"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_changes_nothing(
    coded: Project, values: dict[str, str], message: str
) -> None:
    before = coded.suggestion_settings
    with pytest.raises(InvalidError, match=message):
        coded.set_suggestions(**values)
    assert coded.suggestion_settings == before


def test_forgotten_decisions_teach_no_more_and_one_undo_brings_them_back(coded: Project) -> None:
    coded.suggest()
    coded.decide(coded.material().suggestions[0].guid, "reject", coder="TBS")
    assert coded.forget_decisions(coder="TBS", of="AML") == 0
    assert coded.forget_decisions(coder="TBS") == 1
    assert coded.decisions() == ()
    assert len(coded.undo("TBS")) == 1
    assert len(coded.decisions()) == 1


def test_the_place_of_a_reason_is_in_the_transcript_and_carries_the_suggestion(coded: Project) -> None:
    coded.suggest()
    material = coded.material()
    placed = [
        (one, reason)
        for one in material.suggestions
        for reason in one.reasons
        if reason.start is not None and reason.end is not None
    ]
    assert placed
    for one, reason in placed:
        assert material.transcript_by_guid[one.transcript].text[reason.start : reason.end] == reason.text
    assert all(one.polarity for one in material.suggestions)
    assert {one.role for one in material.suggestions} - {None}


def test_a_cue_that_a_coder_takes_in_works_and_can_be_undone(coded: Project) -> None:
    coded.decide_cue("meningsfuldhed", "  Grøn  Frakke ", "accept", coder="AML", weight=2)
    assert [cue.text for _c, cue, _w in coded.material().codebook.cues("meningsfuldhed")][-1] == "grøn frakke"
    assert [concept.id for concept in coded.own_lexicon().concepts] == ["projekt-meningsfuldhed"]
    coded.decide_cue("meningsfuldhed", "grøn frakke", "reject", coder="TBS")
    assert coded.own_lexicon().rejected == {"meningsfuldhed": ("grøn frakke",)}
    coded.undo("TBS")
    assert len(coded.own_lexicon().concepts) == 1
    coded.undo("AML")
    assert coded.own_lexicon().concepts == ()


@pytest.mark.parametrize(
    ("code", "text", "verdict", "weight", "message"),
    [
        ("findes-ikke", "bus", "accept", 1.0, "There is no code"),
        ("meningsfuldhed", "* !", "accept", 1.0, "has no word in it"),
        ("meningsfuldhed", "bus", "accept", 9.0, "The weight 9.0"),
        ("meningsfuldhed", "bus", "skip", 1.0, "accepted or rejected"),
    ],
)
def test_a_cue_that_cannot_be_is_refused(
    coded: Project, code: str, text: str, verdict: str, weight: float, message: str
) -> None:
    with pytest.raises((InvalidError, NotFoundError), match=message):
        coded.decide_cue(code, text, verdict, coder="AML", weight=weight)


def test_what_each_coder_did_teaches_only_that_coder_when_the_project_says_so(coded: Project) -> None:
    coded.set_suggestions(learn_from="coder")
    coded.suggest(coder="TBS")  # who has coded nothing: nothing is settled
    for_tbs = {(one.transcript, one.code) for one in coded.material().suggestions}
    coded.suggest(coder="AML")
    done = {(one.transcript, one.code) for one in coded.material().codings}
    for_aml = {(one.transcript, one.code) for one in coded.material().suggestions}
    assert for_tbs >= for_aml - done


OF_REPORTS = ("overview_edit", "quote_choice", "report_text", "export")  # tables of migration 0005
OF_ROUNDS = ("assignment", "round", "resolution")  # tables of migration 0006


def test_an_older_project_without_lexicons_is_brought_up_to_date(tmp_path: Path) -> None:
    """A project at migration 0001 has neither the tables nor the columns; opening it adds them."""

    place = tmp_path / "old.icmo"
    with Project.create(place, codebook="salado-rasmussen") as project, project._database.write() as connection:
        newer = ("lexicon", "cue", "exchange", "theory", "saved_view", "memo", "configuration_link", "summary", "guide")
        for table in (*newer, *OF_REPORTS, *OF_ROUNDS):
            connection.exec_driver_sql(f'DROP TABLE "{table}"')
        connection.exec_driver_sql("DROP INDEX ix_change_at")
        for column in ("role", "polarity"):
            connection.exec_driver_sql(f"ALTER TABLE suggestion DROP COLUMN {column}")
        connection.exec_driver_sql("ALTER TABLE configuration DROP COLUMN theory")
        old = codebook.dumps(replace(project.codebook, lexicons=()))
        connection.exec_driver_sql("UPDATE codebook SET yaml = ?", (old,))
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with Project.open(place) as project:
        project.decide_cue("meningsfuldhed", "bus", "accept", coder="AML")
        assert len(project.own_lexicon().concepts) == 1


def test_the_theories_and_searches_of_an_older_project_are_kept(tmp_path: Path) -> None:
    """At migration 0003 theories had no codes, and saved views no page; their changes can still be undone."""
    place = tmp_path / "old.icmo"
    with Project.create(place, codebook="salado-rasmussen") as project:
        theory = project.add_theory("T1", "Hvis …, så …", coder="AML")
        view = project.save_view("Bussen", {"text": "bussen"}, coder="AML")
        with project._database.write() as connection:
            for table in ("summary", "guide", *OF_REPORTS, *OF_ROUNDS):
                connection.exec_driver_sql(f'DROP TABLE "{table}"')
            connection.exec_driver_sql("DROP INDEX ix_change_at")
            connection.exec_driver_sql("ALTER TABLE theory DROP COLUMN parts")
            connection.exec_driver_sql("ALTER TABLE saved_view DROP COLUMN page")
            for column in ("before", "after"):  # what the log of such a project says
                connection.exec_driver_sql(f"UPDATE change SET {column} = json_remove({column}, '$.parts', '$.page')")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    with Project.open(place) as project:
        assert (project.theories(), project.views("search")) == ((theory,), (view,))
        project.undo("AML")
        assert (project.theories(), project.views()) == ((theory,), ())
        project.redo("AML")
        assert project.views("search") == (view,)


def test_a_correction_is_not_undone_under_codings_that_others_have_made_since(
    project: Project, interview: Path
) -> None:
    """They would stand beside their words; the text can be corrected again instead."""
    project.import_files([interview])
    text = project.transcript("interview").text
    project.correct("interview", text.replace("hver tirsdag", "hver evig eneste tirsdag"), coder="AML")
    made = project.code("interview", "meningsfuldhed", coder="TBS", quote="hun fik overblik over ugen")
    with pytest.raises(ConflictError, match="coded since"):
        project.undo("AML")
    assert "evig eneste" in project.transcript("interview").text
    project.correct("interview", text, coder="AML")
    (there,) = project.material().codings
    assert (there.start, there.quote) == (made.start - len("evig eneste "), made.quote)


def test_a_change_is_never_earlier_than_what_the_log_holds(project: Project, interview: Path) -> None:
    """What came from a machine whose clock runs fast would otherwise win over what is said after it."""
    project.import_files([interview])
    with project._database.write() as connection:
        connection.exec_driver_sql("UPDATE change SET at = '2999-12-31T23:59:59.999999Z'")
    project.code("interview", "meningsfuldhed", coder="TBS", quote="overblik")
    assert project.log()[-1].at > "2999-12-31T23:59:59.999999Z"
