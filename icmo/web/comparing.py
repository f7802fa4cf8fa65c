"""What the pages of comparisons share: their forms, figures for the browser, and where a number's quotes are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from icmo.compare.grouping import INFORMANT_TYPE, NOT_STATED, TRANSCRIPT
from icmo.compare.matrix import Column, Matrix
from icmo.compare.tellings import Row
from icmo.compare.variables import Variable, VariableKind, variable_kinds
from icmo.errors import IcmoError
from icmo.graph import Step
from icmo.i18n import current, decimal
from icmo.models import Kind, Material, Transcript
from icmo.web.context import Text

if TYPE_CHECKING:
    import plotly.graph_objects as go

Some = Annotated[list[Text], Field(max_length=100, default_factory=list)]
Sort = Literal["codes", "links", "paths"]
Kinds = Annotated[list[Kind], BeforeValidator(lambda some: [one for one in some if one]), Field(max_length=len(Kind))]
MEASURES = ("citations", "sources", "presence", "share")


class Comparing(BaseModel):
    """What a page of comparisons is asked for."""

    model_config = ConfigDict(extra="ignore")

    rows: Sort = "codes"
    kinds: Kinds = Field(default_factory=list)  # a form sends an empty one for all
    by: Text = ""
    code: Some


class Joined(BaseModel):
    """What a joint display is asked for: variables, codes, and the two that are set against each other."""

    model_config = ConfigDict(extra="ignore")

    variable: Some
    code: Some
    x: Text = ""
    y: Text = ""


@dataclass(frozen=True)
class Figure:
    """A plotly figure as a page holds it: what plotly.js draws, and a sentence for those who do not see it."""

    data: dict[str, Any]
    alt: str


def tried(make: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], IcmoError | None]:
    """What a page shows, or why it cannot."""
    try:
        return make(), None
    except IcmoError as error:
        return {}, error


def figure(made: go.Figure | None) -> Figure | None:
    """A figure made ready for a page, where there is one."""
    from icmo.charts import alt, plain

    return Figure(plain(made), alt(made)) if made else None


_FILTERS = {TRANSCRIPT: ("transcript", "name"), INFORMANT_TYPE: ("informant-type", "informant_type")}


@dataclass(frozen=True)
class Addresses:
    """Where the quotes behind the numbers of a matrix stand: a search for a code, the graph for a link or a path."""

    material: Material
    matrix: Matrix

    def of(self, row: Row, column: Column) -> str:
        """Where the quotes of a cell stand."""
        if self.matrix.sort == "codes":
            return _searched(row, **self._sources(column))
        return self._drawn(row, [column])

    def of_group(self, row: Row, municipalities: tuple[str, ...]) -> str:
        """Where the quotes of a row from some municipalities stand."""
        if self.matrix.sort == "codes":
            return _searched(row, municipalities=municipalities)
        return self._drawn(row, [self.matrix.column_by_id[name] for name in municipalities])

    def _sources(self, column: Column) -> dict[str, Any]:
        if self.matrix.by == TRANSCRIPT or column.id == NOT_STATED:
            return {"transcripts": column.sources}
        if self.matrix.by == INFORMANT_TYPE:
            return {"informant_types": column.id}
        return {"municipalities": column.municipalities}

    def _drawn(self, row: Row, columns: Sequence[Column]) -> str:
        told = {guid for column in columns for guid in self.matrix.cell(row.id, column.id).configurations}
        guids = dict.fromkeys(guid for column in columns for guid in column.sources)
        guids |= dict.fromkeys(guid for one in told for guid in self._reach[one])
        step = _holding([self.material.transcript_by_guid[guid] for guid in guids], self.matrix.by)
        return f"/graph?{urlencode({'step': step, 'part': row.id})}#told"

    @cached_property
    def _reach(self) -> dict[str, list[str]]:
        """The transcripts of each configuration's parts: a filter keeps only configurations that it holds wholly."""
        codings = self.material.coding_by_guid
        return {
            one.guid: [codings[part.coding].transcript for part in one.parts] for one in self.material.configurations
        }


def _holding(transcripts: Sequence[Transcript], by: str) -> Step:
    """The filter that holds these transcripts; by their names where something is not stated of one of them."""
    kind, field = _FILTERS.get(by, ("municipality", "municipality"))
    values = dict.fromkeys(getattr(one, field) for one in transcripts)
    return Step(kind, tuple(values)) if all(values) else Step("transcript", tuple(one.name for one in transcripts))


def _searched(row: Row, **narrowed: Any) -> str:
    return "/search?" + urlencode({"any": row.id, **narrowed}, doseq=True)


def divisions(material: Material) -> dict[str, Variable]:
    """The variables that can divide the interviewed municipalities in groups: all have a value, and not the same."""
    places = set(material.municipalities)
    return {
        name: one
        for name, one in variable_kinds(material).items()
        if places <= one.values.keys() and len({one.values[place] for place in places}) > 1
    }


def usual_division(material: Material) -> str:
    """The variable that a comparison begins with: the first that names groups, else the first there is."""
    known = divisions(material)
    named = [name for name, one in known.items() if one.kind is VariableKind.CATEGORICAL]
    return next(iter([*named, *known]), "")


def value(number: Any) -> str:
    """A value of a variable as people write it; a dash for none."""
    if number is None:
        return "–"
    if isinstance(number, float):
        return decimal(number, 0 if number == int(number) else 1)
    return str(number)


def code_options(material: Material, kinds: Sequence[Kind] = ()) -> list[tuple[str, str]]:
    """The codes that are offered, by id and path, of some kinds."""
    book, language = material.codebook, current()
    return [
        (code.id, book.path(code.id, language))
        for code in book.codes
        if not code.retired and (not kinds or code.kind in kinds)
    ]
