"""What an exchange file holds, in words that belong to no program: what is read from one, and merged into a project.

Places are code points into the normalised text (NFC, LF), half-open. GUIDs are lower case without braces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Noun = Literal["user", "code", "source", "coding", "memo", "case", "variable", "set", "link", "graph"]


@dataclass(frozen=True, slots=True)
class ParcelCode:
    """A code of the file's tree; a folder that cannot be coded with is not `codable`."""

    guid: str
    name: str
    parent: str | None = None
    description: str = ""
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True)
class ParcelVariable:
    """What a value of cases or sources is called; `kind` is Text, Boolean, Integer, Float, Date or DateTime."""

    guid: str
    name: str
    kind: str = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class ParcelSource:
    """A text with the values of its variables."""

    guid: str
    name: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    coder: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ParcelCoding:
    """One coder's code on one stretch of a text; `selection` is the GUID of the stretch, which links may name."""

    guid: str
    source: str
    start: int
    end: int
    code: str
    coder: str = ""
    at: str = ""
    memo: str = ""
    selection: str = ""


@dataclass(frozen=True, slots=True)
class ParcelMemo:
    """A note about a thing of the file: about nothing, it is the project's; with a place, a stretch of a source's."""

    guid: str
    text: str
    name: str = ""
    about: Noun | None = None
    subject: str = ""
    start: int | None = None
    end: int | None = None
    coder: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ParcelCase:
    """A case with its variables and the sources that belong to it."""

    guid: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelSet:
    """A named set of codes, sources and memos."""

    guid: str
    name: str
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    memos: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class ParcelLink:
    """A relation between two things of the file; `oneway` leads from the first to the second.

    `note` is the first note on it; all of them are memos about the link too.
    """

    guid: str
    name: str
    origin: str
    target: str
    oneway: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person should know of an import or export: skipped, guessed, changed or dropped."""

    noun: Noun | Literal["file", "text", "offset"]
    what: str
    number: int = 1
    names: tuple[str, ...] = ()  # the first few of them


@dataclass(frozen=True)
class Parcel:
    """All of an exchange file that can be understood.

    `origin` is the program that wrote it as it says itself, `unit` how its offsets count, `private` what icmo itself
    had put beside it (a whole project without loss), if it was icmo. `places` are all stretches of texts that the file
    names, coded or not, by their GUIDs, for links lead from stretch to stretch.
    """

    name: str
    origin: str = ""
    unit: str = ""
    users: Mapping[str, str] = field(default_factory=dict)  # GUID → name
    codes: tuple[ParcelCode, ...] = ()
    sources: tuple[ParcelSource, ...] = ()
    codings: tuple[ParcelCoding, ...] = ()
    memos: tuple[ParcelMemo, ...] = ()
    cases: tuple[ParcelCase, ...] = ()
    sets: tuple[ParcelSet, ...] = ()
    links: tuple[ParcelLink, ...] = ()
    graphs: int = 0
    variables: tuple[ParcelVariable, ...] = ()
    places: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)  # source, start, end
    private: Mapping[str, Any] | None = None
    remarks: tuple[Remark, ...] = ()

    def counts(self) -> Iterator[tuple[Noun, int]]:
        """How much it holds of each noun."""
        yield from (
            ("user", len(self.users)),
            ("code", len(self.codes)),
            ("source", len(self.sources)),
            ("coding", len(self.codings)),
            ("memo", len(self.memos)),
            ("case", len(self.cases)),
            ("variable", len(self.variables)),
            ("set", len(self.sets)),
            ("link", len(self.links)),
            ("graph", self.graphs),
        )
