"""What reports keep: edits of the overview, choices of quotes, evaluators' texts, neutral labels, and exports."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icmo.codebook_values import slug
from icmo.coding import one_of, require_code
from icmo.collector import no_collecting
from icmo.documents.options import ORDERS, Options
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _, language
from icmo.models import Approval, Editing, Export, Kind, Material, OverviewEdit, QuoteChoice, Role
from icmo.project_reading import NEUTRAL
from icmo.project_writing import ProjectWriting
from icmo.stamps import new_guid, now
from icmo.store import cases, coders, exports, overview_edits, quote_choices, report_texts, settings

if TYPE_CHECKING:
    from icmo.documents.model import Report
    from icmo.overview import Overview

TEMPLATE, MAX_TEMPLATE = "word_template", 10_000_000
LABELS = "neutral_labels"  # the labels that municipalities have been given, also while names are printed
_PARTS = (*(role.value for role in Role), "hindering", *(kind.value for kind in Kind if kind.role is None))


class ProjectReporting(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with reports."""

    # --- Making them ------------------------------------------------------------------------------------

    def report(self, kind: str, options: Options | None = None, *, changes: bool = True, **asked: Any) -> Report:
        """A report of the project as it is now, as blocks that `icmo.reports.write` turns into a file.

        Parameters
        ----------
        kind : one of `icmo.documents.kinds.kinds`, such as ``"overview"``
        options, asked : what it is about and how it is made (`icmo.documents.options.Options`)
        changes : with a list of what is new since it was last exported with the same options, if it was

        Raises
        ------
        NotFoundError, InvalidError
            There is no such kind, code or municipality; an unknown order of quotes.
        """
        from icmo.documents import kinds
        from icmo.documents.leaks import without_leaks
        from icmo.documents.neutral import neutralised

        found = kinds.kind(kind)
        material = self.material()
        chosen = replace(options or Options(), **asked)
        chosen = replace(chosen, lang=chosen.lang or material.language)
        _require(material, chosen)
        chosen = replace(chosen, municipalities=tuple(material.aliases.get(m, m) for m in chosen.municipalities))
        history = self._wordings(material) if kind == "theories" else {}
        with no_collecting(), language(chosen.lang or material.language):
            made = replace(found.build(neutralised(material), chosen, **history), options=self.kept_options(chosen))
        made = without_leaks(made) if chosen.mask else made
        return self.with_news(made, mask=chosen.mask) if changes else made

    def with_news(self, made: Report, *, mask: bool = False) -> Report:
        """The report with a list of what is new since it was last exported with the same options, if it was."""
        from icmo.documents.changes import with_changes
        from icmo.documents.leaks import without_leaks

        last = self.latest_facts(made.kind, made.options)
        if last is None:
            return made
        made = with_changes(made, last)
        return without_leaks(made) if mask else made

    def latest_facts(self, kind: str, options: Mapping[str, Any]) -> Export | None:
        """The latest export of a kind with these options, with what it told as it would be printed now."""
        from icmo.documents.neutral import Renaming

        last = self.last_export(kind, options)
        return replace(last, facts=Renaming(self.material().aliases).facts(last.facts)) if last else None

    def _wordings(self, material: Material) -> dict[str, Any]:
        """The wordings that each theory has had; where neutral labels are printed, they stay in the log."""
        from icmo.compare.theories import versions

        if material.aliases:
            return {}
        return {"history": {one.guid: versions(self.log(guid=one.guid)) for one in material.theories}}

    def export_report(
        self,
        kind: str,
        path: str | Path,
        *,
        coder: str,
        template: str | Path | None = None,
        options: Options | None = None,
        changes: bool = True,
        **asked: Any,
    ) -> Report:
        """Write a report to a file, unless it would print personal data, and keep what it told.

        Raises
        ------
        PersonalDataError
            A CPR number, phone number or e-mail address would be printed; with the places.
        """
        from icmo.documents.leaks import refuse_leaks
        from icmo.reports.write import write_report

        made = self.report(kind, options, changes=changes, **asked)
        refuse_leaks(made)
        write_report(made, Path(path), template=self._template_for(Path(path).suffix, template))
        self.keep_export(made, Path(path).name, coder=coder)
        return made

    def export_reports(
        self,
        folder: str | Path,
        suffixes: Sequence[str] = (".docx",),
        *,
        coder: str,
        template: str | Path | None = None,
        options: Options | None = None,
        track: Callable[[Sequence[tuple[str, str]]], Iterable[tuple[str, str]]] = lambda kinds: kinds,
    ) -> list[Path]:
        """Write every kind of report, each in these formats, unless one of them would print personal data.

        Parameters
        ----------
        folder : where the files are written; they are named after the reports' titles
        track : is given the steps, first to make a report and then to write a file, each with the report's kind and
            where it goes, and gives them back one by one, as a progress bar does

        Returns
        -------
        The files, in the order of the kinds.
        """
        from icmo.documents.kinds import kinds
        from icmo.documents.leaks import refuse_leaks
        from icmo.reports.write import require_suffix, write_report

        for suffix in suffixes:
            require_suffix(suffix)
        with language((options or Options()).lang or self.language):
            names = {one.id: slug(one.title) for one in kinds()}
        files = [(kind, f"{name}{suffix}") for kind, name in names.items() for suffix in suffixes]
        made: dict[str, Report] = {}
        with no_collecting():
            for kind, file in track([*((kind, "") for kind in names), *files]):
                if not file:
                    made[kind] = self.report(kind, options)
                    if not (options and options.mask):  # else it has been looked through already
                        refuse_leaks(made[kind])
                else:
                    suffix = Path(file).suffix
                    own = self._template_for(suffix, template if suffix.lower() == ".docx" else None)
                    write_report(made[kind], Path(folder) / file, template=own)
            for kind, report in made.items():
                self.keep_export(report, names[kind], coder=coder)
        return [Path(folder) / file for _kind, file in files]

    def export_overview_table(self, path: str | Path, options: Options | None = None) -> Overview:
        """Write the overview as one long CSV table, a row per entry and quote, unless it would print personal data.

        Raises
        ------
        PersonalDataError
            As for `export_report`.
        """
        from icmo.documents.leaks import refuse_leaks
        from icmo.files import write_bytes
        from icmo.reports import table

        refuse_leaks(self.report("overview", options, changes=False))
        made = self.overview(options or Options())
        write_bytes(Path(path), table.render(made))
        return made

    def keep_export(self, report: Report, file: str, *, coder: str) -> None:
        """Keep what an exported report told, so that the next one can say what is new."""
        from icmo.documents.changes import facts

        aliases = dict(self.material().aliases)
        with self._database.write() as connection:
            if aliases:  # those that came in since, now that they are published
                settings.write(connection, {NEUTRAL: aliases})
            guid = coders.person(connection, coder)
            told = facts(report)
            one = Export(new_guid(), report.kind, report.options, file, len(report.quotes), told, coder, now())
            exports.add(connection, one, guid)

    @staticmethod
    def kept_options(options: Options) -> dict[str, Any]:
        """The options as they are kept with an export; how it is checked is none of its content."""
        values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(options).items()}
        return {name: value for name, value in values.items() if name not in ("mask", "approved_only")}

    def last_export(self, kind: str, options: Mapping[str, Any]) -> Export | None:
        """The latest export of a kind with these options, if there is one."""
        with self._database.read() as connection:
            horizon = self._horizon(connection)
            found = exports.like(connection, kind, options)
            return next((one for one in found if not horizon.hides_fruit(one)), None)

    def exports(self, *, most: int | None = None) -> tuple[Export, ...]:
        """What has been exported, the newest first."""
        with self._database.read() as connection:
            horizon = self._horizon(connection)
            found = exports.all_exports(connection, most=None if horizon.rounds else most)
            return tuple(one for one in found if not horizon.hides_fruit(one))[:most]

    # --- By hand ----------------------------------------------------------------------------------------

    def edit_overview(
        self,
        action: str | Editing,
        row: str,
        code: str = "",
        *,
        target_group: str | None = None,
        text: str = "",
        into: str = "",
        coder: str,
    ) -> OverviewEdit:
        """Hide, rename, merge or add an entry of the overview; an earlier edit of that sort to it is replaced.

        Parameters
        ----------
        row : the part that the entry stands in: I, C, K, M, O, hindering, target_group, method, principle or theme
        code : the entry's code; nothing for an added one
        target_group : the column; ``""`` is that of evidence without a target group, None all columns
        text : the new name, or what is added
        into : the code whose entry it is merged with; for an added intervention the type that it stands under

        Raises
        ------
        NotFoundError, InvalidError
            An unknown code or part; a name, or a code to merge with, is missing.
        """
        what: Editing = one_of(Editing, action)
        made = OverviewEdit(new_guid(), row, target_group, code, what, coder, "", text.strip(), into)
        self._check_edit(made)
        with self._writing(coder) as step:
            self._for_all(step)
            same = (made.action, made.row, made.target_group, made.code)
            if what is not Editing.ADD:
                earlier = overview_edits.all_edits(step.connection)
                gone = [e.guid for e in earlier if (e.action, e.row, e.target_group, e.code) == same]
                overview_edits.remove(step, gone)
            overview_edits.add(step, made)
            return replace(made, at=step.at)

    def _check_edit(self, edit: OverviewEdit) -> None:
        if edit.row not in _PARTS:
            raise InvalidError(
                _("“{value}” is not one of {known}.").format(value=edit.row, known=", ".join(_PARTS)),
                _("Say which part of the overview the entry stands in."),
            )
        if edit.target_group:
            require_code(self.codebook, edit.target_group)
        if edit.action is not Editing.ADD:
            require_code(self.codebook, edit.code)
        if edit.action is Editing.ADD and edit.into:
            require_code(self.codebook, edit.into)
        if edit.action is Editing.MERGE and not edit.into:
            raise InvalidError(_("Nothing to merge the entry with was chosen."), _("Choose another entry."))
        if edit.action is Editing.MERGE and require_code(self.codebook, edit.into).id == edit.code:
            raise InvalidError(_("An entry cannot be merged with itself."), _("Choose another one."))
        if edit.action in (Editing.RENAME, Editing.ADD) and not edit.text:
            raise InvalidError(_("The entry has no name."), _("Write what it is to be called."))

    def unedit_overview(self, guids: Iterable[str], *, coder: str) -> None:
        """Take edits back: the entries are as the coding makes them again.

        Raises
        ------
        NotFoundError
            One of them is not there.
        """
        with self._writing(coder) as step:
            self._for_all(step)
            wanted = list(guids)
            known = {one.guid for one in overview_edits.all_edits(step.connection)}
            for guid in wanted:
                if guid not in known:
                    raise NotFoundError(
                        _("There is no edit “{guid}”.").format(guid=guid), _("It may have been taken back already.")
                    )
            overview_edits.remove(step, wanted)

    def choose_quote(
        self,
        codings: Sequence[str],
        *,
        verdict: str | Approval | None = None,
        rank: int | None = None,
        note: str = "",
        coder: str,
    ) -> None:
        """Approve or withhold the quote that codings make together, or let it come first; nothing takes that back.

        What is withheld is printed in no report, whatever code it is marked with. An approval is of the words as they
        are now: when they change, it lapses.

        Parameters
        ----------
        codings : their GUIDs
        rank : 1 comes before 2, and both before quotes without a rank

        Raises
        ------
        NotFoundError
            There is no such coding.
        """
        from icmo.documents.pieces.quoting import Quoting

        decided = one_of(Approval, verdict) if verdict else None
        material = self.seen_by(coder).material()
        for guid in codings:
            if guid not in material.coding_by_guid:
                raise NotFoundError(
                    _("There is no coding {guid}.").format(guid=guid), _("Somebody may have taken it away.")
                )
        quoting = Quoting(material, Options())
        with self._writing(coder) as step:
            made = [
                QuoteChoice("", one.guid, coder, step.at, decided, rank, quoting.words(one), note.strip())
                for one in map(material.coding_by_guid.__getitem__, codings)
            ]
            quote_choices.write(step, made)

    def write_report_text(self, place: str, text: str, *, coder: str) -> None:
        """Write what a report says at a place, such as ``theme:tvaerfaglighed``; no text empties it.

        Raises
        ------
        InvalidError
            No report has such a place.
        """
        from icmo.documents.places import is_place

        if not is_place(self.material(), place):
            raise InvalidError(
                _("No report has a place “{place}”.").format(place=place),
                _("Places are such as overview, method, theme:CODE, mechanism:CODE and rameses:NUMBER."),
            )
        with self._writing(coder) as step:
            self._for_all(step)
            report_texts.write(step, place, text.strip())

    def _template_for(self, suffix: str, given: str | Path | None) -> Path | bytes | None:
        """The Word file that was asked for, else the project's own."""
        own = self.word_template() if given is None and suffix.lower() == ".docx" else None
        return Path(given) if given else own[1] if own else None

    def word_template(self) -> tuple[str, bytes] | None:
        """The organisation's own Word file in which reports are written, with its name, if there is one."""
        with self._database.read() as connection:
            kept = settings.read(connection).get(TEMPLATE)
        return (kept["name"], base64.b64decode(kept["data"])) if kept else None

    def set_word_template(self, name: str, data: bytes | None) -> None:
        """Keep a Word file in which reports are written from now on; None: icmo's own look again.

        Raises
        ------
        InvalidError
            It is no Word file, or larger than 10 MB.
        """
        kept = {"name": name, "data": base64.b64encode(_template(data)).decode()} if data is not None else None
        with self._database.write() as connection:
            settings.write(connection, {TEMPLATE: kept})

    def print_neutral_labels(self, on: bool = True) -> Mapping[str, str]:
        """Let reports print “Kommune A” for a municipality's name, or its name again; gives the labels.

        A municipality keeps its label, so that readers of two reports do not take one for another.
        """
        from icmo.documents.neutral import labels

        with self._database.write() as connection:
            earlier = settings.read(connection)
            known = {**earlier.get(LABELS, {}), **earlier.get(NEUTRAL, {})}
            made = labels(cases.all_cases(connection), known, lang=self.language)
            settings.write(connection, {NEUTRAL: made if on else {}, LABELS: made})
        return made if on else {}


def _template(data: bytes) -> bytes:
    """A Word file that can be written in; complains when it is none."""
    from icmo.documents.model import Report
    from icmo.reports.word import render

    if len(data) > MAX_TEMPLATE:
        raise InvalidError(
            _("The Word template is larger than {n} MB.").format(n=MAX_TEMPLATE // 1_000_000),
            _("Make its pictures smaller."),
        )
    render(Report("template", "–", "–", "da", ()), template=data)
    return data


def _require(material: Material, options: Options) -> None:
    for code in options.codes:
        require_code(material.codebook, code)
    for name in options.municipalities:
        if name not in material.municipalities:
            raise NotFoundError(
                _("There is no municipality “{name}”.").format(name=name),
                _("Known: {names}.").format(names=", ".join(material.municipalities)),
            )
    if options.order not in ORDERS:
        raise InvalidError(
            _("“{value}” is not one of {known}.").format(value=options.order, known=", ".join(ORDERS)),
            _("Say in which order quotes are chosen."),
        )
