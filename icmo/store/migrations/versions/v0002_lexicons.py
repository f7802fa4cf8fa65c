"""Lexicons, the project's own cues, what a language model was asked, and what suggestions say of role and polarity."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "lexicon",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("yaml", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_lexicon_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_lexicon")),
        sa.UniqueConstraint("id", name=op.f("uq_lexicon_id")),
    )
    op.create_table(
        "cue",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_cue_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_cue")),
    )
    op.create_index(op.f("ix_cue_code"), "cue", ["code"], unique=False)
    op.create_table(
        "exchange",
        sa.Column("guid", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Text() if name in ("prompt", "answer", "fault") else sa.String(), nullable=False)
            for name in ("at", "url", "model", "prompt", "answer", "fault")
        ),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_exchange")),
    )
    for name in ("role", "polarity"):
        op.add_column("suggestion", sa.Column(name, sa.String(), nullable=True))
