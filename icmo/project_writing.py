"""What every use case that changes a project needs: one transaction, one step of one coder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from icmo.errors import ConflictError
from icmo.i18n import _
from icmo.project_reading import ProjectReading
from icmo.stamps import version
from icmo.store import coders, journal
from icmo.store.journal import Journal


class ProjectWriting(ProjectReading):
    """A project that can be changed; the use cases are in the classes that build on this one."""

    @contextmanager
    def _writing(self, coder: str) -> Iterator[Journal]:
        with self._database.write() as connection:
            self._refresh(connection)
            yield Journal(connection, coders.ensure(connection, coder))

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
