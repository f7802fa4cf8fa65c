"""Around every request: the language that the browser chose, and how long the answer took."""

from __future__ import annotations

import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from icmo import i18n

LANGUAGE_COOKIE = "icmo-language"


class Language:
    """Speak the language of the browser's cookie, else the project's, while a request is answered."""

    def __init__(self, app: ASGIApp, *, default: str) -> None:
        self.app = app
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application around another."""
        with i18n.language(_chosen(scope) or self.default):
            await self.app(scope, receive, send)


def _chosen(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    chosen = cookie_parser(Headers(scope=scope).get("cookie", "")).get(LANGUAGE_COOKIE)
    return chosen if chosen in i18n.LANGUAGES else None


class Timing:
    """Tell in the header ``Server-Timing`` how many milliseconds the server worked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application around another."""
        start = time.perf_counter()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = (time.perf_counter() - start) * 1000
                MutableHeaders(scope=message)["Server-Timing"] = f"app;dur={took:.1f}"
            await send(message)

        await self.app(scope, receive, timed)
