from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import docx
import pytest

from icmo.errors import InvalidError, NotFoundError, ProblemsError
from icmo.formats.out.shareable import shareable
from icmo.models import Transcript
from icmo.project import Project
from tests.formats.pdf_writer import content, pdf, written

SAID = [("I", "Hvad gjorde I?"), ("LEDER", "Vi øvede.")]
KIT = (
    "Forord.\n\nVejborg Kommune\nVi begyndte tidligt.\n\nSkovby Kommune\nVi ventede.\n\nVejborg Kommune\nOg så igen.\n"
)


def _write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_", ".", 1)).write_text(text, encoding="utf-8")
    return folder


def test_front_matter_says_where_a_transcript_comes_from(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "---\nkommune: Nordvig\ninformanttype: kvinde\nrolle: deltager\ndato: 12.03.2026\n"
        "målgruppe: Kvinder med lavest arbejdsmarkedsparathed\noptager: diktafon 2\n---\nI: Hej.\n\nKVINDE: Hej.\n"
    )
    project.import_files([path])
    (made,) = project.material().transcripts
    assert (made.municipality, made.informant_type, made.role, made.date, made.target_group) == (
        "Nordvig",
        "kvinde",
        "deltager",
        "2026-03-12",
        "lavest-parathed",
    )
    assert made.metadata == {"optager": "diktafon 2"}
    assert made.text == "I: Hej.\n\nKVINDE: Hej.\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_manifest_describes_the_files_of_its_folder(project: Project, tmp_path: Path, delimiter: str) -> None:
    folder = tmp_path / "materiale"
    folder.mkdir()
    rows = [["Fil", "Kommune", "Informanttype"], ["a.txt", "Nordvig", "kvinde"]]
    manifest = "\n".join(delimiter.join(row) for row in rows)
    _write(folder, a_txt="Hej.", b_txt="Ikke med.")
    (folder / "manifest.csv").write_bytes(manifest.encode("utf-8-sig"))
    report = project.import_files([folder])
    assert [(t.name, t.municipality) for t in report.added] == [("a", "Nordvig")]
    assert report.skipped == [("b.txt", "not in the manifest")]


def test_a_file_that_the_manifest_names_but_the_folder_lacks_is_reported(project: Project, tmp_path: Path) -> None:
    folder = _write(tmp_path, a_txt="Hej.", manifest_csv="fil,kommune\na.txt,Nordvig\nc.txt,Nordvig\n")
    report = project.import_files([folder])
    assert [name for name, _error in report.failed] == ["c.txt"]
    assert len(report.added) == 1


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        pytest.param("navn,kommune\na,b\n", "no column “fil”", id="no_file_column"),
        pytest.param("fil,kommune\na.txt,b\nA.TXT,c\n", "3: a.txt stands twice", id="a_file_twice"),
        pytest.param("kommune,fil\nb\n", "2: the column “fil” is missing or empty", id="a_row_that_ends_before_it"),
        pytest.param("fil,kommune\n,b\n", "2: the column “fil” is missing or empty", id="a_row_without_a_file"),
    ],
)
def test_a_broken_manifest_is_refused(project: Project, tmp_path: Path, manifest: str, problem: str) -> None:
    folder = _write(tmp_path, a_txt="Hej.", manifest_csv=manifest)
    with pytest.raises(ProblemsError, match=problem):
        project.import_files([folder])


