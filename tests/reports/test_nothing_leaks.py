"""No name of a speaker and nothing personal gets out in any kind of report, in any format."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.documents.kinds import kinds
from icmo.documents.leaks import refuse_leaks
from icmo.documents.model import Report
from icmo.documents.places import places
from icmo.errors import PersonalDataError
from icmo.models import (
    About,
    Case,
    Coding,
    Configuration,
    Editing,
    InformantType,
    Kind,
    Material,
    Memo,
    MemoKind,
    OverviewEdit,
    Part,
    Polarity,
    QuoteChoice,
    ReportText,
    Role,
    Stance,
    Summary,
    Theory,
    TheoryPart,
    Transcript,
    Valence,
)
from icmo.reports.write import SUFFIXES, write_report
from tests.factories import a_codebook, a_coding, a_material, a_transcript
from tests.reports.given import Given

KINDS = [one.id for one in kinds()]
NAMES = ("Birgit Falkenberg", "Zahra Mirzakhani", "Jens-Ole Østergård", "Kirsten Wøldike")
LABELS = [name.upper() for name in NAMES]
TEXT = "\n\n".join(
    f"{LABELS[number % len(LABELS)]}: {said}"
    for number, said in enumerate(
        [
            "Hvordan gik det til?",
            "Vi øvede bussen med hende hver tirsdag, og jobcaféen hjalp.",
            "Hun troede på det, og hun fik ro.",
            "Tiden var for knap på kontoret.",
            "Så blev hverdagen lettere, og hun fik løn.",
        ]
    )
)
BOOK = {
    "oeve": "intervention",
    "job": "intervention",
    "kontor": "context",
    "tid": "moderator",
    "tro": "mechanism",
    "hverdag": "mechanism",
    "ro": "outcome",
    "lav": "target_group",
    "metode": "method",
    "princip": "principle",
}


def _coded(source: Transcript, start: int, end: int, code: str, guid: str) -> Coding:
    made = a_coding(source, code)
    return replace(made, guid=guid, start=start, end=end, quote=source.text[start:end], prefix="", suffix="")


def a_project(*spans: tuple[int, int]) -> Material:
    """Two municipalities and a woman, everything there is in a project, and codings of these spans with every code."""
    sources = [
        a_transcript(TEXT, guid="e", name="egeholm-gruppe", informant_type=InformantType.MUNICIPALITY, role="leder"),
        a_transcript(TEXT, guid="a", name="aamose", municipality="Åmose", informant_type=InformantType.MUNICIPALITY),
        a_transcript(TEXT, guid="k", name="egeholm-kvinde", informant_type=InformantType.WOMAN, target_group="lav"),
    ]
    codings = [
        _coded(source, start, end, code, f"{source.guid}-{code}-{start}-{end}")
        for source in sources
        for start, end in spans
        for code in BOOK
    ]
    codings[3] = replace(codings[3], valence=Valence.NEGATIVE)
    by_code = {(one.transcript, one.code): one for one in codings}
    letters = {"I": "oeve", "C": "kontor", "K": "tid", "M": "tro", "O": "ro"}
    configurations = [
        Configuration(
            guid=f"c-{source.guid}",
            parts=tuple(
                Part(Role(letter), by_code[source.guid, code].guid, "Ro i huset", "Det tør jeg godt")
                for letter, code in letters.items()
            ),
            coder="AML",
            at="2026-03-01T10:00:00+00:00",
            actor="sagsbehandler",
            polarity=polarity,
            stance=Stance.SUPPORTS,
            target_group="lav",
            statement="Når de øver, tror hun på det.",
            memo="Et notat.",
            theory="th",
        )
        for source, polarity in zip(sources, Polarity, strict=True)
    ]
    made = replace(
        a_material(sources, codings, configurations, book=a_codebook(**BOOK)),
        cases=(Case("g1", "Egeholm", {"andel": 0.4, "team": "eksternt"}), Case("g2", "Åmose", {"andel": 0.2})),
        theories=(Theory("th", "Tro", "Hvis de øver, så tror hun.", "AML", "", (TheoryPart(Role.M, "tro"),)),),
        summaries=(Summary("s", "tro", "Egeholm", "De øver meget.", "AML", ""),),
        memos=(
            Memo("m", MemoKind.DEFINITION, "Om tro.", About.CODE, "tro", "AML", "2026-03-01T10:00:00+00:00"),
            Memo("n", MemoKind.THEORY, "Om teorien.", About.THEORY, "th", "AML", "2026-03-01T10:00:00+00:00"),
            Memo("o", MemoKind.PROCESS, "Om konfigurationen.", About.CONFIGURATION, "c-e", "AML", ""),
            Memo("p", MemoKind.RETRODUCTION, "Om kodningen.", About.CODING, codings[0].guid, "AML", ""),
        ),
        edits=(OverviewEdit("o", "M", None, "tro", Editing.RENAME, "AML", "", "Tillid"),),
        choices=(QuoteChoice("", codings[0].guid, "AML", "", None, 1, "", "Pæn"),),
        guide={"kommune": ("tro", "ro")},
    )
    texts = {place: f"Skrevet til {place}." for kind in kinds() for place, _name in places(kind.id, made)}
    return replace(
        made, texts=tuple(ReportText(f"t{n}", at, text, "AML", "") for n, (at, text) in enumerate(texts.items()))
    )


def _turns() -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in a_transcript(TEXT).turns]


def _awkward() -> dict[str, tuple[int, int]]:
    """Stretches of the text that begin, end or lie in a speaker's label."""
    label = TEXT.index(LABELS[2])
    (_a, first_end), (second, second_end), (third, third_end), *_rest = _turns()
    return {
        "a_turn": (second, second_end),
        "a_turn_with_its_label": (TEXT.index(LABELS[1]), second_end),
        "two_turns": (second, third_end),
        "from_within_a_label": (label + 3, third_end),
        "to_within_a_label": (second, label + 8),
        "a_label_alone": (label, third - 1),
        "part_of_a_label": (label + 1, label + 6),
        "the_first_label_alone": (0, len(LABELS[0])),
        "between_turns": (first_end, TEXT.index(LABELS[1])),
        "everything": (0, len(TEXT)),
    }


