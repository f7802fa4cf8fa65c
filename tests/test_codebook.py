from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo import codebook, resources
from icmo.codebook_file import CodebookFile
from icmo.errors import NotFoundError, ProblemsError, ReadError
from icmo.models import Code, Codebook, Cue, Kind, Label, Rules, SourceRef
from icmo.yaml_files import json_schema
from tests.factories import BOOK, a_code

FIXED = {
    "meningsfuldhed": "mechanism",
    "relationsdannelse": "mechanism",
    "medkonstruktoer": "mechanism",
    "problemloesning": "mechanism",
    "hverdagsmestring": "mechanism",
    "arbejdsidentitet": "mechanism",
    "behov-og-livssituation": "moderator",
    "opfoelgning-og-sammenhaeng": "moderator",
    "fysiske-rammer": "moderator",
    "organisering": "moderator",
    "projektunderstoettelse": "moderator",
    "lavest-parathed": "target_group",
    "moderat-parathed": "target_group",
    "stoerst-parathed": "target_group",
}


def _problems(text: str, find: Callable[[str], str] | None = None) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        codebook.loads(text, find=find)
    return [str(problem) for problem in caught.value.problems]


# --- Faults ---------------------------------------------------------------------------------------------


def test_all_problems_are_reported_at_once_with_their_lines() -> None:
    text = BOOK + "".join(
        [
            a_code("a", "mekanisme"),  # line 8 is its first line
            "  - id: b\n    kind: outcome\n    label: {da: B}\n    definition: {da: Om b., en: About b.}\n",
            a_code("Stort Id", "outcome"),
        ]
    )
    assert _problems(text) == [
        "9: codes.0.kind: unknown kind “mekanisme”; known: " + ", ".join(Kind),
        "14: codes.1.label.en: is missing",
        "16: codes.2.id: “Stort Id” is not an id: small letters a–z, digits and hyphens",
    ]


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        pytest.param(a_code("a", "outcome") * 2, "12: duplicate id “a”, first on line 8", id="the_same_id_twice"),
        pytest.param(a_code("a", "outcome", parent="x"), "12: a: the parent “x” does not exist", id="a_missing_parent"),
        pytest.param(
            a_code("a", "outcome", parent="b") + a_code("b", "outcome", parent="a"),
            "12: cycle: a → b → a",
            id="a_cycle_of_parents",
        ),
        pytest.param(a_code("a", "outcome", parent="a"), "12: cycle: a → a", id="a_code_above_itself"),
        pytest.param(
            a_code("a", "outcome", sources="[{ref: ingen}]"), "12: a: there is no source “ingen”", id="a_missing_source"
        ),
        pytest.param(
            a_code("a", "outcome", include="{da: [x, y], en: [x]}"),
            "12: a: include has 2 rules in Danish and 1 in English",
            id="rules_that_are_not_translated",
        ),
        pytest.param(
            a_code("a", "outcome", farve="red"), "12: codes.0.farve: is not a known field", id="unknown_field"
        ),
        pytest.param(a_code("a", "outcome", kind="outcome"), "12: “kind” stands twice", id="a_key_twice"),
    ],
)
def test_a_broken_rule_is_reported_with_its_line(codes: str, problem: str) -> None:
    assert problem in _problems(BOOK + codes)


def test_text_that_is_no_yaml_is_reported_with_its_line() -> None:
    assert _problems("id: x\nlabel: {da: [}")[0].startswith("2: not valid YAML")


def test_books_that_extend_each_other_in_a_circle_are_reported() -> None:
    def book(own: str, base: str) -> str:
        return BOOK.replace("id: small", f"id: {own}").replace("sources:", f"extends: [{base}]\nsources:") + a_code(
            f"{own}-kode", "outcome"
        )

    books = {"en": book("en", "to"), "to": book("to", "en")}
    assert "in a circle: en → to → en" in _problems(books["en"], books.__getitem__)[0]


