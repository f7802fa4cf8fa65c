"""What the pages of comparisons share: their forms, figures for the browser, and where a number's quotes are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from icmo.compare.matrix import Column, Matrix
from icmo.compare.tellings import Row
from icmo.compare.variables import Variable, VariableKind, variable_kinds
from icmo.errors import IcmoError
from icmo.graph import Step
from icmo.i18n import current, decimal
from icmo.models import Kind, Material
from icmo.web.context import Text

if TYPE_CHECKING:
    import plotly.graph_objects as go

Some = Annotated[list[Text], Field(max_length=100, default_factory=list)]
Sort = Literal["codes", "links", "paths"]
MEASURES = ("citations", "sources", "presence", "share")


class Comparing(BaseModel):
    """What a page of comparisons is asked for."""

    model_config = ConfigDict(extra="ignore")

    rows: Sort = "codes"
    kinds: list[Kind] = Field(default_factory=list, max_length=len(Kind))
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


def figure(made: go.Figure) -> Figure:
    """A figure made ready for a page."""
    from icmo.charts import alt, plain

    return Figure(plain(made), alt(made))


def address_of(matrix: Matrix, row: Row, column: Column) -> str:
    """Where the quotes of a cell stand: a search for a code, the graph for a link or a path."""
    if matrix.sort == "codes":
        narrowed = _search(matrix, column)
        return "/search?" + urlencode({"any": row.id, **narrowed}, doseq=True)
    steps = [str(step) for step in _steps(matrix, column)]
    return "/graph?" + urlencode({"step": steps, "part": row.id}, doseq=True) + "#told"


def group_address(matrix: Matrix, row: Row, municipalities: tuple[str, ...]) -> str:
    """Where the quotes of a row from some municipalities stand."""
    return address_of(matrix, row, Column("", "", (), municipalities, 0))


def _search(matrix: Matrix, column: Column) -> dict[str, Any]:
    match matrix.by:
        case "transcript":
            return {"transcripts": column.id}
        case "informant_type":
            return {"informant_types": column.id}
    return {"municipalities": list(column.municipalities)}


def _steps(matrix: Matrix, column: Column) -> list[Step]:
    match matrix.by:
        case "transcript":
            return [Step("transcript", (column.label,))]
        case "informant_type":
            return [Step("informant-type", (column.id,))]
    return [Step("municipality", column.municipalities)]


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
