"""Mechanism profiles: what sets a mechanism off, what hinders it, what comes of it, and where it is told."""

from collections import Counter
from dataclasses import replace

import pytest

from icmo.compare.matrix import matrix
from icmo.documents import mechanism
from icmo.documents.model import Bars, Figure, Heading, Layered, plain
from icmo.documents.options import Options
from icmo.documents.pieces.mechanism_places import BARS
from icmo.errors import NotFoundError
from icmo.models import Material, Role, Stance, Theory, TheoryPart
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
from tests.factories import a_coding, a_material, a_transcript


@pytest.mark.parametrize("material", poor_materials().values(), ids=poor_materials())
def test_poor_material_gives_a_sensible_report(material: Material) -> None:
    for options in (Options(), Options(codes=tuple(material.codebook.by_id))):
        assert faults(mechanism.build(material, options)) == []


def test_the_sample_gives_a_sound_report_in_both_languages() -> None:
    for lang in ("da", "en"):
        assert faults(mechanism.build(sample_material(), Options(lang=lang))) == []


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotFoundError):
        mechanism.build(two_municipalities(), Options(codes=("ukendt",)))


def test_mechanisms_with_evidence_and_codes_that_play_one_have_profiles() -> None:
    report = mechanism.build(two_municipalities(), Options())
    chapters = [b.text for b in report.blocks if isinstance(b, Heading) and b.level == 2]
    assert chapters[0] == "Tro in English" and "Hverdag in English" not in chapters


def test_resource_and_reasoning_are_told_apart() -> None:
    report = mechanism.build(two_municipalities(), Options())
    assert cells(table(report, "Tro in English: resource"), "en at øve med")["Quotes"] == "1"
    assert cells(table(report, "Tro in English: reasoning"), "Jeg kan godt.")["Municipalities"] == "1"


def test_what_sets_it_off_conditions_it_and_comes_of_it_is_counted_with_its_polarity() -> None:
    report = mechanism.build(two_municipalities(), Options())
    sets_off = cells(table(report, "Tro in English: sets it off"), "Oeve in English (I)")
    assert [sets_off[name] for name in ("Configurations", "Municipalities", "Sources", "Quotes")] == list("2222")
    conditions = cells(table(report, "Tro in English: conditions it"), "Tid in English (K)")
    assert conditions["What they say"] == "hinders 1" and conditions["Quotes"] == "1"
    assert cells(table(report, "Tro in English: comes of it"), "Ro in English (O)")["What they say"] == (
        "furthers 1, hinders 1"
    )


def test_configurations_of_the_sample_are_counted_as_they_stand() -> None:
    material = sample_material()
    code = {coding.guid: coding.code for coding in material.codings}
    expected: Counter[str] = Counter()
    for one in material.configurations:
        roles = {(part.role, code[part.coding]) for part in one.parts}
        if (Role.M, "hverdagsmestring") in roles:
            expected.update(c for role, c in roles if role is Role.O)
    report = mechanism.build(material, Options(lang="en", codes=("hverdagsmestring",)))
    title = material.codebook["hverdagsmestring"].label.en
    found = {plain(row[0].lines[0]): row[1].value for row in table(report, f"{title}: comes of it").rows}
    assert found == {f"{material.codebook[c].label.en} (O)": n for c, n in expected.items()}


def test_whom_it_is_for_is_told_by_target_group_and_actor() -> None:
    report = mechanism.build(two_municipalities(), Options())
    groups = table(report, "Tro in English: target groups")
    assert cells(groups, "Lav in English")["What they say"] == "furthers 1"
    assert cells(groups, "not stated")["What they say"] == "hinders 1"
    assert cells(table(report, "Tro in English: actors"), "medarbejder")["Configurations"] == "1"


def test_where_it_is_hindered_stands_by_itself() -> None:
    found = blocks_under(mechanism.build(two_municipalities(), Options()), "Where it is hindered")
    assert next(words_of(found)).startswith("1 configuration; 1 of 3 municipalities · 1 quote")


def test_theories_that_name_it_stand_with_what_its_configurations_say_of_them() -> None:
    material = two_municipalities()
    theory = Theory("th1", "T1", "Hvis, så, fordi.", "AML", "", (TheoryPart(Role.M, "tro"),))
    first, second = material.configurations
    first = replace(first, theory="th1", stance=Stance.SUPPORTS)
    made = replace(material, theories=(theory,), configurations=(first, second))
    found = cells(table(mechanism.build(made, Options()), "Tro in English: programme theories"), "T1")
    assert (found["Supports"], found["Refutes"], found["Refines"]) == ("1", "0", "0")


def test_the_graph_holds_only_what_touches_the_mechanism() -> None:
    report = mechanism.build(sample_material(), Options(lang="en", codes=("hverdagsmestring",)))
    (figure,) = (b for b in report.blocks if isinstance(b, Figure) and isinstance(b.picture, Layered))
    graph = figure.picture.graph  # type: ignore[union-attr]
    assert all(
        "M:hverdagsmestring" in (one, other) or any("M:hverdagsmestring" in link for link in data["acts_on"])
        for one, other, data in graph.edges(data=True)
    )
    assert len(figure.table.rows) == graph.number_of_edges()


def test_shares_by_municipality_are_those_of_the_matrix_and_fall() -> None:
    material = sample_material()
    report = mechanism.build(material, Options(lang="en", codes=("hverdagsmestring",)))
    found = table(report, f"{material.codebook['hverdagsmestring'].label.en}: municipalities")
    shares = matrix(material).values("share").loc["hverdagsmestring"]
    said = {plain(row[0].lines[0]): float(row[4].value or 0) for row in found.rows}
    assert said == pytest.approx(dict(shares))
    assert list(said.values()) == sorted(said.values(), reverse=True)


def test_who_does_not_tell_of_it_is_listed_with_what_the_silence_means() -> None:
    found = table(mechanism.build(two_municipalities(), Options()), "Tro in English: municipalities")
    assert cells(found, "Åmose")["Note"] == "not mentioned (not known whether it was asked)"


def test_of_many_municipalities_those_with_the_largest_shares_are_drawn_and_all_are_listed() -> None:
    sources = [a_transcript(municipality=f"By {n:02}") for n in range(BARS + 5)]
    material = a_material(sources, [a_coding(one, "tro") for one in sources])
    report = mechanism.build(material, Options(lang="en"))
    (figure,) = (b for b in report.blocks if isinstance(b, Figure) and isinstance(b.picture, Bars))
    assert len(figure.picture.categories) == BARS  # type: ignore[union-attr]
    assert len(figure.table.rows) == BARS + 5
    assert figure.caption.endswith("the 15 largest of 20")
