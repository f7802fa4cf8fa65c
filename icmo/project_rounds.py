"""Rounds of blind coding: opened, read, closed; and copies for coders that hold nothing of each other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from icmo import rounds as drawing
from icmo.blind import Horizon, seen
from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.i18n import _
from icmo.models import Assignment, Round, Transcript
from icmo.project_writing import ProjectWriting
from icmo.rounds import Asked, ReaderProgress
from icmo.stamps import new_guid
from icmo.store import codings, handout, rounds, transcripts
from icmo.store import suggestions as stored_suggestions
from icmo.store.journal import Journal
from icmo.text.anchors import normalise


class ProjectRounds(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with rounds of blind coding."""

    def rounds(self) -> tuple[Round, ...]:
        """Every round, the earliest first."""
        with self._database.read() as connection:
            return rounds.all_rounds(connection)

    def round(self, name: str) -> Round:
        """The round of that name or GUID.

        Raises
        ------
        NotFoundError
            There is none.
        """
        return _named(self.rounds(), name)

    def plan_round(self, asked: Asked) -> tuple[Assignment, ...]:
        """Who would read what in a round; nothing is changed. Parameters and errors as for `open_round`."""
        with self._database.read() as connection:
            return self._planned(asked, transcripts.all_transcripts(connection), rounds.open_rounds(connection))

    def open_round(
        self,
        name: str,
        readers: Sequence[str],
        *,
        coder: str,
        of: Sequence[str] | None = None,
        share: float | None = None,
        each: int | None = None,
        seed: int = 0,
        suggestions: bool = False,
        note: str = "",
    ) -> Round:
        """Let coders read transcripts apart: until the round is closed nobody sees what another has coded there.

        Parameters
        ----------
        readers : who takes part
        of, share : the transcripts by name, or how large a share of all is drawn, stratified by municipality
            and kind of informant
        each : how many readers each transcript gets (all)
        seed : of the draw
        suggestions : whether the engine's suggestions are shown; they are made without sight of what is coded there

        Raises
        ------
        InvalidError
            No name or one that is taken, too few readers, no transcripts, or one that is in an open round already.
        """
        asked = Asked(tuple(map(_spaced, readers)), None if of is None else tuple(of), share, each, seed)
        name = _spaced(name)
        with self._writing(coder) as step:
            there = rounds.all_rounds(step.connection)
            if not name or any(one.name == name for one in there):
                raise InvalidError(_("A round needs a name of its own."), _("Name it, for example, “Prøvekodning 1”."))
            texts = transcripts.all_transcripts(step.connection)
            assignments = self._planned(asked, texts, [one for one in there if not one.closed])
            made = Round(new_guid(), name, coder, step.at, assignments, suggestions, note.strip())
            rounds.add(step, made)
            _forget_suggestions(step)
            return _named(rounds.all_rounds(step.connection), name)

    def _planned(self, asked: Asked, there: Sequence[Transcript], running: Sequence[Round]) -> tuple[Assignment, ...]:
        found = drawing.chosen(there, asked)
        for one in running:
            if taken := [t.name for t in found if t.guid in one.transcripts]:
                raise InvalidError(
                    _("“{name}” is in the round “{round}” already.").format(name=taken[0], round=one.name),
                    _("Close that round first, or leave the transcript out."),
                )
        return drawing.shared_out(found, asked)

    def mark_done(self, transcript: str, *, coder: str, done: bool = True) -> Assignment:
        """Say that a coder has read a transcript of a round to its end, or, with `done` False, not yet.

        It can still be said when the round is closed; where a transcript was in several rounds, of the latest.

        Raises
        ------
        NotFoundError
            The coder has no such transcript to read in any round.
        """
        with self._writing(coder) as step:
            reader = _spaced(coder)
            latest_first = reversed(rounds.all_rounds(step.connection))
            mine = [a for one in latest_first for a in one.assignments if a.reader == reader]
            source = next((one for one in _all_transcripts(step) if transcript in (one.guid, one.name)), None)
            found = next((one for one in mine if source and one.transcript == source.guid), None)
            if found is None:
                raise NotFoundError(
                    _("{coder} has no “{name}” to read in a round.").format(coder=coder, name=transcript),
                    _("See who reads what with: icmo round show PROJECT"),
                )
            after = replace(found, done=step.at if done else "")
            rounds.mark_done(step, found.guid, after.done)
        return after

    def assign(self, name: str, transcript: str, reader: str, *, coder: str) -> Round:
        """Give one more coder a transcript of an open round."""
        with self._writing(coder) as step:
            one = _open(rounds.all_rounds(step.connection), name)
            source = next((t for t in _all_transcripts(step) if transcript in (t.guid, t.name)), None)
            if source is None or source.guid not in one.transcripts:
                raise NotFoundError(_("“{name}” is not in the round.").format(name=transcript))
            reader = _spaced(reader)
            if any((a.transcript, a.reader) == (source.guid, reader) for a in one.assignments):
                raise InvalidError(_("{coder} reads “{name}” already.").format(coder=reader, name=source.name))
            rounds.assign(step, one.guid, [Assignment(new_guid(), source.guid, reader, "", "")])
            return _named(rounds.all_rounds(step.connection), name)

    def release(self, name: str, transcript: str, reader: str, *, coder: str) -> Round:
        """Take a transcript of an open round from one of its coders; what they have coded stays.

        Raises
        ------
        InvalidError
            Fewer than two would be left, so that it would be read by one alone.
        """
        with self._writing(coder) as step:
            one = _open(rounds.all_rounds(step.connection), name)
            here = {t.guid: t.name for t in _all_transcripts(step)}
            of_it = [a for a in one.assignments if transcript in (a.transcript, here[a.transcript])]
            found = [a for a in of_it if a.reader == reader]
            if not found:
                raise NotFoundError(_("{coder} does not read “{name}”.").format(coder=reader, name=transcript))
            if len(of_it) <= drawing.FEWEST:
                raise InvalidError(
                    _("Two coders at least read each transcript of a round."), _("Give it to another one first.")
                )
            rounds.release(step, [a.guid for a in found])
            return _named(rounds.all_rounds(step.connection), name)

    def close_round(self, name: str, *, coder: str, early: bool = False) -> Round:
        """Close a round: from now on everybody sees what all have coded in it.

        Raises
        ------
        NotFoundError, InvalidError
            There is no such round, or it is closed already.
        ConflictError
            Somebody is not done, and it is not said that it is closed `early`.
        """
        with self._writing(coder) as step:
            one = _open(rounds.all_rounds(step.connection), name)
            left = sorted({a.reader for a in one.assignments if not a.done})
            if left and not early:
                raise ConflictError(
                    _("Not everybody is done: {names}.").format(names=", ".join(left)),
                    _("Wait for them, or close the round early; what they are not done with then counts as not read."),
                )
            rounds.close(step, one.guid)
            return _named(rounds.all_rounds(step.connection), name)

    def round_progress(self, name: str) -> tuple[ReaderProgress, ...]:
        """How far each reader of a round is. It tells how much is read, and nothing of what was coded."""
        with self._database.read() as connection:
            one = _named(rounds.all_rounds(connection), name)
            texts = {t.guid: t for t in transcripts.all_transcripts(connection) if t.guid in one.transcripts}
            marks = [c for c in codings.all_codings(connection) if c.transcript in one.transcripts]
        return drawing.progress(one, texts, marks)

    def hand_out(self, path: str | Path, *, reader: str, own: bool = True) -> Path:
        """Write a copy of the project for one coder: of open rounds it holds their own work alone, log and all.

        The copy comes back with `merge_copy`.

        Parameters
        ----------
        own : whether it holds what the reader has coded in the rounds already; not, where another makes the copy

        Raises
        ------
        NotFoundError
            Nobody of that name reads anything in an open round.
        ProjectError
            There is a file of that name already.
        """
        with self._database.read() as connection:
            horizon = Horizon(reader, rounds.open_rounds(connection))
            if not any(reader in one.readers for one in horizon.rounds):
                raise NotFoundError(
                    _("{coder} takes part in no open round.").format(coder=reader),
                    _("See who reads what with: icmo round show PROJECT"),
                )
            horizon = horizon if own else replace(horizon, viewer="")
            visible = seen(self._everything(connection, {}), horizon)
            return handout.write(connection, visible, horizon, path)


def _spaced(name: str) -> str:
    return " ".join(normalise(name).split())


def _all_transcripts(step: Journal) -> tuple[Transcript, ...]:
    return transcripts.without_texts(step.connection)


def _forget_suggestions(step: Journal) -> None:
    """Drop what was suggested so far: it was learned from what is hidden now."""
    stored_suggestions.replace(step.connection, [one.guid for one in _all_transcripts(step)], [])


def _named(there: Sequence[Round], name: str) -> Round:
    for one in there:
        if name in (one.name, one.guid):
            return one
    names = ", ".join(one.name for one in there)
    raise NotFoundError(
        _("There is no round “{name}”.").format(name=name), _("Known: {names}.").format(names=names) if names else ""
    )


def _open(there: Sequence[Round], name: str) -> Round:
    one = _named(there, name)
    if one.closed:
        raise InvalidError(_("The round “{name}” is closed.").format(name=one.name), _("Open another one."))
    return one
