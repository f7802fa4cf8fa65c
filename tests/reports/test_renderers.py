"""Each renderer is read back, and its numbers compared with the model that it was given."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import html

from icmo import overview
from icmo.errors import InvalidError
from icmo.overview import Overview
from icmo.reports.excel import NOTHING
from icmo.reports.write import write_overview
from tests.factories import a_coding, a_configuration, a_material, a_transcript

TEXT = "I: Hvad?\n\nLEDER: =Vi øvede <b>bussen</b> & toget. Hun troede på det.\n\nI: Og?\n\nLEDER: Hun fik ro. Ja."


@pytest.fixture
def made() -> Overview:
    one, two = a_transcript(TEXT, municipality="Nordvig"), a_transcript(TEXT + " Nej.", municipality="Åmose")
    i, m = a_coding(one, "oeve", "=Vi øvede <b>bussen</b> & toget"), a_coding(one, "tro", "Hun troede på det")
    codings = [i, m, a_coding(two, "tro", "Hun troede på det"), a_coding(two, "ro", "Hun fik ro")]
    configuration = a_configuration(("I", i), ("M", m), target_group="lav")
    return overview.build(a_material([one, two], codings, [configuration]), lang="da")


def _words(made: Overview) -> list[list[str]]:
    """What stands in the table, cell by cell: labels and counts, or that there is no evidence."""
    return [
        [
            " ".join(f"{e.label} {e.counts}" for e in made.cell(r, g)) or made.no_evidence
            for g in range(len(made.groups))
        ]
        for r in range(len(made.rows))
    ]


def _plain(text: str) -> str:
    """A cell's text without marks, thin-evidence flags and references."""
    text = re.sub(r"\[[\d–, ]*\]|\(?tyndt belæg\)?|[•:]", " ", text)
    return " ".join(text.split())


