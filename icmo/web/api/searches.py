"""Search, and searches and filters of graphs that are saved as views."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from icmo.graph.steps import pipeline
from icmo.graph.steps import to_dict as to_saved
from icmo.search import to_dict
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Opened, Text
from icmo.web.searching import Asked, asked, found

router = APIRouter(tags=["search"])


class NewView(Body):
    """A search under a name."""

    name: Text
    query: Asked


@router.get("/search", summary="Search text, codes, overlap and attributes")
def search(project: Opened, query: Annotated[Asked, Query()]) -> dict[str, Any]:
    """A page of hits, each with its place and what stands around it."""
    hits = found(project.material(), asked(query), query.page)
    rows = [
        {"transcript": one.hit.transcript, "start": one.hit.start, "end": one.hit.end}
        | {"codings": one.hit.codings, "before": one.before, "quote": one.quote, "after": one.after}
        for one in hits.shown
    ]
    return {"total": hits.total, "page": hits.page, "pages": hits.pages, "words": hits.words, "hits": rows}


class NewGraphView(Body):
    """The filters of a graph under a name."""

    name: Text
    steps: Annotated[list[Text], Field(max_length=100)]


@router.get("/views", summary="The saved searches and graphs")
def views(project: Opened) -> list[dict[str, Any]]:
    """By name."""
    return [shown.plain(one) for one in project.views()]


@router.post("/views", status_code=201, summary="Save a search")
def save(body: NewView, project: Opened, coder: Coder) -> dict[str, Any]:
    """In place of an earlier one of that name."""
    return shown.plain(project.save_view(body.name, to_dict(asked(body.query)), coder=coder))


@router.post("/views/graph", status_code=201, summary="Save the filters of a graph")
def save_graph(body: NewGraphView, project: Opened, coder: Coder) -> dict[str, Any]:
    """In their order, in place of an earlier view of that name."""
    return shown.plain(project.save_view(body.name, to_saved(pipeline(body.steps)), page="graph", coder=coder))


@router.delete("/views/{guid}", status_code=204, response_class=Response, summary="Forget a saved view")
def forget(guid: Guid, project: Opened, coder: Coder) -> None:
    """An undo brings it back."""
    project.forget_view(guid, coder=coder)
