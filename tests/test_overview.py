from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook, overview
from icmo.models import Editing, Material, OverviewEdit, Polarity, Valence
from icmo.overview import Entry, Overview
from tests.factories import BOOK, a_code, a_codebook, a_coding, a_configuration, a_material, a_suggestion, a_transcript

TEXT = "I: Hvad?\n\nLEDER: Vi øvede bussen. Hun troede på det.\n\nI: Og?\n\nLEDER: Hun fik ro. Ring 20 12 34 56."
ROWS = {"Interventions (what)": 1, "Moderators (K)": 3, "Effect (how) (M)": 4, "Outcome (O)": 5, "Method": 6}


def _entries(made: Overview, row: str, group: str) -> dict[str, Entry]:
    return {entry.code: entry for entry in made.cell(ROWS[row], made.groups.index(group))}


def _build(material: Material, **options: object) -> Overview:
    return overview.build(material, lang="en", **options)  # type: ignore[arg-type]


def test_the_rows_and_columns_are_those_of_bilag_5() -> None:
    made = overview.build(a_material([a_transcript()]), lang="da")
    assert made.rows == (
        "Målgruppe (hvem)",
        "Indsatser (hvad)",
        "Kontekst (hvor) (C)",
        "Moderatorer (K)",
        "Virkning (hvordan) (M)",
        "Udkomme (O)",
        "Metode",
    )
    assert made.groups == ("Lav", "Hoej")
    assert all(not cell for cell in made.cells.values())


def test_a_configurations_parts_stand_under_its_target_group_in_the_row_of_their_role() -> None:
    source = a_transcript(TEXT)
    i, m = a_coding(source, "tro", "øvede bussen"), a_coding(source, "tro", "troede på det")
    made = _build(a_material([source], [i, m], [a_configuration(("I", i), ("M", m), target_group="hoej")]))
    assert list(_entries(made, "Interventions (what)", "Hoej in English")) == ["tro"]
    assert list(_entries(made, "Effect (how) (M)", "Hoej in English")) == ["tro"]
    assert made.cell(4, 0) == ()


@pytest.mark.parametrize(
    ("own_group", "coded_group", "expected"),
    [
        pytest.param(None, "lav", "Lav in English", id="the_group_coded_in_the_same_turn"),
        pytest.param("hoej", "lav", "Lav in English", id="the_coded_group_before_the_transcripts_own"),
        pytest.param("hoej", None, "Hoej in English", id="the_transcripts_own_group"),
        pytest.param(None, None, "Target group not stated", id="no_group_at_all"),
    ],
)
def test_the_target_group_of_a_coding_outside_configurations(
    own_group: str | None, coded_group: str | None, expected: str
) -> None:
    source = a_transcript(TEXT, target_group=own_group)
    codings = [a_coding(source, "tro", "troede på det")]
    if coded_group:
        codings.append(a_coding(source, coded_group, "Vi øvede"))
    made = _build(a_material([source], codings))
    assert list(_entries(made, "Effect (how) (M)", expected)) == ["tro"]


def test_counts_are_municipalities_of_all_and_distinct_quotes() -> None:
    """By hand: two of three municipalities; two coders on one passage are one quote, so four codings are three."""
    one, two = a_transcript(TEXT, municipality="Nordvig"), a_transcript(TEXT + " Ja.", municipality="Åmose")
    three = a_transcript(TEXT + " Nej.", municipality="Egeholm")
    codings = [
        a_coding(one, "tro", "Hun troede på det", coder="AML"),
        a_coding(one, "tro", "troede på det", coder="TBS"),
        a_coding(one, "tro", "Hun fik ro"),
        a_coding(two, "tro", "Hun fik ro", valence=Valence.NEGATIVE),
    ]
    made = _build(a_material([one, two, three], codings))
    entry = _entries(made, "Effect (how) (M)", "Target group not stated")["tro"]
    assert entry.counts == "2 of 3 municipalities · 3 quotes, 1 of them hindering"
    assert entry.municipalities == ("Nordvig", "Åmose")
    assert made.quotes[entry.quotes[0] - 1].coders == ("AML", "TBS")
    assert made.quotes[entry.quotes[0] - 1].text == "Hun troede på det"


