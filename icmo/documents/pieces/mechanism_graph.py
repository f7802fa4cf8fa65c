"""The part of the mechanism graph around one mechanism, as a figure with its links as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import networkx as nx

from icmo.documents.model import Block, Figure, Heading, Layered, Table, cell, row
from icmo.documents.pieces.telling import Telling
from icmo.drawing.graphs import strongest_first
from icmo.drawing.rows import headings, rows
from icmo.graph import LEADS_TO, MODERATES, link_id
from icmo.graph.build import build
from icmo.i18n import _, count, integer
from icmo.models import Code, Configuration
from icmo.naming import label

LINKS = 20  # drawn, and as many moderators at most as half of them


def graph_figure(telling: Telling, code: Code, together: Sequence[Configuration]) -> Iterator[Block]:
    """The figure; nothing where no link leads to the mechanism or from it."""
    if not together:
        return
    whole = _around(telling, code, together)
    graph = _strongest(whole)
    if not graph.number_of_edges():
        return
    drawn, all_of_them = graph.number_of_edges(), whole.number_of_edges()
    caption = _("What leads to {code}, conditions it and comes of it").format(code=label(code))
    if drawn < all_of_them:
        limit = _("{n} of {all} links, those told in most municipalities")
        caption += "; " + limit.format(n=integer(drawn), all=integer(all_of_them))
    alt = _("Mechanism graph of {code}: {links} between {codes}; the table below says the same.").format(
        code=label(code),
        links=count(drawn, "link", "links"),
        codes=count(graph.number_of_nodes(), "code", "codes"),
    )
    yield Heading(3, _("How it hangs together"))
    yield Figure(caption, alt, Layered(graph), _table(telling, code, graph))


def _around(telling: Telling, code: Code, together: Sequence[Configuration]) -> nx.DiGraph[str]:
    """The links of its configurations that begin or end at the mechanism or at one below it, and what acts on them."""
    graph = build(replace(telling.material, configurations=tuple(together)))
    nodes = {
        node for node, data in graph.nodes(data=True) if data["role"] == "M" and telling.is_below(data["code"], code.id)
    }
    touching = {edge for edge in graph.edges if not nodes.isdisjoint(edge)}
    there = {link_id(*edge) for edge in touching}
    touching |= {(one, other) for one, other, data in graph.edges(data=True) if there.intersection(data["acts_on"])}
    kept: nx.DiGraph[str] = nx.DiGraph(graph.edge_subgraph(touching))
    kept.graph["name"] = label(code)
    return kept


def _strongest(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The strongest links, and of the moderators the strongest that act on one of these."""
    edges = sorted(graph.edges(data=True), key=strongest_first)
    links = [edge for edge in edges if edge[2]["relation"] == LEADS_TO][:LINKS]
    there = {link_id(*edge[:2]) for edge in links}
    moderators = [
        (one, other, {**data, "acts_on": sorted(there.intersection(data["acts_on"]))})
        for one, other, data in edges
        if data["relation"] == MODERATES and (not data["acts_on"] or there.intersection(data["acts_on"]))
    ]
    kept = [*links, *moderators[: LINKS // 2]]
    made: nx.DiGraph[str] = nx.DiGraph(**graph.graph)
    ends = {node for edge in kept for node in edge[:2]}
    made.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in ends)
    made.add_edges_from(kept)
    return made


def _table(telling: Telling, code: Code, graph: nx.DiGraph[str]) -> Table:
    known = telling.material.coding_by_guid
    codings = {link_id(one, other): data["codings"] for one, other, data in graph.edges(data=True)}
    name = _("{code}: links").format(code=label(code))
    return Table(
        name=name,
        caption=name,
        about=_("A row for each link of the figure, the one told in most municipalities first."),
        columns=(*headings(), _("References")),
        rows=tuple(
            row(
                *map(cell, one.cells[:3]),
                *(one.municipalities, one.sources, one.citations),
                *map(cell, one.cells[6:]),
                telling.references(telling.unite(known[guid] for guid in codings[one.link])),
            )
            for one in rows(graph)
        ),
        widths=(2.2, 1.2, 2.2, 1.2, 1, 1, 1.4, 1.8, 2.2, 2),
        tracked=False,  # its rows have no names of their own, and the tables above say the same
    )
