from __future__ import annotations

import pytest

from icmo import i18n
from icmo.privacy.find import masked, personal_data


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("cpr 010190-1234", ["cpr"], id="a_cpr_number_with_a_real_date"),
        pytest.param("0101901234", ["cpr"], id="a_cpr_number_without_hyphen"),
        pytest.param(
            "010190–1234 og 010190 - 1234 og 01.01.90/1234", ["cpr"] * 3, id="cpr_numbers_as_people_write_them"
        ),
        pytest.param("310290-1111", [], id="the_31st_of_february_is_no_cpr_number"),
        pytest.param("ring 20 12 34 56", ["phone"], id="a_danish_phone_number"),
        pytest.param("ring +45 33 12 34 56", ["phone"], id="with_country_code"),
        pytest.param("i 2023–2026 og 1.664 kvinder", [], id="years_and_counts_are_no_phone_numbers"),
        pytest.param("mødet var 2026-03-12 eller 12.03.2026", [], id="dates_are_no_phone_numbers"),
        pytest.param("det kostede 20 30 40 50 kr.", [], id="amounts_are_no_phone_numbers"),
        pytest.param("010190‑1234", ["cpr"], id="a_cpr_number_with_words_own_hyphen"),
        pytest.param("skriv til a.b@kommune.dk.", ["email"], id="an_e_mail_address"),
    ],
)
def test_personal_data(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in personal_data(text)] == kinds


def test_places_are_offsets_and_lines() -> None:
    text = "🙂 linje et\nskriv til a@b.dk"
    (found,) = personal_data(text)
    assert (text[found.start : found.end], found.line) == ("a@b.dk", 2)


def test_masking_leaves_the_rest_as_it_was() -> None:
    text = "Hun (010190-1234) har 20 12 34 56."
    assert masked(text) == ("Hun ([CPR number]) har [phone number].", 2)
    with i18n.language("da"):
        assert masked(text) == ("Hun ([CPR-nummer]) har [telefonnummer].", 2)
