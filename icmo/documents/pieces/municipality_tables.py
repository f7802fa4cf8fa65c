"""The tables of a municipality profile: figures, material, codes beside the others, configurations, what hinders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from icmo.compare.variables import Variable, VariableKind, is_number
from icmo.compare.wording import amount
from icmo.documents.model import (
    NOTHING,
    Bars,
    Block,
    Cell,
    Figure,
    Heading,
    Series,
    Table,
    cell,
    paragraph,
    references,
    row,
)
from icmo.documents.pieces.claims import sentence
from icmo.documents.pieces.factor_tables import quotes_of
from icmo.documents.pieces.passages import informants
from icmo.documents.pieces.place_counts import PlaceCounts
from icmo.documents.pieces.telling import Telling
from icmo.evidence import Stretch
from icmo.i18n import _, count, current, integer
from icmo.models import Code, Coding, Configuration, Kind, Polarity, Transcript, Valence
from icmo.naming import informants_name, label, polarity_name

MOST_TOLD = 10  # codes of each kind, and bars
CONFIGURATIONS = 10
HINDERING = 10
_KINDS = (
    ("I", (Kind.INTERVENTION,)),
    ("C", (Kind.CONTEXT,)),
    ("K", (Kind.MODERATOR,)),
    ("M", (Kind.MECHANISM,)),
    ("O", (Kind.OUTCOME,)),
)


# --- Figures and material -------------------------------------------------------------------------------


def figures_table(telling: Telling, variables: Mapping[str, Variable], place: str) -> Iterator[Block]:
    """Each of the municipality’s figures beside the median of the others; words beside how many others have them."""
    if not any(place in variable.values for variable in variables.values()):
        return
    yield Heading(3, _("Figures"))
    yield Table(
        name=_("{place}: figures").format(place=place),
        caption=_("{place}: figures beside those of the others").format(place=place),
        about=_("A row for each variable, with the municipality’s value and what the other municipalities have."),
        columns=(_("Variable"), place, _("The others"), _("Others with a value")),
        rows=tuple(_variable(variable, place) for variable in variables.values()),
        widths=(3, 2, 3, 1.5),
    )


def _variable(variable: Variable, place: str) -> tuple[Cell, ...]:
    others = [value for its, value in variable.values.items() if its != place]
    return row(
        variable.name.replace("_", " "), _value(variable.values.get(place)), _others(variable, others), len(others)
    )


def _value(value: Any) -> Cell:
    if value is None:
        return cell(NOTHING)
    return cell(value, text=_number(value)) if is_number(value) else cell(str(value))


def _others(variable: Variable, others: Sequence[Any]) -> Cell:
    """The median of numbers; of words how many have each."""
    if not others:
        return cell(NOTHING)
    if variable.kind is VariableKind.NUMERIC:
        middle = median(others)
        return cell(middle, text=_("median {value}").format(value=_number(middle)))
    said = Counter(map(str, others)).most_common()
    return cell(", ".join(f"{value}: {integer(number)}" for value, number in said))


def _number(value: float) -> str:
    """A number with the decimals that it has."""
    from babel.numbers import format_decimal

    return format_decimal(round(value, 6), locale=current(), decimal_quantization=False)


def material_table(
    telling: Telling, place: str, transcripts: Sequence[Transcript], codings: Sequence[Coding]
) -> Iterator[Block]:
    """The interviews: who, when, how long, how much is coded in them and by whom."""
    by_transcript: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        by_transcript[coding.transcript].append(coding)
    yield Heading(3, _("Material"))
    yield Table(
        name=_("{place}: material").format(place=place),
        caption=_("{place}: interviews").format(place=place),
        about=_("A row for each transcript, with informants, date, length, codings and coders."),
        columns=(*(_("Transcript"), _("Who"), _("Informants"), _("Date"), _("Words"), _("Codings"), _("Coders")),),
        rows=tuple(_transcript(one, by_transcript[one.guid]) for one in transcripts),
        widths=(3, 2, 1, 1.3, 1, 1, 1.5),
    )


def _transcript(one: Transcript, codings: Sequence[Coding]) -> tuple[Cell, ...]:
    coders = ", ".join(sorted({coding.coder for coding in codings}))
    return row(
        one.name,
        one.role or informants_name(one.informant_type),
        informants(one),
        one.date,
        one.words,
        len(codings),
        coders,
    )


# --- Codes beside the others ----------------------------------------------------------------------------


def codes_figure(telling: Telling, counts: PlaceCounts, place: str, *, drawn: bool) -> Iterator[Block]:
    """The codes most told, kind by kind, with their shares of the quotes beside the median of all municipalities.

    Parameters
    ----------
    drawn : as a figure with its table; else the table alone
    """
    told = [(letter, code) for letter, kinds in _KINDS for code in counts.most_told(place, kinds, MOST_TOLD)]
    if not told:
        return
    yield Heading(3, _("What is told most"))
    table = _codes_table(telling, counts, place, told)
    yield _codes_drawn(counts, place, told, table) if drawn else table


def _codes_drawn(counts: PlaceCounts, place: str, told: Sequence[tuple[str, Code]], table: Table) -> Figure:
    first = sorted(told, key=lambda pair: -len(counts.at(pair[1].id, place)))[:MOST_TOLD]
    picture = Bars(
        tuple(f"{label(code)} ({letter})" for letter, code in first),
        (
            Series(place, tuple(counts.share(code.id, place) for _letter, code in first)),
            Series(_("Median of all"), tuple(counts.median(code.id) for _letter, code in first)),
        ),
        _("Share of the municipality’s quotes"),
        shares=True,
    )
    caption = _("{place}: the codes most told, as shares of its quotes").format(place=place)
    alt = _("Bars: {code} is told most, {share} of the quotes; the median of all municipalities is {median}.").format(
        code=label(first[0][1]),
        share=amount(counts.share(first[0][1].id, place) or 0.0, "share"),
        median=amount(counts.median(first[0][1].id), "share"),
    )
    return Figure(caption, alt, picture, table)


def _codes_table(telling: Telling, counts: PlaceCounts, place: str, told: Sequence[tuple[str, Code]]) -> Table:
    return Table(
        name=_("{place}: codes").format(place=place),
        caption=_("{place}: the {n} codes most told of each kind").format(place=place, n=integer(MOST_TOLD)),
        about=_("A row for each code (I, C, K, M, O), with its counts, shares and how many others tell of it."),
        columns=(
            *(_("Code"), _("Sources"), _("Quotes"), _("Share"), _("Median of all"), _("Other municipalities")),
            *(_("Note"), _("References")),
        ),
        rows=tuple(_code(telling, counts, place, *one) for one in told),
        widths=(3, 1, 1, 1, 1, 1.2, 1.5, 1.5),
    )


def _code(telling: Telling, counts: PlaceCounts, place: str, letter: str, code: Code) -> tuple[Cell, ...]:
    found, share = counts.at(code.id, place), counts.share(code.id, place) or 0.0
    middle = counts.median(code.id)
    return row(
        f"{label(code)} ({letter})",
        len({one.transcript for one in found}),
        len(found),
        cell(share, text=amount(share, "share")),
        cell(middle, text=amount(middle, "share")),
        len(counts.telling_it(code.id) - {place}),
        telling.few(found),
        telling.references(found),
    )


# --- Configurations, and what hinders -------------------------------------------------------------------


def configuration_table(telling: Telling, place: str, configurations: Sequence[Configuration]) -> Iterator[Block]:
    """The best documented configurations as sentences with all their quotes, and how many more there are."""
    if not configurations:
        return
    documented = {one.guid: quotes_of(telling, [one]) for one in configurations}
    best = sorted(configurations, key=lambda one: _documented(telling, one, documented[one.guid]))[:CONFIGURATIONS]
    yield Heading(3, _("Configurations"))
    yield Table(
        name=_("{place}: configurations").format(place=place),
        caption=_("{place}: configurations, the best documented first").format(place=place),
        about=_("A row for each configuration, with what it says, its quotes and where they are to be read."),
        columns=(_("Configuration"), _("What it says"), _("Sources"), _("Quotes"), _("References")),
        rows=tuple(_configuration(telling, one, documented[one.guid]) for one in best),
        widths=(6, 1.5, 1, 1, 1.5),
    )
    if len(configurations) > len(best):
        more = count(len(configurations) - len(best), "configuration is", "configurations are")
        yield paragraph(_("{more} not shown.").format(more=more), style="small")


def _documented(telling: Telling, one: Configuration, quotes: Sequence[Stretch]) -> tuple[int, int, bool]:
    """A key that puts first what stands on most quotes, then what has most of the five parts, then what is written."""
    letters = {letter for letter, _coding in telling.parts[one.guid]}
    return -len(quotes), -len(letters), not one.statement


def _configuration(telling: Telling, one: Configuration, quotes: Sequence[Stretch]) -> tuple[Cell, ...]:
    said = sentence(telling.material, one)
    sources = len({quote.transcript for quote in quotes})
    numbers = references(telling.cite_all(quotes))
    return row(said, polarity_name(one.polarity), sources, len(quotes), numbers)


def hindering_table(
    telling: Telling, place: str, codings: Sequence[Coding], configurations: Sequence[Configuration]
) -> Iterator[Block]:
    """What is told of as hindering or missing: negative codings, and the parts of configurations that hinder."""
    found = _hindering(telling, place, codings, configurations)
    if not found:
        return
    united = {code: telling.unite(some.values()) for code, some in found.items()}
    in_order = sorted(united, key=lambda code: (-len(united[code]), code))
    yield Heading(3, _("What hinders"))
    yield Table(
        name=_("{place}: what hinders").format(place=place),
        caption=_("{place}: what is told of as hindering or missing").format(place=place),
        about=_("A row for each code by itself, with its quotes that are negative or part of what hinders."),
        columns=(_("Code"), _("Sources"), _("Quotes"), _("Note"), _("References")),
        rows=tuple(_hinders(telling, code, united[code]) for code in in_order[:HINDERING]),
        widths=(4, 1, 1, 2, 2),
    )
    if len(in_order) > HINDERING:
        more = count(len(in_order) - HINDERING, "code is", "codes are")
        yield paragraph(_("{more} not shown.").format(more=more), style="small")


def _hindering(
    telling: Telling, place: str, codings: Sequence[Coding], configurations: Sequence[Configuration]
) -> dict[str, dict[str, Coding]]:
    found: dict[str, dict[str, Coding]] = defaultdict(dict)
    own = {coding.guid for coding in codings}
    parts = (
        coding
        for one in configurations
        if one.polarity is Polarity.HINDERS
        for _letter, coding in telling.parts[one.guid]
        if coding.guid in own
    )
    for coding in (*parts, *(coding for coding in codings if coding.valence is Valence.NEGATIVE)):
        found[coding.code][coding.guid] = coding
    return found


def _hinders(telling: Telling, code: str, found: Sequence[Stretch]) -> tuple[Cell, ...]:
    sources = len({one.transcript for one in found})
    name = label(telling.material.codebook[code])
    return row(name, sources, len(found), telling.few(found), telling.references(found))
