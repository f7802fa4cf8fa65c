"""Disagreements between coders resolved one by one, each as one step, with the rule that came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from icmo import codebook_changes as changes
from icmo.agreement.disagreements import Disagreement, disagreements
from icmo.consensus import earlier, fill, filled, resolve, resolved
from icmo.consensus_effect import BeforeAfter, before_after
from icmo.errors import ConflictError, NotFoundError
from icmo.i18n import _
from icmo.models import Coding, Material, Resolution, Rule
from icmo.project_codebook import ProjectCodebook
from icmo.store import codings, configurations, resolutions
from icmo.store.journal import Journal


class ProjectConsensus(ProjectCodebook):
    """The part of `icmo.project.Project` that has to do with disagreements and what coders decide on them."""

    def disagreements(
        self, *, codes: Collection[str] | None = None, transcripts: Collection[str] | None = None
    ) -> tuple[Disagreement, ...]:
        """The passages that coders read differently, resolved ones too (`icmo.consensus.resolved` tells them apart).

        Parameters
        ----------
        codes, transcripts : only those of these codes and codes below them; only in these transcripts (GUIDs)
        """
        return disagreements(self.material(), codes=codes, transcripts=transcripts)

    def resolve(
        self,
        key: str,
        choice: str,
        *,
        coder: str,
        reason: str = "",
        present: Iterable[str] = (),
        rule: Rule | None = None,
        code: str | None = None,
        start: int | None = None,
        end: int | None = None,
    ) -> Resolution:
        """Decide on a disagreement: one step, which undo takes back with its codings and the rule.

        A resolution on the same codings that no longer stands gives way to it, and so does what the layer was filled
        with there when all still agreed.

        Parameters
        ----------
        key : of the disagreement
        choice, code, start, end : what is decided (see `icmo.consensus.resolve`)
        present : who decided, by name
        rule : added to the code's rules, in Danish

        Raises
        ------
        NotFoundError
            The coders' codings have changed, so that there is no such disagreement any more.
        ConflictError
            Somebody has resolved it, or the transcript is being coded blind.
        InvalidError
            That cannot be decided on it.
        """
        with self._writing(coder) as step:
            material = self.seen_by(coder).material()
            found = self._open(step, material, key)
            made, new = resolve(
                found,
                choice,
                source=material.transcript_by_guid[found.transcript],
                book=self.codebook,
                coder=coder,
                reason=reason,
                present=present,
                rule=rule,
                code=code,
                start=start,
                end=end,
            )
            for former in earlier(material, found):
                self._take_away(step, former)
            self._uncode(step, filled(material, found))
            codings.add(step, new)
            resolutions.add(step, made)
            if made.rule is not None:
                self._add_rule(step, made.rule)
        self._reread()
        return replace(made, at=step.at)

    def unresolve(self, guid: str, *, coder: str) -> None:
        """Take a resolution back with its codings, so that what it set aside counts again; a rule added with it stays.

        Raises
        ------
        NotFoundError, ConflictError
            It is not there, or it cannot be taken back now (see `resolve`).
        """
        with self._writing(coder) as step:
            sight, there = self._sight(step), resolutions.all_resolutions(step.connection)
            found = next((one for one in there if one.guid == guid and not sight.is_blind(one.transcript)), None)
            if found is None and sight.rounds:
                raise _still_blind()
            if found is None:
                raise NotFoundError(_("There is no resolution {guid}.").format(guid=guid))
            self._take_away(step, found)

    def fill_consensus(self, *, coder: str) -> tuple[Coding, ...]:
        """Add to the layer of consensus what all readers have coded alike and it lacks, as one step."""
        with self._writing(coder) as step:
            new = tuple(replace(one, at=step.at) for one in fill(self.seen_by(coder).material()))
            codings.add(step, new)
        return new

    def agreement_before_after(self) -> BeforeAfter | None:
        """Agreement as it was coded and after the disagreements that are resolved; None where two have read nothing."""
        return before_after(self.material())

    def _open(self, step: Journal, material: Material, key: str) -> Disagreement:
        """The disagreement of that key, if it is still to be resolved."""
        found = _of_key(material, key)
        if found is None and self._sight(step).rounds:
            raise _still_blind()
        if found is None:
            raise NotFoundError(
                _("There is no such disagreement any more."),
                _("A coding there has been changed. Read the list of disagreements again."),
            )
        if answer := resolved(material).get(key):
            raise ConflictError(
                _("{who} has resolved this disagreement ({at} UTC).").format(who=answer.coder, at=answer.at[:16]),
                _("Take that back first, if it is to be decided anew."),
            )
        return found

    def _take_away(self, step: Journal, former: Resolution) -> None:
        """Take a resolution away with those of its codings that are still there."""
        self._uncode(step, former.codings)
        resolutions.remove(step, former.guid)

    def _uncode(self, step: Journal, layer: Iterable[str]) -> None:
        """Take codings of the layer, by their GUIDs, away as far as they are there."""
        own = {one.guid for one in codings.some(step.connection, set(layer))}
        whole = configurations.all_configurations(step.connection)
        if any(part.coding in own for one in whole for part in one.parts):
            raise ConflictError(
                _("A coding of the consensus is part of a configuration."),
                _("Put another coding in its place there first."),
            )
        for guid in sorted(own):
            codings.remove(step, guid)

    def _add_rule(self, step: Journal, rule: Rule) -> None:
        """Add a rule to those of its code, unless it stands there."""
        rules = getattr(self.codebook[rule.code], side := "include" if rule.include else "exclude").da
        if rule.text not in rules:
            self._replace(step, lambda book: changes.change(book, rule.code, {f"{side}_da": (*rules, rule.text)}))


def _of_key(material: Material, key: str) -> Disagreement | None:
    return next((one for one in disagreements(material) if one.key == key), None)


def _still_blind() -> ConflictError:
    """What is said of all that is not there while a round is open: whether it is hidden is not told."""
    return ConflictError(
        _("That is not there, or it is being coded blind, and nothing is decided on it until that is over."),
        _("Close the round first."),
    )
