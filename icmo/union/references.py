"""What a row points to must be there: what one copy deleted and the other used meanwhile lives again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from icmo.models import About
from icmo.store.tables import metadata
from icmo.union import books
from icmo.union.copies import Row
from icmo.union.ledger import Key
from icmo.union.state import State

_COLUMNS = {
    noun: [(column.name, key.column.table.name) for column in table.columns for key in column.foreign_keys]
    for noun, table in metadata.tables.items()
}
_MEMO_ABOUT = {
    About.TRANSCRIPT: "transcript",
    About.SEGMENT: "transcript",
    About.CODING: "coding",
    About.CONFIGURATION: "configuration",
    About.THEORY: "theory",
}
_CODES = {
    "coding": ("code",),
    "cue": ("code",),
    "summary": ("code",),
    "guide": ("code",),
    "overview_edit": ("code", "into"),
    "configuration": ("target_group",),
    "transcript": ("target_group",),
}


def targets(noun: str, row: Row) -> Iterator[Key]:
    """The rows that a row points to. What is decided on suggestions and quotes may outlive its coding."""
    for column, target in _COLUMNS[noun]:
        if row[column]:
            yield target, row[column]
    if noun == "memo" and row["about"] in _MEMO_ABOUT:
        yield _MEMO_ABOUT[About(row["about"])], row["subject"]
    if noun == "configuration" and row["theory"]:
        yield "theory", row["theory"]


def revive(state: State) -> list[tuple[Key, Key]]:
    """Bring deleted rows back that others point to, and the parts of configurations left without any.

    Returns
    -------
    What lives again, each with a row that points to it.
    """
    told: list[tuple[Key, Key]] = []
    waiting = [key for noun in _COLUMNS for key, _row in state.keyed(noun)]
    while waiting:
        back = [*_pointed_to(state, waiting), *_parts_back(state)]
        told += back
        waiting = [key for key, _pointing in back]
    return told


def _pointed_to(state: State, keys: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    for pointing in keys:
        row = state.row(pointing)
        for key in targets(pointing[0], row) if row else ():
            if state.row(key) is None and _lives_again(state, key):
                yield key, pointing


def _lives_again(state: State, key: Key) -> bool:
    folded = state.ledger.folded(key)
    if folded is None or folded.ghost is None:
        return False
    state.mend(key, folded.ghost)
    return True


def _parts_back(state: State) -> list[tuple[Key, Key]]:
    """The parts that configurations had last, where none is left: those that went together at the end."""
    touched = {name for noun, name in state.touched if noun == "configuration"} | {
        owner for noun, name in state.touched if noun == "configuration_part" for owner in [name.partition("|")[0]]
    }
    left = {row["configuration"] for row in state.of("configuration_part")}
    bare = {name for name in touched - left if state.row(("configuration", name))}
    gone = [key for key in state.ledger.about("configuration_part") if key[1].partition("|")[0] in bare] if bare else []
    when = {key: folded.last.at for key in gone if (folded := state.ledger.folded(key)) and folded.ghost}
    latest: dict[str, str] = {}
    for (_noun, name), at in when.items():
        owner = name.partition("|")[0]
        latest[owner] = max(at, latest.get(owner, ""))
    back = [(key, ("configuration", key[1].partition("|")[0])) for key in when]
    return [(key, owner) for key, owner in back if when[key] == latest[owner[1]] and _lives_again(state, key)]


# --- Codes ------------------------------------------------------------------------------------------------


def revive_codes(state: State) -> list[str]:
    """Bring codes back, as retired ones, that were taken out of the code book while others used them."""
    there = {code for row in state.of("codebook") for code in books.codes(row[books.YAML])}
    wanted = sorted({code for code in _named(state) if code not in there})
    told = []
    for key in state.ledger.about("codebook") if wanted else ():
        if row := state.row(key):
            lost = {code: entry for code, entry in _once(state, key).items() if code in wanted}
            if lost:
                text = books.with_retired(row[books.YAML], [lost[code] for code in sorted(lost)], there)
                state.change(key, yaml=text)
                told += sorted(lost)
    return told


def _named(state: State) -> Iterator[str]:
    """The codes that rows name."""
    for noun, columns in _CODES.items():
        for row in state.of(noun):
            yield from (row[column] for column in columns if row[column])
    yield from (row["subject"] for row in state.of("memo") if row["about"] == About.CODE)
    yield from (part["code"] for row in state.of("theory") for part in row["parts"])
    every = (code for row in state.of("codebook") for code in books.codes(row[books.YAML]).values())
    yield from (code["parent"] for code in every if code.get("parent"))


def _once(state: State, key: Key) -> dict[str, dict[str, object]]:
    """Every code that a book ever had, as it was last."""
    found: dict[str, dict[str, object]] = {}
    for one in state.ledger.entries(key):
        for row in (one.before, one.after):
            found |= books.codes(row[books.YAML]) if row else {}
    return found
