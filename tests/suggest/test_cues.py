from __future__ import annotations

import numpy as np
import pytest

from icmo import codebook
from icmo.models import Concept, Cue, Label
from icmo.suggest.cues import COMPOUND_WEIGHT, CueMatcher, Hit, scores
from icmo.text.danish import pipeline


def _concept(*cues: str | Cue) -> Concept:
    made = tuple(cue if isinstance(cue, Cue) else Cue(cue) for cue in cues)
    return Concept("a", Label("A", "A"), {"a": 1.0}, made)


def _found(cue: str | Cue, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in CueMatcher([_concept(cue)]).hits(pipeline()(text))]


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
    matcher = CueMatcher([_concept(Cue("praktik", 2.0))])
    weights = [hit.weight for hit in matcher.hits(pipeline()("Praktik og praktikplads."))]
    assert weights == [2.0, 2.0 * COMPOUND_WEIGHT]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Der er et rum i huset.", ["rum"], id="with_what_it_needs"),
        pytest.param("Der er rum for alle.", [], id="without_what_it_needs"),
        pytest.param("Det frie rum i huset.", [], id="with_what_it_must_not_have"),
        pytest.param("Et rum. Huset ligger langt ude.", [], id="the_guard_in_another_sentence"),
    ],
)
def test_a_guarded_cue_counts_by_what_else_the_sentence_says(text: str, found: list[str]) -> None:
    assert _found(Cue("rum", unless=("fri * rum",), needs=("hus*", "lokale")), text) == found


def test_a_gap_does_not_leave_the_sentence() -> None:
    assert _found("tro * hende", "Det tror jeg. Hende fandt vi.") == []


def test_a_cue_of_two_concepts_speaks_for_both() -> None:
    matcher = CueMatcher([_concept("kalender"), _concept("kalender")])
    assert {hit.concept for hit in matcher.hits(pipeline()("Hun fik en kalender."))} == {0, 1}


def test_scores_add_cues_and_damp_repetition() -> None:
    # by hand: weight 2 once → 2·log2(2) = 2; weight 1 three times → 1·log2(4) = 2; the other concept nothing
    hits = [Hit(0, "x", 0, 1, 2.0), *[Hit(0, "y", i, i + 1, 1.0) for i in (3, 5, 7)]]
    assert np.array_equal(scores([hits, []], 2), [[4.0, 0.0], [0.0, 0.0]])


def test_concepts_without_cues_have_no_hits() -> None:
    assert CueMatcher([_concept()]).hits(pipeline()("Hun ringede.")) == []


@pytest.mark.parametrize("name", codebook.shipped())
def test_every_shipped_cue_finds_itself(name: str) -> None:
    """A cue's own words, the stars taken away, must fire it: a cue that cannot fire is a slip of the pen."""
    concepts = codebook.load(name).concepts
    matcher = CueMatcher(concepts)
    for number, concept in enumerate(concepts):
        for cue in concept.cues:
            said = " ".join(word.strip("*") for word in f"{cue.text} {' '.join(cue.needs[:1])}".split() if word != "*")
            found = {(hit.concept, hit.cue) for hit in matcher.hits(pipeline()(said))}
            assert (number, cue.text) in found, (concept.id, cue.text)