def test_every_entry_leads_to_quotes_and_every_quote_to_its_place_in_the_text() -> None:
    source = a_transcript(TEXT, role="medarbejdergruppe", municipality="Nordvig")
    material = a_material([source], [a_coding(source, "tro", "troede på det"), a_coding(source, "ro", "Hun fik ro")])
    made = _build(material)
    entries = [entry for cell in made.cells.values() for entry in cell]
    assert {number for entry in entries for number in entry.quotes} == {1, 2}
    for quote in made.quotes:
        assert source.text[quote.start : quote.end] == quote.text
        assert quote.signature == "medarbejdergruppe, Nordvig"
    assert [quote.turn for quote in made.quotes] == [2, 4]


def test_a_speakers_name_is_never_in_a_signature() -> None:
    source = a_transcript("I: Hvad?\n\nMette Hansen: Vi øvede.\n\nI: Og?\n\nMette Hansen: Hun fik ro.")
    made = _build(a_material([source], [a_coding(source, "ro", "Hun fik ro")]))
    assert "Mette" not in made.quotes[0].signature + made.quotes[0].text


def test_personal_data_in_a_quote_is_replaced_and_said() -> None:
    source = a_transcript(TEXT)
    made = _build(a_material([source], [a_coding(source, "ro", "Ring 20 12 34 56.")]))
    assert made.quotes[0].text == "Ring [phone number]."
    assert any("1 personal detail replaced" in line for line in made.method)


@pytest.mark.parametrize(("least", "thin"), [((1, 1), False), ((2, 1), True), ((1, 2), True)])
def test_evidence_below_a_threshold_is_flagged_as_thin(least: tuple[int, int], thin: bool) -> None:
    sources = [a_transcript(TEXT, municipality="Nordvig"), a_transcript(TEXT + " Ja.", municipality="Åmose")]
    material = a_material(sources, [a_coding(sources[0], "tro", "troede på det")])
    made = _build(material, min_municipalities=least[0], min_quotes=least[1])
    assert _entries(made, "Effect (how) (M)", "Target group not stated")["tro"].thin is thin


def test_a_hindering_configuration_makes_its_quotes_hindering() -> None:
    source = a_transcript(TEXT)
    i, m = a_coding(source, "oeve", "øvede bussen"), a_coding(source, "tro", "troede på det")
    configuration = a_configuration(("I", i), ("M", m), target_group="lav", polarity=Polarity.HINDERS)
    made = _build(a_material([source], [i, m], [configuration]))
    assert _entries(made, "Effect (how) (M)", "Lav in English")["tro"].hindering == 1


def test_the_first_row_counts_all_evidence_on_a_target_group() -> None:
    source = a_transcript(TEXT, target_group="lav")
    made = _build(
        a_material([source], [a_coding(source, "tro", "troede på det"), a_coding(source, "ro", "Hun fik ro")])
    )
    (entry,) = made.cell(0, 0)
    assert (entry.code, entry.quotes) == ("lav", (1, 2))


def test_themes_get_a_row_only_where_there_are_any() -> None:
    source = a_transcript(TEXT)
    book = a_codebook(tema="theme", tro="mechanism")
    with_theme = _build(a_material([source], [a_coding(source, "tema", "Hun fik ro")], book=book))
    assert with_theme.rows[-1] == "Themes"
    assert with_theme.groups == ("All the material",)
    assert _build(a_material([source], book=book)).rows[-1] == "Method"


def test_a_draft_counts_strong_suggestions_and_says_that_nobody_approved_them() -> None:
    source = a_transcript(TEXT)
    material = a_material([source], suggestions=[a_suggestion(source, "tro"), a_suggestion(source, "ro", band="mulig")])
    assert _build(material).quotes == ()
    draft = _build(material, draft=True)
    assert list(_entries(draft, "Effect (how) (M)", "Target group not stated")) == ["tro"]
    assert draft.subtitle.startswith("DRAFT")


