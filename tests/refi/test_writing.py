import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from icmo import i18n
from icmo.errors import NotFoundError
from icmo.models import (
    About,
    Case,
    Coding,
    ConfigurationLink,
    InformantType,
    Material,
    Memo,
    MemoKind,
    Polarity,
    Role,
    Stance,
    Summary,
    Theory,
    TheoryPart,
    Valence,
    index,
)
from icmo.project import Project
from icmo.refi import private
from icmo.refi.codebook import read_description
from icmo.refi.targets import TARGETS
from icmo.refi.writing import qdpx
from tests.factories import a_codebook, a_coding, a_configuration, a_material, a_transcript
from tests.refi.written import P, faults, materials, read_as_qualcoder, taken_apart, utf16_slice

TEXT = "LEDER: Vi øvede bussen 🙂 med hende.\n\nSå ringede hun selv, og der kom ro på."
ORDER = ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "NoteRef"]


def a_project() -> Material:
    """Two coders, a configuration, a theory, and a memo about each sort of thing."""
    source = a_transcript(
        TEXT,
        guid="0b8f5d0c-6a8c-4a3c-9d1e-0c7a0f1f2a3b",
        name="egeholm",
        informant_type=InformantType.WOMAN,
        date="2026-03-12",
    )
    bus = a_coding(source, "oeve", "øvede bussen 🙂 med hende", valence=Valence.POSITIVE)
    bus = replace(bus, at="2026-05-19T14:41:33.25Z")
    same = a_coding(source, "tro", "øvede bussen 🙂 med hende", coder="TBS")
    also = a_coding(source, "kontor", "øvede bussen 🙂 med hende", memo="Altid <tirsdag>")
    rings, rest = a_coding(source, "hverdag", "ringede hun selv"), a_coding(source, "ro", "ro på")
    theory = Theory("th", "T1", "Hvis …", "AML", "", (TheoryPart(Role.I, "oeve"), TheoryPart(Role.M, "hverdag")))
    first = a_configuration(
        ("I", bus),
        ("C", also),
        ("M", rings),
        ("O", rest),
        theory="th",
        stance=Stance.REFINES,
        statement="Hvis hun øver sig …",
    )
    later = a_configuration(("C", rest), ("K", bus), ("M", same), polarity=Polarity.HINDERS)
    material = a_material([source], [bus, same, also, rings, rest], [first, later])
    about = {
        About.PROJECT: "", About.TRANSCRIPT: source.guid, About.SEGMENT: source.guid, About.CODING: rings.guid,
        About.CODE: "ro", About.CONFIGURATION: first.guid, About.THEORY: "th",
    }  # fmt: skip
    places = {About.SEGMENT: (7, 15)}
    return replace(
        material,
        cases=(Case("ca", "Egeholm", {"deltagere": 46, "andel": 24.5, "team": "tværfagligt"}),),
        theories=(theory,),
        links=(ConfigurationLink("l1", first.guid, later.guid, "AML", ""),),
        memos=tuple(
            Memo(f"m-{kind}", MemoKind.THEORY, f"Om {kind}.", kind, subject, "AML", "", *places.get(kind, (None, None)))
            for kind, subject in about.items()
        ),
        summaries=(Summary("s1", "ro", "Egeholm", "Der kom ro.", "TBS", ""),),
        language="en",
    )


def written(material: Material, target: str = "standard"):
    return taken_apart(qdpx(material, target=target)[0])


def expected(material: Material) -> list[tuple[str, str, str, str]]:
    label = {code.id: code.label.text(material.language) for code in material.codebook.codes}
    name = {one.guid: one.name for one in material.transcripts}
    return sorted((name[one.transcript], one.quote, label[one.code], one.coder) for one in material.codings)


# --- The format -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    path = Path(__file__).parents[3] / "shared" / "refi" / "Project-mrt2019.xsd"
    if not path.is_file():
        pytest.skip("the schema is not part of the project")
    return etree.XMLSchema(file=str(path))


