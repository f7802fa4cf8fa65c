"""Disagreements resolved in a project, one step each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from icmo.agreement.disagreements import Disagreement
from icmo.codebook_changes import CodeDraft
from icmo.consensus import progress, resolved, resting
from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.models import CONSENSUS, Rule
from icmo.project import Project
from tests.projects import BUS, RINGS, WEEK, a_project, mark, shared
from tests.store.databases import place, places

RULE = Rule("tro", False, "Ikke når hun selv handler.")


def begun(folder: Path, where: str | None = None) -> Project:
    """AML and BKH agree on the bus, give two codes to the same words, and AML alone has coded the week."""
    made = a_project(folder, place=where)
    for coder, codes in {"AML": ("oeve", "tro", "ro"), "BKH": ("oeve", "hverdag")}.items():
        for quote, code in zip((BUS, RINGS, WEEK), codes, strict=False):
            mark(made, quote, code, coder=coder)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with begun(tmp_path) as made:
        yield made


def of_code(project: Project, code: str) -> Disagreement:
    (one,) = project.disagreements(codes=[code])
    return one


def told(project: Project) -> list[tuple[str, str]]:
    return sorted((one.coder, one.code) for one in project.material().codings)


def test_a_decision_makes_a_layer_and_sets_aside_what_is_not_kept(project: Project) -> None:
    found = of_code(project, "tro")
    number = str(found.readings.index(found.reading_of("AML")) + 1)
    made = project.resolve(found.key, number, coder="BKH", reason="Hun gør det selv.", present=["AML", "BKH"])
    material = project.material()
    assert material.resolutions == (made,)
    assert told(project) == [("AML", "oeve"), ("AML", "ro"), ("AML", "tro"), ("BKH", "oeve"), (CONSENSUS, "tro")]
    assert [(one.coder, one.code) for one in material.overruled] == [("BKH", "hverdag")]
    assert (material.coding_by_guid[made.codings[0]].memo, made.present) == ("Hun gør det selv.", ("AML", "BKH"))
    assert resolved(material) == {found.key: made}
    assert (progress(material).disagreements, progress(material).open) == (2, 1)


def test_one_undo_takes_back_the_decision_its_codings_and_the_rule(project: Project) -> None:
    before, book = shared(project), project.codebook
    project.resolve(of_code(project, "tro").key, "both", coder="AML", rule=RULE)
    assert project.codebook["tro"].exclude.da[-1] == RULE.text
    after = shared(project)
    project.undo("AML")
    assert (shared(project), project.codebook, project.material().resolutions) == (before, book, ())
    project.redo("AML")
    assert shared(project) == after
    assert project.codebook["tro"].exclude.da[-1] == RULE.text


@pytest.mark.parametrize("kind", places())
def test_it_works_on_every_database(kind: str, tmp_path: Path) -> None:
    with begun(tmp_path, place(kind, tmp_path)) as project:
        made = project.resolve(of_code(project, "tro").key, "both", coder="TBS", rule=RULE)
        assert project.material().resolutions == (made,)
        project.unresolve(made.guid, coder="AML")
        assert project.material().resolutions == ()


def test_a_rule_is_added_to_the_code_book_and_told_with_the_resolution(project: Project) -> None:
    made = project.resolve(of_code(project, "tro").key, "neither", coder="AML", rule=Rule("ro", True, "Også om ugen."))
    assert made.rule == Rule("ro", True, "Også om ugen.")
    assert project.codebook["ro"].include.da == ("Også om ugen.",)
    assert len(project.codebook_versions()) == 2


def test_a_rule_that_stands_there_already_is_not_added_twice(project: Project) -> None:
    project.resolve(of_code(project, "tro").key, "1", coder="AML", rule=RULE)
    project.resolve(of_code(project, "ro").key, "1", coder="AML", rule=RULE)
    assert project.codebook["tro"].exclude.da == (RULE.text,)


def test_what_somebody_has_resolved_is_not_resolved_again(project: Project) -> None:
    key = of_code(project, "tro").key
    project.resolve(key, "both", coder="AML")
    with pytest.raises(ConflictError, match="AML has resolved"):
        project.resolve(key, "neither", coder="BKH")


def test_what_has_changed_in_the_meantime_is_not_resolved(project: Project) -> None:
    found = of_code(project, "tro")
    project.recode(found.reading_of("BKH").codings[0], code="tro", coder="BKH")
    with pytest.raises(NotFoundError, match="no such disagreement"):
        project.resolve(found.key, "1", coder="AML")


@pytest.mark.parametrize("choice", ["9", "other", ""])
def test_what_cannot_be_decided_changes_nothing(project: Project, choice: str) -> None:
    before = project.state()
    with pytest.raises(InvalidError):
        project.resolve(of_code(project, "tro").key, choice, coder="AML")
    assert project.state() == before


def test_another_code_and_place_can_be_decided(project: Project) -> None:
    found = of_code(project, "ro")
    made = project.resolve(found.key, "other", code="loen", start=found.start, end=found.start + 3, coder="AML")
    (new,) = (one for one in project.material().codings if one.coder == CONSENSUS)
    assert (new.guid, new.code, new.start, new.end) == (*made.codings, "loen", found.start, found.start + 3)


def test_a_resolution_taken_back_lets_all_count_again(project: Project) -> None:
    before = shared(project)
    made = project.resolve(of_code(project, "tro").key, "neither", coder="AML")
    project.unresolve(made.guid, coder="BKH")
    assert shared(project) == before
    assert project.material().resolutions == ()
    with pytest.raises(NotFoundError, match="no resolution"):
        project.unresolve(made.guid, coder="BKH")


def test_a_decision_that_no_longer_stands_gives_way_to_the_next(project: Project) -> None:
    first = project.resolve(of_code(project, "tro").key, "both", coder="AML")
    mark(project, "hun selv at ringe til os", "tro", coder="BKH")
    again = of_code(project, "hverdag")  # of tro they agree now, so that this stands alone
    second = project.resolve(again.key, "neither", coder="AML")
    assert project.material().resolutions == (second,)
    assert first.codings and not [one for one in project.material().codings if one.guid in first.codings]


def test_a_coding_of_the_consensus_in_a_configuration_is_not_taken_away(project: Project) -> None:
    made = project.resolve(of_code(project, "tro").key, "both", coder="AML")
    whole = project.configure([("M", made.codings[0])], coder="AML")
    with pytest.raises(ConflictError, match="part of a configuration"):
        project.unresolve(made.guid, coder="AML")
    project.unconfigure(whole.guid, coder="AML")
    project.unresolve(made.guid, coder="AML")


def test_an_exported_coding_says_whether_it_was_set_aside(project: Project, tmp_path: Path) -> None:
    project.resolve(of_code(project, "ro").key, "neither", coder="AML")
    for suffix, read in ((".csv", pd.read_csv), (".xlsx", pd.read_excel)):
        project.export_codings(tmp_path / f"codings{suffix}")
        rows = read(tmp_path / f"codings{suffix}")
        assert list(rows[rows["overruled"] == 1]["code"]) == ["ro"]
    assert not project.codings()["overruled"].any()


def test_a_configuration_keeps_what_was_set_aside_until_it_is_mended(project: Project) -> None:
    found = of_code(project, "tro")
    theirs = found.reading_of("BKH").codings[0]
    whole = project.configure([("M", theirs)], coder="BKH")
    made = project.resolve(found.key, str(found.readings.index(found.reading_of("AML")) + 1), coder="AML")
    assert theirs in project.material().coding_by_guid
    assert [one.guid for one in resting(project.material())] == [whole.guid]
    project.reconfigure(whole.guid, parts=[("M", made.codings[0])], coder="BKH")
    assert theirs not in project.material().coding_by_guid
    assert resting(project.material()) == ()


def test_what_was_decided_moves_with_its_words_and_goes_when_they_are_gone(project: Project) -> None:
    made = project.resolve(of_code(project, "ro").key, "1", coder="AML")
    text = project.transcript("interview").text
    project.correct("interview", text.replace("Altså, ", "Altså, jamen altså, "), coder="AML")
    (moved,) = project.material().resolutions
    now = project.transcript("interview").text
    assert (moved.start - made.start, now[moved.start : moved.end]) == (len("jamen altså, "), WEEK)
    assert [one.guid for one in resolved(project.material()).values()] == [made.guid]
    on_it = [one.guid for one in project.material().layers if one.code == "ro"]
    project.correct("interview", now.replace(WEEK, "det var alt"), coder="AML", drop=on_it)
    assert project.material().resolutions == ()
    project.undo("AML")
    assert project.material().resolutions == (moved,)


def test_what_was_decided_goes_with_a_code_that_is_merged_and_undo_brings_both_back(project: Project) -> None:
    found = of_code(project, "ro")
    made = project.resolve(found.key, "neither", coder="AML", rule=replace(RULE, code="ro"))
    project.merge_codes("ro", "loen", coder="BKH")
    material = project.material()
    (now,) = material.resolutions
    assert (now.codes, now.rule) == (("loen",), replace(RULE, code="loen"))
    assert [(one.coder, one.code) for one in material.overruled] == [("AML", "loen")]
    assert [one.guid for one in resolved(material).values()] == [made.guid]
    project.undo("BKH")
    assert project.material().resolutions == (made,)


def test_what_was_decided_stands_when_all_its_codings_go_to_one_narrower_code(project: Project) -> None:
    found = of_code(project, "ro")
    made = project.resolve(found.key, "1", coder="AML")
    draft = CodeDraft("Uro", "outcome", definition_da="Om uro.")
    moved = dict.fromkeys((*found.codings, *made.codings), 0)
    (uro,) = project.split_code("ro", [draft], moved, coder="AML")
    material = project.material()
    assert [one.codes for one in material.resolutions] == [(uro.id,)]
    assert [one.guid for one in resolved(material).values()] == [made.guid]


def test_what_was_set_aside_stays_so_when_its_code_is_split(project: Project) -> None:
    found = of_code(project, "ro")
    project.resolve(found.key, "neither", coder="AML")
    draft = CodeDraft("Uro", "outcome", definition_da="Om uro.")
    project.split_code("ro", [draft], {found.codings[0]: 0}, coder="AML")
    assert [one.guid for one in project.material().overruled] == list(found.codings)


def test_what_the_layer_was_filled_with_gives_way_to_a_later_decision(project: Project) -> None:
    project.fill_consensus(coder="AML")
    (taken,) = (one for one in project.material().codings if (one.coder, one.code) == ("AML", "oeve"))
    project.uncode(taken.guid, coder="AML")
    project.resolve(of_code(project, "oeve").key, "neither", coder="AML")
    assert "oeve" not in {one.code for one in project.material().codings}


@pytest.mark.parametrize("name", [CONSENSUS, " Konsensus "])
def test_nobody_works_under_the_name_of_the_layer(project: Project, name: str) -> None:
    with pytest.raises(InvalidError, match="no coder"):
        mark(project, WEEK, "tro", coder=name)
    with pytest.raises(InvalidError, match="no coder"):
        project.open_round("Prøve", ["AML", name], coder="AML", share=1.0)
    project.fill_consensus(coder="AML")
    assert project.coders() == ["AML", "BKH"]


def test_the_layer_is_filled_in_one_step(project: Project) -> None:
    new = project.fill_consensus(coder="AML")
    assert [(one.coder, one.code, one.quote) for one in new] == [(CONSENSUS, "oeve", BUS)]
    assert set(new) <= set(project.material().codings)
    assert project.fill_consensus(coder="BKH") == ()
    project.undo("AML")
    assert CONSENSUS not in {one.coder for one in project.material().codings}


def test_agreement_is_told_before_and_after(project: Project) -> None:
    found = project.agreement_before_after()
    assert found is not None and (found.resolved, found.before.overall.alpha) == (0, found.after.overall.alpha)
    for one in project.disagreements():
        project.resolve(one.key, "1", coder="AML")
    found = project.agreement_before_after()
    assert found is not None and found.resolved == 2
    assert found.before.overall.alpha < found.after.overall.alpha == 1


# --- While it is coded blind ----------------------------------------------------------------------------


def test_nothing_is_decided_on_what_is_being_coded_blind(project: Project) -> None:
    open_one, answered = of_code(project, "tro"), of_code(project, "ro")
    made = project.resolve(answered.key, "1", coder="AML")
    project.open_round("Runde 1", ["AML", "BKH"], of=["interview"], coder="AML")
    assert project.disagreements() == ()
    with pytest.raises(ConflictError, match="coded blind"):
        project.resolve(open_one.key, "1", coder="AML")
    with pytest.raises(ConflictError, match="coded blind"):
        project.unresolve(made.guid, coder="AML")
    assert project.fill_consensus(coder="AML") == ()
    for name in ("AML", "BKH"):
        project.mark_done("interview", coder=name)
    project.close_round("Runde 1", coder="AML")
    project.resolve(open_one.key, "1", coder="AML")
