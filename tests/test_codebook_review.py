from __future__ import annotations

import pytest

from icmo import codebook
from icmo.codebook_review import diff, field_changes, warnings
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


def test_a_code_that_is_retired_has_changed() -> None:
    before = a_codebook(a="outcome")
    after = codebook.loads(BOOK + a_code("a", "outcome", retired="true"))
    assert [(d.code, d.change, d.fields) for d in diff(before, after)] == [("a", "changed", ("retired",))]


@pytest.mark.parametrize(
    ("fields", "language", "change"),
    [
        ({"kind": "context"}, "en", ("kind", "outcome", "context")),
        ({"parent": "tro"}, "en", ("parent", "", "tro")),
        ({"label": "{da: Ro, en: Peace}"}, "en", ("label", "A in English", "Peace")),
        ({"label": "{da: Ro, en: Peace}"}, "da", ("label", "A", "Ro")),
        ({"label": "{da: A, en: Peace}"}, "da", ("label", "A in English", "Peace")),
        ({"include": "{da: [en, to], en: [one, two]}"}, "da", ("include", "", "en\nto")),
        ({"examples": "[En., To.]"}, "en", ("examples", "", "En.\nTo.")),
        ({"sources": "[{ref: made-up, at: s. 12}, {ref: made-up}]"}, "en", ("sources", "", "made-up s. 12\nmade-up")),
        (
            {"cues": "[rum, {cue: ro, weight: 0.5, unless: [uro, fred], needs: [hus]}]"},
            "en",
            ("cues", "", "rum\nro, weight 0.5, unless uro / fred, only with hus"),
        ),
        ({"retired": "true"}, "en", ("retired", "no", "yes")),
    ],
    ids=[
        "kind",
        "parent",
        "label",
        "label_in_danish",
        "label_changed_in_the_other_language_only",
        "rules",
        "examples",
        "sources",
        "cues_with_weight_and_guards",
        "retired",
    ],
)
def test_a_changed_field_is_shown_before_and_after(
    fields: dict[str, str], language: str, change: tuple[str, str, str]
) -> None:
    code = "".join(
        line + "\n" for line in a_code("a", "outcome").splitlines() if line.split(":")[0].strip() not in fields
    )
    text = code + "".join(f"    {name}: {value}\n" for name, value in fields.items())
    before, after = (
        codebook.loads(BOOK + a_code("tro", "outcome") + one)["a"] for one in (a_code("a", "outcome"), text)
    )
    assert field_changes(before, after, language) == [change]


def test_a_code_that_is_the_same_shows_no_field() -> None:
    code = a_codebook(a="outcome")["a"]
    assert field_changes(code, code, "da") == []