@settings(max_examples=50, deadline=None)
@given(materials(), st.sampled_from(sorted(TARGETS)))
def test_every_project_is_valid_against_the_schema(schema, material, target):
    members = written(material, target).members
    (xml,) = (content for name, content in members.items() if name.endswith(".qde"))
    schema.assertValid(etree.fromstring(xml))


@settings(max_examples=50, deadline=None)
@given(materials(), st.sampled_from(sorted(TARGETS)))
def test_no_project_has_faults_that_a_schema_does_not_see(material, target):
    assert faults(written(material, target)) == []


@pytest.mark.parametrize("target", TARGETS)
def test_an_independent_model_of_the_standard_reads_the_project(target, tmp_path):
    from pyrefiqda import RefiProject

    path = tmp_path / "project.qdpx"
    path.write_bytes(qdpx(a_project(), target=target)[0])
    read = RefiProject.load(path, extract_dir=tmp_path / "out")
    marked = [coding for one in read.sources.text_source[0].plain_text_selection for coding in one.coding]
    assert len(marked) == 5
    assert {user.name for user in read.users.user} == {"AML", "TBS"}


@pytest.mark.parametrize("target", TARGETS)
def test_containers_stand_in_the_order_of_the_schema(target):
    tags = [one.tag.removeprefix(P) for one in written(a_project(), target).root]
    assert tags == sorted(tags, key=ORDER.index)


@pytest.mark.parametrize("target", TARGETS)
def test_the_file_is_as_strict_readers_want_it(target):
    """ATLAS.ti refuses a capital Sources/ and a code behind a note; QualCoder wants dates, and keeps a mark as text."""
    material = a_project()
    dated = tuple(replace(one, at="2026-05-19T14:41:33Z") for one in material.codings)
    file = written(replace(material, codings=dated), target)
    texts = {name: data for name, data in file.members.items() if not name.startswith("icmo/")}
    assert {name.partition("/")[0] for name in texts if "/" in name} == {"sources"}
    assert not any(data.startswith(b"\xef\xbb\xbf") or b"\r" in data for data in texts.values())
    assert [one.tag for one in file.root][: ORDER.index("Variables")] == [f"{P}Users", f"{P}CodeBook"]
    assert all(one[0].tag == f"{P}CodeRef" for one in file.all("Coding"))
    assert all(one.get("creationDateTime") for one in (*file.all("Note"), *file.all("Coding")))
    assert not any("basePath" in one.attrib or "richTextPath" in one.attrib for one in file.root.iter())


def test_an_empty_project_is_written_without_empty_containers():
    file = written(replace(a_material([]), codebook=replace(a_codebook(), codes=())))
    assert list(file.root) == []
    assert sorted(file.members) == ["icmo/project.json", "project.qde"]


@settings(max_examples=20, deadline=None)
@given(materials())
def test_the_same_project_gives_the_same_bytes(material):
    assert qdpx(material)[0] == qdpx(replace(material))[0]


def test_the_language_spoken_when_it_is_written_changes_no_byte():
    material = a_project()
    with i18n.language("da"):
        danish = qdpx(material)[0]
    assert danish == qdpx(material)[0]


def test_it_was_written_when_something_was_last_made_or_when_one_says():
    assert written(a_project()).root.get("creationDateTime") == "2026-05-19T14:41:33Z"
    file = taken_apart(qdpx(a_project(), at="2026-11-21T20:00:00+01:00")[0])
    assert file.root.get("creationDateTime") == "2026-11-21T19:00:00Z"


def test_an_unknown_target_is_refused_with_the_known_ones():
    with pytest.raises(NotFoundError) as told:
        qdpx(a_project(), target="excel")
    assert told.value.hint == "Write one of: standard, nvivo, atlasti, maxqda, qualcoder."


# --- Codings --------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(materials(whole=False), st.sampled_from(["standard", "atlasti", "maxqda"]))
def test_every_coding_marks_its_words_for_a_reader_that_counts_code_points(material, target):
    sound = replace(
        material,
        language="en",
        codebook=a_codebook(**{one.code: "mechanism" for one in material.codings} or {"a": "theme"}),
    )
    assert sorted(read_as_qualcoder(written(sound, target))) == expected(sound)


