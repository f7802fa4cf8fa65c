"""Odd elements of other programs' files: each is read, mended or left out with a remark, and the rest comes in."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from icmo.refi.merging import plan
from icmo.refi.parcel import Parcel
from icmo.refi.reading import read_qdc, read_qdpx
from tests.factories import a_material
from tests.projects import a_project
from tests.refi.packages import attributes, codes, guid, project, selection, source, with_text, zipped

TEXT = "Æbler på øen – og €. Så ringer hun."
MEMBER = f"sources/{guid('int1')}.txt"


def _ref(name: str, kind: str = "NoteRef") -> str:
    return f'<{kind} targetGUID="{guid(name)}"/>'


def _told(parcel: Parcel) -> set[tuple[str, str]]:
    return {(remark.noun, remark.what) for remark in parcel.remarks}


def _words(parcel: Parcel) -> list[str]:
    texts = {one.guid: one.text for one in parcel.sources}
    return [texts[one.source][one.start : one.end] for one in parcel.codings]


def _xml(body: str = "") -> str:
    return project(f"{codes('a')}<Sources>{source(selection(0, 5, 'a'))}</Sources>{body}")


# --- How the XML and the texts are written ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "encoding"),
    [
        pytest.param("utf-16", "utf-16", id="utf_16_with_a_mark"),
        pytest.param("utf-16", "utf-16-le", id="utf_16_without_a_mark"),
        pytest.param("UTF-16", "utf-16-be", id="utf_16_the_other_way_round"),
        pytest.param("utf-16", "utf-8", id="utf_8_that_calls_itself_utf_16"),
        pytest.param("utf-8", "utf-8-sig", id="utf_8_with_a_mark"),
        pytest.param("iso-8859-1", "iso-8859-1", id="latin_1"),
        pytest.param("windows-1252", "cp1252", id="windows_1252"),
    ],
)
def test_the_xml_may_be_written_in_the_encodings_of_windows_programs(says: str, encoding: str) -> None:
    xml = _xml("<Description>på øen</Description>").replace("utf-8", says)
    parcel = read_qdpx(zipped(xml.encode(encoding), {MEMBER: TEXT}), "a.qdpx")
    assert (_words(parcel), parcel.memos[0].text) == (["Æbler"], "på øen")


@pytest.mark.parametrize(
    ("encoding", "text", "remark"),
    [
        pytest.param("utf-8-sig", TEXT, "", id="utf_8_with_a_mark"),
        pytest.param("utf-16", TEXT, "", id="utf_16_with_a_mark"),
        pytest.param("utf-16-le", TEXT, "", id="utf_16_without_a_mark"),
        pytest.param("utf-16-be", TEXT, "", id="utf_16_the_other_way_round"),
        pytest.param("cp1252", TEXT, "were not UTF-8 and were read as Windows-1252; check æ, ø and å", id="cp1252"),
        pytest.param(
            "iso-8859-1",
            "Æbler på øen.",
            "were not UTF-8 and were read as Windows-1252; check æ, ø and å",
            id="latin_1",
        ),
    ],
)
def test_a_text_may_be_written_as_windows_programs_do(encoding: str, text: str, remark: str) -> None:
    parcel = read_qdpx(with_text(text.encode(encoding), selection(0, 5, "a")), "a.qdpx")
    assert (parcel.sources[0].text, _words(parcel)) == (text, ["Æbler"])
    assert [one.what for one in parcel.remarks if one.noun == "text"] == [remark] * bool(remark)


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 50, b"\x00\x00\x00A" * 50, b"PK\x03\x04", b"%PDF-1.4 x"],
    ids=["bytes", "zeros", "zip", "pdf"],
)
def test_what_is_no_text_is_left_out_and_the_others_come_in(data: bytes) -> None:
    xml = project(f"{codes('a')}<Sources>{source(selection(0, 3, 'a'))}{source(name='int2')}</Sources>")
    parcel = read_qdpx(zipped(xml, {MEMBER: data, f"sources/{guid('int2')}.txt": "Farvel"}), "a.qdpx")
    assert [one.name for one in parcel.sources] == ["int2"]
    assert ("source", "were not read: the text is no text") in _told(parcel)


@pytest.mark.parametrize(
    ("written", "memo"),
    [
        pytest.param("5 < 6 & det gik", "5 < 6 & det gik", id="less_and_and_as_qualcoder_writes_them"),
        pytest.param("R&D; &nbsp;ja &amp; nej", "R&D; &nbsp;ja & nej", id="entities_that_are_none"),
        pytest.param("et&#xB;to&#0;tre", "et\ufffdto\ufffdtre", id="numbers_of_characters_that_xml_has_not"),
        pytest.param("et\x0bto", "et\ufffdto", id="control_characters"),
        pytest.param("<![CDATA[a & <b>]]> & c", "a & <b> & c", id="not_in_cdata"),
    ],
)
def test_signs_that_xml_does_not_allow_are_mended_and_told(written: str, memo: str) -> None:
    data = zipped(_xml(f"<Description>{written}</Description>"), {MEMBER: TEXT})
    parcel = read_qdpx(data, "a.qdpx")
    assert ([one.text for one in parcel.memos], _words(parcel)) == ([memo], ["Æbler"])
    assert ("file", "had signs that XML does not allow, and were mended; look at the memos") in _told(parcel)


def test_a_carriage_return_told_by_its_number_stays_a_character_of_its_own() -> None:
    """By the standard a parser keeps ``&#13;`` and so a CRLF counts two, as in a file."""
    text = "<PlainTextContent>Et.&#13;\nTo.&#13;\nTre.</PlainTextContent>"
    marks = selection(5, 8, "a") + selection(10, 14, "a")
    xml = project(f"{codes('a')}<Sources><TextSource guid='1'>{text}{marks}</TextSource></Sources>")
    parcel = read_qdpx(xml.encode(), "a.qde")
    assert (parcel.sources[0].text, _words(parcel)) == ("Et.\nTo.\nTre.", ["To.", "Tre."])


