"""How far coders agree, as lines for a terminal, as rows for files and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from icmo.agreement.bootstrap import FEWEST, Interval
from icmo.agreement.configurations import ConfigurationAgreement
from icmo.agreement.disagreements import Disagreement, Reading
from icmo.agreement.project import RELY, TENTATIVE, Agreement, CodeAgreement, Overall
from icmo.documents.pieces.agreement import rounded, with_interval
from icmo.documents.pieces.agreement_tables import flag
from icmo.i18n import _, count, current, decimal, percent
from icmo.models import Codebook, Material
from icmo.naming import difference_name, label

FEW = 10  # units that bear a code; with fewer, one of them more or less moves alpha a lot
COLUMNS = (
    *("code", "code_path", "alpha", "low", "high", "ac1", "ac1_low", "ac1_high", "kappa", "alpha_u"),
    *("prevalence", "units", "agreed", "transcripts"),
)
DISAGREEMENT_COLUMNS = ("transcript", "start", "end", "difference", "codes", "readings", "quote", "key")
Unitized = Mapping[str, float]
DISTANCES = {"masi": "MASI", "jaccard": "Jaccard"}


def text(
    material: Material, found: Agreement, *, difference: str = "masi", unitized: Unitized | None = None
) -> list[str]:
    """The agreement as lines: over all, what that means, and a table of the codes that anybody has used."""
    used = [one for one in found.codes if one.units]
    return [
        *_over_all(found.overall, difference),
        "",
        *_aligned([_heading(found.overall, unitized), *(_row(material.codebook, one, unitized) for one in used)]),
        "",
        *meaning(),
    ]


def meaning() -> list[str]:
    """What the numbers mean, in sentences."""
    bounds = _(
        "α from {rely}: rely on it. From {tentative}: only tentative conclusions. Below: talk of the passages first."
    )
    return [
        bounds.format(rely=decimal(RELY, 1), tentative=decimal(TENTATIVE, 3)),
        _("A rare code easily gets a low α and a high AC1. A low α is an agenda for a meeting, not for leaving out."),
    ]


def configurations(found: ConfigurationAgreement) -> list[str]:
    """The agreement on configurations as lines."""
    return [
        _("Configurations: {matched} of them match one of another coder’s, {pairs}.").format(
            matched=percent(found.matched), pairs=count(len(found.pairs), "pair", "pairs")
        ),
        *(
            f"  {name}: {_share(part, whole)}"
            for name, part, whole in (
                (_("the same codes in the same roles, of all that either has"), found.same_parts, found.parts),
                (_("shared codes that stand in the same role"), found.same_role, found.same_code),
                (_("pairs of the same polarity"), found.same_polarity, len(found.pairs)),
            )
        ),
    ]


def disagreement_lines(material: Material, found: Sequence[Disagreement]) -> Iterator[str]:
    """Each disagreement as its place, what it is about, the words and how everybody reads them."""
    for one in found:
        source = material.transcript_by_guid[one.transcript]
        yield f"{source.name} {one.start}–{one.end} [{difference_name(one.difference)}] “{_said(material, one)}”"
        yield from (f"  {_reading(reading)}" for reading in one.readings)
    yield count(len(found), "disagreement", "disagreements")


def rows(book: Codebook, found: Agreement | None, unitized: Unitized | None = None) -> list[dict[str, Any]]:
    """A row per code (`COLUMNS`), the first for all codes together; None where nothing can be told."""
    if found is None:
        return []
    whole = found.overall
    first = {"code": "", "code_path": _("all codes"), **_bounds("alpha", "", whole.alpha, whole.interval)}
    totals = {"units": whole.units, "transcripts": len(whole.transcripts)}
    return [{**dict.fromkeys(COLUMNS), **first, **totals}, *(_code_row(book, one, unitized) for one in found.codes)]


def disagreement_rows(material: Material, found: Sequence[Disagreement]) -> list[dict[str, Any]]:
    """A row per disagreement (`DISAGREEMENT_COLUMNS`)."""
    return [
        {
            "transcript": material.transcript_by_guid[one.transcript].name,
            "start": one.start,
            "end": one.end,
            "difference": one.difference.value,
            "codes": " ".join(one.codes),
            "readings": "; ".join(map(_reading, one.readings)),
            "quote": _said(material, one),
            "key": one.key,
        }
        for one in found
    ]


def data(
    material: Material, found: Agreement | None, *, difference: str = "masi", unitized: Unitized | None = None
) -> dict[str, Any]:
    """The agreement as plain data; null where nothing can be told."""
    if found is None:
        return {"overall": None, "codes": [], "configurations": None}
    whole, names = found.overall, material.transcript_by_guid
    return {
        "overall": {
            **_bounds("alpha", "", whole.alpha, whole.interval),
            "difference": difference,
            "unit": whole.unit,
            "units": whole.units,
            "transcripts": [names[guid].name for guid in whole.transcripts],
            "coders": list(whole.coders),
        },
        "codes": rows(material.codebook, found, unitized)[1:],
        "configurations": None if found.configurations is None else _configurations(found.configurations),
    }


# --- Over all -------------------------------------------------------------------------------------------


def _over_all(whole: Overall, difference: str) -> Iterator[str]:
    yield _("{coders} in {transcripts}, {units}.").format(
        coders=", ".join(whole.coders),
        transcripts=count(len(whole.transcripts), "transcript", "transcripts"),
        units=_units(whole),
    )
    if whole.alpha != whole.alpha:
        yield _("All have given every unit the same codes, so that no coefficient can be calculated.")
    else:
        yield (
            _("Over all codes: α ({distance}) {alpha}. {meaning}")
            .format(
                distance=DISTANCES[difference],
                alpha=with_interval(whole.alpha, whole.interval),
                meaning=_verdict(whole.alpha),
            )
            .rstrip()
        )
    if len(whole.transcripts) < FEWEST:
        yield _("There are fewer than {n} transcripts: no interval is given, and the numbers are uncertain.").format(
            n=FEWEST
        )


def _units(whole: Overall) -> str:
    if whole.unit == "turn":
        return count(whole.units, "turn", "turns")
    if whole.unit == "sentence":
        return count(whole.units, "sentence", "sentences")
    return count(whole.units, "character", "characters")


def _verdict(alpha: float) -> str:
    if alpha >= RELY:
        return _("That can be relied on.")
    return _("That allows tentative conclusions.") if alpha >= TENTATIVE else _("That is not to be relied on.")


# --- Tables ---------------------------------------------------------------------------------------------


def _heading(whole: Overall, unitized: Unitized | None) -> list[str]:
    return [
        f"α ({percent(0.95)})",
        "AC1",
        *(["κ"] if len(whole.coders) == 2 else []),
        *(["αU"] if unitized is not None else []),
        *(_("Prevalence"), _("Units"), _("Agreed"), _("Code")),
    ]


def _row(book: Codebook, one: CodeAgreement, unitized: Unitized | None) -> list[str]:
    return [
        with_interval(one.alpha, one.interval) or "–",
        _figure(one.ac1),
        *([_figure(one.kappa)] if one.kappa is not None else []),
        *([_figure(unitized.get(one.code, float("nan")))] if unitized is not None else []),
        percent(one.prevalence) if one.prevalence >= 0.01 else _("below {share}").format(share=percent(0.01)),
        *(str(one.units), str(one.agreed), _name(book, one)),
    ]


def _name(book: Codebook, one: CodeAgreement) -> str:
    """The code below those above it, with what to be aware of."""
    known = one.code in book
    name = "  " * len(tuple(book.ancestors(one.code))) + label(book[one.code]) if known else one.code
    notes = "; ".join(filter(None, (flag(one.alpha), _("few units") if one.units < FEW else "")))
    return f"{name} ({notes})" if notes else name


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _code_row(book: Codebook, one: CodeAgreement, unitized: Unitized | None) -> dict[str, Any]:
    return {
        "code": one.code,
        "code_path": book.path(one.code, current()) if one.code in book else one.code,
        **_bounds("alpha", "", one.alpha, one.interval),
        **_bounds("ac1", "ac1_", one.ac1, one.ac1_interval),
        "kappa": _number(one.kappa),
        "alpha_u": _number((unitized or {}).get(one.code)),
        "prevalence": one.prevalence,
        "units": one.units,
        "agreed": one.agreed,
        "transcripts": len(one.transcripts),
    }


def _bounds(name: str, prefix: str, value: float, interval: Interval | None) -> dict[str, float | None]:
    low, high = (interval.low, interval.high) if interval else (None, None)
    return {name: _number(value), f"{prefix}low": low, f"{prefix}high": high}


def _configurations(found: ConfigurationAgreement) -> dict[str, Any]:
    shares = {name: _number(getattr(found, name)) for name in ("matched", "content", "roles", "polarity")}
    return asdict(found) | shares


# --- Words ----------------------------------------------------------------------------------------------


def _reading(one: Reading) -> str:
    where = f" {one.start}–{one.end}" if one.code else ""
    return f"{', '.join(one.coders)}: {one.code or '–'}{where}"


def _said(material: Material, one: Disagreement) -> str:
    return material.transcript_by_guid[one.transcript].said(one.start, one.end)


def _share(part: int, whole: int) -> str:
    return _("{part} of {whole}").format(part=part, whole=whole)


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else value


def _figure(value: float) -> str:
    return "–" if value != value else rounded(value)
