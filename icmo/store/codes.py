"""Rows that name a code, when the code goes over to another one."""

from __future__ import annotations

import sqlalchemy as sa

from icmo.models import About
from icmo.store import guide, overview_edits, report_texts, resolutions, summaries, theories
from icmo.store.journal import Journal
from icmo.store.tables import coding, configuration, cue, decision, memo, suggestion, transcript

_NAMING = (
    (coding, "code"),
    (decision, "code"),
    (cue, "code"),
    (configuration, "target_group"),
    (transcript, "target_group"),
)


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let every row that names one code name another: codings, decisions, own cues, target groups, memos, theories.

    What is written of it in the framework matrix, the interview guide and reports goes with it, and so does what coders
    decided together. What the engine suggested for the code is dropped; it suggests anew.
    """
    for table, column in _NAMING:
        _rename(journal, table, column, table.c[column] == code, into)
    _rename(journal, memo, "subject", sa.and_(memo.c.about == About.CODE, memo.c.subject == code), into)
    for noun in (theories, summaries, guide, overview_edits, report_texts, resolutions):
        noun.hand_over(journal, code, into)
    journal.connection.execute(suggestion.delete().where(suggestion.c.code == code))


def _rename(journal: Journal, table: sa.Table, column: str, which: sa.ColumnElement[bool], into: str) -> None:
    guids = journal.connection.execute(sa.select(table.c.guid).where(which)).scalars().all()
    journal.update_all(table, {guid: {column: into} for guid in guids})
