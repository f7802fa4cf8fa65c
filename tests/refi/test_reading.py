from __future__ import annotations

import time

import pytest

from icmo.refi.parcel import Parcel, ParcelCase, ParcelLink, ParcelVariable
from icmo.refi.reading import read_qdc, read_qdpx
from tests.refi.packages import attributes, codes, guid, project, selection, source, with_text, zipped

USERS = f'<Users><User guid="{guid("A")}" name="Anna"/><User guid="{guid("B")}" id="BO"/></Users>'


def _remarks(parcel: Parcel) -> set[tuple[str, str, int]]:
    return {(remark.noun, remark.what, remark.number) for remark in parcel.remarks}


def _note(name: str, text: str = "", inner: str = "", **values: object) -> str:
    content = f"<PlainTextContent>{text}</PlainTextContent>" if text else ""
    return f'<Note guid="{guid(name)}"{attributes(name=name, **values)}>{content}{inner}</Note>'


def _ref(name: str, kind: str = "NoteRef") -> str:
    return f'<{kind} targetGUID="{guid(name)}"/>'


def _link(origin: str, target: str, name: str = "", inner: str = "", **values: object) -> str:
    own = attributes(guid=guid(f"{origin}-{target}"), name=name, originGUID=origin, targetGUID=target, **values)
    return f"<Link{own}>{inner}</Link>"


def _memos(parcel: Parcel) -> list[tuple[str, str | None, str, int | None, int | None]]:
    return [(memo.text, memo.about, memo.subject, memo.start, memo.end) for memo in parcel.memos]


# --- codes ----------------------------------------------------------------------------------------------


def _book(inner: str) -> Parcel:
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{inner}</Codes></CodeBook>'
    return read_qdc(book.encode(), "bog.qdc")


def test_the_tree_of_codes_is_read_with_what_tells_of_each() -> None:
    parcel = _book(
        f'<Code guid="{{{guid("M").upper()}}}" name=" Mekanismer " isCodable="false">'
        "<Description>Hvorfor\r\n</Description>"
        f'<Code guid="{guid("T")}" name="Tillid" isCodable="true" color="#0aF"/></Code>'
        f'<Code guid="{guid("K")}" name="Kontekst" color="#ff336699"/>'
    )
    told = [(c.guid, c.name, c.parent, c.description, c.colour, c.codable) for c in parcel.codes]
    assert told == [
        (guid("M"), "Mekanismer", None, "Hvorfor", "", False),
        (guid("T"), "Tillid", guid("M"), "", "#00AAFF", True),
        (guid("K"), "Kontekst", None, "", "", True),
    ]
    assert _remarks(parcel) == {("code", "had a colour that cannot be read and lost it", 1)}
    assert parcel.name == "bog"


@pytest.mark.parametrize("first", [True, False], ids=["the_deeper_first", "the_deeper_last"])
def test_a_code_that_stands_twice_is_one_where_it_stands_deeper(first: bool) -> None:
    sub = '<Code guid="s" name="Sub"/>'
    deep = f'<Code guid="t" name="Tillid">{sub}</Code>'
    parcel = _book(f'<Code guid="m" name="M">{deep + sub if first else sub + deep}</Code>')
    assert {code.name: code.parent for code in parcel.codes} == {"M": None, "Tillid": "m", "Sub": "t"}
    assert _remarks(parcel) == {("code", "stood twice in the tree and were brought in once", 1)}


def test_codes_that_hold_each_other_make_no_circle() -> None:
    parcel = _book(
        '<Code guid="a" name="A"><Code guid="b" name="B"/></Code>'
        '<Code guid="b" name="B"><Code guid="a" name="A"/></Code>'
    )
    assert {code.name: code.parent for code in parcel.codes} == {"A": None, "B": "a"}


def test_codes_without_names_or_ids_are_told_apart() -> None:
    parcel = _book(
        '<Code guid="{ABCDEFGH}"/><Code name="x"><Code name="y"/></Code><Code name="z"><Code name="y"/></Code>'
    )
    assert len({code.guid for code in parcel.codes}) == 5
    assert parcel.codes[0].name == "Code without a name abcdefgh"