def test_material_without_municipalities_counts_quotes_alone() -> None:
    source = a_transcript(TEXT, municipality=None)
    made = _build(a_material([source], [a_coding(source, "tro", "troede på det")]))
    assert _entries(made, "Effect (how) (M)", "Target group not stated")["tro"].counts == "1 quote"


def test_a_coding_of_a_target_group_is_evidence_of_that_group() -> None:
    source = a_transcript(TEXT)
    made = _build(a_material([source], [a_coding(source, "lav", "Vi øvede bussen")]))
    (entry,) = made.cell(0, made.groups.index("Lav in English"))
    assert (entry.code, [made.quotes[number - 1].text for number in entry.quotes]) == ("lav", ["Vi øvede bussen"])


def test_a_turn_that_tells_of_two_target_groups_counts_under_both() -> None:
    source = a_transcript(TEXT)
    codings = [
        a_coding(source, "lav", "Vi øvede"),
        a_coding(source, "hoej", "Hun troede"),
        a_coding(source, "tro", "bussen"),
    ]
    made = _build(a_material([source], codings))
    for group in ("Lav in English", "Hoej in English"):
        assert "tro" in _entries(made, "Effect (how) (M)", group)


def test_a_quote_from_nowhere_is_signed_by_nothing() -> None:
    source = a_transcript(TEXT, municipality=None)
    made = _build(a_material([source], [a_coding(source, "ro", "Hun fik ro")]))
    assert made.quotes[0].signed == "”Hun fik ro”"


# --- Types, hindering factors, order, edits by hand ---------------------------------------------------------


def _typed() -> Material:
    """Two types of interventions, one code below each, one of no type; one municipality says both."""
    book = codebook.loads(
        BOOK
        + "".join(a_code(name, "intervention") for name in ("oeve", "job"))
        + a_code("bus", "intervention", parent="oeve")
    )
    source = a_transcript(TEXT)
    return a_material([source], [a_coding(source, "bus", "bussen"), a_coding(source, "job", "Hun fik ro")], book=book)


def test_interventions_stand_in_a_row_for_each_type_that_has_codes_below_it() -> None:
    made = _build(_typed())
    assert made.rows[1:3] == ("Interventions (what): Oeve in English", "Interventions (what): other")
    assert [[entry.code for entry in made.cell(r, 0)] for r in (1, 2)] == [["bus"], ["job"]]
    assert [entry.code for entry in _build(_typed(), grouped=False).cell(1, 0)] == ["job", "bus"]


def test_entries_that_more_municipalities_tell_of_come_first_then_those_with_more_quotes() -> None:
    one, two = a_transcript(TEXT, municipality="Nordvig"), a_transcript(TEXT + " Ja.", municipality="Åmose")
    codings = [
        a_coding(one, "tro", "Hun troede på det"),
        *(a_coding(one, "hverdag", words) for words in ("bussen", "Hun fik ro")),
        a_coding(one, "tid", "Vi øvede"),
        a_coding(two, "tid", "Vi øvede"),
    ]
    made = _build(a_material([one, two], codings))
    assert [entry.code for entry in made.cell(4, 2)] == ["hverdag", "tro"]


def test_hindering_factors_have_a_row_of_their_own_when_wanted_and_are_counted_there_alone() -> None:
    source = a_transcript(TEXT)
    codings = [
        a_coding(source, "tid", "Vi øvede", valence=Valence.NEGATIVE),
        a_coding(source, "tid", "Hun fik ro", valence=Valence.POSITIVE),
    ]
    made = _build(a_material([source], codings), hindering=True)
    row = made.rows.index("Hindering factors")
    assert [[(e.code, e.backing.citations) for e in made.cell(r, 2)] for r in (row, row - 1)] == [[("tid", 1)]] * 2