def said_in(path: Path) -> str:
    """All that a file holds, unzipped and without markup's escapes, in small letters."""
    if path.suffix in (".docx", ".xlsx"):
        with ZipFile(path) as package:
            text = "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    else:
        text = path.read_text(encoding="utf-8")
    return html.unescape(text).casefold()


def _files(report: Report, folder: Path) -> dict[str, str]:
    paths = [folder / f"r{suffix}" for suffix in SUFFIXES]
    for path in paths:
        write_report(report, path)
    return {path.suffix: said_in(path) for path in paths}


# --- Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_no_speakers_name_stands_in_any_file_whatever_was_marked(kind: str, tmp_path: Path) -> None:
    material = a_project(*_awkward().values())
    said = _files(Given(material).report(kind, lang="en", each=100), tmp_path)
    parts = [part for name in NAMES for part in name.casefold().split()]
    assert [(suffix, name) for suffix, text in said.items() for name in parts if name in text] == []


@pytest.mark.parametrize("span", _awkward().values(), ids=_awkward())
def test_what_is_marked_of_a_label_is_not_quoted(span: tuple[int, int]) -> None:
    quotes = Given(a_project(span)).report("overview", lang="en").quotes
    assert [label for label in LABELS for one in quotes if set(label.split()) & set(one.text.split())] == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_stretch_of_an_interview_prints_a_letter_of_a_label(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    said = a_transcript(TEXT).said(start, end)
    assert not any(one.isupper() and len(one) > 1 for one in said.split())


# --- Personal data ----------------------------------------------------------------------------------------

SECRETS = {"a_cpr_number": "010203-1234", "a_phone_number": "20 12 34 56", "an_email": "mette.hansen@example.dk"}
Plant = Callable[[Material, str], Material]


def _first(**changes: Callable[[str], object]) -> Plant:
    """Change a field of the first of some things in the material: ``theories__statement``."""
    ((place, change),) = changes.items()
    noun, field = place.split("__")

    def plant(material: Material, secret: str) -> Material:
        first, *rest = getattr(material, noun)
        return replace(material, **{noun: (replace(first, **{field: change(secret)}), *rest)})

    return plant


def _in_quote(material: Material, secret: str) -> Material:
    """The words of the first transcript with something personal in them, as long as what stood there."""
    first, *rest = material.transcripts
    words = "Så blev hverdagen lettere"
    text = first.text.replace(words, secret.ljust(len(words)))
    return replace(material, transcripts=(replace(first, text=text), *rest))


def _in_parts(field: str) -> Plant:
    def plant(material: Material, secret: str) -> Material:
        first, *rest = material.configurations
        parts = tuple(replace(part, **{field: f"Ring {secret}"}) for part in first.parts)
        return replace(material, configurations=(replace(first, parts=parts), *rest))

    return plant


def _in_texts(material: Material, secret: str) -> Material:
    return replace(material, texts=tuple(replace(one, text=f"{one.text} Ring {secret}.") for one in material.texts))


def _in_memos(material: Material, secret: str) -> Material:
    return replace(material, memos=tuple(replace(one, text=f"{one.text} Ring {secret}.") for one in material.memos))


PLANTS: dict[str, tuple[Plant, set[str]]] = {  # and kinds of reports that print it
    "a_quote": (_in_quote, {*KINDS} - {"agreement", "codebook", "method", "quotes"}),
    "a_memo": (_in_memos, {"codebook"}),
    "a_statement": (_first(configurations__statement=lambda s: f"Ring {s}, så går det."), {"configurations"}),
    "an_actor": (_first(configurations__actor=lambda s: f"vagten {s}"), {"configurations", "mechanism"}),
    "a_resource": (_in_parts("resource"), {"mechanism"}),
    "a_reasoning": (_in_parts("reasoning"), {"mechanism"}),
    "a_summary": (_first(summaries__text=lambda s: f"De ringer til {s}."), {"framework", "municipality"}),
    "a_theory": (_first(theories__statement=lambda s: f"Hvis {s}, så ro."), {"theories", "method"}),
    "the_name_of_a_theory": (_first(theories__name=lambda s: f"Tro {s}"), {"theories", "method"}),
    "an_evaluators_text": (_in_texts, {"overview", "theme", "municipality", "mechanism", "method", "theories"}),
    "an_edit_of_the_overview": (_first(edits__text=lambda s: f"Tillid {s}"), {"overview"}),
    "a_note_on_a_quote": (_first(choices__note=lambda s: f"Spørg {s}"), {"quotes"}),
    "the_name_of_a_transcript": (_first(transcripts__name=lambda s: f"samtale {s}"), {"municipality", "quotes"}),
    "a_role": (_first(transcripts__role=lambda s: f"leder {s}"), {"municipality", "overview", "quotes"}),
    "a_figure": (_first(cases__variables=lambda s: {"andel": 0.4, "kontakt": s}), {"municipality"}),
    "the_projects_name": (lambda material, s: replace(material, name=f"Projekt {s}"), {"overview"}),
}


@pytest.fixture(scope="module")
def whole() -> Material:
    return a_project(*_turns())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLANTS)
