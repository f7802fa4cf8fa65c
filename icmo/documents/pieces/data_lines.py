"""What a project knows of its own making, in sentences: data, informants, coding, agreement, and its limits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from icmo.documents.pieces.agreement import overall
from icmo.documents.pieces.passages import informants
from icmo.i18n import _, count, current, day, integer, percent
from icmo.models import CONSENSUS, InformantType, Material, Origin, Transcript
from icmo.naming import informants_name


def by_type(transcripts: Iterable[Transcript]) -> dict[InformantType | None, list[Transcript]]:
    """The transcripts by kind of informants, those that state none last."""
    found: dict[InformantType | None, list[Transcript]] = defaultdict(list)
    for one in transcripts:
        found[one.informant_type].append(one)
    return {kind: found[kind] for kind in (*InformantType, None) if kind in found}


def dates(transcripts: Iterable[Transcript]) -> str:
    """From when to when: ``12 March 2026 – 4 May 2026``; empty when no date is known."""
    known = sorted({one.date for one in transcripts if one.date})
    ends = dict.fromkeys((known[0], known[-1])) if known else {}
    return " – ".join(map(_day, ends))


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:  # a year or a month alone
        return text


def data_lines(material: Material) -> Iterator[str]:
    """Which transcripts there are, of whom, from when."""
    if not material.transcripts:
        return
    for kind, some in by_type(material.transcripts).items():
        places = {one.municipality for one in some if one.municipality}
        yield _("{who}: {transcripts} from {municipalities}, {words} words.").format(
            who=informants_name(kind),
            transcripts=count(len(some), "transcript", "transcripts"),
            municipalities=count(len(places), "municipality", "municipalities"),
            words=integer(sum(one.words for one in some)),
        )
    when = dates(material.transcripts)
    yield _("Interviewed: {dates}.").format(dates=when) if when else _("The dates of the interviews are not stated.")


def informant_lines(material: Material) -> Iterator[str]:
    """How many people take part, by kind and role, as far as the speakers' labels tell."""
    for kind, some in by_type(material.transcripts).items():
        roles: Counter[str] = Counter()
        for one in some:
            roles[one.role or _("role not stated")] += informants(one)
        yield _("{who}: {n} ({roles}).").format(
            who=informants_name(kind),
            n=count(roles.total(), "informant", "informants"),
            roles=", ".join(f"{role}: {integer(n)}" for role, n in roles.items()),
        )
    if material.transcripts:
        yield _("Counted by speakers’ labels; a transcript without them counts as one informant.")


def coding_lines(material: Material) -> Iterator[str]:
    """With which book, by whom, how much."""
    book = material.codebook
    yield _("Code book: {book}, version {version}, {codes}.").format(
        book=book.label.text(current()), version=book.version, codes=count(len(book.codes), "code", "codes")
    )
    coders = _coders(material)
    yield _("{codings} by {coders} ({names}).").format(
        codings=count(len(material.codings), "coding", "codings"),
        coders=count(len(coders), "coder", "coders"),
        names=", ".join(coders) or _("nobody yet"),
    )
    layer = sum(one.coder == CONSENSUS for one in material.codings)
    if layer or material.overruled:
        yield _("{layer} of these say what coders have agreed on together; {aside} more are set aside.").format(
            layer=integer(layer), aside=integer(len(material.overruled))
        )
    yield _("{configurations} join contexts, mechanisms and outcomes that were told together.").format(
        configurations=count(len(material.configurations), "configuration", "configurations")
    )


def _coders(material: Material) -> list[str]:
    """Those who have coded, also where a consensus has set all of it aside; the layer of consensus is nobody."""
    return sorted({one.coder for one in material.layers} - {CONSENSUS})


# --- Limits ---------------------------------------------------------------------------------------------


def limits(material: Material) -> list[str]:
    """What must be kept in mind in reading the results, each only where it is so."""
    if not material.transcripts:
        return [_("There are no transcripts yet.")]
    return [*_limits_of_data(material), *_limits_of_coding(material), *_limits_of_claims(material)]


def _limits_of_data(material: Material) -> Iterator[str]:
    n = len(material.municipalities)
    if n < 2:
        yield _("The material does not come from several municipalities, so that none can be compared.")
    else:
        yield _(
            "The municipality is the unit of comparison, and there are {n}: patterns between them show where to read, "
            "and are no estimate for municipalities that were not visited."
        ).format(n=integer(n))
    yield from _limits_of_informants(material)
    if undated := sum(not one.date for one in material.transcripts):
        yield _("The date is not stated for {transcripts}.").format(
            transcripts=count(undated, "transcript", "transcripts")
        )
    if not any(material.guide.values()):
        yield _("The project holds no interview guide: what was not mentioned cannot be told from what was not asked.")


def _limits_of_informants(material: Material) -> Iterator[str]:
    people = {kind: sum(map(informants, some)) for kind, some in by_type(material.transcripts).items()}
    women, total = people.get(InformantType.WOMAN, 0), sum(people.values())
    if not women:
        yield _("No transcript is stated to be with women of the target group: others tell of them.")
    elif 2 * women < total:
        yield _("{women} of {total} are women of the target group; most is told by others.").format(
            women=integer(women), total=count(total, "informant", "informants")
        )
    if unknown := len(by_type(material.transcripts).get(None, ())):
        yield _("It is not stated who speaks in {transcripts}.").format(
            transcripts=count(unknown, "transcript", "transcripts")
        )


def _limits_of_coding(material: Material) -> Iterator[str]:
    coded = {one.transcript for one in material.codings}
    if idle := len(material.transcripts) - len(coded):
        yield _("Nothing is coded yet in {transcripts}.").format(transcripts=count(idle, "transcript", "transcripts"))
    coders = _coders(material)
    if len(coders) == 1:
        yield _("One coder has done all coding, so that agreement cannot be measured.")
    elif len(coders) > 1 and overall(material) is None:
        yield _("No transcript has been coded by two coders, so that agreement cannot be measured.")
    origins = Counter(one.origin for one in material.codings)
    if accepted := origins[Origin.SUGGESTION]:
        yield _(
            "{n} of {codings} ({share}) are accepted suggestions: they lean towards what the engine looks for."
        ).format(
            n=integer(accepted),
            codings=count(len(material.codings), "coding", "codings"),
            share=percent(accepted / len(material.codings)),
        )
    if imported := origins[Origin.IMPORT]:
        yield _("{codings} came from files; the project does not know how they were made.").format(
            codings=count(imported, "coding", "codings")
        )


def _limits_of_claims(material: Material) -> Iterator[str]:
    made = material.configurations
    if not made:
        yield _("No configurations are put together yet, so that nothing is said of what brings about what.")
        return
    if unstated := sum(not one.target_group for one in made):
        yield _("{n} of {configurations} state no target group.").format(
            n=integer(unstated), configurations=count(len(made), "configuration", "configurations")
        )
    if not material.theories:
        yield _("The project holds no programme theory that the configurations are held against.")
    elif unjudged := sum(one.stance is None for one in made):
        yield _("{n} of {configurations} take no stance on a programme theory.").format(
            n=integer(unjudged), configurations=count(len(made), "configuration", "configurations")
        )
