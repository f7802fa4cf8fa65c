"""The tables of a project, as Alembic's latest migration leaves them. Data dictionary: ``docs/data-dictionary.md``.

Every row that a person made carries coder and time. Times are ISO 8601 strings in UTC, ids are GUIDs.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _guid() -> Column[str]:
    return Column("guid", String, primary_key=True)


def _made_by() -> tuple[Column[str], Column[str]]:
    return (
        Column("coder", String, ForeignKey("coder.guid"), nullable=False),
        Column("at", String, nullable=False),
    )


def _span(*, ondelete: str | None = None) -> tuple[Column[str], Column[int], Column[int]]:
    return (
        Column("transcript", String, ForeignKey("transcript.guid", ondelete=ondelete), nullable=False, index=True),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
    )


setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
)

coder = Table(
    "coder",
    metadata,
    _guid(),
    Column("name", String, nullable=False, unique=True),
    Column("at", String, nullable=False),
)

codebook = Table(
    "codebook",
    metadata,
    _guid(),
    Column("id", String, nullable=False, unique=True),
    Column("version", String, nullable=False),
    Column("yaml", Text, nullable=False),
    *_made_by(),
)

lexicon = Table(
    "lexicon",
    metadata,
    _guid(),
    Column("id", String, nullable=False, unique=True),
    Column("yaml", Text, nullable=False),
    *_made_by(),
)

cue = Table(
    "cue",
    metadata,
    _guid(),
    Column("code", String, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("verdict", String, nullable=False),
    *_made_by(),
)

exchange = Table(
    "exchange",
    metadata,
    _guid(),
    Column("at", String, nullable=False),
    Column("url", String, nullable=False),
    Column("model", String, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("fault", Text, nullable=False),
)

case = Table(
    "case",
    metadata,
    _guid(),
    Column("name", String, nullable=False, unique=True),
    Column("variables", JSON, nullable=False),
    *_made_by(),
)

transcript = Table(
    "transcript",
    metadata,
    _guid(),
    Column("name", String, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("sha256", String, nullable=False, unique=True),
    Column("turns", JSON, nullable=False),
    Column("case", String, ForeignKey("case.guid"), nullable=True, index=True),
    Column("informant_type", String, nullable=True),
    Column("role", String, nullable=True),
    Column("date", String, nullable=True),
    Column("target_group", String, nullable=True),
    Column("title", String, nullable=True),
    Column("source_name", String, nullable=False),
    Column("metadata", JSON, nullable=False),
    *_made_by(),
)

coding = Table(
    "coding",
    metadata,
    _guid(),
    *_span(),
    Column("code", String, nullable=False, index=True),
    Column("quote", Text, nullable=False),
    Column("prefix", String, nullable=False),
    Column("suffix", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("valence", String, nullable=True),
    Column("memo", Text, nullable=False),
    *_made_by(),
)

configuration = Table(
    "configuration",
    metadata,
    _guid(),
    Column("actor", String, nullable=False),
    Column("polarity", String, nullable=False),
    Column("stance", String, nullable=True),
    Column("target_group", String, nullable=True),
    Column("statement", Text, nullable=False),
    Column("memo", Text, nullable=False),
    *_made_by(),
    Column("theory", String, nullable=True),
)

configuration_link = Table(
    "configuration_link",
    metadata,
    _guid(),
    Column("earlier", String, ForeignKey("configuration.guid"), nullable=False, index=True),
    Column("later", String, ForeignKey("configuration.guid"), nullable=False, index=True),
    *_made_by(),
)

theory = Table(
    "theory",
    metadata,
    _guid(),
    Column("name", String, nullable=False, unique=True),
    Column("statement", Text, nullable=False),
    *_made_by(),
    Column("parts", JSON, nullable=False, server_default="[]"),
)

memo = Table(
    "memo",
    metadata,
    _guid(),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("about", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("start", Integer, nullable=True),
    Column("end", Integer, nullable=True),
    *_made_by(),
)

saved_view = Table(
    "saved_view",
    metadata,
    _guid(),
    Column("name", String, nullable=False, unique=True),
    Column("query", JSON, nullable=False),
    *_made_by(),
    Column("page", String, nullable=False, server_default="search"),
)

summary = Table(
    "summary",
    metadata,
    _guid(),
    Column("code", String, nullable=False),
    Column("case", String, nullable=False),
    Column("text", Text, nullable=False),
    *_made_by(),
    UniqueConstraint("code", "case"),
)

guide = Table(
    "guide",
    metadata,
    _guid(),
    Column("informant_type", String, nullable=False),
    Column("code", String, nullable=False),
    *_made_by(),
    UniqueConstraint("informant_type", "code"),
)

configuration_part = Table(
    "configuration_part",
    metadata,
    _guid(),
    Column("configuration", String, ForeignKey("configuration.guid"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("coding", String, ForeignKey("coding.guid"), nullable=False, index=True),
    Column("resource", Text, nullable=False),
    Column("reasoning", Text, nullable=False),
)

suggestion = Table(
    "suggestion",
    metadata,
    _guid(),
    *_span(ondelete="CASCADE"),  # the engine can make them again
    Column("code", String, nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("band", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("role", String, nullable=True),
    Column("polarity", String, nullable=True),
    Column("engine", String, nullable=False),
    Column("at", String, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    _guid(),
    *_span(),
    Column("code", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("engine", String, nullable=False),
    Column("coding", String, nullable=True),
    *_made_by(),
)

overview_edit = Table(
    "overview_edit",
    metadata,
    _guid(),
    Column("row", String, nullable=False),
    Column("target_group", String, nullable=True),
    Column("code", String, nullable=False),
    Column("action", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("into", String, nullable=False),
    *_made_by(),
)

quote_choice = Table(
    "quote_choice",
    metadata,
    _guid(),
    Column("coding", String, nullable=False, unique=True),  # no foreign key: an undone coding finds its choice again
    Column("verdict", String, nullable=True),
    Column("rank", Integer, nullable=True),
    Column("text", Text, nullable=False),
    Column("note", Text, nullable=False),
    *_made_by(),
)

report_text = Table(
    "report_text",
    metadata,
    _guid(),
    Column("place", String, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    *_made_by(),
)

export = Table(
    "export",
    metadata,
    _guid(),
    Column("kind", String, nullable=False, index=True),
    Column("options", JSON, nullable=False),
    Column("file", String, nullable=False),
    Column("quotes", Integer, nullable=False),
    Column("facts", JSON, nullable=False),
    *_made_by(),
)

round_ = Table(
    "round",
    metadata,
    _guid(),
    Column("name", String, nullable=False, unique=True),
    Column("suggestions", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("closed", String, nullable=False),
    Column("closed_by", String, ForeignKey("coder.guid"), nullable=True),
    *_made_by(),
)

assignment = Table(
    "assignment",
    metadata,
    _guid(),
    Column("round", String, ForeignKey("round.guid"), nullable=False, index=True),
    Column("transcript", String, ForeignKey("transcript.guid"), nullable=False),
    Column("reader", String, ForeignKey("coder.guid"), nullable=False),
    Column("done", String, nullable=False),
    *_made_by(),
    UniqueConstraint("round", "transcript", "reader"),
)

resolution = Table(
    "resolution",
    metadata,
    _guid(),
    *_span(),
    Column("difference", String, nullable=False),
    Column("codes", JSON, nullable=False),
    Column("readings", JSON, nullable=False),
    Column("choice", String, nullable=False),
    Column("codings", JSON, nullable=False),
    Column("overruled", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("present", JSON, nullable=False),
    Column("rule", JSON(none_as_null=True), nullable=True),
    *_made_by(),
)

change = Table(
    "change",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("step", String, nullable=False),
    Column("undoes", String, nullable=True),
    Column("at", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("action", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("guid", String, nullable=False),
    Column("before", JSON, nullable=True),
    Column("after", JSON, nullable=True),
    Index("ix_change_coder", "coder", "number"),
    Index("ix_change_step", "step"),
    Index("ix_change_guid", "guid"),
    Index("ix_change_at", "at"),
)