def test_two_hundred_levels_of_codes_are_read() -> None:
    levels = [f'<Code guid="{n}" name="{n}">' for n in range(200)]
    assert len(_book("".join(levels) + "</Code>" * 200).codes) == 200


def test_sets_of_a_code_book_are_read_with_either_attribute() -> None:
    inner = f'{codes("a", "b")[10:-11]}<Sets><Set guid="1" name="Gruppe"><Description>Om</Description>'
    inner += f'<MemberCode guid="{guid("a")}"/>{_ref("b", "MemberCode")}<MemberCode guid="x"/></Set></Sets>'
    parcel = read_qdc(f"<CodeBook>{inner}</CodeBook>".encode(), "a.qdc")
    assert [(one.name, one.codes, one.description) for one in parcel.sets] == [("Gruppe", (guid("a"), guid("b")), "Om")]
    assert _remarks(parcel) == {("set", "have members that are not in the file", 1)}


# --- codings --------------------------------------------------------------------------------------------


def _coded(*selections: str, before: str = "", after: str = "", body: str = "", origin: str = "") -> Parcel:
    data = with_text(
        "Hej du der", *selections, before=USERS + codes("a", "b") + before, after=after, body=body, origin=origin
    )
    return read_qdpx(data, "a.qdpx")


def test_the_coder_and_the_time_are_those_of_the_coding() -> None:
    coding = attributes(guid="1", creatingUser=guid("A").upper(), creationDateTime="2026-01-02T03:04:05+01:00")
    inner = f"<Coding{coding}>{_ref('a', 'CodeRef')}</Coding><Coding guid='2'>{_ref('b', 'CodeRef')}</Coding>"
    place = attributes(startPosition=0, endPosition=3, creatingUser=guid("B"), creationDateTime="2026-02-02T00:00:00Z")
    parcel = _coded(f"<PlainTextSelection guid='S'{place}>{inner}</PlainTextSelection>")
    assert [(one.guid, one.coder, one.at, one.selection) for one in parcel.codings] == [
        ("1", "Anna", "2026-01-02T02:04:05.000000Z", "s"),
        ("2", "BO", "2026-02-02T00:00:00.000000Z", "s"),
    ]


def test_somebody_who_is_not_listed_is_called_by_the_beginning_of_the_id() -> None:
    parcel = _coded(selection(0, 3, "a", creatingUser=guid("X")))
    assert parcel.codings[0].coder == guid("X")[:8]
    assert ("user", "are not listed in the file and are called by the beginning of their id", 1) in _remarks(parcel)


def test_a_coding_without_its_code_is_remarked_on() -> None:
    parcel = _coded(selection(0, 3, "væk"), selection(4, 6, "b"))
    assert len(parcel.codings) == 1
    assert _remarks(parcel) == {("coding", "name a code that is not in the file and were left out", 1)}


def test_a_coding_of_a_whole_text_reaches_to_its_end() -> None:
    parcel = _coded(body=f"<Coding guid='1'>{_ref('a', 'CodeRef')}</Coding>")
    assert [(one.start, one.end) for one in parcel.codings] == [(0, 10)]


def test_a_coding_that_stands_twice_is_one_and_one_with_its_id_another() -> None:
    one = f"<Coding guid='1'>{_ref('a', 'CodeRef')}</Coding>"
    mark = "<PlainTextSelection guid='{}' startPosition='{}' endPosition='6'>{}</PlainTextSelection>"
    parcel = _coded(mark.format("s", 4, one), mark.format("t", 4, one), mark.format("u", 0, one))
    assert [(coding.start, coding.end) for coding in parcel.codings] == [(4, 6), (0, 6)]
    assert len({coding.guid for coding in parcel.codings}) == 2


def _by(coding: str, marker: str, start: int) -> str:
    inner = f"<Coding guid='{start}' creatingUser='{guid(coding)}'>{_ref('a', 'CodeRef')}</Coding>"
    place = attributes(startPosition=start, endPosition=start + 2, creatingUser=guid(marker))
    return f"<PlainTextSelection guid='s{start}'{place}>{inner}</PlainTextSelection>"


