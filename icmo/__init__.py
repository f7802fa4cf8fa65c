"""icmo: realist evaluation in Danish, with evidence behind every number.

>>> import icmo
>>> icmo.load_codebook("salado-rasmussen").label.en
'Effective mechanisms in employment services'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "Project": "icmo.project",
    "IcmoError": "icmo.errors",
    "load_codebook": "icmo.codebook:load",
    "CodeSuggester": "icmo.suggest.engine",
    "build_graph": "icmo.graph:build",
    "build_overview": "icmo.overview:build",
    "Code": "icmo.models",
    "Codebook": "icmo.models",
    "Coding": "icmo.models",
    "Configuration": "icmo.models",
    "Kind": "icmo.models",
    "Material": "icmo.models",
    "Part": "icmo.models",
    "Role": "icmo.models",
    "Transcript": "icmo.models",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``import icmo`` stays quick."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'icmo' has no attribute {name!r}")
    module, _, attribute = _PUBLIC[name].partition(":")
    return getattr(import_module(module), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
