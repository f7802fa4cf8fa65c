"""Two projects that differ in one thing: in one AML has coded in transcripts that BKH codes blind, in the other not.

Whatever somebody who is not AML can get at must be the same in both. All else is the same to the GUID: the second is a
copy that was made before AML began.
"""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from icmo.codebook_changes import CodeDraft
from icmo.models import Part, Role
from icmo.project import Project
from icmo.store.tables import metadata

SECRET = "Hemmeligholdt"  # in all that AML writes; ends up in lower case in cues
EVERYDAY, SOLVING, MEANING = "hverdagsmestring", "problemloesning", "meningsfuldhed"
GUIDANCE, MENTORING, OVERVIEW = "vejledning-i-hverdagsmestring", "mentorstoette", "overblik-i-hverdagen"
HIDDEN_CODES = ("loennede-timer", "medkonstruktoer", "bedre-oekonomi")  # AML uses them, and nobody else does
ROUND = "Prøvekodning"

BUS = "Min mentor øvede bussen med mig hver tirsdag."
SELF = "Så turde jeg tage turen selv."
WEEK = "Nu har jeg overblik over ugen."
WORK = "Jeg fik et arbejde i køkkenet, og det betød alt for mig."
PAY = "Efter sommeren fik jeg løn for timerne."
TEXT = f"INTERVIEWER: Hvordan gik det?\n\nKVINDE: {BUS} {SELF} {WEEK}\n\nKVINDE: {WORK} {PAY} Jeg hedder {{name}}.\n"
_HEAD = "---\nnavn: {name}\nkommune: {place}\ninformanttype: {kind}\ndato: 2026-03-{day}\n---\n"
_TEXTS = {
    "a": {"place": "Egeholm", "kind": "kvinde", "day": "10"},
    "b": {"place": "Nordvig", "kind": "virksomhed", "day": "11"},
    "c": {"place": "Egeholm", "kind": "kommune", "day": "12"},
    "d": {"place": "Nordvig", "kind": "kvinde", "day": "13"},
}
_LONG = "\n\n".join(f"KVINDE: Den {n}. uge kom jeg af sted, og mentoren ringede til mig." for n in range(1, 36))
_FIGURES = "kommune;team;deltagere\nEgeholm;fælles;46\nNordvig;delt;62\n"

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_NEVER_SAME = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+00:00)?"), "MOMENT"),
    (re.compile(r"\d\d?[:.]\d\d\b"), "CLOCK"),
    (re.compile(r"(?<![-\w])([0-9a-f]{64}|[0-9a-f]{12})(?![-\w])"), "HASH"),  # versions of rows: when they were made
    (re.compile(r'"(number|since)": ?\d+|(?m:^)\d+ (?=MOMENT)'), "NUMBER"),  # of entries in the log
)


@dataclass(frozen=True)
class Twins:
    """The project in which AML has coded blind, and the one in which not."""

    coded: Project
    other: Project
    hidden: frozenset[str]  # the GUIDs of what AML has made
    common: frozenset[str]  # the GUIDs that are in both
    places: tuple[Path, Path]

    def told(self, name: str) -> str:
        """The GUID of a transcript, the same in both."""
        return self.coded.transcript(name).guid


@contextmanager
def twins(folder: Path) -> Iterator[Twins]:
    """Make both, open."""
    place = folder / "kodet.icmo"
    _begin(place, folder)
    twin = Path(shutil.copy(place, folder / "tvilling.icmo"))
    before = guids(place)
    with Project.open(place) as coded:
        _code_blind(coded, folder)
        coded.suggest()
    with Project.open(twin) as other:
        other.suggest()
    common = guids(place) & guids(twin)
    hidden = guids(place) - before - guids(twin)
    with Project.open(place) as coded, Project.open(twin) as other:
        yield Twins(coded, other, frozenset(hidden), frozenset(common), (place, twin))


def guids(place: Path) -> set[str]:
    """Every GUID in a project, but those of steps and of suggestions, which the engine makes of their place."""
    tables = [table for table in metadata.sorted_tables if "guid" in table.c and table.name != "suggestion"]
    with closing(sqlite3.connect(place)) as connection:
        return {guid for table in tables for (guid,) in connection.execute(f'select guid from "{table.name}"')}


def _begin(place: Path, folder: Path) -> None:
    """What is in both: work of all three before the round, the round, and what BKH has coded in it."""
    texts = folder / "tekster"
    texts.mkdir()
    for name, about in _TEXTS.items():
        whole = _HEAD.format(name=name, **about) + TEXT.format(name=name) + (f"\n{_LONG}\n" if name == "d" else "")
        (texts / f"{name}.txt").write_text(whole, encoding="utf-8")
    (folder / "tal.csv").write_text(_FIGURES, encoding="utf-8")
    with Project.create(place, name="Blind", codebook="kib-icmo", coder="LED") as project:
        project.import_files([texts], coder="LED")
        project.import_cases(folder / "tal.csv", coder="LED")
        theory = project.add_theory("T1", "Hvis vi øver, så turde hun.", parts=[("M", EVERYDAY)], coder="LED")
        for coder in ("AML", "BKH"):
            for name in ("c", "d"):
                _tell_in(project, name, coder, theory.guid)
        project.add_memo("proces", "Til alle.", about="project", coder="AML")
        project.save_view("Bussen", {"text": "bussen"}, coder="AML")
        project.save_view(
            "Kommunen", {"steps": [{"kind": "informant-type", "values": ["kommune"]}]}, page="graph", coder="LED"
        )
        project.write_summary(EVERYDAY, "Egeholm", "De øver bussen.", coder="LED")
        project.edit_overview("rename", "M", EVERYDAY, text="Mestring", coder="LED")
        project.write_report_text("overview", "En indledning.", coder="LED")
        project.add_code(CodeDraft("Ringer selv", "outcome", parent=OVERVIEW), coder="LED")
        project.open_round(
            ROUND, ["AML", "BKH"], of=["a", "b"], suggestions=True, note="Kod hver for sig.", coder="LED"
        )
        _tell_in(project, "a", "BKH", theory.guid)
        project.mark_done("a", coder="BKH")
        project.mark_done("b", coder="AML")
        project.choose_quote([_mine(project, "BKH", "a")], verdict="godkendt", coder="BKH")
        project.decide_cue(EVERYDAY, "øvede bussen", "accept", coder="BKH")
        project.suggest()


