"""How far the coders of a project agree: over all, code by code, on configurations, and with the suggestions.

The overall figure takes what a coder gave a unit as one set of codes (alpha with MASI). It is no mean over the codes:
rare codes would weigh as much as common ones, and a code given in place of another would not be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.bootstrap import FEWEST, Binary, Interval, interval, set_alpha, weights
from icmo.agreement.coefficients import cohen_kappa
from icmo.agreement.configurations import ConfigurationAgreement, configuration_agreement
from icmo.agreement.project_units import Units, units, units_of
from icmo.agreement.readers import layers
from icmo.i18n import _
from icmo.models import STRONG, Coding, Material, Suggestion

Floats = NDArray[np.float64]

RELY, TENTATIVE = 0.8, 0.667  # Krippendorff (2019), section 12.4: rely on it, draw only tentative conclusions


@dataclass(frozen=True)
class Overall:
    """Alpha of the codes given to each unit, taken as sets (MASI); NaN when all gave the same everywhere.

    `transcripts` are those that two coders or more have read, `coders` those who have read them. The interval is None
    with fewer than four transcripts.
    """

    unit: str
    alpha: float
    interval: Interval | None
    units: int
    transcripts: tuple[str, ...]
    coders: tuple[str, ...]


@dataclass(frozen=True)
class CodeAgreement:
    """One code, which stands for those below it: borne or not, unit by unit.

    Alpha is NaN when the code is borne by every unit in all readings. `kappa` is Cohen's, None unless there are two
    coders. `prevalence` is the share of readings that bear the code. `units` bear it in any reading, `agreed` in all;
    `transcripts` hold these units.
    """

    code: str
    alpha: float
    interval: Interval | None
    ac1: float
    ac1_interval: Interval | None
    kappa: float | None
    prevalence: float
    units: int
    agreed: int
    transcripts: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """All that is known of agreement: over all, per code in the order of the book, on configurations."""

    overall: Overall
    codes: tuple[CodeAgreement, ...]
    configurations: ConfigurationAgreement | None = None


def overall(material: Material, *, unit: str = "turn", coders: Collection[str] | None = None) -> Overall | None:
    """The overall agreement alone, as a report names it; None when no transcript was coded by two coders."""
    found = units(material, unit=unit, coders=coders)
    return _overall(found) if len(found.source) else None


def agreement_of(
    material: Material,
    *,
    unit: str = "turn",
    codes: Collection[str] | None = None,
    coders: Collection[str] | None = None,
    difference: str = "masi",
) -> Agreement | None:
    """Agreement between the coders of a project; None when no transcript was coded by two coders.

    Parameters
    ----------
    unit : "turn", "sentence" or "character"
    difference : between two sets of codes, for the overall alpha: "masi" or "jaccard"
    codes, coders : only these (see `icmo.agreement.project_units.units`)

    Notes
    -----
    Intervals: 95 %, from 1,000 draws of transcripts with replacement, seed 0.
    """
    found = units(material, unit=unit, codes=codes, coders=coders)
    if not len(found.source):
        return None
    return Agreement(_overall(found, difference), _codes(found), configuration_agreement(material, coders=coders))


def human_machine(
    material: Material,
    suggestions: Sequence[Suggestion],
    *,
    coder: str | None = None,
    unit: str = "turn",
    codes: Collection[str] | None = None,
    difference: str = "masi",
) -> Agreement | None:
    """Agreement between people and the suggestion engine, whose strong suggestions are taken as one more coder's.

    Parameters
    ----------
    suggestions : made without sight of the coding, such as
        ``suggesting.suggest(dataclasses.replace(material, codings=(), decisions=()))``; those that stand in a project
        leave out what somebody has coded already, and would make the engine look worse than it is. The engine has read
        the transcripts that hold any of them, weak ones too.
    coder : the coder to compare with (all taken together as one)
    unit, codes, difference : as for `agreement_of`; name the codes that the engine can suggest

    Returns
    -------
    Agreement, without configurations; None when there is no transcript that both have read.
    """
    people, engine = coder or _("coders"), _("suggestions")
    by_people: list[Coding | Suggestion] = [one for one in layers(material) if coder in (None, one.coder)]
    strong: list[Coding | Suggestion] = [one for one in suggestions if one.band == STRONG]
    read = {engine: {one.transcript for one in suggestions}}
    found = units_of(material, {people: by_people, engine: strong}, unit=unit, codes=codes, read=read)
    return Agreement(_overall(found, difference), _codes(found)) if len(found.source) else None


def _overall(found: Units, difference: str = "masi") -> Overall:
    alphas = set_alpha(found, _weights(found), difference)
    return Overall(found.unit, float(alphas[0]), _interval(alphas), found.number, found.transcripts, found.coders)


def _codes(found: Units) -> tuple[CodeAgreement, ...]:
    sums, drawn = Binary.of(found), _weights(found)
    alphas, ac1s = sums.alpha(drawn), sums.ac1(drawn)
    prevalence = sums.bearing.sum(axis=0) / sums.readings.sum()
    return tuple(
        CodeAgreement(
            code=code,
            alpha=float(alphas[0, k]),
            interval=_interval(alphas[:, k]),
            ac1=float(ac1s[0, k]),
            ac1_interval=_interval(ac1s[:, k]),
            kappa=_kappa(found, k),
            prevalence=float(prevalence[k]),
            **_bearing(found, k),
        )
        for k, code in enumerate(found.codes)
    )


def _bearing(found: Units, k: int) -> dict[str, Any]:
    """The units that bear a code in any reading and in all, and their transcripts."""
    borne, present = found.borne[:, :, k], found.present
    anybody, everybody = (borne & present).any(axis=0), (borne | ~present).all(axis=0)
    return {
        "units": int(found.repeats[anybody].sum()),
        "agreed": int(found.repeats[everybody].sum()),
        "transcripts": tuple(found.transcripts[number] for number in np.unique(found.source[anybody])),
    }


def _kappa(found: Units, k: int) -> float | None:
    if len(found.coders) != 2:
        return None
    a, b = found.borne[:, :, k]
    counts = np.bincount(a * 2 + b, weights=found.repeats, minlength=4)
    some = np.flatnonzero(counts)
    return cohen_kappa((some // 2).tolist(), (some % 2).tolist(), repeats=counts[some].tolist())


def _weights(found: Units) -> Floats:
    number = len(found.transcripts)
    return weights(number) if number >= FEWEST else np.ones((1, number))


def _interval(values: Floats) -> Interval | None:
    return interval(values[1:]) if len(values) > 1 else None
