"""Calibration: how raw values become memberships in a set, from 0 (fully out) to 1 (fully in)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from icmo.errors import InvalidError
from icmo.i18n import _

KINDS = ("direct", "crisp")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def calibrate(
    values: Sequence[Any] | NDArray[Any] | pd.Series[Any],
    *,
    thresholds: Sequence[float] = (),
    threshold: float | None = None,
    kind: str = "direct",
    idm: float = 0.95,
) -> NDArray[np.float64]:
    """The memberships of raw values in a set, by thresholds that a researcher can defend.

    Parameters
    ----------
    values : sequence of numbers, shape (n,)
        Raw values in any unit; a missing one stays missing.
    thresholds : three numbers, in the unit of `values`
        Exclusion, crossover and inclusion, for ``kind="direct"``: membership is ``1 - idm`` at the first, .5 at the
        second and `idm` at the third. They fall where less of something means more of the set.
    threshold : number
        For ``kind="crisp"``: values from here on are in (1), those below out (0).
    kind : ``"direct"`` or ``"crisp"``
    idm : number between .5 and 1
        The inclusion degree of membership at the outer thresholds.

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    InvalidError
        Text among the values, thresholds that neither rise nor fall, another kind.

    Notes
    -----
    The direct method of Ragin (2008, chapter 5) with log odds of exactly ``ln(idm / (1 - idm))``, as in R's QCA.
    A value at the crossover gets .5 and so belongs to no row of a truth table: place it between two observed values.

    Examples
    --------
    >>> calibrate([1, 3, 5, 8], thresholds=(1, 3, 8)).round(3).tolist()
    [0.05, 0.5, 0.765, 0.95]
    >>> calibrate([1, 3, 8], thresholds=(8, 3, 1)).round(3).tolist()
    [0.95, 0.5, 0.05]
    >>> calibrate([1, 3, 8], kind="crisp", threshold=3).tolist()
    [0.0, 1.0, 1.0]
    """
    numbers = _numbers(values)
    if kind == "crisp":
        return _crisp(numbers, _crisp_threshold(thresholds, threshold))
    if kind != "direct":
        raise InvalidError(
            _("“{kind}” is no kind of calibration.").format(kind=kind),
            _("Choose one of {known}.").format(known=", ".join(KINDS)),
        )
    exclusion, crossover, inclusion = _direct_thresholds(thresholds)
    if not 0.5 < idm < 1:
        raise InvalidError(_("idm is {value}.").format(value=idm), _("Give a number between 0.5 and 1, such as 0.95."))
    towards_inclusion = (numbers >= crossover) == (inclusion > exclusion)
    distance = np.where(towards_inclusion, inclusion - crossover, crossover - exclusion)
    memberships: NDArray[np.float64] = expit(np.log(idm / (1 - idm)) * (numbers - crossover) / distance)
    return memberships


def _crisp(numbers: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    return np.where(np.isnan(numbers), np.nan, numbers >= threshold)


def _numbers(values: Any) -> NDArray[np.float64]:
    raw = pd.Series(values, dtype=object).reset_index(drop=True)
    numbers = pd.to_numeric(raw, errors="coerce").astype(float)
    text = raw[(numbers.isna() & raw.notna()) | raw.map(lambda value: isinstance(value, str))]
    if len(text):
        raise InvalidError(
            _("{values}: only numbers can be calibrated by thresholds.").format(
                values=", ".join(f"“{one}”" for one in text.unique()[:5])
            ),
            _("Name the value that counts as 1 instead, as in “=ja”."),
        )
    array: NDArray[np.float64] = np.asarray(numbers, dtype=np.float64)
    return array


def _crisp_threshold(thresholds: Sequence[float], threshold: float | None) -> float:
    given = [*thresholds, *([] if threshold is None else [threshold])]
    if len(given) != 1 or not np.isfinite(given[0]):
        raise InvalidError(
            _("A crisp set has one threshold; {number} were given.").format(number=len(given)),
            _("Give the lowest value that counts as 1."),
        )
    return given[0]


def _direct_thresholds(thresholds: Sequence[float]) -> Sequence[float]:
    steps = np.diff(thresholds)
    if len(thresholds) != 3 or not (np.all(steps > 0) or np.all(steps < 0)) or not np.isfinite(thresholds).all():
        given = ", ".join(f"{one:g}" for one in thresholds) or "–"
        raise InvalidError(
            _("The thresholds of a fuzzy set are exclusion, crossover, inclusion; given were: {given}.").format(
                given=given
            ),
            _("Give three numbers that rise, or fall where less means more of the set."),
        )
    return thresholds


@dataclass(frozen=True)
class Calibration:
    """What is to be done with a column: three thresholds, one, the value that counts as 1, or nothing."""

    thresholds: tuple[float, ...] = ()
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> Calibration:
        """What a person wrote: ``1,2,3`` or ``0,2 0,5 0,8`` (decimal commas), ``5``, ``ja``, or nothing.

        Raises
        ------
        InvalidError
            Numbers, but neither one nor three.

        Examples
        --------
        >>> Calibration.parse("0,2 0,5 0,8").thresholds, Calibration.parse("1,2,3").thresholds
        ((0.2, 0.5, 0.8), (1.0, 2.0, 3.0))
        >>> Calibration.parse("5,5").thresholds
        (5.5,)
        >>> Calibration.parse("jobcenterteam").value
        'jobcenterteam'
        """
        text = text.strip()
        spaced = re.split(r"[;\s]+", text)
        listed = text.split(",") if len(spaced) == 1 and text.count(",") != 1 else spaced  # 5,5 is one number
        words = [word.replace(",", ".") for word in listed]
        if not all(_NUMBER.fullmatch(word.strip()) for word in words):
            return cls(value=text)
        if len(words) not in (1, 3):
            raise InvalidError(
                _("“{text}” is neither one threshold nor three.").format(text=text),
                _("Write one, as 5.5, or three: exclusion, crossover, inclusion, as 0.2 0.5 0.8."),
            )
        return cls(tuple(float(word) for word in words))

    def apply(self, values: Any, *, name: str) -> NDArray[np.float64] | pd.Series[Any]:
        """The memberships of the values in the column `name`; they stay as they are where nothing is to be done.

        Raises
        ------
        InvalidError
            Text where thresholds want numbers, thresholds that neither rise nor fall.
        """
        column: pd.Series[Any] = pd.Series(values, dtype=object)
        if self.value:
            wanted = self.value.casefold()
            return np.where(column.isna(), np.nan, column.map(lambda one: str(one).strip().casefold() == wanted))
        if not self.thresholds:
            return column
        kind = "crisp" if len(self.thresholds) == 1 else "direct"
        try:
            return calibrate(column, thresholds=self.thresholds, kind=kind)
        except InvalidError as error:
            raise InvalidError(f"{name}: {error.message}", error.hint) from None


AS_IS = Calibration()


def calibrate_columns(frame: pd.DataFrame, asked: Mapping[str, str]) -> pd.DataFrame:
    """The table with the columns asked for calibrated, each as `Calibration.parse` reads it.

    Raises
    ------
    InvalidError
        Columns that are not there, and what `calibrate` cannot use, with the column's name.
    """
    unknown = [name for name in asked if name not in frame]
    if unknown:
        raise InvalidError(
            "\n".join(_("There is no column “{name}”.").format(name=name) for name in unknown),
            _("Columns: {known}.").format(known=", ".join(map(str, frame.columns))),
        )
    made = frame.copy()
    for name, text in asked.items():
        made[name] = Calibration.parse(text).apply(frame[name], name=name)
    return made
