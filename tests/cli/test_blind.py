"""No command tells how somebody codes a transcript that is being coded blind, whatever file it writes.

Every command is given two projects, one in which AML has coded blind and one in which not, and says the same of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from icmo.cli.app import app, run
from icmo.documents.kinds import kinds
from icmo.project import Project
from tests.blind_twins import (
    EVERYDAY,
    GUIDANCE,
    HIDDEN_CODES,
    OVERVIEW,
    ROUND,
    Twins,
    leaks,
    same_in_both,
    twins,
    unpacked,
)

P, OUT = "PROJECT", "OUT"  # in a command: the project, and the place where it writes
LEFT_OUT = "Left out: the coding of 2 transcripts, coded blind until a round is closed."

READING = (
    f"graph {P} -o {OUT}/g.svg",
    f"graph {P} -o {OUT}/g.graphml",
    f"graph {P} -o {OUT}/g.json",
    f"paths {P} I:{GUIDANCE} O:{OVERVIEW}",
    f"paths {P} I:{HIDDEN_CODES[0]} O:{HIDDEN_CODES[2]}",
    f"theories {P}",
    f"theories {P} --json",
    f"overview {P} -o {OUT}/o.docx",
    f"overview {P} -o {OUT}/o.csv",
    f"export {P} {OUT}/e.qdpx",
    f"export {P} {OUT}/e.qdc",
    f"export {P} {OUT}/e.xlsx",
    f"export {P} {OUT}/e.jsonld",
    f"export {P} {OUT}/e.zip --texts",
    f"export {P} {OUT}/a.html --transcript a",
    f"export {P} {OUT}/a.docx --transcript a",
    f"export {P} {OUT}/brat --as brat",
    f"export {P} {OUT}/sider --as html",
    f"history {P} --last 500",
    f"history {P} --last 500 --json",
    f"history {P} --last 7",
    f"info {P}",
    f"codebook check kib-icmo --project {P}",
    f"suggest candidates {P}",
    f"suggest replay {P} -o {OUT}/r.json",
    f"suggest run {P} -o {OUT}/s.csv",
    f"lexicon propose {P}",
    f"lexicon propose {P} {HIDDEN_CODES[0]}",
    f"lexicon show {P}",
    f"code export {P} -o {OUT}/c.csv",
    f"code export {P} -o {OUT}/c.jsonl",
    f"compare groups {P} --by team",
    f"compare matrix {P} -o {OUT}/m.csv --by transcript",
    f"compare framework {P} -o {OUT}/f.csv",
    f"compare contrast {P} {EVERYDAY}",
    f"compare cooccurrence {P} -o {OUT}/k.csv",
    f"compare saturation {P} --base 1 --run 1",
    f"compare sets {P} -o {OUT}/t.csv --condition code:{HIDDEN_CODES[0]} --condition case:team=fælles",
    f"compare joint {P} -o {OUT}/j.csv --variable deltagere --code {HIDDEN_CODES[2]}",
    f"report all {P} -o {OUT}/rapporter --formats docx,json",
    *(f"report {one.id} {P} -o {OUT}/{one.id}.html" for one in kinds()),
)
AGREEMENT = (f"agreement {P} --configurations --disagreements --json", f"agreement {P}")
NOT_READING = {
    *("init", "import", "cases", "serve", "demo", "check", "qca", "suggest-texts", "merge"),
    *("undo", "redo", "code import", "lexicon accept", "lexicon reject", "suggest settings", "suggest forget"),
    *("codebook list", "codebook show", "codebook diff", "codebook schema", "report list", "report check"),
    *("round open", "round show", "round done", "round assign", "round release", "round close", "round hand-out"),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Read by all tests."""
    with twins(tmp_path_factory.mktemp("blind")) as made:
        yield made


