"""What a file's links and sets say: configurations where the links say so, else memos, so that nothing is lost.

Links between codings that are called as one thing leading to another (“leads to”, “fremmer”, “leads to (hæmmer)” …)
make one configuration of all codings that they join, or of those that share a note, if every code has a role, there are
two roles or more, and the links agree on whether the outcome is furthered or hindered. All other links become memos
about the coding or code that they begin at; a set becomes a memo about the project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from icmo.i18n import LANGUAGES, _, language
from icmo.models import About, Coding, Configuration, ConfigurationLink, Material, Memo, MemoKind, Part, Polarity, Role
from icmo.refi.codes_found import NAMES, CodesFound, folded
from icmo.refi.parcel import Parcel, ParcelLink, ParcelSet, Remark
from icmo.refi.told_back import told_back
from icmo.refi.variables import is_variable
from icmo.stamps import as_guid

MAX_PARTS = 12  # codings joined by links are one configuration if they are no more than these
_CALLED = {
    Polarity.FURTHERS: (
        *("leads to", "fører til", "furthers", "fremmer", "causes", "is cause of", "results in", "forårsager"),
        *("medfører", "giver", "moderates", "modererer", "triggers", "udløser"),
    ),
    Polarity.HINDERS: ("hinders", "hæmmer", "hindrer", "prevents", "forhindrer"),
    Polarity.DESPITE: ("in spite of", "despite", "trods", "på trods af"),
}
_POLARITY = {name: polarity for polarity, names in _CALLED.items() for name in names}
_ROLES = "ICKMO"


@dataclass(frozen=True)
class Related:
    """What links, sets and notes on configurations became; `memos` are all that the material is to have."""

    configurations: tuple[Configuration, ...] = ()
    links: tuple[ConfigurationLink, ...] = ()
    memos: tuple[Memo, ...] = ()
    remarks: tuple[Remark, ...] = ()


def related(parcel: Parcel, material: Material, codes: CodesFound) -> Related:
    """The configurations and memos that a parcel's links and sets become, its codings being those of the material."""
    back = told_back(parcel, material)
    links = _Links(parcel, material, codes)
    links.used |= {link.guid for link in parcel.links if link.note in back.texts or back.follows(link)}
    made = tuple(links.configurations())
    told = [link for link in parcel.links if link.guid not in links.used]
    sets = [one for one in parcel.sets if not is_variable(one)]
    kept = (one for one in material.memos if one.guid not in back.configurations)
    with language(material.language):  # memos are the project's, whoever imports, so that they are known again
        memos = (*kept, *(links.memo(link) for link in told), *(_set_memo(one, links.names) for one in sets))
    return Related(
        configurations=(*back.configurations.values(), *made),
        links=tuple(back.link(link) for link in parcel.links if back.follows(link)),
        memos=memos,
        remarks=tuple(_remarks((*back.configurations.values(), *made), told, sets)),
    )


def _remarks(made: tuple[Configuration, ...], told: list[ParcelLink], sets: list[ParcelSet]) -> Iterator[Remark]:
    if made:
        yield Remark("graph", _("configurations were made of links and notes; please look at them"), len(made))
    if told:
        names = tuple(dict.fromkeys(one.name for one in told if one.name))[:NAMES]
        yield Remark("link", _("links are kept as memos"), len(told), names)
    if sets:
        yield Remark("set", _("sets are kept as memos"), len(sets), tuple(one.name for one in sets)[:NAMES])


