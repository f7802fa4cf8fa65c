"""The register of programme theories: written, changed with a reason, followed through their versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from icmo.coding import new_memo, new_theory
from icmo.errors import ConflictError, NotFoundError
from icmo.i18n import _
from icmo.models import About, MemoKind, Theory, TheoryPart
from icmo.project_writing import ProjectWriting
from icmo.store import memos, theories
from icmo.store.journal import Journal


class ProjectTheories(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with programme theories."""

    def theories(self) -> tuple[Theory, ...]:
        """Every programme theory, by name."""
        with self._database.read() as connection:
            return theories.all_theories(connection)

    def add_theory(
        self, name: str, statement: str, *, coder: str, parts: Iterable[TheoryPart | tuple[str, str]] = ()
    ) -> Theory:
        """Write a programme theory that configurations can support, refute or refine.

        Parameters
        ----------
        statement : “Hvis … i …, så …, fordi …”
        parts : the codes that it speaks of in their roles: ``[("I", "mentorstoette"), ("M", "relationsdannelse")]``

        Raises
        ------
        InvalidError, NotFoundError, ConflictError
            No name or sentence; an unknown role or code; or a theory has that name already.
        """
        with self._writing(coder) as step:
            made = new_theory(name, statement, coder, parts=parts, book=self.codebook)
            _refuse_taken(step, made)
            theories.add(step, made)
        return replace(made, at=step.at)

    def change_theory(
        self,
        guid: str,
        *,
        coder: str,
        seen: str | None = None,
        name: str | None = None,
        statement: str | None = None,
        parts: Iterable[TheoryPart | tuple[str, str]] | None = None,
        because: str = "",
    ) -> Theory:
        """Give a theory another name, wording or codes; what it was stays in the log.

        Parameters
        ----------
        because : why; kept in the same step as a memo of the kind retroduktion about the theory

        Raises
        ------
        NotFoundError, InvalidError, ConflictError
            It is not there; it cannot be so; or somebody has changed it since it was `seen`.
        """
        with self._writing(coder) as step:
            before = _theory(step, guid)
            self._as_seen(step, before, seen)
            said = new_theory(
                name or before.name,
                statement or before.statement,
                before.coder,
                parts=before.parts if parts is None else parts,
                book=self.codebook,
            )
            after = replace(before, name=said.name, statement=said.statement, parts=said.parts)
            _refuse_taken(step, after)
            theories.change(step, after)
            if because.strip():
                memo = new_memo(MemoKind.RETRODUCTION, because, about=About.THEORY, subject=guid, coder=coder)
                memos.add(step, memo)
        return after

    def remove_theory(self, guid: str, *, coder: str) -> None:
        """Take a theory away; configurations that spoke of it stay, without it."""
        with self._writing(coder) as step:
            memos.remove_about(step, About.THEORY, guid)
            theories.remove(step, guid)


def _theory(step: Journal, guid: str) -> Theory:
    found = next((one for one in theories.all_theories(step.connection) if one.guid == guid), None)
    if found is None:
        raise NotFoundError(_("There is no theory {guid}.").format(guid=guid))
    return found


def _refuse_taken(step: Journal, made: Theory) -> None:
    if any(one.name == made.name and one.guid != made.guid for one in theories.all_theories(step.connection)):
        raise ConflictError(
            _("There is a theory called “{name}” already.").format(name=made.name), _("Choose another name.")
        )
