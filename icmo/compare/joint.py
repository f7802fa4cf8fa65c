"""The joint display: figures of municipalities beside the mechanisms that are told of there, each with one quote.

Source of the form: Guetterman, Fetters & Creswell (2015), *Integrating quantitative and qualitative results in
health science mixed methods research through joint displays*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from icmo.compare.asked import Answer, answers
from icmo.compare.codes import named, told_by_group
from icmo.compare.grouping import grouping
from icmo.compare.quotes import Evidence, Quote, evidence_of
from icmo.compare.variables import Variable, variable
from icmo.errors import NotFoundError
from icmo.i18n import _
from icmo.models import Code, Kind, Material

if TYPE_CHECKING:
    import pandas as pd

SHORTEST, LONGEST = 8, 60  # words of a quote that says something and can be read in a table


@dataclass(frozen=True)
class Finding:
    """What a municipality tells of a mechanism: the evidence, and one quote to stand for it."""

    answer: Answer
    evidence: Evidence
    quote: Quote | None


@dataclass(frozen=True)
class Joint:
    """Municipalities with their figures (`variables`) and findings by municipality and code."""

    municipalities: tuple[str, ...]
    variables: tuple[Variable, ...]
    codes: tuple[Code, ...]
    findings: Mapping[tuple[str, str], Finding]

    def value(self, municipality: str, name: str) -> Any:
        """A municipality's value of a variable, None where it has none."""
        return next(one.values.get(municipality) for one in self.variables if one.name == name)

    def frame(self) -> pd.DataFrame:
        """Municipalities × variables and codes, for `icmo.compare.correlation`.

        A code is 1 where it is told of, 0 where it is not mentioned, missing where nobody asked or nobody was
        interviewed. ``CODE:sources`` is the number of interviews that tell of it.
        """
        import pandas as pd

        columns: dict[str, list[Any]] = {
            one.name: [one.values.get(place) for place in self.municipalities] for one in self.variables
        }
        for code in self.codes:
            found = [self.findings[place, code.id] for place in self.municipalities]
            columns[code.id] = [_presence(one) for one in found]
            columns[f"{code.id}:sources"] = [
                None if _presence(one) is None else one.evidence.counts.sources for one in found
            ]
        return pd.DataFrame(columns, index=pd.Index(self.municipalities, name="municipality"))


def joint(
    material: Material,
    *,
    variables: Iterable[str],
    codes: Iterable[str] | None = None,
    rows: Iterable[str] | None = None,
) -> Joint:
    """The joint display of a project.

    Parameters
    ----------
    variables : the names of case variables
    codes : ids of codes, by default every mechanism of the code book that is not retired; a code stands for those
        below it
    rows : municipalities in this order, by default all that were interviewed

    Raises
    ------
    NotFoundError
        A variable, code or municipality that is not there.
    """
    chosen = tuple(variable(material, name) for name in variables)
    shown = _codes(material, codes)
    places = _places(material, rows)
    ids = [code.id for code in shown]
    groups = grouping(material)
    said, found = answers(material, ids, by=groups), told_by_group(material, ids, groups.of)
    configured = {part.coding for one in material.configurations for part in one.parts}
    findings = {}
    for place in places:
        for code in ids:
            evidence = evidence_of(material, found.get((code, place), ()))
            answer = said.get((code, place), Answer.NO_INTERVIEW)
            findings[place, code] = Finding(answer, evidence, typical(evidence.quotes, configured))
    return Joint(places, chosen, shown, findings)


def typical(quotes: Iterable[Quote], configured: Iterable[str] = ()) -> Quote | None:
    """The one quote that stands for several, by the rule in `rule`.

    Parameters
    ----------
    configured : GUIDs of codings that stand in configurations
    """
    preferred = frozenset(configured)
    ranked = sorted(quotes, key=lambda quote: (preferred.isdisjoint(quote.codings), *_length(quote)))
    return ranked[0] if ranked else None


def rule() -> str:
    """How the quotes of a joint display are chosen, to stand below it."""
    return _(
        "One quote per municipality and mechanism, chosen by rule: quotes that stand in a configuration come first, "
        "then those of {shortest} to {longest} words, then the longest of these."
    ).format(shortest=SHORTEST, longest=LONGEST)


def _length(quote: Quote) -> tuple[int, int]:
    """Within the limits, the longer the better; outside them, the nearer."""
    words = len(quote.words.split())
    outside = max(SHORTEST - words, words - LONGEST, 0)
    return outside, -words


def _presence(finding: Finding) -> int | None:
    if finding.answer in (Answer.NOT_ASKED, Answer.NO_INTERVIEW):
        return None
    return int(finding.answer is Answer.TOLD)


def _codes(material: Material, codes: Iterable[str] | None) -> tuple[Code, ...]:
    book = material.codebook
    if codes is None:
        return tuple(code for code in book.of_kind(Kind.MECHANISM) if not code.retired)
    return named(book, codes)


def _places(material: Material, rows: Iterable[str] | None) -> tuple[str, ...]:
    if rows is None:
        return material.municipalities
    places = tuple(dict.fromkeys(rows))
    known = {*material.municipalities, *(case.name for case in material.cases)}
    if unknown := [place for place in places if place not in known]:
        raise NotFoundError(
            _("No such municipality: {names}.").format(names=", ".join(unknown)),
            _("The municipalities are: {names}.").format(names=", ".join(material.municipalities)),
        )
    return places