# --- Users and times --------------------------------------------------------------------------------------


def test_users_without_names_are_called_by_their_id_and_told() -> None:
    users = f'<Users><User guid="{guid("A")}"/><User guid="{guid("B")}" name=" "/><User name="uden id"/><User/></Users>'
    coded = selection(0, 5, "a", creatingUser=guid("A"))
    parcel = read_qdpx(with_text(TEXT, coded, before=users + codes("a")), "a.qdpx")
    assert [one.coder for one in parcel.codings] == [guid("A")[:8]]
    assert [(one.number, one.what) for one in parcel.remarks] == [
        (2, "have no name and are called by the beginning of their id")
    ]


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2024-03-01T10:00:00.1234567Z", "2024-03-01T10:00:00.123456Z"),
        ("2024-03-01T10:00:00.1234567+02:00", "2024-03-01T08:00:00.123456Z"),
        ("2024-03-01T10:00:00", "2024-03-01T10:00:00.000000Z"),
        ("2024-03-01 10:00:00", "2024-03-01T10:00:00.000000Z"),
        ("2024-03-01", "2024-03-01T00:00:00.000000Z"),
        ("", ""),
        ("0001-01-01T00:00:00", ""),
        ("9999-12-31T23:59:59-02:00", ""),
        ("01/03/2024", ""),
        ("2024-13-41T10:00:00Z", ""),
    ],
)
def test_times_are_read_as_programs_write_them_or_told(told: str, at: str) -> None:
    parcel = read_qdpx(with_text(TEXT, selection(0, 5, "a", creationDateTime=told)), "a.qdpx")
    assert [one.at for one in parcel.codings] == [at]
    assert ("coding", "have times that cannot be read and lost them") in _told(parcel) or bool(at) or not told


# --- Codes and sets ---------------------------------------------------------------------------------------


def test_codes_that_stand_straight_in_the_code_book_are_read() -> None:
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Code guid="{guid("a")}" name="a"/></CodeBook>'
    assert [one.name for one in read_qdc(book.encode(), "a.qdc").codes] == ["a"]


