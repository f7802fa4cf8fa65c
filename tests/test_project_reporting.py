"""What reports keep: edits of the overview, choices of quotes, evaluators' texts, neutral labels, exports."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from icmo import overview
from icmo.documents.kinds import kinds
from icmo.documents.model import Bullets, Heading, Report, plain
from icmo.errors import InvalidError, NotFoundError, PersonalDataError
from icmo.models import Approval, Editing
from icmo.project import Project
from tests.projects import BUS, RINGS, WEEK, a_project, mark, shared


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        made.describe("interview", municipality="Egeholm", informant_type="kommune", coder="icmo")
        mark(made, BUS, "oeve")
        mark(made, RINGS, "tro")
        yield made


def _labels(project: Project, row: str = "M") -> list[str]:
    made = overview.build(project.material(), lang="en")
    return [one.label for (r, _g), found in made.cells.items() if made.keys[r] == row for one in found]


def _headings(report: Report) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading)]


# --- Edits ----------------------------------------------------------------------------------------------


def test_an_entry_is_renamed_and_renamed_again_and_an_undo_brings_the_first_name_back(project: Project) -> None:
    project.edit_overview("rename", "M", "tro", text=" Tillid ", coder="AML")
    project.edit_overview(Editing.RENAME, "M", "tro", text="Tro på hende", coder="AML")
    assert _labels(project) == ["Tro på hende"]
    project.undo("AML")
    assert _labels(project) == ["Tillid"]


def test_a_hidden_entry_comes_back_when_the_edit_is_taken_back(project: Project) -> None:
    made = project.edit_overview("hide", "M", "tro", coder="AML")
    assert _labels(project) == []
    project.unedit_overview([made.guid], coder="TBS")
    assert _labels(project) == ["Tro in English"]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"action": "hide", "row": "X", "code": "tro"}, id="an_unknown_part"),
        pytest.param({"action": "rename", "row": "M", "code": "tro"}, id="no_name"),
        pytest.param({"action": "merge", "row": "M", "code": "tro", "into": "tro"}, id="with_itself"),
        pytest.param({"action": "paint", "row": "M", "code": "tro"}, id="an_unknown_action"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(project: Project, asked: dict[str, str]) -> None:
    with pytest.raises(InvalidError):
        project.edit_overview(**asked, coder="AML")  # type: ignore[arg-type]
    assert project.material().edits == ()


@pytest.mark.parametrize("field", ["code", "into", "target_group"])
def test_an_edit_of_an_unknown_code_is_refused(project: Project, field: str) -> None:
    with pytest.raises(NotFoundError):
        project.edit_overview("merge", "M", **{"code": "tro", "into": "ro", field: "ukendt"}, coder="AML")  # type: ignore[arg-type]


def test_edits_follow_a_code_that_is_merged_with_another_one(project: Project) -> None:
    project.edit_overview("rename", "M", "tro", text="Tillid", coder="AML")
    project.write_report_text("theme:tro", "Om tro.", coder="AML")
    project.merge_codes("tro", into="hverdag", coder="AML")
    (edit,), (text,) = project.material().edits, project.material().texts
    assert (edit.code, text.place) == ("hverdag", "theme:hverdag")


# --- Quotes ---------------------------------------------------------------------------------------------


def _guids(project: Project, code: str) -> list[str]:
    return [one.guid for one in project.material().codings if one.code == code]


def _printed(project: Project, **asked: object) -> dict[str, bool]:
    return {quote.text: quote.approved for quote in project.report("overview", **asked).quotes}


def test_a_withheld_quote_is_counted_and_not_printed(project: Project) -> None:
    project.choose_quote(_guids(project, "tro"), verdict="tilbageholdt", note="for genkendelig", coder="AML")
    made = project.report("overview")
    assert [quote.text for quote in made.quotes] == [BUS]
    assert _labels(project) == ["Tro in English"]
    with_method = [plain(item) for block in made.blocks if isinstance(block, Bullets) for item in block.items]
    assert any("1" in words and ("not printed" in words or "ikke" in words) for words in with_method)


def test_only_approved_quotes_are_printed_when_that_is_asked(project: Project) -> None:
    assert _printed(project, approved_only=True) == {}
    project.choose_quote(_guids(project, "oeve"), verdict=Approval.APPROVED, coder="AML")
    assert _printed(project, approved_only=True) == {BUS: True}
    assert _printed(project) == {BUS: True, RINGS: False}


def test_an_approval_lapses_when_the_words_change(project: Project) -> None:
    project.choose_quote(_guids(project, "oeve"), verdict="godkendt", coder="AML")
    (guid,) = _guids(project, "oeve")
    coding = project.coding(guid)
    assert coding is not None
    project.recode(guid, end=coding.end - 4, coder="AML")
    assert _printed(project, approved_only=True) == {}


def test_a_choice_is_taken_back_and_undone(project: Project) -> None:
    before = shared(project)
    project.choose_quote(_guids(project, "oeve"), rank=1, coder="AML")
    chosen = shared(project)
    project.choose_quote(_guids(project, "oeve"), coder="AML")
    assert shared(project) == before
    project.undo("AML")
    assert shared(project) == chosen


def test_a_coding_that_is_not_there_cannot_be_chosen(project: Project) -> None:
    with pytest.raises(NotFoundError):
        project.choose_quote(["nirgendwo"], rank=1, coder="AML")


# --- Texts, labels, templates -----------------------------------------------------------------------------


def test_a_text_is_written_changed_and_emptied(project: Project) -> None:
    for text in ("Første.", " Anden. "):
        project.write_report_text("overview", text, coder="AML")
    assert [(one.place, one.text) for one in project.material().texts] == [("overview", "Anden.")]
    project.write_report_text("overview", " ", coder="AML")
    assert project.material().texts == ()


@pytest.mark.parametrize("place", ["", "overview:1", "theme:ukendt", "rameses:", "rameses:x", "bilag"])
def test_no_text_is_written_where_no_report_has_a_place(project: Project, place: str) -> None:
    with pytest.raises(InvalidError, match="place"):
        project.write_report_text(place, "Noget.", coder="AML")


def test_neutral_labels_stand_for_names_until_they_are_taken_back(project: Project) -> None:
    made = project.print_neutral_labels()
    assert list(made) == ["Egeholm"]
    assert [quote.municipality for quote in project.report("overview").quotes] == [made["Egeholm"]] * 2
    project.print_neutral_labels(False)
    assert {quote.municipality for quote in project.report("overview").quotes} == {"Egeholm"}


def test_a_report_of_one_municipality_is_asked_for_by_its_name_even_when_labels_are_printed(project: Project) -> None:
    label = project.print_neutral_labels()["Egeholm"]
    made = project.report("municipality", municipalities=("Egeholm",))
    assert any(label in heading for heading in _headings(made))
    assert not any("Egeholm" in heading for heading in _headings(made))


def test_what_is_no_word_file_is_no_template(project: Project) -> None:
    with pytest.raises(InvalidError):
        project.set_word_template("logo.docx", b"PK no zip")
    assert project.word_template() is None


def test_reports_are_written_in_the_projects_own_template(project: Project, tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Styrelsen for Prøver"
    document.save(str(tmp_path / "own.docx"))
    project.set_word_template("own.docx", (tmp_path / "own.docx").read_bytes())
    project.export_report("overview", tmp_path / "o.docx", coder="AML")
    written = docx.Document(str(tmp_path / "o.docx"))
    assert written.sections[0].header.paragraphs[0].text == "Styrelsen for Prøver"
    project.set_word_template("", None)
    assert project.word_template() is None


# --- Exports --------------------------------------------------------------------------------------------


def test_the_next_export_says_what_is_new_since_the_one_before(project: Project, tmp_path: Path) -> None:
    """By hand: one more quote of “tro” makes its entry and its column count two."""
    first = project.export_report("overview", tmp_path / "o.html", coder="AML", lang="en")
    assert "New since last time" not in _headings(first)
    mark(project, WEEK, "tro")
    again = project.report("overview", lang="en")
    assert "New since last time" in _headings(again)
    new = next(b for b in again.blocks if isinstance(b, Bullets) and plain(b.items[0]).startswith("Changed"))
    told = " ".join(plain(item) for item in new.items)
    assert "Tro in English: 1 of 1 municipality · 1 quote → 1 of 1 municipality · 2 quotes" in told.replace(
        "\u00a0", " "
    )
    assert "New since last time" not in _headings(project.report("overview", lang="en", changes=False))


def test_a_report_with_other_options_is_another_report(project: Project, tmp_path: Path) -> None:
    project.export_report("overview", tmp_path / "o.html", coder="AML")
    assert "New since last time" not in _headings(project.report("overview", lang="en", grouped=False))


def test_an_export_is_kept_and_is_no_step_to_undo(project: Project, tmp_path: Path) -> None:
    project.export_report("overview", tmp_path / "o.html", coder="TBS")
    (kept,) = project.exports()
    assert (kept.kind, kept.file, kept.quotes, kept.coder) == ("overview", "o.html", 2, "TBS")
    project.undo("AML")
    assert len(project.exports()) == 1


def test_nothing_is_written_that_would_print_a_phone_number(tmp_path: Path) -> None:
    with a_project(tmp_path, text="I: Hvad?\n\nLEDER: Ring på 20 12 34 56, sagde hun.") as project:
        mark(project, "Ring på 20 12 34 56", "ro")
        for export in (
            lambda: project.export_report("overview", tmp_path / "o.docx", coder="AML"),
            lambda: project.export_reports(tmp_path / "all", coder="AML"),
            lambda: project.export_overview_table(tmp_path / "o.csv"),
        ):
            with pytest.raises(PersonalDataError, match="quote 1"):
                export()
        assert not (tmp_path / "o.docx").exists()
        assert not (tmp_path / "all").exists()
        assert not (tmp_path / "o.csv").exists()
        assert project.exports() == ()
        made = project.export_report("overview", tmp_path / "o.docx", coder="AML", mask=True, lang="en")
        assert made.quotes[0].text == "Ring på [phone number]"


def test_the_whole_set_is_a_file_of_each_kind(project: Project, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    written = project.export_reports(tmp_path / "all", (".docx", ".xlsx"), coder="AML")
    assert len(written) == 2 * len(kinds()) == len(set(written))
    assert all(path.stat().st_size > 1000 for path in written)
    assert {one.kind for one in project.exports()} == {kind.id for kind in kinds()}


@pytest.mark.parametrize(
    "asked",
    [{"codes": ("ukendt",)}, {"municipalities": ("Nirgendwo",)}],
    ids=["an_unknown_code", "an_unknown_municipality"],
)
def test_a_report_about_what_is_not_there_is_refused(project: Project, asked: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(NotFoundError):
        project.report("theme", **asked)


def test_an_unknown_kind_is_refused_with_the_known_ones(project: Project) -> None:
    with pytest.raises(NotFoundError) as caught:
        project.report("bilag")
    assert "overview" in caught.value.hint


def test_a_withheld_quote_counts_in_the_long_table_and_is_not_in_it(project: Project, tmp_path: Path) -> None:
    bus = next(one.guid for one in project.material().codings if one.code == "oeve")
    project.choose_quote([bus], verdict=Approval.WITHHELD, coder="AML")
    project.export_overview_table(tmp_path / "o.csv")
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [row for row in csv.DictReader(file) if row["code"] == "oeve"]
    assert [(row["n_quotes"], row["quote_number"], row["quote"]) for row in told] == [("1", "", "")]
    assert BUS not in (tmp_path / "o.csv").read_text(encoding="utf-8")


def test_a_municipality_keeps_the_label_that_it_was_published_under(project: Project, tmp_path: Path) -> None:
    project.print_neutral_labels()
    told = dict(project.material().aliases)
    for number in range(8):
        (tmp_path / "cases.csv").write_text(f"kommune;ledighed\nNy {number};4\n", encoding="utf-8")
        project.import_cases(tmp_path / "cases.csv", coder="AML")
        assert project.material().aliases.items() >= told.items()
        project.export_report("method", tmp_path / "m.html", coder="AML")
        told = dict(project.material().aliases)
    project.print_neutral_labels(False)
    assert project.material().aliases == {}
    assert project.print_neutral_labels() == told
