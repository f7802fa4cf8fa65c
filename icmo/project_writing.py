"""What every use case that changes a project needs: one transaction, one step of one coder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from icmo.blind import Horizon
from icmo.errors import ConflictError, InvalidError
from icmo.i18n import _
from icmo.project_reading import ProjectReading, transcript_named
from icmo.stamps import version
from icmo.store import coders, journal, rounds
from icmo.store.journal import Journal


class ProjectWriting(ProjectReading):
    """A project that can be changed; the use cases are in the classes that build on this one."""

    @contextmanager
    def _writing(self, coder: str) -> Iterator[Journal]:
        with self._database.write() as connection:
            self._refresh(connection)
            yield Journal(connection, coders.person(connection, coder))

    def _sight(self, step: Journal) -> Horizon:
        """What the coder of a step may see."""
        open_rounds = rounds.open_rounds(step.connection)
        return Horizon(coders.names(step.connection)[step.coder] if open_rounds else "", open_rounds)

    def _let_code(self, step: Journal, places: Iterable[tuple[str, str]]) -> None:
        """Complain when somebody would code a transcript of an open round that others are to read in it.

        `places` are transcripts with those who sign the codings there (empty: the coder of the step).
        """
        sight = self._sight(step)
        if sight.rounds:
            for guid, name in sorted(set(places)):
                reader = name or sight.viewer
                if not replace(sight, viewer=reader).may_code(guid):
                    raise InvalidError(
                        _("“{name}” is being coded blind, and {coder} takes no part in that.").format(
                            name=transcript_named(step.connection, guid).name, coder=reader
                        ),
                        _("See who reads what with: icmo round show PROJECT, or wait until the round is closed."),
                    )

    def _for_all(self, step: Journal, *cases: str) -> None:
        """Complain when one who takes part in a round would write what everybody reads: it would tell how they code.

        `cases` are what it is about: of a transcript that is coded blind nobody writes such a thing.
        """
        sight = self._sight(step)
        if sight.takes_part or any(map(sight.is_blind, cases)):
            raise InvalidError(
                _("Everybody would read it, and a round of blind coding is going on."),
                _("Write it when the round is closed; until then, write a memo of your own."),
            )

    def _keep_text(self, step: Journal, transcript: str) -> None:
        """Complain when a transcript of an open round would be corrected: what coders read must be the same."""
        if self._sight(step).is_blind(transcript):
            raise InvalidError(
                _("A transcript is not corrected while it is coded blind."),
                _("Close the round first, or write the correction down in a memo."),
            )

    def _as_seen(self, step: Journal, present: Any, seen: str | None) -> None:
        """Complain when a row has changed since somebody saw it (its `icmo.stamps.version` then)."""
        if seen is None or seen == version(present):
            return
        change = journal.last_touch(step.connection, present.guid)
        who = coders.names(step.connection).get(change.coder, change.coder)
        raise ConflictError(
            _("{who} has changed this since you read it ({at} UTC).").format(who=who, at=change.at[:16]),
            _("What stands there now is shown; make your change again if it is still needed."),
        )
