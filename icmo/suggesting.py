"""Suggest codes for every passage of a project, learning from the codings made so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from icmo.models import Codebook, Exchange, Material, Polarity, Reason, Suggestion, Transcript
from icmo.stamps import as_guid, now
from icmo.suggest.causes import links, role
from icmo.suggest.engine import ENGINE, CodeSuggester, Ranked
from icmo.suggest.labels import labels, read_passages, settled
from icmo.suggest.llm import Endpoint, LanguageModel
from icmo.suggest.polarity import polarity_suggester
from icmo.suggest.views import View, sentence_vectors, vectors_of_pipeline
from icmo.suggest.zero_shot import COMPETING
from icmo.text.danish import pipeline, pipeline_name
from icmo.text.passages import Passage

Track = Callable[[Sequence[Transcript]], Iterable[Transcript]]


@dataclass(frozen=True)
class Models:
    """What the user has besides: vectors of words or sentences, and a language model that is asked."""

    views: tuple[View, ...] = ()
    asked: View | None = None


def chosen_models(chosen: Mapping[str, Any], log: Callable[[Exchange], None]) -> Models:
    """The models that a project's settings name, and the vectors of the Danish pipeline when it has some."""
    views: list[View] = [view] if (view := vectors_of_pipeline()) else []
    if chosen["embeddings"]:
        views.append(sentence_vectors(chosen["embeddings"]))
    if not chosen["llm_url"]:
        return Models(tuple(views))
    endpoint = Endpoint(chosen["llm_url"], chosen["llm_model"], remote=chosen["llm_remote"])
    return Models(tuple(views), LanguageModel(endpoint, log))


def suggest(
    material: Material,
    *,
    top: int = 3,
    coder: str | None = None,
    models: Models | None = None,
    transcripts: Sequence[Transcript] | None = None,
    track: Track = lambda transcripts: transcripts,
) -> list[Suggestion]:
    """Suggestions for every passage: of each group of kinds the `top` codes that have a reason and are not weak.

    What somebody has coded in the passage, or decided on, is not suggested again; retired codes never are. With `coder`
    only that coder's work teaches the engine and settles passages. With `transcripts` only these are suggested for; all
    teach.
    """
    read = read_passages(material)
    models = models or Models()
    suggester = CodeSuggester(material.codebook, views=models.views, model=models.asked).compile()
    known = labels(material, read, [str(code) for code in suggester.classes_], coder=coder)
    suggester.learn(suggester.encode(known.texts), known.targets)
    done = settled(material, read, coder=coder)
    retired = {code.id for code in material.codebook.codes if code.retired}
    made: list[Suggestion] = []
    for transcript in track(material.transcripts if transcripts is None else transcripts):
        texts = [passage.text for passage in read[transcript.guid]]
        if texts:
            found = suggester.suggest(texts, top=top, together=COMPETING, weak=False)
            new = {
                passage: kept
                for passage, ranked in zip(read[transcript.guid], found, strict=True)
                if (kept := [one for one in ranked if one.reasons and one.code not in done[passage] | retired])
            }
            polarities = polarity_suggester().predict([passage.text for passage in new])
            for (passage, kept), polarity in zip(new.items(), polarities, strict=True):
                made += _suggestions(material.codebook, passage, kept, polarity)
    return made


def _suggestions(
    book: Codebook, passage: Passage, ranked: Iterable[Ranked], polarity: Polarity
) -> Iterable[Suggestion]:
    told = links(passage.text)
    for rank, one in enumerate(sorted(ranked, key=lambda one: -one.score), start=1):
        yield Suggestion(
            guid=as_guid(f"{passage.transcript} {passage.start + one.start} {passage.start + one.end} {one.code}"),
            transcript=passage.transcript,
            start=passage.start + one.start,
            end=passage.start + one.end,
            code=one.code,
            score=round(one.score, 6),
            rank=rank,
            band=one.band,
            reasons=tuple(_in_transcript(reason, passage) for reason in one.reasons),
            engine=ENGINE,
            at=now(),
            role=role(book[one.code].kind, one.reasons, told),
            polarity=polarity,
        )


def _in_transcript(reason: Reason, passage: Passage) -> Reason:
    """The reason with its place in the transcript instead of in the passage."""
    if reason.start is None or reason.end is None:
        return reason
    return replace(reason, start=passage.start + reason.start, end=passage.start + reason.end)


def pipeline_used() -> str:
    """The name of the Danish pipeline in use, which the project records."""
    return pipeline_name(pipeline())
