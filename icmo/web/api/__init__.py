"""The JSON API under ``/api/v1``: one module per noun."""

from fastapi import APIRouter

from icmo.web.api import (
    cases,
    codebook,
    codings,
    configurations,
    history,
    memos,
    people,
    searches,
    suggestions,
    theories,
    transcripts,
)
from icmo.web.errors import RESPONSES

router = APIRouter(prefix="/api/v1", responses=RESPONSES)
for module in (
    *(transcripts, codings, suggestions, configurations, theories),
    *(codebook, cases, memos, searches, history, people),
):
    router.include_router(module.router)
