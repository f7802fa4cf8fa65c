"""The project's own copy of its code book and of the books that it extends, as YAML."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo import codebook
from icmo.models import Codebook
from icmo.stamps import new_guid
from icmo.store.journal import Journal
from icmo.store.tables import codebook as table


def add(journal: Journal, book: Codebook) -> None:
    """Keep a code book and its bases."""
    present = set(journal.connection.execute(sa.select(table.c.id)).scalars())
    for one in _with_bases(book):
        if one.id not in present:
            row = {"guid": new_guid(), "id": one.id, "version": one.version, "yaml": codebook.dumps(one)}
            journal.insert(table, [journal.signed(row)])
            present.add(one.id)


def _with_bases(book: Codebook) -> Iterator[Codebook]:
    for base in book.bases:
        yield from _with_bases(base)
    yield book


def load(connection: Connection, book_id: str) -> Codebook:
    """The project's code book, put together from its own copy."""
    texts = {row.id: row.yaml for row in connection.execute(sa.select(table.c.id, table.c.yaml))}
    return codebook.loads(texts[book_id], source=f"{book_id}.yaml", find=texts.__getitem__)
