"""The interview guide: which codes each type of informant was asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import danish_order
from icmo.stamps import new_guid
from icmo.store.journal import Journal
from icmo.store.tables import guide as table


def write(journal: Journal, informant_type: str, codes: Sequence[str]) -> None:
    """Let the guide of an informant type name these codes and no others."""
    here = sa.select(table).where(table.c.informant_type == informant_type)
    present = {row.code: row.guid for row in journal.connection.execute(here)}
    journal.delete(table, [guid for code, guid in present.items() if code not in codes])
    new = (code for code in dict.fromkeys(codes) if code not in present)
    rows = [{"guid": new_guid(), "informant_type": informant_type, "code": code} for code in new]
    journal.insert(table, [journal.signed(row) for row in rows])


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let the guides ask about another code."""
    for informant_type, codes in read(journal.connection).items():
        if code in codes:
            write(journal, informant_type, [into if one == code else one for one in codes])


def read(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """The codes asked about, by informant type."""
    found: dict[str, tuple[str, ...]] = {}
    for row in sorted(connection.execute(sa.select(table)), key=lambda row: danish_order(row.code)):
        found[row.informant_type] = (*found.get(row.informant_type, ()), row.code)
    return found
