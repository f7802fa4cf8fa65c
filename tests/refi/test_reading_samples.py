"""Files that programs wrote, where they are beside the project; what they hold was read by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from icmo.refi.parcel import Parcel
from icmo.refi.reading import read_exchange

NAMES = {
    "atlasti23.qdc",
    "atlasti8-annex-a2.qdpx",
    "qualcoder4b-synthetic-lf.qdpx",
    "qualcoder4b-synthetic-maxqda-crlf.qdpx",
    "qualcoder4b-synthetic.qdc",
    "taguette.qdc",
}


@pytest.fixture
def samples(shared: Path) -> Path:
    folder = shared / "refi" / "samples"
    if not folder.is_dir():
        pytest.skip("../shared/refi/samples is not here")
    return folder


def _counts(parcel: Parcel) -> dict[str, int]:
    return {noun: number for noun, number in parcel.counts() if number}


def _tree(parcel: Parcel) -> dict[str, str]:
    names = {code.guid: code.name for code in parcel.codes}
    return {code.name: names.get(code.parent or "", "") for code in parcel.codes}


def test_every_sample_is_looked_at(samples: Path) -> None:
    assert {path.name for path in samples.iterdir()} == NAMES


@pytest.mark.parametrize("name", ["qualcoder4b-synthetic-lf.qdpx", "qualcoder4b-synthetic-maxqda-crlf.qdpx"])
def test_a_project_of_qualcoder_is_read_whole(samples: Path, name: str) -> None:
    parcel = read_exchange(samples / name)
    names = {code.guid: code.name for code in parcel.codes}
    texts = {source.guid: source for source in parcel.sources}
    told = [
        (texts[one.source].name, texts[one.source].text[one.start : one.end], names[one.code], one.coder, one.memo)
        for one in parcel.codings
    ]
    assert told == [
        ("int1.txt", "Jeg føler mig hjulpet", "Tillid", "anna", ""),
        ("int1.txt", "Vi mangler tid.", "Relation & <tid>", "bo", "kodememo"),
        ("int1.txt", "Vi mangler tid.", "Tillid", "anna", ""),
        ("int1.txt", "ikke hørt", "Subkode", "bo", ""),
        ("obs2.txt", "Der er stille.", "Kontekst", "anna", ""),
    ]
    assert parcel.unit == "code points"
    assert [(case.name, case.values) for case in parcel.cases] == [
        ("Kommune A", {"kommune": "Aarhus"}),
        ("Kommune B", {"kommune": "Odense"}),
    ]
    assert [source.values for source in parcel.sources] == [{"alder": 42.0}, {}]
    assert [(memo.about, memo.text, memo.start, memo.end) for memo in parcel.memos] == [
        (None, "Projektmemo: æøå", None, None),
        ("case", "casememo", None, None),
        (None, "Journaltekst 😀", None, None),
        ("source", "annotation", 0, 11),
    ]
    assert _counts(parcel) == {
        "user": 2, "code": 6, "source": 2, "coding": 5, "memo": 4, "case": 2, "variable": 2,
    }  # fmt: skip


def test_a_code_book_of_qualcoder_has_a_code_once(samples: Path) -> None:
    assert _tree(read_exchange(samples / "qualcoder4b-synthetic.qdc")) == {
        "Kontekst": "",
        "Mekanismer": "",
        "Relation & <tid>": "Mekanismer",
        "Underkategori": "Mekanismer",
        "Tillid": "Underkategori",
        "Subkode": "Tillid",
    }


def test_a_project_of_atlas_without_its_files_tells_what_is_missing(samples: Path) -> None:
    parcel = read_exchange(samples / "atlasti8-annex-a2.qdpx")
    assert _counts(parcel) == {"user": 3, "code": 14, "memo": 4, "set": 16, "graph": 1}
    told = {(remark.noun, remark.what): remark.number for remark in parcel.remarks}
    assert told[("source", "were not read: the text is missing in the package")] == 11
    assert told[("coding", "were made in what was not read and were left out")] == 16
    names = {code.guid: code.name for code in parcel.codes}
    groups = {one.name: {names[code] for code in one.codes} for one in parcel.sets if one.codes}
    assert groups["positive feelings"] == {"serene", "sleepy", "happiness"}
    assert [code.colour for code in parcel.codes if code.name == "Coke"] == ["#966450"]
    assert {memo.text for memo in parcel.memos} >= {
        "Mabel is not the only person I know who has Coke for breakfast!",
        "why does Simon feel the need to do this?",
        "This version is much better than the new Director’s cut",
    }


def test_a_code_book_of_atlas_has_its_group(samples: Path) -> None:
    parcel = read_exchange(samples / "atlasti23.qdc")
    code = parcel.codes[0]
    assert (code.name, code.description, code.colour) == ("code1", "description", "#46AA00")
    assert [(one.name, one.description, one.codes) for one in parcel.sets] == [
        ("code group 1", "kategorie 1", (code.guid,))
    ]


def test_a_code_book_of_taguette_has_its_codes(samples: Path) -> None:
    parcel = read_exchange(samples / "taguette.qdc")
    assert [code.name for code in parcel.codes] == ["xsd:element name", "CodeBook", "Variables"]
    assert (parcel.origin, parcel.sets) == ("Taguette 1.4.1", ())
