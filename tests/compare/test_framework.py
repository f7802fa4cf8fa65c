from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook
from icmo.compare.asked import Answer
from icmo.compare.framework import framework
from icmo.errors import IcmoError, InvalidError, NotFoundError
from icmo.models import Case, InformantType, Kind, Material, Summary
from tests.factories import BOOK, a_code, a_coding, a_material, a_transcript

TEXT = "Vi øvede bussen. Hun troede på det. Hun fik ro. Ring 20 12 34 56."


def _material() -> Material:
    """Two municipalities; by hand: in Nordvig two overlapping codings and one of a code below make two quotes."""
    book = codebook.loads(
        BOOK
        + a_code("tro", "mechanism")
        + a_code("mod", "mechanism", parent="tro")
        + a_code("ro", "outcome")
        + a_code("job", "intervention")
    )
    one = a_transcript(TEXT, name="a", municipality="Nordvig", informant_type=InformantType.MUNICIPALITY)
    two = a_transcript(TEXT + " Ja.", name="b", municipality="Nordvig", informant_type=InformantType.WOMAN)
    three = a_transcript(TEXT + " Nej.", name="c", municipality="Åmose", informant_type=InformantType.MUNICIPALITY)
    codings = [
        a_coding(two, "mod", "Hun troede"),
        a_coding(one, "tro", "troede på det", coder="TBS"),
        a_coding(one, "tro", "Hun troede på"),
        a_coding(three, "ro", "Hun fik ro. Ring 20 12 34 56"),
    ]
    return replace(
        a_material([one, two, three], codings, book=book),
        guide={"kommune": ("tro",), "kvinde": ("ro",)},
        cases=(Case("g1", "Nordvig"), Case("g2", "Åmose")),
    )


def test_a_cell_has_united_quotes_in_the_order_of_texts_with_their_codings_and_three_counts() -> None:
    material = _material()
    cell = framework(material, codes=["tro"]).cell("tro", "Nordvig")
    assert [quote.text for quote in cell.evidence.quotes] == ["Hun troede på det", "Hun troede"]
    assert cell.evidence.quotes[0].codings == tuple(sorted(one.guid for one in material.codings[1:3]))
    counts = cell.evidence.counts
    assert (counts.citations, counts.sources, counts.municipalities) == (2, 2, ("Nordvig",))
    assert cell.counts == "2 quotes, 2 transcripts, 1 municipality"


def test_every_cell_without_evidence_says_what_its_silence_means() -> None:
    made = framework(_material(), codes=["tro", "ro", "mod"])
    silent = {place: cell.answer for place, cell in made.cells.items() if not cell.evidence}
    assert silent == {
        ("tro", "Åmose"): Answer.NOT_MENTIONED,
        ("mod", "Åmose"): Answer.NOT_MENTIONED,
        ("ro", "Nordvig"): Answer.NOT_MENTIONED,
    }
    assert made.cell("mod", "Åmose").text == "asked, not mentioned"


@pytest.mark.parametrize(
    ("choice", "rows"),
    [
        pytest.param({"codes": ["ro", "tro", "ro"]}, ["ro", "tro"], id="chosen_codes_in_their_order"),
        pytest.param({"kinds": [Kind.MECHANISM]}, ["tro", "mod"], id="all_of_a_kind"),
        pytest.param({"below": "tro"}, ["mod"], id="the_children_of_one_code"),
        pytest.param({"codes": []}, [], id="none_chosen_is_none"),
        pytest.param({}, ["tro", "mod", "ro"], id="else_those_in_use"),
    ],
)
def test_the_rows(choice: dict[str, list[str]], rows: list[str]) -> None:
    assert [code.id for code in framework(_material(), **choice).codes] == rows  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("municipality", ["Nordvig", "Åmose"]),
        ("transcript", ["a", "b", "c"]),
        ("informant_type", ["kommune", "kvinde"]),
    ],
)
def test_the_columns(by: str, columns: list[str]) -> None:
    assert list(framework(_material(), by=by).cases.values()) == columns


def test_evidence_that_belongs_nowhere_has_a_column_of_its_own() -> None:
    source = a_transcript(TEXT, municipality=None)
    made = framework(a_material([source, a_transcript()], [a_coding(source, "tro")]))
    assert made.cases == {"Egeholm": "Egeholm", "": "not stated"}
    assert made.cell("tro", "").evidence.counts.citations == 1


@pytest.mark.parametrize(
    ("at", "stale"),
    [
        pytest.param("2026-03-02T10:00:00Z", False, id="a_summary_written_after_the_codings"),
        pytest.param("2026-03-01T10:00:00Z", False, id="at_the_same_moment"),
        pytest.param("2026-02-28T10:00:00Z", True, id="a_coding_made_since"),
    ],
)
def test_a_summary_is_stale_when_a_coding_in_its_cell_is_newer(at: str, stale: bool) -> None:
    material = _material()
    material = replace(
        material,
        codings=tuple(replace(one, at="2026-03-01T10:00:00Z") for one in material.codings),
        summaries=(Summary("s", "tro", "Nordvig", "De tror på det.", "AML", at),),
    )
    cell = framework(material).cell("tro", "Nordvig")
    assert cell.stale is stale
    assert ("newer" in cell.text) is stale


@pytest.mark.parametrize("case", ["Nordvig", "g1"], ids=["by_the_name_of_the_case", "by_the_guid_of_the_case"])
def test_the_newest_summary_of_a_cell_stands_in_it(case: str) -> None:
    summaries = (
        Summary("2", "ro", case, "Ny.", "AML", "2026-02"),
        Summary("1", "ro", case, "Gammel.", "AML", "2026-01"),
    )
    made = framework(replace(_material(), summaries=summaries))
    assert made.cell("ro", "Nordvig").text == "Ny.\nasked, not mentioned"
    assert made.cell("ro", "Åmose").summary is None


def test_the_table_has_no_empty_cell_and_its_quotes_are_masked() -> None:
    made = framework(_material())
    rows = made.rows()
    assert rows[0] == ["Code", "Nordvig", "Åmose"]
    assert all(cell for row in rows for cell in row)
    last = list(made.cells.values())[-1].evidence.quotes
    assert [quote.text for quote in last] == ["Hun fik ro. Ring [phone number]"]


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"codes": ["tro", "x"]}, NotFoundError),
        ({"below": "x"}, NotFoundError),
        ({"by": "weather"}, InvalidError),
        ({"by": "variable:x"}, NotFoundError),
        ({"codes": ["tro"], "below": "tro"}, InvalidError),
    ],
    ids=["unknown_codes", "an_unknown_parent", "an_unknown_grouping", "an_unknown_variable", "two_ways_at_once"],
)
def test_what_cannot_be_shown_is_said(choice: dict[str, object], error: type[IcmoError]) -> None:
    with pytest.raises(error) as caught:
        framework(_material(), **choice)  # type: ignore[arg-type]
    assert caught.value.hint


def test_all_unknown_codes_are_named_at_once() -> None:
    with pytest.raises(NotFoundError, match="Not in the code book: x, y"):
        framework(_material(), codes=["tro", "x", "y"])


def test_a_project_with_nothing_gives_an_empty_matrix() -> None:
    assert framework(a_material([])).rows() == [["Code"]]
