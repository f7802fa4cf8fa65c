"""A table of municipalities for QCA, made of what was coded there and of the variables of cases."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pandas as pd

from icmo.compare.codes import told
from icmo.compare.qca.calibration import AS_IS, Calibration
from icmo.errors import InvalidError
from icmo.evidence import stretch_of, unite
from icmo.i18n import _
from icmo.models import Material, danish_order

CODE, CASE = "code", "case"
PRESENCE, SOURCES, CITATIONS, SHARE = MEASURES = ("presence", "sources", "citations", "share")
_FORM = re.compile(r"(?:(?P<name>[^=:]*?)\s*=\s*)?(?P<origin>code|case):(?P<rest>.+)", re.DOTALL)
_THRESHOLD = re.compile(r"[-\d.,;]+")
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA"})


@dataclass(frozen=True)
class Condition:
    """A column of the table: a code measured per municipality, or a variable of cases, and how it is calibrated.

    `subject` is the code's id or the variable's name; `measure` says what is counted of a code.
    """

    name: str
    origin: str
    subject: str
    measure: str = ""
    calibration: Calibration = AS_IS

    @classmethod
    def parse(cls, text: str) -> Condition:
        """What a person wrote: ``NAME = code:ID MEASURE THRESHOLDS`` or ``NAME = case:VARIABLE THRESHOLDS``.

        The name may be left out: it is then made of the code or variable, in capital letters without æ, ø and å.

        ==================================================  =====================================================
        ``code:arbejdsidentitet``                           1 where the code, or one below it, was given
        ``ARB = code:arbejdsidentitet sources 2``           1 where at least two transcripts bear it
        ``ARB = code:arbejdsidentitet citations 2 5 10``    calibrated by the number of distinct passages
        ``ARB = code:arbejdsidentitet share 0,2 0,5 0,8``   calibrated by the share of transcripts that bear it
        ``TEAM = case:teamforankring=jobcenterteam``        1 where the variable has this value
        ``LEDIG = case:ledighed 8 5 3``                     calibrated; the lower, the more in the set
        ``case:maal1``                                      as it is: already a membership
        ==================================================  =====================================================

        Raises
        ------
        InvalidError
            Another form, an unknown measure, neither one threshold nor three.

        Examples
        --------
        >>> one = Condition.parse("code:arbejdsidentitet share 0,2 0,5 0,8")
        >>> one.name, one.measure, one.calibration.thresholds
        ('ARBEJDSIDENTITET', 'share', (0.2, 0.5, 0.8))
        """
        if not (form := _FORM.fullmatch(text.strip())):
            raise InvalidError(
                _("“{text}” is no condition.").format(text=text),
                _("Write for example ARB = code:arbejdsidentitet share 0.2 0.5 0.8, or TEAM = case:team=jobcenter."),
            )
        rest = form["rest"].strip()
        make = _of_code if form["origin"] == CODE else _of_case
        subject, measure, calibration = make(rest)
        return cls(form["name"] or condition_name(subject), form["origin"], subject, measure, calibration)


def condition_name(subject: str) -> str:
    """A name as QCA has them, of a code or a variable.

    Examples
    --------
    >>> condition_name("medkonstruktør og mål")
    'MEDKONSTRUKTOER_OG_MAAL'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", subject).translate(_ASCII))
    return re.sub(r"\W+", "_", plain.encode("ascii", "ignore").decode().upper()).strip("_") or "X"


def _of_code(text: str) -> tuple[str, str, Calibration]:
    subject, *rest = text.split(maxsplit=2)
    measure = rest[0] if rest else PRESENCE
    if measure not in MEASURES:
        raise InvalidError(
            _("“{measure}” is no measure of a code.").format(measure=measure),
            _("Choose one of {known}.").format(known=", ".join(MEASURES)),
        )
    calibration = _thresholds(rest[1] if len(rest) > 1 else "")
    if measure != SHARE and bool(calibration.thresholds) == (measure == PRESENCE):
        raise InvalidError(
            _("“{text}”: presence takes no thresholds, and a count needs them.").format(text=text),
            _("Write for example code:{code} presence, or code:{code} sources 2.").format(code=subject),
        )
    return subject, measure, calibration


