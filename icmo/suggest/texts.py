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
from icmo.errors import Problem, ProblemsError
from icmo.files import read_bytes, write_text
from icmo.formats.rows import read_jsonl
from icmo.i18n import _
from icmo.models import Codebook
from icmo.suggest.engine import CodeSuggester, Ranked
from icmo.suggest.zero_shot import RANKED


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
        suggester.fit([row["text"] for row in labelled], _labels(train, labelled, book))
    ranked = suggester.suggest([row["text"] for row in texts])
    lines = [_line(row["id"], codes) for row, codes in zip(texts, ranked, strict=True)]
    write_text(target, "".join(lines))
    return len(lines)


def _texts(path: Path) -> list[dict[str, Any]]:
    rows = read_jsonl(read_bytes(path), path.name)
    problems = [
        Problem(line, _("“id” or “text” is missing"))
        for line, row in rows
        if "id" not in row or not isinstance(row.get("text"), str)
    ]
    if problems:
        raise ProblemsError(str(path), problems, _("Every line needs “id” and “text”."))
    return [{**row, "line": line} for line, row in rows]


def _labels(path: Path, rows: Sequence[dict[str, Any]], book: Codebook) -> list[set[str]]:
    """The codes of each labelled text; every line that has none that can be used is reported."""
    problems = []
    for row in rows:
        codes = row.get("codes")
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            problems.append(Problem(row["line"], _("“codes” is missing or no list of code ids")))
        elif unknown := [code for code in codes if code not in book]:
            problems.append(Problem(row["line"], _("unknown codes: {codes}").format(codes=", ".join(unknown))))
    if problems:
        hint = _("See the codes with: icmo codebook show {book}").format(book=book.id)
        raise ProblemsError(str(path), problems, hint)
    return [set(row["codes"]) for row in rows]


def _line(text_id: Any, ranked: Sequence[Ranked]) -> str:
    suggestions = [
        {"code": one.code, "score": round(one.score, 6), "band": one.band, "because": [r.__dict__ for r in one.reasons]}
        for one in ranked
    ]
    return json.dumps({"id": text_id, "suggestions": suggestions}, ensure_ascii=False) + "\n"
