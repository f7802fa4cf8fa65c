"""Projects to write, and small readers of what was written that know nothing of ours."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from icmo.models import (
    About,
    Approval,
    Case,
    Codebook,
    Coding,
    Configuration,
    ConfigurationLink,
    CueDecision,
    Decision,
    Editing,
    InformantType,
    Material,
    Memo,
    MemoKind,
    OverviewEdit,
    Part,
    Polarity,
    QuoteChoice,
    Reason,
    ReportText,
    Role,
    Stance,
    Suggestion,
    Summary,
    Theory,
    TheoryPart,
    Transcript,
    Valence,
    Verdict,
)
from icmo.text.anchors import normalise, sha256
from tests.factories import BOOK, KINDS, a_code

P = "{urn:QDA-XML:project:1.0}"
NESTED = {"bus": ("intervention", "oeve"), "rute": ("intervention", "bus"), "ringe": ("mechanism", "tro")}


def nested_book() -> Codebook:
    """The small book with codes three deep, and two of the same name in different branches."""
    from icmo import codebook

    deep = "".join(a_code(name, kind, parent=parent) for name, (kind, parent) in NESTED.items())
    twin = a_code("ringe-selv", "mechanism", parent="hverdag").replace("Ringe-selv", "Ringe")
    return codebook.loads(BOOK + "".join(a_code(*one) for one in KINDS.items()) + deep + twin)


@dataclass(frozen=True)
class File:
    """A written file, taken apart."""

    members: dict[str, bytes]
    root: ET.Element

    def all(self, tag: str) -> list[ET.Element]:
        """The elements of that name, wherever they stand."""
        return list(self.root.iter(f"{P}{tag}"))

    def notes(self) -> dict[str, str]:
        """The texts of the notes by their GUIDs, from wherever they lie."""
        return {note.attrib["guid"]: self._text(note) for note in self.all("Note")}

    def _text(self, note: ET.Element) -> str:
        path = note.get("plainTextPath")
        return self.text(path) if path else note.findtext(f"{P}PlainTextContent") or ""

    def text(self, path: str) -> str:
        """The text that a path of the XML leads to."""
        return self.members["sources/" + path.removeprefix("internal://")].decode("utf-8")


def taken_apart(data: bytes) -> File:
    """The members and the parsed XML of a .qdpx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    (name,) = (name for name in members if name.endswith(".qde"))
    return File(members, ET.fromstring(members[name]))


def read_as_qualcoder(file: File, *, utf16: bool = False) -> Iterator[tuple[str, str, str, str]]:
    """Every coding as source, words, code and the selection's coder; read the way that QualCoder does."""
    users = {user.attrib["guid"]: user.attrib["name"] for user in file.all("User")}
    codes = {code.attrib["guid"]: code.attrib["name"] for code in file.all("Code")}
    for source in file.all("TextSource"):
        text = file.text(source.attrib["plainTextPath"])
        for one in source.findall(f"{P}PlainTextSelection"):
            places = int(one.attrib["startPosition"]), int(one.attrib["endPosition"])
            words = utf16_slice(text, *places) if utf16 else text[slice(*places)]
            for coding in one.findall(f"{P}Coding"):
                code = codes[next(iter(coding)).attrib["targetGUID"]]
                yield source.attrib["name"], words, code, users[one.attrib["creatingUser"]]


