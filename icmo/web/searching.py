"""A search as its address says it, and its hits as the page and the files show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from icmo.i18n import _, current
from icmo.models import Coding, Material, Transcript
from icmo.search import Hit, Query, from_dict, search
from icmo.search_rows import HIT_COLUMNS, hit_rows, in_words
from icmo.web.context import Text
from icmo.web.tables import table_file

PER_PAGE = 100
AROUND = 120  # characters on either side of a hit

Some = Annotated[list[Text], Field(max_length=200, default_factory=list)]


class Asked(BaseModel):
    """A search, as the form sends it."""

    model_config = ConfigDict(extra="ignore")

    text: Text = ""
    match: Text = "literal"
    all: Some
    any: Some
    none: Some
    relation: Text = "overlap"
    coder: Text = ""
    kinds: Some
    municipalities: Some
    informant_types: Some
    transcripts: Some
    target_groups: Some
    speaker: Text = ""
    below: bool = True
    exclude_interviewer: bool = False
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


@dataclass(frozen=True)
class Shown:
    """A hit with what stands around it."""

    hit: Hit
    source: Transcript
    before: str
    quote: str
    after: str
    codings: tuple[Coding, ...]


@dataclass(frozen=True)
class Found:
    """The hits of a search: how many, where, those of one page, and the search in words."""

    total: int
    transcripts: int
    municipalities: int
    page: int
    pages: int
    shown: tuple[Shown, ...]
    words: str


def asked(query: Asked) -> Query:
    """The search that a form means."""
    values = query.model_dump(exclude={"page"})
    return from_dict({name: _named(value) for name, value in values.items()})


def _named(value: Any) -> Any:
    return [one for one in value if one] if isinstance(value, list) else value


def found(material: Material, query: Query, page: int = 1) -> Found:
    """The hits of a search, a page of them with their surroundings."""
    hits = search(material, query)
    sources = {hit.transcript for hit in hits}
    places = {material.transcript_by_guid[guid].municipality for guid in sources} - {None}
    first = (page - 1) * PER_PAGE
    return Found(
        total=len(hits),
        transcripts=len(sources),
        municipalities=len(places),
        page=page,
        pages=max(1, -(-len(hits) // PER_PAGE)),
        shown=tuple(_shown(hit, material) for hit in hits[first : first + PER_PAGE]),
        words=in_words(query, material.codebook, current()),
    )


def _shown(hit: Hit, material: Material) -> Shown:
    source = material.transcript_by_guid[hit.transcript]
    text = source.text
    return Shown(
        hit=hit,
        source=source,
        before=text[max(0, hit.start - AROUND) : hit.start],
        quote=text[hit.start : hit.end],
        after=text[hit.end : hit.end + AROUND],
        codings=tuple(material.coding_by_guid[guid] for guid in hit.codings),
    )


def table(material: Material, query: Query, suffix: str) -> Response:
    """All hits as a file, a row each."""
    return table_file(hit_rows(material, search(material, query)), HIT_COLUMNS, suffix, title=_("Hits"))
