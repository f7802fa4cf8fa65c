from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo import codebook, lexicon
from icmo.codebook_changes import (
    CodeDraft,
    Touched,
    add,
    change,
    changed_lexicons,
    changed_texts,
    effect,
    merge,
    move,
    offered,
    restore,
    retire,
    split,
)
from icmo.codebook_review import Difference
from icmo.codebook_values import MAX_ID, slug
from icmo.errors import InvalidError, NotFoundError, ProblemsError
from icmo.models import Code, Codebook, Cue, Kind, Label, Rules
from tests.factories import BOOK, a_code, a_coding, a_configuration, a_material, a_suggestion, a_transcript

LEXICON = """\
# written by hand
id: lille
label: {da: Lille, en: Small}
concepts:
  - id: bus
    label: {da: Bus, en: Bus}
    codes: {oeve: 1, job: 0.5, ro: 0.25}
    cues: [tage bussen]
"""
OTHER = "# untouched\n" + LEXICON.split("\n", 1)[1].replace("lille", "anden").replace("oeve: 1, ", "")
TEXTS = {
    "base": BOOK.replace("id: small", "id: base").replace('"1"', "2026-03")
    + a_code("tro", "mechanism", sources="[{ref: made-up}]")
    + a_code("haab", "mechanism", parent="tro"),
    "small": BOOK.replace("id: made-up", "id: own").replace(
        "sources:", "extends: [base]\nlexicons: [lille, anden]\nsources:"
    )
    + a_code("emne", "theme")
    + a_code("oeve", "intervention", cues="[{cue: øve, weight: 2, unless: [prøve]}, træne]", examples="[Vi øvede.]")
    + a_code("bus", "intervention", parent="oeve")
    + a_code("buskort", "intervention", parent="bus")
    + a_code(
        "job",
        "intervention",
        cues="[arbejde, træne]",
        examples="[Hun fik job.]",
        exclude="{da: ['Ikke `oeve`'], en: ['Not `oeve`']}",
    )
    + a_code("mod", "mechanism", parent="tro")
    + a_code("ro", "outcome", include="{da: [Hun sover, Hun ler], en: [She sleeps, She laughs]}"),
    "lexicon/lille": LEXICON,
    "lexicon/anden": OTHER,
}


@pytest.fixture
def book() -> Codebook:
    return _read(TEXTS)


def _read(texts: dict[str, str]) -> Codebook:
    return codebook.loads(texts["small"], find=texts.__getitem__)


def _parents(book: Codebook, *codes: str) -> list[str | None]:
    return [book[code].parent for code in codes]


# --- Adding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "code_id"),
    [
        ("Øvelser på job", "oevelser-paa-job"),
        ("Job", "job-2"),
        ("Tro!", "tro-2"),
        ("  Åbent café-møde, kl. 10 ", "aabent-cafe-moede-kl-10"),
        ("A\u030aben", "aaben"),
        ("…", "kode"),
    ],
    ids=["ae_oe_aa", "taken", "taken_in_the_base", "accents_and_signs", "letters_in_two_parts", "no_letters"],
)
def test_a_new_codes_id_is_made_of_its_danish_label(book: Codebook, label: str, code_id: str) -> None:
    added = add(book, CodeDraft(label, Kind.THEME))
    assert [code.id for code in added.codes if code.id not in book] == [code_id]


@given(st.text())
def test_every_label_gives_an_id(label: str) -> None:
    made = slug(label)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= MAX_ID


def test_a_long_label_gives_an_id_of_whole_words() -> None:
    assert slug("Så begyndte hun selv at ringe til os om morgenen") == "saa-begyndte-hun-selv-at-ringe-til-os-om"


def test_a_code_in_an_informants_own_words_needs_no_more_than_a_label_and_a_kind(book: Codebook) -> None:
    label = Label("Hun går selv", "Hun går selv")
    made = Code("hun-gaar-selv", Kind.OUTCOME, label, label, codebook="small")
    assert add(book, CodeDraft("Hun går selv", "outcome")).codes == (*book.codes, made)


