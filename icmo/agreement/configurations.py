"""Agreement on configurations: whether two coders made the same claims of the same passages.

They are compared in transcripts where both have made some; one who has read a transcript and says of it in a round that
they are done, without any, has found none there.

Two configurations of two coders in one transcript can be matched when a part of the one overlaps a part of the other.
Each is matched with one at most, those first that share most characters. What two matched ones say is compared as sets
of (role, code): the same passages, and the same code in the same role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from icmo.agreement.readers import being_coded, done, is_asked_for, unfinished
from icmo.evidence import Stretch, unite
from icmo.models import Coding, Configuration, Material, Role, index

Claim = tuple[Configuration, tuple[tuple[Role, Coding], ...]]


@dataclass(frozen=True)
class ConfigurationAgreement:
    """How far coders agree on configurations in the transcripts where both of two have made some, or are done.

    `configurations` counts each once for every other coder it is compared with; `pairs` are the GUIDs of those matched.
    """

    configurations: int
    pairs: tuple[tuple[str, str], ...]
    same_parts: int  # (role, code) that both of a pair have
    parts: int  # (role, code) that either has
    same_role: int  # codes that both of a pair have, in the same roles
    same_code: int  # codes that both of a pair have
    same_polarity: int  # pairs

    @property
    def matched(self) -> float:
        """The share of configurations that found one of the other coder's."""
        return _share(2 * len(self.pairs), self.configurations)

    @property
    def content(self) -> float:
        """The share of (role, code) that both have, of all that either of a pair has."""
        return _share(self.same_parts, self.parts)

    @property
    def roles(self) -> float:
        """The share of codes shared by a pair that stand in the same roles."""
        return _share(self.same_role, self.same_code)

    @property
    def polarity(self) -> float:
        """The share of pairs of the same polarity."""
        return _share(self.same_polarity, len(self.pairs))


def configuration_agreement(
    material: Material, *, coders: Collection[str] | None = None
) -> ConfigurationAgreement | None:
    """Agreement on configurations (of these coders); None when no transcript has configurations of two.

    The layer of consensus is no coder, and transcripts of an open round are left out.
    """
    total, pairs = 0, list[tuple[Claim, Claim]]()
    finished, begun, blind = done(material), unfinished(material), being_coded(material)
    for transcript, claims in _claims(material).items():
        read = {*claims, *finished.get(transcript, ())} - begun.get(transcript, frozenset())
        names = {name for name in read if is_asked_for(name, coders)}
        for one, other in combinations(sorted(names) if transcript not in blind else (), 2):
            total += len(claims[one]) + len(claims[other])
            pairs += _matched(claims[one], claims[other])
    if not total:
        return None
    counts = [_compared(one, other) for one, other in pairs]
    sums = [sum(column) for column in zip(*counts, strict=True)] if counts else [0] * 5
    return ConfigurationAgreement(total, tuple((a[0].guid, b[0].guid) for a, b in pairs), *sums)


def _claims(material: Material) -> dict[str, dict[str, list[Claim]]]:
    """The configurations with their codings, by transcript and coder; parts in other transcripts are left out."""
    found: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    known = index(material.layers)
    for configuration in material.configurations:
        parts = [(part.role, known[part.coding]) for part in configuration.parts]
        for transcript in {coding.transcript for _role, coding in parts}:
            here = tuple((role, coding) for role, coding in parts if coding.transcript == transcript)
            found[transcript][configuration.coder].append((configuration, here))
    return found


def _matched(ones: list[Claim], others: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs one to one, those first that share most characters, then those that stand first."""
    where = [[_spans(claim) for claim in claims] for claims in (ones, others)]
    overlaps = sorted(
        (-shared, i, j)
        for i, one in enumerate(where[0])
        for j, other in enumerate(where[1])
        if (shared := _shared(one, other))
    )
    taken_one, taken_other = set[int](), set[int]()
    for _shared_chars, i, j in overlaps:
        if i not in taken_one and j not in taken_other:
            taken_one.add(i)
            taken_other.add(j)
            yield ones[i], others[j]


def _spans(claim: Claim) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in unite(Stretch(c.transcript, c.start, c.end) for _role, c in claim[1])]


def _shared(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    if one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
        return 0
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def _compared(one: Claim, other: Claim) -> tuple[int, int, int, int, int]:
    """(role, code) in both, in either; codes in both in the same roles, codes in both; whether the polarity is one."""
    first, second = _said(one[1]), _said(other[1])
    codes = {code for _role, code in first} & {code for _role, code in second}
    same_role = sum(_roles(first, code) == _roles(second, code) for code in codes)
    polarity = int(one[0].polarity == other[0].polarity)
    return len(first & second), len(first | second), same_role, len(codes), polarity


def _said(parts: Iterable[tuple[Role, Coding]]) -> set[tuple[Role, str]]:
    return {(role, coding.code) for role, coding in parts}


def _roles(said: set[tuple[Role, str]], code: str) -> set[Role]:
    return {role for role, other in said if other == code}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
