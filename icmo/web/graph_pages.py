"""The pages of the mechanism graph: filtered, followed from end to end, compared side by side, saved as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import networkx as nx
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from icmo.drawing import layered, side_by_side
from icmo.drawing.rows import headings, rows
from icmo.drawing.words import basis_sentence, label_of
from icmo.errors import IcmoError, InvalidError
from icmo.graph import CONFIGURATIONS, Step, build, in_words, select
from icmo.graph.central import central
from icmo.graph.steps import from_dict, parse, phrase
from icmo.i18n import _, current
from icmo.models import InformantType, Kind, Material, Polarity
from icmo.web.context import Guid, Opened, Text, Words
from icmo.web.errors import status
from icmo.web.graphs import TYPES, Drawn, along, file, part, way
from icmo.web.rendering import render

router = APIRouter(include_in_schema=False)
Asked = Annotated[Drawn, Query()]


@router.get("/graph")
def graph_page(request: Request, project: Opened, asked: Asked) -> HTMLResponse:
    """The drawing with its filters; a node, link or path with its quotes; what leads from one node to another."""
    material = project.material()
    shown: dict[str, Any] = {"graph": None, "chosen": None, "way": None, "drawing": "", "rows": (), "centrality": None}
    fault = None
    try:
        _show(shown, material, asked)
    except IcmoError as error:
        fault = error
    return render(
        request,
        "graph.html",
        status_code=status(fault) if fault else 200,
        material=material,
        asked=asked,
        fault=fault,
        filters=_filters(material, asked),
        suffixes=tuple(TYPES),
        views=project.views("graph"),
        headings=headings(),
        basis_sentence=basis_sentence,
        label_of=label_of,
        **_choices(material),
        **shown,
    )


def _show(shown: dict[str, Any], material: Material, asked: Drawn) -> None:
    """Fill in what the page shows, as far as it can be shown."""
    graph = build(material, asked.steps)
    emphasis = set(along(asked.part.split("->"))) if asked.part else None
    shown |= {"graph": graph, "rows": rows(graph), "drawing": _drawing(graph, asked, emphasis)}
    if graph.graph["basis"] == CONFIGURATIONS:
        shown["centrality"] = central(select(material, asked.steps).links)
    if asked.part:
        shown["chosen"] = part(graph, material, asked.part)
    if asked.origin and asked.target and graph.graph["basis"] == CONFIGURATIONS:
        shown["way"] = found = way(select(material, asked.steps), asked)
        shown["drawing"] = _drawing(graph, asked, emphasis or found.parts)


def _drawing(graph: nx.Graph[str], asked: Drawn, emphasis: set[str] | None) -> str:
    address = _address(asked, "/graph")
    return layered(graph, most=asked.most, emphasis=emphasis, address=address, embedded=True)


def _address(asked: Drawn, page: str, *steps: Step) -> Callable[[str], str]:
    """Where the quotes of a node or link are shown, with these filters added."""
    texts = [*asked.step, *map(str, steps)]
    return lambda name: f"{asked.address(page, part=name, step=texts)}#told"


def _filters(material: Material, asked: Drawn) -> list[dict[str, str]]:
    """The filters in words, each with the addresses without it and with it a place earlier."""
    found = []
    for i, text in enumerate(asked.step):
        without = [*asked.step[:i], *asked.step[i + 1 :]]
        earlier = [*without[: i - 1], text, *without[i - 1 :]] if i else asked.step
        found.append(
            {
                "words": _words(text, material),
                "without": asked.address(step=without, part=""),
                "earlier": asked.address(step=earlier, part="") if i else "",
            }
        )
    return found


def _words(text: str, material: Material) -> str:
    try:
        return phrase(parse(text), material.codebook)
    except IcmoError:
        return text


def _choices(material: Material) -> dict[str, Any]:
    """What filters and ends can be chosen from."""
    book, language = material.codebook, current()
    return {
        "municipalities": material.municipalities,
        "informants": tuple(InformantType),
        "polarities": tuple(Polarity),
        "coders": sorted({c.coder for c in material.codings} | {one.coder for one in material.configurations}),
        "groups": [(code.id, code.label.text(language)) for code in book.of_kind(Kind.TARGET_GROUP)],
    }


@router.get("/graph/filter")
def filter_graph(asked: Asked) -> RedirectResponse:
    """The graph with one filter more."""
    return RedirectResponse(asked.address(part=""), 303)


@router.get("/graph.{suffix}")
def graph_file(suffix: str, project: Opened, asked: Asked) -> Response:
    """The graph as a file for another program, with the same filters."""
    material = project.material()
    text = file(build(material, asked.steps), material, suffix)
    name = _("graph")
    headers = {"Content-Disposition": f'attachment; filename="icmo-{name}.{suffix}"'}
    mark = "utf-8-sig" if suffix.endswith("csv") else "utf-8"
    return Response(text.encode(mark), media_type=TYPES[suffix], headers=headers)


@router.get("/graph/views/{guid}")
def graph_view(guid: Guid, project: Opened) -> RedirectResponse:
    """Saved filters, applied again."""
    view = next((one for one in project.views("graph") if one.guid == guid), None)
    steps = from_dict(view.query) if view else ()
    return RedirectResponse(Drawn(step=list(map(str, steps)), value=[]).address(), 303)


@router.get("/graph/compare")
def compare_page(
    request: Request,
    project: Opened,
    asked: Asked,
    by: Literal["municipality", "informant-type", "target-group", "coder", "polarity"] = "municipality",
    one: Words = "",
    other: Words = "",
) -> HTMLResponse:
    """Two drawings side by side: shared links grey, own links in colour; and what only one of them has."""
    material = project.material()
    shown: dict[str, Any] = {"drawings": (), "tables": ()}
    fault = None
    try:
        if one and other:
            shown = _side_by_side(material, asked, by, (one, other))
    except IcmoError as error:
        fault = error
    return render(
        request,
        "graph_compare.html",
        status_code=status(fault) if fault else 200,
        material=material,
        asked=asked,
        fault=fault,
        by=by,
        names=(one, other),
        words=in_words(asked.steps, material.codebook) if asked.step and not fault else "",
        kinds=_LISTS,
        headings=headings(),
        **_choices(material),
        **shown,
    )


_LISTS = ("municipality", "informant-type", "target-group", "coder", "polarity")


def _side_by_side(material: Material, asked: Drawn, by: str, names: tuple[Text, Text]) -> dict[str, Any]:
    if names[0] == names[1]:
        raise InvalidError(_("Choose two that differ."))
    steps = [Step(by, (name,)) for name in names]
    graphs = [build(material, (*asked.steps, step)) for step in steps]
    addresses = tuple(_address(asked, "/graph", step) for step in steps)
    drawings = side_by_side(
        graphs[0], graphs[1], most=asked.most, addresses=(addresses[0], addresses[1]), embedded=True
    )
    told = [{row.link: row for row in rows(graph)} for graph in graphs]
    tables = [[(row, addresses[i](link)) for link, row in told[i].items() if link not in told[1 - i]] for i in (0, 1)]
    both = [
        (told[0][link], told[1][link], addresses[0](link), addresses[1](link)) for link in told[0] if link in told[1]
    ]
    return {"drawings": drawings, "tables": tables, "both": both, "graphs": graphs}
