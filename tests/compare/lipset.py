"""Lipset's 18 countries between the wars: the data of Rihoux & Ragin (2009), crisp, fuzzy and, for one column, raw.

Published results: those of R's QCA 3.25.1 (Duşa 2019), which documents the same data as LC and LF.
"""

from __future__ import annotations

import pandas as pd

CONDITIONS = ["DEV", "URB", "LIT", "IND", "STB"]
_COUNTRIES = [
    "AU",
    "BE",
    "CZ",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "HU",
    "IE",
    "IT",
    "NL",
    "PL",
    "PT",
    "RO",
    "ES",
    "SE",
    "UK",
]
_CRISP = {
    "DEV": "1 1 1 0 1 1 1 0 0 1 0 1 0 0 0 0 1 1",
    "URB": "0 1 1 0 0 0 1 0 0 0 0 1 0 0 0 0 0 1",
    "LIT": "1 1 1 1 1 1 1 0 1 1 0 1 1 0 0 0 1 1",
    "IND": "1 1 1 0 0 1 1 0 0 0 0 1 0 0 0 0 1 1",
    "STB": "0 1 1 1 1 1 0 0 0 1 1 1 0 0 1 0 1 1",
    "SURV": "0 1 1 0 1 1 0 0 0 1 0 1 0 0 0 0 1 1",
}
_FUZZY = {
    "DEV": ".81 .99 .58 .16 .58 .98 .89 .04 .07 .72 .34 .98 .02 .01 .01 .03 .95 .98",
    "URB": ".12 .89 .98 .07 .03 .03 .79 .09 .16 .05 .10 1 .17 .02 .03 .30 .13 .99",
    "LIT": ".99 .98 .98 .98 .99 .99 .99 .13 .88 .98 .41 .99 .59 .01 .17 .09 .99 .99",
    "IND": ".73 1 .90 .01 .08 .81 .96 .36 .07 .01 .47 .94 0 .11 0 .21 .67 1",
    "STB": ".43 .98 .91 .91 .58 .95 .31 .43 .13 .95 .58 .99 0 .01 .84 .20 .91 .98",
    "SURV": ".05 .95 .89 .12 .77 .95 .05 .06 .42 .92 .05 .95 .12 .05 .21 .06 .95 .95",
}
# Gross national product per head; Rihoux & Ragin calibrate it at 400, 550 and 900.
GNP = dict(
    zip(
        _COUNTRIES,
        [720, 1098, 586, 468, 590, 983, 795, 390, 424, 662, 517, 1008, 350, 320, 331, 367, 897, 1038],
        strict=True,
    )
)


def _frame(columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: list(map(float, row.split())) for name, row in columns.items()}, index=_COUNTRIES)


def crisp() -> pd.DataFrame:
    """LC."""
    return _frame(_CRISP)


def fuzzy() -> pd.DataFrame:
    """LF."""
    return _frame(_FUZZY)
