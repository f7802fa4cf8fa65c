"""The workbook is read back: every word and number in its place, nothing that Excel would take for a formula."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from icmo.documents.model import NOTHING, Report, Run, Table, cell, line, list_cell, paragraph, row
from icmo.i18n import language
from icmo.reports.cells import Number, names, value_of
from icmo.reports.excel import render
from icmo.reports.words import clean
from tests.reports.specimen import BARS, a_figure, a_quote, a_report, a_table

TABLE = [
    ("Indsats", "Kommuner", "Citater", "Belæg"),
    ("Jobcafé", 4, 11, "4\xa0af 6 kommuner [1–3]\nhæmmende: 2"),
    ("Motion & <ro>", 1, 1200, "1\xa0af 6 kommuner (note: Egeholm: citat 3)"),
    ("Ingen", 0, NOTHING, "ingen belæg"),
]


def read(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render(report)))


def saying(*tables: Table, lang: str = "en", **fields: Any) -> Report:
    return Report("k", "Titel", "Under", lang, tables, **fields)


def one_table(*rows: Any, columns: tuple[str, ...] = ("A", "B"), name: str = "T") -> Table:
    return Table(name, "Tabellen", "Om den", columns, rows)


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def noted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in which a footnote begins with the same word in every language."""
    return [tuple(re.sub(r"\(\w+: ", "(note: ", one) if isinstance(one, str) else one for one in row) for row in rows]


@pytest.fixture(scope="module")
def book() -> Any:
    with language("en"):
        return read(a_report())


# --- What it says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Indsatser", "Søjler", "Kurver", "Felter", "Model"])
def test_every_table_has_a_sheet_with_its_words_and_numbers(book: Any, name: str) -> None:
    assert noted(values(book[name])) == TABLE


def test_the_first_sheet_says_what_the_others_are_and_leads_to_them(book: Any) -> None:
    sheet = book.worksheets[0]
    assert [row[0] for row in values(sheet)[1:]] == book.sheetnames
    assert values(sheet)[1][1:] == ("Prøve på en rapport: Flere på vej", "Opdigtet fra ende til anden")
    assert values(sheet)[3][1:] == ("Indsatser med belæg", "En række for hver indsats, med kommuner og citater.")
    links = [sheet.cell(number, 1).hyperlink.location for number in range(2, sheet.max_row + 1)]
    assert links == [f"'{name}'!A1" for name in book.sheetnames]


def test_the_text_stands_in_its_order(book: Any) -> None:
    said = [row[1].replace("\xa0", " ") for row in values(book.worksheets[1])[1:]]
    assert said[:10] == [
        "Hvor ordet fremmer står, er 33 pct. af 6 kommuner nok. Se metoden.",
        "UDKAST: ingen har godkendt det.",
        "Indsatser",
        "En indledning. (note: Åmose: citat 3)",
        "Indsatser med belæg",
        "Kvindernes blik",
        "1. ”=Vi øvede <b>bussen</b> & toget 😀” (medarbejdergruppe, Egeholm)",
        "2. ”Hun troede på det” (medarbejdergruppe, Egeholm)",
        "Kvindeperspektiv",
        "To kvinder siger det samme.",
    ]
    assert said[17:23] == ["• 12 transskriptioner.", "• 2 kodere.", "1. Først", "2. Så", "Med småt.", "Citater"]


def test_the_quotes_stand_last_with_their_places_and_codings(book: Any) -> None:
    rows = values(book.worksheets[-1])[1:]
    assert [row[:10] for row in rows] == [
        *[
            (
                *(n, f"”{text}”", "medarbejdergruppe, Egeholm", "kommune", "egeholm-gruppe"),
                *(4 + n, 10 * n, 10 * n + 5, "AML", f"c{n}"),
            )
            for n, text in ((1, "=Vi øvede <b>bussen</b> & toget 😀"), (2, "Hun troede på det"))
        ],
        (3, "”Jeg fik ro”", "deltager, Åmose", "kvinde", "egeholm-gruppe", 7, 30, 35, "AML", "c3"),
    ]


def test_whether_a_quote_is_approved_is_said_in_words() -> None:
    report = saying(quotes=(a_quote(1, "a", approved=True), a_quote(2, "b", coders=())))
    rows = values(read(report)["Quotes"])
    assert [(row[8], row[10]) for row in rows[1:]] == [("AML", "yes"), (NOTHING, "no")]


