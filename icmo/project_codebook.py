"""The project's own code book: codes added, changed, moved, merged, split and retired, with the effect shown first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from icmo import codebook_changes as changes
from icmo.codebook_changes import CodeDraft, Effect
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Code, Codebook, Coding
from icmo.project_writing import ProjectWriting
from icmo.store import codebooks, codes, codings, resolutions
from icmo.store.journal import Journal

Edit = Callable[[Codebook], Codebook]


@dataclass(frozen=True)
class BookVersion:
    """The code book as it was from one moment on. `number` counts from 1."""

    number: str
    version: str
    at: str
    coder: str
    book: Codebook


class ProjectCodebook(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with its code book."""

    def preview_codebook(self, edit: Edit) -> Effect:
        """What a change of the code book would do to the project; nothing is changed."""
        material = self.material()
        return changes.effect(self.codebook, edit(self.codebook), material)

    def add_code(self, draft: CodeDraft, *, coder: str) -> Code:
        """Add a code to the project's code book.

        Raises
        ------
        ProblemsError, InvalidError
            The code cannot be so.
        """
        before, after = self._edit(lambda book: changes.add(book, draft), coder)
        return next(code for code in after.codes if code.id not in before)

    def change_code(self, code: str, values: Mapping[str, Any], *, coder: str) -> Code:
        """Give a code another label, definition, kind, rules, examples or cues."""
        return self._edit(lambda book: changes.change(book, code, values), coder)[1][code]

    def move_code(self, code: str, parent: str | None, *, coder: str) -> Code:
        """Put a code under another one, or at the top."""
        return self._edit(lambda book: changes.move(book, code, parent), coder)[1][code]

    def retire_code(self, code: str, *, coder: str, retired: bool = True) -> Code:
        """Offer a code no more, or again; its codings stay."""
        do = changes.retire if retired else changes.restore
        return self._edit(lambda book: do(book, code), coder)[1][code]

    def merge_codes(self, code: str, into: str, *, coder: str) -> Code:
        """Make one code of two: all that names the first goes over to the second, its narrower codes too."""
        with self._writing(coder) as step:
            after = self._replace(step, lambda book: changes.merge(book, code, into))
            codes.hand_over(step, code, into)
        self._reread()
        return after[into]

    def split_code(
        self, code: str, drafts: Sequence[CodeDraft], assigned: Mapping[str, int], *, coder: str
    ) -> tuple[Code, ...]:
        """Make narrower codes beneath a code, and give some of its codings to them.

        Parameters
        ----------
        assigned : for codings, by their GUIDs, the number of the draft (from 0) whose code they get; others stay

        Raises
        ------
        InvalidError
            A coding that does not bear the code, or a number without a draft.
        """
        with self._writing(coder) as step:
            before = self.codebook
            after = self._replace(step, lambda book: changes.split(book, code, drafts))
            new = [one for one in after.codes if one.id not in before]
            sight = self._sight(step)
            there = codings.with_code(step.connection, code)
            _check_assigned([one for one in there if not sight.hides(one)], assigned, len(new))
            for number, one in enumerate(new):
                codings.recode(step, [guid for guid, to in assigned.items() if to == number], one.id)
            given = dict.fromkeys((one.guid for one in there), code) | {g: new[to].id for g, to in assigned.items()}
            resolutions.divide(step, code, given)
        self._reread()
        return tuple(new)

    def codebook_versions(self) -> list[BookVersion]:
        """The code book as it was after each change, oldest first; the last is the present one."""
        with self._database.read() as connection:
            self._refresh(connection)
            found = codebooks.versions(connection, str(self._settings["codebook"]))
        return [BookVersion(str(n), book.version, at, who, book) for n, (at, who, book) in enumerate(found, start=1)]

    def _edit(self, edit: Edit, coder: str) -> tuple[Codebook, Codebook]:
        with self._writing(coder) as step:
            before = self.codebook
            after = self._replace(step, edit)
        self._reread()
        return before, after

    def _replace(self, step: Journal, edit: Edit) -> Codebook:
        """Put the changed books in place of the old ones."""
        before = self.codebook
        after = edit(before)
        books = changes.changed_texts(before, after)
        if not books:
            raise InvalidError(_("That changes nothing in the code book."))
        codebooks.change(step, books, changes.changed_lexicons(before, after))
        return after

    def _reread(self) -> None:
        with self._database.read() as connection:
            self._refresh(connection)


def _check_assigned(of_code: Sequence[Coding], assigned: Mapping[str, int], drafts: int) -> None:
    known = {one.guid for one in of_code}
    if wrong := [guid for guid, number in assigned.items() if guid not in known or not 0 <= number < drafts]:
        raise InvalidError(_("These codings cannot be given to the new codes: {ids}.").format(ids=", ".join(wrong[:5])))
