"""A small coded material: two coders, two transcripts, overlaps, an emoji, a passage over a line break."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from icmo.models import About as AboutNoun
from icmo.models import Case, Coding, Material, Memo, MemoKind, Origin, Valence
from icmo.text.anchors import cut
from tests.factories import a_codebook, a_coding, a_configuration, a_material, a_transcript

FIRST = "INTERVIEWER: Hvordan gik det? 😀\n\nAnna: Vi øvede bussen.\nSå fik hun ro & mod.\n\nBo: Ja, <helt> sikkert."
SECOND = "Anna: Vi øvede igen."


def coded_material() -> Material:
    one = a_transcript(FIRST, guid="t-1", name="Åmose, gruppe", municipality="Åmose", date="2026-03-12")
    two = a_transcript(SECOND, guid="t-2", name="Åmose, gruppe 2", municipality=None)
    bus = replace(a_coding(one, "oeve", "Vi øvede bussen."), guid="c-1", at="2026-03-12T10:30:00+01:00")
    same = replace(a_coding(one, "oeve", "Vi øvede bussen.", coder="BKH"), guid="c-2", at="2026-03-13")
    over = replace(
        a_coding(one, "tro", "øvede bussen.\nSå fik hun ro", valence=Valence.POSITIVE, memo="Se også | Bo"), guid="c-3"
    )
    mod = replace(a_coding(one, "ro", "ro & mod", coder="BKH", valence=Valence.NEGATIVE), guid="c-4")
    again = replace(a_coding(two, "oeve", "øvede", origin=Origin.IMPORT), guid="c-5")
    whole = replace(a_configuration(("I", bus), ("O", mod)), guid="k-1")
    memo = Memo("m-1", MemoKind.PROCESS, "Læs igen", AboutNoun.SEGMENT, "t-1", "AML", "", 14, 29)
    made = a_material([one, two], [bus, same, over, mod, again], [whole])
    return replace(made, memos=(memo,), cases=(Case("g-1", "Åmose", {"deltagere": 46}),))


_letters = st.text(st.sampled_from("aæ 😀\n.-é<&\t"), min_size=1, max_size=60).filter(str.strip)


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """A text of a few letters with spans anywhere in it, by two coders."""
    source = a_transcript("x" + draw(_letters), guid="t", name="t", turns=(), municipality=None)
    codings = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(source.text) - 1))
        end = draw(st.integers(start + 1, len(source.text)))
        code, coder = draw(st.sampled_from(["oeve", "job", "tro"])), draw(st.sampled_from(["AML", "BKH"]))
        prefix, quote, suffix = cut(source.text, start, end)
        codings.append(Coding(f"c{number}", "t", start, end, code, coder, "", quote, prefix, suffix))
    return a_material([source], codings, book=a_codebook())
