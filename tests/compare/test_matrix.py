from __future__ import annotations

import math

import pytest

from icmo.compare.matrix import matrix
from icmo.errors import InvalidError
from icmo.models import Case, Codebook, Kind, Material
from tests.factories import BOOK, a_code, a_codebook, a_coding, a_configuration, a_material, a_transcript

TEXT = "Vi øvede bussen. Hun troede på det. Manden hjalp. Hun fik ro. Hun fik løn."


def a_layered_book() -> Codebook:
    from icmo import codebook

    codes = [
        a_code("oeve", "intervention"),
        a_code("bus", "intervention", parent="oeve"),
        a_code("linje", "intervention", parent="bus"),
    ]
    return codebook.loads(BOOK + "".join(codes) + a_code("tro", "mechanism") + a_code("ro", "outcome"))


def test_a_cell_has_three_counts_and_the_codings_behind_them() -> None:
    one, other = a_transcript(TEXT), a_transcript(TEXT)
    codings = [
        a_coding(one, "tro", "Hun troede"),
        a_coding(one, "tro", "troede på det", coder="TBS"),
        a_coding(one, "tro", "Hun fik ro"),
        a_coding(other, "tro", "Hun troede"),
    ]
    cell = matrix(a_material([one, other], codings)).cell("tro", "Egeholm")
    assert (cell.citations, set(cell.sources), cell.municipalities) == (3, {one.guid, other.guid}, ("Egeholm",))
    assert set(cell.codings) == {coding.guid for coding in codings}


def test_a_case_that_tells_nothing_of_a_row_has_an_empty_cell() -> None:
    one, other = a_transcript(TEXT), a_transcript(TEXT, municipality="Nordvig")
    found = matrix(a_material([one, other], [a_coding(one, "tro", "Hun troede")]))
    assert [column.id for column in found.columns] == ["Egeholm", "Nordvig"]
    assert (found.cell("tro", "Nordvig").citations, found.cell("tro", "Nordvig").codings) == (0, ())


def test_a_municipality_without_transcripts_is_no_column() -> None:
    source = a_transcript(TEXT)
    material = Material(a_codebook(), (Case("k1", "Egeholm"), Case("k2", "Nordvig")), (source,))
    assert [column.id for column in matrix(material).columns] == ["Egeholm"]


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        pytest.param("municipality", ["Egeholm", "Nordvig"], id="municipalities"),
        pytest.param("informant_type", ["kommune", "kvinde"], id="informants"),
        pytest.param("transcript", ["et", "to"], id="transcripts"),
        pytest.param("variable:team", ["internt", "eksternt"], id="a_case_variable"),
    ],
)
def test_columns_are_what_is_compared(by: str, columns: list[str]) -> None:
    one = a_transcript(TEXT, name="et", informant_type="kommune")
    other = a_transcript(TEXT, name="to", informant_type="kvinde", municipality="Nordvig")
    cases = (Case("k1", "Egeholm", {"team": "internt"}), Case("k2", "Nordvig", {"team": "eksternt"}))
    found = matrix(Material(a_codebook(), cases, (one, other), (a_coding(one, "tro", "Hun troede"),)), by=by)
    assert sorted(column.label for column in found.columns) == sorted(columns)


def test_what_cannot_be_compared_by_is_refused() -> None:
    with pytest.raises(InvalidError):
        matrix(a_material([a_transcript(TEXT)]), by="vejr")


def test_a_share_is_of_all_that_the_case_tells_whatever_rows_are_shown() -> None:
    source = a_transcript(TEXT)
    codings = [
        a_coding(source, "tro", "Hun troede"),
        a_coding(source, "ro", "Hun fik ro"),
        a_coding(source, "ro", "Manden"),
    ]
    material = a_material([source], codings)
    for found in (matrix(material), matrix(material, kinds=[Kind.OUTCOME]), matrix(material, level=0)):
        assert found.values("share").loc["ro", "Egeholm"] == pytest.approx(2 / 3)


