"""What coders write and keep beside their codings: memos, saved searches and graphs, preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from icmo.coding import new_memo, require_code
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _
from icmo.models import About, Memo, MemoKind, SavedView
from icmo.project_reading import seen_coding, seen_configuration, transcript_named
from icmo.project_writing import ProjectWriting
from icmo.stamps import new_guid
from icmo.store import coders, memos, settings, tables, theories, views
from icmo.store.journal import Journal, gone
from icmo.text.anchors import cut


class ProjectNotes(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with memos, saved views and preferences."""

    # --- Memos ------------------------------------------------------------------------------------------

    def memos(self) -> tuple[Memo, ...]:
        """Every memo, the newest first."""
        with self._database.read() as connection:
            if not self._horizon(connection).rounds:
                return memos.all_memos(connection)
        return self.material().memos

    def add_memo(
        self,
        kind: str | MemoKind,
        text: str,
        *,
        about: str | About,
        subject: str = "",
        coder: str,
        start: int | None = None,
        end: int | None = None,
    ) -> Memo:
        """Write a memo about something in the project.

        Parameters
        ----------
        kind : definition, teori, proces, sprog or retroduktion
        about : project, transcript, segment (with `start` and `end`), coding, code, configuration or theory
        subject : its GUID; a code's id; nothing for the project

        Raises
        ------
        NotFoundError, InvalidError
            There is no such thing, an unknown kind, or no text.
        """
        made = new_memo(kind, text, about=about, subject=subject, coder=coder, start=start, end=end)
        with self._writing(coder) as step:
            made = replace(made, subject=self._subject(step, made), at=step.at)
            if made.about in (About.TRANSCRIPT, About.SEGMENT):
                self._let_code(step, [(made.subject, "")])
            memos.add(step, made)
        return made

    def _subject(self, step: Journal, memo: Memo) -> str:
        """What a memo is about, as it is kept; complains when that is not there."""
        connection = step.connection
        match memo.about:
            case About.PROJECT:
                return ""
            case About.TRANSCRIPT:
                return transcript_named(connection, memo.subject).guid
            case About.SEGMENT:
                source = transcript_named(connection, memo.subject)
                cut(source.text, memo.start or 0, memo.end or 0)
                return source.guid
            case About.CODE:
                return require_code(self.codebook, memo.subject).id
            case About.CODING:
                found: object = seen_coding(connection, memo.subject, self._sight(step))
            case About.CONFIGURATION:
                found = seen_configuration(connection, memo.subject, self._sight(step))
            case About.THEORY:
                found = next((one for one in theories.all_theories(connection) if one.guid == memo.subject), None)
        if found is None:
            raise NotFoundError(_("What the memo is about is not there: {guid}.").format(guid=memo.subject))
        return memo.subject

    def change_memo(
        self, guid: str, *, coder: str, seen: str | None = None, text: str | None = None, kind: str | None = None
    ) -> Memo:
        """Give a memo another text or kind.

        Raises
        ------
        NotFoundError, ConflictError
            It is not there, or somebody has changed it since it was `seen`.
        """
        with self._writing(coder) as step:
            before = self._memo(step, guid)
            self._as_seen(step, before, seen)
            place = {"start": before.start, "end": before.end}
            checked = new_memo(
                kind or before.kind,
                before.text if text is None else text,
                about=before.about,
                subject=before.subject,
                coder=before.coder,
                **place,
            )
            after = replace(before, text=checked.text, kind=checked.kind)
            memos.change(step, after)
        return after

    def remove_memo(self, guid: str, *, coder: str) -> None:
        """Take a memo away."""
        with self._writing(coder) as step:
            if self._seen_memo(step, guid) is None:
                raise gone(tables.memo, guid)
            memos.remove(step, [guid])

    def _memo(self, step: Journal, guid: str) -> Memo:
        found = self._seen_memo(step, guid)
        if found is None:
            raise NotFoundError(_("There is no memo {guid}.").format(guid=guid))
        return found

    def _seen_memo(self, step: Journal, guid: str) -> Memo | None:
        """The memo of that GUID, if it is there and may be seen."""
        found, sight = memos.one(step.connection, guid), self._sight(step)
        if found is None or not sight.rounds or found.coder == sight.viewer:
            return found
        return found if found in self.seen_by(sight.viewer).memos() else None

    # --- Saved views ------------------------------------------------------------------------------------

    def views(self, page: str | None = None) -> tuple[SavedView, ...]:
        """Every saved view, by name, or those of one page."""
        with self._database.read() as connection:
            return tuple(one for one in views.all_views(connection) if page in (None, one.page))

    def save_view(self, name: str, query: Mapping[str, Any], *, coder: str, page: str = "search") -> SavedView:
        """Save a search (as `icmo.search.to_dict` gives it) or the filters of a graph under a name.

        An earlier one of that name is replaced.
        """
        name = " ".join(name.split())
        if not name:
            raise InvalidError(_("A saved search needs a name."))
        made = SavedView(new_guid(), name, dict(query), coder, "", page)
        with self._writing(coder) as step:
            self._for_all(step)
            views.add(step, made)
            return next(one for one in views.all_views(step.connection) if one.name == name)

    def forget_view(self, guid: str, *, coder: str) -> None:
        """Forget a saved view."""
        with self._writing(coder) as step:
            views.remove(step, guid)

    # --- Preferences ------------------------------------------------------------------------------------

    def preferences(self, coder: str) -> dict[str, Any]:
        """How a coder wants to work (pinned codes, single-key shortcuts …); empty until something is chosen."""
        with self._database.read() as connection:
            guid = coders.find(connection, coder)
            return settings.preferences(connection, guid) if guid else {}

    def prefer(self, coder: str, **values: Any) -> dict[str, Any]:
        """Change how a coder wants to work. Preferences are no part of the work and are not logged."""
        with self._writing(coder) as step:
            changed = {**settings.preferences(step.connection, step.coder), **values}
            settings.prefer(step.connection, step.coder, changed)
        return changed
