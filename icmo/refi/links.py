"""Sets, links and graphs. A link that leads to or from a note says what the note is about, and becomes a memo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.notes import Note, Pin
from icmo.refi.parcel import Noun, ParcelLink, ParcelSet
from icmo.refi.selections import Place
from icmo.refi.tally import Tally
from icmo.stamps import as_guid


@dataclass
class Known:
    """What GUIDs mean: things by their nouns, other names for sources, stretches of texts, what could not be read."""

    nouns: dict[str, Noun]
    aliases: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def add(self, noun: Noun, guids: Iterable[str]) -> None:
        """These are things of that noun; one that was something else before (NVivo's cases are codes) no longer is."""
        self.nouns.update(dict.fromkeys(guids, noun))

    def own(self, guid: str) -> str:
        """The GUID by which the parcel knows a thing."""
        return self.aliases.get(guid, guid)

    def __contains__(self, guid: str) -> bool:
        return self.own(guid) in self.nouns or guid in self.places

    def pin(self, note: str, guid: str) -> Pin:
        """That a note is about the thing with this GUID; about nothing, if it was not read."""
        if guid in self.places:
            source, start, end = self.places[guid]
            return Pin(note, "source", source, start, end) if start < end else Pin(note, "source", source)
        own = self.own(guid)
        return Pin(note, self.nouns[own], own) if own in self.nouns else Pin(note)


def read_sets(root: Any, known: Known, tally: Tally) -> Iterator[ParcelSet]:
    """The sets of a project or a code book; one within another, which the format does not know, is one of its own."""
    sets = xml.child(root, "Sets")
    for number, element in enumerate(() if sets is None else sets.iter("{*}Set"), start=1):
        name = xml.named(element) or _("Set {number}").format(number=number)
        if element.getparent() is not sets:
            tally.add("set", _("stand within another one and were brought in beside it"), name)
        members = [tuple(_members(element, kind, known, name, tally)) for kind in ("Code", "Source", "Note")]
        yield ParcelSet(
            xml.guid_of(element) or as_guid(f"set/{number}/{name}"),
            name,
            codes=members[0],
            sources=members[1],
            memos=members[2],
            description=xml.said(element),
        )


def _members(element: Any, kind: str, known: Known, name: str, tally: Tally) -> dict[str, None]:
    found: dict[str, None] = {}
    for guid in xml.targets(element, f"Member{kind}"):
        if known.own(guid) in known.nouns:
            found[known.own(guid)] = None
        elif guid in known.unread:
            tally.add("set", _("have members that were not read"), name)
        else:
            tally.add("set", _("have members that are not in the file"), name)
    return found


class Links:
    """Reads links; those that anchor notes are found in `pins`."""

    def __init__(self, known: Known, notes: Mapping[str, Note], tally: Tally) -> None:
        self._known, self._notes, self._tally = known, notes, tally
        self.pins: list[Pin] = []

    def read(self, root: Any) -> Iterator[ParcelLink]:
        """The links between things that were read."""
        for number, element in enumerate(xml.children(xml.child(root, "Links"), "Link"), start=1):
            origin, target = xml.guid(element.get("originGUID")), xml.guid(element.get("targetGUID"))
            guid = xml.guid_of(element) or as_guid(f"link/{number}/{origin}/{target}")
            if self._anchors(origin, target) or self._anchors(target, origin):
                self._also(element)
            elif origin in self._known and target in self._known:
                yield self._link(element, guid, origin, target)
            else:
                self._left_out(element, origin, target)

    def _link(self, element: Any, guid: str, origin: str, target: str) -> ParcelLink:
        said = [self._notes[note] for note in xml.targets(element, "NoteRef") if note in self._notes]
        self.pins += [Pin(note.guid, "link", guid) for note in said]
        oneway = element.get("direction") == "OneWay"
        ends = (self._known.own(origin), self._known.own(target))
        return ParcelLink(guid, xml.named(element), *ends, oneway, said[0].text if said else "")

    def _anchors(self, note: str, other: str) -> bool:
        """Whether a link says what a note is about; links from note to note remain links."""
        if note not in self._notes or other in self._notes:
            return False
        pin = self._known.pin(note, other)
        if pin.about is None:
            what = _("are about something that was not read and became memos of the project")
            self._tally.add("memo", what, self._notes[note].name)
        self.pins.append(pin)
        return True

    def _also(self, element: Any) -> None:
        """Notes on a link that became a memo are memos of the project."""
        self.pins += [Pin(note) for note in xml.targets(element, "NoteRef")]

    def _left_out(self, element: Any, origin: str, target: str) -> None:
        unread = {origin, target} & self._known.unread
        what = _("lead to something that was not read") if unread else _("lead to something that is not in the file")
        self._tally.add("link", what, xml.named(element) or xml.guid_of(element)[:8])


def count_graphs(root: Any, tally: Tally) -> int:
    """How many graphs a project has; they are drawings of its links, and are not read."""
    graphs = list(xml.children(xml.child(root, "Graphs"), "Graph"))
    for graph in graphs:
        tally.add("graph", _("are drawings and were not read; their links were"), xml.named(graph))
    return len(graphs)
