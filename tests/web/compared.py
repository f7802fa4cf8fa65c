"""Eight invented municipalities, made so that every number of the pages that compare can be counted by hand.

Each has one interview of four sentences in two turns: PRACTISED and SELF in the first, RESULT and SUPPORT in the
second. PRACTISED is coded as GUIDANCE and SELF as EVERYDAY in all of them. The first four have a team of their own, an
overview as their RESULT and a mentor as SUPPORT; the last four have none, more energy, and after-care. So each
municipality has four quotes, of which two are of the same codes everywhere.

In Askelund a second coder has marked a part of SUPPORT with the same code: still one quote.

===========  =========  ====================================================
Askelund     furthers   I GUIDANCE, M EVERYDAY, O OVERVIEW
Birkelund    furthers   I GUIDANCE, M EVERYDAY, O OVERVIEW
Cederlund    furthers   I GUIDANCE, M EVERYDAY
Dyrelund     furthers   M EVERYDAY, O MENTORING
Egelund      hinders    I GUIDANCE, K AFTERCARE, M EVERYDAY, O ENERGY
===========  =========  ====================================================
"""

from __future__ import annotations

from pathlib import Path

from icmo.project import Project
from tests.web.invented import EVERYDAY, GUIDANCE, MENTORING, OVERVIEW

PRACTISED, SELF = "Vi øvede bussen sammen.", "Hun styrede selv sin uge."
ALONE = ("Askelund", "Birkelund", "Cederlund", "Dyrelund")
SHARED = ("Egelund", "Fyrrelund", "Granlund", "Hassellund")
MUNICIPALITIES = (*ALONE, *SHARED)
RESULT = {**dict.fromkeys(ALONE, "Så fik hun overblik."), **dict.fromkeys(SHARED, "Så fik hun mere energi.")}
SUPPORT = {**dict.fromkeys(ALONE, "En mentor hjalp hende."), **dict.fromkeys(SHARED, "Vi ringede hver måned.")}

AFTERCARE, ENERGY, COMPANIES = "eftervaern", "personligt-overskud", "virksomhedsrettede-indsatser"

FIGURES = "kommune;team;deltagere\n" + "".join(
    f"{name};{'egen' if name in ALONE else 'delt'};{10 * n}\n" for n, name in enumerate(MUNICIPALITIES, start=1)
)

TOLD = {
    "Askelund": ("fremmer", "IMO"),
    "Birkelund": ("fremmer", "IMO"),
    "Cederlund": ("fremmer", "IM"),
    "Dyrelund": ("fremmer", "MS"),
    "Egelund": ("hæmmer", "IKMO"),
}


def name_of(municipality: str) -> str:
    """The name of a municipality's only transcript."""
    return municipality.lower()


def make(place: Path) -> None:
    """Make the project."""
    folder = place.parent
    for month, name in enumerate(MUNICIPALITIES, start=1):
        (folder / f"{name_of(name)}.txt").write_text(_interview(name, month), encoding="utf-8")
    (folder / "tal.csv").write_text(FIGURES, encoding="utf-8")
    with Project.create(place, name="Otte", codebook="kib-icmo", coder="AML") as project:
        project.import_files([folder / f"{name_of(name)}.txt" for name in MUNICIPALITIES], coder="AML")
        project.import_cases(folder / "tal.csv", coder="AML")
        for name in MUNICIPALITIES:
            _code(project, name)
        project.code(name_of("Askelund"), MENTORING, quote="mentor hjalp", coder="TBS")


def _interview(name: str, month: int) -> str:
    return f"""\
---
navn: {name_of(name)}
kommune: {name}
informanttype: kommune
dato: 2026-{month:02}-01
---
INTERVIEWER: Hvad gjorde I i {name}?

LEDER: {PRACTISED} {SELF}

INTERVIEWER: Hvad kom der ud af det?

LEDER: {RESULT[name]} {SUPPORT[name]}
"""


def _code(project: Project, name: str) -> None:
    """The four codings of a municipality, and its configuration where it has one."""
    alone = name in ALONE
    coded = {
        "I": (GUIDANCE, PRACTISED),
        "M": (EVERYDAY, SELF),
        "O": (OVERVIEW if alone else ENERGY, RESULT[name]),
        "K": (MENTORING if alone else AFTERCARE, SUPPORT[name]),
    }
    made = {role: project.code(name_of(name), code, quote=q, coder="AML").guid for role, (code, q) in coded.items()}
    if name in TOLD:
        polarity, roles = TOLD[name]
        parts = [("O", made["K"]) if role == "S" else (role, made[role]) for role in roles]
        project.configure(parts, coder="AML", polarity=polarity, statement=f"Sådan gik det i {name}.")
