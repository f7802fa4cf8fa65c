from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from icmo import frames, graph, i18n
from icmo.agreement import agreement_of
from icmo.errors import InvalidError
from icmo.formats.out.notebook import codebook_html, project_html
from icmo.formats.out.shown_graph import shown
from icmo.models import About, Decision, Material, Memo, MemoKind, Role, Stance, Theory, TheoryPart, Verdict
from tests.factories import a_codebook, a_coding, a_configuration, a_material, a_transcript
from tests.projects import BUS, a_project, mark


@pytest.fixture(scope="module")
def whole(sampled: Material) -> Material:
    return sampled


def told() -> Material:
    """One transcript, two codings, and something of every noun that frames tell of."""
    source = a_transcript("Vi øvede bussen. Hun fik ro.", guid="t", name="x")
    bus, ro = replace(a_coding(source, "oeve", "Vi øvede bussen."), guid="c-1"), a_coding(source, "ro", "Hun fik ro.")
    whole = replace(a_configuration(("I", bus), ("O", ro)), guid="k", theory="th", stance=Stance.REFINES)
    theory = Theory("th", "T1", "Hvis …", "AML", "2026", (TheoryPart(Role.M, "tro"), TheoryPart(Role.M, "hverdag")))
    memos = tuple(
        Memo(f"m-{about}", MemoKind.PROCESS, "?", about, subject, "AML", "", *place)
        for about, subject, place in (
            (About.PROJECT, "", ()),
            (About.CODE, "ro", ()),
            (About.CODE, "gone", ()),
            (About.THEORY, "th", ()),
            (About.TRANSCRIPT, "t", ()),
            (About.SEGMENT, "t", (3, 8)),
            (About.CODING, "c-1", ()),
            (About.CONFIGURATION, "k", ()),
        )
    )
    decision = Decision("d", "t", 3, 8, "merged-since", Verdict.REJECT, "AML", "", 0.8, "test")
    made = a_material([source], [bus, ro], [whole])
    return replace(made, memos=memos, theories=(theory,), decisions=(decision,), language="en")


def test_a_memo_names_what_it_is_about() -> None:
    found = frames.memos(told())
    assert tuple(found.columns) == frames.MEMO_COLUMNS
    assert found["start"].dropna().tolist() == [3]
    found = found.astype(object).where(found.notna(), None)
    assert list(zip(found["about"], found["name"], found["quote"], strict=True)) == [
        ("project", "Prøve", None),
        ("code", "Ro in English", None),
        ("code", None, None),
        ("theory", "T1", None),
        ("transcript", "x", None),
        ("segment", "x", "øvede"),
        ("coding", "Oeve in English", "Vi øvede bussen."),
        ("configuration", None, None),
    ]


def test_a_theory_has_its_codes_by_role_and_what_is_told_of_it() -> None:
    [row] = frames.theories(told()).to_dict("records")
    assert (row["name"], row["M"], row["O"]) == ("T1", "tro hverdag", "")
    assert (row["configurations"], row["supports"], row["refutes"], row["refines"]) == (1, 0, 0, 1)


def test_a_decision_on_a_code_that_is_no_more_still_has_its_row() -> None:
    [row] = frames.decisions(told()).to_dict("records")
    assert (row["transcript"], row["quote"], row["verdict"]) == ("x", "øvede", "reject")
    assert (row["code"], row["code_path"], row["coding"]) == ("merged-since", None, None)


def test_agreement_has_a_row_for_all_codes_and_one_for_each(whole: Material) -> None:
    found, computed = frames.agreement(whole), agreement_of(whole)
    assert computed is not None
    assert tuple(found.columns) == frames.AGREEMENT_COLUMNS
    assert found["code"].tolist() == ["", *(one.code for one in computed.codes)]
    assert found["alpha"].iloc[0] == computed.overall.alpha
    assert found["kappa"].iloc[1] == computed.codes[0].kappa
    bounds = computed.overall.interval
    assert bounds is None or (found["low"].iloc[0], found["high"].iloc[0]) == (bounds.low, bounds.high)
    assert found[["ac1", "kappa", "prevalence"]].iloc[0].isna().all()


def test_agreement_of_one_coder_alone_has_no_rows() -> None:
    assert frames.agreement(told()).empty


