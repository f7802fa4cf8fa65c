"""One row after the entries of several people: what holds, what is told, what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from icmo.models import Change
from icmo.union.folding import Folded, fold

Row = dict[str, Any]
BASE: Row = {"guid": "m1", "kind": "proces", "text": "a", "about": "project", "subject": ""}
PLACE: Row = {"start": None, "end": None, "coder": "AML", "at": "1"}


def memo(**values: Any) -> Row:
    """The memo as it is, but for these columns."""
    return {**BASE, **PLACE, **values}


def entry(at: int, before: Row | None, after: Row | None, coder: str = "AML", step: str = "") -> Change:
    """An entry at a minute, by a coder, in a step of its own."""
    action = "insert" if before is None else "delete" if after is None else "update"
    return Change(at, step or f"s{at}", None, str(at), coder, action, "memo", "m1", before, after)


def folded(*entries: Change, consequences: tuple[str, ...] = (), mended: tuple[Row, ...] = ()) -> Folded:
    """The row after these entries."""
    return fold("memo", entries, consequences=consequences, mended=mended)


MADE = entry(1, None, memo())


def test_two_people_who_change_different_columns_both_have_their_way() -> None:
    one = entry(2, memo(), memo(text="b"))
    other = entry(3, memo(), memo(kind="teori"), "BKH")
    made = folded(MADE, one, other)
    assert made.row == memo(text="b", kind="teori")
    assert made.clashes == ()


def test_of_two_changes_of_one_column_the_later_holds_and_the_earlier_is_told() -> None:
    one, other = entry(2, memo(), memo(text="b")), entry(3, memo(), memo(text="c"), "BKH")
    made = folded(MADE, one, other)
    assert made.row == memo(text="c")
    assert [(x.facet, x.kept.value, x.kept.by.coder, x.lost.value, x.lost.by.coder) for x in made.clashes] == [
        (("text",), "c", "BKH", "b", "AML")
    ]


def test_a_value_that_its_own_writer_has_changed_again_is_not_told() -> None:
    own = entry(2, memo(), memo(text="b")), entry(3, memo(text="b"), memo(text="b2"))
    made = folded(MADE, *own, entry(4, memo(), memo(text="c"), "BKH"))
    assert [x.lost.value for x in made.clashes] == ["b2"]


def test_the_same_change_by_two_is_no_conflict() -> None:
    assert folded(MADE, entry(2, memo(), memo(text="b")), entry(3, memo(), memo(text="b"), "BKH")).clashes == ()


@pytest.mark.parametrize("deleted_at", [2, 4], ids=["before_the_change", "after_the_change"])
def test_what_is_deleted_without_sight_of_a_change_is_kept(deleted_at: int) -> None:
    entries = [entry(3, memo(), memo(text="b")), entry(deleted_at, memo(), None, "BKH")]
    made = folded(MADE, *sorted(entries, key=lambda one: one.at))
    assert made.row == memo(text="b")
    assert [(x.kept.by.coder, x.lost.by.coder) for x in made.revived] == [("AML", "BKH")]


def test_what_is_deleted_with_sight_of_the_change_is_gone() -> None:
    made = folded(MADE, entry(2, memo(), memo(text="b")), entry(3, memo(text="b"), None, "BKH"))
    assert (made.row, made.ghost) == (None, memo(text="b"))


def test_what_two_have_deleted_is_gone() -> None:
    assert folded(MADE, entry(2, memo(), None), entry(3, memo(), None, "BKH")).row is None


def test_what_is_deleted_and_brought_back_keeps_what_another_changed_meanwhile() -> None:
    back = entry(2, memo(), None), entry(4, None, memo())
    made = folded(MADE, back[0], entry(3, memo(), memo(text="b"), "BKH"), back[1])
    assert made.row == memo(text="b")


@pytest.mark.parametrize("moved_at", [2, 4], ids=["moved_first", "moved_last"])
def test_what_followed_from_something_else_gives_way_to_what_was_said_of_the_row(moved_at: int) -> None:
    said = entry(3, memo(), memo(text="b"))
    followed = entry(moved_at, memo(), memo(text="c"), "BKH", step="book")
    made = folded(MADE, *sorted([said, followed], key=lambda one: one.at), consequences=("book",))
    assert made.row == memo(text="b")


def test_what_only_moved_with_a_text_does_not_keep_a_deleted_row() -> None:
    moved = entry(2, memo(), memo(about="segment", start=4, end=9), step="text")
    assert folded(MADE, moved, entry(3, memo(), None, "BKH"), consequences=("text",)).row is None


def test_who_changes_what_an_earlier_merge_had_mended_saw_it() -> None:
    mended = memo(text="b (2)")
    deleted = folded(MADE, entry(2, mended, None), mended=(mended,))
    changed = folded(MADE, entry(2, mended, memo(text="x")), mended=(mended,))
    assert deleted.row is None
    assert (changed.row, changed.clashes) == (memo(text="x"), ())


def test_a_row_whose_making_is_not_in_the_log_begins_as_its_first_entry_found_it() -> None:
    assert folded(entry(2, memo(kind="teori"), memo(kind="teori", text="b"))).row == memo(kind="teori", text="b")
