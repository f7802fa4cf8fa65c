"""Agreement before and after a consensus: as it was coded, and as all would have coded who have now talked about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from icmo.agreement.disagreements import disagreements
from icmo.agreement.readers import layers, readers
from icmo.consensus import progress, resolved
from icmo.models import CONSENSUS, Assignment, Material, Round

if TYPE_CHECKING:
    from icmo.agreement import Agreement


@dataclass(frozen=True)
class BeforeAfter:
    """Agreement as it was coded, and with each resolved disagreement read by all as was decided.

    What is after it says nothing of configurations, on which nobody decides.
    """

    before: Agreement
    after: Agreement
    resolved: int


def before_after(material: Material, transcripts: Collection[str] | None = None) -> BeforeAfter | None:
    """Agreement before and after the consensus (in these transcripts); None where two have read none."""
    from icmo.agreement import agreement_of  # numpy is slow to load

    asked = material if transcripts is None else _narrowed(material, transcripts)
    before, after = agreement_of(asked), agreement_of(as_decided(asked))
    if before is None or after is None:
        return None
    return BeforeAfter(before, after, progress(asked).resolved)


def as_decided(material: Material) -> Material:
    """The coders' codings as if each of them had read every resolved disagreement as was decided."""
    decided = resolved(material)
    answered = [one for one in disagreements(material) if one.key in decided]
    gone = {guid for one in answered for guid in one.codings}
    layer = {one.guid: one for one in material.codings if one.coder == CONSENSUS}
    instead = (
        replace(layer[guid], guid=f"{guid} {coder}", coder=coder)
        for one in answered
        for guid in decided[one.key].codings
        for coder in one.coders
    )
    return replace(
        material,
        codings=(*(one for one in layers(material) if one.guid not in gone), *instead),
        overruled=(),
        configurations=(),
        resolutions=(),
        rounds=(*material.rounds, _read_by(material)),
    )


def _read_by(material: Material) -> Round:
    """That everybody has read what they have read, also where nothing of what they have coded is left."""
    read = readers(material)
    done = tuple(Assignment("", text, name, "", "", done="-") for text, names in read.items() for name in sorted(names))
    return Round("", "", "", "", done, closed="-")


def _narrowed(material: Material, transcripts: Collection[str]) -> Material:
    kept = tuple(one for one in material.transcripts if one.guid in transcripts)
    codings = tuple(one for one in material.codings if one.transcript in transcripts)
    there = {one.guid for one in codings}
    return replace(
        material,
        transcripts=kept,
        codings=codings,
        overruled=tuple(one for one in material.overruled if one.transcript in transcripts),
        configurations=tuple(one for one in material.configurations if all(part.coding in there for part in one.parts)),
    )
