"""The code book as a document to print and code by: every code with its rules, examples and use in the project.

What changed between versions is not stored in material; memos on definitions stand with their codes instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from icmo.coding import require_code
from icmo.documents.model import Block, Cell, Heading, Line, Report, Run, Table, bullets, line, paragraph, row
from icmo.documents.options import Options
from icmo.documents.pieces.code_names import REFERENCE
from icmo.documents.pieces.counts import Backing
from icmo.documents.pieces.ending import ending
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import stretch_of, unite
from icmo.i18n import _, count, current, day, language
from icmo.models import About, Code, Coding, Kind, Material, Memo, MemoKind
from icmo.naming import kind_name, kinds_name, label
from icmo.privacy.find import masked


def build(material: Material, options: Options) -> Report:
    """The code book, or those of `options.codes` and the codes below them.

    Raises
    ------
    NotFoundError
        The code book has no such code.
    """
    with language(options.lang or material.language):
        book = material.codebook
        writer = _Writer(material, options, _chosen(material, options))
        return Report(
            kind="codebook",
            title=_("Code book: {book}").format(book=book.label.text(current())),
            subtitle=_("{project} · version {version} · {codes}").format(
                project=material.name or book.id, version=book.version, codes=count(len(writer.codes), "code", "codes")
            ),
            language=current(),
            blocks=tuple(writer.blocks()),
            draft=options.draft,
            contents=True,
            options={"codes": options.codes} if options.codes else {},
        )


def _chosen(material: Material, options: Options) -> tuple[Code, ...]:
    """The codes asked for, by kind, each followed by those below it; the retired ones last."""
    book = material.codebook
    wanted = book.below(*(require_code(book, code).id for code in options.codes)) if options.codes else book.by_id
    codes = [code for code in book.codes if code.id in wanted]
    ordered = [code for kind in Kind for code in _nested([code for code in codes if code.kind is kind])]
    return tuple(sorted(ordered, key=lambda code: code.retired))


def _nested(codes: Sequence[Code]) -> Iterator[Code]:
    """The codes in the order of the book, those below a code right after it."""
    here = {code.id for code in codes}
    below: dict[str | None, list[Code]] = defaultdict(list)
    for code in codes:
        below[code.parent if code.parent in here else None].append(code)
    waiting = below[None][::-1]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += below[code.id][::-1]


@dataclass(frozen=True)
class _Use:
    """How often a code and those below it are used, and how many codings bear the code itself."""

    codings: int
    itself: int
    backing: Backing


class _Writer:
    """Writes the blocks of one code book."""

    def __init__(self, material: Material, options: Options, codes: tuple[Code, ...]) -> None:
        self.codes = codes
        self._material = material
        self._options = options
        self._book = material.codebook
        self._printed = {code.id for code in codes}
        self._quoting = Quoting(material, options)
        self._uses = _uses(material, self._printed)
        self._labels = Counter(label(code) for code in codes)
        self._memos = _memos(material)

    def blocks(self) -> Iterator[Block]:
        """The whole document below its title."""
        yield from self._introduction()
        yield from self._sections()
        yield from ending(self._material, self._options, self._quoting, quotes=())

    def _introduction(self) -> Iterator[Block]:
        description = self._book.description.text(current())
        yield from (paragraph(part) for part in self._parts(description))
        yield paragraph(
            _(
                "The examples are the code book’s own and are not counted. Where it says how often a code is used, the "
                "codes below it are counted with it; icmo shows the quotes of each code."
            ),
            style="small",
        )
        if not self.codes:
            yield paragraph(_("The code book has no codes."))
            return
        yield Heading(2, _("All codes"), "codes")
        yield self._table()

    # --- The table of all codes ------------------------------------------------------------------------

    def _table(self) -> Table:
        places = bool(self._material.municipalities)
        counts = [_("Municipalities"), _("Transcripts"), _("Quotes")][0 if places else 1 :]
        return Table(
            name=_("Codes"),
            caption=_("All codes and how often they are used"),
            about=_(
                "A row for each code: its kind, the codes above it, and how many tell of it or of a code below it."
            ),
            columns=(_("Code"), _("Kind"), _("Stands under"), *counts),
            rows=tuple(self._row(code, places) for code in self.codes),
            widths=(5, 2.6, 4.5, *(2.2, 2.8, 1.6)[0 if places else 1 :]),
        )

    def _row(self, code: Code, places: bool) -> tuple[Cell, ...]:
        backing = self._uses[code.id].backing
        counts = (len(backing.municipalities), backing.sources, backing.citations)[0 if places else 1 :]
        return row(line(self._link(code.id, self._name(code))), kind_name(code.kind), self._above(code), *counts)

    def _name(self, code: Code) -> str:
        """What a code is called in the table, where no two rows are called the same."""
        name = label(code)
        if self._labels[name] > 1:
            name = f"{name} ({kind_name(code.kind)})"
        return _("{code} (retired)").format(code=name) if code.retired else name

    def _above(self, code: Code) -> Line:
        """The codes above a code from the root down, as links."""
        found: list[Run] = []
        for one in reversed([*self._book.ancestors(code.id)]):
            found += [Run(" > ")] if found else []
            found.append(self._link(one.id, label(one)))
        return tuple(found)

    def _link(self, code_id: str, text: str) -> Run:
        return Run(text, anchor=_anchor(code_id) if code_id in self._printed else "")

    # --- The codes one by one --------------------------------------------------------------------------

    def _sections(self) -> Iterator[Block]:
        heading = ""
        for code in self.codes:
            title = _("Retired codes") if code.retired else kinds_name(code.kind)
            if title != heading:
                heading = title
                yield Heading(2, title, "retired" if code.retired else f"kind-{code.kind}")
                if code.retired:
                    yield paragraph(_("Kept for the codings that bear them, but used no more."), style="lead")
            yield from self._section(code)

    def _section(self, code: Code) -> Iterator[Block]:
        yield Heading(3, label(code), _anchor(code.id))
        yield paragraph(*self._signature(code), style="small")
        yield from (paragraph(self._said(part)) for part in self._parts(code.definition.text(current())))
        yield from _list(_("When to use it"), map(self._said, code.include.text(current())))
        yield from _list(_("When not to use it"), map(self._said, code.exclude.text(current())))
        yield from _list(_("Examples from the code book"), (f"”{self._safe(one)}”" for one in code.examples))
        yield from _list(_("Memos on the definition"), map(self._memo, self._memos[code.id]))
        yield from _list(_("Use and source"), self._facts(code))

    def _signature(self, code: Code) -> Iterator[str | Line]:
        """The code's id, what it is, and where it stands."""
        yield _("Code id: {id}").format(id=code.id)
        if code.retired:
            yield f" · {kind_name(code.kind)}"
        if above := self._above(code):
            yield " · " + _("Stands under") + ": "
            yield above

    def _facts(self, code: Code) -> Iterator[str]:
        yield self._used(code)
        yield self._cues(code)
        for source in code.sources:
            yield _("Source: {source}").format(source=self._source(source.ref, source.at))
        if code.codebook and code.codebook != self._book.id:
            yield _("From the code book {book}").format(book=self._base(code.codebook))

    def _used(self, code: Code) -> str:
        use = self._uses[code.id]
        if not use.codings:
            return _("Not used in the project yet")
        said = f"{use.backing.in_words(self._material)} ({count(use.codings, 'coding', 'codings')})"
        flags = "".join(f" · {flag}" for flag in use.backing.flags(self._material, self._options))
        if use.itself == use.codings:
            return _("Used: {counts}").format(counts=said) + flags
        itself = count(use.itself, "coding", "codings")
        return (
            _("Used, with the codes below it: {counts}; the code itself: {itself}").format(counts=said, itself=itself)
            + flags
        )

    def _cues(self, code: Code) -> str:
        """How many turns of phrase speak for the code, and in which lexicons they stand."""
        found = [(concept, cue.text) for concept, cue, _weight in self._book.cues(code.id)]
        if not found:
            return _("Cues: none")
        mine = {id(concept) for concept, _text in found}
        lexicons = [
            lexicon.label.text(current())
            for lexicon in self._book.lexicons
            if any(id(concept) in mine for concept in lexicon.concepts)
        ]
        cues = count(len({text for _concept, text in found}), "cue", "cues")
        if not lexicons:
            return _("Cues: {cues}").format(cues=cues)
        return _("Cues: {cues}, also in the lexicons {lexicons}").format(cues=cues, lexicons=", ".join(lexicons))

    def _source(self, ref: str, at: str) -> str:
        books = (self._book, *self._book.bases)
        cited = next((book.sources[ref] for book in books if ref in book.sources), ref)
        return f"{cited.rstrip('.')}, {at}" if at else cited

    def _base(self, book_id: str) -> str:
        return next((book.label.text(current()) for book in self._book.bases if book.id == book_id), book_id)

    def _memo(self, memo: Memo) -> str:
        signed = ", ".join(part for part in (memo.coder, _day(memo.at)) if part)
        return f"{self._safe(memo.text)} ({signed})" if signed else self._safe(memo.text)

    # --- Words -----------------------------------------------------------------------------------------

    def _said(self, text: str) -> Line:
        """A rule's words, with the codes that it names by id called by their labels and linked."""
        found: list[str | Run] = []
        for number, part in enumerate(REFERENCE.split(text)):
            known = number % 2 and part in self._book
            found.append(replace(self._link(part, label(self._book[part])), italic=True) if known else part)
        return line(*found)

    def _parts(self, text: str) -> Iterator[str]:
        return (part.strip() for part in text.split("\n") if part.strip())

    def _safe(self, text: str) -> str:
        """Words on one line, personal data in them replaced where that was asked for."""
        text = " ".join(text.split())
        return masked(text)[0] if self._options.mask else text