def _of_case(text: str) -> tuple[str, str, Calibration]:
    subject, sign, value = text.partition("=")
    if sign:
        return subject.strip(), "", Calibration(value=value.strip())
    words = text.split()  # a variable's name may hold blanks: the numbers at the end are thresholds
    name = len(words) - sum(1 for _word in takewhile(_THRESHOLD.fullmatch, reversed(words[1:])))
    return " ".join(words[:name]), "", _thresholds(" ".join(words[name:]))


def _thresholds(text: str) -> Calibration:
    calibration = Calibration.parse(text)
    if calibration.value:
        raise InvalidError(
            _("“{text}” is neither one threshold nor three.").format(text=text),
            _("Write one, as 5.5, or three: exclusion, crossover, inclusion, as 0.2 0.5 0.8."),
        )
    return calibration


def case_table(material: Material, conditions: Sequence[Condition]) -> pd.DataFrame:
    """The municipalities' memberships in each condition, ready for `icmo.compare.qca.solve`.

    Returns
    -------
    DataFrame, municipalities × conditions
        A row per municipality that transcripts come from; where all conditions are variables, a row per case.

    Raises
    ------
    InvalidError
        Codes or variables that do not exist, names that stand twice, cases without a value: all of them named.

    Notes
    -----
    What is counted of a code, with those below it, is what `icmo.compare.matrix` counts, but for ``share``: here it is
    of the transcripts, there of all citations. That a code was not given in a municipality is taken as absence. Where
    its interviews did not touch upon it, that is no evidence: leave such a municipality out, or the condition.
    """
    _refuse(_unknown(material, conditions), _("See the codes with icmo codebook show, the variables with icmo info."))
    known = {one.name: one.variables for one in material.cases}
    of_codes = any(one.origin == CODE for one in conditions)
    cases = material.municipalities if of_codes else sorted(known, key=danish_order)
    raw = {one: list(map(_values(material, one, known), cases)) for one in conditions}
    gaps = [
        _("{case} has no value in {name}.").format(case=case, name=one.subject)
        for one, values in raw.items()
        for case, value in zip(cases, values, strict=True)
        if value is None or value == ""
    ]
    _refuse(gaps, _("Give the case the value, or leave the condition or the case out."))
    columns = {one.name: list(one.calibration.apply(values, name=one.name)) for one, values in raw.items()}
    return pd.DataFrame(columns, index=list(cases))


def _unknown(material: Material, conditions: Sequence[Condition]) -> list[str]:
    variables = {name for case in material.cases for name in case.variables}
    missing = [
        _("The code book has no code “{code}”.").format(code=one.subject)
        if one.origin == CODE
        else _("No municipality has a variable “{name}”.").format(name=one.subject)
        for one in conditions
        if one.subject not in (material.codebook if one.origin == CODE else variables)
    ]
    names = Counter(one.name for one in conditions)
    return missing + [_("The condition {name} is given twice.").format(name=one) for one in names if names[one] > 1]


def _refuse(problems: Sequence[str], hint: str) -> None:
    if problems:
        raise InvalidError("\n".join(problems), hint)


def _values(material: Material, condition: Condition, known: Mapping[str, Mapping[str, Any]]) -> Callable[[str], Any]:
    """What a case's raw value is."""
    if condition.origin == CASE:
        return lambda case: known.get(case, {}).get(condition.subject)
    found = _measures(material, condition.subject)
    transcripts = Counter(one.municipality for one in material.transcripts)
    match condition.measure:
        case "presence":
            return lambda case: float(case in found)
        case "citations":
            return lambda case: float(sum(found.get(case, {}).values()))
        case "sources":
            return lambda case: float(len(found.get(case, {})))
        case _:
            return lambda case: len(found.get(case, {})) / transcripts[case]


def _measures(material: Material, code: str) -> dict[str, Counter[str]]:
    """The distinct passages that bear a code, or one below it: by municipality and transcript."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for stretch in unite(stretch_of(coding) for coding in told(material, [code])[code]):
        if place := material.transcript_by_guid[stretch.transcript].municipality:
            found[place][stretch.transcript] += 1
    return found