@dataclass
class _Links:
    parcel: Parcel
    material: Material
    codes: CodesFound

    def __post_init__(self) -> None:
        self.used: set[str] = set()

    @cached_property
    def names(self) -> dict[str, str]:
        """What the things that links and sets join are called; a coding by its words and its code."""
        parcel, book = self.parcel, self.codes.book
        made = {one.guid: one.name or one.text[:60] for one in parcel.memos}
        made |= {one.guid: one.name for some in (parcel.codes, parcel.sources, parcel.cases) for one in some}
        for guid, one in self.material.coding_by_guid.items():
            label = book[one.code].label.text(self.material.language)
            made[guid] = _("“{quote}” ({code})").format(quote=_short(one.quote), code=label)
        return made

    # --- Ends ---------------------------------------------------------------------------------------------

    def _ends(self, link: ParcelLink) -> tuple[str, str]:
        """Where a link begins and ends: codings, where it leads to their stretches; else what the file says."""
        return self._end(link.origin, link.note), self._end(link.target, link.note)

    def _end(self, guid: str, note: str) -> str:
        if guid not in self.parcel.places:
            return guid
        here = self._in_selection.get(guid) or self._at_place.get(self.parcel.places[guid], [])
        fits = [one for one in here if self._role(one)] if len(here) > 1 else here
        named = [one for one in fits if self._is_named(one, note)] if len(fits) > 1 else fits
        return named[0] if len(named) == 1 else guid

    @cached_property
    def _at_place(self) -> dict[tuple[str, int, int], list[str]]:
        found: dict[tuple[str, int, int], list[str]] = {}
        for one in self.parcel.codings:
            if one.guid in self.material.coding_by_guid:
                found.setdefault((one.source, one.start, one.end), []).append(one.guid)
        return found

    @cached_property
    def _in_selection(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.parcel.codings:
            if one.guid in self.material.coding_by_guid:
                found.setdefault(one.selection, []).append(one.guid)
        return found

    def _is_named(self, coding: str, note: str) -> bool:
        """Whether a link's note names the code of a coding, as icmo's notes on configurations do."""
        code = self.material.coding_by_guid[coding].code
        paths = {self.codes.book.path(code, spoken) for spoken in LANGUAGES}
        return any(line.partition(": ")[2] in paths for line in note.splitlines())

    def _role(self, coding: str) -> Role | None:
        return self.codes.book[self.material.coding_by_guid[coding].code].kind.role

    # --- Configurations -------------------------------------------------------------------------------

    def configurations(self) -> Iterator[Configuration]:
        """A configuration for each group of codings that links join, where they say enough."""
        for links in self._joined():
            codings = self._codings(links)
            roles = {guid: self._role(guid) for guid in codings}
            polarities = {_polarity(link.name) or Polarity.FURTHERS for link in links}
            enough = None not in roles.values() and len(set(roles.values())) > 1 and len(codings) <= MAX_PARTS
            if enough and len(polarities - {Polarity.FURTHERS}) <= 1:
                self.used |= {link.guid for link in links}
                parts = sorted((_part(roles[guid], guid) for guid in codings), key=_order(codings))
                polarity = max(polarities, key=lambda one: one is not Polarity.FURTHERS)
                yield _configuration(links, list(codings.values()), tuple(parts), polarity)

    def _joined(self) -> list[list[ParcelLink]]:
        """The links that lead from a coding to another, those together that share a note or else hang together."""
        leading = [link for link in self.parcel.links if link.guid not in self.used and self._leads(link)]
        group = _Groups()
        for link in leading:
            if not link.note.strip():
                group.join(*self._ends(link))
        found: dict[str, list[ParcelLink]] = {}
        for link in leading:
            found.setdefault(link.note.strip() or group.of(self._ends(link)[0]), []).append(link)
        return list(found.values())

    def _leads(self, link: ParcelLink) -> bool:
        ends = set(self._ends(link))
        return link.oneway and _polarity(link.name) is not None and ends <= self.material.coding_by_guid.keys()

    def _codings(self, links: list[ParcelLink]) -> dict[str, Coding]:
        known = self.material.coding_by_guid
        return {guid: known[guid] for link in links for guid in self._ends(link)}

    # --- Memos ----------------------------------------------------------------------------------------

    def memo(self, link: ParcelLink) -> Memo:
        """What a link says, as a memo about where it begins."""
        origin, target = self._ends(link)
        ends = [self._name(end) for end in (origin, target)]
        arrow = "→" if link.oneway else "↔"
        said = f"{ends[0]} {arrow} {link.name} {arrow} {ends[1]}" if link.name else f"{ends[0]} {arrow} {ends[1]}"
        text = "\n\n".join(filter(None, (said, link.note.strip())))
        about, subject = self._about(origin)
        return Memo(as_guid(f"link {link.guid}"), MemoKind.THEORY, text, about, subject, "", "")

    def _name(self, guid: str) -> str:
        """What an end is called; a stretch of a text by its words."""
        if guid in self.parcel.places and guid not in self.names:
            source, start, end = self.parcel.places[guid]
            text = next((one.text for one in self.parcel.sources if one.guid == source), "")
            return _("“{quote}”").format(quote=_short(text[start:end]))
        return self.names.get(guid) or _("something unknown")

    def _about(self, guid: str) -> tuple[About, str]:
        if guid in self.material.coding_by_guid:
            return About.CODING, guid
        if guid in self.codes.ids:
            return About.CODE, self.codes.ids[guid]
        source = self.parcel.places[guid][0] if guid in self.parcel.places else guid
        if source in self.material.transcript_by_guid:
            return About.TRANSCRIPT, source
        return About.PROJECT, ""


def _polarity(name: str) -> Polarity | None:
    """What a link's name says of the outcome; None where it is no name of one thing leading to another."""
    said = folded(name)
    bare, _bracket, within = said.partition(" (")
    found = _POLARITY.get(said) or _POLARITY.get(bare)
    return next((one for one in Polarity if found and one.value == within.rstrip(")")), found)


class _Groups:
    """Things joined two by two, and which of them hang together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, one: str) -> str:
        """The thing that stands for the group of this one."""
        above = self._above.setdefault(one, one)
        while above != self._above[above]:
            self._above[one] = above = self._above[self._above[above]]
        return above

    def join(self, one: str, other: str) -> None:
        """Let the groups of both be one."""
        self._above[self.of(one)] = self.of(other)


def _part(role: Role | None, guid: str) -> Part:
    assert role is not None
    return Part(role, guid)


def _order(codings: Mapping[str, Coding]) -> Callable[[Part], tuple[int, int, int, str]]:
    def key(part: Part) -> tuple[int, int, int, str]:
        """By role, then as the texts go."""
        one = codings[part.coding]
        return _ROLES.index(part.role), one.start, one.end, one.code

    return key


def _configuration(
    links: list[ParcelLink], codings: list[Coding], parts: tuple[Part, ...], polarity: Polarity
) -> Configuration:
    coders = {one.coder for one in codings}
    notes = dict.fromkeys(link.note.strip() for link in links if link.note.strip())
    return Configuration(
        guid=as_guid("configuration " + " ".join(sorted(link.guid for link in links))),
        parts=parts,
        coder=coders.pop() if len(coders) == 1 else "",
        at=max(one.at for one in codings),
        polarity=polarity,
        memo="\n\n".join(notes),
    )


def _set_memo(one: ParcelSet, names: Mapping[str, str]) -> Memo:
    members = (*one.codes, *one.sources, *one.memos)
    unknown = _("something unknown")
    listed = "\n".join(f"– {names.get(guid) or unknown}" for guid in members)
    said = _("Set “{name}”").format(name=one.name)
    text = "\n\n".join(filter(None, (said, one.description.strip(), listed)))
    return Memo(as_guid(f"set {one.guid}"), MemoKind.PROCESS, text, About.PROJECT, "", "", "")


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
