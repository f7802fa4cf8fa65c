"""The invented project that the browser looks at: two transcripts, two coders, suggestions.

The first transcript holds what is hard to count: emoji of one and of two code points, a ligature, names in Arabic and
Hebrew, letters with their accents beside them (some have a letter of their own in NFC, some have none).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from icmo.codebook_changes import CodeDraft
from icmo.models import Part, Reason, Role, Suggestion, Theory
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

VESTERLUND = """\
---
navn: vesterlund
titel: Kvinde
kommune: Vesterlund
informanttype: kvinde
---
INTERVIEWER: Hvordan gik det?

KVINDE: Min mentor tog med mig i bussen. Så turde jeg selv. Nu styrer jeg min uge. Jeg passer mine aftaler.
"""

PHONE = "ring til 20 12 34 56"

FIGURES = """\
kommune;team;deltagere;fremmøde
Egeholm;fælles;46;38,5 %
Nordvig;fælles;62;41 %
Vesterlund;delt;31;52 %
Østermark;delt;12;
"""

EVERYDAY, CONSTRUCT, SOLVING = "hverdagsmestring", "medkonstruktoer", "problemloesning"
NEEDS, PAID, FINANCES = "behov-og-livssituation", "loennede-timer", "bedre-oekonomi"
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
        project.code("nordvig", PAID, quote="fik hun løn for dem", coder="AML")
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
    _bring_in(project)
    mine = project.code("egeholm", GUIDANCE, quote=BUS, coder="AML")
    theirs = project.code("egeholm", OVERVIEW, quote=WEEK, coder="TBS", valence="positiv")
    spoken_of = [("I", GUIDANCE), ("M", EVERYDAY)]
    theory = project.add_theory("T1", "Hvis vi øver, så får hun overblik.", parts=spoken_of, coder="AML")
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
    _tell_elsewhere(project)
    _refine(project, theory)
    project.save_view(
        "Kommunerne", {"steps": [{"kind": "informant-type", "values": ["kommune"]}]}, page="graph", coder="AML"
    )
    project.write_summary(EVERYDAY, "Egeholm", "De øver bussen.", coder="AML")
    project.set_guide("kommune", [EVERYDAY, CONSTRUCT], coder="AML")
    project.set_guide("virksomhed", [MENTORING], coder="AML")
    _edit(project)


def _bring_in(project: Project) -> None:
    """A third interview, and figures of four municipalities, of which one was not interviewed."""
    with TemporaryDirectory() as folder:
        interview, figures = Path(folder) / "vesterlund.txt", Path(folder) / "tal.csv"
        interview.write_text(VESTERLUND, encoding="utf-8")
        figures.write_text(FIGURES, encoding="utf-8")
        project.import_files([interview], coder="AML")
        project.import_cases(figures, coder="AML")


def _tell_elsewhere(project: Project) -> None:
    """The mechanism in two municipalities, with other outcomes, and a moderator."""
    told = {
        "nordvig": [
            ("I", PAID, "fik hun løn for dem"),
            ("K", MENTORING, "Vi tog os god tid"),
            ("M", EVERYDAY, "forklare tingene"),
            ("O", FINANCES, "fik hun løn for dem"),
        ],
        "vesterlund": [
            ("I", GUIDANCE, "Min mentor tog med mig i bussen"),
            ("M", EVERYDAY, "Så turde jeg selv"),
            ("M", EVERYDAY, "Nu styrer jeg min uge"),
            ("M", EVERYDAY, "Jeg passer mine aftaler"),
            ("O", OVERVIEW, "Nu styrer jeg min uge"),
        ],
        "egeholm": [("M", EVERYDAY, OUT), ("O", OVERVIEW, DAILY)],
    }
    for transcript, parts in told.items():
        codings = [(role, project.code(transcript, code, quote=q, coder="AML").guid) for role, code, q in parts]
        polarity = "hæmmer" if transcript == "nordvig" else "fremmer"
        project.configure(codings, coder="AML", polarity=polarity, statement=f"Som i {transcript}.", actor="kvinden")


def _refine(project: Project, theory: Theory) -> None:
    """Another wording, with a reason, and a code more."""
    project.change_theory(
        theory.guid,
        statement="Hvis vi øver sammen, så får hun overblik, fordi hun selv kan.",
        parts=[("I", GUIDANCE), ("M", EVERYDAY), ("O", OVERVIEW)],
        because="Det var, når de øvede sammen.",
        coder="AML",
    )


def _edit(project: Project) -> None:
    """Edits of the overview, an evaluator's text, a phone number in a quote, and a report exported before all that."""
    project.keep_export(project.report("overview"), "overblik.docx", coder="AML")
    text = project.transcript("vesterlund").text
    project.correct("vesterlund", text.replace("mine aftaler", f"mine aftaler, {PHONE}"), coder="AML")
    project.code("vesterlund", OVERVIEW, quote=PHONE, coder="AML")
    project.edit_overview("rename", "O", OVERVIEW, text="Overblik over ugen", coder="AML")
    project.edit_overview("hide", "O", FINANCES, coder="TBS")
    project.edit_overview("add", "O", text="Cykler selv", coder="AML")
    project.write_report_text(f"theme:{EVERYDAY}", "De øvede sig.", coder="AML")
