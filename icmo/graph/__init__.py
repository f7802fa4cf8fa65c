"""Configurations as a mechanism graph: what leads to what, how robustly it is told, and by whom."""

from __future__ import annotations

from icmo.graph.attributes import CO_OCCURRENCE, CONFIGURATIONS, SUGGESTIONS
from icmo.graph.build import build
from icmo.graph.bundles import Bundle, Claim, bundles
from icmo.graph.co_occurrence import CO_OCCURS
from icmo.graph.filters import Selection, narrow, select
from icmo.graph.links import LEADS_TO, MODERATES, RIPPLES, Link, link_id, links, node_id, ripples
from icmo.graph.steps import Step, in_words, parse, pipeline

__all__ = [
    "CONFIGURATIONS",
    "CO_OCCURRENCE",
    "CO_OCCURS",
    "LEADS_TO",
    "MODERATES",
    "RIPPLES",
    "SUGGESTIONS",
    "Bundle",
    "Claim",
    "Link",
    "Selection",
    "Step",
    "build",
    "bundles",
    "in_words",
    "link_id",
    "links",
    "narrow",
    "node_id",
    "parse",
    "pipeline",
    "ripples",
    "select",
]
