"""A project in which two coders differ in sixty passages, each in one of three ways, and agree in none."""

from __future__ import annotations

from pathlib import Path

from icmo.project import Project
from tests import projects

PASSAGES = 60
TEXT = "".join(
    f"{('KVINDE', 'MENTOR')[n % 2]}: Her siger hun den {n:02}. ting om dagen, og så er det sagt.\n\n"
    for n in range(PASSAGES)
)

Place = tuple[str, int, int]  # a code and its span


def make(folder: Path, *, passages: int = PASSAGES) -> Project:
    """In turns one after the other: AML alone, two codes for the same words, one code on other words."""
    project = projects.a_project(folder, text=TEXT)
    for n in range(passages):
        start, end = whole(project, n)
        match n % 3:
            case 0:
                _mark(project, "AML", "tro", start, end)
            case 1:
                _mark(project, "AML", "tro", start, end)
                _mark(project, "TBS", "hverdag", start, end)
            case 2:
                _mark(project, "AML", "ro", start, start + 29)
                _mark(project, "TBS", "ro", start + 18, end)
    return project


def whole(project: Project, n: int) -> tuple[int, int]:
    """Where the passage of that number stands."""
    turn = project.transcript("interview").turns[n]
    return turn.start, turn.end


def _mark(project: Project, coder: str, code: str, start: int, end: int) -> None:
    project.mark("interview", [code], coder=coder, start=start, end=end)


def decided(project: Project, n: int, choice: str) -> list[Place]:
    """What stands at a passage when that is chosen; another code is “oeve”. Readings come by place, then by code."""
    start, end = whole(project, n)
    readings: dict[str, list[Place]] = [
        {"1": [("tro", start, end)], "2": []},
        {"1": [("hverdag", start, end)], "2": [("tro", start, end)]},
        {"1": [("ro", start, start + 29)], "2": [("ro", start + 18, end)], "b": [("ro", start, end)]},
    ][n % 3]
    both = readings["1"] + readings["2"]
    return {"n": [], "o": [("oeve", start, end)], "b": both, **readings}[choice]
