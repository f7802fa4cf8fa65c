"""Agreement between coders: coefficients as in their papers, and how far the coders of a project agree.

A low coefficient is an agenda for a meeting of the coders, not a reason to leave anything out.

>>> from icmo.agreement import krippendorff_alpha
>>> round(krippendorff_alpha([["a", "a", "b", "b"], ["a", "b", "b", "b"]]), 3)
0.533
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "krippendorff_alpha": "coefficients",
    "cohen_kappa": "coefficients",
    "scott_pi": "coefficients",
    "fleiss_kappa": "coefficients",
    "gwet_ac1": "coefficients",
    "jaccard": "distance",
    "masi": "distance",
    "alpha_u_2004": "unitizing_2004",
    "AlphaU2004": "unitizing_2004",
    "alpha_u_2016": "unitizing_2016",
    "AlphaU2016": "unitizing_2016",
    "units": "project_units",
    "Units": "project_units",
    "sections": "project_units",
    "agreement_of": "project",
    "overall": "project",
    "human_machine": "project",
    "Agreement": "project",
    "Overall": "project",
    "CodeAgreement": "project",
    "Interval": "bootstrap",
    "configuration_agreement": "configurations",
    "ConfigurationAgreement": "configurations",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used: numpy is slow to load."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'icmo.agreement' has no attribute {name!r}")
    return getattr(import_module(f"icmo.agreement.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
