"""Municipality profiles: figures, material, codes and configurations beside those of the others."""

from collections import Counter
from dataclasses import replace

import pytest

from icmo.compare.matrix import matrix
from icmo.documents import municipality
from icmo.documents.model import Box, Figure, Heading, plain
from icmo.documents.municipality import DRAWN
from icmo.documents.options import Options
from icmo.documents.pieces.municipality_tables import CONFIGURATIONS
from icmo.errors import NotFoundError
from icmo.models import Material
from tests.documents.telling import (
    blocks_under,
    cells,
    faults,
    poor_materials,
    sample_material,
    table,
    two_municipalities,
    words_of,
)
from tests.factories import a_coding, a_configuration, a_material, a_transcript


@pytest.mark.parametrize("material", poor_materials().values(), ids=poor_materials())
def test_poor_material_gives_a_sensible_report(material: Material) -> None:
    assert faults(municipality.build(material, Options())) == []


def test_the_sample_gives_a_sound_report_in_both_languages() -> None:
    for lang in ("da", "en"):
        assert faults(municipality.build(sample_material(), Options(lang=lang))) == []


def test_all_that_were_interviewed_have_a_profile_in_danish_order() -> None:
    report = municipality.build(sample_material(), Options())
    places = [b.text for b in report.blocks if isinstance(b, Heading) and b.anchor.startswith("municipality-")]
    assert tuple(places) == sample_material().municipalities


def test_only_those_asked_for_have_a_profile_but_stand_beside_all() -> None:
    report = municipality.build(two_municipalities(), Options(municipalities=("Nordvig",)))
    assert "Egeholm" not in [b.text for b in report.blocks if isinstance(b, Heading)]
    assert cells(table(report, "Nordvig: figures"), "deltagere")["The others"] == "median 40"


def test_an_unknown_municipality_is_refused() -> None:
    with pytest.raises(NotFoundError):
        municipality.build(two_municipalities(), Options(municipalities=("Intetsted",)))


def test_a_profile_begins_with_its_key_numbers() -> None:
    found = next(words_of(blocks_under(municipality.build(two_municipalities(), Options()), "Egeholm")))
    assert found.startswith(
        "1 transcript, 20 words, 1 configuration, and 4 quotes when each code is counted by itself. Most is told of"
    )


def test_figures_stand_beside_the_median_of_the_others() -> None:
    places = ("Egeholm", "Havbjerg", "Klintemark", "Nordvig", "Sønderlund", "Åmose")
    values = {case.name: case.variables["maal1_pct"] for case in sample_material().cases}
    others = sorted(values[place] for place in places if place != "Egeholm")
    report = municipality.build(sample_material(), Options(lang="en"))
    found = cells(table(report, "Egeholm: figures"), "maal1 pct")
    assert found["Egeholm"] == str(values["Egeholm"]) and found["The others"] == f"median {others[2]}"


def test_words_are_counted_among_the_others() -> None:
    cases = sample_material().cases
    others = Counter(c.variables["virksomhedskonsulent_i_team"] for c in cases if c.name != "Egeholm")
    found = cells(
        table(municipality.build(sample_material(), Options(lang="en")), "Egeholm: figures"),
        "virksomhedskonsulent i team",
    )
    assert found["The others"] == ", ".join(f"{value}: {n}" for value, n in others.most_common())


def test_the_material_is_listed_with_its_coders() -> None:
    report = municipality.build(two_municipalities(), Options())
    found = table(report, "Egeholm: material")
    assert [plain(cell.lines[0]) for cell in found.rows[0][1:]] == ["team", "1", "–", "20", "4", "AML"]


def test_codes_stand_with_their_shares_the_median_and_how_many_others_tell_of_them() -> None:
    material = sample_material()
    known, title = matrix(material), material.codebook["hverdagsmestring"].label.en
    report = municipality.build(material, Options(lang="en"))
    row = next(r for r in table(report, "Egeholm: codes").rows if plain(r[0].lines[0]) == f"{title} (M)")
    cell = known.cell("hverdagsmestring", "Egeholm")
    shares = sorted(known.values("share").loc["hverdagsmestring"])
    assert (row[1].value, row[2].value) == (len(cell.sources), cell.citations)
    assert row[4].value == pytest.approx((shares[2] + shares[3]) / 2)  # the median of six
    assert row[5].value == len(known.totals["hverdagsmestring"].municipalities) - 1


