"""The invented project that the browser looks at: two transcripts, two coders, suggestions.

The first transcript holds what is hard to count: emoji of one and of two code points, a ligature, names in Arabic and
Hebrew, letters with their accents beside them (some have a letter of their own in NFC, some have none).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from icmo.codebook_changes import CodeDraft
from icmo.models import Part, Reason, Role, Suggestion
from icmo.project import Project
from icmo.stamps import new_guid, now
from icmo.store import suggestions

THUMB = "Hun sendte bare en 👍🏽 den første uge."
BUS = "Så øvede vi bussen sammen hver tirsdag."
WEEK = "Efter en måned ﬁk hun selv overblik over ugen."
HUSBAND = "M̄h, og min mand سليم kom med til mødet."
CHILDREN = "Det var jo ham, der skulle hente børnene."
CALM = "Det gav mig ro i maven 😊, og så turde jeg ringe selv."
OUT = "Jamen, så tog vi ud på arbejdspladsen."
MENTOR = "Dér mødte hun Aviva (אביבה), der var mentor."
DAILY = "Nu kommer hun hver dag, og hun ringer selv, når bussen er forsinket."

EGEHOLM = f"""\
---
navn: egeholm
titel: Sagsbehandler og borger
kommune: Egeholm
informanttype: kommune
dato: 2026-03-12
---
INTERVIEWER: Hvordan kom I i gang?

SAGSBEHANDLER: {THUMB} {BUS} {WEEK}

BORGER: {HUSBAND} {CHILDREN} {CALM}

INTERVIEWER: Hvad skete der så?

SAGSBEHANDLER: {OUT} {MENTOR} {DAILY}
"""

NORDVIG = """\
---
navn: nordvig
titel: Virksomhed
kommune: Nordvig
informanttype: virksomhed
---
INTERVIEWER: Hvordan gik det hos jer?

LEDER: Hun begyndte i køkkenet to timer om dagen. Efter sommeren fik hun løn for dem.

MENTOR: Vi tog os god tid til at forklare tingene.
"""

EVERYDAY, CONSTRUCT, SOLVING = "hverdagsmestring", "medkonstruktoer", "problemloesning"
NEEDS = "behov-og-livssituation"
GUIDANCE, OVERVIEW, WORKPLACE, MENTORING = (
    "vejledning-i-hverdagsmestring",
    "overblik-i-hverdagen",
    "arbejdspladsen",
    "mentorstoette",
)


def make(place: Path) -> None:
    """Make the project: its texts decomposed, as some programs write them; a coding by each of two coders."""
    folder = place.parent
    for name, text in (("egeholm.txt", EGEHOLM), ("nordvig.txt", NORDVIG)):
        (folder / name).write_text(_decomposed(text), encoding="utf-8")
    with Project.create(place, name="Prøve", codebook="kib-icmo", coder="AML") as project:
        project.import_files([folder / "egeholm.txt", folder / "nordvig.txt"], coder="AML")
        project.code("egeholm", CONSTRUCT, quote=CALM, coder="TBS")
        project.code("nordvig", "loennede-timer", quote="fik hun løn for dem", coder="AML")
        suggest(project, "egeholm", [(WEEK, OVERVIEW, 0.9), (CHILDREN, NEEDS, 0.52), (OUT, WORKPLACE, 0.3)])
        suggest(project, "nordvig", [("Vi tog os god tid", MENTORING, 0.5)])


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def suggest(project: Project, transcript: str, wanted: Iterable[tuple[str, str, float]]) -> None:
    """Put suggestions (quote, code, score) in place of those of a transcript, as the engine does."""
    source = project.transcript(transcript)
    reason = Reason("cue", "selv overblik", None, None, "overblik")
    made = [
        Suggestion(new_guid(), source.guid, at, at + len(quote), code, score, 1, "mulig", (reason,), "test", now())
        for quote, code, score in wanted
        if (at := source.text.index(quote)) >= 0
    ]
    with project._database.write() as connection:
        suggestions.replace(connection, [source.guid], made)


def furnish(project: Project) -> None:
    """Something of everything that a page can show."""
    mine = project.code("egeholm", GUIDANCE, quote=BUS, coder="AML")
    theirs = project.code("egeholm", OVERVIEW, quote=WEEK, coder="TBS", valence="positiv")
    theory = project.add_theory("T1", "Hvis vi øver sammen, så får hun overblik, fordi hun selv kan.", coder="AML")
    parts = [("I", mine.guid), Part(Role.M, theirs.guid, "øvelse", "jeg kan selv")]
    values = {"theory": theory.guid, "stance": "understøtter", "target_group": "lavest-parathed", "actor": "kvinden"}
    one = project.configure(parts, coder="AML", statement="Hvis vi øver, så ringer hun.", **values)
    other = project.configure([("O", theirs.guid)], coder="TBS", polarity="hæmmer")
    project.link_configurations(other.guid, one.guid, coder="TBS")
    project.add_memo("definition", "Skal også dække telefonen.", about="coding", subject=mine.guid, coder="AML")
    project.add_memo("sprog", "Siger hun det selv?", about="segment", subject="egeholm", start=20, end=35, coder="TBS")
    project.add_memo("teori", "Se LØFT.", about="code", subject=EVERYDAY, coder="AML")
    project.save_view("Bussen", {"text": "bussen"}, coder="AML")
    project.add_code(CodeDraft("Ringer selv", "outcome", parent=OVERVIEW), coder="AML")
    project.retire_code("jobcafe", coder="AML")
    project.correct("egeholm", project.transcript("egeholm").text.replace("hver tirsdag", "hver onsdag"), coder="AML")
    suggest(project, "egeholm", [(CHILDREN, NEEDS, 0.52), (OUT, WORKPLACE, 0.3)])