def test_word_has_every_number_of_the_model(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.docx")
    table = docx.Document(str(tmp_path / "o.docx")).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Element", *made.groups]
    assert [row[0] for row in rows[1:]] == list(made.rows)
    assert [[_plain(cell) for cell in row[1:]] for row in rows[1:]] == [
        [_plain(c) for c in row] for row in _words(made)
    ]


def test_word_is_accessible(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.docx")
    document = docx.Document(str(tmp_path / "o.docx"))
    table = document.tables[0]
    assert document.core_properties.title == made.title
    assert document.styles.element.xpath("//w:docDefaults//w:lang/@w:val") == ["da-DK"]
    assert table.rows[0]._tr.xpath(".//w:tblHeader")
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.xpath(".//w:tblCaption")
    assert table._tbl.xpath(".//w:tblDescription")
    assert not table._tbl.xpath(".//w:gridSpan | .//w:vMerge")
    assert all(cell.text.strip() for row in table.rows for cell in row.cells)
    assert [p.style.name for p in document.paragraphs if p.style and p.style.name.startswith("Heading")] == [
        "Heading 1",
        "Heading 2",
        "Heading 2",
    ]


def test_every_reference_in_word_is_a_link_to_a_quote_that_is_there(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.docx")
    body = docx.Document(str(tmp_path / "o.docx")).element.body
    anchors, names = body.xpath(".//w:hyperlink/@w:anchor"), body.xpath(".//w:bookmarkStart/@w:name")
    assert set(anchors) == set(names) == {f"citat_{quote.number}" for quote in made.quotes}
    texts = "\n".join(p.text for p in docx.Document(str(tmp_path / "o.docx")).paragraphs)
    assert all(f"{quote.number}. ”{quote.text}” ({quote.signature})" in texts for quote in made.quotes)


def test_html_has_every_number_of_the_model(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.html")
    page = html.parse(str(tmp_path / "o.html"), parser=html.HTMLParser(encoding="utf-8")).getroot()
    rows = page.xpath("//tbody/tr")
    assert [_plain(row.xpath("th")[0].text_content()) for row in rows] == list(made.rows)
    cells = [[_plain(cell.text_content()) for cell in row.xpath("td")] for row in rows]
    assert cells == [[_plain(c) for c in row] for row in _words(made)]


def test_html_is_one_accessible_file_that_fetches_nothing(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.html")
    page = html.parse(str(tmp_path / "o.html"), parser=html.HTMLParser(encoding="utf-8")).getroot()
    assert page.get("lang") == "da"
    assert page.xpath("string(//title)") == made.title
    assert page.xpath("//thead//th/@scope") == ["col"] * (1 + len(made.groups))
    assert set(page.xpath("//tbody//th/@scope")) == {"row"}
    assert not page.xpath("//@src | //link | //script | //td[@colspan or @rowspan]")
    targets = {f"#{one}" for one in page.xpath("//li/@id")}
    assert set(page.xpath("//td//a/@href")) == targets
    assert "=Vi øvede <b>bussen</b> & toget" in page.xpath("string(//ol)")


def test_excel_has_every_number_of_the_model(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.xlsx")
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["Overblik", "Belæg", "Citater", "Metode"]
    rows = [[str(value) for value in row] for row in book["Overblik"].iter_rows(values_only=True)]
    assert rows[0] == ["Element", *made.groups]
    for part, words in zip(made.rows, _words(made), strict=True):
        columns = zip(*[row[1:] for row in rows[1:] if row[0] == part], strict=True)
        found = [" ".join(_plain(cell) for cell in column if cell != NOTHING) for column in columns]
        assert found == [_plain(cell) for cell in words]
    quotes = list(book["Citater"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in quotes] == [quote.number for quote in made.quotes]


def test_excel_has_an_entry_per_cell_and_fills_the_rest(made: Overview, tmp_path: Path) -> None:
    source = a_transcript(TEXT)
    codings = [a_coding(source, "tro", "Hun troede på det"), a_coding(source, "hverdag", "Hun fik ro")]
    two = overview.build(a_material([source], codings), lang="en")
    write_overview(two, tmp_path / "o.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["Overview"]
    rows = [row[1:] for row in sheet.iter_rows(values_only=True) if row[0] == "Effect (how) (M)"]
    assert [row[:2] for row in rows] == [("no evidence", "no evidence"), (NOTHING, NOTHING)]
    assert [str(row[2]).partition(":")[0] for row in rows] == ["Tro in English", "Hverdag in English"]


def test_excel_sheets_have_header_rows_frozen_and_no_formulas(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.xlsx")
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert book.properties.title == made.title
    for sheet in book:
        assert sheet.freeze_panes in ("A2", "B2")
        assert not sheet.merged_cells.ranges
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(value not in (None, "") for row in book["Overblik"].iter_rows(values_only=True) for value in row)


def test_csv_has_a_row_per_entry_and_quote(made: Overview, tmp_path: Path) -> None:
    write_overview(made, tmp_path / "o.csv")
    text = (tmp_path / "o.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = {(row["row"], row["target_group"], row["code"], row["quote_number"]) for row in rows if row["quote_number"]}
    assert found == {
        (made.rows[r], made.groups[g], entry.code, str(number))
        for (r, g), cell in made.cells.items()
        for entry in cell
        for number in entry.quotes
    }
    empty = [row for row in rows if not row["quote_number"]]
    assert {row["label"] for row in empty} == {"ingen belæg"}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".csv"])
def test_an_overview_of_nothing_is_a_sensible_file(suffix: str, tmp_path: Path) -> None:
    empty = overview.build(a_material([a_transcript()]), lang="en")
    write_overview(empty, tmp_path / f"o{suffix}")
    assert (tmp_path / f"o{suffix}").stat().st_size > 100


def test_an_unknown_suffix_is_refused(made: Overview, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"cannot be written as “\.pptx”"):
        write_overview(made, tmp_path / "o.pptx")
