"""The method appendix: data, coding, code book, agreement, saturation, limits, and the RAMESES II checklist."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from icmo.documents.model import Block, Cell, Fact, Heading, Report, Table, bullets, paragraph, row
from icmo.documents.options import Options
from icmo.documents.pieces import rameses
from icmo.documents.pieces.agreement import agreement_line
from icmo.documents.pieces.agreement_tables import agreement_blocks
from icmo.documents.pieces.data_lines import by_type, coding_lines, data_lines, dates, limits
from icmo.documents.pieces.ending import method_lines, written
from icmo.documents.pieces.passages import informants
from icmo.documents.pieces.saturation_figure import saturation_blocks
from icmo.i18n import _, current, language
from icmo.models import Coding, Kind, Material, MemoKind, Origin, Transcript, Verdict, danish_order
from icmo.naming import informants_name, kinds_name, memo_kind_name
from icmo.progress import open_suggestions


def build(material: Material, options: Options) -> Report:
    """How the material was made and coded, what can be leaned on, and what the evaluators have still to write."""
    from icmo.agreement import agreement_of

    with language(options.lang or material.language):
        found = agreement_of(material)
        answers = rameses.answers(material)
        blocks = (
            *written(material, "method"),
            *_data(material),
            *_coding(material),
            *_codebook(material),
            *agreement_blocks(material, found),
            *saturation_blocks(material),
            *_reading(material, options),
            *_limits(material),
            *rameses.checklist(answers),
        )
        return Report(
            kind="method",
            title=_("Method appendix"),
            subtitle=material.name,
            language=current(),
            blocks=blocks,
            facts=(Fact("agreement", _("Agreement"), agreement_line(material)), *rameses.facts(answers)),
            draft=options.draft,
            contents=True,
        )


# --- Data -----------------------------------------------------------------------------------------------


def _data(material: Material) -> Iterator[Block]:
    yield Heading(2, _("Data"), "data")
    if not material.transcripts:
        yield paragraph(_("There are no transcripts yet."))
        return
    yield bullets(data_lines(material))
    yield Table(
        name=_("Data"),
        caption=_("Transcripts by municipality and informants"),
        about=_("A row for each municipality and kind of informants: transcripts, dates, words and informants."),
        columns=(*(_("Municipality"), _("Who"), _("Transcripts"), _("Dates"), _("Words"), _("Informants")),),
        rows=tuple(_data_rows(material)),
        widths=(3, 4, 2, 4, 2, 2),
    )
    yield paragraph(
        _("Informants are counted by speakers’ labels; a transcript without them counts as one."), style="small"
    )


def _data_rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    by_place: dict[str, list[Transcript]] = defaultdict(list)
    for one in material.transcripts:
        by_place[one.municipality or ""].append(one)
    for place in sorted(by_place, key=lambda name: (not name, danish_order(name))):
        for kind, some in by_type(by_place[place]).items():
            yield _data_row(place or _("without municipality"), informants_name(kind), some)


def _data_row(place: str, who: str, some: Iterable[Transcript]) -> tuple[Cell, ...]:
    transcripts = list(some)
    words, people = (sum(each) for each in zip(*((one.words, informants(one)) for one in transcripts), strict=True))
    return row(place, who, len(transcripts), dates(transcripts) or _("not stated"), words, people)


# --- Coding ---------------------------------------------------------------------------------------------


def _coding(material: Material) -> Iterator[Block]:
    yield Heading(2, _("Coding"), "coding")
    if not material.codings:
        yield paragraph(_("Nothing is coded yet."))
    else:
        yield bullets(list(coding_lines(material))[1:])
        yield _coders(material)
    if material.decisions:
        yield _decisions(material)
    if material.memos:
        yield _memos(material)


def _coders(material: Material) -> Table:
    made: dict[str, list[Coding]] = defaultdict(list)
    for one in material.codings:
        made[one.coder].append(one)
    claims = Counter(one.coder for one in material.configurations)
    return Table(
        name=_("Coders"),
        caption=_("Codings and configurations by coder"),
        about=_("A row for each coder: codings in all and by how they came about, transcripts, and configurations."),
        columns=(
            *(
                _("Coder’s initials"),
                _("Codings"),
                _("By hand"),
                _("Accepted suggestions"),
                _("From files"),
                _("Transcripts"),
            ),
            _("Configurations"),
        ),
        rows=tuple(_coder_row(name, made.get(name, []), claims[name]) for name in sorted({*made, *claims})),
    )


def _coder_row(name: str, made: list[Coding], claims: int) -> tuple[Cell, ...]:
    origins = Counter(one.origin for one in made)
    return row(
        name,
        len(made),
        *(origins[origin] for origin in (Origin.MANUAL, Origin.SUGGESTION, Origin.IMPORT)),
        len({one.transcript for one in made}),
        claims,
    )


def _decisions(material: Material) -> Table:
    verdicts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for one in material.decisions:
        verdicts[one.coder][one.verdict] += 1
    return Table(
        name=_("Decisions on suggestions"),
        caption=_("Decisions on suggestions by coder"),
        about=_("A row for each coder: suggestions accepted, rejected and skipped, and those still open to the coder."),
        columns=(_("Coder’s initials"), _("Accepted"), _("Rejected"), _("Skipped"), _("Still open")),
        rows=tuple(
            row(
                name,
                *(verdicts[name][verdict] for verdict in (Verdict.ACCEPT, Verdict.REJECT, Verdict.SKIP)),
                len(open_suggestions(material.suggestions, material.decisions, material.codings, name)),
            )
            for name in sorted(verdicts)
        ),
    )


def _memos(material: Material) -> Table:
    kinds = Counter(one.kind for one in material.memos)
    return Table(
        name=_("Memos"),
        caption=_("Memos by kind"),
        about=_("A row for each kind of memo and how many there are."),
        columns=(_("Kind"), _("Memos")),
        rows=tuple(row(memo_kind_name(kind), kinds[kind]) for kind in MemoKind if kinds[kind]),
    )


# --- Code book ------------------------------------------------------------------------------------------


def _codebook(material: Material) -> Iterator[Block]:
    book = material.codebook
    yield Heading(2, _("Code book"), "codebook")
    yield paragraph(
        next(iter(coding_lines(material))),
        " ",
        _("The report “Code book” has its definitions and rules; what has changed stands in the project’s log."),
    )
    used = {one.code for one in material.codings}
    codes = {kind: book.of_kind(kind) for kind in Kind}
    if not any(codes.values()):
        return
    yield Table(
        name=_("Code book"),
        caption=_("Codes by kind"),
        about=_("A row for each kind of codes: how many there are, how many are used, and how many are retired."),
        columns=(_("Kind"), _("Codes"), _("Used in codings"), _("Retired")),
        rows=tuple(
            row(
                kinds_name(kind),
                len(some),
                sum(code.id in used for code in some),
                sum(code.retired for code in some),
            )
            for kind, some in codes.items()
            if some
        ),
    )


# --- Reading and limits ---------------------------------------------------------------------------------


def _reading(material: Material, options: Options) -> Iterator[Block]:
    yield Heading(2, _("How the reports are to be read"), "reading")
    yield bullets(
        [
            _("A code stands for those below it, unless it is said otherwise."),
            _("Quotes are signed with role and municipality, never a name. Withheld quotes are counted, not printed."),
            *method_lines(material, options),
        ]
    )


def _limits(material: Material) -> Iterator[Block]:
    yield Heading(2, _("Limits"), "limits")
    yield paragraph(_("What the project knows of its own limits; the evaluators know others."))
    yield bullets(limits(material))
    yield from written(material, "limits")
