"""Two copies merged: what comes in, what is told, what happens to what is not logged."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from icmo import i18n
from icmo.errors import NotFoundError, ProjectError
from icmo.project import Project
from icmo.store import tables
from icmo.store.database import Database
from icmo.union.copies import is_mending
from tests.projects import BUS, RINGS, WEEK, a_project, mark
from tests.store.databases import place, places
from tests.union.copies import Pair, base, contents, copied, copy_of, entries, one, same


def test_what_was_coded_in_either_copy_is_in_both_with_its_coder_and_time(pair: Pair) -> None:
    a, b = pair
    mine, theirs = mark(a, BUS, "job")[0], mark(b, WEEK, "hverdag", coder="BKH")[0]
    merged = {coding.guid: coding for coding in same(pair).material().codings}
    assert len(merged) == 5
    assert (merged[mine.guid], merged[theirs.guid]) == (mine, theirs)


def test_merging_again_adds_nothing(pair: Pair) -> None:
    a, b = pair
    mark(b, WEEK, "hverdag", coder="BKH")
    assert [(x.noun, x.coder, x.number) for x in a.merge_copy(b).entries] == [("coder", "BKH", 1), ("coding", "BKH", 1)]
    before = entries(a)
    assert a.merge_copy(b).in_words() == ("Nothing new.",)
    assert entries(a) == before


def test_a_preview_tells_the_same_and_changes_nothing(pair: Pair) -> None:
    a, b = pair
    a.recode(one(a, RINGS).guid, coder="AML", memo="min")
    b.recode(one(b, RINGS).guid, coder="BKH", memo="din")
    before = contents(a), entries(a)
    told = a.merge_copy(b, preview=True)
    assert (contents(a), entries(a)) == before
    assert told == a.merge_copy(b)
    assert len(told.conflicts) == 1


def test_another_project_is_refused_and_the_hint_leads_to_exchange(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with (
        a_project(tmp_path / "other") as other,
        pytest.raises(ProjectError, match="no copy of this project") as refused,
    ):
        pair[0].merge_copy(other)
    assert ".qdpx" in refused.value.hint


def test_a_place_without_a_project_is_refused(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no project at"):
        pair[0].merge_copy(tmp_path / "missing.icmo")
    (tmp_path / "text.icmo").write_text("Ikke et projekt. " * 100, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"text\.icmo is not an icmo project"):
        pair[0].merge_copy(tmp_path / "text.icmo")


def test_the_other_copy_is_not_written(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    mark(b, WEEK, "hverdag", coder="BKH")
    b.close()
    before = (tmp_path / "b.icmo").read_bytes()
    a.merge_copy(tmp_path / "b.icmo")
    assert (tmp_path / "b.icmo").read_bytes() == before
    assert len(a.material().codings) == 4


def test_when_writing_fails_our_copy_stays_as_it_was(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = pair
    mark(b, WEEK, "hverdag", coder="BKH")
    before = contents(a), entries(a)

    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("icmo.union.writing._append", fail)
    with pytest.raises(RuntimeError):
        a.merge_copy(b)
    assert (contents(a), entries(a)) == before


@pytest.mark.parametrize("kind", places())
def test_a_copy_in_another_database_is_merged_too(kind: str, tmp_path: Path) -> None:
    with copied(base(tmp_path), "a", "b") as (a, b):
        coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
        b.configure([("M", coding.guid)], coder="BKH")
        b.add_theory("T", "Hvis.", coder="BKH")
        a.add_theory("T", "Hvis ikke.", coder="AML")
        b.change_code("tro", {"label_da": "Troen"}, coder="BKH")
        with _moved(a, place(kind, tmp_path)) as ours, _moved(b, place(kind, tmp_path)) as theirs:
            ours.merge_copy(theirs)
            a.merge_copy(b)
            assert contents(ours) == contents(a)
            assert entries(ours) == entries(a)
            assert ours.merge_copy(theirs).entries == ()
            ours.undo("BKH")
            assert ours.codebook["tro"].label.da == "Tro"


def _moved(project: Project, url: str) -> Project:
    database = Database.create(url)
    with project._database.read() as source, database.write() as target:
        for table in tables.metadata.sorted_tables:
            for row in source.execute(sa.select(table)).mappings():
                values = {name: value for name, value in row.items() if value is not None and name != "number"}
                null = {column.name: sa.null() for column in table.columns if row[column.name] is None}
                target.execute(table.insert().values({**values, **null}))
    return Project(database)


def test_undo_takes_back_a_step_that_came_from_the_other_copy(pair: Pair) -> None:
    a, b = pair
    mark(a, BUS, "job")
    mark(b, WEEK, "hverdag", coder="BKH")
    a.merge_copy(b)
    assert [x.noun for x in a.undo("BKH")] == ["coding"]
    assert {x.code for x in a.material().codings} == {"oeve", "tro", "ro", "job"}
    a.undo("AML")
    assert {x.code for x in a.material().codings} == {"oeve", "tro", "ro"}
    a.redo("BKH")
    assert "hverdag" in {x.code for x in a.material().codings}


def test_a_copy_handed_out_for_blind_coding_comes_back(tmp_path: Path) -> None:
    with Project.open(base(tmp_path)) as project:
        project.open_round("Prøve", ["AML", "BKH"], of=["interview"], coder="AML")
        mine = mark(project, BUS, "job")[0]
        handed = project.hand_out(tmp_path / "bkh.icmo", reader="BKH")
        with Project.open(handed) as copy:
            theirs = mark(copy, BUS, "kontor", coder="BKH")[0]
            copy.mark_done("interview", coder="BKH")
        project.merge_copy(handed)
        project.close_round("Prøve", coder="AML", early=True)
        codings = {coding.guid: coding for coding in project.material().codings}
        assert len(codings) == 5
        assert (codings[mine.guid].coder, codings[theirs.guid].coder) == ("AML", "BKH")
        assert [one.reader for one in project.round("Prøve").assignments if one.done] == ["BKH"]
        assert project.merge_copy(handed).entries == ()


def test_while_a_round_is_open_only_how_much_did_not_fit_is_told_and_afterwards_the_copy_is_told_all(
    tmp_path: Path,
) -> None:
    with Project.open(base(tmp_path)) as project:
        project.open_round("Prøve", ["AML", "BKH"], of=["interview"], coder="AML")
        handed = project.hand_out(tmp_path / "bkh.icmo", reader="BKH")
        project.change_code("tro", {"label_da": "Troen"}, coder="AML")
        with Project.open(handed) as copy:
            copy.change_code("tro", {"label_da": "Tillid"}, coder="BKH")
            told = project.merge_copy(copy)
            assert (told.conflicts, told.untold) == ((), 1)
            assert told.in_words()[-1].startswith("! 1 place did not fit at once")
            project.close_round("Prøve", coder="AML", early=True)
            assert [one.kept for one in copy.merge_copy(project, preview=True).conflicts] == ["Tillid"]


def test_a_conflict_is_told_with_who_when_and_both_values(pair: Pair) -> None:
    a, b = pair
    guid = one(a, RINGS).guid
    a.recode(guid, coder="AML", code="hverdag")
    b.recode(guid, coder="BKH", code="ro")
    (told,) = a.merge_copy(b).conflicts
    assert (told.noun, told.guid, told.what, told.column) == ("coding", guid, RINGS, "code")
    assert (told.kept, told.kept_by, told.lost, told.lost_by) == ("ro", "BKH", "hverdag", "AML")
    assert told.lost_at < told.kept_at
    assert one(a, RINGS).code == "ro"


def test_a_coding_that_one_deleted_and_the_other_changed_is_kept_and_told(pair: Pair) -> None:
    a, b = pair
    guid = one(a, WEEK).guid
    b.recode(guid, coder="BKH", memo="vigtig")
    a.uncode(guid, coder="AML")
    told = a.merge_copy(b)
    assert one(a, WEEK).memo == "vigtig"
    assert [(x.noun, x.why) for x in told.revived] == [("coding", "AML deleted it, BKH had changed it")]


def test_cases_get_the_variables_of_both(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    for project, name in ((a, "alder"), (b, "areal")):
        (tmp_path / f"{name}.csv").write_text(f"kommune;{name}\nNordvig;7\n", encoding="utf-8")
        project.import_cases(tmp_path / f"{name}.csv", coder="AML" if project is a else "BKH")
    (case,) = same(pair).material().cases
    assert dict(case.variables) == {"alder": 7, "areal": 7}


def test_preferences_are_taken_where_there_are_none_and_settings_stay(pair: Pair) -> None:
    a, b = pair
    a.prefer("AML", pinned=["tro"])
    b.prefer("AML", pinned=["ro"])
    b.prefer("BKH", pinned=["job"])
    with b._database.write() as connection:
        connection.execute(tables.setting.update().where(tables.setting.c.name == "name").values(value="Anden"))
    told = a.merge_copy(b)
    assert (a.preferences("AML"), a.preferences("BKH")) == ({"pinned": ["tro"]}, {"pinned": ["job"]})
    assert [(x.what, x.why) for x in told.settings] == [("name", "Anden")]
    assert a.settings["name"] == "small"


def test_what_merging_mends_is_one_step_that_nobodys_undo_takes_back(pair: Pair) -> None:
    a, b = pair
    b.add_theory("T1", "Hvis vi taler.", coder="BKH")
    a.add_theory("T1", "Hvis vi øver.", coder="AML")
    a.merge_copy(b)
    mending = [x for x in copy_of(a).log if is_mending(x.step)]
    assert [(x.noun, x.action, x.coder) for x in mending] == [("theory", "update", "icmo merge")]
    assert mending[0].at > max(x.at for x in copy_of(a).log if not is_mending(x.step))
    assert list(a.history()["coder"])[-1] == "icmo merge"
    with pytest.raises(NotFoundError):
        a.undo("icmo merge")


def test_it_is_told_in_words(pair: Pair) -> None:
    a, b = pair
    a.recode(one(a, RINGS).guid, coder="AML", memo="min")
    b.recode(one(b, RINGS).guid, coder="BKH", memo="din")
    words = a.merge_copy(b, preview=True).in_words()
    assert words[0] == "+ BKH: coder 1"
    assert words[-1].startswith(f"! coding “{RINGS}”, memo: BKH (")
    assert words[-1].endswith("): min") and "holds: din" in words[-1]
    with i18n.language("da"):
        assert a.merge_copy(b).in_words()
