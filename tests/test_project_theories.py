"""The register of programme theories: written, changed with a reason, followed through their versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.models import About, MemoKind, Role, Theory, TheoryPart
from icmo.project import Project
from icmo.stamps import version
from tests.projects import BUS, a_project, mark, shared

SENTENCE = "Hvis vi øver, så ringer hun, fordi hun tror på det."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        yield made


@pytest.fixture
def theory(project: Project) -> Theory:
    return project.add_theory("T1", SENTENCE, coder="AML")


def test_theories_stand_by_name(project: Project, theory: Theory) -> None:
    first = project.add_theory("  A \n theory ", f" {SENTENCE} ", coder="TBS")
    assert project.theories() == (first, theory)
    assert (first.name, first.statement, first.coder) == ("A theory", SENTENCE, "TBS")


def test_a_name_belongs_to_one_theory(project: Project, theory: Theory) -> None:
    other = project.add_theory("T2", SENTENCE, coder="AML")
    for act in (
        lambda: project.add_theory(" T1 ", "Noget andet.", coder="TBS"),
        lambda: project.change_theory(other.guid, name="T1", coder="TBS"),
    ):
        with pytest.raises(ConflictError, match="a theory called “T1” already"):
            act()
    assert project.theories() == (theory, other)


@pytest.mark.parametrize(("name", "statement"), [(" ", SENTENCE), ("T1", " \n")], ids=["no_name", "no_sentence"])
def test_a_theory_needs_a_name_and_a_sentence(project: Project, name: str, statement: str) -> None:
    with pytest.raises(InvalidError, match="needs a name and a sentence"):
        project.add_theory(name, statement, coder="AML")


def test_the_earlier_wording_of_a_theory_stays_in_the_log(project: Project, theory: Theory) -> None:
    after = project.change_theory(theory.guid, coder="TBS", seen=version(theory), statement="Hvis vi venter …")
    assert (after.name, project.theories()) == ("T1", (after,))
    change = project.log(guid=theory.guid)[-1]
    assert change.before is not None
    assert change.after is not None
    assert (change.coder, change.before["statement"], change.after["statement"]) == ("TBS", SENTENCE, after.statement)


def test_a_theory_that_somebody_changed_meanwhile_is_not_overwritten(project: Project, theory: Theory) -> None:
    theirs = project.change_theory(theory.guid, coder="TBS", name="T9")
    with pytest.raises(ConflictError, match="TBS has changed this"):
        project.change_theory(theory.guid, coder="AML", seen=version(theory), name="T0")
    assert project.theories() == (theirs,)


def test_configurations_stay_without_a_theory_that_goes_and_have_it_again_after_an_undo(
    project: Project, theory: Theory
) -> None:
    part = ("I", mark(project, BUS, "oeve")[0].guid)
    with_it = project.configure([part], coder="AML", theory=theory.guid, stance="understøtter", actor="borgeren")
    without = project.configure([part], coder="AML", stance="afkræfter")
    project.add_memo("teori", "Hm.", about="theory", subject=theory.guid, coder="AML")
    before = shared(project)
    project.remove_theory(theory.guid, coder="TBS")
    left = {one.guid: (one.theory, one.stance, one.actor) for one in project.material().configurations}
    assert left == {with_it.guid: (None, None, "borgeren"), without.guid: (None, "afkræfter", "")}
    assert (project.theories(), project.memos()) == ((), ())
    project.undo("TBS")
    assert shared(project) == before


def test_a_theory_that_is_not_there_is_neither_changed_nor_taken_away(project: Project) -> None:
    with pytest.raises(NotFoundError, match="There is no theory x"):
        project.change_theory("x", coder="AML", name="T1")
    with pytest.raises(ConflictError, match="no longer there"):
        project.remove_theory("x", coder="AML")


# --- The codes of a theory ------------------------------------------------------------------------------


def test_a_theory_names_its_codes_in_their_roles_each_once(project: Project) -> None:
    made = project.add_theory("T1", SENTENCE, parts=[("I", "oeve"), ("M", "tro"), ("I", "oeve")], coder="AML")
    assert made.parts == (TheoryPart(Role.I, "oeve"), TheoryPart(Role.M, "tro"))
    assert project.theories() == (made,)


@pytest.mark.parametrize(
    ("part", "complaint"),
    [(("X", "oeve"), "“X” is not one of I, C, K, M, O"), (("I", "ukendt"), "no code “ukendt”")],
    ids=["role", "code"],
)
def test_a_theory_of_an_unknown_role_or_code_is_refused(
    project: Project, theory: Theory, part: tuple[str, str], complaint: str
) -> None:
    for act in (
        lambda: project.add_theory("T2", SENTENCE, parts=[part], coder="AML"),
        lambda: project.change_theory(theory.guid, parts=[part], coder="AML"),
    ):
        with pytest.raises((InvalidError, NotFoundError), match=complaint):
            act()
    assert project.theories() == (theory,)


def test_a_change_without_parts_keeps_them(project: Project) -> None:
    made = project.add_theory("T1", SENTENCE, parts=[("I", "oeve")], coder="AML")
    assert project.change_theory(made.guid, statement="Hvis …", coder="TBS").parts == made.parts
    assert project.change_theory(made.guid, parts=[], coder="TBS").parts == ()


def test_the_reason_of_a_change_is_a_memo_and_goes_with_it_in_an_undo(project: Project, theory: Theory) -> None:
    before = shared(project)
    after = project.change_theory(theory.guid, parts=[("O", "ro")], because=" Ro kom først. ", coder="TBS")
    [memo] = project.memos()
    assert (memo.kind, memo.about, memo.subject) == (MemoKind.RETRODUCTION, About.THEORY, theory.guid)
    assert (memo.text, memo.coder) == ("Ro kom først.", "TBS")
    assert project.theories() == (after,)
    project.undo("TBS")
    assert shared(project) == before


def test_theories_follow_a_code_that_is_merged_into_another(project: Project) -> None:
    parts = [("M", "tro"), ("M", "hverdag"), ("O", "ro")]
    made = project.add_theory("T1", SENTENCE, parts=parts, coder="AML")
    before = shared(project)
    project.merge_codes("tro", "hverdag", coder="TBS")
    [theory] = project.theories()
    assert theory.parts == (TheoryPart(Role.M, "hverdag"), TheoryPart(Role.O, "ro"))
    project.undo("TBS")
    assert (project.theories(), shared(project)) == ((made,), before)
