"""The check beyond the schema: a sound file has no faults, and each rule finds the one that breaks it."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from icmo.errors import ReadError
from icmo.refi.integrity import FAULTS, HINTS, MOST, problems
from icmo.refi.writing import qdc, qdpx
from tests.factories import a_codebook, a_coding, a_configuration, a_material, a_transcript

TEXT = "Vi øver bussen.\nSå ringer hun selv.\n"
USER, CODE, OTHER = (f"0000000{n}-0000-4000-8000-000000000000" for n in (1, 2, 3))
TEXT_ID, MARK, CODING = (f"0000000{n}-0000-4000-8000-000000000000" for n in (4, 5, 6))
NOTE, VARIABLE, CASE, LINK = (f"0000000{n}-0000-4000-8000-000000000000" for n in (7, 8, 9, 0))
GRAPH, VERTEX, EDGE, SET = (f"1000000{n}-0000-4000-8000-000000000000" for n in range(4))
NOWHERE = "10000000-0000-4000-8000-000000000009"
PATH = f"internal://{TEXT_ID}.txt"

SOUND = f"""\
<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="prøve" origin="QualCoder" creationDateTime="2026-03-12T10:00:00Z">
<Users><User guid="{USER}" name="Bo"/></Users>
<CodeBook><Codes>
<Code guid="{CODE}" name="Øve" isCodable="true" color="#aabbcc"><NoteRef targetGUID="{NOTE}"/>
<Code guid="{OTHER}" name="Bus" isCodable="false"/></Code>
</Codes></CodeBook>
<Variables><Variable guid="{VARIABLE}" name="antal" typeOfVariable="Integer"/></Variables>
<Cases><Case guid="{CASE}" name="Egeholm">
<VariableValue><VariableRef targetGUID="{VARIABLE}"/><IntegerValue>3</IntegerValue></VariableValue>
<SourceRef targetGUID="{TEXT_ID}"/></Case></Cases>
<Sources><TextSource guid="{TEXT_ID}" name="int1" plainTextPath="{PATH}" creatingUser="{USER}">
<PlainTextSelection guid="{MARK}" name="øver" startPosition="3" endPosition="14">
<Coding guid="{CODING}" creatingUser="{USER}"><CodeRef targetGUID="{CODE}"/></Coding>
</PlainTextSelection></TextSource></Sources>
<Notes><Note guid="{NOTE}" name="n"><PlainTextContent>Se her</PlainTextContent></Note></Notes>
<Links><Link guid="{LINK}" name="leads to" originGUID="{MARK}" targetGUID="{CODE}"/></Links>
<Sets><Set guid="{SET}" name="s"><MemberCode targetGUID="{CODE}"/></Set></Sets>
<Graphs><Graph guid="{GRAPH}"><Vertex guid="{VERTEX}" representedGUID="{CODE}" firstX="1" firstY="-2"/>
<Edge guid="{EDGE}" sourceVertex="{VERTEX}" targetVertex="{VERTEX}" representedGUID="{LINK}"/></Graph></Graphs>
</Project>
"""


def packed(xml: str | bytes = SOUND, *, qde: str = "project.qde", **members: str | bytes) -> bytes:
    """A package with the text in its place, unless another member is said to be there."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(qde, xml)
        for name, data in ({f"sources/{TEXT_ID}.txt": TEXT} | members).items():
            archive.writestr(name, data)
    return made.getvalue()


def told(data: bytes) -> list[str]:
    return [one.message for one in problems(data, "x.qdpx")]


def broken(old: str, new: str) -> bytes:
    assert old in SOUND
    return packed(SOUND.replace(old, new, 1))