def test_few_informants_are_flagged_and_each_speaker_is_one() -> None:
    """By hand: LEDER alone says it in the first; in the second LEDER, MOR and FAR do."""
    few = a_transcript("LEDER: Hun fik ro.\n\nI: Ja?")
    many = a_transcript("LEDER: Hun fik ro.\n\nMOR: Hun fik ro igen.\n\nFAR: Og Hun fik det godt.")
    codings = [a_coding(many, "ro", words) for words in ("Hun fik ro.", "ro igen", "fik det godt")]
    for source, marked, told in ((few, [a_coding(few, "ro", "Hun fik ro")], 1), (many, codings, 3)):
        (entry,) = _build(a_material([source], marked)).cell(5, 2)
        assert entry.backing.informants == told
        assert ("few informants" in entry.flags) is (told < 3)


def _edited(*edits: OverviewEdit) -> Overview:
    source = a_transcript(TEXT, target_group="lav")
    codings = [
        a_coding(source, "tro", "troede på det"),
        a_coding(source, "hverdag", "øvede bussen"),
        a_coding(source, "hverdag", "Hun troede på det"),
    ]
    return _build(replace(a_material([source], codings), edits=edits))


def _edit(action: str, code: str = "", **fields: str | None) -> OverviewEdit:
    place: dict[str, str | None] = {"row": "M", "target_group": None, **fields}
    return OverviewEdit(guid=f"e-{action}", code=code, action=Editing(action), coder="AML", at="", **place)  # type: ignore[arg-type]


def test_an_entry_hidden_by_hand_is_not_in_the_table_but_the_method_says_so() -> None:
    made = _edited(_edit("hide", "tro"))
    assert [entry.code for entry in made.cell(4, 0)] == ["hverdag"]
    assert any("“Tro in English” is hidden (AML)" in line for line in made.method)
    assert [edit.code for edit in made.hidden] == ["tro"]


def test_an_entry_renamed_by_hand_tells_its_code_in_the_book() -> None:
    (first, second) = _edited(_edit("rename", "tro", text="Tillid")).cell(4, 0)
    assert (second.label, second.by_hand) == ("Tillid", "renamed by hand, in the code book “Tro in English”")
    assert first.by_hand == ""


def test_entries_merged_by_hand_count_a_passage_that_both_mark_once() -> None:
    """By hand: hverdag marks two passages, tro one that lies within the second of them."""
    (entry,) = _edited(_edit("merge", "tro", into="hverdag")).cell(4, 0)
    assert (entry.code, entry.backing.citations) == ("hverdag", 2)
    assert "“Tro in English”" in entry.by_hand


def test_an_entry_added_by_hand_has_no_quotes_and_says_so() -> None:
    made = _edited(_edit("add", text="Ro på", target_group="hoej"))
    (entry,) = made.cell(4, 1)
    assert (entry.label, entry.quotes, entry.counts) == ("Ro på", (), "added by hand, no quotes")
    assert [entry.code for entry in made.cell(4, 0)] == ["hverdag", "tro"]


def test_an_edit_of_one_column_leaves_the_others_alone() -> None:
    made = _edited(_edit("hide", "tro", target_group="hoej"))
    assert [entry.code for entry in made.cell(4, 0)] == ["hverdag", "tro"]


def test_the_overview_as_coded_knows_no_edits() -> None:
    source = a_transcript(TEXT, target_group="lav")
    material = replace(a_material([source], [a_coding(source, "tro", "troede på det")]), edits=(_edit("hide", "tro"),))
    assert [entry.code for entry in _build(material, edited=False).cell(4, 0)] == ["tro"]


def test_a_quote_over_two_turns_prints_no_speakers_label() -> None:
    source = a_transcript("Mette: Vi øvede.\n\nFatima: Hun fik ro.\n\nMette: Ja.\n\nFatima: Nej.")
    made = _build(a_material([source], [a_coding(source, "ro", source.text[7:40])]))
    assert made.quotes[0].text == "Vi øvede. – Hun fik ro."


def test_a_part_counts_its_codes_and_each_of_its_quotes_once() -> None:
    source = a_transcript("A: tillid og ro og mere")
    codings = [a_coding(source, "tro", "tillid"), a_coding(source, "tro", "mere")]
    made = overview.build(a_material([source], codings), lang="en")
    codes, backing = made.parts["M"]
    assert (codes, backing.citations, backing.sources) == (1, 2, 1)
    assert "O" not in made.parts
