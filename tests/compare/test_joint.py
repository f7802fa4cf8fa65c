from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from icmo.compare.asked import Answer
from icmo.compare.correlation import correlation
from icmo.compare.joint import Joint, joint, rule, typical
from icmo.compare.quotes import Quote
from icmo.errors import NotFoundError
from icmo.models import Case, InformantType, Material
from tests.factories import a_coding, a_configuration, a_material, a_transcript

LONG = "Vi øvede turen med bussen sammen med hende hver onsdag i to måneder."
SHORT = "Hun troede på det til sidst, sagde hun selv."


def _material() -> Material:
    """`tro` is told of in Nordvig and not mentioned in Åmose; nobody was asked in Egeholm, nobody spoken to in Havn."""
    texts = {"Nordvig": f"{LONG} {SHORT}", "Åmose": "Nej.", "Egeholm": "Ja."}
    types = {"Nordvig": "kommune", "Åmose": "kommune", "Egeholm": "kvinde"}
    sources = {
        place: a_transcript(text, municipality=place, informant_type=InformantType(types[place]))
        for place, text in texts.items()
    }
    codings = [a_coding(sources["Nordvig"], "tro", LONG), a_coding(sources["Nordvig"], "tro", SHORT)]
    cases = tuple(Case(name, name, {"maal": 10 * n}) for n, name in enumerate(["Havn", "Nordvig", "Åmose"]))
    return replace(
        a_material(sources.values(), codings), cases=cases, guide={"kommune": ("tro",), "kvinde": ("hverdag",)}
    )


def _joint(**options: object) -> Joint:
    return joint(_material(), variables=["maal"], **options)  # type: ignore[arg-type]


def test_figures_stand_beside_findings_with_three_counts() -> None:
    made = _joint()
    assert made.municipalities == ("Egeholm", "Nordvig", "Åmose")
    assert [made.value(place, "maal") for place in made.municipalities] == [None, 10, 20]
    assert [code.id for code in made.codes] == ["tro", "hverdag"]
    counts = made.findings["Nordvig", "tro"].evidence.counts
    assert (counts.citations, counts.sources, counts.municipalities) == (2, 1, ("Nordvig",))


def test_silence_is_told_apart() -> None:
    made = _joint(rows=["Åmose", "Havn", "Egeholm"])
    assert [made.findings[place, "tro"].answer for place in made.municipalities] == [
        Answer.NOT_MENTIONED,
        Answer.NO_INTERVIEW,
        Answer.NOT_ASKED,
    ]
    assert made.findings["Åmose", "tro"].quote is None


def test_a_quote_in_a_configuration_comes_before_a_longer_one() -> None:
    material = _material()
    assert _quoted(material) == LONG
    configuration = a_configuration(("M", material.codings[1]))
    assert _quoted(replace(material, configurations=(configuration,))) == SHORT


def _quoted(material: Material) -> str | None:
    quote = joint(material, variables=[]).findings["Nordvig", "tro"].quote
    return quote.words if quote else None


@pytest.mark.parametrize(
    ("lengths", "chosen"),
    [
        pytest.param([8, 30, 60], 60, id="the_longest_within_the_limits"),
        pytest.param([7, 8, 61], 8, id="within_the_limits_before_all_others"),
        pytest.param([3, 62], 62, id="else_the_nearest_to_the_limits"),
        pytest.param([2, 100], 2, id="however_short"),
        pytest.param([], None, id="of_none_none"),
    ],
)
def test_the_quote_that_stands_for_others(lengths: list[int], chosen: int | None) -> None:
    quotes = [Quote("ord " * n, "t", "t", n, n + 1, 1, "Nordvig", "", (str(n),)) for n in lengths]
    for order in (quotes, quotes[::-1]):
        made = typical(order)
        assert (made and len(made.words.split())) == chosen


def test_the_rule_is_stated_with_its_limits() -> None:
    assert "8 to 60 words" in rule()


def test_the_frame_has_missing_values_where_nobody_asked_or_spoke() -> None:
    frame = _joint(codes=["tro"], rows=["Nordvig", "Åmose", "Egeholm", "Havn"]).frame()
    expected = {"maal": [10, 20, None, 0], "tro": [1, 0, None, None], "tro:sources": [1, 0, None, None]}
    pd.testing.assert_frame_equal(
        frame, pd.DataFrame(expected, index=pd.Index(["Nordvig", "Åmose", "Egeholm", "Havn"], name="municipality"))
    )


def test_figures_and_findings_of_a_frame_can_be_correlated() -> None:
    """By hand: the figure rises by one from K0 to K4, and the last two of the five tell of `tro`."""
    sources = [a_transcript(f"Her {n}.", municipality=f"K{n}") for n in range(5)]
    cases = tuple(Case(f"K{n}", f"K{n}", {"maal": n}) for n in range(5))
    material = replace(a_material(sources, [a_coding(one, "tro") for one in sources[3:]]), cases=cases)
    made = correlation(joint(material, variables=["maal"]).frame(), "maal", "tro")
    assert made.tau == pytest.approx(6 / (10 * 6) ** 0.5)
    assert made.p_tau == pytest.approx(2 / 10)  # of the ten ways to place two of five, two are as far out


@pytest.mark.parametrize(
    "options",
    [{"variables": ["x"]}, {"variables": [], "codes": ["x"]}, {"variables": [], "rows": ["Nordvig", "X"]}],
    ids=["an_unknown_variable", "an_unknown_code", "an_unknown_municipality"],
)
def test_what_is_not_there_is_said(options: dict[str, list[str]]) -> None:
    with pytest.raises(NotFoundError, match=r"[xX]"):
        joint(_material(), **options)
