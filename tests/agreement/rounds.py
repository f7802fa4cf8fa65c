"""Rounds for tests: who has read what, and who says that they are done."""

from __future__ import annotations

from collections.abc import Collection

from icmo.models import Assignment, Round, Transcript


def a_round(source: Transcript, *readers: str, done: Collection[str] = (), closed: bool = True) -> Round:
    """A round in which these coders read one transcript; all of it is over unless it is not `closed`."""
    made = tuple(
        Assignment(f"{source.guid} {name}", source.guid, name, "AML", "", done="2026-02-01" if name in done else "")
        for name in readers
    )
    return Round("r1", "Runde 1", "AML", "2026-01-01", made, closed="2026-03-01" if closed else "")
