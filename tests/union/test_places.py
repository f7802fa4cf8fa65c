"""A text corrected in one copy, and what the other has placed in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from icmo.project import Project
from icmo.store import suggestions
from tests.conftest import INTERVIEW
from tests.factories import a_suggestion
from tests.projects import RINGS, WEEK, mark
from tests.union.copies import Pair, contents, copied, one, same


def correct(project: Project, old: str, new: str, *, coder: str, drop: tuple[str, ...] = ()) -> None:
    """Replace words of the interview."""
    text = project.transcript("interview").text.replace(old, new)
    project.correct("interview", text, coder=coder, drop=drop)


def test_what_the_other_coded_in_the_old_text_stands_at_its_words_in_the_corrected_one(pair: Pair) -> None:
    a, b = pair
    correct(a, "Altså, vi", "Altså, ja, altså, vi", coder="AML")
    coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
    merged = same(pair)
    text = merged.transcript("interview").text
    assert all(text[x.start : x.end] == x.quote for x in merged.material().codings)
    moved = next(x for x in merged.material().codings if x.guid == coding.guid)
    assert (moved.start, moved.quote) == (coding.start + len("ja, altså, "), WEEK)


@pytest.mark.parametrize("first", ["correct", "respan"])
def test_a_coding_that_one_made_shorter_and_the_other_moved_with_the_text_is_short_and_moved(
    pair: Pair, first: str
) -> None:
    a, b = pair
    guid = one(b, WEEK).guid
    acts: list[Callable[[], object]] = [
        lambda: correct(a, "Altså, vi", "Altså, ja, altså, vi", coder="AML"),
        lambda: b.recode(guid, coder="BKH", start=one(b, WEEK).start + 4),
    ]
    for act in acts if first == "correct" else reversed(acts):
        act()
    merged = same(pair)
    coding = next(x for x in merged.material().codings if x.guid == guid)
    assert coding.quote == WEEK[4:] == merged.transcript("interview").text[coding.start : coding.end]


@pytest.mark.parametrize("first", ["correct", "note"])
def test_a_memo_on_words_of_the_old_text_stands_at_them_in_the_corrected_one(pair: Pair, first: str) -> None:
    a, b = pair
    start = INTERVIEW.index("ugen")

    def note() -> None:
        """A memo on one word."""
        b.add_memo("sprog", "hvilken?", about="segment", subject="interview", start=start, end=start + 4, coder="BKH")

    acts: list[Callable[[], object]] = [lambda: correct(a, "Altså, vi", "Altså, ja, altså, vi", coder="AML"), note]
    for act in acts if first == "correct" else reversed(acts):
        act()
    merged = same(pair)
    memo = next(memo for memo in merged.memos() if memo.text == "hvilken?")
    assert merged.transcript("interview").text[memo.start : memo.end] == "ugen"


def test_a_memo_that_a_third_took_away_is_gone_although_a_merge_moved_it(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    with copied(tmp_path / "small.icmo", "c") as (c,):
        correct(a, "Altså, vi", "Altså, ja, altså, vi", coder="AML")
        correct(b, "hver tirsdag", "hver eneste tirsdag", coder="BKH")
        c.remove_memo(c.memos()[0].guid, coder="AML")
        a.merge_copy(b)
        a.merge_copy(c)
    assert a.memos() == ()


def test_a_coding_whose_words_are_gone_becomes_a_memo_that_says_what_it_said(pair: Pair) -> None:
    a, b = pair
    kept = one(a, WEEK).guid
    coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
    b.recode(coding.guid, coder="BKH", memo="Det er vigtigt")
    b.configure([("M", coding.guid)], coder="BKH", statement="Så fordi.")
    b.add_memo("teori", "Se også A", about="coding", subject=coding.guid, coder="BKH")
    correct(a, "LEDER: Ja, og hun fik overblik over ugen.\n", "", coder="AML", drop=(kept,))
    told = b.merge_copy(a)
    assert coding.guid not in {x.guid for x in b.material().codings}
    notes = {memo.text: memo for memo in b.memos() if memo.coder == "BKH"}
    assert len(notes) == 3
    assert all(memo.about == "transcript" and memo.subject == coding.transcript for memo in notes.values())
    lost = next(text for text in notes if text.startswith(("The coding", "Kodningen")))
    assert all(words in lost for words in ("hverdag", WEEK, "BKH", "Det er vigtigt"))
    assert any("Så fordi." in text for text in notes)
    assert [(x.noun, x.what) for x in told.lost if x.noun == "coding"] == [("coding", WEEK)]


def test_what_a_merge_mended_is_told_once(pair: Pair) -> None:
    a, b = pair
    correct(a, "Altså, vi", "Altså, ja, altså, vi", coder="AML")
    coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
    assert coding.guid in {x.guid for x in a.merge_copy(b).moved}
    mark(b, RINGS, "ro", coder="BKH")
    assert coding.guid not in {x.guid for x in a.merge_copy(b).moved}


def test_a_memo_that_a_merge_made_and_somebody_took_away_stays_away(pair: Pair) -> None:
    a, b = pair
    coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
    correct(a, "LEDER: Ja, og hun fik overblik over ugen.\n", "", coder="AML", drop=(one(a, WEEK).guid,))
    a.merge_copy(b)
    note = next(memo for memo in a.memos() if memo.coder == "BKH")
    a.remove_memo(note.guid, coder="AML")
    b.recode(coding.guid, coder="BKH", memo="mere")
    a.merge_copy(b)
    assert note.guid not in {memo.guid for memo in a.memos()}


def test_what_was_deleted_after_a_merge_had_moved_it_stays_deleted(pair: Pair) -> None:
    a, b = pair
    correct(a, "Altså, vi", "Altså, ja, altså, vi", coder="AML")
    coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
    a.merge_copy(b)
    a.uncode(coding.guid, coder="AML")
    mark(b, RINGS, "ro", coder="BKH")
    a.merge_copy(b)
    b.merge_copy(a)
    assert coding.guid not in {x.guid for x in a.material().codings}
    assert contents(a) == contents(b)


def test_what_was_suggested_is_dropped_where_codings_came_in(pair: Pair) -> None:
    a, b = pair
    suggested = a_suggestion(a.transcript("interview"), "tro")
    with a._database.write() as connection:
        suggestions.replace(connection, [suggested.transcript], [suggested])
    assert len(a.suggestions()) == 1
    mark(b, WEEK, "hverdag", coder="BKH")
    a.merge_copy(b)
    assert len(a.suggestions()) == 0