def test_what_is_not_said_of_a_new_code_in_english_is_taken_from_the_danish(book: Codebook) -> None:
    draft = CodeDraft(
        "Sprog",
        Kind.MECHANISM,
        definition_da="Hun lærer ordene.",
        label_en="Language",
        parent="haab",
        include_da=["Når …", " "],
        exclude_da=["Ikke …"],
        exclude_en=["Not …"],
        examples=["Hun lærte det."],
        cues=["Lære  ordene", "lære ordene", "ord*"],
    )
    assert add(book, draft)["sprog"] == Code(
        "sprog",
        Kind.MECHANISM,
        Label("Sprog", "Language"),
        Label("Hun lærer ordene.", "Hun lærer ordene."),
        include=Rules(("Når …",), ("Når …",)),
        exclude=Rules(("Ikke …",), ("Not …",)),
        cues=(Cue("lære ordene"), Cue("ord*")),
        examples=("Hun lærte det.",),
        parent="haab",
        codebook="small",
    )


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"id": "tro"}, InvalidError, "There is a code “tro” already."),
        ({"label_da": " "}, InvalidError, "A code needs a label."),
        ({"kind": "mekanisme"}, InvalidError, "“mekanisme” is not one of intervention"),
        ({"parent": "ingen"}, NotFoundError, "There is no code “ingen”"),
        ({"parent": "ro"}, InvalidError, "“ny” and “ro” are not of the same kind."),
        ({"id": "Ny Kode"}, ProblemsError, "“Ny Kode” is not an id"),
    ],
    ids=["taken_id", "no_label", "unknown_kind", "unknown_parent", "parent_of_another_kind", "no_id"],
)
def test_a_code_that_cannot_be_so_is_refused(
    book: Codebook, fields: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        add(book, replace(CodeDraft("Ny", Kind.MECHANISM), **fields))  # type: ignore[arg-type]


def test_a_theme_may_stand_above_every_kind(book: Codebook) -> None:
    assert add(book, CodeDraft("Ny", Kind.OUTCOME, parent="emne"))["ny"].parent == "emne"


def test_every_problem_of_a_new_code_is_told_at_once(book: Codebook) -> None:
    draft = CodeDraft(
        "Ny", Kind.OUTCOME, include_da=["a"], include_en=["a", "b"], exclude_da=["a", "b"], exclude_en=["a"]
    )
    with pytest.raises(ProblemsError) as caught:
        add(book, draft)
    assert [problem.message for problem in caught.value.problems] == [
        "ny: include has 1 rules in Danish and 2 in English",
        "ny: exclude has 2 rules in Danish and 1 in English",
    ]


# --- Changing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"label_da": "Mere ro"}, "label", Label("Mere ro", "Ro in English")),
        ({"label_en": "Peace"}, "label", Label("Ro", "Peace")),
        ({"label_en": ""}, "label", Label("Ro", "Ro")),
        ({"label_da": "Mere ro", "label_en": "Ro in English"}, "label", Label("Mere ro", "Ro in English")),
        ({"definition_da": ""}, "definition", Label("Ro", "Ro in English")),
        ({"kind": "context"}, "kind", Kind.CONTEXT),
        ({"examples": ["En.", "To."]}, "examples", ("En.", "To.")),
        ({"include_da": ["Hun ler"]}, "include", Rules(("Hun ler",), ("She laughs",))),
        (
            {"include_da": ["Hun sover godt", "Hun ler"]},
            "include",
            Rules(("Hun sover godt", "Hun ler"), ("She sleeps", "She laughs")),
        ),
        (
            {"include_da": ["Hun ler", "Hun går", "Hun sover"], "include_en": ["She sleeps", "She laughs"]},
            "include",
            Rules(("Hun ler", "Hun går", "Hun sover"), ("She laughs", "Hun går", "She sleeps")),
        ),
        ({"include_en": ["She smiles"]}, "include", Rules(("She smiles",), ("She smiles",))),
        (
            {"include_en": ["She sleeps well", "She laughs"]},
            "include",
            Rules(("Hun sover", "Hun ler"), ("She sleeps well", "She laughs")),
        ),
        ({"include_da": []}, "include", Rules()),
    ],
    ids=[
        "the_danish_label_alone",
        "the_english_label_alone",
        "no_english_is_the_danish",
        "english_that_is_said_again_stays",
        "no_definition_is_the_label",
        "kind",
        "examples",
        "a_rule_goes_with_its_english",
        "a_reworded_rule_keeps_its_english",
        "rules_in_another_order_and_a_new_one",
        "rules_in_english_alone",
        "a_reworded_english_rule_keeps_its_danish",
        "no_rules",
    ],
)
def test_a_change_leaves_what_is_not_said(book: Codebook, values: dict[str, Any], field: str, expected: object) -> None:
    assert change(book, "ro", values)["ro"] == replace(book["ro"], **{field: expected})


