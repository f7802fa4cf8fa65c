"""Random histories of copies that are worked on apart: however they are merged, the result is the same, and whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from icmo import i18n
from icmo.codebook_changes import CodeDraft
from icmo.errors import IcmoError
from icmo.project import Project
from icmo.union.reading import copy_file
from tests.factories import KINDS
from tests.union.copies import base, contents, copied, copy_of, entries, rebuilt_rows

CODES = [name for name, kind in KINDS.items() if kind != "target_group"]
CODERS = ["AML", "TBS", "BKH"]
DOES = [
    "code",
    "recode",
    "move",
    "uncode",
    "configure",
    "reconfigure",
    "unconfigure",
    "memo",
    "rememo",
    "unmemo",
    "add_code",
    "change_code",
    "merge_codes",
    "correct",
    "describe",
    "theory",
    "summarise",
    "import",
    "resolve",
    "fill",
    "undo",
    "redo",
]
ACT = st.tuples(st.sampled_from(DOES), st.integers(0, 7), st.integers(0, 7), st.sampled_from(CODERS))
HISTORY = st.lists(ACT, max_size=7)
Act = tuple[str, int, int, str]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with i18n.language("en"):
        yield base(tmp_path_factory.mktemp("histories"))


def work(project: Project, acts: Sequence[Act]) -> None:
    """Do what can be done."""
    for what, n, m, coder in acts:
        try:
            _do(project, what, n, m, coder)
        except IcmoError:
            continue


def _do(project: Project, what: str, n: int, m: int, coder: str) -> None:
    material = project.material()
    text, codes = project.transcript("interview").text, [code for code in CODES if code in project.codebook]
    some = material.codings
    coding, second = (some[number % len(some)].guid if some else "" for number in (n, m))
    claim = material.configurations[n % len(material.configurations)].guid if material.configurations else ""
    memo = material.memos[n % len(material.memos)] if material.memos else None
    code = codes[m % len(codes)]
    match what:
        case "code":
            words = text.split()
            quote = " ".join(words[3 * n + 1 : 3 * n + 4])
            project.code("interview", code, quote=quote, coder=coder)
        case "recode":
            project.recode(coding, coder=coder, **({"code": code} if n % 2 else {"memo": f"{coder} {m}"}))
        case "move" if coding:
            there = next(one for one in some if one.guid == coding)
            project.recode(coding, coder=coder, end=there.end - 3)
        case "uncode":
            project.uncode(coding, coder=coder)
        case "configure":
            project.configure([("I", coding), ("M", second)], coder=coder)
        case "reconfigure":
            parts: dict[str, Any] = {"parts": [("C", coding), ("O", second)]}
            project.reconfigure(claim, coder=coder, **(parts if n % 2 else {"actor": f"{coder} {m}"}))
        case "unconfigure":
            project.unconfigure(claim, coder=coder)
        case "memo":
            about = [("project", ""), ("coding", coding), ("code", code), ("configuration", claim)][m % 4]
            project.add_memo("teori", f"{coder} {n}", about=about[0], subject=about[1], coder=coder)
        case "rememo" if memo:
            project.change_memo(memo.guid, coder=coder, text=f"{coder} {m}")
        case "unmemo" if memo:
            project.remove_memo(memo.guid, coder=coder)
        case "add_code":
            project.add_code(CodeDraft(f"Ny {n}", "mechanism", parent="tro" if m % 2 else None), coder=coder)
        case "change_code":
            project.change_code(code, {"label_da": f"{code} {n}"}, coder=coder)
        case "merge_codes":
            project.merge_codes(code, codes[n % len(codes)], coder=coder)
        case "correct":
            words = text.split(" ")
            place = 2 + 2 * n
            words[place : place + (m % 2)] = [f"rettet{m}"]
            drop = [one.guid for one in project.preview_correction("interview", " ".join(words)).lost]
            project.correct("interview", " ".join(words), coder=coder, drop=drop)
        case "describe":
            project.describe("interview", coder=coder, **({"title": f"{coder} {m}"} if n % 2 else {"role": f"{m}"}))
        case "theory":
            project.add_theory(f"T{n % 2}", f"Hvis {coder} {m}.", coder=coder)
        case "summarise":
            project.write_summary(code, project.transcript("interview").guid, f"{coder} {n}", coder=coder)
        case "import":
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / f"ny{n % 2}.txt"
                file.write_text(f"INTERVIEWER: Hvad så?\n\nLEDER: Det var nummer {m % 2} af dem.\n", encoding="utf-8")
                project.import_files([file], coder=coder)
        case "resolve" if disputed := project.disagreements():
            found = disputed[n % len(disputed)]
            project.resolve(found.key, ["1", "2", "both", "neither"][m % 4], coder=coder, reason=f"{coder} {m}")
        case "fill":
            project.fill_consensus(coder=coder)
        case "undo":
            project.undo(coder)
        case "redo":
            project.redo(coder)


@contextmanager
def _copies(start: Path, *names: str) -> Iterator[tuple[Project, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / start.name
        copy_file(start, path)
        with copied(path, *names) as projects:
            yield projects


def _codings(*projects: Project) -> set[str]:
    return {one.guid for project in projects for one in project.material().codings}


def _stands(project: Project) -> bool:
    """Whether every coding has its words at its place."""
    texts = {one.guid: one.text for one in project.material().transcripts}
    return all(texts[one.transcript][one.start : one.end] == one.quote for one in project.material().codings)


def _deleted(*projects: Project) -> set[str]:
    logs = (copy_of(project).log for project in projects)
    return {one.guid for log in logs for one in log if (one.noun, one.action) == ("coding", "delete")}


def _said(*projects: Project) -> set[tuple[str, ...]]:
    """The entries of the logs; those who began in both copies may have another GUID now."""
    return {(one.at, one.step, one.noun, one.action) for project in projects for one in copy_of(project).log}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(HISTORY, HISTORY)
def test_two_copies_come_together_the_same_whichever_is_merged_into_which(
    start: Path, one: Sequence[Act], other: Sequence[Act]
) -> None:
    with _copies(start, "a", "b", "c", "d") as (a, b, c, d):
        work(a, one)
        work(b, other)
        c.merge_copy(a)
        d.merge_copy(b)
        assert (contents(c), contents(d)) == (contents(a), contents(b))  # into an untouched copy, all of it
        said, codings, deleted = _said(a, b), _codings(a, b), _deleted(a, b)
        a.merge_copy(d)
        b.merge_copy(c)
        assert contents(a) == contents(b)
        assert entries(a) == entries(b)
        assert rebuilt_rows(a) == contents(a)
        assert said <= _said(a)
        assert codings - deleted <= _codings(a) | _deleted(a)  # what lost its words is a memo
        whole = entries(a)
        for again in (a, b, c, d):
            a.merge_copy(again)
        assert entries(a) == whole


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(HISTORY, HISTORY, HISTORY)
def test_three_copies_come_together_the_same_in_whichever_order(
    start: Path, one: Sequence[Act], other: Sequence[Act], third: Sequence[Act]
) -> None:
    with _copies(start, "a", "b", "c", "d") as (a, b, c, d):
        for project, acts in ((a, one), (b, other), (c, third)):
            work(project, acts)
        d.merge_copy(a)
        a.merge_copy(b)
        a.merge_copy(c)
        b.merge_copy(c)
        d.merge_copy(b)
        assert contents(a) == contents(d)
        assert entries(a, mending=False) == entries(d, mending=False)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(HISTORY, HISTORY, HISTORY)
def test_work_goes_on_in_merged_copies_and_is_merged_again(
    start: Path, one: Sequence[Act], other: Sequence[Act], later: Sequence[Act]
) -> None:
    with _copies(start, "a", "b") as (a, b):
        work(a, one)
        work(b, other)
        a.merge_copy(b)
        work(a, later)
        a.merge_copy(b)  # what was kept for a use that has gone since goes too
        assert _stands(a)
        before = contents(a)
        b.merge_copy(a)
        assert contents(b) == before == rebuilt_rows(a)
        work(b, one)
        work(a, other)
        a.merge_copy(b)
        b.merge_copy(a)
        assert contents(a) == contents(b)
