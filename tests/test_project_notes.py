"""Memos, saved views and preferences: what coders keep beside their codings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.models import About, Memo, MemoKind
from icmo.project import Project
from icmo.stamps import version
from tests.projects import BUS, WEEK, a_project, mark, shared, span

SENTENCE = "Hvis vi øver, så ringer hun, fordi hun tror på det."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        yield made


@pytest.fixture
def memo(project: Project) -> Memo:
    return project.add_memo("proces", "Ring til kommunen.", about="project", coder="AML")


def _things(project: Project) -> dict[About, str]:
    """One thing of each sort that a memo can be about."""
    coding = mark(project, BUS, "oeve")[0].guid
    return {
        About.PROJECT: "",
        About.TRANSCRIPT: (transcript := project.transcript("interview").guid),
        About.SEGMENT: transcript,
        About.CODING: coding,
        About.CODE: "oeve",
        About.CONFIGURATION: project.configure([("I", coding)], coder="AML").guid,
        About.THEORY: project.add_theory("T1", SENTENCE, coder="AML").guid,
    }


# --- Memos ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", About)
def test_a_memo_is_kept_about_anything_in_the_project(project: Project, about: About) -> None:
    subject = _things(project)[about]
    place = span(project, WEEK) if about is About.SEGMENT else {}
    made = project.add_memo("teori", " Se LØFT. ", about=about, subject=subject, coder="TBS", **place)
    assert project.memos() == (made,)
    assert (made.about, made.subject, made.text, made.kind, made.coder) == (about, subject, "Se LØFT.", "teori", "TBS")
    assert ({"start": made.start, "end": made.end} if place else {}) == place


@pytest.mark.parametrize("about", ["transcript", "segment"])
def test_a_memo_about_a_transcript_called_by_its_name_keeps_its_guid(project: Project, about: str) -> None:
    place = {"start": 0, "end": 5} if about == "segment" else {}
    made = project.add_memo("sprog", "Hm.", about=about, subject="interview", coder="AML", **place)
    assert made.subject == project.transcript("interview").guid


@pytest.mark.parametrize("kind", MemoKind)
def test_memos_are_of_five_kinds(project: Project, kind: MemoKind) -> None:
    project.add_memo(kind, "Hm.", about="project", coder="AML")
    assert [one.kind for one in project.memos()] == [kind]


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        *(
            pytest.param({"about": about, "subject": "x"}, NotFoundError, "x", id=f"no_such_{about}")
            for about in ("transcript", "coding", "code", "configuration", "theory")
        ),
        pytest.param({"about": "segment", "start": 0, "end": 5}, NotFoundError, "no transcript", id="no_transcript"),
        pytest.param(
            {"about": "segment", "subject": "interview", "start": 3, "end": 3}, InvalidError, "no span", id="no_span"
        ),
        pytest.param({"about": "segment", "subject": "interview"}, InvalidError, "start and end", id="no_place"),
        pytest.param({"about": "code", "subject": "ro", "start": 0, "end": 5}, InvalidError, "start", id="a_place"),
        pytest.param({"about": "vejret"}, InvalidError, "“vejret” is not one of", id="about_something_else"),
        pytest.param({"kind": "digt"}, InvalidError, "“digt” is not one of", id="of_another_kind"),
        pytest.param({"text": " \n"}, InvalidError, "needs some text", id="without_text"),
    ],
)
def test_a_memo_that_cannot_be_is_refused(
    project: Project, values: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        project.add_memo(**{"kind": "proces", "text": "Hm.", "about": "project", "coder": "AML", **values})
    assert project.memos() == ()


def test_a_memo_gets_another_text_or_kind_and_keeps_the_rest(project: Project, memo: Memo) -> None:
    project.change_memo(memo.guid, coder="TBS", seen=version(memo), text="Ring igen.")
    project.change_memo(memo.guid, coder="TBS", kind="sprog")
    after = project.memos()[0]
    assert (after.text, after.kind, after.coder, after.at) == ("Ring igen.", "sprog", "AML", memo.at)


def test_a_memo_that_somebody_changed_meanwhile_is_not_overwritten(project: Project, memo: Memo) -> None:
    theirs = project.change_memo(memo.guid, coder="TBS", text="Ring igen.")
    with pytest.raises(ConflictError, match="TBS has changed this"):
        project.change_memo(memo.guid, coder="AML", seen=version(memo), text="Ring aldrig.")
    assert project.memos() == (theirs,)


def test_a_memo_is_not_emptied_but_taken_away(project: Project, memo: Memo) -> None:
    with pytest.raises(InvalidError, match="needs some text"):
        project.change_memo(memo.guid, coder="AML", text="")
    project.remove_memo(memo.guid, coder="TBS")
    assert project.memos() == ()
    with pytest.raises(NotFoundError, match="There is no memo"):
        project.change_memo(memo.guid, coder="AML", text="Hm.")
    project.undo("TBS")
    assert project.memos() == (memo,)


def test_the_newest_memo_stands_first(project: Project, memo: Memo) -> None:
    newer = project.add_memo("proces", "Ring igen.", about="project", coder="AML")
    project.change_memo(memo.guid, coder="AML", text="Ring nu.")
    assert [one.guid for one in project.memos()] == [newer.guid, memo.guid]


def test_a_memo_goes_with_its_coding_and_comes_back_with_it(project: Project, memo: Memo) -> None:
    coding, other = mark(project, BUS, "oeve", "tro")
    for one in (coding, other):
        project.add_memo("sprog", "Siger hun det selv?", about="coding", subject=one.guid, coder="AML")
    before = shared(project)
    project.uncode(coding.guid, coder="TBS")
    assert {one.subject for one in project.memos()} == {"", other.guid}
    project.undo("TBS")
    assert shared(project) == before


# --- Saved searches -------------------------------------------------------------------------------------


def test_a_search_saved_again_under_its_name_takes_the_earlier_ones_place(project: Project) -> None:
    first = project.save_view("Bussen", {"text": "bussen"}, coder="AML")
    other = project.save_view("Alt", {"coder": "AML"}, coder="AML")
    again = project.save_view("  Bussen ", {"text": "toget"}, coder="TBS")
    assert project.views() == (other, again)
    assert (again.guid, again.name, again.query) == (first.guid, "Bussen", {"text": "toget"})
    project.undo("TBS")
    assert project.views() == (other, first)


def test_a_saved_search_is_forgotten_until_an_undo(project: Project) -> None:
    made = project.save_view("Bussen", {"text": "bussen"}, coder="AML")
    project.forget_view(made.guid, coder="TBS")
    assert project.views() == ()
    project.undo("TBS")
    assert project.views() == (made,)


def test_a_saved_search_needs_a_name(project: Project) -> None:
    with pytest.raises(InvalidError, match="needs a name"):
        project.save_view(" ", {"text": "bussen"}, coder="AML")


def test_the_views_of_a_page_are_listed_apart(project: Project) -> None:
    found = project.save_view("Bussen", {"text": "bussen"}, coder="AML")
    drawn = project.save_view("Egeholm", {"steps": ["municipality=Egeholm"]}, page="graph", coder="AML")
    assert (project.views("search"), project.views("graph"), project.views()) == ((found,), (drawn,), (found, drawn))


# --- Preferences ----------------------------------------------------------------------------------------


def test_every_coder_works_in_a_way_of_their_own(project: Project, tmp_path: Path) -> None:
    assert project.preferences("AML") == project.preferences("nobody") == {}
    project.prefer("AML", pins=["ro"], shortcuts=True)
    project.prefer("AML", shortcuts=False)
    project.prefer("TBS", pins=["tro"])
    with Project.open(tmp_path / "small.icmo") as again:
        assert again.preferences("AML") == {"pins": ["ro"], "shortcuts": False}
        assert again.preferences("TBS") == {"pins": ["tro"]}


def test_preferences_are_no_work_that_is_logged_or_undone(project: Project, memo: Memo) -> None:
    before = project.state()
    project.prefer("AML", pins=["ro"])
    assert project.state() == before
    project.undo("AML")
    assert project.memos() == ()
    assert project.preferences("AML") == {"pins": ["ro"]}


def test_preferences_are_not_among_what_is_told_of_a_project(project: Project, tmp_path: Path) -> None:
    told = project.about().keys()
    project.prefer("AML", pins=["ro"])
    with Project.open(tmp_path / "small.icmo") as again:
        assert again.about().keys() == told
