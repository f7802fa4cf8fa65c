"""The JSON API under ``/api/v1``: one module per noun."""

from fastapi import APIRouter

from icmo.web.api import (
    agreement,
    cases,
    codebook,
    codings,
    configurations,
    exchange,
    history,
    memos,
    people,
    reports,
    rounds,
    searches,
    suggestions,
    theories,
    transcripts,
)
from icmo.web.errors import RESPONSES

router = APIRouter(prefix="/api/v1", responses=RESPONSES)
for module in (
    *(transcripts, codings, suggestions, configurations, theories),
    *(codebook, cases, memos, searches, history, people, reports, exchange, rounds, agreement),
):
    router.include_router(module.router)