def test_configurations_stand_as_sentences_with_their_quotes() -> None:
    found = table(municipality.build(two_municipalities(), Options()), "Egeholm: configurations")
    written = cells(found, "Hvis bussen øves, så ro, fordi tro.")
    assert (written["What it says"], written["Quotes"]) == ("furthers", "3")
    made = table(municipality.build(two_municipalities(), Options()), "Nordvig: configurations")
    assert plain(made.rows[0][0].lines[0]).startswith("If there is oeve in English where tid in English matters")


def test_the_best_documented_configurations_are_shown_and_the_others_counted() -> None:
    source = a_transcript("Vi øvede bussen. Hun troede på det.")
    first, second = a_coding(source, "oeve", "Vi øvede bussen."), a_coding(source, "tro", "Hun troede på det.")
    poor = [a_configuration(("I", first), statement=f"Nr. {n}.") for n in range(CONFIGURATIONS + 2)]
    best = a_configuration(("I", first), ("M", second), statement="Den bedste.")
    report = municipality.build(a_material([source], [first, second], [*poor, best]), Options(lang="en"))
    found = blocks_under(report, "Configurations")
    assert plain(table(report, "Egeholm: configurations").rows[0][0].lines[0]) == "Den bedste."
    assert list(words_of(found)) == ["3 configurations are not shown."]


def test_what_hinders_is_what_is_negative_or_part_of_what_hinders() -> None:
    report = municipality.build(two_municipalities(), Options())
    found = {plain(row[0].lines[0]) for row in table(report, "Nordvig: what hinders").rows}
    assert found == {f"{name} in English" for name in ("Oeve", "Tid", "Tro", "Ro")}
    assert "Egeholm: what hinders" not in [one.name for one in report.tables]


def test_women_speak_in_a_box() -> None:
    found = blocks_under(municipality.build(two_municipalities(), Options()), "Nordvig")
    assert [block.title for block in found if isinstance(block, Box)] == ["The women’s perspective"]


def test_what_stands_out_is_a_reason_to_read_and_nothing_more() -> None:
    sources = [a_transcript("Hun troede. Vi øvede. " * 30, municipality=f"By {n}") for n in range(5)]
    codings = [
        replace(a_coding(source, "tro" if (n == 4) != (k % 30 == 0) else "oeve"), start=11 * k, end=11 * k + 5)
        for n, source in enumerate(sources)
        for k in range(40)
    ]
    report = municipality.build(a_material(sources, codings), Options(lang="en"))
    said = list(words_of(blocks_under(report, "By 4")))
    assert any("nothing more" in one for one in said)
    assert any(one.startswith("By 4 stands out in Tro in English: 38 quotes") for one in said)


def test_a_municipality_that_was_not_interviewed_has_its_figures_alone() -> None:
    material = two_municipalities()
    interviewed = tuple(one for one in material.transcripts if one.municipality == "Åmose")
    report = municipality.build(
        replace(material, transcripts=interviewed, codings=(), configurations=()), Options(municipalities=("Egeholm",))
    )
    assert "Nobody was interviewed here." in list(words_of(report.blocks))
    assert [one.name for one in report.tables] == ["Egeholm: figures"]


@pytest.mark.parametrize(("n", "drawn"), [(DRAWN, True), (DRAWN + 1, False)], ids=["few_are_drawn", "many_are_not"])
def test_how_many_profiles_have_figures(n: int, drawn: bool) -> None:
    sources = [a_transcript(municipality=f"By {k:02}") for k in range(n)]
    report = municipality.build(a_material(sources, [a_coding(one, "tro") for one in sources]), Options(lang="en"))
    assert any(isinstance(block, Figure) for block in report.blocks) is drawn
    assert sum(one.name.endswith(": codes") for one in report.tables) == n