def test_a_sound_file_has_no_faults():
    assert problems(packed(), "x.qdpx") == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(f'guid="{OTHER}"', f'guid="{CODE}"', "has the GUID of Code “Øve” on line 5", id="duplicate_guid"),
        pytest.param(f'guid="{OTHER}"', f'guid="{{{CODE.upper()}}}"', "has the GUID of", id="duplicate_guid_in_braces"),
        pytest.param(f'guid="{OTHER}"', 'guid="note_1"', "“note_1” is no GUID", id="no_guid"),
        pytest.param(
            f'<CodeRef targetGUID="{CODE}"', f'<CodeRef targetGUID="{NOWHERE}"', "CodeRef leads", id="dangling_code"
        ),
        pytest.param(
            f'<CodeRef targetGUID="{CODE}"', f'<CodeRef targetGUID="{NOTE}"', "leads to a Note", id="wrong_sort"
        ),
        pytest.param(
            f'<SourceRef targetGUID="{TEXT_ID}"', f'<SourceRef targetGUID="{NOWHERE}"', "SourceRef", id="source"
        ),
        pytest.param(
            f'<NoteRef targetGUID="{NOTE}"', f'<NoteRef targetGUID="{NOWHERE}"', "NoteRef leads to", id="note"
        ),
        pytest.param(
            f'<MemberCode targetGUID="{CODE}"', f'<MemberCode targetGUID="{NOTE}"', "MemberCode leads", id="member"
        ),
        pytest.param(
            f'<VariableRef targetGUID="{VARIABLE}"', '<VariableRef targetGUID=""', "VariableRef leads", id="variable"
        ),
        pytest.param(f'originGUID="{MARK}"', f'originGUID="{NOWHERE}"', "originGUID leads to", id="dangling_link"),
        pytest.param(f'sourceVertex="{VERTEX}"', f'sourceVertex="{CODE}"', "sourceVertex leads to a Code", id="edge"),
        pytest.param(
            f'Coding guid="{CODING}" creatingUser="{USER}"',
            f'Coding guid="{CODING}" creatingUser="{CODE}"',
            "is no user",
            id="unknown_user",
        ),
        pytest.param(f'creatingUser="{USER}"', 'creatingUser=""', "“” is no user", id="empty_user"),
        pytest.param("#aabbcc", "#ff336699", "“#ff336699” is no colour", id="colour_with_alpha"),
        pytest.param("#aabbcc", "rgb(1,2,3)", "is no colour", id="colour_as_rgb"),
        pytest.param("12T10", "12 10", "is no time", id="time_with_a_space"),
        pytest.param("2026-03-12T", "2026-13-12T", "is no time", id="thirteenth_month"),
        pytest.param('isCodable="false"', 'isCodable="False"', "isCodable is “False”", id="codable_capital"),
        pytest.param(' isCodable="false"', "", "isCodable is “”", id="codable_missing"),
        pytest.param('firstX="1"', 'firstX="1.5"', "firstX “1.5” is no whole number", id="float_coordinate"),
        pytest.param('startPosition="3"', 'startPosition="15"', "runs from 15 to 14", id="start_after_end"),
        pytest.param('startPosition="3"', 'startPosition="-3"', "runs from -3", id="before_the_text"),
        pytest.param('endPosition="14"', 'endPosition="37"', "ends at 37, but the text has 36", id="past_the_end"),
        pytest.param("<IntegerValue>3<", "<IntegerValue>tre<", "“tre” is no IntegerValue", id="value_of_another_type"),
        pytest.param("<IntegerValue>3</IntegerValue>", "<FloatValue/>", "“” is no FloatValue", id="empty_value"),
        pytest.param("<IntegerValue>3</IntegerValue>", "<DateValue>i går</DateValue>", "is no DateValue", id="no_date"),
        pytest.param('name="Bus"', 'name=""', "has no name", id="nameless_code"),
        pytest.param("<Links>", "<Links/><Links>", "<Links/> is empty", id="empty_container"),
        pytest.param(f'<CodeRef targetGUID="{CODE}"/>', "", "has 0 codes", id="coding_without_code"),
        pytest.param("project:1.0", "project:1:0", "the namespace is", id="another_namespace"),
        pytest.param(f' plainTextPath="{PATH}"', "", "has neither", id="no_text"),
        pytest.param('name="n">', f'name="n" plainTextPath="{PATH}">', "has both", id="two_texts"),
        pytest.param("internal://", "", "does not begin with internal://", id="bare_path"),
        pytest.param(f"{TEXT_ID}.txt", "missing.txt", "is missing in the package", id="missing_member"),
        pytest.param(
            "plainTextPath=", f'richTextPath="{PATH}" plainTextPath=', "richTextPath leads to a .txt", id="rich"
        ),
        pytest.param(' origin="QualCoder"', ' basePath="/Users/bo"', "somebody’s computer", id="base_path"),
    ],
)
def test_each_rule_finds_what_breaks_it(old, new, fault):
    found = told(broken(old, new))
    assert any(fault in one for one in found), found


def test_elements_out_of_order_are_found():
    value = f'<VariableValue><VariableRef targetGUID="{VARIABLE}"/><IntegerValue>3</IntegerValue></VariableValue>\n'
    source = f'<SourceRef targetGUID="{TEXT_ID}"/>'
    assert told(packed(SOUND.replace(value + source, source + value))) == [
        "Case “Egeholm”: VariableValue stands behind SourceRef, but must stand before it"
    ]