@pytest.mark.parametrize(
    ("marked", "flagged"),
    [
        ([("A", "A"), ("A", "B"), ("A", "B")], True),
        ([("A", "B"), ("A", "B")], True),
        ([("A", "A"), ("B", "B")], False),
        ([("A", "A"), ("A", "A")], False),
        ([("A", "B"), ("B", "A")], False),
    ],
    ids=["others_marked", "one_other_marked_all", "each_their_own", "only_one", "several_coded"],
)
def test_codings_given_to_who_converted_the_project_are_flagged(marked: list[tuple[str, str]], flagged: bool) -> None:
    parcel = _coded(*(_by(*pair, start) for start, pair in enumerate(marked)))
    told = [remark for remark in parcel.remarks if "NVivo for Windows" in remark.what]
    assert bool(told) == flagged
    assert not told or (told[0].number, told[0].names) == (len(marked), ("BO",))


# --- memos ----------------------------------------------------------------------------------------------


def test_a_description_is_the_memo_of_a_coding_or_one_about_the_passage() -> None:
    memo = "<Description> Godt sagt </Description>"
    parcel = _coded(
        selection(0, 3, "a", inner=memo), selection(4, 6, inner=memo), selection(7, 10, "a", "b", inner=memo),
        selection(7, 7, "a", inner=memo),
    )  # fmt: skip
    here = guid("int1")
    assert [coding.memo for coding in parcel.codings] == ["Godt sagt", "", ""]
    assert [memo[1:] for memo in _memos(parcel)] == [
        ("source", here, 4, 6),
        ("source", here, 7, 10),
        ("source", here, None, None),
    ]


def test_notes_are_about_what_refers_to_them() -> None:
    book = f'<Code guid="{guid("c")}" name="c">{_ref("om_kode")}</Code>'
    inner = f"<Coding guid='1'>{_ref('a', 'CodeRef')}{_ref('om_kodning')}</Coding>{_ref('om_sted')}"
    mark = f"<PlainTextSelection guid='s' startPosition='4' endPosition='6'>{inner}</PlainTextSelection>"
    names = ("om_kode", "om_kodning", "om_sted", "om_kilde", "om_alt", "fri")
    notes = "".join(_note(name, name, creatingUser=guid("A")) for name in names)
    before = codes("a").replace("</Codes>", f"{book}</Codes>") + USERS
    data = with_text(
        "Hej du der", mark, body=_ref("om_kilde"), before=before, after=f"<Notes>{notes}</Notes>{_ref('om_alt')}"
    )
    parcel = read_qdpx(data, "a.qdpx")
    here = guid("int1")
    assert _memos(parcel) == [
        ("om_kode", "code", guid("c"), None, None),
        ("om_kodning", "coding", "1", None, None),
        ("om_sted", "source", here, 4, 6),
        ("om_kilde", "source", here, None, None),
        ("om_alt", None, "", None, None),
        ("fri", None, "", None, None),
    ]
    assert {memo.coder for memo in parcel.memos} == {"Anna"}


def test_a_note_about_several_things_is_a_memo_about_each() -> None:
    refs = [selection(0, 3, inner=_ref("n")), selection(4, 6, inner=_ref("n"))]
    parcel = _coded(*refs, after=f"<Notes>{_note('n', 'Se her')}</Notes>")
    assert [memo[2:] for memo in _memos(parcel)] == [(guid("int1"), 0, 3), (guid("int1"), 4, 6)]
    assert len({memo.guid for memo in parcel.memos}) == 2


def test_a_link_from_or_to_a_note_says_what_it_is_about() -> None:
    mark = selection(4, 6, "a")
    place = guid("4-6--None-('a',)")
    links = _link(guid("n1"), place) + _link(guid("a"), guid("n2")) + _link(guid("n3"), guid("n1"), "se også")
    notes = "".join(_note(name, name) for name in ("n1", "n2", "n3"))
    parcel = _coded(mark, after=f"<Notes>{notes}</Notes><Links>{links}</Links>")
    assert _memos(parcel) == [
        ("n1", "source", guid("int1"), 4, 6),
        ("n2", "code", guid("a"), None, None),
        ("n3", None, "", None, None),
    ]
    assert [(one.name, one.origin, one.target) for one in parcel.links] == [("se også", guid("n3"), guid("n1"))]