@settings(max_examples=40, deadline=None)
@given(materials(whole=False))
def test_every_coding_marks_its_words_for_nvivo_which_counts_utf16(material):
    sound = replace(
        material,
        language="en",
        codebook=a_codebook(**{one.code: "mechanism" for one in material.codings} or {"a": "theme"}),
    )
    assert sorted(read_as_qualcoder(written(sound, "nvivo"), utf16=True)) == expected(sound)


def test_an_emoji_is_one_place_in_the_standard_and_two_in_nvivo():
    places = {}
    for target in ("standard", "nvivo"):
        marked = written(a_project(), target).all("PlainTextSelection")
        (one,) = {(m.get("startPosition"), m.get("endPosition")) for m in marked if m.get("name") == "ringede hun selv"}
        places[target] = one
    assert places == {"standard": ("40", "56"), "nvivo": ("41", "57")}
    assert TEXT[40:56] == utf16_slice(TEXT, 41, 57) == "ringede hun selv"


def test_codings_of_the_same_words_by_the_same_coder_share_a_selection():
    sizes = [len(one.findall(f"{P}Coding")) for one in written(a_project()).all("PlainTextSelection")]
    assert sorted(sizes) == [0, 1, 1, 1, 2]  # the memo’s stretch, TBS, two alone, AML’s two


@pytest.mark.parametrize("target", ["nvivo", "qualcoder"])
def test_programs_that_take_the_coder_from_the_selection_get_one_for_each_coding(target):
    sizes = [len(one.findall(f"{P}Coding")) for one in written(a_project(), target).all("PlainTextSelection")]
    assert sorted(sizes) == [0, 1, 1, 1, 1, 1]


def test_a_coding_keeps_its_coder_and_its_time_in_whole_seconds():
    file = written(a_project())
    users = {user.get("guid"): user.get("name") for user in file.all("User")}
    told = {(users[one.get("creatingUser")], one.get("creationDateTime")) for one in file.all("Coding")}
    assert told == {("AML", "2026-05-19T14:41:33Z"), ("AML", None), ("TBS", None)}


def test_a_coding_outside_of_its_text_is_told_of_and_lies_in_the_private_member():
    source = a_transcript("Kort.")
    lost = Coding("c", source.guid, 3, 40, "oeve", "AML", "", "x")
    data, remarks, _counts = qdpx(a_material([source], [lost], [a_configuration(("I", lost))]))
    assert [(one.noun, one.number) for one in remarks if "outside" in one.what] == [("coding", 1)]
    file = taken_apart(data)
    assert file.all("Coding") == []
    assert private.load(json.loads(file.members["icmo/project.json"])).codings == (lost,)


def test_a_coding_with_a_code_that_the_book_lacks_gets_a_code_of_that_name():
    source = a_transcript("Kort.")
    file = written(a_material([source], [a_coding(source, "forsvundet")]))
    assert [words[1:3] for words in read_as_qualcoder(file)] == [("Kort.", "forsvundet")]


def test_the_text_is_written_as_it_is_with_the_speakers_labels():
    file = written(a_project())
    (source,) = file.all("TextSource")
    assert source.get("plainTextPath") == "internal://0B8F5D0C-6A8C-4A3C-9D1E-0C7A0F1F2A3B.txt"
    assert file.text(source.get("plainTextPath")) == TEXT


def test_a_control_character_in_a_memo_is_replaced_and_told_of():
    source = a_transcript("Kort.")
    data, remarks, _counts = qdpx(a_material([source], [a_coding(source, "oeve", memo="a\x00b")]))
    assert "a\ufffdb" in taken_apart(data).notes().values()
    assert "Characters that XML cannot hold are written as �." in [one.what for one in remarks]


# --- Cases, variables, sets -----------------------------------------------------------------------------


