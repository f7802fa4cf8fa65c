from __future__ import annotations

import pytest

from icmo.documents.leaks import leaks, refuse_leaks, without_leaks
from icmo.documents.model import (
    Box,
    Paragraph,
    Quote,
    Report,
    Run,
    Table,
    bullets,
    line,
    paragraph,
    plain,
    references,
    row,
)
from icmo.errors import PersonalDataError
from tests.reports.specimen import a_quote, a_report

PHONE, CPR, MAIL = "20 12 34 56", "010203-1234", "mette@example.dk"


def _with(*blocks: object, quotes: tuple[Quote, ...] = ()) -> Report:
    return Report("theme", "Title", "", "en", blocks, quotes=quotes)  # type: ignore[arg-type]


def test_a_report_without_personal_data_may_be_written() -> None:
    refuse_leaks(a_report())


@pytest.mark.parametrize(("words", "name"), [(PHONE, "phone number"), (CPR, "CPR number"), (MAIL, "e-mail address")])
def test_personal_data_in_a_quote_stop_the_report_and_are_not_repeated(words: str, name: str) -> None:
    report = _with(quotes=(a_quote(1, f"Ring til hende på {words}."),))
    with pytest.raises(PersonalDataError) as caught:
        refuse_leaks(report)
    assert f"{name} (quote 1: egeholm-gruppe, turn 5)" in caught.value.message
    assert words not in caught.value.message


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(paragraph("Ring ", Run(PHONE)), id="in_a_paragraph"),
        pytest.param(bullets([f"Ring {PHONE}"]), id="in_a_list"),
        pytest.param(Box("Kvinder", (paragraph(f"Ring {PHONE}"),)), id="in_a_box"),
        pytest.param(Table("T", "T", "", ("A", "B"), (row("a", f"Ring {PHONE}"),)), id="in_a_table"),
        pytest.param(Paragraph((Run("Se note", note=(Run(f"Ring {PHONE}"),)),)), id="in_a_footnote"),
    ],
)
def test_personal_data_in_what_is_written_stop_the_report_and_can_be_masked(block: object) -> None:
    report = _with(block)
    assert [(one.kind, one.where) for one in leaks(report)] == [("phone", "Title")]
    assert leaks(without_leaks(report)) == []


def test_the_numbers_of_quotes_are_no_phone_numbers() -> None:
    numbers = references([20, 12, 34, 56, 78])
    assert leaks(_with(paragraph("See ", numbers, "."))) == []


def test_masking_changes_nothing_else() -> None:
    report = _with(paragraph(f"Ring {PHONE}."), quotes=(a_quote(1, f"Skriv til {MAIL} nu"),))
    masked = without_leaks(report)
    assert masked.quotes[0].text == "Skriv til [e-mail address] nu"
    assert plain(masked.blocks[0].words) == "Ring [phone number]."  # type: ignore[union-attr]
    assert without_leaks(a_report()) is not None
    clean = _with(paragraph(line("Intet her")))
    assert without_leaks(clean) is clean
