"""Codings and configurations: made, changed, put together, taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from icmo.coding import (
    changed_coding,
    changed_configuration,
    check_coding,
    check_link,
    check_parts,
    merged,
    new_coding,
    new_configuration,
)
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _, current
from icmo.models import (
    About,
    Coding,
    Configuration,
    ConfigurationLink,
    Part,
    Polarity,
    Stance,
    TheoryPart,
    Valence,
    index,
)
from icmo.project_reading import seen_coding, seen_configuration, transcript_named
from icmo.project_writing import ProjectWriting
from icmo.stamps import new_guid
from icmo.statements import draft_statement
from icmo.store import codings, configurations, memos, suggestions, tables, theories
from icmo.store.journal import Journal, gone


class ProjectCoding(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with codings and configurations."""

    # --- Codings ----------------------------------------------------------------------------------------

    def code(
        self,
        transcript: str,
        code: str,
        *,
        coder: str,
        start: int | None = None,
        end: int | None = None,
        quote: str | None = None,
        valence: str | Valence | None = None,
        memo: str = "",
    ) -> Coding:
        """Apply a code to a segment, given by its offsets or by a quote that occurs once.

        Raises
        ------
        NotFoundError
            Unknown transcript or code.
        InvalidError
            The span lies outside the text, or the quote does not stand exactly once in it.
        """
        source = self.transcript(transcript)
        coding = new_coding(
            source, self.codebook, code, coder, start=start, end=end, quote=quote, valence=valence, memo=memo
        )
        self.add_codings([coding], coder=coder)
        return coding

    def add_codings(self, new: Sequence[Coding], *, coder: str) -> None:
        """Add finished codings as one step (one undo takes them all back).

        Raises
        ------
        NotFoundError, InvalidError
            An unknown transcript or code, a span outside the text, or a quote that does not stand there.
        """
        with self._writing(coder) as step:
            texts = {guid: transcript_named(step.connection, guid).text for guid in {one.transcript for one in new}}
            for one in new:
                check_coding(one, texts[one.transcript], self.codebook)
            self._let_code(step, ((one.transcript, one.coder) for one in new))
            codings.add(step, new)

    def mark(self, transcript: str, codes: Iterable[str], *, coder: str, start: int, end: int) -> tuple[Coding, ...]:
        """Apply several codes to one segment, as one step. A code that the coder has put there already is left alone.

        Returns
        -------
        The codings of that segment with those codes, those from before among them.
        """
        with self._writing(coder) as step:
            source = transcript_named(step.connection, transcript)
            self._let_code(step, [(source.guid, "")])
            new = (
                new_coding(source, self.codebook, code, coder, start=start, end=end) for code in dict.fromkeys(codes)
            )
            made = [replace(one, at=step.at) for one in new]
            there = {
                (one.code, one.start, one.end): one
                for one in codings.at(step.connection, made[0])
                if one.coder == coder
            }
            found = [there.get((one.code, one.start, one.end), one) for one in made]
            codings.add(step, [one for one in found if one in made])
        return tuple(found)

    def recode(self, guid: str, *, coder: str, seen: str | None = None, **changes: Any) -> Coding:
        """Give a coding another start, end, code, valence or memo.

        Parameters
        ----------
        seen : the `icmo.stamps.version` of the coding as it was when the change was decided on

        Raises
        ------
        NotFoundError, InvalidError
            There is no such coding, or it cannot be changed so.
        ConflictError
            Somebody has changed it since it was seen.
        """
        with self._writing(coder) as step:
            before = self._coding(step, guid, seen)
            source = transcript_named(step.connection, before.transcript)
            after = changed_coding(before, source, self.codebook, changes)
            codings.change(step, after)
        return after

    def _coding(self, step: Journal, guid: str, seen: str | None) -> Coding:
        found = seen_coding(step.connection, guid, self._sight(step))
        if found is None:
            raise _missing(_("There is no coding {guid}.").format(guid=guid))
        self._as_seen(step, found, seen)
        return found

    def uncode(self, guid: str, *, coder: str, seen: str | None = None) -> None:
        """Take a coding away, with the parts that it was, and a configuration whose last part that is.

        Raises
        ------
        ConflictError
            The coding is not there any more, or somebody has changed it since it was `seen`.
        """
        with self._writing(coder) as step:
            if seen is not None:
                self._coding(step, guid, seen)
            elif seen_coding(step.connection, guid, self._sight(step)) is None:
                raise gone(tables.coding, guid)
            codings.remove(step, guid)

    # --- Configurations ---------------------------------------------------------------------------------

    def configure(
        self,
        parts: Iterable[Part | tuple[str, str]],
        *,
        coder: str,
        actor: str = "",
        polarity: str | Polarity = Polarity.FURTHERS,
        stance: str | Stance | None = None,
        target_group: str | None = None,
        statement: str = "",
        memo: str = "",
        theory: str | None = None,
    ) -> Configuration:
        """Put codings together as one configuration.

        Parameters
        ----------
        parts : `Part` objects, or pairs of role (I, C, K, M, O) and coding GUID
        actor : whose reasoning: kvinde, medarbejder, arbejdsgiver …
        polarity : fremmer, hæmmer or trods
        stance : what it says of a programme theory: understøtter, afkræfter, nuancerer
        target_group : the id of a code of that kind
        statement : the sentence “Hvis … i … så … fordi …”
        theory : the GUID of the programme theory that `stance` is about

        Raises
        ------
        InvalidError
            No parts, an unknown role, polarity or stance, or a target group that is none.
        NotFoundError
            A part refers to a coding that does not exist.
        """
        made = new_configuration(
            parts,
            self.codebook,
            coder,
            actor=actor,
            polarity=polarity,
            stance=stance,
            target_group=target_group,
            statement=statement,
            memo=memo,
            theory=theory,
        )
        self.add_configurations([made], coder=coder)
        return made

    def add_configurations(self, new: Sequence[Configuration], *, coder: str) -> None:
        """Add finished configurations as one step.

        Raises
        ------
        NotFoundError
            A part refers to a coding that does not exist.
        """
        with self._writing(coder) as step:
            for one in new:
                self._check(step, one)
            configurations.add(step, new)

    def reconfigure(self, guid: str, *, coder: str, seen: str | None = None, **changes: Any) -> Configuration:
        """Give a configuration other parts, actor, polarity, stance, target group, statement, memo or theory.

        Raises
        ------
        NotFoundError, InvalidError
            There is no such configuration, or it cannot be changed so.
        ConflictError
            Somebody has changed it since it was `seen` (its `icmo.stamps.version`).
        """
        with self._writing(coder) as step:
            before = self._configuration(step, guid, seen)
            after = changed_configuration(before, self.codebook, changes)
            self._check(step, after)
            self._keep_in_sight(step, after, before)
            configurations.change(step, after)
        return after

    def merge_configurations(self, guid: str, other: str, *, coder: str) -> Configuration:
        """Make one configuration of two: the first one, with the parts, links and memos of both."""
        with self._writing(coder) as step:
            if guid == other:
                raise InvalidError(_("A configuration cannot be merged with itself."))
            first, second = (self._configuration(step, one) for one in (guid, other))
            self._keep_in_sight(step, merged(first, second), first, second)
            configurations.relink(step, other, to=guid)
            about = memos.all_memos(step.connection, about=About.CONFIGURATION, subject=other)
            memos.give(step, [memo.guid for memo in about], guid)
            configurations.remove(step, other)
            configurations.change(step, made := merged(first, second))
        return made

    def draft_statement(self, parts: Iterable[Part], polarity: Polarity) -> str:
        """The sentence “Hvis … i …, så …, fordi …” drafted from the codes of the parts, in the current language."""
        asked = list(parts)
        with self._database.read() as connection:
            self._refresh(connection)
            horizon = self._horizon(connection)
            there = index(c for c in codings.some(connection, {p.coding for p in asked}) if not horizon.hides(c))
        check_parts(asked, there)
        spoken = [TheoryPart(part.role, there[part.coding].code) for part in asked]
        return draft_statement(self.codebook, spoken, polarity, current())

    def link_configurations(self, earlier: str, later: str, *, coder: str) -> ConfigurationLink:
        """Say that the outcome of one configuration is the context of the next.

        Raises
        ------
        InvalidError
            The earlier one has no outcome, they are the same, or are linked already.
        """
        with self._writing(coder) as step:
            first, _second = (self._configuration(step, one) for one in (earlier, later))
            linked = {(one.earlier, one.later) for one in configurations.all_links(step.connection)}
            check_link(first, later, linked)
            made = ConfigurationLink(new_guid(), earlier, later, coder, step.at)
            configurations.link(step, made)
        return made

    def unlink_configurations(self, link: str, *, coder: str) -> None:
        """Take a link between configurations away."""
        with self._writing(coder) as step:
            self._check_link(step, link)
            configurations.unlink(step, link)

    def _check_link(self, step: Journal, guid: str) -> None:
        """Complain about a link that does not exist, or that may not be seen."""
        sight = self._sight(step)
        found = next((one for one in configurations.all_links(step.connection) if one.guid == guid), None)
        ends = (found.earlier, found.later) if found else ()
        if not ends or not all(seen_configuration(step.connection, end, sight) for end in ends):
            raise gone(tables.configuration_link, guid)

    def _configuration(self, step: Journal, guid: str, seen: str | None = None) -> Configuration:
        found = seen_configuration(step.connection, guid, self._sight(step))
        if found is None:
            raise _missing(_("There is no configuration {guid}.").format(guid=guid))
        self._as_seen(step, found, seen)
        return found

    def _check(self, step: Journal, made: Configuration) -> None:
        """Complain about parts or a theory that do not exist."""
        sight = self._sight(step)
        there = [c for c in codings.some(step.connection, {p.coding for p in made.parts}) if not sight.hides(c)]
        check_parts(made.parts, {one.guid for one in there})
        if made.theory and made.theory not in {one.guid for one in theories.all_theories(step.connection)}:
            raise _missing(_("There is no theory {guid}.").format(guid=made.theory))

    def _keep_in_sight(self, step: Journal, after: Configuration, *before: Configuration) -> None:
        """Complain when a configuration that all see would get a part that is coded blind: it would vanish for them."""
        sight = self._sight(step)

        def is_blind(one: Configuration) -> bool:
            """Whether one of its parts stands in a transcript that is coded blind."""
            there = codings.some(step.connection, {part.coding for part in one.parts})
            return any(sight.is_blind(coding.transcript) for coding in there)

        if sight.rounds and is_blind(after) and not all(map(is_blind, before)):
            raise InvalidError(
                _("Others see this configuration, and would not with a part that is coded blind."),
                _("Make a new configuration, or wait until the round is closed."),
            )

    def unconfigure(self, guid: str, *, coder: str, seen: str | None = None) -> None:
        """Take a configuration apart; its codings stay."""
        with self._writing(coder) as step:
            if seen is not None:
                self._configuration(step, guid, seen)
            elif seen_configuration(step.connection, guid, self._sight(step)) is None:
                raise gone(tables.configuration, guid)
            configurations.remove(step, guid)

    # --- Files ------------------------------------------------------------------------------------------

    def import_codings(self, path: str | Path, *, coder: str = "icmo") -> tuple[int, int]:
        """Import codings and configurations from CSV or JSON Lines; returns how many of each are new.

        Raises
        ------
        ProblemsError
            Rows that cannot be placed, each with its line; nothing is imported then.
        """
        from icmo.formats.codings import read_codings

        read = read_codings(Path(path), self.seen_by(coder).layers(), coder=coder)
        with self._writing(coder) as step:
            self._let_code(step, ((one.transcript, one.coder) for one in read.codings))
            codings.add(step, read.codings)
            configurations.add(step, read.configurations)
            suggestions.decide(step, read.decisions)
        return len(read.codings), len(read.configurations)


def _missing(message: str) -> NotFoundError:
    return NotFoundError(message, _("Somebody deleted it; read the project again."))