def test_a_case_with_nothing_coded_has_no_share() -> None:
    one, other = a_transcript(TEXT), a_transcript(TEXT, municipality="Nordvig")
    values = matrix(a_material([one, other], [a_coding(one, "tro", "Hun troede")])).values("share")
    assert values.loc["tro", "Egeholm"] == 1
    assert math.isnan(values.loc["tro", "Nordvig"])


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        pytest.param({}, {"oeve": 2, "bus": 2, "linje": 1}, id="codes_below_count_above_and_overlaps_once"),
        pytest.param({"below": False}, {"bus": 1, "linje": 1}, id="each_by_itself"),
        pytest.param({"level": 0}, {"oeve": 2}, id="rolled_up_to_the_root"),
        pytest.param({"level": 1}, {"bus": 2}, id="rolled_up_to_the_next"),
        pytest.param({"level": 2, "empty": True}, {"oeve": 0, "bus": 1, "linje": 1, "tro": 0, "ro": 0}, id="empty_too"),
        pytest.param({"kinds": [Kind.OUTCOME]}, {}, id="only_some_kinds"),
    ],
)
def test_codes_below_others(options: dict[str, object], rows: dict[str, int]) -> None:
    source = a_transcript(TEXT)
    codings = [a_coding(source, "bus", "Vi øvede"), a_coding(source, "linje", "Manden hjalp")]
    found = matrix(a_material([source], codings, book=a_layered_book()), **options)  # type: ignore[arg-type]
    assert found.values("citations")["Egeholm"].to_dict() == rows


def test_a_link_is_told_as_often_as_its_busiest_end() -> None:
    """Two mechanisms of one code and one outcome: two passages at one end, one at the other, so two and not three."""
    source = a_transcript(TEXT)
    mechanisms = [a_coding(source, "tro", quote) for quote in ("Hun troede", "Manden hjalp")]
    outcome = a_coding(source, "ro", "Hun fik ro")
    configuration = a_configuration(("M", mechanisms[0]), ("M", mechanisms[1]), ("O", outcome))
    found = matrix(a_material([source], [*mechanisms, outcome], [configuration]), rows="links")
    cell = found.cell("M:tro->O:ro", "Egeholm")
    assert (cell.citations, len(cell.codings), cell.configurations) == (2, 3, (configuration.guid,))
    assert (found.rows[0].role, found.rows[0].label.da) == ("M→O", "Tro → Ro")


def test_two_coders_of_the_same_link_are_one_citation() -> None:
    source = a_transcript(TEXT)
    told = [
        (a_coding(source, "tro", "Hun troede", coder=c), a_coding(source, "ro", "Hun fik ro", coder=c)) for c in "AB"
    ]
    configurations = [a_configuration(("M", one), ("O", other)) for one, other in told]
    material = a_material([source], [coding for pair in told for coding in pair], configurations)
    assert matrix(material, rows="links").cell("M:tro->O:ro", "Egeholm").citations == 1


@pytest.mark.parametrize(
    ("roles", "paths"),
    [
        pytest.param("IMO", {"I:oeve->M:tro->O:ro"}, id="a_whole_path"),
        pytest.param("ICMO", {"I:oeve->M:tro->O:ro", "C:kontor->M:tro->O:ro"}, id="a_context_leads_in_too"),
        pytest.param("IKMO", {"I:oeve->M:tro->O:ro"}, id="a_moderator_is_no_step"),
        pytest.param("MO", {"M:tro->O:ro"}, id="as_much_as_there_is"),
        pytest.param("O", set(), id="one_part_is_no_path"),
    ],
)
def test_the_paths_of_a_configuration(roles: str, paths: set[str]) -> None:
    source = a_transcript(TEXT)
    codes = {"I": "oeve", "C": "kontor", "K": "tid", "M": "tro", "O": "ro"}
    codings = {role: a_coding(source, codes[role]) for role in roles}
    configuration = a_configuration(*codings.items())
    found = matrix(a_material([source], codings.values(), [configuration]), rows="paths")
    assert {row.id for row in found.rows} == paths


def test_halves_told_in_two_configurations_are_no_path() -> None:
    source = a_transcript(TEXT)
    effort, belief, calm = (a_coding(source, code) for code in ("oeve", "tro", "ro"))
    halves = [a_configuration(("I", effort), ("M", belief)), a_configuration(("M", belief), ("O", calm))]
    found = matrix(a_material([source], [effort, belief, calm], halves), rows="paths")
    assert {row.role for row in found.rows} == {"I→M", "M→O"}


def test_a_link_across_municipalities_counts_in_each_with_what_was_said_there() -> None:
    one, other = a_transcript(TEXT), a_transcript(TEXT, municipality="Nordvig")
    belief, calm = a_coding(one, "tro", "Hun troede"), a_coding(other, "ro", "Hun fik ro")
    found = matrix(
        a_material([one, other], [belief, calm], [a_configuration(("M", belief), ("O", calm))]), rows="links"
    )
    row = found.rows[0].id
    assert found.cell(row, "Egeholm").codings == (belief.guid,)
    assert found.cell(row, "Nordvig").codings == (calm.guid,)
    assert (found.totals[row].citations, found.totals[row].municipalities) == (1, ("Egeholm", "Nordvig"))


def test_no_material_is_an_empty_table() -> None:
    assert matrix(a_material([])).values().shape == (0, 0)
