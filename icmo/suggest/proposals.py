"""New cues, proposed from what coders have coded: words and phrases that a code's quotes have and others lack.

The measure is the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, eq. 16–22),
over quotes and not over words, so that one talkative quote counts once. A person accepts or rejects each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from icmo.models import Codebook, Coding, Concept, Cue, Label, Material
from icmo.suggest.cues import CueMatcher
from icmo.text.danish import is_stop_word, pipeline

PRIOR = 10.0  # quotes' worth of prior, spread over the phrases by how common they are in all quotes
MIN_Z = 1.96
MIN_QUOTES = 3
MIN_TRANSCRIPTS = 2
LONGEST = 3  # words
MIN_LETTERS = 4  # of a single word


@dataclass(frozen=True)
class Proposal:
    """A phrase that speaks for a code: in how many of its quotes, in how many others, z, and a few of the quotes."""

    code: str
    text: str
    z: float
    quotes: int
    others: int
    examples: tuple[str, ...]


def proposals(material: Material, *, codes: Iterable[str] | None = None, top: int = 10) -> list[Proposal]:
    """Up to `top` new cues for each code, the clearest first; none that the code has or that was decided on."""
    wanted = list(codes) if codes is not None else [code.id for code in material.codebook.codes]
    quotes = _quotes(material.codings)
    phrases = {quote: _phrases(quote) for quote in quotes}
    everywhere = Counter(phrase for found in phrases.values() for phrase in found)
    decided = {(one.code, one.text) for one in material.cues}
    made = []
    for code in wanted:
        own = {quote for quote, found in quotes.items() if code in found}
        if len(own) >= MIN_QUOTES:
            ranked = _ranked(code, own, quotes, phrases, everywhere)
            new = [one for one in ranked if (code, one.text) not in decided]
            made += _unknown(material.codebook, new)[:top]
    return made


def _quotes(codings: Sequence[Coding]) -> dict[str, dict[str, set[str]]]:
    """Every quote with its codes, each with the transcripts that it comes from."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for coding in codings:
        found[coding.quote][coding.code].add(coding.transcript)
    return found


def _phrases(quote: str) -> set[str]:
    """The words and phrases of a quote in dictionary form, none of which are made of stop words alone."""
    return {
        " ".join(words)
        for sentence in pipeline()(quote).sents
        for words in _runs([token.lemma_.lower() for token in sentence if not token.is_space])
        if _tells(words)
    }


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for length in range(1, LONGEST + 1):
        yield from (words[i : i + length] for i in range(len(words) - length + 1))


def _tells(words: Sequence[str]) -> bool:
    if not all(word.replace("-", "").isalpha() for word in words):
        return False
    telling = [word for word in words if not is_stop_word(word)]
    return bool(telling) and (len(words) > 1 or len(words[0]) >= MIN_LETTERS)


def _ranked(
    code: str,
    own: set[str],
    quotes: Mapping[str, Mapping[str, set[str]]],
    phrases: Mapping[str, set[str]],
    everywhere: Counter[str],
) -> list[Proposal]:
    having: dict[str, list[str]] = defaultdict(list)
    for quote in sorted(own):
        for phrase in phrases[quote]:
            having[phrase].append(quote)
    n_own, n_others = len(own), len(quotes) - len(own)
    total = sum(everywhere.values())
    found = []
    for phrase, said in having.items():
        if len(said) < MIN_QUOTES or len({t for quote in said for t in quotes[quote][code]}) < MIN_TRANSCRIPTS:
            continue
        others = everywhere[phrase] - len(said)
        z = log_odds(len(said), n_own, others, n_others, prior=PRIOR * everywhere[phrase] / total, all_priors=PRIOR)
        if z >= MIN_Z:
            found.append(Proposal(code, phrase, z, len(said), others, tuple(said[:3])))
    return sorted(found, key=lambda one: (-one.z, -len(one.text), one.text))


def log_odds(ours: int, n_ours: int, theirs: int, n_theirs: int, *, prior: float, all_priors: float) -> float:
    """The z of the log-odds ratio of a word in two groups of texts (Monroe et al. 2008, eq. 16, 19, 22).

    Parameters
    ----------
    ours, theirs : how often each group has the word
    n_ours, n_theirs : how much each group has in all
    prior, all_priors : pseudo-counts of the word and of all words

    Examples
    --------
    >>> round(log_odds(8, 20, 2, 20, prior=0.5, all_priors=10), 2)
    2.04
    """

    def _odds(count: int, total: int) -> float:
        return (count + prior) / (total + all_priors - count - prior)

    delta = log(_odds(ours, n_ours)) - log(_odds(theirs, n_theirs))
    return delta / sqrt(1 / (ours + prior) + 1 / (theirs + prior))


def _unknown(book: Codebook, found: Sequence[Proposal]) -> list[Proposal]:
    """Those that no cue of the code finds already, and none that only lengthens a better one."""
    kept: list[Proposal] = []
    cues = [cue for one in found[:1] for _concept, cue, _weight in book.cues(one.code)]
    known = CueMatcher([_concept(cues)])
    for one in found:
        if known.hits(pipeline()(one.text)):
            continue
        kept.append(one)
        cues.append(Cue(one.text))
        known = CueMatcher([_concept(cues)])
    return kept


def _concept(cues: Sequence[Cue]) -> Concept:
    return Concept("known", Label("", ""), {}, tuple(cues))
