"""Errors are messages for people: what happened and where, then what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class IcmoError(Exception):
    """Something the user can mend. `message` says what and where, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ReadError(IcmoError):
    """A file could not be read as what it claims to be."""


class ProjectError(IcmoError):
    """The project file is missing, foreign, newer than this program, or in the way."""


class NotFoundError(IcmoError):
    """A transcript, code, coding, configuration or coder of that name does not exist."""


class InvalidError(IcmoError):
    """A value breaks a rule of the model: a span outside its text, an unknown kind."""


class PersonalDataError(IcmoError):
    """Something would be printed that identifies a person."""


class ConflictError(IcmoError):
    """Somebody else changed the row since it was read."""


@dataclass(frozen=True)
class Problem:
    """One fault in a file: its line (1-based; 0 when it has none), what is wrong and where."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.message}" if self.line else self.message


class ProblemsError(IcmoError):
    """A file with one or more faults, all of them listed."""

    def __init__(self, source: str, problems: Sequence[Problem], hint: str = "") -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{source}:{problem}" for problem in self.problems), hint)
