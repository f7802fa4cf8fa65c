"""Comparisons in plain words. “Cannot be decided” is said where others write “no difference”: nobody has shown that."""

from __future__ import annotations

from icmo.compare.findings import Compared, Comparison, Finding, PValue
from icmo.compare.matrix import Measure
from icmo.compare.outliers import Outlier
from icmo.i18n import _, count, current, decimal, integer, percent


def sentence(one: Compared, comparison: Comparison) -> str:
    """What was found of one row, with the numbers that it rests on."""
    if one.finding is Finding.PATTERN:
        return f"{_numbers(one, comparison)}. {_pattern(one, comparison)}"
    verdict = _("the groups differ") if one.finding is Finding.DIFFERENCE else _("cannot be decided")
    return _("{numbers}; {tests}: {verdict}.").format(
        numbers=_numbers(one, comparison), tests=_tests(one, comparison), verdict=verdict
    )


def verdict(one: Compared) -> str:
    """What can be said of a row, in a few words."""
    return {
        Finding.DIFFERENCE: _("the groups differ"),
        Finding.PATTERN: _("pattern, cannot be decided"),
        Finding.UNDECIDED: _("cannot be decided"),
    }[one.finding]


def summary(comparison: Comparison) -> list[str]:
    """What was found over all rows: sentences on the tests, the patterns, the profiles and who was left out."""
    found = [_tested(comparison), _patterns(comparison), _profiles(comparison), _left_out(comparison)]
    return [text for text in found if text]


def outlier_sentence(one: Outlier) -> str:
    """Which municipality stands out in a row, and by how much."""
    template = (
        _("{municipality} stands out in {row}: {citations}, where {expected} were to be expected (z = {z}).")
        if one.z > 0
        else _("{municipality} stands out in {row}: only {citations}, where {expected} were to be expected (z = {z}).")
    )
    return template.format(
        municipality=one.municipality,
        row=one.row.label.text(current()),
        citations=count(one.citations, "quote", "quotes"),
        expected=decimal(one.expected, 1),
        z=decimal(one.z, 1),
    )


def p_value(p: float) -> str:
    """A p value with three decimals, as it stands after “p”: ``= 0.048`` or ``< 0.001``."""
    return f"= {decimal(p, 3)}" if p >= 0.001 else small(p)


def small(p: float) -> str:
    """A p value as it stands in a table: ``0.048`` or ``< 0.001``."""
    return decimal(p, 3) if p >= 0.001 else f"< {decimal(0.001, 3)}"


def amount(value: float, measure: Measure) -> str:
    """A value of a measure: a share as a percentage with a decimal, since shares are small; else a number."""
    if measure != "share":
        return decimal(value, 1) if value % 1 else integer(int(value))
    return f"{decimal(100 * value, 1)}%" if current() == "en" else f"{decimal(100 * value, 1)} pct."


def _numbers(one: Compared, comparison: Comparison) -> str:
    groups = (
        _("{some} of {all} municipalities in the group “{group}” ({citations}, {sources})").format(
            some=integer(told.municipalities),
            all=integer(len(group.municipalities)),
            group=group.name,
            citations=count(told.citations, "quote", "quotes"),
            sources=count(told.sources, "source", "sources"),
        )
        for group, told in zip(comparison.groups, one.told, strict=True)
    )
    return _("{row} is mentioned in {groups}").format(row=one.row.label.text(current()), groups=", ".join(groups))


def _tests(one: Compared, comparison: Comparison) -> str:
    named = [(_("presence"), one.presence), (_measure(comparison.kind), one.measure)]
    made = [_test(name, test, comparison) for name, test in named if test.possible]
    return "; ".join(made) or _("no test is possible")


def _test(name: str, test: PValue, comparison: Comparison) -> str:
    template = (
        _("{measure}: exact p {p}, corrected {corrected}")
        if test.exact
        else _("{measure}: p {p} by permutation, corrected {corrected}")
    )
    return template.format(measure=name, p=p_value(test.p), corrected=small(test.corrected))


def _measure(measure: Measure) -> str:
    return {
        "presence": _("presence"),
        "sources": _("number of sources"),
        "citations": _("number of citations"),
        "share": _("share of citations"),
    }[measure]


def _pattern(one: Compared, comparison: Comparison) -> str:
    assert one.pattern is not None  # what makes it a pattern
    template = (
        _(
            "Every municipality in the group “{group}” lies above all the others ({measure}: median {median} against"
            " {others}), but so few municipalities cannot decide it: no p value can be smaller than"
            " {smallest}. Read the quotes."
        )
        if one.pattern.above
        else _(
            "Every municipality in the group “{group}” lies below all the others ({measure}: median {median} against"
            " {others}), but so few municipalities cannot decide it: no p value can be smaller than"
            " {smallest}. Read the quotes."
        )
    )
    return template.format(
        group=one.pattern.group,
        measure=_measure(comparison.kind),
        median=amount(one.pattern.median, comparison.kind),
        others=amount(one.pattern.others, comparison.kind),
        smallest=decimal(comparison.smallest, 3),
    )


def _tested(comparison: Comparison) -> str:
    return _(
        "{rows} were compared in {tests}, corrected together (Benjamini & Hochberg 1995); at {alpha} there are"
        " {differences}."
    ).format(
        rows=count(len(comparison.rows), "row", "rows"),
        tests=count(comparison.tests, "test", "tests"),
        differences=count(len(comparison.of(Finding.DIFFERENCE)), "difference", "differences"),
        alpha=percent(comparison.alpha),
    )


def _patterns(comparison: Comparison) -> str:
    if comparison.smallest <= comparison.alpha:
        return ""
    few = _("With so few municipalities no p value can be smaller than {smallest}, so no test can decide.").format(
        smallest=decimal(comparison.smallest, 3)
    )
    patterns = sum(one.pattern is not None for one in comparison.rows)
    if not patterns:
        return " ".join([few, _("In no row does one group lie wholly apart.")])
    apart = _(
        "In {patterns} one group lies wholly apart; dividing the municipalities at random gives {expected} on average,"
        " and as many or more in {share} of all divisions."
    ).format(
        patterns=count(patterns, "row", "rows"),
        expected=decimal(comparison.expected_patterns, 1),
        share=percent(comparison.p_patterns),
    )
    return " ".join([few, apart])


def _profiles(comparison: Comparison) -> str:
    whole, ranks = comparison.permanova, comparison.anosim
    if whole is None or ranks is None:
        return ""
    verdict = _("the groups differ") if max(whole.p, ranks.p) <= comparison.alpha else _("cannot be decided")
    return _(
        "Whole profiles: PERMANOVA R² = {r2}, p {p}; ANOSIM R = {r}, p {p_ranks}; no p value can be smaller than"
        " {smallest}: {verdict}."
    ).format(
        r2=decimal(whole.r2, 2),
        p=p_value(whole.p),
        r=decimal(ranks.r, 2),
        p_ranks=p_value(ranks.p),
        smallest=decimal(whole.smallest, 3 if whole.smallest >= 0.001 else 4),
        verdict=verdict,
    )


def _left_out(comparison: Comparison) -> str:
    if not comparison.left_out:
        return ""
    return _("Nothing has been coded in {municipalities}, left out here.").format(
        municipalities=", ".join(comparison.left_out)
    )
