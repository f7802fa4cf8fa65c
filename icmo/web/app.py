"""The web application: pages, API, static files, and what stands guard around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

import icmo
from icmo import resources
from icmo.project import Project
from icmo.web import (
    agreement_pages,
    api,
    case_pages,
    compare_pages,
    exchange_pages,
    graph_pages,
    meeting_pages,
    pages,
    qca_pages,
    report_pages,
    round_pages,
    theory_pages,
)
from icmo.web.errors import handle_errors
from icmo.web.learning import Learner
from icmo.web.middleware import Language, Timing
from icmo.web.security import HOSTS, Gate
from icmo.web.waiting import WaitingRoom

PAGES = (
    *(pages, graph_pages, compare_pages, case_pages, qca_pages, theory_pages),
    *(report_pages, exchange_pages, round_pages, agreement_pages, meeting_pages),
)
DESCRIPTION = "Read and change an icmo project on this machine. Offsets are Unicode code points, half-open."


def create_app(
    project: Project,
    *,
    token: str,
    port: int,
    learner: Learner,
    coder: str = "",
    hosts: Iterable[str] = HOSTS,
) -> FastAPI:
    """The application for one open project.

    Parameters
    ----------
    token : what a browser or a program has to bring along
    port : where the server listens; it names the cookie
    learner : what renews the suggestions while people code
    coder : who codes unless the browser says otherwise
    hosts : the names under which the server may be called
    """

    waiting = WaitingRoom()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        learner.close()
        waiting.close()

    app = FastAPI(
        title="icmo",
        version=icmo.__version__,
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.project, app.state.learner, app.state.coder, app.state.waiting = project, learner, coder, waiting
    app.state.reader = ""  # whose the server is while a round of blind coding is open
    app.include_router(api.router)
    app.include_router(compare_pages.scripts)
    for module in PAGES:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=resources.package_file("web/static")), name="static")
    handle_errors(app)
    app.add_middleware(Gate, token=token, port=port, hosts=tuple(hosts))
    app.add_middleware(Language, default=project.language)
    app.add_middleware(Timing)
    return app
