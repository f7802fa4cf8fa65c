"""The widths of columns in Word: no word broken, room where it makes rows lower, all of the page used."""

from __future__ import annotations

import pytest

from icmo.documents.model import Table, row
from icmo.reports.word.widths import balanced, fitted, least, widths_of

LONG = "Når kvinden selv har været med til at vælge stedet, holder hun ved, også når det er svært. " * 3


def _table(*rows: tuple[str, ...], widths: tuple[float, ...] = ()) -> Table:
    names = ("Kode", "Kommuner", "Bemærkning")[: len(rows[0])]
    return Table("t", "T", "om", names, tuple(row(*one) for one in rows), widths)


@pytest.mark.parametrize("width", [3000, 9298, 14230])
@pytest.mark.parametrize("parts", [(), (1, 1, 1), (20, 1, 1)])
def test_the_columns_take_the_whole_width(width: int, parts: tuple[float, ...]) -> None:
    table = _table(("Ro", "4", LONG), ("Mod", "11", "få"), widths=parts)
    assert sum(widths_of(table, table.rows, width)) == width


def test_no_column_is_narrower_than_its_longest_word_where_there_is_room() -> None:
    table = _table(("Arbejdsmarkedsparathed", "4", LONG), widths=(1, 1, 50))
    widths = widths_of(table, table.rows, 9298)
    assert all(wide >= must for wide, must in zip(widths, least(table), strict=True))


def test_where_room_is_short_the_long_words_are_broken_and_the_short_ones_are_not() -> None:
    assert fitted(6000, (), (4000, 900, 4000)) == (2550, 900, 2550)


def test_room_goes_to_the_column_that_makes_rows_high() -> None:
    table = _table(*[("Ro", "4", LONG)] * 5, widths=(6, 2, 2))
    first, _second, third = widths_of(table, table.rows, 9298)
    assert third > first


def test_widths_stay_as_they_were_asked_for_where_every_row_is_one_line() -> None:
    assert balanced((5000, 3000, 1000), (800, 800, 800), [((2,), (3,), (4,))] * 3) == (5000, 3000, 1000)


def test_a_broad_font_is_given_more_room() -> None:
    assert least(_table(("Ro", "4", "få")), broad=1.3) > least(_table(("Ro", "4", "få")))