def test_a_report_that_would_print_something_personal_is_refused_or_masked(
    place: str, kind: str, whole: Material
) -> None:
    plant, printing = PLANTS[place]
    for secret in SECRETS.values():
        project = Given(plant(whole, secret))
        report = project.report(kind, lang="en", each=100)
        if secret in repr(replace(report, options={})):
            with pytest.raises(PersonalDataError) as caught:
                refuse_leaks(report)
            assert secret not in caught.value.message
            assert "(" in caught.value.message  # the place
        else:
            assert kind not in printing
        assert secret not in repr(project.report(kind, lang="en", each=100, mask=True))


@pytest.mark.parametrize("kind", KINDS)
def test_a_masked_report_has_nothing_personal_in_any_file(kind: str, whole: Material, tmp_path: Path) -> None:
    material = whole
    for number, (plant, _printing) in enumerate(PLANTS.values()):
        material = plant(material, list(SECRETS.values())[number % 3])
    said = _files(Given(material).report(kind, lang="en", each=100, mask=True), tmp_path)
    assert [(suffix, secret) for suffix, text in said.items() for secret in SECRETS.values() if secret in text] == []


def test_the_kinds_of_codes_in_the_project_are_those_that_reports_speak_of() -> None:
    assert {Kind(kind) for kind in BOOK.values()} == set(Kind) - {Kind.THEME}
