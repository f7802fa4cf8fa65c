"""The colours of the kinds can be read and told apart."""

from __future__ import annotations

import colorsys
from itertools import combinations

import pytest

from icmo import colours
from icmo.colours import FILL, FILL_DARK, INK, INK_DARK, contrast
from icmo.models import Role

AA, AAA = 4.5, 7.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.6
KINDS = [*Role, ""]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.00),
        ("#FFFFFF", "#FFFFFF", 1.00),
        ("#777777", "#FFFFFF", 4.48),  # the grey that just fails on white,
        ("#767676", "#FFFFFF", 4.54),  # and the one that just passes (WebAIM)
        ("#595959", "#FFFFFF", 7.00),  # and the lightest one for AAA
        ("#FF0000", "#FFFFFF", 4.00),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@pytest.mark.parametrize("palette", [INK, FILL, INK_DARK, FILL_DARK], ids=["ink", "fill", "ink_dark", "fill_dark"])
def test_every_role_has_its_colour_and_so_have_codes_without_one(palette: dict[str, str]) -> None:
    assert list(palette) == KINDS
    assert len(set(palette.values())) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_ink_and_text_can_be_read(kind: str) -> None:
    assert contrast(INK[kind], colours.PAPER) >= AA
    assert contrast(INK_DARK[kind], colours.PAPER_DARK) >= AA
    assert contrast(colours.TEXT, FILL[kind]) >= AAA
    assert contrast(colours.TEXT_DARK, FILL_DARK[kind]) >= AA


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        pytest.param(colours.TEXT, colours.PAPER, AAA, id="text"),
        pytest.param(colours.TEXT_DARK, colours.PAPER_DARK, AAA, id="text_dark"),
        pytest.param(colours.MUTED, colours.PAPER, AA, id="muted"),
        pytest.param(colours.MUTED_DARK, colours.PAPER_DARK, AA, id="muted_dark"),
    ],
)
def test_words_without_a_code_can_be_read(ink: str, ground: str, least: float) -> None:
    assert contrast(ink, ground) >= least


@pytest.mark.parametrize("palette", [INK, INK_DARK], ids=["light", "dark"])
def test_the_hues_of_the_roles_lie_apart(palette: dict[str, str]) -> None:
    for one, other in combinations(Role, 2):
        apart = abs(_hue(palette[one]) - _hue(palette[other]))
        assert min(apart, 360 - apart) >= 20, f"{one} and {other}"


def _hue(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 360 * colorsys.rgb_to_hsv(red, green, blue)[0]