def test_a_set_within_a_set_is_one_beside_it() -> None:
    inner = f"<Set guid='2' name='Indre'>{_ref('b', 'MemberCode')}</Set>"
    sets = f"<Sets><Set guid='1' name='Ydre'>{_ref('a', 'MemberCode')}{inner}</Set></Sets>"
    parcel = read_qdpx(with_text(TEXT, after=sets), "a.qdpx")
    assert [(one.name, one.codes) for one in parcel.sets] == [("Ydre", (guid("a"),)), ("Indre", (guid("b"),))]
    assert [(one.what, one.names) for one in parcel.remarks] == [
        ("stand within another one and were brought in beside it", ("Indre",))
    ]


def test_codes_of_five_hundred_letters_that_differ_in_the_last_stay_two() -> None:
    names = ("x" * 499 + "1", "x" * 499 + "2", "🙂", "...")
    marks = (selection(place, place + 5, name) for place, name in enumerate(names))
    parcel = read_qdpx(with_text(TEXT, *marks, before=codes(*names)), "a.qdpx")
    merge = plan(parcel, a_material([]))
    assert len({one.code for one in merge.new.codings}) == 4
    assert {merge.after[one.code].label.da for one in merge.new.codings} == set(names)


# --- Sources ----------------------------------------------------------------------------------------------


def test_texts_of_the_same_words_are_one_and_told_of() -> None:
    """As the answers of a survey, which MAXQDA gives as a source for each respondent."""
    texts = "".join(
        f"<TextSource guid='{n}' name='Svar'><PlainTextContent>Ja.</PlainTextContent>"
        f"{selection(0, 3, 'a', creatingUser=guid(n))}</TextSource>"
        for n in "123"
    )
    parcel = read_qdpx(project(f"{codes('a')}<Sources>{texts}</Sources>", origin="MAXQDA").encode(), "a.qde")
    merge = plan(parcel, a_material([]))
    assert (len(merge.new.transcripts), len(merge.new.codings)) == (1, 3)
    (told,) = [one for one in merge.remarks if "same words" in one.what]
    assert (told.number, told.names) == (2, ("Svar (2)", "Svar (3)"))


def test_a_text_that_stands_twice_is_described_by_both_at_once() -> None:
    described = f"<VariableValue>{_ref('kommune', 'VariableRef')}<TextValue>Egeholm</TextValue></VariableValue>"
    variable = f"<Variables><Variable guid='{guid('kommune')}' name='kommune' typeOfVariable='Text'/></Variables>"
    text = "<TextSource guid='{}' name='{}'><PlainTextContent>Ja.</PlainTextContent>{}</TextSource>"
    xml = project(f"{variable}<Sources>{text.format('1', 'a', '')}{text.format('2', 'b', described)}</Sources>")
    merge = plan(read_qdpx(xml.encode(), "a.qde"), a_material([]))
    assert [(one.name, one.municipality) for one in merge.new.transcripts] == [("a", "Egeholm")]


def test_a_kind_of_source_that_nobody_knows_is_left_out_with_its_codings() -> None:
    odd = f"<DatasetSource guid='d' name='Svar'>{selection(0, 3, 'a')}</DatasetSource>"
    xml = project(f"{codes('a')}<Sources>{odd}{source(selection(0, 5, 'a'))}</Sources>")
    parcel = read_qdpx(zipped(xml, {MEMBER: TEXT}), "a.qdpx")
    assert _words(parcel) == ["Æbler"]
    assert {(one.what, one.number) for one in parcel.remarks} == {
        ("are of a kind that icmo does not know and were not read", 1),
        ("were made in what was not read and were left out", 1),
    }