def test_containers_out_of_order_are_found():
    start, end = SOUND.index("<Users>"), SOUND.index("<CodeBook>")
    moved = SOUND[:start] + SOUND[end:].replace("</CodeBook>\n", "</CodeBook>\n" + SOUND[start:end])
    assert told(packed(moved)) == ["Project “prøve”: Users stands behind CodeBook, but must stand before it"]


def test_a_fault_says_its_line():
    (one,) = problems(broken("#aabbcc", "#zz"), "x.qdpx")
    assert (one.line, str(one)) == (5, "line 5: Code “Øve”: “#zz” is no colour; write #rrggbb")
    assert (one.rule, one.severity) == ("colours_are_colours", "error")


# --- Faults and hints -----------------------------------------------------------------------------------


CAPITAL = f'guid="{SET}"', 'guid="ABCDEF00-0000-4000-8000-000000000000"'
AUDIO = f'<AudioSource guid="{NOWHERE}" name="lyd" path="relative:///lyd.mp3"/></Sources>'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        pytest.param(packed(**{f"sources/{TEXT_ID}.txt": "\ufeff" + TEXT}), "texts_begin_with_text", id="mark"),
        pytest.param(packed(b"\xef\xbb\xbf" + SOUND.encode()), "xml_begins_with_xml", id="mark_before_the_xml"),
        pytest.param(
            packed(**{f"sources/{TEXT_ID}.txt": TEXT.replace("\n", "\r\n")}), "line_ends_are_plain", id="crlf"
        ),
        pytest.param(
            packed(SOUND.replace("QualCoder", "?"), **{f"sources/{TEXT_ID}.txt": TEXT + "🙂"}),
            "emoji_are_counted_in_a_known_way",
            id="emoji",
        ),
        pytest.param(broken(CAPITAL[0], CAPITAL[1].lower()), "guids_are_in_capitals", id="small_letters_in_guids"),
        pytest.param(broken(f'guid="{SET}"', f'guid="{{{SET}}}"'), "guids_are_in_capitals", id="braces"),
        pytest.param(packed(**{"sources/spare.txt": "x"}), "members_are_used", id="unused_member"),
        pytest.param(broken("</Sources>", AUDIO), "media_lie_in_the_package", id="sound_beside_the_package"),
        pytest.param(
            broken(' origin="QualCoder"', ' origin="icmo" basePath="/Users/bo"'), "computers_are_not_told_of", id="base"
        ),
    ],
)
def test_what_is_allowed_but_makes_programs_stumble_is_a_hint(data, rule):
    assert [(one.rule, one.severity) for one in problems(data, "x.qdpx")] == [(rule, "warning")]


def test_guids_in_capitals_need_no_hint():
    assert problems(broken(*CAPITAL), "x.qdpx") == ()


def test_a_path_outside_is_a_fault_of_a_text_and_a_hint_of_a_film():
    text = broken(PATH, "relative:///int1.txt")
    assert ("members_are_there", "error") in [(one.rule, one.severity) for one in problems(text, "x.qdpx")]


def test_faults_come_before_hints_and_each_by_line():
    xml = SOUND.replace("#aabbcc", "#zz").replace(f'guid="{SET}"', f'guid="{LINK}"')  # the rule on GUIDs is the first
    found = problems(packed(b"\xef\xbb\xbf" + xml.encode()), "x.qdpx")
    assert [(one.severity, one.line) for one in found] == [("error", 5), ("error", 18), ("warning", 1)]


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_a_text_that_is_not_utf8_is_a_fault(encoding, told):
    found = problems(packed(**{f"sources/{TEXT_ID}.txt": TEXT.encode(encoding)}), "x.qdpx")
    assert [one.message for one in found if one.severity == "error"] == [f"TextSource “int1” is {told}, not UTF-8"]


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        pytest.param({"sources/spare.txt": "x"}, "sources/spare.txt is named by nothing", id="unused_member"),
        pytest.param({"../out.txt": "x"}, "leads out of the package", id="path_traversal"),
        pytest.param({"/etc/out.txt": "x"}, "leads out of the package", id="absolute_path"),
        pytest.param({"other.qde": SOUND}, "there must be one .qde file", id="two_projects"),
        pytest.param({f"sources/{TEXT_ID}.txt": TEXT.replace("\n", "\r\n")}, "CRLF", id="crlf"),
        pytest.param({f"sources/{TEXT_ID}.txt": "\ufeff" + TEXT}, "byte-order mark", id="mark"),
    ],
)
def test_faults_of_the_package_are_found(members, fault):
    assert any(fault in one for one in told(packed(**members)))


