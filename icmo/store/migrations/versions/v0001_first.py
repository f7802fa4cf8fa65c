"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
    )
    op.create_index("ix_change_coder", "change", ["coder", "number"], unique=False)
    op.create_index("ix_change_guid", "change", ["guid"], unique=False)
    op.create_index("ix_change_step", "change", ["step"], unique=False)
    op.create_table(
        "coder",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_coder")),
        sa.UniqueConstraint("name", name=op.f("uq_coder_name")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "case",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_case_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_case")),
        sa.UniqueConstraint("name", name=op.f("uq_case_name")),
    )
    op.create_table(
        "codebook",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("yaml", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_codebook_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_codebook")),
        sa.UniqueConstraint("id", name=op.f("uq_codebook_id")),
    )
    op.create_table(
        "configuration",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("polarity", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=True),
        sa.Column("target_group", sa.String(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_configuration_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_configuration")),
    )
    op.create_table(
        "transcript",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("case", sa.String(), nullable=True),
        sa.Column("informant_type", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("target_group", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.guid"], name=op.f("fk_transcript_case")),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_transcript_coder")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_transcript")),
        sa.UniqueConstraint("name", name=op.f("uq_transcript_name")),
        sa.UniqueConstraint("sha256", name=op.f("uq_transcript_sha256")),
    )
    op.create_index(op.f("ix_transcript_case"), "transcript", ["case"], unique=False)
    op.create_table(
        "coding",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("valence", sa.String(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_coding_coder")),
        sa.ForeignKeyConstraint(["transcript"], ["transcript.guid"], name=op.f("fk_coding_transcript")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_coding")),
    )
    op.create_index(op.f("ix_coding_code"), "coding", ["code"], unique=False)
    op.create_index(op.f("ix_coding_transcript"), "coding", ["transcript"], unique=False)
    op.create_table(
        "decision",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("coding", sa.String(), nullable=True),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f("fk_decision_coder")),
        sa.ForeignKeyConstraint(["transcript"], ["transcript.guid"], name=op.f("fk_decision_transcript")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_transcript"), "decision", ["transcript"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript"], ["transcript.guid"], name=op.f("fk_suggestion_transcript"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_code"), "suggestion", ["code"], unique=False)
    op.create_index(op.f("ix_suggestion_transcript"), "suggestion", ["transcript"], unique=False)
    op.create_table(
        "configuration_part",
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("configuration", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.guid"], name=op.f("fk_configuration_part_coding")),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration.guid"], name=op.f("fk_configuration_part_configuration")
        ),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_configuration_part")),
    )
    op.create_index(op.f("ix_configuration_part_coding"), "configuration_part", ["coding"], unique=False)
    op.create_index(op.f("ix_configuration_part_configuration"), "configuration_part", ["configuration"], unique=False)