def test_a_note_with_a_place_of_its_own_is_about_that_place_of_its_source() -> None:
    note = _note("n", "Bemærk", "<PlainTextSelection guid='x' startPosition='4' endPosition='6'/>")
    assert _memos(_coded(body=_ref("n"), after=f"<Notes>{note}</Notes>")) == [("Bemærk", "source", guid("int1"), 4, 6)]


def test_a_note_may_stand_in_a_file_and_have_a_description() -> None:
    notes = _note("n", inner="<Description>Om</Description>", plainTextPath=f"internal://{guid('n')}.txt") + _note(
        "tom"
    )
    xml = project(f"<Notes>{notes}{_note('m', plainTextPath='internal://x.txt')}</Notes>")
    parcel = read_qdpx(zipped(xml, {f"Sources/{guid('n')}.TXT": "\ufeffDagbog 🙂\r\n"}), "a.qdpx")
    assert [memo.text for memo in parcel.memos] == ["Dagbog 🙂\n\nOm"]
    assert _remarks(parcel) == {
        ("memo", "have no text of their own, for it is missing in the package", 1),
        ("memo", "were empty and were left out", 2),
    }


def test_codings_of_a_memo_are_remarked_on() -> None:
    parcel = _coded(after=f"<Notes>{_note('n', 'Hej du', selection(0, 3, 'a'))}</Notes>")
    assert ("coding", "are made in memos, not in texts, and were left out", 1) in _remarks(parcel)


def test_a_note_that_is_not_there_is_remarked_on() -> None:
    assert ("memo", "are referred to, but are not in the file", 1) in _remarks(_coded(body=_ref("n")))


def test_what_describes_the_project_and_what_was_not_read_is_kept() -> None:
    lost = source("<Description>Om</Description>" + selection(0, 3, name="Her", inner="<Description>Se</Description>"))
    parcel = read_qdpx(project(f"<Sources>{lost}</Sources><Description>Alt</Description>").encode(), "a.qde")
    assert [(memo.name, memo.text) for memo in parcel.memos] == [("", "Alt"), ("int1", "Om"), ("int1: Her", "Se")]


# --- sources --------------------------------------------------------------------------------------------


def test_texts_beside_pdf_files_pictures_and_films_are_read() -> None:
    content = "<PlainTextContent>Hej du</PlainTextContent>"
    twin = selection(0, 3, "a")
    nine, eight = (f"<Coding guid='{n}'>{_ref(code, 'CodeRef')}</Coding>" for n, code in (("9", "a"), ("8", "b")))
    same = attributes(guid=guid("0-3--None-('a',)").upper(), page=0)
    area = f"<PDFSelection guid='0' page='0'>{nine}</PDFSelection><PDFSelection{same}>{nine}</PDFSelection>"
    times = "<SyncPoint guid='p' position='4' timeStamp='0'/><SyncPoint guid='q' position='6' timeStamp='9'/>"
    said = f"<TranscriptSelection guid='t' fromSyncPoint='P' toSyncPoint='Q'>{eight}</TranscriptSelection>"
    members = "".join(f"<MemberSource targetGUID='{name}'/>" for name in ("rep", "film", "lyd"))
    xml = project(
        f"{codes('a', 'b')}<Sources><PDFSource guid='pdf' name='Rapport.pdf'>{area}"
        f"<Representation guid='rep'>{content}{twin}</Representation></PDFSource>"
        f"<PictureSource guid='pic' name='Skilt.jpg'><TextDescription guid='d'>{content}</TextDescription>"
        "</PictureSource>"
        f"<VideoSource guid='film' name='Film'><Transcript guid='tr'>{content}{times}{said}</Transcript></VideoSource>"
        f"<AudioSource guid='lyd' name='Lyd'/></Sources><Sets><Set guid='s' name='S'>{members}</Set></Sets>"
    )
    parcel = read_qdpx(xml.encode(), "a.qde")
    assert [(one.guid, one.name) for one in parcel.sources] == [
        ("pdf", "Rapport.pdf"), ("pic", "Skilt.jpg"), ("film", "Film"),
    ]  # fmt: skip
    assert [(one.source, one.start, one.end) for one in parcel.codings] == [("pdf", 0, 3), ("film", 4, 6)]
    assert parcel.sets[0].sources == ("pdf", "film")
    assert _remarks(parcel) == {
        ("source", "are pictures, sound, films or PDF files without text and were not read", 1),
        ("coding", "mark areas of pages or pictures, or times, not words, and were left out", 1),
        ("set", "have members that were not read", 1),
    }


