"""What a notebook shows of a project and a code book: small HTML tables, made without pandas or networkx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from icmo.i18n import _, count, current, integer, language
from icmo.models import Codebook, Material
from icmo.naming import kind_name, kinds_name


def project_html(material: Material) -> str:
    """A project in numbers: what it holds, and what every municipality brings."""
    with language(material.language):
        holds = ", ".join(
            [
                count(len(material.transcripts), "transcript", "transcripts"),
                count(len(material.codings), "coding", "codings"),
                count(len(material.configurations), "configuration", "configurations"),
                count(len(material.theories), "theory", "theories"),
                count(len(material.memos), "memo", "memos"),
            ]
        )
        coders = ", ".join(sorted({one.coder for one in material.codings})) or "–"
        about = f"{holds}. " + _("Coders") + f": {coders}. " + _("Code book") + f": {material.codebook.id}."
        columns = (_("Municipality"), _("Transcripts"), _("Words"), _("Codings"))
        return _titled(material.name, about) + _table(_("Municipalities"), columns, _municipalities(material))


def _municipalities(material: Material) -> Iterable[Sequence[str]]:
    codings = Counter(one.transcript for one in material.codings)
    names: list[str | None] = [*material.municipalities]
    names += [None] if any(one.municipality is None for one in material.transcripts) else []
    for name in names:
        own = [one for one in material.transcripts if one.municipality == name]
        numbers = (len(own), sum(one.words for one in own), sum(codings[one.guid] for one in own))
        yield name or _("no municipality"), *map(integer, numbers)


def codebook_html(book: Codebook, lang: str | None = None) -> str:
    """A code book: its codes by kind, each set in below its parent, with what it means; in the language spoken now."""
    lang = lang or current()
    with language(lang):
        number = count(len(book.codes), "code", "codes")
        head = _titled(book.label.text(lang), f"{book.id} {book.version}: {number}. {book.description.text(lang)}")
        columns = (_("Code"), _("Kind"), _("Meaning"))
        kinds = dict.fromkeys(code.kind for code in book.codes)
        tables = (_table(kinds_name(kind), columns, _codes(book, kind, lang)) for kind in kinds)
        return head + "".join(tables)


def _codes(book: Codebook, kind: str, lang: str) -> Iterable[Sequence[str]]:
    for code in book.codes:
        if code.kind == kind:
            depth = len(book.lineage(code.id)) - 1
            name = "\u2003" * depth + code.label.text(lang)
            yield f"{name} ({code.id})", kind_name(code.kind), code.definition.text(lang)


def _titled(title: str, about: str) -> str:
    return f"<p><strong>{escape(title)}</strong><br>{escape(about)}</p>"


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(_row(*row) for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        if body
        else ""
    )


def _row(first: str, *rest: str) -> str:
    return f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(one)}</td>" for one in rest) + "</tr>"
