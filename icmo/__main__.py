"""``icmo`` on the command line: choose the language, then run the command."""

from __future__ import annotations

import sys


def main() -> None:
    """The console script."""
    from icmo import i18n

    asked, arguments = i18n.take_option(sys.argv[1:], "--lang")
    i18n.use(i18n.from_environment(asked))
    from icmo.cli.app import run

    sys.exit(run(arguments, report_language=i18n.current() if asked else None))


if __name__ == "__main__":
    main()
