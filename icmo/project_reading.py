"""What can be read from a project: its material as dataclasses and frames, its log, its graph and overview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from icmo.collector import no_collecting
from icmo.documents.neutral import labels
from icmo.errors import NotFoundError, ProjectError
from icmo.i18n import _
from icmo.lexicon import with_layer
from icmo.models import (
    Change,
    Codebook,
    Coding,
    Configuration,
    CueDecision,
    Decision,
    Marked,
    Material,
    Transcript,
    index,
)
from icmo.store import (
    cases,
    coders,
    codings,
    configurations,
    cues,
    guide,
    journal,
    memos,
    overview_edits,
    quote_choices,
    report_texts,
    settings,
    suggestions,
    summaries,
    theories,
    transcripts,
)
from icmo.store import codebooks as stored_codebooks
from icmo.store.database import Database

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from sqlalchemy.engine import Connection

    from icmo.documents.options import Options
    from icmo.overview import Overview


NEUTRAL = "neutral"  # the setting that holds what reports print for the municipalities' names


class ProjectReading:
    """The half of `icmo.project.Project` that changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.read() as connection:
            self._settings = settings.read(connection)
            if "codebook" not in self._settings:
                raise ProjectError(
                    _("The project was never finished."), _("Delete it, and make it again with icmo init.")
                )
            self._stamp: object = None
            self._refresh(connection)
        self._own: tuple[CueDecision, ...] = ()
        self._with_own = self._layered_over = self.codebook
        self._kept: tuple[object, Material] | None = None

    def _refresh(self, connection: Connection) -> None:
        """Read the code book again where somebody has changed it."""
        stamp = stored_codebooks.stamp(connection)
        if stamp != self._stamp:
            self.codebook: Codebook = stored_codebooks.load(connection, self._settings["codebook"])
            self._stamp = stamp

    @property
    def name(self) -> str:
        """The project's name, as reports print it."""
        return str(self._settings["name"])

    @property
    def language(self) -> str:
        """The language of the project's reports: ``"da"`` or ``"en"``."""
        return str(self._settings["language"])

    @property
    def settings(self) -> Mapping[str, Any]:
        """Name, language, code book, when and by which icmo the project was made, and its NLP pipeline."""
        return dict(self._settings)

    # --- Reading ----------------------------------------------------------------------------------------

    def material(self) -> Material:
        """Everything in the project at this moment, as dataclasses: what analyses work on.

        As long as nothing has changed, the same object is given again.
        """
        with self._database.read() as connection:
            self._refresh(connection)
            neutral = settings.read(connection).get(NEUTRAL, {})
            now = (journal.latest(connection), suggestions.stamp(connection), self._stamp, self._blind, neutral)
            if self._kept is None or self._kept[0] != now:
                with no_collecting():
                    self._kept = now, self._read(connection, neutral)
            return self._kept[1]

    def _read(self, connection: Connection, neutral: Mapping[str, str]) -> Material:
        own, known = cues.all_cues(connection), cases.all_cases(connection)
        return Material(
            codebook=self._layered(own),
            cases=known,
            aliases=labels(known, neutral, lang=self.language) if neutral else {},
            transcripts=transcripts.all_transcripts(connection),
            codings=codings.all_codings(connection),
            configurations=configurations.all_configurations(connection),
            suggestions=() if self._blind else suggestions.all_suggestions(connection),
            decisions=suggestions.all_decisions(connection),
            cues=own,
            memos=memos.all_memos(connection),
            theories=theories.all_theories(connection),
            links=configurations.all_links(connection),
            summaries=summaries.all_summaries(connection),
            guide=guide.read(connection),
            edits=overview_edits.all_edits(connection),
            choices=quote_choices.all_choices(connection),
            texts=report_texts.all_texts(connection),
            name=self.name,
            language=self.language,
        )

    def _layered(self, own: tuple[CueDecision, ...]) -> Codebook:
        """The code book with the project's own cues; the same object until these change: it is compiled once."""
        if own != self._own or self._layered_over is not self.codebook:
            self._own, self._layered_over, self._with_own = own, self.codebook, with_layer(self.codebook, own)
        return self._with_own

    @property
    def _blind(self) -> bool:
        """Whether suggestions are kept from everybody, as in a round of blind double coding."""
        return bool(self._settings.get("suggesting", {}).get("blind"))

    def transcripts(self) -> pd.DataFrame:
        """A row per transcript: name, municipality, informant type, date, words, turns, codings."""
        from icmo import frames

        return frames.transcripts(self.material())

    def contents(self) -> tuple[Transcript, ...]:
        """The transcripts by municipality and name, without their texts: quick to read for a list."""
        with self._database.read() as connection:
            return transcripts.without_texts(connection)

    def transcript(self, name: str) -> Transcript:
        """One transcript by its name or GUID."""
        with self._database.read() as connection:
            return transcript_named(connection, name)

    def marked(self, name: str) -> Marked:
        """One transcript with its codings, suggestions, decisions, configurations and memos."""
        with self._database.read() as connection:
            self._refresh(connection)
            found = transcript_named(connection, name)
            here = codings.in_transcript(connection, found.guid)
            whole = configurations.in_transcript(connection, found.guid)
            parts = {part.coding for one in whole for part in one.parts} - {one.guid for one in here}
            return Marked(
                transcript=found,
                codings=here,
                suggestions=() if self._blind else suggestions.in_transcript(connection, found.guid),
                decisions=suggestions.all_decisions(connection, found.guid),
                configurations=whole,
                elsewhere=codings.some(connection, parts),
                memos=memos.all_memos(connection),
                number=journal.latest(connection),
                renewed=suggestions.renewed(connection, found.guid),
            )

    def state(self, transcript: str | None = None, since: int = 0) -> tuple[int, str, list[str]]:
        """Whether anything has changed.

        Returns
        -------
        The number of the newest entry in the log, when the transcript's suggestions were made, and what was done
        after `since` (``insert GUID`` and so on, the newest first).
        """
        with self._database.read() as connection:
            renewed = suggestions.renewed(connection, transcript) if transcript else ""
            return journal.latest(connection), renewed, journal.changed_since(connection, since)

    def coding(self, guid: str) -> Coding | None:
        """The coding of that GUID, if it is there."""
        with self._database.read() as connection:
            return codings.one(connection, guid)

    def codings_of(self, configuration: Configuration) -> dict[str, Coding]:
        """The codings that are a configuration's parts, by GUID."""
        with self._database.read() as connection:
            return index(codings.some(connection, {part.coding for part in configuration.parts}))

    def log(self, *, last: int | None = None, guid: str | None = None) -> list[Change]:
        """The log, or its latest entries, or all that happened to one row; oldest first, coders by name."""
        with self._database.read() as connection:
            names = coders.names(connection)
            found = journal.entries(connection, guid=guid, last=last)
            return [replace(one, coder=names.get(one.coder, one.coder)) for one in found]

    def has_suggestions(self) -> bool:
        """Whether suggestions have been made for any transcript."""
        with self._database.read() as connection:
            return suggestions.stamp(connection)[0] > 0

    def coding_counts(self) -> dict[str, int]:
        """How many codings each code has."""
        with self._database.read() as connection:
            self._refresh(connection)
            return codings.counts(connection)

    def coders(self) -> list[str]:
        """The names of those who have worked in the project."""
        with self._database.read() as connection:
            return sorted(coders.names(connection).values())

    def codings(self) -> pd.DataFrame:
        """A row per coding: quote, code with its path and kind, coder, and where the transcript comes from."""
        from icmo import frames

        return frames.codings(self.material())

    def configurations(self) -> pd.DataFrame:
        """A row per part of a configuration: role, code, quote, and the configuration's own columns."""
        from icmo import frames

        return frames.configurations(self.material())

    def suggestions(self) -> pd.DataFrame:
        """A row per suggestion: passage, code, rank, score, band and reasons."""
        from icmo import frames

        return frames.suggestions(self.material())

    def frame(self, noun: str) -> pd.DataFrame:
        """A pandas frame by its name, such as ``"memos"``: a row per thing (`icmo.frames.FRAMES` lists them)."""
        from icmo import frames

        return frames.frame(self.material(), noun)

    def agreement(self, **asked: Any) -> pd.DataFrame:
        """A row per code: how far coders agree on it, after one for all codes together (`icmo.frames.agreement`)."""
        from icmo import frames

        return frames.agreement(self.material(), **asked)

    def _repr_html_(self) -> str:
        """What a notebook shows of the project."""
        from icmo.formats.out.notebook import project_html

        return project_html(self.material())

    def decisions(self) -> tuple[Decision, ...]:
        """What coders did with suggestions, oldest first."""
        return self.material().decisions

    def history(self, *, last: int | None = None) -> pd.DataFrame:
        """The log, or its latest entries: a row per change with who, when, what, before and after."""
        from icmo import frames

        with self._database.read() as connection:
            return frames.history(journal.entries(connection, last=last), coders.names(connection))

    def about(self) -> dict[str, Any]:
        """The project in numbers: its settings, municipalities, transcripts, words, codings and so on."""
        material = self.material()
        return {
            **self._settings,
            "municipalities": list(material.municipalities),
            "transcripts": [f"{t.name} ({t.municipality or '–'}, {t.words})" for t in material.transcripts],
            "words": sum(t.words for t in material.transcripts),
            "codings": len(material.codings),
            "coders": sorted({coding.coder for coding in material.codings}),
            "configurations": len(material.configurations),
            "suggestions": len(material.suggestions),
            "decisions": len(material.decisions),
        }

    # --- Analysis ---------------------------------------------------------------------------------------

    def graph(self, *filters: str) -> nx.Graph[str]:
        """The mechanism graph of the configurations; without any, the co-occurrence of codes. It draws itself.

        Parameters
        ----------
        filters : applied in their order, as ``"municipality=Egeholm"`` (`icmo.graph.steps` lists them)
        """
        from icmo import graph
        from icmo.formats.out.shown_graph import shown

        return shown(graph.build(self.material(), graph.pipeline(filters)))

    def overview(self, options: Options | None = None, **asked: Any) -> Overview:
        """The Bilag 5 overview: rows of ICMO parts × target groups, every entry with its quotes.

        Parameters
        ----------
        options, asked : what is asked (`icmo.documents.options.Options`): `draft` counts the strong suggestions
            instead of the codings, and says so; an entry with fewer than `min_municipalities` or `min_quotes` is
            flagged as thin; `lang` is "da" or "en", by default the project's language
        """
        from icmo import overview
        from icmo.documents.neutral import neutralised

        return overview.build(neutralised(self.material()), options, **asked)


def transcript_named(connection: Connection, name: str) -> Transcript:
    """The transcript of that name or GUID.

    Raises
    ------
    NotFoundError
        There is none.
    """
    found = transcripts.one(connection, name)
    if found is None:
        raise NotFoundError(
            _("There is no transcript “{name}”.").format(name=name), _("See their names with: icmo info PROJECT")
        )
    return found