def values(parent, file) -> dict[str, tuple[str, str]]:
    names = {one.get("guid"): one.get("name") for one in file.all("Variable")}
    found = {}
    for one in parent.findall(f"{P}VariableValue"):
        ref, value = one
        found[names[ref.get("targetGUID")]] = (value.tag.removeprefix(P), value.text)
    return found


def test_a_municipality_is_a_case_with_its_figures_and_its_sources():
    file = written(a_project())
    (case,) = file.all("Case")
    assert case.get("name") == "Egeholm"
    assert values(case, file) == {
        "deltagere": ("IntegerValue", "46"),
        "andel": ("FloatValue", "24.5"),
        "team": ("TextValue", "tværfagligt"),
    }
    assert [one.get("targetGUID") for one in case.findall(f"{P}SourceRef")] == ["0B8F5D0C-6A8C-4A3C-9D1E-0C7A0F1F2A3B"]


def test_a_source_bears_where_it_comes_from():
    file = written(a_project())
    assert values(file.all("TextSource")[0], file) == {
        "kommune": ("TextValue", "Egeholm"),
        "informanttype": ("TextValue", "kvinde"),
        "dato": ("DateValue", "2026-03-12"),
    }


def test_a_municipality_without_figures_is_a_case_too():
    file = written(a_material([a_transcript(municipality="Nordvig")]))
    assert [(one.get("name"), len(one)) for one in file.all("Case")] == [("Nordvig", 1)]


@pytest.mark.parametrize(
    ("given", "kind", "told"),
    [
        pytest.param([1, 2], "Integer", ["1", "2"], id="whole_numbers_are_integers"),
        pytest.param([1, 2.5], "Float", ["1", "2.5"], id="one_fraction_makes_floats"),
        pytest.param([1e-07, 2e22], "Float", ["0.0000001", "20000000000000000000000"], id="floats_have_no_exponent"),
        pytest.param([True, False], "Boolean", ["true", "false"], id="truths_are_booleans"),
        pytest.param([True, 1], "Text", ["true", "1"], id="a_truth_and_a_number_are_text"),
        pytest.param([float("inf")], "Text", ["Infinity"], id="what_no_decimal_can_hold_is_text"),
        pytest.param(
            ["2026-01-01", "2026-01-32"], "Text", ["2026-01-01", "2026-01-32"], id="a_day_that_is_none_makes_text"
        ),
        pytest.param(["x", None, ""], "Text", ["x"], id="no_value_is_left_out"),
    ],
)
def test_a_variable_has_the_narrowest_type_that_fits(given, kind, told):
    cases = tuple(Case(f"c{n}", f"By {n}", {"tal": value}) for n, value in enumerate(given))
    file = written(replace(a_material([]), cases=cases))
    assert [one.get("typeOfVariable") for one in file.all("Variable")] == [kind]
    assert [values(one, file)["tal"][1] for one in file.all("Case") if len(one)] == told


def test_sets_hold_the_sources_of_each_municipality_informant_type_and_target_group():
    file = written(a_material([a_transcript(target_group="lav"), a_transcript(municipality="Nordvig")]))
    sets = {one.get("name"): len(one) for one in file.all("Set")}
    assert sets == {"kommune: Egeholm": 1, "kommune: Nordvig": 1, "målgruppe: lav": 1}


# --- Memos ----------------------------------------------------------------------------------------------


def hanging(file) -> dict[str, str]:
    """On which element each note hangs by a NoteRef, by the note’s text."""
    notes = file.notes()
    return {
        notes[ref.get("targetGUID")]: parent.tag.removeprefix(P)
        for parent in file.root.iter()
        for ref in parent.findall(f"{P}NoteRef")
        if parent.tag != f"{P}Link"
    }


def linked(file) -> dict[str, str]:
    """What each note’s link leads to, by the note’s text."""
    notes, kinds = file.notes(), {one.get("guid"): one.tag.removeprefix(P) for one in file.root.iter()}
    return {
        notes[one.get("originGUID")]: kinds[one.get("targetGUID")]
        for one in file.all("Link")
        if one.get("name") == "about"
    }


