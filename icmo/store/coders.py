"""Coders, known by name."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import CONSENSUS, Coding, Configuration
from icmo.stamps import new_guid
from icmo.store.journal import Journal
from icmo.store.tables import coder
from icmo.text.anchors import normalise


def ensure(connection: Connection, name: str) -> str:
    """The coder's GUID; a new name becomes a new coder."""
    name = " ".join(normalise(name).split())
    if not name:
        raise InvalidError(_("A coder needs a name."), _("Give initials or a name with --coder."))
    if found := find(connection, name):
        return found
    journal = Journal(connection, new_guid())
    journal.insert(coder, [{"guid": journal.coder, "name": name, "at": journal.at}])
    return journal.coder


def person(connection: Connection, name: str) -> str:
    """The GUID of somebody at work; a new name becomes a new coder, but nobody is called as the layer of consensus is.

    Raises
    ------
    InvalidError
        No name, or that of the layer.
    """
    if " ".join(normalise(name).split()).casefold() == CONSENSUS:
        raise InvalidError(
            _("“{name}” is the layer of what coders have decided together, and no coder.").format(name=name.strip()),
            _("Give your own initials or name. What you decide together is written down on the page of agreement."),
        )
    return ensure(connection, name)


def find(connection: Connection, name: str) -> str | None:
    """The GUID of a coder who is known by that name."""
    known = " ".join(normalise(name).split())
    return connection.execute(sa.select(coder.c.guid).where(coder.c.name == known)).scalar()


def names(connection: Connection) -> dict[str, str]:
    """Every coder's name by GUID."""
    return {row.guid: row.name for row in connection.execute(sa.select(coder))}


def signature(made: Coding | Configuration, guids: Mapping[str, str]) -> dict[str, str]:
    """Coder and time of what a person made, as far as it names them; the step that keeps it adds the rest."""
    named = {"coder": guids[made.coder] if made.coder else "", "at": made.at}
    return {name: value for name, value in named.items() if value}
