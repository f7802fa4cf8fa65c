"""Cases: the municipalities that are compared, with their variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Case
from icmo.stamps import new_guid
from icmo.store.journal import Journal
from icmo.store.tables import case


def ensure(journal: Journal, name: str) -> str:
    """The case's GUID; a new name becomes a new case."""
    found = journal.connection.execute(sa.select(case.c.guid).where(case.c.name == name)).scalar()
    if found:
        return str(found)
    guid = new_guid()
    journal.insert(case, [journal.signed({"guid": guid, "name": name, "variables": {}})])
    return guid


def set_variables(journal: Journal, name: str, variables: Mapping[str, Any]) -> None:
    """Add variables to a case, or change them."""
    guid = ensure(journal, name)
    query = sa.select(case.c.variables).where(case.c.guid == guid)
    present = journal.connection.execute(query).scalar_one()
    journal.update(case, guid, {"variables": {**present, **variables}})


def all_cases(connection: Connection) -> tuple[Case, ...]:
    """Every case with its variables, by name."""
    query = sa.select(case.c.guid, case.c.name, case.c.variables).order_by(case.c.name)
    return tuple(Case(*row) for row in connection.execute(query))