def said(both: Twins, command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """All that a command prints and writes, of the one project and of the other."""
    found = []
    for place in both.places:
        out = folder / place.stem
        out.mkdir()
        words = command.replace(P, str(place)).replace(OUT, str(out)).split(" ")
        code = run(words)
        printed = capsys.readouterr()
        files = sorted(path for path in out.rglob("*") if path.is_file())
        written = [f"{path.relative_to(out)}\n{unpacked(path.read_bytes())}" for path in files]
        told = "\n".join((f"exit {code}", printed.out, printed.err, *written))
        found.append(told.replace(str(out), OUT).replace(str(place), P))
    return found


@pytest.mark.parametrize("command", [*READING, *AGREEMENT])
def test_a_command_says_the_same_of_both_projects(
    both: Twins, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = said(both, command, tmp_path, capsys)
    assert leaks(texts[0], both.hidden) == []
    one, other = (same_in_both(text, both.common) for text in texts)
    assert one == other
    assert one.startswith("exit 0")
    assert (LEFT_OUT in one) == (command in READING)


def test_every_command_that_reads_a_project_is_among_them() -> None:
    tried = {" ".join(command.split(P)[0].split()[:2]) for command in READING} | {"agreement", "codebook check"}
    assert {name for name in _commands(typer.main.get_command(app)) if name not in tried} <= NOT_READING


def _commands(group: object, *before: str) -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from _commands(command, *before, name)
        else:
            yield " ".join((*before, name))


def test_nothing_is_said_of_it_once_the_round_is_closed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with twins(tmp_path) as made:
        place = str(made.places[0])
        assert run(["round", "close", place, ROUND, "--early", "--coder", "LED"]) == 0
        assert run(["code", "export", place, "-o", str(tmp_path / "c.csv")]) == 0
    assert "Left out" not in capsys.readouterr().err
    assert "AML" in (tmp_path / "c.csv").read_text(encoding="utf-8-sig")


# --- The group itself -----------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A project of three interviews."""
    texts = tmp_path / "tekster"
    texts.mkdir()
    for name in ("a", "b", "c"):
        (texts / f"{name}.txt").write_text(f"KVINDE: Vi øvede bussen, siger {name}.\n", encoding="utf-8")
    with Project.create(tmp_path / "p.icmo", codebook="kib-icmo", coder="LED") as project:
        project.import_files([texts], coder="LED")
    return str(tmp_path / "p.icmo")


def spoken(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command that succeeds prints."""
    assert run(words) == 0
    return capsys.readouterr().out


def test_a_round_is_looked_at_opened_read_and_closed(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = ("--transcript", "a", "--transcript", "b")
    draw = ("--coders", "AML, BKH", "--coder", "LED")
    assert "nothing is opened" in spoken(capsys, "round", "open", place, "R", *of, *draw, "--preview")
    assert "no round yet" in spoken(capsys, "round", "show", place)
    assert "a, b (12 words)" in spoken(capsys, "round", "open", place, "R", *of, *draw, "--note", "Hver for sig")
    spoken(capsys, "round", "done", place, "a", "--coder", "AML")
    shown = spoken(capsys, "round", "show", place, "R")
    assert "AML: 1 of 2 transcripts done (1 begun), 6 of 12 words" in shown
    assert "a: AML ✓, BKH" in shown
    spoken(capsys, "round", "assign", place, "R", "a", "TBS", "--coder", "LED")
    assert run(["round", "release", place, "R", "b", "BKH"]) == 2
    spoken(capsys, "round", "release", place, "R", "a", "BKH", "--coder", "LED")
    assert run(["round", "close", place, "R", "--coder", "LED"]) == 1
    spoken(capsys, "round", "hand-out", place, "--reader", "BKH", "-o", str(tmp_path / "bkh.icmo"))
    assert (tmp_path / "bkh.icmo").is_file()
    spoken(capsys, "round", "done", place, "a", "--coder", "AML", "--not-yet")
    spoken(capsys, "round", "close", place, "R", "--early", "--coder", "LED")
    assert "R: closed" in spoken(capsys, "round", "show", place)


def test_a_share_is_drawn_the_same_again(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("round", "open", place, "R", "--coders", "AML,BKH", "--share", "0.34", "--seed", "7", "--json")
    preview = spoken(capsys, *words, "--preview")
    assert spoken(capsys, *words).replace('"opened": true', '"opened": false') == preview
