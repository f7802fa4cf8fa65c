"""What coders decide together: the choices, what they make and set aside, and what counts afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.agreement.disagreements import Disagreement, disagreements
from icmo.consensus import (
    Progress,
    choices,
    earlier,
    fill,
    filled,
    progress,
    resolve,
    resolved,
    resting,
    standing,
    whole,
)
from icmo.consensus_effect import as_decided, before_after
from icmo.errors import InvalidError, NotFoundError
from icmo.models import CONSENSUS, Coding, Difference, Material, Origin, Resolution, Rule
from tests.factories import a_coding, a_configuration, a_material, a_transcript

TEXT = "abcdefghi " * 20
SOURCE = a_transcript(TEXT)
BOOK = a_material([]).codebook


def coded(coder: str, code: str, start: int, end: int, **fields: object) -> Coding:
    return replace(a_coding(SOURCE, code, coder=coder), start=start, end=end, quote=TEXT[start:end], **fields)  # type: ignore[arg-type]


def material(*codings: Coding, coders: str = "AB") -> Material:
    """These codings, and one at the end that all coders agree on."""
    return a_material([SOURCE], [*codings, *(coded(name, "loen", 190, 199) for name in coders)], book=BOOK)


def only(made: Material) -> Disagreement:
    (one,) = disagreements(made)
    return one


def decide(made: Material, choice: str, **said: object) -> tuple[Resolution, tuple[Coding, ...], Material]:
    """The one disagreement resolved, and the material after it, in which nothing is laid aside yet."""
    answer, new = resolve(only(made), choice, source=SOURCE, book=BOOK, coder="A", **said)  # type: ignore[arg-type]
    after = replace(made, codings=(*made.codings, *new), resolutions=(*made.resolutions, answer))
    return answer, new, after


def places(codings: tuple[Coding, ...]) -> list[tuple[str, int, int]]:
    return [(one.code, one.start, one.end) for one in codings]


def aside(made: Material, answer: Resolution) -> list[tuple[str, str, int, int]]:
    known = {one.guid: one for one in made.codings}
    found = (known[guid] for guid in answer.overruled)
    return sorted((one.coder, one.code, one.start, one.end) for one in found)


MISSING = (coded("A", "tro", 0, 20),)
CODES = (coded("A", "tro", 0, 30), coded("B", "hverdag", 10, 40))
SPAN = (coded("A", "tro", 0, 20), coded("B", "tro", 10, 50))
NESTED = (coded("A", "tro", 0, 50), coded("B", "tro", 10, 20))
TWO_PLACES = (coded("A", "tro", 0, 20), coded("B", "tro", 5, 25))  # and C has nothing


# --- Choices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codings", "coders", "offered"),
    [
        (MISSING, "AB", ("1", "2", "neither", "other")),
        (CODES, "AB", ("1", "2", "both", "neither", "other")),
        (SPAN, "AB", ("1", "2", "both", "neither", "other")),
        (NESTED, "AB", ("1", "2", "neither", "other")),
        (TWO_PLACES, "ABC", ("1", "2", "3", "both", "neither", "other")),
    ],
    ids=["one reading alone", "two codes", "two spans", "one span within the other", "two spans and nothing"],
)
def test_both_is_offered_where_it_is_none_of_the_readings(
    codings: tuple[Coding, ...], coders: str, offered: tuple[str, ...]
) -> None:
    assert choices(only(material(*codings, coders=coders))) == offered


@pytest.mark.parametrize(
    ("codings", "coders", "choice", "kept", "gone"),
    [
        (MISSING, "AB", "1", [("tro", 0, 20)], []),
        (MISSING, "AB", "2", [], [("A", "tro", 0, 20)]),
        (MISSING, "AB", "neither", [], [("A", "tro", 0, 20)]),
        (CODES, "AB", "1", [("tro", 0, 30)], [("B", "hverdag", 10, 40)]),
        (CODES, "AB", "both", [("tro", 0, 30), ("hverdag", 10, 40)], []),
        (CODES, "AB", "neither", [], [("A", "tro", 0, 30), ("B", "hverdag", 10, 40)]),
        (SPAN, "AB", "2", [("tro", 10, 50)], [("A", "tro", 0, 20)]),
        (SPAN, "AB", "both", [("tro", 0, 50)], [("A", "tro", 0, 20), ("B", "tro", 10, 50)]),
        (TWO_PLACES, "ABC", "1", [("tro", 0, 20)], [("B", "tro", 5, 25)]),
        (TWO_PLACES, "ABC", "both", [("tro", 0, 25)], [("A", "tro", 0, 20), ("B", "tro", 5, 25)]),
        (TWO_PLACES, "ABC", "3", [], [("A", "tro", 0, 20), ("B", "tro", 5, 25)]),
    ],
)
def test_what_is_decided_is_kept_and_what_is_not_is_set_aside(
    codings: tuple[Coding, ...],
    coders: str,
    choice: str,
    kept: list[tuple[str, int, int]],
    gone: list[tuple[str, str, int, int]],
) -> None:
    answer, new, after = decide(material(*codings, coders=coders), choice)
    assert places(new) == kept
    assert aside(after, answer) == gone


def test_a_coders_codings_are_kept_where_together_they_say_what_was_decided() -> None:
    made = material(coded("A", "tro", 0, 20), coded("A", "tro", 10, 40), coded("B", "tro", 30, 60))
    answer, new, after = decide(made, "1")
    assert places(new) == [("tro", 0, 40)]
    assert aside(after, answer) == [("B", "tro", 30, 60)]


def test_a_reading_of_two_stretches_is_kept_as_two() -> None:
    made = material(coded("A", "tro", 0, 5), coded("A", "tro", 25, 30), coded("B", "tro", 0, 30))
    assert places(decide(made, "1")[1]) == [("tro", 0, 5), ("tro", 25, 30)]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, ("tro", 0, 50)),
        ({"code": "hverdag"}, ("hverdag", 0, 50)),
        ({"start": 60, "end": 70}, ("tro", 60, 69)),
        ({"code": "ro", "start": 0, "end": 9}, ("ro", 0, 9)),
    ],
    ids=["the whole place", "another code", "another span, white space off", "another code and span"],
)
def test_something_else_can_be_decided(said: dict[str, object], place: tuple[str, int, int]) -> None:
    answer, new, _after = decide(material(*SPAN), "other", **said)
    assert places(new) == [place]
    assert len(answer.overruled) == 2


def test_something_else_that_is_a_reading_after_all_keeps_it() -> None:
    answer, _new, after = decide(material(*SPAN), "other", start=10, end=49)
    assert aside(after, answer) == [("A", "tro", 0, 20), ("B", "tro", 10, 50)]
    exact = material(coded("A", "tro", 0, 20), coded("B", "tro", 10, 49))
    answer, _new, after = decide(exact, "other", start=10, end=49)
    assert aside(after, answer) == [("A", "tro", 0, 20)]


@pytest.mark.parametrize(
    ("codings", "choice", "said", "error"),
    [
        (MISSING, "3", {}, InvalidError),
        (MISSING, "both", {}, InvalidError),
        (MISSING, "", {}, InvalidError),
        (CODES, "other", {}, InvalidError),
        (CODES, "other", {"code": "findes-ikke"}, NotFoundError),
        (CODES, "other", {"code": "tro", "start": 5, "end": 10_000}, InvalidError),
        (MISSING, "1", {"rule": Rule("tro", True, "  ")}, InvalidError),
        (MISSING, "1", {"rule": Rule("findes-ikke", True, "Når hun tror.")}, NotFoundError),
    ],
)
def test_what_cannot_be_decided_is_refused(
    codings: tuple[Coding, ...], choice: str, said: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        decide(material(*codings), choice, **said)


def test_a_resolution_says_who_when_why_and_of_what() -> None:
    made = material(*CODES)
    rule = Rule("tro", False, " Ikke hverdagens rutiner. ")
    answer, new, _after = decide(made, "1", reason=" Hun taler om sig selv. ", present=["A", "B", "A"], rule=rule)
    assert (answer.transcript, answer.start, answer.end) == (SOURCE.guid, 0, 40)
    assert (answer.difference, answer.codes) == (Difference.CODE, ("hverdag", "tro"))
    assert answer.readings == {"A": (CODES[0].guid,), "B": (CODES[1].guid,)}
    assert (answer.choice, answer.coder, answer.present) == ("1", "A", ("A", "B"))
    assert (answer.reason, answer.rule) == ("Hun taler om sig selv.", Rule("tro", False, "Ikke hverdagens rutiner."))
    assert answer.codings == (new[0].guid,)
    assert (new[0].coder, new[0].origin, new[0].memo) == (CONSENSUS, Origin.MANUAL, "Hun taler om sig selv.")
    assert (new[0].quote, new[0].prefix, new[0].suffix[:3]) == (TEXT[:30], "", TEXT[30:33])


# --- What counts ----------------------------------------------------------------------------------------


def test_without_resolutions_nothing_moves() -> None:
    made = material(*CODES)
    assert standing(made) is made
    assert whole(made) is made
    assert resting(made) == ()


def test_what_is_set_aside_counts_no_more_and_comes_back_with_the_whole() -> None:
    _answer, _new, after = decide(material(*CODES), "1")
    laid = standing(after)
    assert laid.overruled == (CODES[1],)
    assert {one.guid for one in after.codings} - {one.guid for one in laid.codings} == {CODES[1].guid}
    assert standing(laid) is laid
    assert sorted(one.guid for one in whole(laid).codings) == sorted(one.guid for one in after.codings)
    assert whole(laid).overruled == ()


@pytest.mark.parametrize("changes", [{"code": "netvaerk"}, {"start": 100, "end": 120}], ids=["code", "place"])
def test_a_coding_that_was_set_aside_counts_again_when_its_coder_gives_it_another(changes: dict[str, object]) -> None:
    """What was decided was about the other code and place."""
    _answer, _new, after = decide(material(*CODES), "1")
    assert standing(_recoded(after, CODES[1].guid, **changes)).overruled == ()


def test_what_was_set_aside_counts_again_when_what_was_decided_in_its_place_is_gone() -> None:
    _answer, new, after = decide(material(*SPAN), "both")
    assert [one.guid for one in standing(after).overruled] == sorted(one.guid for one in SPAN)
    gone = replace(after, codings=tuple(one for one in after.codings if one not in new))
    assert standing(gone).overruled == ()


def test_nothing_set_aside_is_the_same_material() -> None:
    _answer, _new, after = decide(material(*CODES), "both")
    assert standing(after) is after


def test_a_part_of_a_configuration_counts_until_the_configuration_is_mended() -> None:
    resting_on, other = a_configuration(("M", CODES[1])), a_configuration(("M", CODES[0]))
    made = replace(material(*CODES), configurations=(resting_on, other))
    _answer, _new, after = decide(made, "1")
    assert standing(after) is after
    assert resting(after) == (resting_on,)
    mended = replace(after, configurations=(other,))
    assert standing(mended).overruled == (CODES[1],)
    assert resting(mended) == ()


def test_the_layer_is_filled_with_what_all_agree_on_once() -> None:
    made = material(coded("A", "tro", 0, 30), coded("B", "tro", 10, 40))
    new = fill(made)
    assert places(new) == [("tro", 0, 40), ("loen", 190, 199)]
    assert {one.coder for one in new} == {CONSENSUS}
    assert fill(replace(made, codings=(*made.codings, *new))) == ()
    assert places(fill(replace(made, codings=(*made.codings, new[1])))) == [("tro", 0, 40)]
    assert fill(made, transcripts=[]) == ()


# --- Resolved or open -----------------------------------------------------------------------------------


def test_what_was_filled_in_gives_way_only_where_its_own_code_is_disputed() -> None:
    apart = [coded("A", "tro", 0, 20), coded("B", "hverdag", 5, 60), *(coded(name, "tro", 30, 40) for name in "AB")]
    made = material(*apart)
    layer = fill(made)
    assert {(one.code, one.start) for one in layer} == {("tro", 30), ("loen", 190)}
    assert filled(replace(made, codings=(*made.codings, *layer)), only(made)) == ()
    alone = material(*apart[:2], apart[2])  # B has taken “tro” away again
    (dispute,) = (one for one in disagreements(alone) if one.start == 30)
    assert filled(replace(alone, codings=(*alone.codings, *layer)), dispute) == (layer[0].guid,)


def test_a_decision_resolves_its_disagreement_and_no_other() -> None:
    _answer, _new, after = decide(material(*CODES), "both")
    more = replace(after, codings=(*after.codings, coded("B", "ro", 100, 120)))
    assert progress(material(*CODES)) == Progress(1, 0)
    assert progress(after) == progress(standing(after)) == Progress(1, 1)
    assert progress(more) == Progress(2, 1)
    assert progress(more).open == 1
    assert progress(more, transcripts=[]) == Progress(0, 0)


def _recoded(made: Material, guid: str, **changes: object) -> Material:
    return replace(made, codings=tuple(replace(c, **changes) if c.guid == guid else c for c in made.codings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        lambda made: _recoded(made, SPAN[0].guid, code="ro"),
        lambda made: _recoded(made, SPAN[0].guid, start=10, end=50),
        lambda made: _recoded(made, SPAN[1].guid, start=15),
        lambda made: replace(made, codings=(*made.codings, coded("A", "tro", 40, 60))),
        lambda made: replace(made, codings=(*made.codings, coded("C", "ro", 100, 110))),
        lambda made: replace(made, codings=tuple(one for one in made.codings if one.guid != SPAN[0].guid)),
        lambda made: replace(made, codings=tuple(one for one in made.codings if one.coder != CONSENSUS)),
        lambda made: _recoded(made, made.resolutions[0].codings[0], code="ro"),
    ],
    ids=[
        "a coding was recoded",
        "what was set aside now says what was decided",
        "what was kept lies elsewhere now",
        "a new coding overlaps",
        "another coder has read it",
        "a coding is gone",
        "the coding of the consensus is gone",
        "the coding of the consensus was recoded",
    ],
)
def test_it_is_open_again_when(change: object) -> None:
    _answer, _new, after = decide(material(*SPAN), "2")
    assert progress(after).resolved == 1
    assert resolved(change(after)) == {}  # type: ignore[operator]


def test_it_is_open_again_when_all_that_was_set_aside_is_recoded_or_what_stands_in_its_place_is_gone() -> None:
    _answer, _new, neither = decide(material(*SPAN), "neither")
    recoded = _recoded(_recoded(neither, SPAN[0].guid, code="ro"), SPAN[1].guid, code="ro")
    assert (len(resolved(neither)), len(resolved(recoded))) == (1, 0)
    _answer, new, both = decide(material(*SPAN), "both")
    gone = replace(both, codings=tuple(one for one in both.codings if one not in new))
    assert (len(resolved(both)), len(resolved(gone))) == (1, 0)


def test_a_corrected_text_in_which_all_moves_along_leaves_it_resolved() -> None:
    _answer, _new, after = decide(material(*SPAN), "2")
    moved = tuple(replace(one, start=one.start + 7, end=one.end + 7) for one in after.codings)
    assert progress(replace(after, codings=moved)) == Progress(1, 1)


def test_what_was_decided_on_the_same_codings_before_is_found() -> None:
    answer, _new, after = decide(material(*SPAN), "2")
    changed = replace(after, codings=(*after.codings, coded("A", "tro", 40, 60)))
    assert earlier(changed, only(changed)) == (answer,)
    assert earlier(after, disagreements(material(coded("A", "ro", 0, 5)))[0]) == ()


# --- Agreement before and after -------------------------------------------------------------------------


def test_after_a_decision_all_have_read_it_as_was_decided() -> None:
    _answer, _new, after = decide(material(*CODES), "1")
    read = as_decided(standing(after))
    assert sorted((one.coder, one.code, one.start) for one in read.codings) == [
        ("A", "loen", 190),
        ("A", "tro", 0),
        ("B", "loen", 190),
        ("B", "tro", 0),
    ]
    assert disagreements(read) == ()


def test_agreement_before_and_after_by_hand() -> None:
    # four turns: A gives tro to 1 and 2, B to 2 and 3; that 1 is tro is decided: of four turns two differed, now one
    source = a_transcript("\n\n".join(f"ANNA: Svar {n}." for n in range(1, 5)))
    codings = [a_coding(source, "tro", f"Svar {n}.", coder=who) for who, n in [("A", 1), ("A", 2), ("B", 2), ("B", 3)]]
    made = a_material([source], codings)
    first = disagreements(made)[0]
    answer, new = resolve(first, "1", source=source, book=BOOK, coder="A")
    found = before_after(standing(replace(made, codings=(*codings, *new), resolutions=(answer,))))
    assert found is not None
    before, after = found.before.codes[0], found.after.codes[0]
    assert (before.units, before.agreed, after.units, after.agreed, found.resolved) == (3, 1, 3, 2, 1)
    assert before.alpha == pytest.approx(1 - 7 * 4 / (2 * 4 * 4))
    assert after.alpha == pytest.approx(1 - 7 * 2 / (2 * 5 * 3))  # 2 differing both ways, 5 of 8 readings bear it


def test_a_reader_of_whose_codings_nothing_is_left_has_still_read() -> None:
    source = a_transcript("ANNA: Ja.\n\nANNA: Nej.")
    codings = [a_coding(source, "tro", "Ja.", coder="A"), a_coding(source, "ro", "Nej.", coder="B")]
    made = a_material([source], codings)
    for one in disagreements(made):
        answer, new = resolve(one, "neither", source=source, book=BOOK, coder="A")
        made = replace(made, codings=(*made.codings, *new), resolutions=(*made.resolutions, answer))
    found = before_after(made)
    assert found is not None
    assert (found.resolved, found.after.overall.coders, found.after.codes) == (2, ("A", "B"), ())


def test_without_two_readers_there_is_no_before_and_after() -> None:
    assert before_after(material(coders="A")) is None
    assert before_after(material(), transcripts=[]) is None
