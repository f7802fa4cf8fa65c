"""The layered drawing of a mechanism graph: I | C and K | M | O from left to right, as SVG without a browser.

A line's thickness is the number of municipalities behind it; dashed means that most of it hinders, a cross on the
line that some of it tells of success in spite of something. A moderator's line ends in a ring on the link that it
conditions (the thickest, when there are several; all are named in words). What one configuration's outcome gives the
next as its context is dotted and goes round below. Nothing rests on colour alone: each box carries its letter, each
line its numbers in words.

The drawing has no scripts and no style attributes, so that it can stand in a page whose Content-Security-Policy
allows neither; ids begin with `prefix`, so that two can stand on one page.
"""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

from icmo.drawing.draw import Address, Look, draw
from icmo.drawing.graphs import ids, strongest, thickest, united
from icmo.drawing.plan import place
from icmo.drawing.words import basis_sentence

__all__ = ["Address", "basis_sentence", "layered", "side_by_side"]


def layered(
    graph: nx.Graph[str],
    *,
    links: Collection[str] | None = None,
    most: int | None = None,
    emphasis: Collection[str] | None = None,
    address: Address | None = None,
    prefix: str = "graph",
    embedded: bool = False,
) -> str:
    """The drawing as an SVG document in the current language.

    Parameters
    ----------
    graph : what `icmo.graph.build` gives
    links : the ids of the links to draw (``I:x->M:y``); by default all
    most : draw at most so many links, the strongest by their three counts; the legend counts the others
    emphasis : ids of nodes and links that stand out; everything else is pale
    address : gives a node's or link's id a URL (or None), and makes it a link that can be reached by keyboard
    prefix : what the ids inside the drawing begin with
    embedded : for an HTML page with a strict Content-Security-Policy: no style element
    """
    shown = strongest(graph, links=links, most=most)
    look = Look(
        address,
        prefix,
        embedded,
        None if emphasis is None else frozenset(emphasis),
        largest=thickest(shown),
    )
    return draw(shown, place(shown), look, left_out=_left_out(graph, shown, links))


def side_by_side(
    one: nx.Graph[str],
    other: nx.Graph[str],
    *,
    most: int | None = None,
    addresses: tuple[Address, Address] | None = None,
    prefixes: tuple[str, str] = ("one", "other"),
    embedded: bool = False,
) -> tuple[str, str]:
    """Two drawings with everything in the same place, so that the eye can compare them.

    What both have is grey and thin; what only one has is in its colour, with a dot on the box and on the line.
    `most` counts the links of both together.
    """
    together = strongest(united(one, other), most=most)
    largest = max(thickest(one), thickest(other))
    drawings = []
    for i, (own, their) in enumerate(((one, other), (other, one))):
        shown = strongest(own, links=ids(together))
        shared = frozenset(their) | ids(their)
        address = addresses[i] if addresses else None
        look = Look(address, prefixes[i], embedded, shared=shared, largest=largest)
        drawings.append(
            draw(shown, place(together, drawn=shown), look, left_out=own.number_of_edges() - shown.number_of_edges())
        )
    return drawings[0], drawings[1]


def _left_out(graph: nx.Graph[str], shown: nx.Graph[str], links: Collection[str] | None) -> int:
    chosen = graph.number_of_edges() if links is None else strongest(graph, links=links).number_of_edges()
    return int(chosen - shown.number_of_edges())
