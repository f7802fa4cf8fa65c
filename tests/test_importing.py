from __future__ import annotations

from pathlib import Path

import pytest

from icmo.errors import InvalidError, NotFoundError, ProblemsError
from icmo.project import Project

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
    assert project.undo("AML") == 2
    assert len(project.transcripts()) == 0
    project.redo("AML")
    assert list(project.transcripts()["name"]) == ["a", "b"]