def _mine(project: Project, coder: str, name: str) -> str:
    found = project.seen_by(coder).marked(name).codings
    return next(one.guid for one in found if one.coder == coder)


def _tell_in(project: Project, name: str, coder: str, theory: str) -> None:
    """An intervention, a mechanism and an outcome, put together, with a memo."""
    made = [
        project.code(name, code, quote=quote, coder=coder)
        for code, quote in ((GUIDANCE, BUS), (EVERYDAY, SELF), (OVERVIEW, WEEK))
    ]
    parts = list(zip("IMO", (one.guid for one in made), strict=True))
    project.configure(parts, coder=coder, theory=theory, stance="understøtter", actor="kvinden", statement="Hun øvede.")
    project.add_memo("sprog", f"{coder} om bussen.", about="coding", subject=made[0].guid, coder=coder)


def _code_blind(project: Project, folder: Path) -> None:
    """All that AML can do in the round, with words and codes that nobody else uses."""
    pay, making, money = HIDDEN_CODES
    own = {"coder": "AML"}
    for name in ("a", "b"):
        first = project.code(name, pay, quote=PAY, memo=f"{SECRET} ved kodningen", valence="positiv", **own)
        second = project.code(name, making, quote=SELF, memo=f"{SECRET} om hende", **own)
        last = project.code(name, money, quote=WORK, **own)
        parts = [Part(Role.I, first.guid, SECRET, SECRET), Part(Role.M, second.guid, f"{SECRET} ressource", "")]
        values = {"statement": f"{SECRET}: hvis, så.", "memo": SECRET, "target_group": "lavest-parathed"}
        one = project.configure([*parts, ("O", last.guid)], actor="arbejdsgiveren", polarity="hæmmer", **values, **own)
        two = project.configure([("C", second.guid), ("O", last.guid)], statement=SECRET, **own)
        project.link_configurations(one.guid, two.guid, **own)
        for about, subject in (("coding", first.guid), ("configuration", two.guid), ("transcript", name)):
            project.add_memo("retroduktion", f"{SECRET} om {about}", about=about, subject=subject, **own)
        project.add_memo("sprog", f"{SECRET} om ordene", about="segment", subject=name, start=40, end=60, **own)
        project.choose_quote([second.guid], verdict="godkendt", rank=1, note=SECRET, **own)
        project.choose_quote([last.guid], verdict="tilbageholdt", note=SECRET, **own)
        project.reconfigure(two.guid, memo=f"{SECRET} igen", **own)
        project.recode(last.guid, memo=f"{SECRET} bagefter", **own)
        _decide(project, name)
    project.add_memo("teori", f"{SECRET} om koden", about="code", subject=EVERYDAY, **own)
    project.add_memo("proces", f"{SECRET} om projektet", about="project", **own)
    project.decide_cue(MEANING, f"{SECRET.lower()} vending", "accept", **own)
    project.decide_cue(EVERYDAY, "øvede bussen", "reject", **own)
    project.uncode(project.code("a", pay, quote=WEEK, memo=f"{SECRET} slettet", **own).guid, **own)
    project.code("b", money, quote=WEEK, memo=f"{SECRET} fortrudt", **own)
    project.undo("AML")
    project.prefer("AML", pins=list(HIDDEN_CODES))
    for kind, file in (("overview", f"{SECRET}.html"), ("quotes", f"{SECRET}.xlsx")):
        project.seen_by("AML").export_report(kind, folder / file, coder="AML")


def _decide(project: Project, name: str) -> None:
    shown = list(project.seen_by("AML").marked(name).suggestions)
    for suggestion, verdict in zip(shown, ("accept", "reject", "skip"), strict=False):
        project.decide(suggestion.guid, verdict, coder="AML")


# --- What was answered ----------------------------------------------------------------------------------


def unpacked(data: bytes) -> str:
    """All text in an answer or a file; archives (Word, Excel, .qdpx) are opened."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = sorted(archive.namelist())
            return "\n".join(f"{_GUID.sub('', name)}\n{unpacked(archive.read(name))}" for name in members)
    return data.decode("utf-8", "replace")


def same_in_both(text: str, known: frozenset[str]) -> str:
    """The text without what is never twice the same: when it was made, and GUIDs that came of making it."""
    found: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        """A GUID of both, or the place in which a new one comes first."""
        guid = match[0].lower()
        return guid if guid in known else found.setdefault(guid, f"new-{len(found)}")

    text = _GUID.sub(name, text)
    for pattern, word in _NEVER_SAME:
        text = pattern.sub(word, text)
    return text


def leaks(text: str, hidden: frozenset[str], asked: str = "") -> list[str]:
    """The words and GUIDs of AML's that stand in a text; what was asked for may be repeated."""
    low = text.lower()
    return [word for word in sorted({SECRET.lower(), *hidden}) if word in low and word not in asked.lower()]