COLUMNS = {
    "transcripts": frames.TRANSCRIPT_COLUMNS,
    "codings": frames.CODING_COLUMNS,
    "configurations": frames.CONFIGURATION_COLUMNS,
    "suggestions": frames.SUGGESTION_COLUMNS,
    "decisions": frames.DECISION_COLUMNS,
    "memos": frames.MEMO_COLUMNS,
    "theories": frames.THEORY_COLUMNS,
    "agreement": frames.AGREEMENT_COLUMNS,
}


@pytest.mark.parametrize("noun", frames.FRAMES)
@pytest.mark.parametrize("material", [told(), a_material([])], ids=["something", "nothing"])
def test_every_frame_has_its_columns_whatever_there_is(noun: str, material: Material) -> None:
    found = frames.frame(material, noun)
    assert isinstance(found, pd.DataFrame)
    assert tuple(found.columns) == COLUMNS[noun]


def test_an_unknown_frame_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidError, match="“notes”") as error:
        frames.frame(told(), "notes")
    assert "memos" in error.value.hint


def test_rows_can_be_made_without_pandas() -> None:
    code = "import sys, icmo.frames, icmo.formats.out.notebook; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- What notebooks show --------------------------------------------------------------------------------


def test_a_project_shows_what_it_holds(whole: Material) -> None:
    shown_html = project_html(whole)
    assert "12 transskriptioner" in shown_html
    assert "AML, TBS" in shown_html and '<th scope="row">Åmose</th>' in shown_html
    assert shown_html.count("<tr>") == 1 + 6


def test_texts_of_a_project_are_escaped() -> None:
    made = replace(told(), name="<script>", codings=())
    assert "<script>" not in project_html(made) and "&lt;script&gt;" in project_html(made)


def test_a_code_book_shows_every_code_below_its_parent(whole: Material) -> None:
    book = whole.codebook
    shown_html = codebook_html(book, "da")
    assert all(f"({code.id})" in shown_html for code in book.codes)
    child = next(code for code in book.codes if code.parent)
    assert f"\u2003{child.label.da}" in shown_html
    assert codebook_html(a_codebook(tro="mechanism"), "en").count("<table>") == 1


@pytest.mark.parametrize("configured", [True, False], ids=["of configurations", "of co-occurrence"])
def test_a_graph_draws_itself_and_is_otherwise_the_same(configured: bool) -> None:
    made = told() if configured else replace(told(), configurations=())
    plain = graph.build(made)
    found = shown(plain)
    assert (dict(found.nodes(data=True)), list(found.edges(data=True)), found.graph) == (
        dict(plain.nodes(data=True)),
        list(plain.edges(data=True)),
        plain.graph,
    )
    assert found.is_directed() == configured and isinstance(found, nx.Graph)
    drawn = found._repr_html_()  # type: ignore[attr-defined]
    assert drawn.startswith("<svg") and ">Ro<" in drawn and "<script" not in drawn
    assert found.subgraph(list(found)[:1])._repr_html_().startswith("<svg")
    assert found.copy()._repr_html_() == drawn


def test_a_project_gives_its_frames_and_shows_itself(tmp_path: Path) -> None:
    with a_project(tmp_path) as project:
        mark(project, BUS, "oeve")
        mark(project, BUS, "oeve", coder="BKH")
        assert project.frame("codings")["quote"].tolist() == [BUS, BUS]
        assert project.agreement()["code"].tolist() == ["", "oeve"]
        assert "AML, BKH" in project._repr_html_()
        assert "(oeve)" in project.codebook._repr_html_()
        assert project.graph()._repr_html_().startswith("<svg")  # type: ignore[attr-defined]


def test_a_project_is_exported_in_every_format(tmp_path: Path) -> None:
    with a_project(tmp_path) as project:
        mark(project, BUS, "oeve")
        assert project.export_codings(tmp_path / "c.jsonld").codings == 1
        assert project.export_brat(tmp_path / "brat").codings == 1
        assert project.export_transcript("interview", tmp_path / "k.docx") == 1
        assert [path.name for path in project.export_transcripts(tmp_path / "all")] == ["interview.html"]
        assert project.export_data_package(tmp_path / "p.zip")["codings"] == 1


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    with i18n.language("en"):
        yield
