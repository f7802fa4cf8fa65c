"""The layered drawing of a mechanism graph, as SVG made here: no browser, no scripts, no GraphViz."""

from __future__ import annotations

from icmo.drawing.svg import Address, layered, side_by_side
from icmo.drawing.words import basis_sentence

__all__ = ["Address", "basis_sentence", "layered", "side_by_side"]
