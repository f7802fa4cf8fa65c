"""What analyses keep: the codes of a theory, the page of a saved view, cell summaries, the interview guide."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("theory", sa.Column("parts", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("saved_view", sa.Column("page", sa.String(), nullable=False, server_default="search"))
    for table, names in (("summary", ("code", "case")), ("guide", ("informant_type", "code"))):
        texts = (sa.Column("text", sa.Text(), nullable=False),) if table == "summary" else ()
        op.create_table(
            table,
            *(sa.Column(name, sa.String(), nullable=False) for name in ("guid", *names)),
            *texts,
            *(sa.Column(name, sa.String(), nullable=False) for name in ("coder", "at")),
            sa.ForeignKeyConstraint(["coder"], ["coder.guid"], name=op.f(f"fk_{table}_coder")),
            sa.PrimaryKeyConstraint("guid", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(*names, name=op.f(f"uq_{table}_{names[0]}")),
        )
