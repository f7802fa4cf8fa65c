"""The project's own copy of its code book, of the books that it extends and of their lexicons, as YAML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo import codebook, lexicon
from icmo.models import Codebook
from icmo.stamps import new_guid
from icmo.store.journal import Journal
from icmo.store.tables import codebook as table
from icmo.store.tables import lexicon as lexicon_table


def add(journal: Journal, book: Codebook) -> None:
    """Keep a code book, its bases and the lexicons of them all."""
    present = set(journal.connection.execute(sa.select(table.c.id)).scalars())
    for one in _with_bases(book):
        if one.id not in present:
            row = {"guid": new_guid(), "id": one.id, "version": one.version, "yaml": codebook.dumps(one)}
            journal.insert(table, [journal.signed(row)])
            present.add(one.id)
    kept = set(journal.connection.execute(sa.select(lexicon_table.c.id)).scalars())
    rows = [
        {"guid": new_guid(), "id": one.id, "yaml": one.text or lexicon.dumps(one)}
        for one in book.lexicons
        if one.id not in kept
    ]
    journal.insert(lexicon_table, [journal.signed(row) for row in rows])


def _with_bases(book: Codebook) -> Iterator[Codebook]:
    for base in book.bases:
        yield from _with_bases(base)
    yield book


def load(connection: Connection, book_id: str) -> Codebook:
    """The project's code book, put together from its own copy."""
    texts = [(row.id, row.yaml) for row in connection.execute(sa.select(table.c.id, table.c.yaml))]
    lexicons = connection.execute(sa.select(lexicon_table.c.id, lexicon_table.c.yaml))
    texts += [(f"{codebook.LEXICON}/{row.id}", row.yaml) for row in lexicons]
    return _assembled(book_id, tuple(sorted(texts)))


@lru_cache(maxsize=8)
def _assembled(book_id: str, texts: tuple[tuple[str, str], ...]) -> Codebook:
    """Projects with the same texts share the code book, so that it is read and compiled once."""
    by_id = dict(texts)
    return codebook.loads(by_id[book_id], source=f"{book_id}.yaml", find=by_id.__getitem__)
