"""What is asked of a report by a page's form, and where the same is asked by an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, Field

from icmo.documents.kinds import ReportKind
from icmo.documents.options import Options, Order
from icmo.models import Kind, Material
from icmo.web.context import Text

Chosen = Annotated[list[Text], BeforeValidator(lambda value: [one for one in value if one])]
Least = Annotated[int, Field(ge=0, le=1000)]

_OF_KINDS = {
    "theme": tuple(Kind),
    "mechanism": (Kind.MECHANISM,),
    "joint": tuple(Kind),
    "framework": tuple(Kind),
    "configurations": (Kind.INTERVENTION, Kind.CONTEXT, Kind.MODERATOR, Kind.MECHANISM, Kind.OUTCOME),
}


class AskedReport(BaseModel):
    """A report's options as a form sends them; what was not touched is not there."""

    lang: Literal["", "da", "en"] = ""
    draft: bool = False
    code: Chosen = []
    municipality: Chosen = []
    by: Text = ""
    each: Annotated[int, Field(ge=0, le=1000)] = 2
    order: Order = "chosen"
    approved_only: bool = False
    hindering: bool = False
    ungrouped: bool = False
    as_coded: bool = False
    min_municipalities: Least = 2
    min_quotes: Least = 2
    min_informants: Least = 3

    def options(self, *, mask: bool = False) -> Options:
        """The same as the builders know it."""
        return Options(
            lang=self.lang or None,
            draft=self.draft,
            codes=tuple(self.code),
            municipalities=tuple(self.municipality),
            by=self.by,
            each=self.each,
            order=self.order,
            approved_only=self.approved_only,
            hindering=self.hindering,
            grouped=not self.ungrouped,
            edited=not self.as_coded,
            min_municipalities=self.min_municipalities,
            min_quotes=self.min_quotes,
            min_informants=self.min_informants,
            mask=mask,
        )

    def fields(self) -> list[tuple[str, str]]:
        """What differs from a form that nobody touched, as names and values."""
        usual = AskedReport()
        found: list[tuple[str, str]] = []
        for name in type(self).model_fields:
            value = getattr(self, name)
            if value != getattr(usual, name):
                found += [(name, _text(one)) for one in (value if isinstance(value, list) else [value])]
        return found

    def query(self, **more: Any) -> str:
        """The same as the end of an address: ``?code=tro&each=3``, or nothing."""
        asked = urlencode([*self.fields(), *((name, _text(value)) for name, value in more.items())])
        return f"?{asked}" if asked else ""


def _text(value: Any) -> str:
    return ("1" if value else "") if isinstance(value, bool) else str(value)


def codes_for(kind: ReportKind, material: Material, language: str) -> list[tuple[str, str]]:
    """The codes that a report of that kind can be about, with their labels."""
    book = material.codebook
    return [(code.id, code.label.text(language)) for code in book.of_kind(*_OF_KINDS.get(kind.id, ()))]


def variables(material: Material) -> Sequence[str]:
    """The names of the municipalities' variables."""
    return tuple(dict.fromkeys(name for case in material.cases for name in case.variables))
