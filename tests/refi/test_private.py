import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from icmo import codebook
from icmo.errors import ReadError
from icmo.lexicon import with_layer
from icmo.models import CueDecision, Material, Verdict
from icmo.project import Project
from icmo.refi import private
from tests.factories import a_coding, a_material, a_transcript
from tests.refi.written import materials


def back(material: Material) -> Material:
    return private.load(json.loads(private.dump(material)))


@settings(max_examples=40, deadline=None)
@given(materials())
def test_a_project_comes_back_equal(material):
    assert back(material) == material


def test_a_project_that_has_been_worked_with_comes_back_without_what_is_kept_beside_it():
    source = a_transcript()
    material = a_material([source], [a_coding(source, "oeve")])
    assert source.words and material.coding_by_guid and source.turn_number(3)  # all of them kept on the objects
    assert back(material) == material


def test_the_sample_comes_back_equal(project: Project):
    from icmo import sample

    sample.load_into(project)
    assert back(project.material()) == project.material()


def test_a_book_comes_back_with_its_bases_and_lexicons():
    book = codebook.load("kib-icmo")
    made = back(replace(a_material([]), codebook=book)).codebook
    assert made == book
    assert [one.id for one in made.bases] == ["salado-rasmussen"]
    assert made.lexicons[0].text == book.lexicons[0].text != ""


def test_own_cues_lie_over_the_book_once():
    cue = CueDecision("q1", "oeve", "øve sig", 1.0, Verdict.ACCEPT, "AML", "")
    plain = a_material([]).codebook
    material = replace(a_material([]), codebook=with_layer(plain, [cue]), cues=(cue,))
    stored = json.loads(private.dump(material))
    assert private.load(stored) == material
    assert private.codebook(stored) == plain


def test_the_member_says_what_it_is_and_how_places_count():
    stored = json.loads(private.dump(a_material([])))
    told = {name: stored[name] for name in ("format", "version", "offsets")}
    assert told == {"format": "icmo project", "version": 1, "offsets": "code points"}


def test_what_a_later_version_adds_is_passed_over_and_what_an_earlier_one_lacked_is_empty():
    stored = json.loads(private.dump(a_material([a_transcript()])))
    stored["transcripts"][0]["weather"] = "rain"
    stored["weather"] = {}
    del stored["aliases"]
    assert private.load(stored).transcripts[0].text == "Hej med jer alle sammen."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"format": "x"}, "not a project of icmo", id="another_program’s_member_is_refused"),
        pytest.param({"version": 2}, "version 2", id="a_later_shape_is_refused"),
        pytest.param({"codings": [{"guid": "c"}]}, "codings.0.transcript", id="a_missing_field_is_named"),
        pytest.param({"codings": 7}, "broken at codings", id="a_noun_that_is_no_list_is_named"),
        pytest.param({"memos": [{"kind": "x"}]}, "memos.0", id="an_unknown_kind_is_named"),
        pytest.param({"codebook": None}, "codebook", id="a_missing_book_is_told"),
        pytest.param(
            {"codebook": {"id": "b", "books": {}, "lexicons": {}}}, "codebook", id="a_book_without_text_is_told"
        ),
        pytest.param(
            {"codebook": {"id": "b", "books": {"b": "id: 7"}, "lexicons": {}}}, "codebook", id="a_broken_book_is_told"
        ),
    ],
)
def test_a_broken_member_is_refused_in_words(changes, told):
    stored = json.loads(private.dump(a_material([]))) | changes
    with pytest.raises(ReadError, match=told):
        private.load(stored)
