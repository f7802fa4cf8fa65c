"""Codings and configurations as coders change them, one step at a time, beside one another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo import i18n
from icmo.codebook_changes import CodeDraft
from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.models import Coding, Configuration, Part, Polarity, Role
from icmo.project import Project
from icmo.stamps import version
from tests.projects import BUS, RINGS, WEEK, a_project, mark, shared


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        yield made


@pytest.fixture
def coding(project: Project) -> Coding:
    return mark(project, BUS, "oeve")[0]


@pytest.fixture
def configuration(project: Project, coding: Coding) -> Configuration:
    outcome = mark(project, WEEK, "ro")[0]
    return project.configure([("I", coding.guid), ("O", outcome.guid)], coder="AML", actor="borgeren")


def _codes(project: Project) -> list[str]:
    return sorted(one.code for one in project.material().codings)


def _configuration(project: Project, *parts: tuple[str, Coding], coder: str = "AML", **values: str) -> Configuration:
    return project.configure([(role, one.guid) for role, one in parts], coder=coder, **values)


def _stored(project: Project, guid: str) -> Configuration:
    return next(one for one in project.material().configurations if one.guid == guid)


# --- Marking --------------------------------------------------------------------------------------------


def test_several_codes_on_one_segment_are_one_step(project: Project) -> None:
    made = mark(project, BUS, "oeve", "tro", "ro")
    assert [(one.code, one.quote, one.coder) for one in made] == [(code, BUS, "AML") for code in ("oeve", "tro", "ro")]
    assert set(made) == set(project.material().codings)
    project.undo("AML")
    assert _codes(project) == []
    project.redo("AML")
    assert _codes(project) == ["oeve", "ro", "tro"]


def test_a_code_that_the_coder_has_put_there_already_is_left_alone(project: Project, coding: Coding) -> None:
    there, new = mark(project, BUS, "oeve", "tro")
    assert there == coding
    assert _codes(project) == ["oeve", "tro"]
    project.undo("AML")
    assert project.material().codings == (coding,)
    assert new.code == "tro"


def test_what_is_marked_already_is_no_step_that_could_be_undone(project: Project, coding: Coding) -> None:
    before = project.state()
    assert mark(project, BUS, "oeve") == (coding,)
    assert project.state() == before


def test_white_space_around_a_segment_does_not_make_it_another_one(project: Project, coding: Coding) -> None:
    assert mark(project, f" {BUS} ", "oeve") == (coding,)


def test_a_code_named_twice_is_put_there_once(project: Project) -> None:
    mark(project, BUS, "oeve", "oeve")
    assert _codes(project) == ["oeve"]


def test_the_same_code_by_another_coder_is_another_coding(project: Project, coding: Coding) -> None:
    mark(project, BUS, "oeve", coder="TBS")
    assert {one.coder for one in project.material().codings} == {"AML", "TBS"}


def test_of_several_codes_with_an_unknown_one_none_is_put_there(project: Project) -> None:
    with pytest.raises(NotFoundError, match="no code “findes-ikke”"):
        mark(project, BUS, "oeve", "findes-ikke")
    assert _codes(project) == []


# --- Recoding and uncoding ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"code": "tro"}, {"code": "tro", "quote": BUS}, id="another_code"),
        pytest.param({"valence": "negativ", "memo": "Hm."}, {"valence": "negativ", "memo": "Hm."}, id="words"),
        pytest.param({"start": None, "quote": RINGS}, {"quote": RINGS, "code": "oeve"}, id="another_place"),
    ],
)
def test_a_coding_is_given_something_else_and_keeps_the_rest(
    project: Project, coding: Coding, changes: dict[str, str], expected: dict[str, str]
) -> None:
    after = project.recode(coding.guid, coder="TBS", seen=version(coding), **changes)
    assert project.coding(coding.guid) == after
    assert {name: getattr(after, name) for name in expected} == expected
    assert (after.guid, after.coder, after.at) == (coding.guid, "AML", coding.at)
    project.undo("TBS")
    assert project.coding(coding.guid) == coding


def test_an_edge_moved_takes_the_quote_and_its_surroundings_along(project: Project, coding: Coding) -> None:
    after = project.recode(coding.guid, coder="AML", end=coding.end - len(" med hende"))
    assert (after.quote, after.suffix) == ("vi øvede bussen", " med hende hver tirsdag. Så begy")


def test_a_change_meets_one_that_somebody_made_meanwhile_and_is_refused_with_that_name(
    project: Project, coding: Coding
) -> None:
    seen = version(coding)
    theirs = project.recode(coding.guid, coder="TBS", code="tro")
    with pytest.raises(ConflictError, match="TBS has changed this since you read it") as caught:
        project.recode(coding.guid, coder="AML", seen=seen, code="ro")
    with pytest.raises(ConflictError, match="TBS has changed this"):
        project.uncode(coding.guid, coder="AML", seen=seen)
    assert project.coding(coding.guid) == theirs
    assert "make your change again" in caught.value.hint


def test_a_change_taken_back_meanwhile_is_none(project: Project, coding: Coding) -> None:
    project.recode(coding.guid, coder="TBS", code="tro")
    project.undo("TBS")
    assert project.recode(coding.guid, coder="AML", seen=version(coding), code="ro").code == "ro"


def test_a_coding_as_it_was_seen_can_be_taken_away(project: Project, coding: Coding) -> None:
    project.uncode(coding.guid, coder="TBS", seen=version(coding))
    assert _codes(project) == []


def test_a_coding_that_is_gone_is_said_to_be(project: Project, coding: Coding) -> None:
    project.uncode(coding.guid, coder="TBS")
    with pytest.raises(NotFoundError, match="There is no coding"):
        project.recode(coding.guid, coder="AML", code="ro")
    with pytest.raises(NotFoundError, match="There is no coding"):
        project.uncode(coding.guid, coder="AML", seen=version(coding))
    with pytest.raises(ConflictError, match="no longer there"):
        project.uncode(coding.guid, coder="AML")


# --- Configurations -------------------------------------------------------------------------------------


def test_a_configuration_names_the_theory_that_it_speaks_of(project: Project, coding: Coding) -> None:
    theory = project.add_theory("T1", "Hvis vi øver, så ringer hun.", coder="AML")
    made = _configuration(project, ("I", coding), theory=theory.guid, stance="nuancerer")
    assert (_stored(project, made.guid).theory, made.stance) == (theory.guid, "nuancerer")


def test_a_theory_that_is_not_there_is_refused(project: Project, configuration: Configuration) -> None:
    with pytest.raises(NotFoundError, match="There is no theory x"):
        project.configure(configuration.parts, coder="AML", theory="x")
    with pytest.raises(NotFoundError, match="There is no theory x"):
        project.reconfigure(configuration.guid, coder="AML", theory="x")
    assert len(project.material().configurations) == 1


def test_parts_of_a_configuration_are_replaced_and_one_undo_brings_them_back(
    project: Project, configuration: Configuration
) -> None:
    before = _stored(project, configuration.guid)
    mechanism = mark(project, RINGS, "tro", coder="TBS")[0]
    parts = [Part(Role.M, mechanism.guid, "øvelse", "jeg kan selv"), configuration.parts[0]]
    project.reconfigure(configuration.guid, coder="TBS", parts=parts)
    after = _stored(project, configuration.guid)
    assert after.parts == tuple(parts)
    assert (after.actor, after.coder) == ("borgeren", "AML")
    project.undo("TBS")
    assert _stored(project, configuration.guid) == before


def test_words_of_a_configuration_change_and_a_stance_can_be_emptied(
    project: Project, configuration: Configuration
) -> None:
    project.reconfigure(configuration.guid, coder="AML", stance="understøtter", polarity="hæmmer", target_group="lav")
    project.reconfigure(configuration.guid, coder="AML", stance=None, statement="Hvis …")
    after = _stored(project, configuration.guid)
    assert (after.stance, after.polarity, after.target_group) == (None, "hæmmer", "lav")
    assert (after.statement, after.parts) == ("Hvis …", configuration.parts)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"parts": []}, InvalidError, id="no_parts"),
        pytest.param({"parts": [("I", "x")]}, NotFoundError, id="a_part_that_is_no_coding"),
        pytest.param({"target_group": "ro"}, InvalidError, id="a_target_group_that_is_none"),
        pytest.param({"polarity": "måske"}, InvalidError, id="an_unknown_polarity"),
    ],
)
def test_a_change_that_cannot_be_leaves_the_configuration_as_it_was(
    project: Project, configuration: Configuration, changes: dict[str, object], error: type[Exception]
) -> None:
    before = shared(project)
    with pytest.raises(error):
        project.reconfigure(configuration.guid, coder="AML", **changes)
    assert shared(project) == before


def test_a_configuration_that_somebody_changed_is_neither_changed_nor_taken_apart(
    project: Project, configuration: Configuration
) -> None:
    seen = version(configuration)
    project.reconfigure(configuration.guid, coder="TBS", parts=configuration.parts[:1])
    for act in (project.unconfigure, project.reconfigure):
        with pytest.raises(ConflictError, match="TBS has changed this"):
            act(configuration.guid, coder="AML", seen=seen)
    assert _stored(project, configuration.guid).parts == configuration.parts[:1]


# --- Merging and linking --------------------------------------------------------------------------------


def test_merged_configurations_share_parts_links_and_memos_and_one_undo_parts_them(project: Project) -> None:
    bus, rings, week = (mark(project, *one)[0] for one in ((BUS, "oeve"), (RINGS, "tro"), (WEEK, "ro")))
    kept = _configuration(project, ("I", bus), ("O", week))
    gone = _configuration(project, ("O", week), ("M", rings))
    after, before = (_configuration(project, ("O", week)) for _number in range(2))
    for pair in ((gone, after), (before, gone), (kept, after), (kept, gone)):
        project.link_configurations(pair[0].guid, pair[1].guid, coder="AML")
    memo = project.add_memo("teori", "Hm.", about="configuration", subject=gone.guid, coder="AML")
    separate = shared(project)

    made = project.merge_configurations(kept.guid, gone.guid, coder="TBS")

    material = project.material()
    assert [(part.role, part.coding) for part in made.parts] == [("I", bus.guid), ("O", week.guid), ("M", rings.guid)]
    assert _stored(project, kept.guid).parts == made.parts
    assert gone.guid not in {one.guid for one in material.configurations}
    linked = [(one.earlier, one.later) for one in material.links]
    assert sorted(linked) == sorted([(kept.guid, after.guid), (before.guid, kept.guid)])
    assert [(one.guid, one.subject) for one in material.memos] == [(memo.guid, kept.guid)]
    project.undo("TBS")
    assert shared(project) == separate


def test_a_merged_configuration_takes_from_the_other_only_what_it_lacks(project: Project, coding: Coding) -> None:
    kept = _configuration(project, ("I", coding), actor="kvinden", memo="Den ene.")
    gone = _configuration(project, ("I", coding), actor="lederen", memo="Den anden.", target_group="lav")
    made = project.merge_configurations(kept.guid, gone.guid, coder="AML")
    assert (made.actor, made.target_group, made.memo) == ("kvinden", "lav", "Den ene.\n\nDen anden.")
    assert len(made.parts) == 1


def test_a_configuration_is_merged_with_another_one_that_is_there(
    project: Project, configuration: Configuration
) -> None:
    with pytest.raises(InvalidError, match="merged with itself"):
        project.merge_configurations(configuration.guid, configuration.guid, coder="AML")
    with pytest.raises(NotFoundError, match="no configuration x"):
        project.merge_configurations(configuration.guid, "x", coder="AML")


def test_a_link_is_kept_both_ways_round_and_can_be_taken_away(project: Project, configuration: Configuration) -> None:
    other = project.configure(configuration.parts, coder="AML")
    one = project.link_configurations(configuration.guid, other.guid, coder="AML")
    back = project.link_configurations(other.guid, configuration.guid, coder="TBS")
    assert set(project.material().links) == {one, back}
    project.unlink_configurations(one.guid, coder="TBS")
    assert project.material().links == (back,)


def test_a_link_that_says_nothing_is_refused(project: Project, configuration: Configuration, coding: Coding) -> None:
    without = _configuration(project, ("I", coding))
    project.link_configurations(configuration.guid, without.guid, coder="AML")
    with pytest.raises(InvalidError, match="has no outcome"):
        project.link_configurations(without.guid, configuration.guid, coder="AML")
    with pytest.raises(InvalidError, match="linked already"):
        project.link_configurations(configuration.guid, without.guid, coder="TBS")
    with pytest.raises(InvalidError, match="cannot follow on itself"):
        project.link_configurations(configuration.guid, configuration.guid, coder="AML")
    with pytest.raises(NotFoundError, match="no configuration x"):
        project.link_configurations(configuration.guid, "x", coder="AML")
    assert len(project.material().links) == 1


@pytest.mark.parametrize("way", ["taken_apart", "without_its_last_coding"])
def test_memos_and_links_go_with_their_configuration_and_come_back_with_it(project: Project, way: str) -> None:
    outcome, other = mark(project, WEEK, "ro", "loen")
    one, next_one = _configuration(project, ("O", outcome)), _configuration(project, ("O", other))
    project.link_configurations(one.guid, next_one.guid, coder="AML")
    project.link_configurations(next_one.guid, one.guid, coder="AML")
    project.add_memo("teori", "Hm.", about="configuration", subject=one.guid, coder="AML")
    stays = project.add_memo("teori", "Nå.", about="configuration", subject=next_one.guid, coder="AML")
    before = shared(project)
    if way == "taken_apart":
        project.unconfigure(one.guid, coder="TBS")
    else:
        project.uncode(outcome.guid, coder="TBS")
    material = project.material()
    assert ([one.guid for one in material.configurations], material.links) == ([next_one.guid], ())
    assert material.memos == (stays,)
    project.undo("TBS")
    assert shared(project) == before


# --- The sentence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "language", "sentence"),
    [
        (Polarity.FURTHERS, "da", "Hvis der er oeve, så følger ro og loen, fordi tro kommer i spil."),
        (Polarity.HINDERS, "da", "Hvis der er oeve, så udebliver ro og loen, fordi tro ikke kommer i spil."),
        (
            Polarity.DESPITE,
            "en",
            "If there is oeve in English, then ro in English and loen in English follows in spite of what hinders it, "
            "because tro in English is at work.",
        ),
    ],
)
def test_the_sentence_is_drafted_from_the_codes_in_their_roles(
    project: Project, polarity: Polarity, language: str, sentence: str
) -> None:
    codes = [*mark(project, BUS, "oeve"), *mark(project, RINGS, "tro"), *mark(project, WEEK, "ro", "loen")]
    parts = [Part(Role(role), one.guid) for role, one in zip("IMOO", codes, strict=True)]
    with i18n.language(language):
        assert project.draft_statement(parts, polarity) == sentence


def test_no_sentence_is_drafted_from_a_coding_that_is_not_there(project: Project) -> None:
    with pytest.raises(NotFoundError, match="There is no coding x"):
        project.draft_statement([Part(Role.I, "x")], Polarity.FURTHERS)


def test_a_sentence_can_name_a_code_that_another_program_has_added(project: Project, tmp_path: Path) -> None:
    with Project.open(tmp_path / "small.icmo") as other:
        made = other.add_code(CodeDraft("Tillid", "mechanism"), coder="TBS")
        coding = mark(other, RINGS, made.id, coder="TBS")[0]
    with i18n.language("da"):
        assert "fordi tillid" in project.draft_statement([Part(Role.M, coding.guid)], Polarity.FURTHERS)
