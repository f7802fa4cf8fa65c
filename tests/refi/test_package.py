from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest

from icmo.errors import NotFoundError, ReadError
from icmo.refi import package
from icmo.refi.parcel import Parcel
from icmo.refi.reading import read_exchange, read_qdc, read_qdpx
from tests.refi.packages import codes, guid, project, selection, source, with_text, zipped

MEMBER = f"sources/{guid('int1')}.txt"
XML = project(f"{codes('a')}<Sources>{source(selection(0, 3, 'a'))}{source(name='int2')}</Sources>")
TEXTS = {MEMBER: "Hej du", f"sources/{guid('int2')}.txt": "Farvel"}


def _remarks(parcel: Parcel) -> set[tuple[str, str, int]]:
    return {(remark.noun, remark.what, remark.number) for remark in parcel.remarks}


def _words(parcel: Parcel) -> list[str]:
    texts = {source.guid: source.text for source in parcel.sources}
    return [texts[coding.source][coding.start : coding.end] for coding in parcel.codings]


@pytest.mark.parametrize(
    ("qde", "folder"),
    [
        ("project.qde", "sources"),
        ("Project.QDE", "Sources"),
        ("Mit projekt ÆØÅ.qde", "SOURCES"),
        ("Mappe/project.qde", "Mappe/sources"),
    ],
    ids=["as_the_standard_says", "in_capitals", "named_after_the_project", "packed_with_their_folder"],
)
def test_names_are_found_in_any_case(qde: str, folder: str) -> None:
    members = {name.replace("sources", folder).upper(): text for name, text in TEXTS.items()}
    members |= {"__MACOSX/._project.qde": "x", ".DS_Store": "x", "sources/.root": ""}
    assert _words(read_qdpx(zipped(XML, members, qde=qde), "a.qdpx")) == ["Hej"]


@pytest.mark.parametrize(
    ("path", "remark"),
    [
        ("internal://{guid}.txt", ""),
        ("internal://{guid}.TXT", ""),
        ("INTERNAL://sources/{guid}.txt", ""),
        ("{guid}.txt", "are not named as members of the package, but were found in it"),
        ("sources\\{guid}.txt", "are not named as members of the package, but were found in it"),
        ("relative:///{guid}.txt", "are not named as members of the package, but were found in it"),
        ("relative:///../andet.txt", "were not read: the text lies outside the package"),
        ("absolute:///C:/Users/x/andet.txt", "were not read: the text lies outside the package"),
        ("internal://andet.txt", "were not read: the text is missing in the package"),
        ("/etc/passwd", "were not read: the text is missing in the package"),
    ],
)
def test_a_path_leads_to_a_member_or_to_a_remark(path: str, remark: str) -> None:
    xml = project(f"<Sources>{source(path=path.format(guid=guid('int1')))}{source(name='int2')}</Sources>")
    parcel = read_qdpx(zipped(xml, TEXTS), "a.qdpx")
    assert [one.what for one in parcel.remarks] == [remark] * bool(remark)
    assert [one.name for one in parcel.sources] == (["int2"] if "not read" in remark else ["int1", "int2"])


@pytest.mark.parametrize("name", ["../ude.txt", "/etc/ude.txt", "C:\\ude.txt", "sources/../../ude.txt"])
def test_members_that_lead_out_of_the_package_are_ignored(name: str) -> None:
    parcel = read_qdpx(zipped(XML, {**TEXTS, name: "x"}), "a.qdpx")
    assert _remarks(parcel) == {("file", "lead out of the package and were ignored", 1)}
    assert _words(parcel) == ["Hej"]


def test_links_to_other_files_are_ignored() -> None:
    link = zipfile.ZipInfo(MEMBER)
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("project.qde", XML)
        packed.writestr(link, "/etc/passwd")
        packed.writestr(f"sources/{guid('int2')}.txt", "Farvel")
    parcel = read_qdpx(file.getvalue(), "a.qdpx")
    assert [one.name for one in parcel.sources] == ["int2"]
    assert ("file", "are links to other files and were ignored", 1) in _remarks(parcel)


