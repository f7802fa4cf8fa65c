"""How much of what is told a programme theory can say: the share of links between parts that it speaks of.

A code of the theory stands for those below it. Links and moderations count, ripples do not: a theory is about the
inside of a configuration. What is left over is listed, for it is what a refined theory would have to take in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from icmo.graph.bundles import Bundle, bundles
from icmo.graph.links import RIPPLES, Link, node_id
from icmo.i18n import _, count, percent
from icmo.models import Codebook, Configuration, Material, Theory


@dataclass(frozen=True)
class Coverage:
    """What a theory can say of the links: of the bundles and of their citations, with the leftovers."""

    bundles: int
    covered_bundles: int
    citations: int
    covered_citations: int
    leftovers: tuple[Bundle, ...]

    @property
    def share_of_bundles(self) -> float | None:
        """The share of bundles, or None where there is no link."""
        return self.covered_bundles / self.bundles if self.bundles else None

    @property
    def share_of_citations(self) -> float | None:
        """The share of citations, or None where there is no link."""
        return self.covered_citations / self.citations if self.citations else None

    @property
    def sentence(self) -> str:
        """The shares in words."""
        if self.share_of_bundles is None or self.share_of_citations is None:
            return _("There are no links that a theory could speak of.")
        return _("The theory speaks of {share} of {links} and {quotes_share} of {quotes}.").format(
            share=percent(self.share_of_bundles),
            links=count(self.bundles, "link", "links"),
            quotes_share=percent(self.share_of_citations),
            quotes=count(self.citations, "citation", "citations"),
        )


@dataclass(frozen=True)
class ConfigurationCoverage:
    """The configurations (GUIDs) all of whose parts a theory speaks of, and the others."""

    covered: tuple[str, ...]
    leftovers: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share that is covered, or None where there is no configuration."""
        total = len(self.covered) + len(self.leftovers)
        return len(self.covered) / total if total else None


def coverage(told: Sequence[Link], theory: Theory, codebook: Codebook) -> Coverage:
    """The share of links whose two ends a programme theory speaks of, in the roles that they play.

    Parameters
    ----------
    told : links, as `icmo.graph.select` leaves them; ripples are passed over
    theory : its `parts` are what it speaks of
    codebook : says which codes stand below which
    """
    speaks_of = _speaks_of(theory, codebook)
    made = bundles([link for link in told if link.relation != RIPPLES])
    covered = [one for one in made if speaks_of(one.source) and speaks_of(one.target)]
    left = [one for one in made if not (speaks_of(one.source) and speaks_of(one.target))]
    return Coverage(
        len(made),
        len(covered),
        sum(one.citations for one in made),
        sum(one.citations for one in covered),
        tuple(sorted(left, key=lambda one: (*(-n for n in one.weight), one.source, one.target))),
    )


def coverage_of_configurations(material: Material, theory: Theory) -> ConfigurationCoverage:
    """The share of configurations all of whose parts a programme theory speaks of."""
    speaks_of = _speaks_of(theory, material.codebook)

    def is_covered(one: Configuration) -> bool:
        """Whether the theory speaks of all its parts."""
        return all(speaks_of(node_id(part.role, material.coding_by_guid[part.coding].code)) for part in one.parts)

    found = {one.guid: is_covered(one) for one in material.configurations}
    return ConfigurationCoverage(
        tuple(sorted(guid for guid, covered in found.items() if covered)),
        tuple(sorted(guid for guid, covered in found.items() if not covered)),
    )


def _speaks_of(theory: Theory, codebook: Codebook) -> Callable[[str], bool]:
    said = {node_id(part.role, part.code) for part in theory.parts}

    @cache
    def speaks_of(node: str) -> bool:
        """Whether the theory names the code in its role, or one above it."""
        role, _colon, code = node.partition(":")
        return any(node_id(role, one) in said for one in codebook.lineage(code))

    return speaks_of