def _word(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def test_a_plain_text_beside_a_formatted_one_is_read_and_a_formatted_one_alone_told() -> None:
    both = attributes(richTextPath="internal://a.docx", plainTextPath=f"internal://{guid('int1')}.txt")
    alone = attributes(richTextPath="internal://a.docx")
    xml = project(
        f"{codes('a')}<Sources><TextSource guid='1' name='begge'{both}>{selection(0, 5, 'a')}</TextSource>"
        f"<TextSource guid='2' name='alene'{alone}>{selection(0, 5, 'a')}</TextSource></Sources>"
    )
    parcel = read_qdpx(zipped(xml, {MEMBER: TEXT, "sources/a.docx": _word("andet")}), "a.qdpx")
    assert (_words(parcel), [one.name for one in parcel.sources]) == (["Æbler"], ["begge"])
    what = "were not read: the text stands only as a formatted one, and places refer to a plain one"
    assert ("source", what) in _told(parcel)


@pytest.mark.parametrize(
    ("data", "memo", "remark"),
    [
        pytest.param(_word("Godt sagt."), "Godt sagt.", "", id="word"),
        pytest.param(b"{\\rtf1\\ansi Godt sagt.}", "Godt sagt.", "", id="rtf"),
        pytest.param(b"PK\x03\x04 cut", "", "have no text of their own", id="damaged"),
        pytest.param(None, "", "is missing in the package", id="missing"),
    ],
)
def test_a_note_that_is_only_formatted_is_read(data: bytes | None, memo: str, remark: str) -> None:
    name = "n.rtf" if data and data.startswith(b"{") else "n.docx"
    xml = project(f"<Notes><Note guid='n' name='n' richTextPath='internal://{name}'/></Notes>")
    parcel = read_qdpx(zipped(xml, {f"Sources/{name}": data} if data else {}), "a.qdpx")
    assert [one.text for one in parcel.memos] == [memo] * bool(memo)
    assert not remark or any(remark in what for _noun, what in _told(parcel))


def test_a_selection_of_nothing_is_no_coding_but_keeps_its_notes() -> None:
    inner = f"<Coding guid='1'>{_ref('a', 'CodeRef')}</Coding>{_ref('n')}"
    mark = f"<PlainTextSelection guid='s' startPosition='6' endPosition='6'>{inner}</PlainTextSelection>"
    note = f"<Notes><Note guid='{guid('n')}' name='n'><PlainTextContent>Her</PlainTextContent></Note></Notes>"
    parcel = read_qdpx(with_text(TEXT, mark, after=note), "a.qdpx")
    assert (parcel.codings, [(one.text, one.about, one.start) for one in parcel.memos]) == (
        (),
        [("Her", "source", None)],
    )
    assert _told(parcel) == {("coding", "mark no words and were left out")}


# --- A whole project with all of it -----------------------------------------------------------------------

KINDS = {
    "Text": "a", "Boolean": "True", "Integer": "1.0", "Float": "", "Date": "2024-03-01T00:00:00",
    "DateTime": "2024-03-01T10:00:00.1234567",
}  # fmt: skip


def _values() -> str:
    return "".join(
        f"<VariableValue>{_ref(kind, 'VariableRef')}<{kind}Value>{value}</{kind}Value></VariableValue>"
        for kind, value in KINDS.items()
    )


def odd_project() -> bytes:
    """A project as large programs export it: pages, films, pictures and sound, twins, docx beside txt, odd values."""
    coded = f"<Coding guid='{{}}'>{_ref('a', 'CodeRef')}</Coding>"
    twin = f"guid='{guid('twin').upper()}'"
    pdf = (
        f"<PDFSource guid='{guid('pdf')}' name='Rapport.pdf' path='internal://{guid('pdf')}.pdf'>"
        f"<PDFSelection {twin} page='0' firstX='1' firstY='2' secondX='3' secondY='4'>{coded.format('p')}"
        "</PDFSelection>"
        f"<Representation guid='{guid('rep')}' plainTextPath='internal://{guid('rep')}.txt'>"
        f"<PlainTextSelection {twin} startPosition='0' endPosition='3'>{coded.format('p')}</PlainTextSelection>"
        "</Representation></PDFSource>"
    )
    film = (
        f"<VideoSource guid='{guid('film')}' name='Film' path='relative:///film.mp4'>"
        f"<Transcript guid='{guid('tr')}' plainTextPath='internal://{guid('tr')}.txt' richTextPath='internal://x.docx'>"
        f"<SyncPoint guid='{guid('1')}' timeStamp='0' position='0'/><SyncPoint guid='{guid('2')}' position='3'/>"
        f"<TranscriptSelection guid='ts' fromSyncPoint='{guid('1')}' toSyncPoint='{guid('2')}'>{coded.format('t')}"
        f"</TranscriptSelection></Transcript><VideoSelection guid='v' begin='5' end='5'>{coded.format('v')}"
        "</VideoSelection></VideoSource>"
    )
    picture = (
        f"<PictureSource guid='{guid('pic')}' name='Foto' path='internal://{guid('pic')}.jpg'>"
        f"<PictureSelection guid='ps' firstX='1.5' firstY='0' secondX='3' secondY='4'>{coded.format('b')}"
        "</PictureSelection></PictureSource>"
    )
    sound = f"<AudioSource guid='{guid('lyd')}' name='Lyd' path='absolute:///C:/Users/bo/lyd.mp3'/>"
    texts = source(selection(0, 5, "a") + _values()) + source(name="int1", path=f"internal://{guid('to')}.txt")
    variables = "".join(f'<Variable guid="{guid(one)}" name="{one}" typeOfVariable="{one}"/>' for one in KINDS)
    cases = f"<Case guid='c' name='Egeholm'>{_values()}</Case><Case/>"
    xml = project(
        f"{codes('a')}<Variables>{variables}</Variables><Cases>{cases}</Cases>"
        f"<Sources>{pdf}{film}{picture}{sound}{texts}{source(name='tom')}</Sources>",
        origin="ATLAS.ti 24",
    )
    members: dict[str, str | bytes] = {
        f"{guid('pdf')}.pdf": b"%PDF-1.4", f"{guid('rep')}.TXT": "Hej pdf", f"{guid('tr')}.txt": "Hej film",
        f"{guid('pic')}.jpg": b"\xff\xd8", f"{guid('int1')}.txt": TEXT.replace(". ", ".\r\n").encode("cp1252"),
        f"{guid('to')}.txt": "Noget andet.", f"{guid('tom')}.txt": "", "x.docx": _word("Hej film"), ".root": "",
    }  # fmt: skip
    return zipped(xml, {f"Sources/{name}": data for name, data in members.items()}, qde="Mit projekt/Trial.QDE")


def test_what_can_be_read_of_an_odd_project_is_and_the_rest_is_told() -> None:
    parcel = read_qdpx(odd_project(), "a.qdpx")
    assert [(one.name, one.text) for one in parcel.sources] == [
        ("Rapport.pdf", "Hej pdf"),
        ("Film", "Hej film"),
        ("int1", TEXT.replace(". ", ".\n")),
        ("int1 (2)", "Noget andet."),
    ]
    assert _words(parcel) == ["Hej", "Hej", "Æbler"]
    values = {"Text": "a", "Boolean": True, "Integer": "1.0", "Date": "2024-03-01"}
    values["DateTime"] = "2024-03-01T10:00:00.123456Z"
    assert (parcel.cases[0].values, parcel.sources[2].values) == (values, values)
    assert {(one.what, one.number, one.names) for one in parcel.remarks} >= {
        ("are pictures, sound, films or PDF files without text and were not read", 2, ("Foto", "Lyd")),
        ("mark areas of pages or pictures, or times, not words, and were left out", 1, ("Film",)),
        ("were made in what was not read and were left out", 1, ("Foto",)),
        ("have the name of another one and were given a number", 1, ("int1 (2)",)),
        ("hold no words and were left out", 1, ("tom",)),
        ("have values that are not of their type and were kept as text", 2, ("Integer",)),
    }


def test_an_odd_project_is_kept_by_the_database_and_known_again(tmp_path: Path) -> None:
    with a_project(tmp_path) as made:
        first = made.import_exchange(odd_project(), coder="AML")
        again = made.import_exchange(odd_project(), coder="AML")
    assert {one.noun: one.new for one in first.counts}["coding"] == 3
    assert not any(one.new for one in again.counts)
