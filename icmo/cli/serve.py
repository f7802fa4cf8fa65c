"""``icmo serve PROJECT``: the project in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from icmo.cli.state import ProjectPath, say
from icmo.i18n import _


def serve(
    project: ProjectPath,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help=_("By default 8420, or a free one."), show_default=False)
    ] = None,
    coder: Annotated[str, typer.Option(help=_("Who codes; can be changed on the page."))] = "",
    no_browser: Annotated[bool, typer.Option("--no-browser", help=_("Only print the address."))] = False,
) -> None:
    import sys

    from icmo.project import Project
    from icmo.web.serve import serve as run

    def tell(address: str) -> None:
        say(address, _("Open the address in a browser on this machine. Stop with Ctrl+C."))
        sys.stdout.flush()

    with Project.open(project) as opened:
        run(opened, project, port=port, coder=coder, tell=tell, browser=not no_browser)
