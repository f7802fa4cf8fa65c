"""What can be read from a project: its material as dataclasses and frames, its log, its graph and overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from icmo.blind import Horizon, hides_claim, seen, seen_in
from icmo.collector import no_collecting
from icmo.consensus import standing, whole
from icmo.documents.neutral import labels
from icmo.errors import NotFoundError, ProjectError
from icmo.i18n import _
from icmo.lexicon import with_layer
from icmo.models import (
    CONSENSUS,
    Change,
    Codebook,
    Coding,
    Configuration,
    CueDecision,
    Decision,
    Marked,
    Material,
    Round,
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
    resolutions,
    rounds,
    settings,
    suggestions,
    summaries,
    theories,
    transcripts,
)
from icmo.store import codebooks as stored_codebooks
from icmo.store.database import Database
from icmo.store.unseen import hider

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from sqlalchemy.engine import Connection

    from icmo.documents.options import Options
    from icmo.overview import Overview


_POLLED = 100  # changes that a page is told of when it asks whether there are any
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
        self._viewer = ""
        self._views: dict[str, Self] = {}
        self._nobodys: Any = self  # what one sees who takes no part in a round

    def seen_by(self, coder: str) -> Self:
        """The project as a coder may see it: in open rounds without what others have coded (see `icmo.blind`).

        Opened without saying who looks, a project shows of a round what everybody may see: no codings.
        """
        if not any(coder in one.readers for one in self.open_rounds()):
            return self._nobodys  # type: ignore[no-any-return]
        if coder not in self._views:
            view = copy(self)
            view._viewer, view._kept = coder, None
            self._views[coder] = view
        return self._views[coder]

    def open_rounds(self) -> tuple[Round, ...]:
        """The rounds of blind coding that are going on."""
        with self._database.read() as connection:
            return rounds.open_rounds(connection)

    def blind_transcripts(self) -> frozenset[str]:
        """The GUIDs of the transcripts that are being coded blind."""
        return frozenset(guid for one in self.open_rounds() for guid in one.transcripts)

    def _horizon(self, connection: Connection) -> Horizon:
        return Horizon(self._viewer, rounds.open_rounds(connection))

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
            renewed = suggestions.stamp(connection)
            now = (journal.latest(connection), renewed, self._stamp, self._blind, neutral)
            if self._kept is None or self._kept[0] != now:
                with no_collecting():
                    self._kept = now, self._read(connection, neutral)
            return self._kept[1]

    def layers(self) -> Material:
        """The material with all coders’ codings, also those that a consensus has set aside: for files that keep all."""
        return whole(self.material())

    def _read(self, connection: Connection, neutral: Mapping[str, str]) -> Material:
        """What the viewer may see of everything, with what a consensus has set aside laid aside."""
        found = seen(self._everything(connection, neutral), self._horizon(connection))
        own = cues.latest(found.cues)
        return standing(replace(found, cues=own, codebook=self._layered(own)))

    def _everything(self, connection: Connection, neutral: Mapping[str, str]) -> Material:
        known = cases.all_cases(connection)
        return Material(
            codebook=self.codebook,
            cases=known,
            aliases=labels(known, neutral, lang=self.language) if neutral else {},
            transcripts=transcripts.all_transcripts(connection),
            codings=codings.all_codings(connection),
            configurations=configurations.all_configurations(connection),
            suggestions=() if self._blind else suggestions.all_suggestions(connection),
            decisions=suggestions.all_decisions(connection),
            cues=cues.all_cues(connection),
            memos=memos.all_memos(connection),
            theories=theories.all_theories(connection),
            links=configurations.all_links(connection),
            summaries=summaries.all_summaries(connection),
            guide=guide.read(connection),
            edits=overview_edits.all_edits(connection),
            choices=quote_choices.all_choices(connection),
            texts=report_texts.all_texts(connection),
            rounds=rounds.all_rounds(connection),
            resolutions=resolutions.all_resolutions(connection),
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
            marked = Marked(
                transcript=found,
                codings=here,
                suggestions=() if self._blind else suggestions.in_transcript(connection, found.guid),
                decisions=suggestions.all_decisions(connection, found.guid),
                configurations=whole,
                elsewhere=codings.some(connection, parts),
                memos=memos.all_memos(connection),
                resolutions=resolutions.in_transcript(connection, found.guid),
                number=journal.latest(connection),
                renewed=suggestions.renewed(connection, found.guid),
            )
            return seen_in(marked, self._horizon(connection))

    def state(self, transcript: str | None = None, since: int = 0) -> tuple[int, str, list[str]]:
        """Whether anything has changed.

        Returns
        -------
        The number of the newest entry in the log, when the transcript's suggestions were made, and what was done
        after `since` (``insert GUID`` and so on, the newest first).
        """
        with self._database.read() as connection:
            renewed = suggestions.renewed(connection, transcript) if transcript else ""
            changed = self._latest_seen(connection, _POLLED, since=since)
            return journal.latest(connection), renewed, [f"{one.action} {one.guid}" for one in reversed(changed)]

    def coding(self, guid: str) -> Coding | None:
        """The coding of that GUID, if it is there."""
        with self._database.read() as connection:
            return seen_coding(connection, guid, self._horizon(connection))

    def codings_of(self, configuration: Configuration) -> dict[str, Coding]:
        """The codings that are a configuration's parts, by GUID."""
        with self._database.read() as connection:
            found = codings.some(connection, {part.coding for part in configuration.parts})
            horizon = self._horizon(connection)
            return index(one for one in found if not horizon.hides(one))

    def log(self, *, last: int | None = None, guid: str | None = None) -> list[Change]:
        """The log, or its latest entries, or all that happened to one row; oldest first, coders by name."""
        with self._database.read() as connection:
            if last is not None and guid is None:
                return self._latest_seen(connection, last)
            return self._seen_changes(connection, journal.entries(connection, guid=guid))[-(last or 0) :]

    def _latest_seen(self, connection: Connection, most: int, *, since: int = 0) -> list[Change]:
        """The newest so many entries of the log that may be seen, oldest first; all of them after `since`."""
        found: list[Change] = []
        page = journal.entries(connection, last=most, since=since)
        while page and len(found) < most:
            found = [*self._seen_changes(connection, page), *found]
            page = journal.entries(connection, last=most, since=since, before=page[0].number)
        return found[-most:]

    def _seen_changes(self, connection: Connection, changes: Sequence[Change]) -> list[Change]:
        """Entries of the log with coders by name, without those that tell how another codes in an open round."""
        if not changes:
            return []
        names, hides = coders.names(connection), hider(connection, self._horizon(connection))
        named = (replace(one, coder=names.get(one.coder, one.coder)) for one in changes)
        return [one for one in named if not hides(one)]

    def has_suggestions(self) -> bool:
        """Whether suggestions have been made for any transcript."""
        with self._database.read() as connection:
            return suggestions.stamp(connection)[0] > 0

    def coding_counts(self) -> dict[str, int]:
        """How many codings each code has."""
        with self._database.read() as connection:
            self._refresh(connection)
            horizon = self._horizon(connection)
            if not horizon.rounds:
                return codings.counts(connection)
            return dict(Counter(one.code for one in codings.all_codings(connection) if not horizon.hides(one)))

    def coders(self) -> list[str]:
        """The names of those who have worked in the project; the layer of consensus is nobody."""
        with self._database.read() as connection:
            return sorted({*coders.names(connection).values()} - {CONSENSUS})

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

        return frames.history(self.log(last=last), {})

    def about(self) -> dict[str, Any]:
        """The project in numbers: its settings, municipalities, transcripts, words, codings and so on."""
        material = self.material()
        return {
            **self._settings,
            "municipalities": list(material.municipalities),
            "transcripts": [f"{t.name} ({t.municipality or '–'}, {t.words})" for t in material.transcripts],
            "words": sum(t.words for t in material.transcripts),
            "codings": len(material.codings),
            "coders": sorted({coding.coder for coding in material.layers} - {CONSENSUS}),
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


def seen_coding(connection: Connection, guid: str, horizon: Horizon) -> Coding | None:
    """The coding of that GUID, if it is there and may be seen."""
    found = codings.one(connection, guid)
    return None if found is None or horizon.hides(found) else found


def seen_configuration(connection: Connection, guid: str, horizon: Horizon) -> Configuration | None:
    """The configuration of that GUID, if it is there and may be seen."""
    found = configurations.one(connection, guid)
    if found is None or not horizon.rounds:
        return found
    parts = codings.some(connection, {part.coding for part in found.parts})
    return None if hides_claim(found, parts, horizon) else found


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