def test_memos_hang_on_their_things_by_references():
    assert hanging(written(a_project())) == {
        "Om project.": "Project",
        "Om transcript.": "TextSource",
        "Om segment.": "PlainTextSelection",
        "Om coding.": "Coding",
        "Altid <tirsdag>": "Coding",
        "Om code.": "Code",
        "Der kom ro.": "Code",
    }


def test_memos_about_what_is_a_note_itself_are_linked_to_it():
    assert linked(written(a_project())) == {"Om configuration.": "Note", "Om theory.": "Note"}


def test_memos_for_atlasti_are_free_notes_with_links():
    file = written(a_project(), "atlasti")
    assert hanging(file) == {}
    assert linked(file) == {
        "Om transcript.": "TextSource",
        "Om segment.": "PlainTextSelection",
        "Om coding.": "PlainTextSelection",
        "Altid <tirsdag>": "PlainTextSelection",
        "Om code.": "Code",
        "Der kom ro.": "Code",
        "Om configuration.": "Note",
        "Om theory.": "Note",
    }


def test_what_a_transcript_says_of_itself_is_described_but_not_where_its_pages_begin():
    source = a_transcript(TEXT, name="egeholm", metadata={"optaget af": "AML", "page_starts": [0, 40]})
    (one,) = written(a_material([source], [])).all("TextSource")
    assert one.findtext(f"{P}Description") == "optaget af: AML"


def test_memos_for_qualcoder_stand_in_descriptions_for_it_reads_notes_as_a_journal():
    file = written(a_project(), "qualcoder")
    said = {one.findtext(f"{P}Description") for tag in ("TextSource", "PlainTextSelection") for one in file.all(tag)}
    assert said == {"Om transcript.", "Om segment.", "Om coding.", "Altid <tirsdag>", None}
    assert all(one.get("plainTextPath") and one.get("creationDateTime") for one in file.all("Note"))


@pytest.mark.parametrize("target", TARGETS)
def test_memos_of_a_coder_about_the_same_words_share_a_selection(target):
    source = a_transcript(TEXT)
    memos = [Memo(guid, MemoKind.PROCESS, guid, About.SEGMENT, source.guid, "AML", "", 7, 15) for guid in ("et", "to")]
    file = written(replace(a_material([source]), memos=tuple(memos)), target)
    (one,) = file.all("PlainTextSelection")
    said = {"qualcoder": (one.findtext(f"{P}Description"), 0, 0), "atlasti": (None, 0, 2)}
    found = one.findtext(f"{P}Description"), len(one.findall(f"{P}NoteRef")), len(file.all("Link"))
    assert found == said.get(target, (None, 2, 0))
    assert target != "qualcoder" or found[0] == "et\n\nto"


def test_no_two_notes_have_the_same_name():
    material = a_project()
    twice = replace(material, memos=(*material.memos, *(replace(one, guid=f"{one.guid}-2") for one in material.memos)))
    names = [one.get("name") for one in written(twice).all("Note")]
    assert len(set(names)) == len(names)


# --- Configurations and theories ------------------------------------------------------------------------


def relations(file) -> set[tuple[str, str, str]]:
    """The links by name and what they join: words, codes’ names or notes’ first words."""
    names = {
        one.get("guid"): one.get("name") for tag in ("PlainTextSelection", "Code", "Note") for one in file.all(tag)
    }
    found = {(one.get("name"), names[one.get("originGUID")], names[one.get("targetGUID")]) for one in file.all("Link")}
    return {(name, first[:17], second[:17]) for name, first, second in found if name != "about"}


def test_configurations_are_links_between_selections_and_theories_links_between_codes():
    assert relations(written(a_project())) == {
        ("leads to", "øvede bussen 🙂 me", "ringede hun selv"),  # I → M, and C → M, which is coded on the same words
        ("leads to", "ringede hun selv", "ro på"),  # M → O
        ("leads to (hæmmer)", "ro på", "øvede bussen 🙂 me"),  # the later one: C → M
        ("leads to", "Oeve in English", "Hverdag in Englis"),  # the theory: I → M
        ("outcome becomes context", "Configuration 1: ", "Configuration 2: "),
        ("refines", "Configuration 1: ", "Programme theory:"),
        ("moderates (hæmmer)", "øvede bussen 🙂 me", "øvede bussen 🙂 me"),  # of another coder’s selection
    }


