from __future__ import annotations

import numpy as np
import pytest

from icmo import codebook
from icmo.models import Code, Cue, Kind, Label
from icmo.suggest.cues import COMPOUND_WEIGHT, CueMatcher, Hit, scores
from icmo.text.danish import pipeline


def _code(*cues: str | Cue, code_id: str = "a") -> Code:
    made = tuple(cue if isinstance(cue, Cue) else Cue(cue) for cue in cues)
    return Code(code_id, Kind.MECHANISM, Label("A", "A"), Label("A", "A"), cues=made)


def _found(cue: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in CueMatcher([_code(cue)]).hits(pipeline()(text))]


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        pytest.param("ringe", "Hun ringede selv.", ["ringede"], id="a_dictionary_form_finds_an_inflected_word"),
        pytest.param(
            "leder", "Vores leder sagde det.", ["leder"], id="a_surface_form_is_found_where_the_lemma_is_wrong"
        ),
        pytest.param("RINGE", "RINGE til os", ["RINGE"], id="letter_case_does_not_matter"),
        pytest.param(
            "tage ansvar", "Hun tog ikke, men tager ansvar.", ["tager ansvar"], id="a_phrase_is_found_in_order"
        ),
        pytest.param("tage ansvar", "Ansvar tager hun.", [], id="a_phrase_in_another_order_is_not_found"),
        pytest.param(
            "tro * på hende", "Vi troede jo altid på hende.", ["troede jo altid på hende"], id="a_gap_holds_words"
        ),
        pytest.param("tro * på hende", "Vi tror på hende.", ["tror på hende"], id="a_gap_may_be_empty"),
        pytest.param("tro * hende", "Jeg tror et to tre fire hende.", [], id="a_gap_holds_at_most_three_words"),
        pytest.param("*identitet", "Arbejdsidentiteten voksede.", ["Arbejdsidentiteten"], id="the_end_of_a_compound"),
        pytest.param("hverdags*", "Det er hverdagsting.", ["hverdagsting"], id="the_beginning_of_a_compound"),
        pytest.param("*modtag*", "En borgermodtagelse.", ["borgermodtagelse"], id="any_part_of_a_word"),
        pytest.param("praktik", "Hun fik en praktikplads.", ["praktikplads"], id="a_plain_word_within_a_compound"),
        pytest.param("rum", "En brummende rumænsk trumf.", [], id="a_short_word_is_not_looked_for_in_compounds"),
        pytest.param("bus", "Hun tog 🙂 bussen.", ["bussen"], id="places_are_code_points_after_emoji"),
    ],
)
def test_what_a_cue_finds(cue: str, text: str, found: list[str]) -> None:
    assert _found(cue, text) == found


def test_a_compound_counts_less_than_the_word_itself() -> None:
    matcher = CueMatcher([_code(Cue("praktik", 2.0))])
    weights = [hit.weight for hit in matcher.hits(pipeline()("Praktik og praktikplads."))]
    assert weights == [2.0, 2.0 * COMPOUND_WEIGHT]


def test_a_cue_of_two_codes_speaks_for_both() -> None:
    matcher = CueMatcher([_code("kalender", code_id="a"), _code("kalender", code_id="b")])
    assert {hit.code for hit in matcher.hits(pipeline()("Hun fik en kalender."))} == {"a", "b"}


def test_scores_add_cues_and_damp_repetition() -> None:
    # by hand: weight 2 once → 2·log2(2) = 2; weight 1 three times → 1·log2(4) = 2; the other code nothing
    hits = [Hit("a", "x", 0, 1, 2.0), *[Hit("a", "y", i, i + 1, 1.0) for i in (3, 5, 7)]]
    assert np.array_equal(scores([hits, []], ["a", "b"]), [[4.0, 0.0], [0.0, 0.0]])


def test_codes_without_cues_have_no_hits() -> None:
    assert CueMatcher([_code()]).hits(pipeline()("Hun ringede.")) == []


@pytest.mark.parametrize("name", codebook.shipped())
def test_every_shipped_cue_finds_itself(name: str) -> None:
    """A cue's own words, the stars taken away, must fire it: a cue that cannot fire is a slip of the pen."""
    for code in codebook.load(name).codes:
        matcher = CueMatcher([code])
        for cue in code.cues:
            said = " ".join(word.strip("*") for word in cue.text.split() if word != "*")
            assert cue.text in {hit.cue for hit in matcher.hits(pipeline()(said))}, (code.id, cue.text)