def _list(title: str, items: Iterable[str | Line]) -> Iterator[Block]:
    """A list under a heading of its own, when there is anything in it."""
    if lines := [*items]:
        yield Heading(4, title)
        yield bullets(lines)


def _uses(material: Material, codes: Iterable[str]) -> dict[str, _Use]:
    book = material.codebook
    borne: dict[str, list[Coding]] = defaultdict(list)
    for coding in material.codings:
        borne[coding.code].append(coding)
    told: dict[str, list[Coding]] = defaultdict(list)
    for code in borne.keys() & book.by_id.keys():
        for above in book.lineage(code):
            told[above] += borne[code]
    return {
        code: _Use(
            len(told[code]), len(borne[code]), Backing.of(material, unite(stretch_of(one) for one in told[code]))
        )
        for code in codes
    }


def _memos(material: Material) -> dict[str, list[Memo]]:
    """The memos on definitions by their codes, the oldest first."""
    found: dict[str, list[Memo]] = defaultdict(list)
    for memo in sorted(material.memos, key=lambda memo: memo.at):
        if memo.about is About.CODE and memo.kind is MemoKind.DEFINITION:
            found[memo.subject].append(memo)
    return found


def _anchor(code_id: str) -> str:
    return f"code-{code_id}"


def _day(at: str) -> str:
    return day(datetime.fromisoformat(at).astimezone().date()) if at else ""
