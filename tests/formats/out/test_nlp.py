"""What spaCy, sequence taggers and brat find in the files made for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin

from icmo.formats.out import docbin, iob
from icmo.formats.out.brat import brat_files, export_brat
from icmo.formats.out.codings import Written
from icmo.models import Material
from icmo.text.anchors import trim
from tests.factories import a_coding, a_material, a_transcript
from tests.formats.out.coded import FIRST, SECOND, coded_material, materials


def _docs(material: Material) -> list[Doc]:
    return list(DocBin().from_bytes(docbin.file(material)[0]).get_docs(spacy.blank("da").vocab))


# --- DocBin ---------------------------------------------------------------------------------------------


def test_texts_come_back_letter_by_letter_with_what_is_known_of_them() -> None:
    one, two = _docs(coded_material())
    assert (one.text, two.text) == (FIRST, SECOND)
    assert (one.user_data["name"], one.user_data["municipality"], two.user_data["municipality"]) == (
        "Åmose, gruppe",
        "Åmose",
        None,
    )


def test_the_union_has_a_passage_once_and_each_coder_a_group() -> None:
    one, _two = _docs(coded_material())
    assert [(span.text, span.label_) for span in one.spans["sc"]] == [
        ("Vi øvede bussen.", "oeve"),
        ("øvede bussen.\nSå fik hun ro", "tro"),
        ("ro & mod", "ro"),
    ]
    assert [(span.text, span.label_) for span in one.spans["coder:BKH"]] == [
        ("Vi øvede bussen.", "oeve"),
        ("ro & mod", "ro"),
    ]
    assert set(one.spans) == {"sc", "coder:AML", "coder:BKH"}


def test_a_span_within_a_word_takes_the_word_and_keeps_its_offsets_aside() -> None:
    source = a_transcript("Hverdagsmestring hjalp")
    [doc] = _docs(a_material([source], [a_coding(source, "tro", "mestring")]))
    assert [span.text for span in doc.spans["sc"]] == ["Hverdagsmestring"]
    [exact] = doc.user_data["codings"]
    assert source.text[exact["start"] : exact["end"]] == "mestring"


@settings(deadline=None, max_examples=50)
@given(materials())
def test_every_coding_comes_back_from_the_docbin_with_its_place(material: Material) -> None:
    [doc] = _docs(material)
    assert doc.text == material.transcripts[0].text
    told = {(c["id"], c["start"], c["end"], c["code"], c["coder"]) for c in doc.user_data["codings"]}
    assert told == {(c.guid, c.start, c.end, c.code, c.coder) for c in material.codings}
    for coding in material.codings:
        start, end = trim(doc.text, coding.start, coding.end)
        assert start >= end or any(
            span.start_char <= start and span.end_char >= end and span.label_ == coding.code for span in doc.spans["sc"]
        )


# --- IOB ------------------------------------------------------------------------------------------------


def _rows(material: Material) -> list[list[str]]:
    lines = iob.file(material)[0].decode("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def test_a_column_per_kind_and_a_passage_anew_in_every_sentence() -> None:
    text = iob.file(coded_material())[0].decode("utf-8")
    assert text.startswith("# global.columns = FORM\tSTART\tEND\tINTERVENTION\tMECHANISM\tOUTCOME\n")
    start = FIRST.index("Vi")
    expected = [
        ("Vi", "B-oeve", "O", "O"),
        ("øvede", "I-oeve", "B-tro", "O"),
        ("bussen", "I-oeve", "I-tro", "O"),
        (".", "I-oeve", "I-tro", "O"),
        ("Så", "O", "B-tro", "O"),
        ("fik", "O", "I-tro", "O"),
        ("hun", "O", "I-tro", "O"),
        ("ro", "O", "I-tro", "B-ro"),
        ("&", "O", "O", "I-ro"),
        ("mod", "O", "O", "I-ro"),
    ]
    rows = [row for row in _rows(coded_material()) if int(row[1]) >= start][: len(expected)]
    assert [(row[0], *row[3:]) for row in rows] == expected
    assert all(FIRST[int(row[1]) : int(row[2])] == row[0] for row in rows)
    assert "\n\nSå\t" in text  # a line break ends a sentence


def test_of_overlapping_passages_of_a_kind_the_longest_has_the_tokens() -> None:
    source = a_transcript("Vi øvede bussen hver dag", turns=())
    short, long = a_coding(source, "oeve", "øvede bussen"), a_coding(source, "job", "øvede bussen hver")
    material = a_material([source], [short, long, replace(short, guid="again", coder="BKH")])
    assert [row[3] for row in _rows(material)] == ["O", "B-job", "I-job", "I-job", "O"]
    assert iob.file(material)[1] == ("1 passage beside longer ones",)


@settings(deadline=None, max_examples=50)
@given(materials())
def test_tags_are_valid_iob2_and_tokens_are_the_text(material: Material) -> None:
    [source] = material.transcripts
    lines = iob.file(material)[0].decode("utf-8").split("\n")
    before: list[str] = []
    for line in lines:
        row = line.split("\t")
        if len(row) < 3 or line.startswith("# global"):
            before = []
            continue
        assert source.text[int(row[1]) : int(row[2])] == row[0]
        for place, tag in enumerate(row[3:]):
            if tag.startswith("I-"):
                assert before and before[place][2:] == tag[2:]
        before = row[3:]
    assert "".join(row[0] for row in _rows(material)) == "".join(source.text.split())


# --- brat -----------------------------------------------------------------------------------------------


def _spans(ann: str) -> list[tuple[str, list[tuple[int, int]], str]]:
    found = []
    for line in ann.splitlines():
        if line.startswith("T"):
            _id, head, text = line.split("\t")
            label, _, places = head.partition(" ")
            pairs = [piece.split(" ") for piece in places.split(";")]
            found.append((label, [(int(start), int(end)) for start, end in pairs], text))
    return found


def test_brat_finds_the_words_at_their_places_a_piece_per_line() -> None:
    files = brat_files(coded_material())
    ann, text = files["Aamose_gruppe.ann"], files["Aamose_gruppe.txt"]
    assert text == FIRST
    for _label, places, words in _spans(ann):
        assert " ".join(text[start:end] for start, end in places).replace("\t", " ") == words
    assert [label for label, *_rest in _spans(ann)] == ["oeve", "oeve", "tro", "ro"]
    assert len(_spans(ann)[2][1]) == 2
    assert "#1\tAnnotatorNotes T3\tSe også | Bo\n" in ann
    assert "A2\tCoder T2 BKH\n" in ann and "Valence T4 negativ" in ann


def test_names_of_files_and_types_are_told_apart() -> None:
    files = brat_files(coded_material())
    assert sorted(files) == [
        *("Aamose_gruppe.ann", "Aamose_gruppe.txt", "Aamose_gruppe_2.ann", "Aamose_gruppe_2.txt"),
        *("annotation.conf", "visual.conf"),
    ]
    conf = files["annotation.conf"].splitlines()
    assert [line for line in conf if line.startswith("[")] == ["[entities]", "[relations]", "[events]", "[attributes]"]
    assert "\toeve" in conf and "!kind_mechanism" in conf and "Coder\tArg:<ENTITY>, Value:AML|BKH" in conf
    assert "oeve | Oeve" in files["visual.conf"]


@given(materials())
def test_brat_holds_every_word_that_is_coded(material: Material) -> None:
    text = material.transcripts[0].text
    found = _spans(brat_files(material)["t.ann"])
    seen = sorted("".join("".join(text[a:b] for a, b in places).split()) for _label, places, _words in found)
    assert seen == sorted("".join(one.quote.split()) for one in material.codings if one.quote.strip())
    assert all("\n" not in text[a:b] for _label, places, _words in found for a, b in places)


def test_a_brat_folder_is_written(tmp_path: Path) -> None:
    assert export_brat(coded_material(), tmp_path / "new" / "brat") == Written(5, ("1 configuration",))
    assert (tmp_path / "new" / "brat" / "Aamose_gruppe.txt").read_bytes() == FIRST.encode("utf-8")


@pytest.mark.parametrize("value", ["AML", "A M|L"], ids=["a name", "a name with brat's own signs"])
def test_a_coder_is_one_word(value: str) -> None:
    source = a_transcript("Vi øvede")
    made = brat_files(a_material([source], [a_coding(source, "tro", "øvede", coder=value)]))
    [ann] = [text for name, text in made.items() if name.endswith(".ann")]
    [line] = [line for line in ann.splitlines() if line.startswith("A")]
    assert len(line.split("\t")[1].split(" ")) == 3
