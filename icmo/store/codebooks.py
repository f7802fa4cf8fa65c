"""The project's own copy of its code book, of the books that it extends and of their lexicons, as YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby

import sqlalchemy as sa
import yaml
from sqlalchemy.engine import Connection

from icmo import codebook, lexicon
from icmo.models import Codebook
from icmo.stamps import new_guid
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.journal import entries as journal_entries
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


def change(journal: Journal, books: Mapping[str, str], lexicons: Mapping[str, str]) -> None:
    """Put changed code books and lexicons, as YAML by their ids, in place of the project's copies."""
    for book_id, text in books.items():
        version = str(yaml.load(text, Loader=yaml.BaseLoader)["version"])
        signature = {"coder": journal.coder, "at": journal.at}
        journal.update(table, _guid(journal, table, book_id), {"version": version, "yaml": text, **signature})
    for lexicon_id, text in lexicons.items():
        journal.update(lexicon_table, _guid(journal, lexicon_table, lexicon_id), {"yaml": text, "at": journal.at})


def _guid(journal: Journal, of: sa.Table, name: str) -> str:
    return str(journal.connection.execute(sa.select(of.c.guid).where(of.c.id == name)).scalar_one())


def versions(connection: Connection, book_id: str) -> list[tuple[str, str, Codebook]]:
    """The code book after each change of it or of its bases, oldest first: when, by whom, and the book."""
    names = coders.names(connection)
    changes = [one for one in journal_entries(connection, noun=table.name) if one.after]
    first = {one.after["id"]: one.after["yaml"] for one in changes if one.after and one.action == "insert"}
    lexicons = _lexicon_texts(connection)
    texts, found = dict(first), []
    beginning = next(one for one in changes if one.action == "insert")
    found.append((beginning.at, names.get(beginning.coder, ""), _assembled(book_id, _texts(texts, lexicons))))
    for _step, some in groupby((one for one in changes if one.action == "update"), key=lambda one: one.step):
        for one in (last := list(some)):
            assert one.after is not None
            texts[one.after["id"]] = one.after["yaml"]
        who = names.get(last[-1].coder, "")
        found.append((last[-1].at, who, _assembled(book_id, _texts(texts, lexicons))))
    return found


def stamp(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Which versions of its code books the project has: another stamp means that one was changed."""
    rows = connection.execute(sa.select(table.c.id, table.c.at).order_by(table.c.id))
    return tuple((row.id, row.at) for row in rows)


def load(connection: Connection, book_id: str) -> Codebook:
    """The project's code book, put together from its own copy."""
    texts = {row.id: row.yaml for row in connection.execute(sa.select(table.c.id, table.c.yaml))}
    return _assembled(book_id, _texts(texts, _lexicon_texts(connection)))


def _lexicon_texts(connection: Connection) -> dict[str, str]:
    rows = connection.execute(sa.select(lexicon_table.c.id, lexicon_table.c.yaml))
    return {f"{codebook.LEXICON}/{row.id}": row.yaml for row in rows}


def _texts(books: Mapping[str, str], lexicons: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({**books, **lexicons}.items()))


@lru_cache(maxsize=8)
def _assembled(book_id: str, texts: tuple[tuple[str, str], ...]) -> Codebook:
    """Projects with the same texts share the code book, so that it is read and compiled once."""
    by_id = dict(texts)
    return codebook.loads(by_id[book_id], source=f"{book_id}.yaml", find=by_id.__getitem__)