def utf16_slice(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


# --- What a schema does not see -------------------------------------------------------------------------

GUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
CONTAINERS = ("Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs")
REFERENCES = {
    "CodeRef": ("Code",),
    "NoteRef": ("Note",),
    "SourceRef": ("TextSource",),
    "MemberSource": ("TextSource",),
    "VariableRef": ("Variable",),
}
ENDS = ("Code", "PlainTextSelection", "Note", "TextSource")


def faults(file: File) -> list[str]:
    """What is wrong with a file though the schema allows it."""
    return [*_guid_faults(file), *_reference_faults(file), *_member_faults(file), *_value_faults(file)]


def _guid_faults(file: File) -> Iterator[str]:
    seen: set[str] = set()
    for one in file.root.iter():
        if guid := one.get("guid"):
            if not GUID.fullmatch(guid):
                yield f"no GUID: {guid}"
            if guid in seen:
                yield f"twice: {guid}"
            seen.add(guid)


def _reference_faults(file: File) -> Iterator[str]:
    kinds = {one.get("guid"): one.tag.removeprefix(P) for one in file.root.iter()}
    for one in file.root.iter():
        tag = one.tag.removeprefix(P)
        if tag in REFERENCES and kinds.get(one.get("targetGUID")) not in REFERENCES[tag]:
            yield f"{tag} leads nowhere"
        for end in ("originGUID", "targetGUID"):
            if tag == "Link" and kinds.get(one.get(end)) not in ENDS:
                yield f"Link/{end} leads nowhere"
        if one.get("creatingUser") and kinds.get(one.get("creatingUser")) != "User":
            yield f"{tag} by nobody"
        if (
            tag in ("Vertex", "Edge")
            and (shown := one.get("representedGUID"))
            and kinds.get(shown) not in (*ENDS, "Link")
        ):
            yield f"{tag} shows nothing"
        if tag == "Edge" and {kinds.get(one.get("sourceVertex")), kinds.get(one.get("targetVertex"))} != {"Vertex"}:
            yield "Edge without ends"


def _member_faults(file: File) -> Iterator[str]:
    paths = [one.get("plainTextPath") for one in file.root.iter() if one.get("plainTextPath")]
    named = {"sources/" + str(path).removeprefix("internal://") for path in paths}
    here = {name for name in file.members if not name.endswith(".qde")} - {"icmo/project.json"}
    yield from (f"member missing or unused: {name}" for name in named ^ here)
    yield from (
        f"mark or CR in {name}"
        for name in here
        if b"\r" in file.members[name] or file.members[name][:3] == b"\xef\xbb\xbf"
    )


def _value_faults(file: File) -> Iterator[str]:
    for one in file.root.iter():
        tag = one.tag.removeprefix(P)
        if tag in CONTAINERS and not len(one):
            yield f"empty {tag}"
        if "" in one.attrib.values():
            yield f"empty attribute of {tag}"
        if (colour := one.get("color")) and not COLOUR.fullmatch(colour):
            yield f"no colour: {colour}"
        if (time := one.get("creationDateTime")) and not TIME.fullmatch(time):
            yield f"no time: {time}"
        if "basePath" in one.attrib or "richTextPath" in one.attrib:
            yield f"path of {tag}"
        if tag == "TextSource":
            text = file.text(one.attrib["plainTextPath"])
            size = len(text.encode("utf-16-le")) // 2
            for marked in one.findall(f"{P}PlainTextSelection"):
                if not 0 <= int(marked.attrib["startPosition"]) <= int(marked.attrib["endPosition"]) <= size:
                    yield "places outside of the text"


# --- Projects -------------------------------------------------------------------------------------------

LETTERS = st.sampled_from([*"abcæøå .,\n", "🙂", "𝕏", "e\u0301", "👩‍👧", "<", "&", '"', "\t", "\u00a0"])
WORDS = st.lists(LETTERS, min_size=1, max_size=60).map("".join).map(normalise).filter(str.strip)
SAID = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CODERS = st.sampled_from(["AML", "TBS", "Åse 🙂", ""])
TIMES = st.sampled_from(["2026-05-04T10:23:34Z", "2026-05-04T10:23:34.125052Z", "", "i går"])
GUIDS = st.uuids(version=4).map(str)
BOOKED = nested_book()
CODES = st.sampled_from(sorted(BOOKED.by_id))


@st.composite
def materials(draw: st.DrawFn, *, whole: bool = True) -> Material:
    """Projects with emoji, overlaps, nested codes and several coders; every noun of the model, if they are whole."""
    transcripts = draw(st.lists(_transcripts(), max_size=3, unique_by=lambda one: one.guid))
    named = tuple(replace(one, name=f"interview {n}") for n, one in enumerate(transcripts))
    codings = draw(st.lists(_codings(named), max_size=8, unique_by=lambda one: one.guid)) if named else []
    configurations = (
        draw(st.lists(_configurations(codings), max_size=3, unique_by=lambda one: one.guid)) if codings else []
    )
    material = Material(
        BOOKED,
        transcripts=named,
        codings=tuple(codings),
        configurations=tuple(configurations),
        cases=draw(_some(st.builds(Case, GUIDS, st.sampled_from(["Egeholm", "Nordvig"]), _variables()))),
        name=draw(SAID),
        language=draw(st.sampled_from(["da", "en"])),
    )
    return draw(_with_the_rest(material)) if whole else material


def _some(rows: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(rows, max_size=most, unique_by=lambda one: one.guid).map(tuple)


def _variables() -> st.SearchStrategy:
    values = st.one_of(SAID, st.integers(), st.booleans(), st.floats(allow_nan=False), st.none())
    return st.dictionaries(st.sampled_from(["deltagere", "kommune", "andel", "team"]), values)


def _transcripts() -> st.SearchStrategy:
    return st.builds(
        lambda guid, text, **more: Transcript(guid, "", text, sha256(text), **more),
        GUIDS,
        WORDS,
        municipality=st.sampled_from(["Egeholm", "Åmose", None]),
        informant_type=st.sampled_from([*InformantType, None]),
        date=st.sampled_from(["2026-03-12", None]),
        target_group=st.sampled_from(["lav", None]),
        metadata=st.dictionaries(SAID, SAID, max_size=2),
        coder=CODERS,
        at=TIMES,
    )


@st.composite
def _codings(draw: st.DrawFn, transcripts: tuple[Transcript, ...]) -> Coding:
    source = draw(st.sampled_from(transcripts))
    start = draw(st.integers(0, len(source.text) - 1))
    end = draw(st.integers(start + 1, len(source.text)))
    valence, memo = draw(st.sampled_from([*Valence, None])), draw(st.sampled_from(["", "Se <her> & der 🙂"]))
    guid, code, coder, at = draw(GUIDS), draw(CODES), draw(CODERS.filter(bool)), draw(TIMES)
    return Coding(guid, source.guid, start, end, code, coder, at, source.text[start:end], valence=valence, memo=memo)


def _configurations(codings: list[Coding]) -> st.SearchStrategy:
    parts = st.builds(Part, st.sampled_from(Role), st.sampled_from(codings).map(lambda one: one.guid), SAID, SAID)
    more = {
        "polarity": st.sampled_from(Polarity),
        "stance": st.sampled_from([*Stance, None]),
        "statement": SAID,
        "memo": SAID,
    }
    return st.builds(
        Configuration, GUIDS, st.lists(parts, min_size=1, max_size=5).map(tuple), CODERS, TIMES, SAID, **more
    )


@st.composite
def _with_the_rest(draw: st.DrawFn, material: Material) -> Material:
    """The material with memos about everything, theories, and what only icmo knows."""
    theories = draw(
        _some(st.builds(Theory, GUIDS, SAID, SAID, CODERS, TIMES, st.lists(_theory_parts(), max_size=4).map(tuple)))
    )
    with_theory = [
        replace(one, theory=draw(st.sampled_from([*(t.guid for t in theories), None])))
        for one in material.configurations
    ]
    by_transcript = st.sampled_from([one.guid for one in material.transcripts] or ["t"])
    places = by_transcript, st.integers(0, 3), st.integers(4, 9), CODES
    reasons = st.builds(Reason, SAID, SAID).map(lambda one: (one,))
    configured = [one.guid for one in with_theory]
    joined = st.builds(
        ConfigurationLink,
        GUIDS,
        st.sampled_from(configured or ["k"]),
        st.sampled_from(configured or ["k"]),
        CODERS,
        TIMES,
    )
    filled = replace(material, configurations=tuple(with_theory), theories=theories)
    return replace(
        filled,
        memos=draw(_some(_memos(filled), 5)),
        links=draw(_some(joined)),
        summaries=draw(
            _some(st.builds(Summary, GUIDS, CODES, st.sampled_from(["Egeholm", "Åmose"]), SAID, CODERS, TIMES))
        ),
        suggestions=draw(
            _some(st.builds(Suggestion, GUIDS, *places, st.floats(0, 1), st.just(1), SAID, reasons, SAID, TIMES))
        ),
        decisions=draw(
            _some(st.builds(Decision, GUIDS, *places, st.sampled_from(Verdict), CODERS, TIMES, st.floats(0, 1), SAID))
        ),
        cues=draw(
            _some(
                st.builds(CueDecision, GUIDS, CODES, SAID, st.floats(0.5, 5), st.sampled_from(Verdict), CODERS, TIMES)
            )
        ),
        edits=draw(
            _some(
                st.builds(OverviewEdit, GUIDS, SAID, st.none() | SAID, CODES, st.sampled_from(Editing), CODERS, TIMES)
            )
        ),
        choices=draw(_some(st.builds(QuoteChoice, GUIDS, SAID, CODERS, TIMES, st.sampled_from([*Approval, None])))),
        texts=draw(_some(st.builds(ReportText, GUIDS, SAID, SAID, CODERS, TIMES))),
        guide=draw(st.dictionaries(st.sampled_from(["kvinde", "kommune"]), st.lists(CODES, max_size=3).map(tuple))),
        aliases=draw(st.dictionaries(SAID, SAID, max_size=2)),
    )


def _theory_parts() -> st.SearchStrategy:
    return st.builds(TheoryPart, st.sampled_from(Role), CODES)


def _memos(material: Material) -> st.SearchStrategy:
    """Memos about all sorts of things, some of which are gone."""
    subjects = [
        (About.PROJECT, ""),
        *((About.TRANSCRIPT, one.guid) for one in material.transcripts),
        *((About.SEGMENT, one.guid) for one in material.transcripts),
        *((About.CODING, one.guid) for one in material.codings),
        *((About.CODE, one.id) for one in material.codebook.codes),
        *((About.CONFIGURATION, one.guid) for one in material.configurations),
        *((About.THEORY, one.guid) for one in material.theories),
        (About.CODING, "gone"),
    ]

    def made(guid: str, kind: MemoKind, text: str, about: tuple[About, str], coder: str, at: str) -> Memo:
        place = (0, 1) if about[0] is About.SEGMENT else (None, None)
        return Memo(guid, kind, text, *about, coder, at, *place)

    return st.builds(
        made, GUIDS, st.sampled_from(MemoKind), SAID.filter(bool), st.sampled_from(subjects), CODERS, TIMES
    )
