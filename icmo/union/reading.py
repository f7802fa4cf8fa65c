"""Read a copy of a project: a project that is open, or a file that is never written."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.collector import no_collecting
from icmo.errors import ProjectError
from icmo.i18n import _
from icmo.models import Change
from icmo.store.database import HEAD, Database, is_url, located
from icmo.store.tables import change, metadata, setting
from icmo.union.copies import Copy, Row

ASIDE = ("export", "exchange")
LOGGED = [
    table.name for table in metadata.sorted_tables if table.name not in (*ASIDE, "setting", "suggestion", "change")
]


def read(connection: Connection, nouns: Sequence[str] = LOGGED) -> Copy:
    """Everything in a project but its suggestions, which the engine makes again; or the rows of these nouns alone."""
    with no_collecting():
        return Copy(
            settings={row.name: row.value for row in connection.execute(sa.select(setting))},
            rows={noun: _rows(connection, noun) for noun in nouns},
            log=[Change(*row) for row in connection.execute(sa.select(change).order_by(change.c.number))],
            aside={noun: _rows(connection, noun) for noun in ASIDE},
        )


def _rows(connection: Connection, noun: str) -> dict[str, Row]:
    return {row["guid"]: dict(row) for row in connection.execute(sa.select(metadata.tables[noun])).mappings()}


@contextmanager
def opened(place: str | Path) -> Iterator[Database]:
    """A project to read; of a file a copy is read, so that the file stays as it is even if an older icmo made it."""
    place = located(place)
    if is_url(place):
        _refuse_older(str(place))
        with closing(Database.open(place)) as database:
            yield database
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        aside = Path(folder) / Path(place).name
        copy_file(Path(place), aside)
        with closing(Database.open(aside)) as database:
            yield database


def _refuse_older(url: str) -> None:
    """A database cannot be copied aside to bring the copy up to date."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = sa.inspect(connection).has_table("alembic_version")
        revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() if found else None
    engine.dispose()
    if revision is not None and revision < HEAD:
        raise ProjectError(
            _("{place} was made by an older icmo.").format(place=url), _("Open it once, which brings it up to date.")
        )


def copy_file(path: Path, to: Path) -> None:
    """Copy a project file, also while others work in it.

    Raises
    ------
    ProjectError
        There is no project, or something is where the copy is to be.
    """
    if not path.is_file():
        raise ProjectError(_("There is no project at {path}.").format(path=path), _("Check the name and the folder."))
    if to.exists():
        raise ProjectError(_("{path} already exists.").format(path=to), _("Choose another name, or open that project."))
    if not to.absolute().parent.is_dir():
        raise ProjectError(_("There is no folder {folder}.").format(folder=to.parent), _("Make the folder first."))
    try:
        source = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as one, closing(sqlite3.connect(to)) as other:
            one.backup(other)
    except sqlite3.DatabaseError:
        to.unlink(missing_ok=True)
        raise ProjectError(
            _("{path} is not an icmo project.").format(path=path), _("Make one with: icmo init NAME.icmo")
        ) from None