def test_every_link_of_a_configuration_refers_to_its_note():
    file = written(a_project())
    names = {one.get("guid"): one.get("name") for one in file.all("Note")}
    told = [
        [names[ref.get("targetGUID")][:15] for ref in one] for one in file.all("Link") if "leads to" in one.get("name")
    ]
    assert sorted(told) == [["Configuration 1"], ["Configuration 1"], ["Configuration 2"], ["Programme theor"]]


def test_a_graph_holds_the_parts_of_a_configuration_and_what_they_lead_to():
    graph = written(a_project()).all("Graph")[0]
    shown = {one.get("guid"): one.get("name") for one in graph.findall(f"{P}Vertex")}
    edges = {(shown[one.get("sourceVertex")], shown[one.get("targetVertex")]) for one in graph.findall(f"{P}Edge")}
    assert [name[:18] for name in shown.values()] == [
        "Configuration 1: H", "I: Oeve in English", "C: Kontor in Engli", "M: Hverdag in Engl", "O: Ro in English",
    ]  # fmt: skip
    assert edges == {
        ("I: Oeve in English", "M: Hverdag in English"),
        ("C: Kontor in English", "M: Hverdag in English"),
        ("M: Hverdag in English", "O: Ro in English"),
    }


def test_a_part_that_stands_twice_is_drawn_once():
    source = a_transcript("Vi øvede bussen, og der kom ro.")
    one, other = a_coding(source, "oeve", "øvede"), a_coding(source, "hverdag", "ro")
    file = written(a_material([source], [one, other], [a_configuration(("I", one), ("I", one), ("M", other))]))
    assert [len(file.all(tag)) for tag in ("Vertex", "Edge", "Link")] == [3, 1, 1]  # the note is a vertex too


def test_two_parts_on_the_same_words_are_an_edge_but_no_link_from_a_selection_to_itself():
    source = a_transcript("Vi øvede bussen.")
    one, other = a_coding(source, "oeve"), a_coding(source, "hverdag")
    file = written(a_material([source], [one, other], [a_configuration(("I", one), ("M", other))]))
    assert file.all("Link") == []
    assert [edge.get("representedGUID") for edge in file.all("Edge")] == [None]


def test_a_note_tells_the_configuration_in_words():
    first = next(text for text in written(a_project()).notes().values() if text.startswith("Hvis hun øver"))
    assert (
        first
        == """\
Hvis hun øver sig …

Intervention: Oeve in English
“øvede bussen 🙂 med hende” (egeholm)

Context: Kontor in English
“øvede bussen 🙂 med hende” (egeholm)

Mechanism: Hverdag in English
“ringede hun selv” (egeholm)

Outcome: Ro in English
“ro på” (egeholm)

Polarity: furthers
Programme theory: T1
Stance: refines
Its outcome is the context of configuration 2."""
    )


# --- Targets and remarks --------------------------------------------------------------------------------


def test_atlasti_finds_the_project_under_its_name_and_others_under_project():
    material = replace(a_project(), name="Prøve/1: <a>")
    assert [name for name in written(material, "atlasti").members if name.endswith(".qde")] == ["Prøve_1_ _a_.qde"]
    assert "project.qde" in written(material, "nvivo").members