def test_a_base_that_does_not_exist_is_reported() -> None:
    text = BOOK.replace("sources:", "extends: [findes-ikke]\nsources:") + a_code("a", "outcome")
    assert _problems(text) == ["5: There is no code book “findes-ikke”."]


def test_an_id_of_the_base_may_not_be_used_again() -> None:
    text = BOOK.replace("sources:", "extends: [salado-rasmussen]\nsources:") + a_code("meningsfuldhed", "outcome")
    assert _problems(text) == ["9: duplicate id “meningsfuldhed”, already in salado-rasmussen"]


def test_two_bases_with_one_id_for_different_codes_are_reported() -> None:
    books = {
        name: BOOK.replace("id: small", f"id: {name}") + a_code("a", kind)
        for name, kind in (("en", "outcome"), ("to", "context"))
    }
    text = BOOK.replace("sources:", "extends: [en, to]\nsources:") + a_code("b", "outcome")
    assert _problems(text, books.__getitem__) == ["5: to: duplicate id “a”, already in en"]


def test_a_book_that_is_not_utf8_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes("label: {da: Ærø}".encode("cp1252"))
    with pytest.raises(ReadError, match="not UTF-8"):
        codebook.load(path)


def test_an_unknown_book_is_answered_with_the_names_of_the_shipped_ones() -> None:
    with pytest.raises(NotFoundError) as caught:
        codebook.load("findes-ikke")
    assert "kib-icmo" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id: &a x\nversion: *a\n", "2: anchors and aliases (& and *) are not used here"),
        ("? [a, b]\n: c\n", "1: not valid YAML: found unhashable key"),
        ("id: !!python/object:os.system x\n", "1: not valid YAML"),
        ("[" * 2000, "not valid YAML"),
        ("- a\n- b\n", "1: not a mapping of names to values"),
    ],
    ids=["aliases", "a_list_as_key", "python_objects", "deep_nesting", "a_list"],
)
def test_yaml_that_means_trouble_is_refused_at_once(text: str, problem: str) -> None:
    assert problem in _problems(text)[0]


def test_a_version_that_looks_like_a_date_is_text() -> None:
    text = BOOK.replace('version: "1"', "version: 2026-13-45") + a_code("a", "outcome")
    assert codebook.loads(text).version == "2026-13-45"


def test_broken_ids_are_found_in_a_file_of_another_shape_too() -> None:
    text = BOOK + a_code("a", "mekanisme", parent="ingen") + a_code("a", "outcome")
    assert [problem.partition(": ")[2][:14] for problem in _problems(text)] == [
        "codes.0.kind: ",
        "a: the parent ",
        "duplicate id “",
    ]


# --- Round trip -----------------------------------------------------------------------------------------

WORDS = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip).map(str.strip)
)
LABELS = st.builds(Label, WORDS, WORDS)
CUES = st.builds(Cue, WORDS, st.sampled_from([0.5, 1.0, 2.0, 2.5]))
IDS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    codes = []
    for number, code_id in enumerate(ids):
        rules = draw(st.lists(st.tuples(WORDS, WORDS), max_size=3))
        codes.append(
            Code(
                id=code_id,
                kind=draw(st.sampled_from(Kind)),
                label=draw(LABELS),
                definition=draw(LABELS),
                include=Rules(tuple(da for da, _en in rules), tuple(en for _da, en in rules)),
                cues=tuple(draw(st.lists(CUES, max_size=4))),
                examples=tuple(draw(st.lists(WORDS, max_size=3))),
                sources=tuple(draw(st.lists(st.builds(SourceRef, st.just("kilde"), WORDS), max_size=1))),
                parent=draw(st.sampled_from([None, *ids[:number]])),
                codebook="bog",
                retired=draw(st.booleans()),
            )
        )
    return Codebook("bog", draw(WORDS), draw(LABELS), draw(LABELS), tuple(codes), sources={"kilde": draw(WORDS)})


