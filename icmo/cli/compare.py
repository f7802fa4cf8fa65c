"""``icmo compare``: groups, matrices, framework matrix, contrast, co-occurrence, saturation, joint display, sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from icmo.cli.state import AsJson, Filters, Output, ProjectPath, print_json, reading, say, state
from icmo.i18n import _, count, language
from icmo.models import Kind

if TYPE_CHECKING:
    from icmo.models import Material

app = typer.Typer(no_args_is_help=True)

Kinds = Annotated[list[Kind] | None, typer.Option("--kind", help=_("Only codes of this kind; may be given again."))]
By = Annotated[str, typer.Option(help=_("The columns: municipality, transcript, informant_type, or variable:NAME."))]
OutputIfAny = Annotated[Path | None, typer.Option("-o", "--output", help=_("A file to write: .csv, .xlsx or .json."))]
Sort = Literal["codes", "links", "paths"]
Rows = Annotated[Sort, typer.Option(help=_("What is compared."))]


@contextmanager
def _opened(project: str, filters: list[str] | None) -> Iterator[Material]:
    """The material that filters leave, in the language of the project's reports."""
    from icmo.errors import InvalidError
    from icmo.graph import narrow, pipeline
    from icmo.graph.steps import LINK_KINDS

    steps = pipeline(filters or ())
    if unheard := [str(step) for step in steps if step.kind in LINK_KINDS]:
        raise InvalidError(
            _("{filters}: such filters choose links of the graph, not material.").format(filters=", ".join(unheard)),
            _("Leave them out, or use them with icmo graph and icmo paths."),
        )
    with reading(project) as opened:
        material = opened.material()
    with language(state.report_language or material.language):
        yield narrow(material, steps)


def _write(output: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str) -> None:
    from icmo.formats.tables import write_table

    write_table(output, rows, columns, title=title)
    say(_("{rows} → {file}").format(rows=count(len(rows), "row", "rows"), file=output))


@app.command("groups", help=_("What tells groups of municipalities apart, and what so few cannot decide."))
def groups(
    project: ProjectPath,
    by: Annotated[str, typer.Option(help=_("The variable of the municipalities that makes the groups."))],
    at: Annotated[float | None, typer.Option(help=_("Where to cut a number; by default its median."))] = None,
    rows: Rows = "codes",
    kind: Kinds = None,
    measure: Annotated[
        Literal["share", "citations", "sources"], typer.Option(help=_("What is compared besides presence."))
    ] = "share",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("A file to write: .html, .csv, .xlsx or .json."))
    ] = None,
    filters: Filters = None,
    as_json: AsJson = False,
) -> None:
    from icmo.compare import wording
    from icmo.compare.findings import Finding, compare_groups
    from icmo.compare.groups import groups as grouped
    from icmo.compare.matrix import matrix
    from icmo.compare.outliers import outliers
    from icmo.compare.tables import FINDING_COLUMNS, finding_rows, outlier_rows

    with _opened(project, filters) as material:
        found = matrix(material, rows=rows, kinds=kind or ())
        made = compare_groups(found, grouped(material, by, at=at), measure=measure)
        apart = outliers(found)
        if as_json:
            print_json({"summary": wording.summary(made), "rows": finding_rows(made), "outliers": outlier_rows(apart)})
        else:
            say(*wording.summary(made))
            told = [wording.sentence(one, made) for one in (*made.of(Finding.DIFFERENCE), *made.of(Finding.PATTERN))]
            say(*(f"- {text}" for text in told), *(f"- {wording.outlier_sentence(one)}" for one in apart))
        if output and output.suffix.lower() == ".html":
            _write_page(output, {by: made}, apart, material.name)
        elif output:
            _write(output, finding_rows(made), FINDING_COLUMNS, _("Groups"))


def _write_page(output: Path, made: Mapping[str, Any], apart: Sequence[Any], name: str) -> None:
    from icmo.files import write_bytes
    from icmo.i18n import current
    from icmo.reports import comparison

    title = _("What tells groups of municipalities apart? {project}").format(project=name)
    write_bytes(output, comparison.render(made, apart, title=title, lang=current()))
    say(str(output))


@app.command("matrix", help=_("Codes, links or paths by municipality, each number with its codings."))
def matrix(
    project: ProjectPath, output: Output, by: By = "municipality", rows: Rows = "codes", kind: Kinds = None,
    filters: Filters = None,
) -> None:  # fmt: skip
    from icmo.compare.matrix import matrix as make
    from icmo.compare.tables import MATRIX_COLUMNS, matrix_rows

    with _opened(project, filters) as material:
        made = make(material, rows=rows, by=by, kinds=kind or ())
        _write(output, matrix_rows(made), MATRIX_COLUMNS, _("Matrix"))


