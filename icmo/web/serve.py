"""Start the server on this machine alone, with a key in the address."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from icmo.errors import ConflictError
from icmo.i18n import _
from icmo.project import Project
from icmo.web.app import create_app
from icmo.web.learning import Learner

HOST = "127.0.0.1"
USUAL_PORT = 8420


def serve(
    project: Project,
    place: str,
    *,
    port: int | None = None,
    coder: str = "",
    tell: Callable[[str], None],
    browser: bool = True,
) -> None:
    """Serve a project until the user stops it.

    Parameters
    ----------
    place : where the project lies, for the process that renews suggestions
    port : by default the usual one, or a free one where that is taken
    tell : is given the address, with its key, when the server listens
    browser : whether to open it

    Raises
    ------
    ConflictError
        The port that was asked for is taken.
    """
    listening = _listen(port)
    token = secrets.token_urlsafe(24)
    number = int(listening.getsockname()[1])
    learner = Learner(place, language=project.language)
    app = create_app(project, token=token, port=number, learner=learner, coder=coder)
    address = f"http://{HOST}:{number}/?token={token}"
    tell(address)
    if browser:
        threading.Timer(0.3, webbrowser.open, [address]).start()
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int | None) -> socket.socket:
    """A socket that listens on the port asked for; or on the usual one, or any that is free."""
    for number in (USUAL_PORT, 0) if port is None else (port,):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, number))
        except OSError:
            listening.close()
        else:
            listening.listen(128)
            return listening
    raise ConflictError(
        _("Port {port} is taken by another program.").format(port=port), _("Choose another one with --port.")
    )
