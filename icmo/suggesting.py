"""Suggest codes for every passage of a project, learning from the codings made so far."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from icmo.models import WEAK, Coding, Kind, Material, Suggestion, Transcript, Verdict
from icmo.stamps import new_guid, now
from icmo.suggest.engine import ENGINE, CodeSuggester, Ranked
from icmo.text.danish import pipeline, pipeline_name
from icmo.text.passages import Passage, passages

Track = Callable[[Sequence[Transcript]], Iterable[Transcript]]
RANKED_TOGETHER = (  # kinds that compete for a place among a passage's suggestions
    (Kind.MECHANISM, Kind.MODERATOR),
    (Kind.INTERVENTION, Kind.METHOD, Kind.PRINCIPLE),
    (Kind.CONTEXT, Kind.TARGET_GROUP, Kind.THEME),
    (Kind.OUTCOME,),
)


def suggest(material: Material, *, top: int = 3, track: Track = lambda transcripts: transcripts) -> list[Suggestion]:
    """Suggestions for every passage: of each group of kinds the `top` codes that have a reason and are not weak.

    What somebody has coded in the passage, or decided on, is not suggested again.
    """
    read = {transcript.guid: passages(transcript) for transcript in material.transcripts}
    suggester = CodeSuggester(material.codebook).fit(*labelled_passages(material, read))
    settled = _settled(material, read)
    made: list[Suggestion] = []
    for transcript in track(material.transcripts):
        texts = [passage.text for passage in read[transcript.guid]]
        if texts:
            found = suggester.suggest(texts, top=top, together=RANKED_TOGETHER)
            for passage, ranked in zip(read[transcript.guid], found, strict=True):
                made += _kept(passage, [one for one in ranked if one.code not in settled[passage]])
    return made


def labelled_passages(
    material: Material, read: Mapping[str, Sequence[Passage]] | None = None
) -> tuple[list[str], list[set[str]]]:
    """The passages in which somebody has coded, with their codes. A passage without codes is unknown, not negative."""
    read = read or {transcript.guid: passages(transcript) for transcript in material.transcripts}
    texts, labels = [], []
    for guid, found in _by_transcript(material.codings).items():
        for passage, codes in _codes_by_passage(read[guid], found).items():
            texts.append(passage.text)
            labels.append(codes)
    return texts, labels


def _by_transcript(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    found: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.transcript].append(coding)
    return found


def _codes_by_passage(read: Sequence[Passage], codings: Iterable[Coding]) -> dict[Passage, set[str]]:
    """Every coding's code, at each passage that it overlaps."""
    ends = [passage.end for passage in read]
    found: dict[Passage, set[str]] = defaultdict(set)
    for coding in codings:
        for passage in read[bisect_left(ends, coding.start + 1) :]:
            if passage.start >= coding.end:
                break
            found[passage].add(coding.code)
    return found


def _settled(material: Material, read: Mapping[str, Sequence[Passage]]) -> dict[Passage, set[str]]:
    """The codes that each passage has, or that a coder has accepted or rejected for it."""
    found: dict[Passage, set[str]] = defaultdict(set)
    for transcript, codings in _by_transcript(material.codings).items():
        for passage, codes in _codes_by_passage(read[transcript], codings).items():
            found[passage] |= codes
    spans = {(passage.transcript, passage.start, passage.end): passage for some in read.values() for passage in some}
    for decision in material.decisions:
        passage_decided = spans.get((decision.transcript, decision.start, decision.end))
        if passage_decided and decision.verdict is not Verdict.SKIP:
            found[passage_decided].add(decision.code)
    return found


def _kept(passage: Passage, ranked: Iterable[Ranked]) -> Iterable[Suggestion]:
    convincing = [one for one in ranked if one.band != WEAK and one.reasons]
    for rank, one in enumerate(sorted(convincing, key=lambda one: -one.score), start=1):
        yield Suggestion(
            guid=new_guid(),
            transcript=passage.transcript,
            start=passage.start,
            end=passage.end,
            code=one.code,
            score=round(one.score, 6),
            rank=rank,
            band=one.band,
            reasons=one.reasons,
            engine=ENGINE,
            at=now(),
        )


def pipeline_used() -> str:
    """The name of the Danish pipeline in use, which the project records."""
    return pipeline_name(pipeline())