def test_of_members_with_the_same_name_the_last_is_read() -> None:
    file = io.BytesIO(zipped(XML, TEXTS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(file, "a") as packed:
            packed.writestr(MEMBER, "Goddag")
    parcel = read_qdpx(file.getvalue(), "a.qdpx")
    assert _words(parcel) == ["God"]
    assert _remarks(parcel) == {("file", "stand twice in the package; the last one was read", 1)}


def test_stored_members_and_data_descriptors_are_read() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_place: int) -> int:
            raise OSError

    file = Unseekable()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name, text in TEXTS.items():
            packed.writestr(name, text)
        packed.writestr("project.qde", XML)
    assert _words(read_qdpx(file.getvalue(), "a.qdpx")) == ["Hej"]


def test_a_missing_text_costs_nothing_but_itself() -> None:
    parcel = read_qdpx(zipped(XML, {f"sources/{guid('int2')}.txt": "Farvel"}), "a.qdpx")
    assert [one.name for one in parcel.sources] == ["int2"]
    assert _remarks(parcel) == {
        ("source", "were not read: the text is missing in the package", 1),
        ("coding", "were made in what was not read and were left out", 1),
    }


@pytest.mark.parametrize(
    ("data", "text", "remarked"),
    [
        (b"\xef\xbb\xbfHej \xc3\xa6", "Hej æ", False),
        ("Hej æ".encode("cp1252"), "Hej æ", True),
        ("Hej æ".encode("utf-16"), "Hej æ", False),
    ],
    ids=["utf8_with_a_mark", "windows_1252", "utf_16"],
)
def test_texts_are_decoded(data: bytes, text: str, remarked: bool) -> None:
    parcel = read_qdpx(with_text(data), "a.qdpx")
    assert [one.text for one in parcel.sources] == [text]
    assert any("Windows-1252" in one.what for one in parcel.remarks) == remarked


@pytest.mark.parametrize("data", [b"PK\x03\x04abc", b"%PDF-1.7", b"a\x00b\x00c"], ids=["zip", "pdf", "binary"])
def test_what_is_no_text_is_left_out(data: bytes) -> None:
    parcel = read_qdpx(with_text(data), "a.qdpx")
    assert _remarks(parcel) == {("source", "were not read: the text is no text", 1)}


def _encrypted(data: bytes) -> bytes:
    """The zip with every member marked as locked."""
    changed = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            changed[at + place] |= 1
            at = data.find(signature, at + 1)
    return bytes(changed)


def _stating(data: bytes, size: int) -> bytes:
    """The zip whose last member is said to be so large."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, data.rfind(b"PK\x03\x04") + 22, size)
    struct.pack_into("<I", changed, data.rfind(b"PK\x01\x02") + 24, size)
    return bytes(changed)


def _many(number: int) -> bytes:
    """A zip that says that its list of members is enormous."""
    data = bytearray(zipped(XML, TEXTS))
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, number)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(zipped(XML, TEXTS)[:-40], "a.qdpx is no zip file, or is cut off.", id="cut_off"),
        pytest.param(b"PK\x03\x04" + bytes(100), "a.qdpx is no zip file, or is cut off.", id="no_zip"),
        pytest.param(_encrypted(zipped(XML)), "a.qdpx/project.qde is locked with a password.", id="locked"),
        pytest.param(_many(2**31), "a.qdpx holds more files than a project can.", id="many_members"),
        pytest.param(zipped("", TEXTS, qde="readme.md"), "a.qdpx holds no .qde file.", id="no_xml"),
        pytest.param(zipped(XML, {"b.qde": XML}, qde="a.qde"), "a.qdpx holds several .qde files.", id="several"),
        pytest.param(_stating(zipped(XML), 2**31), "a.qdpx/project.qde is too large.", id="two_gib_said"),
        pytest.param(b"", "a.qdpx is empty.", id="empty"),
        pytest.param(b"Hej", "a.qdpx:1: the XML is not well formed:", id="no_xml_at_all"),
        pytest.param(b"<html/>", "a.qdpx is no REFI-QDA project or code book: its root is html.", id="html"),
        pytest.param(b'<Project xmlns="urn:x"/>', "is no REFI-QDA project or code book", id="another_namespace"),
        pytest.param(b'<?xml version="1.0" encoding="UTF-7"?><Project/>', "is written in utf-7", id="utf_7"),
        pytest.param(b"<Project>\n\n<Users></Project>", "a.qdpx:3: the XML is not well formed:", id="malformed"),
        pytest.param(project("<Description>a <b> c</Description>").encode(), "a.qdpx:2: the XML is", id="not_escaped"),
        pytest.param(b"<Project>" + b"<![CDATA[&" * 200_000, "the XML is not well formed", id="cdata_without_end"),
        pytest.param(("\ufeff" + project("")).encode("utf-32"), "the XML is not well formed", id="utf_32"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Project name="&b;"/>',
            "a.qdpx brings a DTD or entities of its own.",
            id="entities",
        ),
        pytest.param(
            b'\xef\xbb\xbf<?xml version="1.0"?><!-- x --><!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd"><Project/>',
            "a.qdpx brings a DTD or entities of its own.",
            id="a_dtd_elsewhere",
        ),
        pytest.param(
            '\ufeff<!DOCTYPE a [<!ENTITY b "b">]><Project/>'.encode("utf-16-le"),
            "a.qdpx brings a DTD or entities of its own.",
            id="entities_in_utf_16",
        ),
        pytest.param(project("<Code>" * 10_000 + "</Code>" * 10_000).encode(), "Excessive depth", id="nested_deeply"),
        pytest.param(project("<a/>" * 3_000_000).encode(), "is larger than a project can be", id="many_elements"),
    ],
)
def test_a_hostile_or_broken_file_is_a_clear_error(data: bytes, message: str) -> None:
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(ReadError) as error:
        read_qdpx(data, "a.qdpx")
    assert message in error.value.message
    assert time.perf_counter() - begun < 5
    assert tracemalloc.get_traced_memory()[1] < len(data) * 3 + 20_000_000
    tracemalloc.stop()


def _bomb(size: int) -> bytes:
    """A zip whose first text is so many zeros, said to be four bytes."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(squeeze.compress(b"0" * 1_000_000) for _n in range(size // 1_000_000)) + squeeze.flush()
    data = bytearray(zipped(XML, {f"sources/{guid('int2')}.txt": "Farvel", MEMBER: "0000"}))
    local, central, end = (data.rfind(sign) for sign in (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    name = struct.unpack_from("<H", data, local + 26)[0]
    old = struct.unpack_from("<I", data, local + 18)[0]
    body = local + 30 + name
    grown = len(packed) - old
    for place in (local + 18, central + 20):
        struct.pack_into("<I", data, place, len(packed))
    for place in (local + 22, central + 24):
        struct.pack_into("<I", data, place, min(size, package.MAX_TEXT))
    struct.pack_into("<I", data, end + 16, struct.unpack_from("<I", data, end + 16)[0] + grown)
    return bytes(data[:body] + packed + data[body + old :])


def test_a_bomb_is_left_out_before_it_fills_the_memory() -> None:
    data = _bomb(200_000_000)
    tracemalloc.start()
    parcel = read_qdpx(data, "a.qdpx")
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()
    assert [one.name for one in parcel.sources] == ["int2"]
    assert ("source", "were not read: the text is damaged", 1) in _remarks(parcel)


def test_what_is_packed_better_than_any_text_is_left_out() -> None:
    parcel = read_qdpx(zipped(XML, {**TEXTS, MEMBER: "0" * 5_000_000}), "a.qdpx")
    assert ("source", "were not read: the text is too large", 1) in _remarks(parcel)


def test_a_member_is_counted_whatever_size_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TEXT", 5)
    parcel = read_qdpx(zipped(XML, TEXTS), "a.qdpx")
    assert ("source", "were not read: the text is too large", 2) in _remarks(parcel)


def test_all_texts_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TEXTS", 8)
    parcel = read_qdpx(zipped(XML, TEXTS), "a.qdpx")
    assert [one.name for one in parcel.sources] == ["int1"]


def test_a_damaged_text_is_left_out() -> None:
    data = bytearray(zipped(XML, {f"sources/{guid('int2')}.txt": "Farvel", MEMBER: "Hej du " * 30}))
    data[data.rfind(b"PK\x03\x04") + 30 + len(MEMBER) + 3] ^= 0xFF
    parcel = read_qdpx(bytes(data), "a.qdpx")
    assert ("source", "were not read: the text is damaged", 1) in _remarks(parcel)


def test_a_text_of_accents_takes_no_longer_than_others() -> None:
    accents = "".join(random.Random(1).choices("\u0301\u0323\u0327", k=500_000))
    begun = time.perf_counter()
    parcel = read_qdpx(with_text(f"a{accents} slut", selection(0, 1, "a")), "a.qdpx")
    assert parcel.sources[0].text.endswith(" slut")
    assert time.perf_counter() - begun < 5


def test_the_project_that_icmo_put_beside_is_given_when_it_parses() -> None:
    members = {**TEXTS, "icmo/project.json": '{"version": 1}'}
    assert read_qdpx(zipped(XML, members), "a.qdpx").private == {"version": 1}


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 100_000], ids=["cut_off", "a_list", "nested_deeply"])
def test_a_broken_private_member_is_passed_over(text: str) -> None:
    parcel = read_qdpx(zipped(XML, {**TEXTS, "icmo/project.json": text}), "a.qdpx")
    assert parcel.private is None
    assert ("file", "cannot be read, and the project was read like another program's", 1) in _remarks(parcel)
    assert _words(parcel) == ["Hej"]


@pytest.mark.parametrize(
    "namespace",
    ["urn:QDA-XML:project:1.0", "urn:QDA-XML:project:1:0", "urn:QDA-XML:codebook:0:4", ""],
    ids=["one", "with_a_colon", "an_old_code_book", "none"],
)
@pytest.mark.parametrize("before", ["", "\ufeff", "\ufeff\n"], ids=["plain", "with_a_mark", "with_a_line"])
def test_xml_alone_is_read_in_any_namespace(namespace: str, before: str) -> None:
    text = "<TextSource guid='1'><PlainTextContent>Hej</PlainTextContent></TextSource>"
    xml = before + project(f"{codes('a')}<Sources>{text}</Sources>", namespace=namespace)
    parcel = read_qdpx(xml.encode(), "a.qde")
    assert [one.text for one in parcel.sources] == ["Hej"]
    assert [one.name for one in parcel.codes] == ["a"]


def test_xml_alone_has_no_other_files() -> None:
    parcel = read_qdpx(XML.encode(), "a.qde")
    what = "were not read: the text is missing, for the XML came without its package"
    assert ("source", what, 2) in _remarks(parcel)


def test_the_content_tells_what_a_file_is(tmp_path: Path) -> None:
    space = 'xmlns="urn:QDA-XML:codebook:0:4" origin="X"'
    book = f'\ufeff<CodeBook {space}><Codes><Code guid="1" name="a"/></Codes></CodeBook>'
    for name, data in (("a.zip", zipped(XML, TEXTS)), ("b.xml", XML.encode()), ("c.txt", book.encode())):
        (tmp_path / name).write_bytes(data)
        assert [one.name for one in read_exchange(tmp_path / name).codes] == ["a"], name
    with pytest.raises(NotFoundError):
        read_exchange(tmp_path / "d.qdpx")


def test_a_code_book_is_read_out_of_a_project_too() -> None:
    for data in (XML.encode(), zipped(XML, TEXTS)):
        parcel = read_qdc(data, "a.qdpx")
        assert ([one.name for one in parcel.codes], parcel.sources) == (["a"], ())