def test_a_bad_file_is_reported_and_the_others_go_in(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "materiale"
    folder.mkdir()
    _write(folder, a_txt="Godt nok.", b_txt="", c_docx="ingen docx", d_txt="Også godt.")
    (folder / "e.txt").write_bytes(b"\x00\x01")
    report = project.import_files([folder])
    assert [t.name for t in report.added] == ["a", "d"]
    assert sorted(name for name, _error in report.failed) == ["b.txt", "c.docx", "e.txt"]
    assert len(project.transcripts()) == 2


def test_the_same_text_twice_is_recognised_whatever_its_file_is_called(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "materiale"
    folder.mkdir()
    _write(folder, a_txt="Samme tekst.\n", b_txt="Samme tekst.\r\n")
    first = project.import_files([folder])
    again = project.import_files([folder])
    assert [t.name for t in first.added] == ["a"]
    assert first.skipped == [("b.txt", "already in the project as “a”")]
    assert again.added == []
    assert len(project.transcripts()) == 1


def test_two_files_of_one_name_get_names_of_their_own(project: Project, tmp_path: Path) -> None:
    for name, text in (("x", "En."), ("y", "To.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text)
    project.import_files([tmp_path / "x", tmp_path / "y"])
    assert list(project.transcripts()["name"]) == ["a", "a (2)"]


def test_a_text_with_several_cases_is_split_where_the_expression_matches(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "kit.txt"
    path.write_text(KIT)
    report = project.import_files([path], split=r"^(?P<case>\w+) Kommune$")
    assert [(t.name, t.municipality) for t in report.added] == [
        ("kit", None),
        ("kit – Vejborg", "Vejborg"),
        ("kit – Skovby", "Skovby"),
        ("kit – Vejborg (2)", "Vejborg"),
    ]
    assert "".join(KIT.split()) == "".join("".join(t.text.split()) for t in report.added)


def test_the_turns_of_a_piece_are_spans_of_its_own_text(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "kit.txt"
    path.write_text(KIT)
    for made in project.import_files([path], split=r"^(?P<case>\w+) Kommune$").added:
        assert [made.text[t.start : t.end] for t in made.turns] == made.text.strip().split("\n\n")


@pytest.mark.parametrize(
    ("split", "message"),
    [("[", "no regular expression"), (r"^\w+ Kommune$", "no group named “case”")],
    ids=["not_an_expression", "no_group_named_case"],
)
def test_an_unusable_split_is_refused(project: Project, interview: Path, split: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        project.import_files([interview], split=split)


def test_a_split_that_matches_nothing_fails_for_that_file(project: Project, interview: Path) -> None:
    report = project.import_files([interview], split=r"^(?P<case>\w+) Kommune$")
    assert "finds no case" in report.failed[0][1].message


def test_personal_data_is_reported_with_its_places_and_the_text_is_kept(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hun er 010190-1234.\nRing 20 12 34 56 eller skriv til a@b.dk.")
    report = project.import_files([path])
    assert [(name, found.kind, found.line) for name, found in report.personal] == [
        ("a", "cpr", 1),
        ("a", "phone", 2),
        ("a", "email", 2),
    ]


def test_an_unknown_target_group_is_kept_and_remarked_on(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\nmålgruppe: unge mænd\n---\nHej.")
    report = project.import_files([path])
    assert report.added[0].target_group is None
    assert report.added[0].metadata == {"målgruppe": "unge mænd"}
    assert "unge mænd" in report.notes[0][1]


def test_an_unknown_informant_type_fails_for_that_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\ninformanttype: nabo\n---\nHej.")
    assert "unknown informant type “nabo”" in project.import_files([path]).failed[0][1].message


def test_a_path_that_is_not_there_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"findes-ikke\.txt"):
        project.import_files([tmp_path / "findes-ikke.txt"])


def test_an_import_is_one_step_that_can_be_undone(project: Project, tmp_path: Path) -> None:
    folder = _write(tmp_path, a_txt="En.", b_txt="To.")
    project.import_files([folder / "a.txt", folder / "b.txt"], coder="AML")
    assert len(project.undo("AML")) == 2
    assert len(project.transcripts()) == 0
    project.redo("AML")
    assert list(project.transcripts()["name"]) == ["a", "b"]


def test_front_matter_is_text_whatever_yaml_would_make_of_it(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\nkommune: 101\nrolle: on\nvægt: .nan\n---\nHej.")
    (made,) = project.import_files([path]).added
    assert (made.municipality, made.role, made.metadata["vægt"]) == ("101", "on", ".nan")


def test_a_date_that_does_not_exist_fails_for_that_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\ndato: 2026-02-31\n---\nHej.")
    assert "“2026-02-31” is not a date" in project.import_files([path]).failed[0][1].message


def test_files_of_one_name_in_two_folders_are_told_apart_by_their_path(project: Project, tmp_path: Path) -> None:
    for folder, text in (("n", "En."), ("s", "To.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "int.txt").write_text(text)
    (tmp_path / "manifest.csv").write_text("fil,kommune\nn/int.txt,Nord\ns\\INT.txt,Syd\n")
    project.import_files([tmp_path])
    assert [(t.text.strip(), t.municipality) for t in project.material().transcripts] == [
        ("En.", "Nord"),
        ("To.", "Syd"),
    ]


def test_a_folder_and_a_file_in_it_keep_what_the_manifest_says(project: Project, tmp_path: Path) -> None:
    folder = _write(tmp_path, a_txt="Hej.", manifest_csv="fil,kommune\na.txt,Nord\n")
    (made,) = project.import_files([folder, folder / "a.txt"]).added
    assert made.municipality == "Nord"


def test_rows_of_a_given_manifest_that_tell_of_no_file_are_remarked_on(project: Project, tmp_path: Path) -> None:
    folder = _write(tmp_path, a_txt="Hej.", liste_csv="fil,kommune\na.txt,Nord\nb.txt,Syd\n")
    report = project.import_files([folder / "a.txt"], manifest=folder / "liste.csv")
    assert report.added[0].municipality == "Nord"
    assert report.notes == [("b.txt", "in the manifest, but not among the files")]


def test_words_lock_files_are_passed_over(project: Project, tmp_path: Path) -> None:
    _write(tmp_path, a_txt="Hej.")
    (tmp_path / "~$a.docx").write_bytes(b"x")
    report = project.import_files([tmp_path])
    assert report.failed == []


def test_figures_of_municipalities_are_read_as_danes_write_them(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("kommune;indbyggere;andel;kode;team\nNord;12.500;12,5;0851;ja\n")
    assert project.import_cases(path) == 1
    assert project.material().cases[0].variables == {"indbyggere": 12500, "andel": 12.5, "kode": "0851", "team": "ja"}


def test_two_values_where_one_belongs_fail_for_that_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\nkommune: [Nord, Syd]\n---\nHej.")
    assert (
        "“kommune” in the front matter holds more than one value" in project.import_files([path]).failed[0][1].message
    )


def test_names_are_the_same_however_their_letters_are_composed(project: Project, tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "å.txt")).write_text("En.")
    manifest = "fil,kommune\nå.txt," + unicodedata.normalize("NFD", "Åmose")
    (tmp_path / "Manifest.CSV").write_text(manifest, encoding="utf-8")
    (made,) = project.import_files([tmp_path]).added
    assert made.municipality == unicodedata.normalize("NFC", "Åmose")


def test_a_file_whose_name_is_not_utf8_fails_and_the_others_go_in(project: Project, tmp_path: Path) -> None:
    (tmp_path / "god.txt").write_text("Hej.")
    try:
        (tmp_path / os.fsdecode(b"d\xe5rlig.txt")).write_text("Hej hej.")
    except OSError:
        return  # a file system that takes UTF-8 only
    report = project.import_files([tmp_path])
    assert [made.name for made in report.added] == ["god"]
    assert "not UTF-8" in report.failed[0][1].message


# --- Files with several transcripts, and with remarks ---------------------------------------------------

ANSWERS = "id;kommune;rolle;dato;alder;svar\nR1;Nordvig;leder;12.03.2026;34;Vi øvede.\nR2;Åmose;;;41;Det hjalp.\n"


def test_a_table_of_answers_is_a_transcript_per_respondent(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    report = project.import_files([path])
    assert [(one.name, one.municipality, one.role, one.date, one.metadata) for one in report.added] == [
        ("R1", "Nordvig", "leder", "2026-03-12", {"alder": "34"}),
        ("R2", "Åmose", None, None, {"alder": "41"}),
    ]
    assert [one.text for one in project.material().transcripts] == ["Vi øvede.\n", "Det hjalp.\n"]
    assert {one.source_name for one in report.added} == {"svar.csv"}
    assert len(project.undo("icmo")) >= 2
    assert len(project.transcripts()) == 0


def test_respondents_who_only_have_numbers_are_named_after_the_file_too(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("id,svar\n1,Vi øvede.\n2,Det hjalp.\n", encoding="utf-8")
    assert [one.name for one in project.import_files([path]).added] == ["svar 1", "svar 2"]


def test_a_respondent_described_wrongly_is_reported_and_the_others_go_in(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("id,dato,svar\nR1,i går,Vi øvede.\nR2,2026-03-12,Det hjalp.\n", encoding="utf-8")
    report = project.import_files([path])
    assert [one.name for one in report.added] == ["R2"]
    assert [(name, error.message) for name, error in report.failed] == [
        ("svar.csv", "svar.csv (R1): “i går” is not a date.")
    ]


def test_respondents_who_answer_alike_are_both_kept_and_both_known_again(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("id,svar\nR1,Ja.\nR2,Ja.\n", encoding="utf-8")
    assert len(project.import_files([path]).added) == 2
    again = project.import_files([path])
    assert (again.added, len(again.skipped)) == ([], 2)


def test_a_manifest_fills_the_blanks_of_a_table_and_what_the_table_tells_goes_before(
    project: Project, tmp_path: Path
) -> None:
    manifest = "fil,kommune,rolle,navn\nsvar.csv,Nordvig,leder,Forår\n"
    _write(tmp_path, svar_csv="id,rolle,svar\nR1,mentor,Vi øvede.\nR2,,Ja.\n", manifest_csv=manifest)
    report = project.import_files([tmp_path])
    assert [(one.name, one.municipality, one.role) for one in report.added] == [
        ("R1", "Nordvig", "mentor"),
        ("R2", "Nordvig", "leder"),
    ]


def test_tables_of_other_things_in_a_folder_are_passed_over_and_fail_when_asked_for(
    project: Project, tmp_path: Path
) -> None:
    _write(
        tmp_path,
        a_txt="Hej.",
        tal_csv="kommune,antal\nNordvig,3\n",
        koder_csv="transcript,code,quote\na,b,Hej med dig\n",
        graf_json='{"nodes": [], "edges": []}',
    )
    report = project.import_files([tmp_path])
    assert ([one.name for one in report.added], report.failed) == (["a"], [])
    assert {(name, "not a transcript") for name in ("graf.json", "koder.csv", "tal.csv")} <= set(report.skipped)
    asked = project.import_files([tmp_path / "koder.csv"])
    assert "is a table of codes or codings" in asked.failed[0][1].message


def _commented(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("I: Hvad gjorde I?")
    paragraph = document.add_paragraph("LEDER: Vi ")
    document.add_comment(paragraph.add_run("øvede 🙂"), text="Mekanisme?", author="Anne Ærlig")
    header = document.sections[0].header.paragraphs[0]
    document.add_comment(header.add_run("side"), text="Om det hele", author="")
    document.save(str(path))
    return path


def test_comments_become_memos_about_their_words_in_the_same_step(project: Project, tmp_path: Path) -> None:
    report = project.import_files([_commented(tmp_path / "a.docx")], coder="AML")
    (made,) = project.material().transcripts
    told = {one.text: one for one in project.memos()}
    about = told["Anne Ærlig: Mekanisme?"]
    assert (about.kind, about.about, about.subject, about.coder) == ("proces", "segment", made.guid, "AML")
    assert made.text[about.start : about.end] == "øvede 🙂"
    assert (told["Om det hele"].about, told["Om det hele"].start) == ("transcript", None)
    assert report.notes == [
        ("a.docx", "left out: headers and footers (1: “side”)"),
        ("a", "its comments, footnotes and endnotes are kept as memos: 2"),
    ]
    project.undo("AML")
    assert (len(project.transcripts()), project.memos()) == (0, ())
    project.redo("AML")
    assert (len(project.transcripts()), len(project.memos())) == (1, 2)


def test_comments_of_a_transcript_that_is_there_already_are_not_kept_twice(project: Project, tmp_path: Path) -> None:
    path = _commented(tmp_path / "a.docx")
    project.import_files([path])
    again = project.import_files([path])
    assert (again.added, [note for _file, note in again.notes if "memos" in note]) == ([], [])
    assert len(project.memos()) == 2


def test_comments_follow_the_pieces_of_a_file_that_is_split(project: Project, tmp_path: Path) -> None:
    document = docx.Document()
    for case in ("Vejborg", "Skovby"):
        document.add_paragraph(f"{case} Kommune")
        paragraph = document.add_paragraph("Vi begyndte ")
        document.add_comment(paragraph.add_run(f"i {case}"), text=case, author="A")
    document.save(str(tmp_path / "kit.docx"))
    project.import_files([tmp_path / "kit.docx"], split=r"^(?P<case>\w+) Kommune$")
    texts = {one.guid: one for one in project.material().transcripts}
    assert sorted(
        (texts[one.subject].municipality, one.text, texts[one.subject].text[one.start : one.end])
        for one in project.memos()
    ) == [
        ("Skovby", "A: Skovby", "i Skovby"),
        ("Vejborg", "A: Vejborg", "i Vejborg"),
    ]


# --- Pages ----------------------------------------------------------------------------------------------


def _paged(path: Path) -> Path:
    pages = ("Vejborg Kommune", "Vi begyndte tidligt."), ("Skovby Kommune", "Vi ventede."), ("Og så igen.",)
    path.write_bytes(pdf(*(content(written(*page, gap=30)) for page in pages)))
    return path


def _pages(made: Transcript) -> list[str]:
    """The first words of each page, as they stand in the transcript."""
    return [made.text[at:].split("\n")[0] for at in made.metadata["page_starts"]]


def test_the_pages_of_a_pdf_are_kept_and_move_along_when_the_text_is_corrected(
    project: Project, tmp_path: Path
) -> None:
    project.import_files([_paged(tmp_path / "a.pdf")])
    (made,) = project.material().transcripts
    assert (_pages(made), made.metadata["pages"]) == (["Vejborg Kommune", "Skovby Kommune", "Og så igen."], "3")
    project.correct("a", made.text.replace("tidligt", "meget tidligt om foråret"), coder="AML")
    (corrected,) = project.material().transcripts
    assert _pages(corrected) == _pages(made)
    project.undo("AML")
    assert project.material().transcripts == (made,)


def test_a_piece_of_a_split_pdf_knows_its_pages_in_the_file(project: Project, tmp_path: Path) -> None:
    project.import_files([_paged(tmp_path / "a.pdf")], split=r"^(?P<case>\w+) Kommune$")
    second = next(one for one in project.material().transcripts if one.municipality == "Skovby")
    assert _pages(second)[:2] == ["Skovby Kommune", "Skovby Kommune"]  # page 1 ended before it
    assert _pages(second)[2] == "Og så igen."


def test_a_shared_transcript_tells_where_its_pages_begin_in_the_text_that_is_shared(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(*(content(written(f"{who}: {said}")) for who, said in SAID)))
    project.import_files([tmp_path / "a.pdf"])
    (shared,) = shareable(project.material()).transcripts
    assert shared.text.startswith("Interviewer: ")
    assert _pages(shared) == ["Interviewer: Hvad gjorde I?", "Taler 1: Vi øvede."]
