from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from icmo.errors import ProjectError
from icmo.store import database as module
from icmo.store.database import Database
from icmo.store.tables import metadata
from tests.store.databases import fresh, places


@pytest.mark.parametrize("kind", places())
def test_the_migrations_make_exactly_the_tables_of_the_code(kind: str, tmp_path: Path) -> None:
    database = fresh(kind, tmp_path)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_a_project_file_is_in_write_ahead_mode_with_foreign_keys_on(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "p.icmo")
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "p.icmo").write_text("vigtigt")
    with pytest.raises(ProjectError, match="already exists"):
        Database.create(tmp_path / "p.icmo")
    assert (tmp_path / "p.icmo").read_text() == "vigtigt"


@pytest.mark.parametrize("content", [b"ikke en database", b"SQLite format 3\x00 men itu", b""])
def test_a_file_that_is_no_project_is_refused_and_left_alone(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "p.icmo"
    path.write_bytes(content)
    with pytest.raises(ProjectError):
        Database.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_not_changed(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'p.icmo'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ting (id INTEGER)")
    engine.dispose()
    before = (tmp_path / "p.icmo").read_bytes()
    with pytest.raises(ProjectError, match="not an icmo project"):
        Database.open(tmp_path / "p.icmo")
    assert (tmp_path / "p.icmo").read_bytes() == before


def test_a_project_from_a_newer_icmo_is_refused_with_advice(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "p.icmo")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(ProjectError, match="newer icmo") as caught:
        Database.open(tmp_path / "p.icmo")
    assert "pip install" in caught.value.hint


def test_the_newest_migration_is_the_head_that_the_code_expects() -> None:
    names = sorted(path.name for path in (Path(module.__file__).parent / "migrations" / "versions").glob("v*.py"))
    assert names[-1].startswith(f"v{module.HEAD}_")


def test_postgresql_is_tested_in_ci() -> None:
    assert "postgresql" in places() or not os.environ.get("CI")
