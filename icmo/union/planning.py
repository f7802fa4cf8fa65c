"""The plan of a merge: which entries and rows ours lacks, and what must be mended. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from icmo.i18n import language
from icmo.models import Change
from icmo.stamps import later
from icmo.store.tables import metadata
from icmo.union import books, told
from icmo.union.consensus import settle
from icmo.union.copies import MERGER, Copy, Row, made_of, with_guids
from icmo.union.folding import Folded
from icmo.union.ledger import Key, Ledger
from icmo.union.naming import order_parts, rename
from icmo.union.places import replace_all
from icmo.union.references import revive, revive_codes
from icmo.union.state import State, Written
from icmo.union.told import Union
from icmo.union.twins import same

_ORDER = [table.name for table in metadata.sorted_tables]
PREFERENCES = "preferences:"


@dataclass(frozen=True)
class Plan:
    """What is to be written into our copy, and what is to be told of it.

    Attributes
    ----------
    rows : what becomes of our rows
    log : the entries that ours lacks, and the step that mends what they leave
    resigned : entries of ours, by number, in which a GUID is another now
    aside : exports and exchanges that ours lacks
    settings : how coders want to work who have not said so here
    renewed : the transcripts whose suggestions have to be made again
    """

    rows: Sequence[Written] = ()
    log: Sequence[Change] = ()
    resigned: Sequence[Change] = ()
    aside: Mapping[str, Sequence[Row]] | None = None
    settings: Mapping[str, Any] | None = None
    renewed: Sequence[str] = ()
    union: Union = field(default_factory=Union)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.rows or self.log or self.resigned or any((self.aside or {}).values()) or self.settings)


def plan(ours: Copy, theirs: Copy) -> Plan:
    """What makes our copy hold all that is in either: the same as when theirs is given ours, but for the numbers."""
    guids = same(ours, theirs)
    named, other = with_guids(ours, guids), with_guids(theirs, guids)
    resigned = [new for old, new in zip(ours.log, named.log, strict=True) if old != new] if guids else []
    ledger = Ledger(named, other)
    beside = Plan(aside=_aside(named, other), settings=_settings(named, other))
    if not (ledger.missing or resigned or ledger.mends):
        return replace(beside, union=Union(settings=told.settings(ours, theirs)))
    state = State(named, ledger)
    union = replace(
        _fit(state, ours.settings),
        unified=told.unified(guids, ours, theirs, state),
        settings=told.settings(ours, theirs),
    )
    rows = list(state.written(ours.rows))
    union = replace(union, gone=told.Teller(state).gone(rows))
    return replace(
        beside,
        rows=rows,
        log=[*ledger.missing, *_mending(state)],
        resigned=resigned,
        renewed=sorted({text for written in rows for text in _texts(*written)}),
        union=union.counted() if any(not one["closed"] for one in state.of("round")) else union,
    )


def _fit(state: State, settings: Mapping[str, Any]) -> Union:
    """Mend what does not fit together, and tell of it."""
    revived, codes = revive(state), revive_codes(state)
    unfit = _mend_books(state, str(settings.get("codebook", "")))
    with language(settings.get("language", "da")):  # the memos that it makes are the same wherever it is done
        placing = replace_all(state)
    settle(state)
    renamed = rename(state)
    order_parts(state)
    _sign_books(state)
    teller = told.Teller(state)
    return Union(
        entries=teller.entries(),
        conflicts=(*teller.conflicts(), *teller.unfit(unfit)),
        revived=(*teller.kept(), *teller.revived(revived), *teller.codes(codes)),
        moved=teller.named(placing.moved),
        lost=teller.named(placing.lost),
        renamed=teller.renamed(renamed),
    )


# --- Books ------------------------------------------------------------------------------------------------


def _mend_books(state: State, main: str) -> list[Key]:
    """Where the books that people changed apart make none that can be read, the text that was written last holds."""
    mixed = [key for key in state.touched if key[0] in books.NOUNS and _folded(state, key).mixed]
    if not mixed or books.is_sound(main, {noun: state.of(noun) for noun in books.NOUNS}):
        return []
    for key in mixed:
        state.mend(key, _folded(state, key).last.after)
    revive_codes(state)
    return mixed


def _sign_books(state: State) -> None:
    """A book that is none of those that people made has a version and a time of its own."""
    for key in [key for key in state.touched if key[0] in books.NOUNS]:
        folded, row = _folded(state, key), state.row(key)
        if row is None or folded.last.after is None or row[books.YAML] == folded.last.after[books.YAML]:
            continue
        text = books.renumbered(row[books.YAML])
        state.change(key, yaml=text, at=later(folded.last.at, folded.last.at), coder=folded.last.coder)
        if "version" in row:
            state.change(key, version=str(books.parsed(text)["version"]))


def _folded(state: State, key: Key) -> Folded:
    folded = state.ledger.folded(key)
    assert folded is not None
    return folded


# --- The step that mends ------------------------------------------------------------------------------------


def _mending(state: State) -> list[Change]:
    """What is not as the entries leave it, as one step that is the same whoever merges what with what."""
    steps = state.ledger.steps
    step = made_of(*steps)
    if state.ledger.has_step(step):
        return []
    newest = state.ledger.newest()
    rows = sorted(state.mended(), key=_write_order)
    return [_entry(step, later(newest.at, newest.at), *one) for one in rows]


def _write_order(written: Written) -> tuple[bool, int, str]:
    noun, before, after = written
    place = _ORDER.index(noun)
    row = after or before or {}
    return after is None, -place if after is None else place, str(row["guid"])


def _entry(step: str, at: str, noun: str, before: Row | None, after: Row | None) -> Change:
    action = "insert" if before is None else "delete" if after is None else "update"
    guid = str((after or before or {})["guid"])
    return Change(0, step, None, at, MERGER, action, noun, guid, before, after)


# --- What is not logged -------------------------------------------------------------------------------------


def _aside(ours: Copy, theirs: Copy) -> dict[str, list[Row]]:
    there = {noun: ours.aside.get(noun, {}) for noun in theirs.aside}
    return {noun: [row for guid, row in rows.items() if guid not in there[noun]] for noun, rows in theirs.aside.items()}


def _settings(ours: Copy, theirs: Copy) -> dict[str, Any]:
    """How coders want to work."""
    new = {name: value for name, value in theirs.settings.items() if name.startswith(PREFERENCES)}
    return {name: value for name, value in new.items() if name not in ours.settings}


def _texts(noun: str, before: Row | None, after: Row | None) -> Iterator[str]:
    column = {"transcript": "guid", "coding": "transcript"}.get(noun)
    for row in (before, after) if column else ():
        if row is not None and column is not None:
            yield str(row[column])
