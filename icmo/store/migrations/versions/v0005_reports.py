"""What reports keep: edits of the overview, choices of quotes, evaluators' texts, and what was exported."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_COLUMNS: dict[str, tuple[sa.Column[Any], ...]] = {
    "overview_edit": (
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("target_group", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("into", sa.String(), nullable=False),
    ),
    "quote_choice": (
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    ),
    "report_text": (
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    ),
    "export": (
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("quotes", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
    ),
}
_UNIQUE = {"quote_choice": "coding", "report_text": "place"}


def upgrade() -> None:
    for table, columns in _COLUMNS.items():
        unique = (
            [sa.UniqueConstraint(_UNIQUE[table], name=op.f(f"uq_{table}_{_UNIQUE[table]}"))] if table in _UNIQUE else []
        )
        op.create_table(
            table,
            sa.Column("guid", sa.String(), nullable=False),
            *columns,
            sa.Column("coder", sa.String(), nullable=False),
            sa.Column("at", sa.String(), nullable=False),
            sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f(f"fk_{table}_coder")),
            sa.PrimaryKeyConstraint("guid", name=op.f(f"pk_{table}")),
            *unique,
        )
    op.create_index("ix_export_kind", "export", ["kind"])
