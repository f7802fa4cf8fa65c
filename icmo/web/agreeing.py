"""What is asked of the page of agreement, the numbers made once for it, and what an alpha allows, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from icmo.agreement.asking import between_coders
from icmo.agreement.disagreements import Disagreement
from icmo.agreement.project import RELY, TENTATIVE, Agreement, CodeAgreement
from icmo.consensus_effect import BeforeAfter
from icmo.i18n import _
from icmo.models import Material
from icmo.reports.agreement import FEW
from icmo.web.context import Text

Unit = Literal["turn", "sentence", "character"]
Sort = Literal["code", "alpha", "ac1", "kappa", "prevalence", "units", "agreed", "open"]
Coders = Annotated[
    list[Text],
    BeforeValidator(lambda some: [one for one in some if one] if isinstance(some, list) else some),
    Field(max_length=100, default_factory=list),
]


class AskedAgreement(BaseModel):
    """Between whom, unit by unit of which kind, and by what the table is sorted; no coder: between all."""

    model_config = ConfigDict(extra="ignore")

    unit: Unit = "turn"
    coder: Coders
    sort: Sort = "code"

    def query(self, **changes: Any) -> str:
        """The same, or with changes, as the end of an address; what is usual is left out."""
        asked = {"unit": self.unit, "coder": self.coder, "sort": self.sort} | changes
        usual: dict[str, Any] = {"unit": "turn", "coder": [], "sort": "code"}
        told = urlencode({name: value for name, value in asked.items() if value != usual.get(name)}, doseq=True)
        return f"?{told}" if told else ""


@dataclass(frozen=True)
class CodeRow:
    """One code in the table: its agreement, where it stands in the book, and its disagreements, of these open ones."""

    found: CodeAgreement
    depth: int
    disagreements: int
    open: int

    @property
    def is_thin(self) -> bool:
        """Whether so few units bear the code that one of them more or less moves alpha a lot."""
        return self.found.units < FEW


def measured(material: Material, asked: AskedAgreement) -> Agreement | None:
    """The agreement that is asked for; None where no transcript has been read by two of these coders."""
    key = ("agreement", asked.unit, tuple(asked.coder))
    if key not in material.kept:
        material.kept[key] = between_coders(material, unit=asked.unit, coders=asked.coder or None)
    found: Agreement | None = material.kept[key]
    return found


def code_rows(
    material: Material, found: Agreement, differing: Iterable[Disagreement], decided: Iterable[str], sort: Sort
) -> list[CodeRow]:
    """A row for each code that anybody has used; `decided` are the keys of the disagreements that are resolved."""
    known, settled = tuple(differing), frozenset(decided)
    rows = [_row(material, one, known, settled) for one in found.codes if one.units]
    return rows if sort == "code" else sorted(rows, key=lambda row: _place(row, sort))


def _row(
    material: Material, one: CodeAgreement, differing: tuple[Disagreement, ...], decided: frozenset[str]
) -> CodeRow:
    codes = material.codebook.below(one.code)
    about = [each for each in differing if not codes.isdisjoint(each.codes)]
    still_open = sum(each.key not in decided for each in about)
    return CodeRow(one, len(tuple(material.codebook.ancestors(one.code))), len(about), still_open)


def _place(row: CodeRow, sort: Sort) -> tuple[bool, float]:
    """Coefficients from the lowest up, numbers from the highest down; what is not defined stands last."""
    value = row.open if sort == "open" else getattr(row.found, sort)
    if value is None or value != value:
        return True, 0.0
    return False, float(value) if sort in ("alpha", "ac1", "kappa") else -float(value)


def changed(effect: BeforeAfter) -> list[tuple[CodeAgreement, CodeAgreement]]:
    """The codes whose agreement is another after the consensus, as they were and as they are; new ones left out."""
    after = {one.code: one for one in effect.after.codes}
    pairs = ((one, after[one.code]) for one in effect.before.codes if one.code in after)
    return [(one, then) for one, then in pairs if (one.units, one.agreed) != (then.units, then.agreed)]


def verdict(alpha: float) -> tuple[str, str]:
    """What an alpha allows by Krippendorff's bounds: a name for it, and the words.

    Examples
    --------
    >>> [verdict(alpha)[0] for alpha in (0.8, 0.7, 0.5, float("nan"))]
    ['rely', 'tentative', 'low', 'none']
    """
    if alpha != alpha:
        return "none", _("not defined")
    if alpha >= RELY:
        return "rely", _("rely on it")
    return ("tentative", _("tentative")) if alpha >= TENTATIVE else ("low", _("low"))
