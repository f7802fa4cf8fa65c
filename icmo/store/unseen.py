"""Which entries of the log a coder may not see while rounds of blind coding are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.engine import Connection

from icmo.blind import Horizon, Unseen, hides_claim
from icmo.models import Change
from icmo.store import coders, codings, configurations, journal

Hides = Callable[[Change], bool]


def hider(connection: Connection, horizon: Horizon) -> Hides:
    """What tells whether an entry of the log, its coder by name, is hidden; nothing is, where no round is open."""
    if not horizon.rounds:
        return lambda _change: False
    names = coders.names(connection)
    own = next((guid for guid, name in names.items() if name == horizon.viewer), "")
    unseen = Unseen(own, frozenset(_hidden(connection, horizon)), _claims_of(connection, own))
    return lambda change: horizon.hides_change(change, unseen)


def _hidden(connection: Connection, horizon: Horizon) -> Iterator[str]:
    """The GUIDs of the codings and configurations that are hidden."""
    for transcript in sorted(horizon.transcripts):
        yield from (one.guid for one in codings.in_transcript(connection, transcript) if horizon.hides(one))
        for claim in configurations.in_transcript(connection, transcript):
            if hides_claim(claim, codings.some(connection, {part.coding for part in claim.parts}), horizon):
                yield claim.guid


def _claims_of(connection: Connection, coder: str) -> frozenset[str]:
    """The GUIDs of the configurations that a coder has made, those that are no more too."""
    entries = journal.entries(connection, noun="configuration")
    return frozenset(one.guid for one in entries if (one.after or one.before or {}).get("coder") == coder)
