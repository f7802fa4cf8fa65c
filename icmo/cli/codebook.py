"""``icmo codebook``: list, show, check, diff, schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from icmo.cli.state import AsJson, print_json, reading, say
from icmo.i18n import _, count, current, integer
from icmo.models import Code, Codebook

if TYPE_CHECKING:
    from icmo.codebook_review import Firing

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Book = Annotated[str, typer.Argument(metavar="BOOK", help=_("A shipped code book's id or a YAML file."))]


@app.command("list", help=_("List the code books that come with icmo."))
def list_(as_json: AsJson = False) -> None:
    from icmo import codebook

    books = [codebook.load(name) for name in codebook.shipped()]
    if as_json:
        print_json([_about(book) for book in books])
        return
    for book in books:
        codes = count(len(book.codes), "code", "codes")
        say(f"{book.id} {book.version}: {book.label.text(current())} ({codes})")


@app.command("show", help=_("Show a code book's codes, or all about one of them."))
def show(
    book: Book, code: Annotated[str, typer.Argument(help=_("A code's id."))] = "", as_json: AsJson = False
) -> None:
    from icmo import codebook
    from icmo.coding import require_code

    loaded = codebook.load(book)
    if code:
        require_code(loaded, code)
    if as_json:
        codes = [_code_data(loaded, one) for one in ([loaded[code]] if code else loaded.codes)]
        print_json(codes[0] if code else _about(loaded) | {"codes": codes})
    elif code:
        say(*_page(loaded, loaded[code]))
    else:
        say(f"{loaded.id} {loaded.version}: {loaded.label.text(current())}", loaded.description.text(current()), "")
        for one in loaded.codes:
            say(f"{one.kind:<13} {one.id:<44} {loaded.path(one.id, current())}")


@app.command("check", help=_("Check a code book: every problem with its line, then what makes it weak."))
def check(
    book: Book,
    project: Annotated[
        str, typer.Option(metavar="PROJECT", help=_("Also tell how the cues fire in this project's passages."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    from icmo import codebook, codebook_review

    loaded = codebook.load(book)
    found = codebook_review.warnings(loaded)
    firing = _firing(loaded, project) if project else []
    if as_json:
        print_json({**_about(loaded), "warnings": found, "firing": [one.__dict__ for one in firing]})
        return
    found += codebook_review.firing_warnings(firing)
    codes = count(len(loaded.codes), "code", "codes")
    say(_("{book}: {codes}, no problems.").format(book=loaded.id, codes=codes), *(f"! {line}" for line in found))
    if firing:
        never, all_ = sum(len(one.never) for one in firing), sum(one.cues for one in firing)
        say(_("{never} of {all} cues never fire in the project.").format(never=integer(never), all=integer(all_)))


def _firing(book: Codebook, place: str) -> list[Firing]:
    from icmo.codebook_review import firing

    with reading(place) as opened:
        return firing(book, opened.material())


@app.command("diff", help=_("What changed from one code book to another."))
def diff(before: Book, after: Book, as_json: AsJson = False) -> None:
    from icmo import codebook, codebook_review

    found = codebook_review.diff(codebook.load(before), codebook.load(after))
    if as_json:
        print_json([one.__dict__ for one in found])
        return
    signs = {"added": "+", "removed": "-", "changed": "~"}
    for one in found:
        say(f"{signs[one.change]} {one.code}{': ' if one.fields else ''}{', '.join(one.fields)}")
    say(count(len(found), "difference", "differences"))


@app.command("schema", help=_("Print the JSON Schema of code book files, for editors."))
def schema(
    lexicon: Annotated[bool, typer.Option("--lexicon", help=_("That of lexicon files instead."))] = False,
) -> None:
    from icmo.codebook_file import CodebookFile
    from icmo.lexicon import LexiconFile
    from icmo.yaml_files import json_schema

    print_json(json_schema(LexiconFile, "icmo lexicon") if lexicon else json_schema(CodebookFile, "icmo code book"))


def _about(book: Codebook) -> dict[str, Any]:
    return {
        "id": book.id,
        "version": book.version,
        "label": book.label.__dict__,
        "extends": list(book.extends),
        "n_codes": len(book.codes),
    }


def _code_data(book: Codebook, code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "kind": code.kind.value,
        "parent": code.parent,
        "label": code.label.__dict__,
        "definition": code.definition.__dict__,
        "include": code.include.__dict__,
        "exclude": code.exclude.__dict__,
        "cues": [
            {**cue.__dict__, "weight": round(weight, 3), "concept": concept.id}
            for concept, cue, weight in book.cues(code.id)
        ],
        "examples": list(code.examples),
        "sources": [source.__dict__ for source in code.sources],
        "codebook": code.codebook,
    }


def _page(book: Codebook, code: Code) -> list[str]:
    """All about one code, as one would print it for a coder."""
    lines = [f"{book.path(code.id, current())} ({code.id}, {code.kind})", "", code.definition.text(current()), ""]
    lines += [f"+ {rule}" for rule in code.include.text(current())]
    lines += [f"- {rule}" for rule in code.exclude.text(current())]
    lines += ["", *(f"”{example}”" for example in code.examples)]
    cues = ", ".join(cue.text for _concept, cue, _weight in book.cues(code.id))
    sources = "; ".join(f"{book.sources.get(s.ref, s.ref)} {s.at}".strip() for s in code.sources)
    return [*lines, "", _("Cues: {cues}").format(cues=cues), _("Sources: {sources}").format(sources=sources)]
