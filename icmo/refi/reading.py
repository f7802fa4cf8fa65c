"""Read REFI-QDA projects (.qdpx, or the .qde XML alone) and code books (.qdc) of any program.

Nothing is lost in silence: whatever is skipped, guessed or mended stands in the parcel's remarks.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from icmo.errors import NotFoundError, ReadError
from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.cases import Cases, read_variables, values
from icmo.refi.codes import read_codes
from icmo.refi.links import Known, Links, count_graphs, read_sets
from icmo.refi.notes import Pin, memos, read_notes
from icmo.refi.package import PRIVATE, Package
from icmo.refi.parcel import Parcel, ParcelMemo, ParcelSource, ParcelVariable
from icmo.refi.selections import Coded, Selections
from icmo.refi.sources import Source, Sources, read_sources
from icmo.refi.tally import Tally
from icmo.refi.unit import choose, unit
from icmo.refi.users import Users
from icmo.stamps import as_guid

_ZIP = b"PK"


def read_exchange(path: str | Path) -> Parcel:
    """Read a file by its content: a package, a project's XML or a code book; large films in it are not read.

    Raises
    ------
    NotFoundError, ReadError
        It is not there, or no exchange file.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            return _read(file, path.name)
    except OSError as error:
        raise NotFoundError(
            _("{path} cannot be read: {why}.").format(path=path, why=error.strerror),
            _("Check the name and the folder."),
        ) from None


def read_qdpx(data: bytes, name: str) -> Parcel:
    """Read a project: a package, or its XML alone.

    Raises
    ------
    ReadError
        It is neither, damaged, locked, or larger than a project can be.
    """
    return _read(io.BytesIO(data), name)


def read_qdc(data: bytes, name: str) -> Parcel:
    """Read a code book: codes and sets of codes, also out of a project.

    Raises
    ------
    ReadError
        It is none.
    """
    tally = Tally()
    if data.startswith(_ZIP):
        name, data = Package(io.BytesIO(data), name, tally).xml()
    return _book(xml.parse(data, name, tally), name, tally)


def _read(file: BinaryIO, name: str) -> Parcel:
    tally, package = Tally(), None
    start = file.read(len(_ZIP))
    file.seek(0)
    if start == _ZIP:
        package = Package(file, name, tally)
        inner, data = package.xml()
        root = xml.parse(data, inner, tally)
    else:
        data = file.read(xml.MAX_XML + 1)
        if not data.strip():
            raise ReadError(_("{name} is empty.").format(name=name), _("Check that the file was saved."))
        root = xml.parse(data, name, tally)
    if xml.local(root) == "CodeBook":
        return _book(root, name, tally)
    return _Project(root, package, name, tally).parcel()


def _book(root: Any, name: str, tally: Tally) -> Parcel:
    tree = read_codes(root, tally)
    known = Known({})
    known.add("code", tree.codes)
    sets = tuple(read_sets(root, known, tally))
    return Parcel(
        name=_name(root, name),
        origin=root.get("origin", "").strip(),
        codes=tuple(tree.codes.values()),
        sets=sets if xml.local(root) == "CodeBook" else tuple(one for one in sets if one.codes),
        remarks=tally.remarks(),
    )


def _name(root: Any, name: str) -> str:
    return xml.named(root) or Path(name).stem


class _Project:
    """A project on its way into a parcel."""

    def __init__(self, root: Any, package: Package | None, name: str, tally: Tally) -> None:
        self._root, self._package, self._tally = root, package, tally
        self._name = _name(root, name)
        self._origin = " ".join(root.get("origin", "").split())
        self._users = Users(root, tally)

    def parcel(self) -> Parcel:
        """All of the project that can be understood."""
        root, tally = self._root, self._tally
        private = self._private()
        tree = read_codes(root, tally)
        variables = read_variables(root, tally)
        found = read_sources(root, self._package, tally)
        notes = read_notes(root, self._package, self._users, tally)
        convention = choose(self._origin, found.texts, tally)
        selections = Selections(convention, tree.codes, notes, self._users, tally)
        for source in found.texts:
            selections.read(source)
        selections.flag_coders()
        coded = selections.coded
        sources = tuple(self._sources(found, coded, variables))
        cases = Cases(variables, sources, coded.codings.values(), coded.places, found.aliases, tally)
        all_cases = tuple(cases.read(root))
        known = Known({}, found.aliases, coded.places, found.unread)
        known.add("case", (case.guid for case in all_cases))
        known.add("memo", notes)
        known.add("coding", coded.codings)
        known.add("source", (source.guid for source in sources))
        known.add("code", tree.codes)
        links = Links(known, notes, tally)
        all_links = tuple(links.read(root))
        pins = [*tree.pins, *coded.pins, *links.pins, *self._pins(found)]
        written = [*self._descriptions(found), *cases.memos, *coded.memos, *memos(notes, pins, tally)]
        return Parcel(
            name=self._name,
            origin=self._origin,
            unit=unit(convention),
            users=dict(self._users.names),
            codes=tuple(tree.codes.values()),
            sources=sources,
            codings=tuple(coded.codings.values()),
            memos=tuple(written),
            cases=all_cases,
            sets=tuple(read_sets(root, known, tally)),
            links=all_links,
            graphs=count_graphs(root, tally),
            variables=tuple(variables.values()),
            places=coded.places,
            private=private,
            remarks=tally.remarks(),
        )

    def _sources(self, found: Sources, coded: Coded, variables: Mapping[str, ParcelVariable]) -> Iterator[ParcelSource]:
        for source in found.texts:
            first = next(iter(source.tellers))
            yield ParcelSource(
                guid=source.guid,
                name=source.name,
                text=coded.texts[source.guid],
                values=values(source.tellers, variables, self._tally),
                description=_described(source),
                coder=self._users.name(first.get("creatingUser")),
                at=self._users.at("source", first.get("creationDateTime")),
            )

    def _pins(self, found: Sources) -> Iterator[Pin]:
        """Notes about the project, and about sources that were not read."""
        for element in (self._root, *found.lost):
            for below in element.iter("{*}NoteRef") if element is not self._root else xml.children(element, "NoteRef"):
                yield Pin(xml.guid(below.get("targetGUID")))

    def _descriptions(self, found: Sources) -> Iterator[ParcelMemo]:
        """What describes the project, and sources and passages that were not read."""
        if text := xml.said(self._root):
            yield ParcelMemo(as_guid(f"{self._name}/description"), text)
        for element in found.lost:
            for below in element.iter("{*}Description"):
                described = below.getparent()
                names = dict.fromkeys((xml.named(element), xml.named(described)))
                if text := xml.said(described):
                    guid = as_guid(f"{xml.guid_of(described)}/description/{'/'.join(names)}")
                    yield ParcelMemo(guid, text, ": ".join(name for name in names if name))

    def _private(self) -> Mapping[str, Any] | None:
        data = self._package.private() if self._package else None
        if data is None:
            return None
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._tally.add("file", _("cannot be read, and the project was read like another program's"), PRIVATE)
            return None
        return found


def _described(source: Source) -> str:
    texts = dict.fromkeys(xml.said(teller) for teller in source.tellers)
    return "\n\n".join(text for text in texts if text)
