"""Which codes need a better rule."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from icmo import codebook
from icmo.agreement import agreement_of
from icmo.agreement.disagreements import disagreements
from icmo.agreement.weak import weak_codes
from icmo.models import Codebook, Material
from tests.factories import BOOK, a_code, a_coding, a_material, a_transcript

TURNS = 60


def read(by: Mapping[str, tuple[range, range]], *, book: Codebook | None = None) -> Material:
    """One interview of sixty turns; for each code the turns that A and B give it."""
    source = a_transcript("\n\n".join(f"ANNA: Svar nummer {n}." for n in range(TURNS)))
    given = [(code, who, turns) for code, both in by.items() for who, turns in zip("AB", both, strict=True)]
    codings = [a_coding(source, code, f"Svar nummer {n}.", coder=who) for code, who, turns in given for n in turns]
    return a_material([source], codings, book=book)


def weak(material: Material) -> list[tuple[str, bool, bool, int]]:
    found = agreement_of(material)
    assert found is not None
    named = weak_codes(material.codebook, found, disagreements(material))
    return [(one.code, one.low, one.often, len(one.disagreements)) for one in named]


LOW = (range(9), range(5, 13))  # 13 turns, of which 4 agreed: alpha .39


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        (LOW, [("tro", True, True, 9)]),
        ((range(40), range(3, 42)), [("tro", False, True, 5)]),  # alpha .82
        ((range(4), range(2, 6)), []),  # alpha .47, of six turns
        ((range(20), range(20)), []),
    ],
    ids=["a low alpha", "many disagreements", "few turns", "agreed"],
)
def test_a_code_is_named_for_a_low_alpha_or_for_many_disagreements(
    both: tuple[range, range], expected: list[tuple[str, bool, bool, int]]
) -> None:
    assert weak(read({"tro": both})) == expected


def test_three_codes_are_named_for_most_disagreements_and_the_order_is_that_of_how_many() -> None:
    more = (range(9), range(5, 14))
    # kinds differ, so that no two of them are taken for one another
    assert weak(read({"oeve": LOW, "tro": LOW, "ro": more, "tid": LOW})) == [
        ("ro", True, True, 10),
        ("oeve", True, True, 9),
        ("tid", True, True, 9),
        ("tro", True, False, 9),
    ]


def test_a_code_on_which_coders_differ_only_below_it_is_not_named_itself() -> None:
    book = codebook.loads(BOOK + a_code("tro", "mechanism") + a_code("haab", "mechanism", parent="tro"))
    assert [one[0] for one in weak(read({"haab": LOW}, book=book))] == ["haab"]
