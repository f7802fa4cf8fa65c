"""Several coders: rounds of blind coding, who reads what in them, and what was decided on disagreements."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("suggestions", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed", sa.String(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["coder.guid"], name=op.f("fk_round_closed_by")),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_round_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_round")),
        sa.UniqueConstraint("name", name=op.f("uq_round_name")),
    )
    op.create_table(
        "assignment",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.guid"], name=op.f("fk_assignment_round")),
        sa.ForeignKeyConstraint(["transcript"], ["transcript.guid"], name=op.f("fk_assignment_transcript")),
        sa.ForeignKeyConstraint(["reader"], ["coder.guid"], name=op.f("fk_assignment_reader")),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_assignment_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_assignment")),
        sa.UniqueConstraint("round", "transcript", "reader", name=op.f("uq_assignment_round")),
    )
    op.create_index("ix_assignment_round", "assignment", ["round"])
    op.create_table(
        "resolution",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("codings", sa.JSON(), nullable=False),
        sa.Column("overruled", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=True),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["transcript"], ["transcript.guid"], name=op.f("fk_resolution_transcript")),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_resolution_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_resolution")),
    )
    op.create_index("ix_resolution_transcript", "resolution", ["transcript"])
    op.create_index("ix_change_at", "change", ["at"])