def test_a_capital_folder_is_told():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", SOUND)
        archive.writestr(f"Sources/{TEXT_ID}.txt", TEXT)
    assert told(made.getvalue()) == ["the folder is called Sources; ATLAS.ti reads only sources"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice_is_told():
    made = io.BytesIO(packed())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(f"sources/{TEXT_ID}.txt", TEXT)
    assert told(made.getvalue()) == [f"sources/{TEXT_ID}.txt stands 2 times in the package"]


def test_a_mark_before_the_xml_is_told():
    assert told(packed(b"\xef\xbb\xbf" + SOUND.encode())) == ["the XML begins with a byte-order mark; save it without"]


@pytest.mark.parametrize(
    ("origin", "end", "faults"),
    [
        pytest.param("QualCoder", 36, 0, id="code_points"),
        pytest.param("QualCoder", 37, 1, id="code_points_past_the_end"),
        pytest.param("NVivo 12", 37, 0, id="utf16_units"),
        pytest.param("NVivo 12", 38, 1, id="utf16_units_past_the_end"),
        pytest.param("ATLAS.ti", 36, 1, id="an_unknown_unit_is_told"),
    ],
)
def test_emoji_are_counted_as_the_program_counts(origin, end, faults):
    xml = SOUND.replace("QualCoder", origin).replace('endPosition="14"', f'endPosition="{end}"')
    text = TEXT.replace("hun", "hu🙂")
    assert len(told(packed(xml, **{f"sources/{TEXT_ID}.txt": text}))) == faults


def test_the_xml_alone_and_code_books_can_be_checked():
    assert any("came without its package" in one for one in told(SOUND.encode()))
    assert problems(qdc(a_codebook())[0], "x.qdc") == ()
    assert told(b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>') == [
        "<Codes/> is empty; leave it out"
    ]


@pytest.mark.parametrize("target", ["standard", "nvivo", "maxqda", "qualcoder"])
def test_what_icmo_writes_has_no_faults(target):
    source = a_transcript("Vi øver bussen 🙂. Så ringer hun selv.\n")
    codings = [a_coding(source, "oeve", "øver"), a_coding(source, "ro", "ringer hun")]
    material = a_material([source], codings, [a_configuration(("I", codings[0]), ("O", codings[1]))])
    assert problems(qdpx(material, target=target)[0], "x.qdpx") == ()


def test_every_rule_says_what_it_finds():
    assert all(rule.__doc__ for rule in (*FAULTS, *HINTS))


# --- Hostile files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(packed()[:200], id="truncated"),
        pytest.param(b"PK\x03\x04", id="no_zip"),
        pytest.param(packed("<Project"), id="malformed"),
        pytest.param(packed('<!DOCTYPE a [<!ENTITY b "c">]><Project/>'), id="entities"),
        pytest.param(packed("<html/>"), id="another_xml"),
        pytest.param(packed("<Project>" * 10_000 + "</Project>" * 10_000), id="nested_10_000_deep"),
        pytest.param(packed(qde="project.txt"), id="no_qde"),
        pytest.param(packed("<Project>" + " " * 70_000_000 + "</Project>"), id="bomb"),
    ],
)
def test_hostile_files_are_refused_in_words(data):
    began = time.perf_counter()
    with pytest.raises(ReadError) as refused:
        problems(data, "x.qdpx")
    assert refused.value.message
    assert time.perf_counter() - began < 10


def test_a_text_that_is_a_bomb_is_a_fault_of_its_source():
    found = told(packed(**{f"sources/{TEXT_ID}.txt": b"a" * 50_000_000}))
    assert any("too large" in one for one in found)


def test_of_many_faults_of_a_kind_the_first_are_told_and_the_others_counted():
    codes = "".join(f'<Code guid="{n:08}-0000-4000-8000-999999999999" name="" isCodable="true"/>' for n in range(5000))
    found = told(packed(SOUND.replace("</Codes>", codes + "</Codes>")))
    assert len(found) == MOST + 1
    assert found[-1] == "… and 4800 more of the same kind"


def test_the_samples_of_other_programs_are_checked(shared: Path):
    folder = shared / "refi" / "samples"
    if not folder.is_dir():
        pytest.skip("../shared/refi/samples is not here")
    found = {path.name: told(path.read_bytes()) for path in folder.iterdir()}
    assert found["taguette.qdc"] == ["<Sets/> is empty; leave it out"]
    assert any("has the GUID of Code" in one for one in found["qualcoder4b-synthetic.qdc"])
    assert any("is missing in the package" in one for one in found["atlasti8-annex-a2.qdpx"])
