"""Exchange files in projects, on every database: out and back whole, once, in one step that undo takes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from icmo.consensus import resolved
from icmo.errors import IcmoError, InvalidError
from icmo.models import About, Kind, Material, Memo, MemoKind, Role
from icmo.project import Project
from icmo.refi.merging import plan
from icmo.refi.reading import read_exchange
from icmo.refi.writing import qdpx
from tests.factories import BOOK, KINDS, a_code, a_coding, a_material, a_transcript
from tests.projects import BUS, WEEK, a_project, mark, shared
from tests.refi.merged import applied, counted
from tests.refi.written import materials
from tests.store.databases import place, places


@pytest.fixture(params=places())
def kind(request: pytest.FixtureRequest) -> str:
    """The database that a project lies in."""
    return str(request.param)


@pytest.fixture
def worked(kind: str, tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path, place=place(kind, tmp_path)) as project:
        oeve, _ro = mark(project, BUS, "oeve", "ro")
        (week,) = mark(project, WEEK, "ro", coder="TBS")
        project.configure([("I", oeve.guid), ("O", week.guid)], coder="TBS", statement="Hvis …")
        project.add_memo("teori", "tanke", about="code", subject="ro", coder="TBS")
        project.add_theory("T1", "Hvis …", parts=[("O", "ro")], coder="AML")
        yield project


def another(kind: str, folder: Path) -> Project:
    """An empty project with the same code book."""
    book = folder / "other.yaml"
    book.write_text(BOOK + "".join(a_code(*one) for one in KINDS.items()), encoding="utf-8")
    return Project.create(place(kind, folder), codebook=book, coder="X")


def test_a_project_goes_out_and_comes_back_whole(kind: str, worked: Project, tmp_path: Path) -> None:
    worked.export_exchange(tmp_path / "out.qdpx")
    with another(kind, tmp_path) as project:
        project.import_exchange(tmp_path / "out.qdpx", coder="X")
        assert shared(project) == shared(worked)
        assert project.material().transcripts == worked.material().transcripts
        assert not project.import_exchange((tmp_path / "out.qdpx").read_bytes(), coder="Y").changes


def test_a_preview_changes_nothing_and_one_undo_takes_an_import_back(
    kind: str, worked: Project, tmp_path: Path
) -> None:
    worked.export_exchange(tmp_path / "out.qdpx", target="nvivo")
    with another(kind, tmp_path) as project:
        before, log = project.material(), len(project.log())
        assert project.import_exchange(tmp_path / "out.qdpx", coder="X", preview=True).changes
        assert len(project.log()) == log
        project.import_exchange(tmp_path / "out.qdpx", coder="X")
        assert project.undo("X")
        after = project.material()
        assert (after.transcripts, after.codings, after.cases, after.memos) == ((), (), (), ())
        assert after.codebook == before.codebook
        project.redo("X")
        assert shared(project) == shared(worked)


def test_an_import_into_a_project_of_another_code_book_adds_the_codes_and_undo_takes_them_away(
    kind: str, worked: Project, tmp_path: Path
) -> None:
    worked.export_exchange(tmp_path / "out.qdpx")
    with Project.create(place(kind, tmp_path), coder="X") as project:
        codes = set(project.codebook.by_id)
        project.import_exchange(tmp_path / "out.qdpx", coder="X")
        assert {"oeve", "ro"} <= set(project.codebook.by_id)
        assert {one.code for one in project.material().codings} == {"oeve", "ro"}
        project.undo("X")
        assert set(project.codebook.by_id) == codes


def test_a_code_book_comes_in_alone(kind: str, worked: Project, tmp_path: Path) -> None:
    worked.export_exchange(tmp_path / "book.qdc")
    with Project.create(place(kind, tmp_path), coder="X") as project:
        merge = project.import_exchange(tmp_path / "book.qdc", coder="X")
        assert counted(merge)["code"] == (len(KINDS), 0, 0)
        assert project.codebook["ro"].kind is Kind.OUTCOME
        assert not project.import_exchange(tmp_path / "book.qdc", coder="X").changes


def test_what_is_signed_by_nobody_is_signed_by_who_imports(kind: str, tmp_path: Path) -> None:
    with another(kind, tmp_path) as project:
        material = a_material([source := a_transcript()], [a_coding(source, "ro", coder="")])
        memo = Memo("m", MemoKind.PROCESS, "her", About.TRANSCRIPT, source.guid, "", "")
        project.import_exchange(qdpx(replace(material, memos=(memo,)))[0], coder="Eva")
        after = project.material()
        assert (after.codings[0].coder, after.memos[0].coder) == ("Eva", "Eva")


@pytest.mark.parametrize("kind", places())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(materials())
def test_any_file_of_icmo_is_kept_by_the_database(
    kind: str, tmp_path_factory: pytest.TempPathFactory, material: Material
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with another(kind, folder) as project:
        data = qdpx(material)[0]
        merge = project.import_exchange(data, coder="X")
        after = project.material()
        assert len(after.codings) == len(merge.new.codings)
        assert not any(one.new for one in project.import_exchange(data, coder="X").counts)


def test_a_wrong_name_is_refused_on_the_way_out(worked: Project, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="exchange file"):
        worked.export_exchange(tmp_path / "out.zip")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"<Project", b"%PDF-1.4", b"\x00" * 99])
def test_what_is_no_exchange_file_is_refused_and_the_project_untouched(worked: Project, data: bytes) -> None:
    before = worked.material()
    with pytest.raises(IcmoError):
        worked.import_exchange(data, coder="X")
    assert worked.material() == before


def test_twenty_thousand_codings_come_in_quickly(kind: str, tmp_path: Path) -> None:
    texts = [a_transcript(f"{n}: " + "Vi øver bussen med hende hver dag. " * 1400) for n in range(30)]
    codes = sorted(KINDS)
    codings = [
        replace(a_coding(one, codes[n % 9]), guid=f"{i}-{n}", start=n * 60, end=n * 60 + 40,
                quote=one.text[n * 60 : n * 60 + 40])
        for i, one in enumerate(texts) for n in range(667)
    ]  # fmt: skip
    data = qdpx(a_material(texts, codings))[0]
    with another(kind, tmp_path) as project:
        began = time.perf_counter()
        project.import_exchange(data, coder="X")
        assert time.perf_counter() - began < 15  # 5 s on a quiet machine
        assert len(project.material().codings) == 20_010


@pytest.mark.parametrize("target", ["standard", "nvivo", "atlasti", "maxqda", "qualcoder"])
def test_configurations_come_back_from_their_notes_where_the_private_member_is_lost(
    worked: Project, tmp_path: Path, target: str
) -> None:
    worked.export_exchange(tmp_path / "out.qdpx", target=target)
    parcel = replace(read_exchange(tmp_path / "out.qdpx"), private=None)
    assert counted(plan(parcel, worked.material()))["configuration"] == (0, 1, 0)
    after = applied(a_material([]), plan(parcel, a_material([])))
    (one,) = after.configurations
    told = [(part.role, after.coding_by_guid[part.coding].quote) for part in one.parts]
    assert (told, one.coder, one.statement) == ([(Role.I, BUS), (Role.O, WEEK)], "TBS", "Hvis …")
    assert not any(memo.text.endswith("fremmer") for memo in after.memos)
    assert not plan(replace(parcel, codings=parcel.codings[:1]), a_material([])).new.configurations


def test_what_coders_decided_together_comes_back_and_still_holds(kind: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with another(kind, tmp_path) as project, another("sqlite", tmp_path / "there") as other:
        text = tmp_path / "interview.txt"
        text.write_text("KVINDE: Jeg tog bussen selv, og det betød alt for mig.\n", encoding="utf-8")
        project.import_files([text])
        project.code("interview", "tro", coder="AML", quote="tog bussen selv")
        project.code("interview", "ro", coder="TBS", quote="tog bussen selv")
        apart, also = project.disagreements()  # only AML has “tro”, only TBS has “ro”
        made = project.resolve(apart.key, "neither", coder="AML", reason="hun siger det selv", present=["AML", "TBS"])
        project.export_exchange(tmp_path / "out.qdpx")
        other.import_exchange(tmp_path / "out.qdpx", coder="X")
        before, after = project.material(), other.material()
        assert [(one.code, one.coder) for one in after.overruled] == [(one.code, one.coder) for one in before.overruled]
        assert len(after.overruled) == 1
        (there,) = after.resolutions
        assert (there.reason, there.present, there.choice) == (made.reason, made.present, made.choice)
        open_still = {one.codes for one in other.disagreements() if one.key not in resolved(after)}
        assert open_still == {also.codes}
        assert not other.import_exchange(tmp_path / "out.qdpx", coder="X").changes
