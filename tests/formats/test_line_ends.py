from __future__ import annotations

import pytest

from icmo.formats.line_ends import ending, hyphenated


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        pytest.param("i be-", "skæftigelse", "i beskæftigelse", id="a_divided_word_is_joined"),
        pytest.param("be\u00ad", "skæftigelse", "beskæftigelse", id="a_soft_hyphen_is_taken_away"),
        pytest.param("job-", "og uddannelse", "job- og uddannelse", id="a_hyphen_before_og_is_kept"),
        pytest.param("e-", "boks", "e-boks", id="a_hyphen_after_a_letter_is_kept"),
        pytest.param("KIB-", "projektet", "KIB-projektet", id="a_hyphen_after_an_abbreviation_is_kept"),
        pytest.param("18-", "64 år", "18-64 år", id="a_hyphen_between_numbers_is_kept"),
        pytest.param("ikke-", "vestlige", "ikke-vestlige", id="a_hyphen_after_ikke_is_kept"),
        pytest.param("Idlib-", "provinsen", "Idlib-provinsen", id="a_hyphen_after_a_name_is_kept"),
        pytest.param("Salado-", "Rasmussen", "Salado-Rasmussen", id="a_hyphen_between_names_is_kept"),
        pytest.param("ph.d.-", "afhandling", "ph.d.-afhandling", id="a_hyphen_after_a_full_stop_is_kept"),
        pytest.param("BESKÆF-", "TIGELSE", "BESKÆFTIGELSE", id="a_word_in_capitals_is_joined"),
        pytest.param("flygtninge-", "kvinder", "flygtningekvinder", id="a_compound_of_two_words_is_joined"),
        pytest.param("https://siri.dk/aktiv-", "indsats", "https://siri.dk/aktiv-indsats", id="an_address_keeps_it"),
        pytest.param("vi øvede", "bussen", "vi øvede bussen", id="lines_without_a_hyphen_get_a_space"),
        pytest.param("de øvede –", "længe", "de øvede – længe", id="a_dash_is_no_hyphen"),
    ],
)
def test_line_ends(left: str, right: str, joined: str) -> None:
    assert ending(left, right) + right == joined


def test_a_word_that_stands_with_its_hyphen_elsewhere_keeps_it() -> None:
    seen = hyphenated("Den dansk-tyske grænse")
    assert ending("den dansk-", "tyske", seen) == "den dansk-"
    assert ending("den dansk-", "tyske") == "den dansk"