def test_english_that_was_only_the_danish_follows_it_until_it_is_translated(book: Codebook) -> None:
    own_words = add(book, CodeDraft("Selv", Kind.OUTCOME))
    renamed = change(own_words, "selv", {"label_da": "Gå selv"})
    assert (renamed["selv"].label, renamed["selv"].definition) == (Label("Gå selv", "Gå selv"),) * 2
    translated = change(renamed, "selv", {"label_en": "Walk alone"})
    assert translated["selv"].label == Label("Gå selv", "Walk alone")
    assert change(translated, "selv", {"label_da": "Gå alene"})["selv"].label == Label("Gå alene", "Walk alone")


def test_cues_that_stay_keep_their_weight_and_guards(book: Codebook) -> None:
    changed = change(book, "oeve", {"cues": ["rejsekort", "Øve"]})
    assert changed["oeve"].cues == (Cue("rejsekort"), Cue("øve", 2.0, ("prøve",)))


@pytest.mark.parametrize(
    ("code", "values", "message"),
    [
        ("ro", {"parent": "emne"}, "“parent” is not one of label_da"),
        ("ro", {"label_da": ""}, "A code needs a label."),
        ("bus", {"kind": "outcome"}, "“bus” and “oeve” are not of the same kind."),
        ("oeve", {"kind": "outcome"}, "“bus” and “oeve” are not of the same kind."),
    ],
    ids=["an_unknown_value", "no_label", "a_kind_unlike_the_parents", "a_kind_unlike_the_childrens"],
)
def test_a_change_that_cannot_be_is_refused(book: Codebook, code: str, values: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        change(book, code, values)


# --- Moving ---------------------------------------------------------------------------------------------


def test_a_code_moves_with_those_beneath_it_and_stands_after_its_parent(book: Codebook) -> None:
    moved = move(book, "oeve", "job")
    assert [code.id for code in moved.codes] == ["tro", "haab", "emne", "job", "oeve", "bus", "buskort", "mod", "ro"]
    assert _parents(moved, "oeve", "bus", "buskort") == ["job", "oeve", "bus"]


def test_a_code_moves_to_the_top_and_under_a_theme(book: Codebook) -> None:
    assert _parents(move(book, "bus", None), "bus") == [None]
    assert _parents(move(book, "bus", "emne"), "bus") == ["emne"]


def test_a_code_of_a_base_moves_there(book: Codebook) -> None:
    moved = move(book, "haab", None)
    assert moved.bases[0]["haab"].parent is None
    assert changed_texts(book, moved).keys() == {"base"}


@pytest.mark.parametrize(
    ("code", "parent", "message"),
    [
        ("oeve", "oeve", "“oeve” cannot stand under itself"),
        ("oeve", "buskort", "“oeve” cannot stand under itself"),
        ("oeve", "ro", "“oeve” and “ro” are not of the same kind."),
        ("haab", "mod", "“haab” belongs to the code book base, which does not know “mod”."),
    ],
    ids=["under_itself", "under_a_grandchild", "under_another_kind", "a_code_of_a_base_under_one_of_the_book"],
)
def test_a_move_that_cannot_be_is_refused_with_advice(book: Codebook, code: str, parent: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message) as caught:
        move(book, code, parent)
    assert caught.value.hint


@pytest.mark.parametrize(
    "edit",
    [
        lambda book: move(book, "ingen", None),
        lambda book: move(book, "ro", "ingen"),
        lambda book: change(book, "ingen", {}),
        lambda book: merge(book, "ro", "ingen"),
        lambda book: merge(book, "ingen", "ro"),
        lambda book: split(book, "ingen", [CodeDraft("Ny", Kind.OUTCOME)]),
        lambda book: retire(book, "ingen"),
    ],
    ids=["move", "move_under", "change", "merge_into", "merge", "split", "retire"],
)
def test_a_code_that_does_not_exist_is_told(book: Codebook, edit: Callable[[Codebook], Codebook]) -> None:
    with pytest.raises(NotFoundError, match="There is no code “ingen” in the code book small"):
        edit(book)


# --- Merging --------------------------------------------------------------------------------------------


def test_a_merged_code_gives_cues_examples_and_children_to_the_other(book: Codebook) -> None:
    merged = merge(book, "oeve", "job")
    assert "oeve" not in merged
    assert merged["job"] == replace(
        book["job"],
        cues=(Cue("arbejde"), Cue("træne"), Cue("øve", 2.0, ("prøve",))),
        examples=("Hun fik job.", "Vi øvede."),
    )
    assert _parents(merged, "bus", "buskort") == ["job", "bus"]


def test_a_concept_speaks_for_the_kept_code_as_strongly_as_for_either(book: Codebook) -> None:
    merged = merge(book, "oeve", "job")
    assert [dict(one.concepts[0].codes) for one in merged.lexicons] == [
        {"job": 1.0, "ro": 0.25},
        {"job": 0.5, "ro": 0.25},
    ]
    assert [dict(one.concepts[0].codes) for one in merge(book, "job", "oeve").lexicons] == [
        {"oeve": 1.0, "ro": 0.25},
        {"oeve": 0.5, "ro": 0.25},
    ]


def test_only_the_lexicons_that_name_the_merged_code_change(book: Codebook) -> None:
    merged = merge(book, "oeve", "job")
    changed = changed_lexicons(book, merged)
    assert changed.keys() == {"lille"}
    assert lexicon.loads(changed["lille"]) == merged.lexicons[0]
    assert merged.lexicons[1].text == OTHER


@pytest.mark.parametrize(
    ("into", "parents"),
    [("bus", [None, "bus"]), ("buskort", [None, "bus"])],
    ids=["a_child", "a_grandchild"],
)
def test_a_code_merged_into_one_beneath_it_leaves_no_circle(
    book: Codebook, into: str, parents: list[str | None]
) -> None:
    assert _parents(merge(book, "oeve", into), "bus", "buskort") == parents


def test_codes_merge_across_books(book: Codebook) -> None:
    down = merge(book, "mod", "haab")
    assert changed_texts(book, down).keys() == {"small"}
    up = merge(book, "haab", "mod")
    assert [code.id for code in up.bases[0].codes] == ["tro"]
    assert changed_texts(book, up).keys() == {"base"}


@pytest.mark.parametrize(
    ("code", "into", "message"),
    [
        ("ro", "ro", "A code cannot be merged with itself."),
        ("ro", "job", "“ro” and “job” are not of the same kind."),
        ("tro", "ny", "“haab” belongs to the code book base, which does not know “ny”."),
    ],
    ids=["with_itself", "with_another_kind", "children_in_a_base_under_a_code_of_the_book"],
)
def test_a_merge_that_cannot_be_is_refused(book: Codebook, code: str, into: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        merge(add(book, CodeDraft("Ny", Kind.MECHANISM)), code, into)


def test_a_shipped_code_merged_is_named_nowhere_but_in_rules() -> None:
    merged = merge(codebook.load("kib-icmo"), "problemloesning", "meningsfuldhed")
    assert "problemloesning" not in {code.parent for code in merged.codes}
    assert "problemloesning" not in {code for one in merged.lexicons for idea in one.concepts for code in idea.codes}


# --- Splitting and retiring -----------------------------------------------------------------------------


def test_the_codes_of_a_split_stand_beneath_it_in_the_order_given(book: Codebook) -> None:
    drafts = [CodeDraft("Øve", Kind.MECHANISM), CodeDraft("Mod nok", Kind.MECHANISM), CodeDraft("Øve", Kind.MECHANISM)]
    narrower = [code for code in split(book, "tro", drafts).codes if code.id not in book]
    assert [(code.id, code.parent, code.codebook) for code in narrower] == [
        ("oeve-2", "tro", "small"),
        ("mod-nok", "tro", "small"),
        ("oeve-3", "tro", "small"),
    ]


def test_a_retired_code_stays_but_is_not_offered_until_it_is_restored(book: Codebook) -> None:
    retired = retire(book, "haab")
    assert retired["haab"] == replace(book["haab"], retired=True)
    assert [code.id for code in offered(retired)] == ["tro", "emne", "oeve", "bus", "buskort", "job", "mod", "ro"]
    assert restore(retired, "haab") == book


# --- The texts to keep ----------------------------------------------------------------------------------


def test_the_changed_books_read_again_are_the_changed_book_with_a_new_version(book: Codebook) -> None:
    after = change(change(book, "ro", {"label_da": "Mere ro"}), "tro", {"label_en": "Belief"})
    texts = changed_texts(book, after)
    read = _read(TEXTS | texts)
    assert (read.version, read.bases[0].version) == ("1.1", "2026-03.1")
    assert read.codes == after.codes
    assert "retired" not in "".join(texts.values())


def test_a_book_that_is_the_same_is_not_kept_again(book: Codebook) -> None:
    assert changed_texts(book, change(book, "ro", {"label_da": "Ro", "cues": []})) == {}
    assert changed_lexicons(book, retire(book, "ro")) == {}


def test_a_book_keeps_its_text_when_a_code_that_shares_its_sources_leaves_the_base(book: Codebook) -> None:
    moved = move(move(book, "mod", None), "haab", None)
    assert changed_texts(moved, merge(moved, "tro", "haab")).keys() == {"base"}


def test_a_base_that_two_books_share_changes_in_both() -> None:
    texts = TEXTS | {
        "left": BOOK.replace("id: small", "id: left").replace("sources:", "extends: [base]\nsources:")
        + a_code("venstre", "outcome"),
        "small": TEXTS["small"].replace("[base]", "[base, left]"),
    }
    before = _read(texts)
    after = retire(before, "tro")
    assert [base["tro"].retired for base in after.bases] == [True, True]
    assert changed_texts(before, after).keys() == {"base"}


# --- What a change does to a project --------------------------------------------------------------------


def test_the_effect_tells_what_bears_the_codes_that_change(book: Codebook) -> None:
    here, there, elsewhere = a_transcript(), a_transcript(), a_transcript()
    first, second = a_coding(here, "oeve"), a_coding(there, "oeve", "Hej")
    codings = [first, second, a_coding(here, "oeve", "med"), a_coding(here, "bus"), a_coding(elsewhere, "ro")]
    material = a_material(
        [here, there, elsewhere],
        codings,
        [
            a_configuration(("I", first), ("I", second)),
            a_configuration(("O", codings[4])),
            a_configuration(("O", codings[4]), target_group="oeve"),
        ],
        [a_suggestion(here, "oeve"), a_suggestion(elsewhere, "oeve"), a_suggestion(here, "ro")],
        book=book,
    )
    told = effect(book, merge(book, "oeve", "job"), material)
    assert told.differences == (
        Difference("oeve", "removed"),
        Difference("job", "changed", ("cues", "examples")),
        Difference("bus", "changed", ("parent",)),
    )
    assert told.touched == (
        Touched("oeve", codings=3, transcripts=2, configurations=2, suggestions=2),
        Touched("job", codings=0, transcripts=0, configurations=0, suggestions=0),
        Touched("bus", codings=1, transcripts=1, configurations=0, suggestions=0),
    )
    assert "job: its rules still name “oeve”, which is no more" in told.warnings


def test_only_what_was_not_to_be_warned_of_before_is_told(book: Codebook) -> None:
    told = effect(book, add(book, CodeDraft("Ny", Kind.OUTCOME, include_da=["Når …"])), a_material([], book=book))
    assert (told.touched, told.warnings) == ((), ("ny: no cues; suggestions rest on its definition alone",))
