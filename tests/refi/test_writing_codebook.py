import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from lxml import etree

from icmo import codebook, i18n
from icmo.errors import InvalidError
from icmo.models import Kind
from icmo.refi.codebook import Described, description, folder_kind, folder_name, read_description
from icmo.refi.targets import TARGETS
from icmo.refi.writing import qdc
from tests.factories import a_codebook
from tests.refi.written import COLOUR, nested_book

C = "{urn:QDA-XML:codebook:1.0}"


def tree(data: bytes) -> list[tuple[int, str, str]]:
    """The codes with their depth and whether they can be coded with."""

    def walk(parent: ET.Element, depth: int) -> list[tuple[int, str, str]]:
        return [
            row
            for one in parent.findall(f"{C}Code")
            for row in ((depth, one.attrib["name"], one.attrib["isCodable"]), *walk(one, depth + 1))
        ]

    codes = ET.fromstring(data).find(f"{C}Codes")
    assert codes is not None
    return walk(codes, 0)


def test_codes_stand_in_a_folder_for_each_kind_that_cannot_be_coded_with():
    book = a_codebook(oeve="intervention", tro="mechanism", ro="outcome", plan="intervention")
    assert tree(qdc(book, language="en")[0]) == [
        (0, "Interventions (I)", "false"),
        (1, "Oeve in English", "true"),
        (1, "Plan in English", "true"),
        (0, "Mechanisms (M)", "false"),
        (1, "Tro in English", "true"),
        (0, "Outcomes (O)", "false"),
        (1, "Ro in English", "true"),
    ]


def test_codes_below_codes_stay_there():
    found = [row for row in tree(qdc(nested_book(), language="da")[0]) if row[1] in ("Oeve", "Bus", "Rute")]
    assert found == [(1, "Oeve", "true"), (2, "Bus", "true"), (3, "Rute", "true")]


def test_a_name_may_stand_in_two_branches_but_not_for_qualcoder():
    names = {
        target: [name for _d, name, _c in tree(qdc(nested_book(), target=target)[0]) if "Ringe" in name]
        for target in TARGETS
    }
    assert names.pop("qualcoder") == ["Ringe (Tro)", "Ringe (Hverdag)"]
    assert set(map(tuple, names.values())) == {("Ringe", "Ringe")}
    (renamed,) = (one for one in qdc(nested_book(), target="qualcoder")[1] if one.names)
    assert (renamed.noun, renamed.number, renamed.names) == ("code", 2, ("Ringe (Tro)", "Ringe (Hverdag)"))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("book", ["kib-icmo", "salado-rasmussen"])
def test_shipped_books_are_valid_and_every_colour_is_one(book, target):
    data, _remarks, _counts = qdc(codebook.load(book), target=target)
    colours = [one.attrib["color"] for one in ET.fromstring(data).iter(f"{C}Code")]
    assert colours and all(map(COLOUR.fullmatch, colours))
    schema = Path(__file__).parents[3] / "shared" / "refi" / "Codebook-mrt2019.xsd"
    if schema.is_file():
        etree.XMLSchema(file=str(schema)).assertValid(etree.fromstring(data))


def test_an_independent_model_of_the_standard_reads_a_book(tmp_path):
    from pyrefiqda import RefiCodebook

    path = tmp_path / "book.qdc"
    path.write_bytes(qdc(a_codebook(oeve="intervention"), language="en")[0])
    (folder,) = RefiCodebook.load(str(path)).codes.code
    assert (folder.name, folder.code[0].name) == ("Interventions (I)", "Oeve in English")


def test_the_file_is_utf8_without_a_mark_with_lf_and_always_the_same():
    data = qdc(nested_book())[0]
    assert data.startswith(b"<?xml") and b"\r" not in data
    assert data == qdc(nested_book())[0]


def test_a_code_has_the_same_guid_in_every_file():
    guids = [
        [one.attrib["guid"] for one in ET.fromstring(qdc(book)[0]).iter(f"{C}Code")][1]
        for book in (a_codebook(oeve="theme"), a_codebook())
    ]
    assert guids[0] == guids[1]


def test_a_book_without_codes_is_refused():
    from dataclasses import replace

    with pytest.raises(InvalidError, match="no codes"):
        qdc(replace(a_codebook(), codes=()))


# --- Descriptions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_description_tells_the_code_and_how_to_use_it_and_is_read_back(language):
    for code in codebook.load("kib-icmo").codes:
        with i18n.language(language):
            told = description(code, language)
        assert read_description(told) == Described(
            code.definition.text(language),
            code.include.text(language),
            code.exclude.text(language),
            code.examples,
            code.id,
            code.kind,
            code.retired,
        )


def test_a_description_in_words():
    book = codebook.loads(
        """\
id: b
version: "1"
label: {da: B, en: B}
description: {da: B, en: B}
codes:
  - id: ro
    kind: outcome
    label: {da: Ro, en: Peace}
    definition: {da: Ro i hverdagen., en: Peace in everyday life.}
    include: {da: [Ro., Søvn.], en: [Peace., Sleep.]}
    exclude: {da: [Ferie.], en: [Holidays.]}
    retired: true
"""
    )
    assert (
        description(book["ro"], "en")
        == """\
Peace in everyday life.

Use the code:
– Peace.
– Sleep.

Do not use the code:
– Holidays.

icmo: ro · outcome · retired"""
    )


@pytest.mark.parametrize(
    "text", ["", "the foods people might eat", "A.\n\nicmo: x · nonsense", "Use the code:\n– as you like"]
)
def test_a_description_of_others_is_all_definition(text):
    assert read_description(text) == Described(text)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_the_folder_of_a_kind_is_known_again(kind, language):
    with i18n.language(language):
        name = folder_name(kind)
    assert folder_kind(f" {name.upper()} ") is kind
    assert folder_kind("Breakfast food") is None
