"""Suggestions and what coders do with them; the project's own cues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icmo.coding import new_coding, new_decision, require_code
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _
from icmo.models import CueDecision, Decision, Exchange, Lexicon, Origin, Transcript, Verdict
from icmo.project_reading import transcript_named
from icmo.project_writing import ProjectWriting
from icmo.store import codings, cues, exchanges, settings, suggestions

if TYPE_CHECKING:
    from icmo.models import Kind
    from icmo.suggest.candidates import Candidate
    from icmo.suggest.proposals import Proposal
    from icmo.suggest.replay import Replay

SETTING = "suggesting"
DEFAULTS: Mapping[str, Any] = {
    "blind": False,  # nothing is shown, as in a blind double coding; suggestions are still scored
    "learn_from": "project",  # or "coder": only from the one who asks
    "embeddings": None,  # the folder of a sentence-transformer
    "llm_url": None,
    "llm_model": None,
    "llm_remote": False,  # whether a language model may lie on another machine
}


class ProjectSuggesting(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with suggestions."""

    # --- Settings ---------------------------------------------------------------------------------------

    @property
    def suggestion_settings(self) -> dict[str, Any]:
        """How suggestions are made: the project's choices over `DEFAULTS`."""
        return {**DEFAULTS, **self._settings.get(SETTING, {})}

    def set_suggestions(self, **values: Any) -> dict[str, Any]:
        """Change how suggestions are made (see `DEFAULTS`), and give the settings as they are then.

        Raises
        ------
        InvalidError
            A setting of another name, a model on another machine without leave, or an unknown `learn_from`.
        """
        if unknown := set(values) - set(DEFAULTS):
            known = ", ".join(DEFAULTS)
            raise InvalidError(_("“{value}” is not one of {known}.").format(value=", ".join(unknown), known=known))
        changed = {**self.suggestion_settings, **values}
        if changed["learn_from"] not in ("project", "coder"):
            raise InvalidError(
                _("“{value}” is not one of {known}.").format(value=changed["learn_from"], known="project, coder")
            )
        if bool(changed["llm_url"]) != bool(changed["llm_model"]):
            raise InvalidError(_("A language model needs both its address and its name."))
        if changed["llm_url"]:
            from icmo.suggest.llm import Endpoint

            Endpoint(changed["llm_url"], changed["llm_model"], remote=changed["llm_remote"]).check()
        with self._database.write() as connection:
            settings.write(connection, {SETTING: changed})
        self._settings[SETTING] = changed
        return changed

    # --- Suggestions ------------------------------------------------------------------------------------

    def suggest(
        self,
        *,
        top: int = 3,
        coder: str | None = None,
        transcripts: Iterable[str] | None = None,
        track: Callable[[Sequence[Transcript]], Iterable[Transcript]] = lambda t: t,
    ) -> int:
        """Suggest codes for every passage, learning from the work done so far; returns how many.

        With `coder`, in a project whose setting `learn_from` is ``coder``, only that coder's work teaches the engine
        and settles passages. With `transcripts` (GUIDs) only these get new suggestions.

        Raises
        ------
        ProjectError
            A model that the settings name is not there.
        """
        from icmo import suggesting

        asked: list[Exchange] = []
        wanted = None if transcripts is None else set(transcripts)
        chosen = self.suggestion_settings
        material = self.seen_by("").material()  # what nobody may see in an open round teaches nothing
        only = [one for one in material.transcripts if wanted is None or one.guid in wanted]
        try:
            made = suggesting.suggest(
                material,
                top=top,
                coder=coder if chosen["learn_from"] == "coder" else None,
                models=suggesting.chosen_models(chosen, asked.append),
                transcripts=only,
                track=track,
            )
        finally:
            with self._database.write() as connection:
                exchanges.add(connection, asked)
        self._settings["pipeline"] = suggesting.pipeline_used()
        with self._database.write() as connection:
            suggestions.replace(connection, [transcript.guid for transcript in only], made)
            settings.write(connection, {"pipeline": self._settings["pipeline"]})
        return len(made)

    def export_suggestions(self, path: str | Path) -> int:
        """Export the suggestions as CSV or JSON Lines; the rows that a coder keeps can be imported as codings."""
        from icmo import frames
        from icmo.formats.rows import write_rows

        rows = frames.suggestion_rows(self.material())
        write_rows(rows, frames.SUGGESTION_COLUMNS, Path(path))
        return len(rows)

    def decide(
        self,
        suggestion: str,
        verdict: str | Verdict,
        *,
        coder: str,
        start: int | None = None,
        end: int | None = None,
    ) -> Decision:
        """Accept, reject or skip a suggestion; an accepted one becomes a coding, in the same step.

        With `start` and `end` the coding gets another span than was suggested.

        Raises
        ------
        NotFoundError
            There is no such suggestion.
        InvalidError
            An unknown verdict, or the coder has decided on it already.
        """
        if self.suggestion_settings["blind"]:
            raise InvalidError(
                _("The project is in a blind round; suggestions are not shown."),
                _("End it with: icmo suggest settings PROJECT --no-blind"),
            )
        with self._writing(coder) as step:
            found = suggestions.one(step.connection, suggestion)
            if found is None or not self._sight(step).shows_suggestions(found.transcript):
                raise NotFoundError(_("There is no suggestion {guid}.").format(guid=suggestion))
            self._let_code(step, [(found.transcript, "")])
            if suggestions.is_decided(step.connection, found, step.coder):
                raise InvalidError(
                    _("{coder} has decided on that suggestion already.").format(coder=coder),
                    _("Undo the decision to make another one."),
                )
            decision = new_decision(found, verdict, coder)
            if decision.coding:
                source = transcript_named(step.connection, found.transcript)
                span = (found.start, found.end) if start is None or end is None else (start, end)
                accepted = new_coding(source, self.codebook, found.code, coder, start=span[0], end=span[1])
                codings.add(step, [replace(accepted, guid=decision.coding, origin=Origin.SUGGESTION)])
            suggestions.decide(step, [decision])
        return decision

    def forget_decisions(self, *, coder: str, of: str | None = None) -> int:
        """Delete decisions on suggestions, everybody's or one coder's, so that nothing is learned from them.

        Codings stay, and one undo brings the decisions back. Returns how many there were.
        """
        with self._writing(coder) as step:
            sight = self._sight(step)
            found = [one for one in suggestions.all_decisions(step.connection) if not sight.hides(one)]
            guids = [one.guid for one in found if of in (None, one.coder)]
            suggestions.forget(step, guids)
        return len(guids)

    def exchanges(self) -> tuple[Exchange, ...]:
        """What language models were asked and what they answered, oldest first."""
        with self._database.read() as connection:
            return exchanges.all_exchanges(connection)

    def candidates(self) -> list[Candidate]:
        """Passages where an intervention, a mechanism and an outcome stand together, the best first."""
        from icmo.suggest.candidates import candidates

        return candidates(self.material())

    def replay(self, *, coder: str | None = None, kinds: Sequence[Kind] | None = None) -> Replay:
        """Replay the coding of the project: what would have been suggested before each passage was coded?"""
        from icmo.suggest.replay import replay
        from icmo.suggest.zero_shot import RANKED

        return replay(self.material(), coder=coder, kinds=kinds or RANKED)

    # --- The project's own cues -------------------------------------------------------------------------

    def propose_cues(self, codes: Iterable[str] | None = None, *, top: int = 10) -> list[Proposal]:
        """New cues for these codes (all), from what has been coded; up to `top` for each, the clearest first."""
        from icmo.suggest.proposals import proposals

        wanted = list(codes) if codes is not None else None
        for code in wanted or ():
            require_code(self.codebook, code)
        return proposals(self.material(), codes=wanted, top=top)

    def decide_cue(
        self, code: str, text: str, verdict: str | Verdict, *, coder: str, weight: float = 1.0
    ) -> CueDecision:
        """Take a cue into the project's own lexicon (accept), or have it proposed no more (reject).

        Raises
        ------
        NotFoundError
            There is no such code.
        InvalidError
            No words in the cue, a weight outside 0–5, or another verdict.
        """
        from icmo.coding import new_cue

        made = new_cue(self.codebook, code, text, verdict, coder=coder, weight=weight)
        with self._writing(coder) as step:
            cues.decide(step, [made], of_own=self._sight(step).takes_part)
        return made

    def own_lexicon(self) -> Lexicon:
        """The project's own cues as a lexicon, as it lies over the shipped ones."""
        from icmo.lexicon import layer

        return layer(self.material().cues, self.codebook)
