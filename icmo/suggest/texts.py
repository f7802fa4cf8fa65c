"""Suggest codes for texts in JSON Lines files, outside any project.

In: ``{"id": …, "text": …}`` per line; labelled texts also have ``"codes": […]``. Out: for each id
``{"id": …, "suggestions": [{"code": …, "score": …, "band": …, "because": […]}, …]}``, best first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from icmo import codebook as codebooks
from icmo.errors import NotFoundError, Problem, ProblemsError
from icmo.formats.codings import read_jsonl
from icmo.i18n import _
from icmo.models import Codebook, Kind
from icmo.suggest.engine import CodeSuggester, Ranked

RANKED = (Kind.MECHANISM, Kind.MODERATOR)


def suggest_file(source: Path, target: Path, *, codebook: str, train: Path | None = None) -> int:
    """Suggest every mechanism and moderator of the book (every code when it has none) for each text.

    Returns
    -------
    int
        The number of texts.

    Raises
    ------
    ProblemsError
        Lines without id or text, or with codes that the book lacks; nothing is written then.
    """
    book = codebooks.load(codebook)
    texts = _texts(source)
    kinds = RANKED if book.of_kind(*RANKED) else None
    suggester = CodeSuggester(book, kinds=kinds)
    if train is None:
        suggester.fit()
    else:
        labelled = _texts(train)
        suggester.fit([row["text"] for row in labelled], [_codes(train, row, book) for row in labelled])
    ranked = suggester.suggest([row["text"] for row in texts])
    lines = [_line(row["id"], codes) for row, codes in zip(texts, ranked, strict=True)]
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(lines)


def _texts(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise NotFoundError(_("There is no file {path}.").format(path=path), _("Check the name and the folder."))
    rows = read_jsonl(path.read_bytes(), path.name)
    problems = [
        Problem(line, _("“id” or “text” is missing"))
        for line, row in rows
        if "id" not in row or not isinstance(row.get("text"), str)
    ]
    if problems:
        raise ProblemsError(str(path), problems, _("Every line needs “id” and “text”."))
    return [{**row, "line": line} for line, row in rows]


def _codes(path: Path, row: dict[str, Any], book: Codebook) -> set[str]:
    codes = row.get("codes")
    if not isinstance(codes, list):
        problem = Problem(row["line"], _("“codes” is missing or no list"))
        raise ProblemsError(str(path), [problem], _("A labelled text has “codes”: a list of code ids."))
    if unknown := [str(code) for code in codes if code not in book]:
        what = _("unknown codes: {codes}").format(codes=", ".join(unknown))
        hint = _("See the codes with: icmo codebook show {book}").format(book=book.id)
        raise ProblemsError(str(path), [Problem(row["line"], what)], hint)
    return set(codes)


def _line(text_id: Any, ranked: Sequence[Ranked]) -> str:
    suggestions = [
        {"code": one.code, "score": round(one.score, 6), "band": one.band, "because": [r.__dict__ for r in one.reasons]}
        for one in ranked
    ]
    return json.dumps({"id": text_id, "suggestions": suggestions}, ensure_ascii=False) + "\n"