@app.command("framework", help=_("The framework matrix: a summary with its counts per code and case."))
def framework(
    project: ProjectPath, output: Output, by: By = "municipality", kind: Kinds = None, filters: Filters = None
) -> None:
    from icmo.compare.framework import framework as make

    with _opened(project, filters) as material:
        heading, *cells = make(material, kinds=kind or [Kind.MECHANISM], by=by).rows()
        rows = [dict(zip(heading, row, strict=True)) for row in cells]
        _write(output, rows, heading, _("Framework matrix"))


@app.command("contrast", help=_("The same mechanism with other contexts and other outcomes."))
def contrast(
    project: ProjectPath,
    mechanism: Annotated[str, typer.Argument(help=_("The id of the mechanism’s code."))],
    by: By = "municipality",
    filters: Filters = None,
    as_json: AsJson = False,
) -> None:
    from icmo.compare.contrast import contrast as make

    with _opened(project, filters) as material:
        made = make(material, mechanism, by=by)
        sentences = [" ".join(made.in_words(one)) for one in made.differences]
        if as_json:
            print_json({"note": made.note, "differences": sentences})
        else:
            say(made.note, *(f"- {text}" for text in sentences))


@app.command("cooccurrence", help=_("Codes that meet, with the coefficient."))
def cooccurrence(
    project: ProjectPath,
    output: Output,
    within: Annotated[Literal["turn", "overlap", "transcript"], typer.Option(help=_("Where they meet."))] = "turn",
    kind: Kinds = None,
    filters: Filters = None,
) -> None:
    from icmo.compare.cooccurrence import cooccurrence as make
    from icmo.compare.tables import PAIR_COLUMNS, pair_rows

    with _opened(project, filters) as material:
        made = make(material, within=within, kinds=kind or ())
        say(*made.in_words())
        _write(output, pair_rows(made), PAIR_COLUMNS, _("Co-occurrence"))


@app.command("saturation", help=_("How much each run of interviews added."))
def saturation(
    project: ProjectPath,
    what: Annotated[Sort, typer.Option(help=_("What may be new."))] = "links",
    by: Annotated[Literal["transcript", "municipality"], typer.Option(help=_("What a source is."))] = "transcript",
    base: Annotated[int, typer.Option(min=1, help=_("Sources in the base."))] = 4,
    run: Annotated[int, typer.Option(min=1, help=_("Sources in a run."))] = 2,
    threshold: Annotated[float, typer.Option(min=0, max=1, help=_("The share of new that is small enough."))] = 0.05,
    filters: Filters = None,
    as_json: AsJson = False,
) -> None:
    from icmo.compare.observed import observed
    from icmo.compare.saturation import band
    from icmo.compare.saturation import saturation as make

    with _opened(project, filters) as material:
        found = observed(material, what=what, by=by)
        made = make(found.found, base=base, run=run, threshold=threshold)
        spread = band(found.found, base=base, run=run, threshold=threshold)
        if as_json:
            runs = [{"sources": one.sources, "new": one.new, "share": one.share} for one in made.runs]
            print_json({"base": made.base_items, "runs": runs, "reached": made.reached()})
        else:
            say(*made.in_words(), spread.in_words()[0], *found.notes)


@app.command("sets", help=_("A table of municipalities for icmo qca, made of codes and variables."))
def sets(
    project: ProjectPath,
    output: Output,
    condition: Annotated[
        list[str],
        typer.Option("-c", "--condition", help=_("NAME = code:ID MEASURE THRESHOLDS, or NAME = case:VARIABLE …")),
    ],
    filters: Filters = None,
) -> None:
    from icmo.compare.qca.cases import Condition, case_table

    with _opened(project, filters) as material:
        table = case_table(material, [Condition.parse(text) for text in condition])
        rows = [{"case": case, **dict(table.loc[case])} for case in table.index]
        _write(output, rows, ["case", *table.columns], _("Sets"))


@app.command("joint", help=_("Figures of municipalities beside how often codes are told of there."))
def joint(
    project: ProjectPath,
    output: Output,
    variable: Annotated[list[str] | None, typer.Option(help=_("A variable; all of them by default."))] = None,
    code: Annotated[list[str] | None, typer.Option(help=_("A code; the mechanisms by default."))] = None,
    filters: Filters = None,
) -> None:
    from icmo.compare.joint import joint as make
    from icmo.compare.tables import joint_rows
    from icmo.compare.variables import variable_kinds

    with _opened(project, filters) as material:
        made = make(material, variables=variable or list(variable_kinds(material)), codes=code or None)
        heading, rows = joint_rows(made)
        _write(output, rows, heading, _("Joint display"))
