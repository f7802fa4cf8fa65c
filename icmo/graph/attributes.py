"""What stands on the graph, its nodes and its edges: the counts and the ids of the evidence behind them."""

from __future__ import annotations

from typing import Any

from icmo.evidence import Stretch, count, unite
from icmo.models import Code, Material, Role

CONFIGURATIONS, CO_OCCURRENCE, SUGGESTIONS = "configurations", "co-occurrence", "co-occurrence of suggestions"


def about(material: Material, basis: str, *, filters: str = "", within: int = 0) -> dict[str, Any]:
    """What the graph as a whole is made of."""
    return {
        "name": material.name,
        "basis": basis,
        "codebook": f"{material.codebook.id} {material.codebook.version}",
        "municipalities": len(material.municipalities),
        "transcripts": len(material.transcripts),
        "configurations": len(material.configurations),
        "filters": filters,
        "within": within,
    }


def node(material: Material, role: Role | None, code_id: str, stretches: list[Stretch], basis: str) -> dict[str, Any]:
    """A code, in its role, with the distinct passages that bear it."""
    code: Code = material.codebook[code_id]
    return {
        "code": code.id,
        "role": role.value if role else "",
        "kind": code.kind.value,
        "label": code.label.da,
        "label_en": code.label.en,
        **evidence(material, unite(stretches)),
        "basis": basis,
    }


def evidence(material: Material, stretches: list[Stretch]) -> dict[str, Any]:
    """The three counts of united stretches, and the codings that mark them."""
    counts = count(stretches, material)
    return {
        "citations": counts.citations,
        "sources": counts.sources,
        "municipalities": len(counts.municipalities),
        "municipality_names": list(counts.municipalities),
        "codings": sorted({mark for one in stretches for mark in one.marks}),
    }
