from __future__ import annotations

import pytest

from icmo import codebook
from icmo.codebook_review import diff, warnings
from tests.factories import BOOK, a_code, a_codebook


@pytest.mark.parametrize("name", codebook.shipped())
def test_a_shipped_book_has_nothing_to_warn_of(name: str) -> None:
    assert warnings(codebook.load(name)) == []


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({}, "tro: no cues; suggestions rest on its definition alone"),
        ({"cues": "[a, a]"}, "tro: the cue “a” stands twice"),
        ({"cues": "['* *']"}, "tro: the cue “* *” has no word in it"),
        ({"examples": "[En.]"}, "tro: 1 example sentences; a mechanism or moderator needs 5"),
        ({"cues": "[a]"}, "tro: no include rule"),
    ],
    ids=["no_cues", "a_cue_twice", "a_cue_without_words", "few_examples", "no_rule"],
)
def test_what_makes_a_code_weak_is_told(fields: dict[str, str], warning: str) -> None:
    assert warning in warnings(codebook.loads(BOOK + a_code("tro", "mechanism", **fields)))


def test_the_difference_of_two_versions_names_added_removed_and_changed_codes() -> None:
    before, after = a_codebook(a="outcome", b="outcome"), a_codebook(b="context", c="outcome")
    assert [(d.code, d.change, d.fields) for d in diff(before, after)] == [
        ("a", "removed", ()),
        ("b", "changed", ("kind",)),
        ("c", "added", ()),
    ]
