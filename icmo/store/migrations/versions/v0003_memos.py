"""Memos, programme theories, configurations that follow on each other, and saved searches."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "theory",
        *_texts("name", "statement"),
        *_signed("theory"),
        sa.UniqueConstraint("name", name=op.f("uq_theory_name")),
    )
    op.create_table(
        "saved_view",
        *_texts("name"),
        sa.Column("query", sa.JSON(), nullable=False),
        *_signed("saved_view"),
        sa.UniqueConstraint("name", name=op.f("uq_saved_view_name")),
    )
    op.create_table(
        "memo",
        *_texts("kind", "text", "about", "subject"),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        *_signed("memo"),
    )
    op.create_index(op.f("ix_memo_subject"), "memo", ["subject"], unique=False)
    op.create_table(
        "configuration_link",
        *_texts("earlier", "later"),
        *(
            sa.ForeignKeyConstraint([name], ["configuration.guid"], name=op.f(f"fk_configuration_link_{name}"))
            for name in ("earlier", "later")
        ),
        *_signed("configuration_link"),
    )
    for name in ("earlier", "later"):
        op.create_index(op.f(f"ix_configuration_link_{name}"), "configuration_link", [name], unique=False)
    op.add_column("configuration", sa.Column("theory", sa.String(), nullable=True))


def _texts(*names: str) -> list[sa.Column[str]]:
    long = ("text", "statement")
    return [sa.Column(name, sa.Text() if name in long else sa.String(), nullable=False) for name in names]


def _signed(table: str) -> list[sa.schema.SchemaItem]:
    """GUID, coder and time, as every row that a person made has them."""
    return [
        *_texts("guid", "coder", "at"),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f(f"fk_{table}_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f(f"pk_{table}")),
    ]