@pytest.mark.parametrize(
    ("target", "dropped"),
    [
        pytest.param("standard", {}, id="the_standard_drops_nothing"),
        pytest.param("nvivo", {"link": 10, "graph": 2, "set": 2}, id="nvivo_reads_no_links_and_graphs"),
        pytest.param("atlasti", {"variable": 6, "case": 1}, id="atlasti_reads_no_variables_and_cases"),
        pytest.param("maxqda", {"case": 1, "graph": 2}, id="maxqda_may_read_no_graphs"),
        pytest.param("qualcoder", {"link": 6, "graph": 2, "case": 1}, id="qualcoder_reads_no_links_and_graphs"),
    ],
)
def test_what_a_target_drops_is_told_with_its_number(target, dropped):
    _data, remarks, _counts = qdpx(a_project(), target=target)
    assert {one.noun: one.number for one in remarks if one.noun not in ("offset", "coding", "file", "code")} == dropped


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("standard", []),
        ("qualcoder", []),
        ("nvivo", ["NVivo counts an emoji as two characters; places are written so."]),
        ("maxqda", ["Nobody knows how MAXQDA counts emoji: check the codings behind the first one."]),
    ],
)
def test_what_emoji_do_to_places_is_told(target, told):
    _data, remarks, _counts = qdpx(a_project(), target=target)
    assert [one.what for one in remarks if one.noun == "offset"] == told
    plain = a_material([a_transcript("Kun æøå.")])
    assert [one for one in qdpx(plain, target=target)[1] if one.noun == "offset"] == []


@pytest.mark.parametrize("target", TARGETS)
def test_the_counts_told_are_those_of_the_elements_in_the_file(target):
    data, _remarks, counts = qdpx(a_project(), target=target)
    (xml,) = (content for name, content in taken_apart(data).members.items() if name.endswith(".qde"))
    kinds = {
        "source": "TextSource", "coding": "Coding", "case": "Case", "variable": "Variable", "set": "Set",
        "link": "Link", "graph": "Graph",
    }  # fmt: skip
    found = {noun: len(list(etree.fromstring(xml).iter(f"{{*}}{tag}"))) for noun, tag in kinds.items()}
    assert {noun: counts[noun] for noun in kinds} == found
    assert (counts["memo"], counts["configuration"], counts["theory"]) == (7, 2, 1)


def test_what_icmo_alone_reads_is_told():
    told = {one.what: (one.number, one.names) for one in qdpx(replace(a_project(), guide={"kvinde": ("ro",)}))[1]}
    assert told["Whether a factor helps or hinders is read by icmo alone."] == (1, ())
    assert told["These are read by icmo alone."] == (1, ("interview guide",))


# --- The whole ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
def test_the_sample_is_written_whole(project: Project, schema, target):
    from icmo import sample

    sample.load_into(project)
    material = project.material()
    file = written(material, target)
    (xml,) = (content for name, content in file.members.items() if name.endswith(".qde"))
    schema.assertValid(etree.fromstring(xml))
    assert faults(file) == []
    danish = replace(material, language="da")
    assert sorted(read_as_qualcoder(file, utf16=target == "nvivo")) == expected(danish)
    assert private.load(json.loads(file.members["icmo/project.json"])) == material


def test_thirty_long_interviews_with_20000_codings_are_written_in_seconds():
    sources = [a_transcript("LEDER: " + "øve bussen 🙂 " * 3_300, guid=f"t{n}") for n in range(30)]
    codings = [
        Coding(f"c{n}", f"t{n % 30}", n % 30_000, n % 30_000 + 40, "oeve", "AML", "", sources[0].text[:40])
        for n in range(20_000)
    ]
    material = a_material(sources, codings)
    begun = time.process_time()
    qdpx(material, target="nvivo")
    assert time.process_time() - begun < 5


@settings(max_examples=50, deadline=None)
@given(materials(whole=False), st.sampled_from(sorted(TARGETS)))
def test_our_own_reader_finds_every_coding_and_the_whole_project(material, target):
    from icmo.refi.reading import read_qdpx

    parcel = read_qdpx(qdpx(material, target=target)[0], "project.qdpx")
    names, codes = index(parcel.sources), index(parcel.codes)
    found = [
        (names[one.source].text[one.start : one.end], read_description(codes[one.code].description).code, one.coder)
        for one in parcel.codings
    ]
    assert sorted(found) == sorted((one.quote, one.code, one.coder) for one in material.codings)
    assert parcel.private is not None
    assert private.load(parcel.private) == material
