"""Open a project's database and run transactions in it: a SQLite file, or PostgreSQL by its URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from icmo.errors import ConflictError, ProjectError
from icmo.i18n import _

HEAD = "0006"  # the newest migration in migrations/versions
SUFFIX = ".icmo"
_BUSY_SECONDS = 15
_LOCK = 1768124783  # "icmo" in ASCII, the lock that PostgreSQL's writers queue for


class Database:
    """One project's database. Reads see one moment; writes are whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def create(cls, place: str | Path) -> Database:
        """Make a new, empty project database with all its tables."""
        if not is_url(place):
            _refuse_to_overwrite(Path(place))
        database = cls(_engine(place))
        if is_url(place) and database._revision() is not None:
            raise ProjectError(_("That database already holds a project."), _("Open it, or name another one."))
        database.upgrade()
        return database

    @classmethod
    def open(cls, place: str | Path) -> Database:
        """Open an existing project, bringing an older one up to date."""
        if not is_url(place):
            _refuse_foreign(Path(place))
        database = cls(_engine(place))
        try:
            database._bring_up_to_date(str(place))
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: it sees one moment of the project throughout."""
        with (
            _explained(),
            self._engine.connect().execution_options(**self._one_moment) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it or, after an error, nothing. Writers queue.

        Raises
        ------
        ConflictError
            What is written refers to something that others have taken away, or is there already.
        """
        with (
            _explained(),
            self._engine.connect().execution_options(icmo_write=True) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            try:
                yield connection
            except sa.exc.IntegrityError:
                raise ConflictError(
                    _("Others have changed the project since, and this no longer fits."),
                    _("Read the project again, and take later work back first."),
                ) from None

    @property
    def _one_moment(self) -> dict[str, str]:
        """PostgreSQL sees one moment per statement unless told otherwise; SQLite per transaction."""
        return {"isolation_level": "REPEATABLE READ"} if self._engine.dialect.name == "postgresql" else {}

    def upgrade(self) -> None:
        """Run the migrations that the database lacks, in one transaction."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", "icmo.store:migrations")
        with self.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _bring_up_to_date(self, place: str) -> None:
        revision = self._revision()
        if revision is None:
            raise ProjectError(
                _("{place} is not an icmo project.").format(place=place),
                _("Make one with: icmo init NAME.icmo"),
            )
        if revision > HEAD:
            raise ProjectError(
                _("{place} was made by a newer icmo.").format(place=place),
                _("Upgrade with: pip install --upgrade icmo"),
            )
        if revision < HEAD:
            self.upgrade()

    def _revision(self) -> str | None:
        try:
            with self.read() as connection:
                if not sa.inspect(connection).has_table("alembic_version"):
                    return None
                return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        except sa.exc.DatabaseError as error:
            raise ProjectError(
                _("The database does not answer as one: {what}").format(what=error.orig),
                _("Is it an icmo project? Make one with: icmo init NAME.icmo"),
            ) from None


def located(place: str | Path) -> str | Path:
    """The place as it is found: a URL as it is, a file name with the suffix .icmo unless it has one."""
    if is_url(place):
        return place
    path = Path(place)
    return path if path.suffix or path.exists() else path.with_suffix(SUFFIX)


def is_url(place: str | Path) -> bool:
    """Whether `place` names a database server rather than a file."""
    return isinstance(place, str) and "://" in place


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists():
        raise ProjectError(
            _("{path} already exists.").format(path=path), _("Choose another name, or open that project.")
        )
    if not path.absolute().parent.is_dir():
        raise ProjectError(_("There is no folder {folder}.").format(folder=path.parent), _("Make the folder first."))


def _refuse_foreign(path: Path) -> None:
    if not path.is_file():
        raise ProjectError(
            _("There is no project at {path}.").format(path=path), _("Make one with: icmo init NAME.icmo")
        )
    if not _looks_like_ours(path):
        raise ProjectError(
            _("{path} is not an icmo project.").format(path=path), _("Make one with: icmo init NAME.icmo")
        )


def _looks_like_ours(path: Path) -> bool:
    """Whether the file is a SQLite database with our tables; it is only read."""
    query = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'transcript', 'coding')"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute(query).fetchone()[0] == 3)
    except sqlite3.DatabaseError:
        return False


@contextmanager
def _explained() -> Iterator[None]:
    """What the database says when it cannot be reached, in words that help."""
    try:
        yield
    except sa.exc.OperationalError as error:
        what = str(error.orig).strip().partition("\n")[0]
        if "locked" in what:
            raise ConflictError(
                _("Somebody else has been writing to the project for {n} seconds.").format(n=_BUSY_SECONDS),
                _("Wait until the other program is done, and try again."),
            ) from None
        raise ProjectError(
            _("The project cannot be opened or written: {what}.").format(what=what),
            _("Put it in a folder where you may write, or check that the database server runs."),
        ) from None


def _engine(place: str | Path) -> Engine:
    if is_url(place):
        try:
            return sa.create_engine(str(place), pool_pre_ping=True)
        except (sa.exc.ArgumentError, ImportError) as error:
            raise ProjectError(
                _("{place} is no database that icmo can use: {what}.").format(place=place, what=error),
                _("Write postgresql+psycopg://USER@HOST/DATABASE, and install icmo[postgres]."),
            ) from None
    engine = sa.create_engine(sa.URL.create("sqlite+pysqlite", database=str(place)))
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Foreign keys on, write-ahead log, patience with other writers; we begin transactions ourselves."""
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once, so that two writers queue instead of failing half-way."""
    writes = connection.get_execution_options().get("icmo_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