def test_a_figure_is_a_picture_under_its_table_with_what_it_shows_in_words() -> None:
    with ZipFile(io.BytesIO(render(saying(a_table(), a_figure(BARS, "Søjler", 'Andele "<i>"'))))) as file:
        [drawing] = [name for name in file.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        tree = etree.fromstring(file.read(drawing))
        assert [file.read(name)[:4] for name in file.namelist() if "media" in name] == [b"\x89PNG"]
    [about] = tree.xpath("//*[local-name() = 'cNvPr']")
    assert about.get("descr") == 'Andele "<i>": søjler for to kommuner.'
    assert int(tree.xpath("string(//*[local-name() = 'from']/*[local-name() = 'row'])")) > len(TABLE)


def test_a_report_of_nothing_has_its_contents() -> None:
    book = read(saying())
    assert book.sheetnames == ["Contents"]
    assert values(book["Contents"]) == [("Sheet", "What it shows", "More about it"), ("Contents", "Titel", "Under")]


# --- How it is laid out ----------------------------------------------------------------------------------


def test_sheets_have_bold_header_rows_frozen_panes_and_filters(book: Any) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(one.font.bold and one.alignment.wrap_text for one in sheet[1])
        assert sheet.print_title_rows == "$1:$1"


def test_no_cell_is_merged_or_empty(book: Any) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert all(str(one or "x" if one == 0 else one or "").strip() for row in values(sheet) for one in row)


def test_the_file_says_its_title_its_language_and_its_maker(book: Any) -> None:
    about = book.properties
    assert (about.title, about.language, about.creator) == ("Prøve på en rapport: Flere på vej", "da-DK", "icmo")
    assert read(saying()).properties.language == "en-GB"


@pytest.mark.parametrize(
    ("made", "value", "shape"),
    [
        (cell(1200), 1200, "#,##0"),
        (cell(0.5), 0.5, "0.00"),
        (cell(0.333, text="33%"), 0.333, "0%"),
        (cell(0.333, text="33 pct."), 0.333, "0%"),
        (cell(0.3333, text="33,3 pct."), 0.3333, "0.0%"),
        (cell(54, text="54 pct."), 54, '0" pct."'),
        (cell(1234.5, text="1.234,5"), 1234.5, "#,##0.0"),
        (cell(2023, text="2023"), 2023, "0"),
        (cell(-3), -3, "0"),
        (cell(-1.5, text="−1.50"), -1.5, "0.00"),
    ],
)
def test_a_number_is_a_number_that_looks_as_it_was_written(made: Any, value: float, shape: str) -> None:
    assert value_of(made) == Number(value, shape)
    shown = read(saying(one_table(row("r", made))))["T"]["B2"]
    assert (shown.value, shown.number_format, shown.data_type) == (value, shape, "n")


@pytest.mark.parametrize(
    "made",
    [
        cell(4, text="4 of 6"),
        cell(3, text="5"),
        cell(10**16),
        cell(float("nan"), text="–"),
        cell(float("inf"), text="∞"),
        replace(cell(4), lines=(line("4", Run("", note=line("n"))),)),
    ],
    ids=["more_words", "another_number", "too_long_for_excel", "no_number", "infinite", "with_a_footnote"],
)
def test_what_is_more_than_its_number_stays_words(made: Any) -> None:
    assert isinstance(value_of(made), str)


def test_widths_follow_the_table_or_else_what_the_columns_hold() -> None:
    wide = replace(a_table(), widths=())
    letters = read(saying(a_table()))["Indsatser"].column_dimensions
    assert letters["A"].width == pytest.approx(3 * letters["B"].width, rel=0.1)
    held = read(saying(wide))["Indsatser"].column_dimensions
    assert held["A"].width < held["D"].width


def test_rows_are_high_enough_for_their_words_and_no_higher_than_excel_allows() -> None:
    table = replace(one_table(row("r", 1), row("s", list_cell(["a", "b", "c"])), row("t", "æ " * 9000)), widths=(1, 1))
    heights = read(saying(table))["T"].row_dimensions
    assert [heights[number].height for number in (2, 3, 4)] == [None, 45, 409]


# --- Hostile words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", '=HYPERLINK("http://x")+'])
def test_what_looks_like_a_formula_is_text(begin: str) -> None:
    table = one_table(row(f"{begin}1", list_cell([f"{begin}2", "b"])), columns=(f"{begin}A", "B"))
    sheet = read(saying(table))["T"]
    for place in ("A1", "A2", "B2"):
        assert sheet[place].data_type in ("s", "inlineStr")
        assert sheet[place].value.startswith(begin)
        assert sheet[place].quotePrefix


def test_control_characters_are_left_out_and_line_breaks_stay() -> None:
    sheet = read(saying(one_table(row("r", "a\x00\x1b\ud800\uffffb\r\nc\rd 😀"))))["T"]
    assert sheet["B2"].value == "ab\nc\nd 😀"


def test_markup_stays_words_and_codes_of_characters_are_not_decoded() -> None:
    made = render(saying(one_table(row("r", "<b>&amp;</b> _x0041_"))))
    with ZipFile(io.BytesIO(made)) as file:
        sheet = file.read("xl/worksheets/sheet2.xml").decode("utf-8")
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt; _x005F_x0041_</t>" in sheet


@pytest.mark.parametrize(("letter", "units"), [("a", 1), ("😀", 2)], ids=["letters", "emoji"])
def test_a_cell_that_is_too_long_is_cut_and_says_so(letter: str, units: int) -> None:
    long, most = letter * 40_000, 32_767
    sheet = read(saying(one_table(row("r", long), row("s", letter * (most // units)))))["T"]
    assert sheet["B2"].value.endswith(f"{letter} … (cut: 40,000 characters in all)")
    assert most - 2 < len(sheet["B2"].value.encode("utf-16-le")) // 2 <= most
    assert sheet["B3"].value == letter * (most // units)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["Indsats", "indsats"], ["Indsats", "indsats (2)"]),
        (["a/b:c*[d]?\\"], ["a b c d"]),
        (["'x'"], ["x"]),
        (["", "  "], ["Sheet", "Sheet (2)"]),
        (["History"], ["History (2)"]),
        (["x" * 40, "x" * 50], ["x" * 31, "x" * 27 + " (2)"]),
        (["😀" * 20], ["😀" * 15]),
        (["ro\x00"], ["ro"]),
    ],
    ids=["once", "allowed", "apostrophes", "empty", "reserved", "short", "emoji", "control"],
)
def test_names_of_sheets_are_such_as_excel_allows(wanted: list[str], given: list[str]) -> None:
    assert names(wanted) == given


def test_a_table_that_is_named_as_our_own_sheets_keeps_apart_from_them() -> None:
    report = saying(
        one_table(row("r", 1), name="Quotes"), one_table(row("r", 2), name="Bob's"), quotes=(a_quote(1, "a"),)
    )
    book = read(report)
    assert book.sheetnames == ["Contents", "Quotes (2)", "Bob's", "Quotes"]
    assert book["Contents"]["A4"].hyperlink.location == "'Bob''s'!A1"


def test_text_outside_tables_may_be_hostile_too() -> None:
    report = replace(saying(), title="=1\x00&<", blocks=(paragraph("=1+1"), paragraph("@x", style="warning")))
    book = read(report)
    assert [row[1] for row in values(book["Text"])] == ["Words", "=1+1", "@x"]
    assert book.properties.title == "=1&<"
    assert book["Contents"]["B2"].data_type != "f"


def test_extra_tables_are_sheets_after_the_others_and_named_in_the_contents() -> None:
    extra = Table("Evidence", "Entry by entry", "A row for each.", ("Code", "Quotes"), (row("oeve", 7),))
    made = saying(a_table())
    book = read(replace(made, sheets=(extra,)))
    assert book.sheetnames[-2:] == ["Evidence", "Quotes"] if made.quotes else ["Evidence"]
    assert values(book["Evidence"]) == [("Code", "Quotes"), ("oeve", 7)]
    assert ("Evidence", "Entry by entry", "A row for each.") in values(book.worksheets[0])


# --- Whatever it is given --------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)
NUMBERS = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9).map(lambda one: one + 0.0))


@given(st.lists(st.tuples(WORDS, st.one_of(WORDS, NUMBERS)), min_size=1, max_size=5))
def test_any_table_reads_back_as_it_was(rows: list[tuple[Any, ...]]) -> None:
    made = one_table(
        *(row(cell(line(Run(one))), cell(line(Run(two))) if isinstance(two, str) else two) for one, two in rows)
    )
    found = values(read(saying(made))["T"])[1:]
    assert found == [tuple(_held(one) for one in values_) for values_ in rows]


def _held(value: Any) -> Any:
    """What a cell holds: numbers as they are, words without what XML forbids."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", clean(value)) or NOTHING if isinstance(value, str) else value
