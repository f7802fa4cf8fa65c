"""The links of a programme theory: those that configurations tell of, those that none does, and what it leaves out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product

from icmo.documents.model import Block, Cell, Line, Table, bullets, cell, line, list_cell, paragraph, row
from icmo.documents.pieces.claim_quotes import ClaimQuotes
from icmo.graph import links
from icmo.graph.bundles import Bundle
from icmo.graph.coverage import coverage, coverage_of_configurations
from icmo.graph.links import RIPPLES, Link, node_id
from icmo.i18n import _, count, integer
from icmo.models import Configuration, Material, Polarity, Role, Theory, TheoryPart
from icmo.naming import label, polarity_name, role_name

MOST_LISTED = 10  # links that a theory leaves out

Step = tuple[TheoryPart, TheoryPart]


class TheoryLinks:
    """Holds the links of theories against those that are told."""

    def __init__(self, material: Material, quotes: ClaimQuotes) -> None:
        self._material = material
        self._quotes = quotes

    def blocks(self, theory: Theory, name: str) -> Iterator[Block]:
        """What a theory covers, its own links as a table of that name, and the links that it leaves out."""
        covered = coverage(self._all, theory, self._material.codebook)
        yield paragraph(covered.sentence)
        yield from self._configurations(theory)
        if steps := steps_of(theory):
            yield self._table(theory, steps, name)
        if covered.leftovers and theory.parts:
            yield paragraph(_("Most told of what the theory does not speak of, and a refined theory might take in:"))
            yield bullets(map(self._leftover, covered.leftovers[:MOST_LISTED]))
            yield from more(len(covered.leftovers), MOST_LISTED)

    def _configurations(self, theory: Theory) -> Iterator[Block]:
        whole = coverage_of_configurations(self._material, theory)
        if whole.share is not None:
            total = count(len(whole.covered) + len(whole.leftovers), "configuration", "configurations")
            yield paragraph(
                _("It speaks of all parts of {n} of {configurations}.").format(
                    n=integer(len(whole.covered)), configurations=total
                )
            )

    def _table(self, theory: Theory, steps: Iterable[Step], name: str) -> Table:
        return Table(
            name=name,
            caption=_("{theory}: links between its parts").format(theory=theory.name),
            about=_(
                "A row for each link that the theory makes: how many configurations tell of it, where, and quotes."
            ),
            columns=(_("From"), _("To"), _("Told by"), _("Municipalities"), _("Polarity"), _("Quotes")),
            rows=tuple(self._row(*step) for step in steps),
            widths=(5, 5, 3, 3, 3, 4),
        )

    def _row(self, one: TheoryPart, other: TheoryPart) -> tuple[Cell, ...]:
        told = self._told(one, other)
        names = (f"{role_name(part.role)}: {self._label(part.code)}" for part in (one, other))
        if not told:
            return row(*names, cell(0, text=_("not told")), None, None, None)
        made = {link.configuration.guid: link.configuration for link in told}
        there = {name for link in told for name in link.municipalities}
        ends = self._quotes.united(end for link in told for end in link.ends)
        return row(
            *names,
            cell(len(made), text=count(len(made), "configuration", "configurations")),
            cell(len(there), text=self._quotes.in_municipalities(there)),
            list_cell(polarities(made.values())),
            line(*self._quotes.references(ends)),
        )

    def _told(self, one: TheoryPart, other: TheoryPart) -> list[Link]:
        """The links from a part of the theory, or a code below it, to another."""
        sources, targets = (self._nodes(part) for part in (one, other))
        return [link for source in sorted(sources) for link in self._by_source[source] if link.target in targets]

    def _nodes(self, part: TheoryPart) -> frozenset[str]:
        return frozenset(node_id(part.role, code) for code in self._material.codebook.below(part.code))

    def _leftover(self, bundle: Bundle) -> Line:
        ends = self._quotes.united(self._material.coding_by_guid[guid] for guid in bundle.codings)
        return line(
            f"{self._node(bundle.source)} → {self._node(bundle.target)}: ",
            self._quotes.in_municipalities(bundle.municipalities),
            *self._quotes.references(ends, before=" "),
        )

    def _node(self, node: str) -> str:
        role, _colon, code = node.partition(":")
        return f"{self._label(code)} ({role_name(Role(role))})"

    def _label(self, code: str) -> str:
        book = self._material.codebook
        return label(book[code]) if code in book else code

    @cached_property
    def _all(self) -> list[Link]:
        return [link for link in links(self._material) if link.relation != RIPPLES]

    @cached_property
    def _by_source(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self._all:
            found[link.source].append(link)
        return found


def steps_of(theory: Theory) -> list[Step]:
    """The links that a theory makes between its parts, as configurations do (see `icmo.graph.links`).

    Examples
    --------
    >>> parts = tuple(TheoryPart(Role(role), role.lower()) for role in "IKMO")
    >>> [one.code + other.code for one, other in steps_of(Theory("t", "T1", "", "AML", "", parts))]
    ['im', 'mo', 'km']
    """
    by_role: dict[Role, list[TheoryPart]] = defaultdict(list)
    for part in theory.parts:
        by_role[part.role].append(part)
    if by_role[Role.M]:
        roles = [(Role.I, Role.M), (Role.C, Role.M), (Role.M, Role.O), (Role.K, Role.M)]
    elif by_role[Role.O]:
        roles = [(Role.I, Role.O), (Role.C, Role.O), (Role.K, Role.O)]
    else:
        roles = [(Role.I, Role.C), (Role.K, Role.C)]
    return [step for one, other in roles for step in product(by_role[one], by_role[other])]


def polarities(configurations: Iterable[Configuration]) -> list[str]:
    """How many configurations further, hinder, and tell of it in spite of something: ``furthers: 3``."""
    found = Counter(one.polarity for one in configurations)
    return [f"{polarity_name(polarity)}: {integer(found[polarity])}" for polarity in Polarity if found[polarity]]


def more(total: int, listed: int) -> Iterator[Block]:
    """That a list is cut short, where it is."""
    if total > listed:
        yield paragraph(_("… and {n} more.").format(n=integer(total - listed)), style="small")
