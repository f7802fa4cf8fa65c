"""Alembic's scripts; run by `icmo.store.database`."""
