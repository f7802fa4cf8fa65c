"""Who may talk to the server: only this machine's browser that has the token, from pages of ours.

The server listens on 127.0.0.1 alone. A page of another site that the same browser has open could still send requests
here; so the host must be ours (no DNS rebinding), the token must be in a cookie or a bearer header, and a request that
changes something must come from our own pages (`Sec-Fetch-Site`, or `Origin` in older browsers).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from icmo.i18n import _

HOSTS = ("127.0.0.1", "localhost")
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FRAMED = {  # a report's preview: shown in a frame of ours, with its own styles, without scripts and links elsewhere
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def cookie_name(port: int) -> str:
    """The token's cookie; browsers share cookies between the ports of a host, so the port is in its name."""
    return f"icmo-{port}"


class Gate:
    """Let through what comes from this machine, with the token, and from our own pages."""

    def __init__(self, app: ASGIApp, *, token: str, port: int, hosts: Iterable[str] = HOSTS) -> None:
        self.app = app
        self.token = token
        self.cookie = cookie_name(port)
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application around another."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = self._refusal(scope) or self._welcome(scope)
        path = scope["path"]
        static, framed = path.startswith("/static/"), path.startswith("/reports/") and path.endswith("/preview")
        await (answer or self.app)(scope, receive, _with_headers(send, static=static, framed=framed))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if _host(headers) not in self.hosts:
            return PlainTextResponse(_("Unknown host."), 400)
        if _is_foreign(headers, scope["method"]):
            return PlainTextResponse(_("This request comes from another site."), 403)
        return None

    def _welcome(self, scope: Scope) -> Response | None:
        """What a browser gets that brings the token for the first time, or not at all; nothing when it is known."""
        path = scope["path"]
        given = dict(_query(scope)).get("token", "")
        if given and self._is_token(given):
            answer = RedirectResponse(f"/{path.lstrip('/')}", 303)  # "//elsewhere" would lead to another site
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if self._is_token(self._brought(Headers(scope=scope))) or path.startswith("/static/"):
            return None
        return PlainTextResponse(_("Open the address that icmo serve printed: it carries the key to the project."), 401)

    def _brought(self, headers: Headers) -> str:
        scheme, _space, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return bearer
        return cookie_parser(headers.get("cookie", "")).get(self.cookie, "")

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _host(headers: Headers) -> str:
    return headers.get("host", "").rpartition(":")[0] or headers.get("host", "")


def _is_foreign(headers: Headers, method: str) -> bool:
    """Whether a request was sent by a page of another site."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        opened = headers.get("sec-fetch-mode") == "navigate" and method == "GET"
        return site not in ("same-origin", "none") and not opened
    origin = headers.get("origin")
    return method not in SAFE and origin is not None and origin.partition("://")[2] != headers.get("host")


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"))


def _with_headers(send: Send, *, static: bool, framed: bool) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update({**HEADERS, **FRAMED} if framed else HEADERS)
            headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
        await send(message)

    return sent
