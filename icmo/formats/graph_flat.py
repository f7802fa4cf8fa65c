"""Graphs whose attributes are single values, for the formats that know no lists (GraphML, GEXF, CSV, DOT).

A list becomes one text, its members joined by "; ". A semicolon or backslash inside a member gets a backslash before
it, so that `parted` gives back the very members: ids and ordinary municipality names look as they always did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

Graph = nx.Graph  # a DiGraph is one too
SEPARATOR = "; "
_SPECIAL = re.compile(r"[\\;]")
_PIECE = re.compile(r"\\(.)|(; )", re.DOTALL)
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold


def joined(values: Iterable[object]) -> str:
    """The members of a list as one text.

    Examples
    --------
    >>> joined(["Fanø", "Øst; Vest"])
    'Fanø; Øst\\\\; Vest'
    """
    return SEPARATOR.join(_SPECIAL.sub(r"\\\g<0>", str(value)) for value in values)


def parted(text: str) -> list[str]:
    """The members of a list that `joined` made one text.

    Examples
    --------
    >>> parted(joined(["Fanø", "Øst; Vest"]))
    ['Fanø', 'Øst; Vest']
    """
    members, since = [""], 0
    for piece in _PIECE.finditer(text):
        members[-1] += text[since : piece.start()] + (piece[1] or "")
        members += [""] if piece[2] else []
        since = piece.end()
    members[-1] += text[since:]
    return members if text else []


def flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as single values: lists joined, tables as JSON, nothing as an empty text."""
    return {key: _single(value) for key, value in data.items()}


def flattened(graph: Graph[str]) -> Graph[str]:
    """A copy whose attributes are single values, with the citations as the weight that other programs look for."""
    copy = graph.__class__(**flat(graph.graph))
    copy.add_nodes_from((node, flat(data)) for node, data in graph.nodes(data=True))
    copy.add_edges_from(
        (source, target, flat(data) | {"weight": float(data["citations"])})
        for source, target, data in graph.edges(data=True)
    )
    return copy


def _single(value: object) -> object:
    if isinstance(value, str):
        return _UNSAYABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Iterable):
        return _UNSAYABLE.sub("\ufffd", joined(value))
    return "" if value is None else value