@settings(deadline=None)
@given(books())
def test_a_code_book_written_and_read_again_is_the_same(book: Codebook) -> None:
    assert codebook.loads(codebook.dumps(book)) == book


@pytest.mark.parametrize("name", codebook.shipped())
def test_a_shipped_code_book_written_and_read_again_is_the_same(name: str) -> None:
    book = codebook.load(name)
    assert codebook.loads(codebook.dumps(book)) == book


def test_a_retired_code_says_so_in_its_file_and_no_other_does() -> None:
    book = codebook.loads(BOOK + a_code("a", "outcome", retired="true") + a_code("b", "outcome", retired="false"))
    assert [code.retired for code in book.codes] == [True, False]
    assert codebook.dumps(book).count("retired") == 1


def test_a_source_that_only_the_base_has_is_not_written_into_the_book() -> None:
    base = BOOK.replace("id: small", "id: base") + a_code("a", "outcome")
    text = BOOK.replace("sources:\n  - {id: made-up, citation: Opdigtet.}\n", "extends: [base]\n") + a_code(
        "b", "outcome"
    )
    book = codebook.loads(text, find={"base": base}.__getitem__)
    assert book.sources == {"made-up": "Opdigtet."}
    assert "made-up" not in codebook.dumps(book)


# --- The shipped books ----------------------------------------------------------------------------------


def test_the_six_books_are_shipped() -> None:
    assert codebook.shipped() == (
        "borgercases",
        "cabi",
        "integrationskit",
        "kib-icmo",
        "salado-rasmussen",
        "siri-2018",
    )


def test_the_fixed_ids_have_their_kinds() -> None:
    book = codebook.load("kib-icmo")
    assert {code_id: book[code_id].kind.value for code_id in FIXED} == FIXED
    assert len(book.of_kind(Kind.MECHANISM)) == 6
    assert len(book.of_kind(Kind.MODERATOR)) == 5


@pytest.mark.parametrize("name", codebook.shipped())
def test_every_code_names_its_source_and_its_neighbours(name: str) -> None:
    for code in codebook.load(name).codes:
        assert code.sources, code.id
        assert code.exclude.da, code.id


def test_kib_icmo_has_the_entries_of_bilag_5_under_the_four_types() -> None:
    book = codebook.load("kib-icmo")
    types = {"virksomhedsrettede-indsatser", "personlig-handlekraft", "livshistorie-og-ressourcer"}
    types.add("problemloesning-hele-livet")
    interventions = book.of_kind(Kind.INTERVENTION)
    assert {code.id for code in interventions if code.parent is None} == types
    assert len(interventions) - len(types) == 14
    assert len(book.of_kind(Kind.CONTEXT)) == 5
    assert len(book.of_kind(Kind.OUTCOME)) == 10
    assert {code.id for code in book.of_kind(Kind.METHOD)} == {"loeft", "ips"}
    assert len(book.of_kind(Kind.PRINCIPLE)) == 5


def test_the_schema_for_editors_is_in_step_with_the_code() -> None:
    kept = json.loads((resources.codebook_dir() / "schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema(CodebookFile, "icmo code book")


@pytest.mark.parametrize("name", codebook.shipped())
def test_no_example_is_taken_from_the_published_reports(name: str, shared: Path) -> None:
    reports = " ".join(
        " ".join(path.read_text(encoding="utf-8").lower().split()) for path in sorted((shared / "seeds").glob("*.txt"))
    )
    for code in codebook.load(name).codes:
        for example in code.examples:
            words = example.lower().split()
            runs = (" ".join(words[i : i + 8]) for i in range(len(words) - 7))
            assert not [run for run in runs if run in reports], (code.id, example)


def test_a_path_goes_from_the_root_down() -> None:
    book = codebook.loads(BOOK + a_code("a", "outcome") + a_code("b", "outcome", parent="a"))
    assert book.path("b", "en") == "A in English > B in English"