def test_a_member_that_two_sources_name_is_one_text() -> None:
    path = f"internal://{guid('int1')}.txt"
    film = f"<VideoSource guid='film' name='Film'><Transcript guid='tr' name='T' plainTextPath='{path}'/></VideoSource>"
    xml = project(f"{codes('a')}<Sources>{source(selection(0, 3, 'a'))}{film}</Sources>")
    parcel = read_qdpx(zipped(xml, {f"sources/{guid('int1')}.txt": "Hej du"}), "a.qdpx")
    assert ([one.name for one in parcel.sources], len(parcel.codings)) == (["int1"], 1)


def test_sources_with_the_same_name_or_id_are_told_apart() -> None:
    text = "<TextSource guid='1' name='Anna'><PlainTextContent>Hej {}</PlainTextContent></TextSource>"
    named = text.format(4).replace("'Anna'", "'Anna (2)'").replace("'1'", "'4'")
    parcel = read_qdpx(project(f"<Sources>{''.join(map(text.format, '123'))}{named}</Sources>").encode(), "a.qde")
    assert [one.name for one in parcel.sources] == ["Anna", "Anna (2)", "Anna (3)", "Anna (2) (2)"]
    assert len({one.guid for one in parcel.sources}) == 4


@pytest.mark.parametrize(("text", "number"), [(".", 1), ("\ufeff \r\n", 0), ("", 0)], ids=["a_point", "blank", "empty"])
def test_a_text_of_nothing_is_left_out(text: str, number: int) -> None:
    parcel = read_qdpx(with_text(text), "a.qdpx")
    assert len(parcel.sources) == number
    assert _remarks(parcel) == (set() if number else {("source", "hold no words and were left out", 1)})


def test_the_text_in_the_xml_is_taken_where_the_file_is_missing() -> None:
    both = source("<PlainTextContent>Hej</PlainTextContent>")
    assert read_qdpx(zipped(project(f"<Sources>{both}</Sources>")), "a.qdpx").sources[0].text == "Hej"


# --- variables, cases, links ----------------------------------------------------------------------------

KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")


def _variables(*names: str, kind: str = "Text") -> str:
    made = "".join(f'<Variable guid="{guid(n)}" name="{n}" typeOfVariable="{kind}"/>' for n in names)
    return f"<Variables>{made}</Variables>"


def _value(name: str, kind: str, text: str) -> str:
    return f"<VariableValue>{_ref(name, 'VariableRef')}<{kind}Value>{text}</{kind}Value></VariableValue>"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("Text", " Ærø\n", "Ærø"),
        ("Boolean", "true", True),
        ("Boolean", "0", False),
        ("Integer", "-12", -12),
        ("Float", "42", 42.0),
        ("Date", "2026-03-12Z", "2026-03-12"),
        ("DateTime", "2026-03-12T10:00:00", "2026-03-12T10:00:00.000000Z"),
        ("Integer", "tolv", "tolv"),
        ("Integer", "9" * 5000, "9" * 5000),
        ("Float", "NaN", "NaN"),
        ("Float", "3,5", "3,5"),
        ("Date", "i går", "i går"),
        ("Text", "", None),
        ("Float", " ", None),
    ],
)
def test_values_have_their_types(kind: str, text: str, value: object) -> None:
    parcel = _coded(before=_variables("v", kind=kind), body=_value("v", kind, text))
    told = parcel.sources[0].values
    assert told == ({} if value is None else {"v": value})
    assert all(type(one) is type(value) for one in told.values())
    assert bool(parcel.remarks) == (kind != "Text" and value == text)
    assert parcel.variables == (ParcelVariable(guid("v"), "v", kind),)


