"""Invented material for tests of the graph: configurations written as ``"Egeholm kvinde: I.oeve M.tro O.ro"``."""

from __future__ import annotations

from icmo.graph import Link, links
from icmo.models import (
    Codebook,
    Coding,
    Configuration,
    ConfigurationLink,
    InformantType,
    Material,
    Polarity,
    Transcript,
)
from tests.factories import a_coding, a_configuration, a_material, a_transcript

SENTENCES = "".join(f"Sætning {n:02}. " for n in range(40))


class World:
    """Transcripts by name, with as many configurations as one likes; every part is a quote of its own."""

    def __init__(self, *, book: Codebook | None = None) -> None:
        self.book = book
        self.transcripts: dict[str, Transcript] = {}
        self.codings: list[Coding] = []
        self.configurations: list[Configuration] = []
        self.joined: list[ConfigurationLink] = []

    def transcript(self, name: str, municipality: str = "Egeholm", informant: str = "kvinde") -> Transcript:
        if name not in self.transcripts:
            about = {"municipality": municipality, "informant_type": InformantType(informant)}
            self.transcripts[name] = a_transcript(SENTENCES + name, name=name, **about)
        return self.transcripts[name]

    def tells(self, name: str, parts: str, polarity: str = "fremmer", **fields: object) -> Configuration:
        """One configuration, its parts written as ``"I.oeve M.tro"``, each on the transcript's next free sentence."""
        made = []
        for part in parts.split():
            role, code = part.split(".")
            place = sum(one.transcript == self.transcript(name).guid for one in self.codings)
            coding = a_coding(self.transcript(name), code, f"Sætning {place:02}")
            self.codings.append(coding)
            made.append((role, coding))
        self.configurations.append(a_configuration(*made, polarity=Polarity(polarity), **fields))
        return self.configurations[-1]

    def joins(self, earlier: Configuration, later: Configuration) -> None:
        number = f"l{len(self.joined)}"
        self.joined.append(ConfigurationLink(number, earlier.guid, later.guid, "AML", ""))

    @property
    def material(self) -> Material:
        made = a_material(self.transcripts.values(), self.codings, self.configurations, book=self.book)
        return Material(**{**made.__dict__, "links": tuple(self.joined)})

    @property
    def links(self) -> list[Link]:
        return links(self.material)