def _cases(inner: str) -> Parcel:
    text = "<TextSource guid='{0}' name='{0}'><PlainTextContent>Hej {0}</PlainTextContent>{1}</TextSource>"
    coded = selection(0, 3, "Anna")
    texts = text.format("t1", coded) + text.format("t2", "")
    xml = project(f"{codes('Anna')}{_variables('kommune')}<Cases>{inner}</Cases><Sources>{texts}</Sources>")
    return read_qdpx(xml.encode(), "a.qde")


def test_a_case_has_its_values_sources_and_memo() -> None:
    inner = f"<Case guid='c' name='Ærø'><Description>Om</Description>{_value('kommune', 'Text', 'Ærø')}"
    parcel = _cases(inner + "<SourceRef targetGUID='{T2}'/><SourceRef targetGUID='x'/></Case>")
    assert parcel.cases == (ParcelCase("c", "Ærø", {"kommune": "Ærø"}, ("t2",)),)
    assert _memos(parcel) == [("Om", "case", "c", None, None)]
    assert _remarks(parcel) == {("case", "refer to sources or passages that were not read", 1)}


@pytest.mark.parametrize(
    "inner",
    [
        f"<Case guid='{guid('Anna')}' name='Anna'/>",
        f"<Case guid='c' name='Anna'>{_ref('Anna', 'CodeRef')}</Case>",
        "<Case guid='c' name='Anna'>" + _ref("0-3--None-('Anna',)", "SelectionRef") + "</Case>",
    ],
    ids=["its_id_is_a_codes", "it_names_a_code", "it_names_a_passage"],
)
def test_a_case_has_the_sources_of_its_passages(inner: str) -> None:
    parcel = _cases(inner)
    assert [(case.name, case.sources) for case in parcel.cases] == [("Anna", ("t1",))]


def test_a_case_without_a_name_is_called_after_its_source() -> None:
    parcel = _cases("<Case guid='c'><SourceRef targetGUID='t2'/></Case><Case guid='d'/>")
    assert [case.name for case in parcel.cases] == ["t2", "Case 2"]


def test_links_join_what_is_known_and_lead_one_way_where_they_say_so() -> None:
    place = guid("0-3--None-('a',)")
    links = (
        _link(place, guid("4-6--None-('b',)"), "leads to", _ref("n"), direction="OneWay")
        + _link(guid("a"), guid("b"), direction="Associative")
        + _link(guid("a"), guid("væk"), "brudt")
    )
    after = f"<Notes>{_note('n', 'Fordi')}</Notes><Links>{links}</Links><Graphs><Graph guid='g' name='Net'/></Graphs>"
    parcel = _coded(selection(0, 3, "a"), selection(4, 6, "b"), after=after)
    first = guid(f"{place}-{guid('4-6--None-(' + repr('b') + ',)')}")
    assert parcel.links == (
        ParcelLink(first, "leads to", place, guid("4-6--None-('b',)"), True, "Fordi"),
        ParcelLink(guid(f"{guid('a')}-{guid('b')}"), "", guid("a"), guid("b"), False),
    )
    assert parcel.places[place] == (guid("int1"), 0, 3)
    assert {coding.selection for coding in parcel.codings} == set(parcel.places)
    assert _memos(parcel) == [("Fordi", "link", first, None, None)]
    assert parcel.graphs == 1
    assert _remarks(parcel) == {
        ("link", "lead to something that is not in the file", 1),
        ("graph", "are drawings and were not read; their links were", 1),
    }


def test_a_large_project_is_read_in_seconds() -> None:
    text = "Så ringede hun selv til os, og det gik 🙂.\r\n" * 1_000
    marked = [selection(n * 20, n * 20 + 12, "a" if n % 2 else "b", creatingUser=guid("A")) for n in range(667)]
    sources, members = [], {}
    for number in range(30):
        name = f"interview {number}"
        sources.append(source("".join(marked).replace('guid="', f'guid="{number}x'), name=name))
        members[f"sources/{guid(name)}.txt"] = text
    data = zipped(project(f"{USERS}{codes('a', 'b')}<Sources>{''.join(sources)}</Sources>", origin="NVivo"), members)
    begun = time.perf_counter()
    parcel = read_qdpx(data, "a.qdpx")
    assert (len(parcel.sources), len(parcel.codings)) == (30, 20_010)
    assert time.perf_counter() - begun < 5
