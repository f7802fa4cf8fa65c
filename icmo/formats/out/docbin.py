"""Coded transcripts as spaCy's DocBin (``.spacy``): a Doc per transcript, for span categorisers and for exploring.

``doc.spans["sc"]``, the group that spaCy's SpanCategorizer reads by default, has every passage once for each code,
whoever gave it; ``doc.spans["coder:AML"]`` has what one coder gave. Labels are the codes' ids. Tokens are those of
``spacy.blank("da")``; a span that begins or ends within a token holds all of it. The exact offsets, in code points,
stand in ``doc.user_data["codings"]`` (id, code, coder, start, end, valence), beside the transcript's guid, name,
municipality, informant_type, role, date and target_group.

Read back with ``DocBin().from_disk(path).get_docs(spacy.blank("da").vocab)``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from icmo.formats.out.tokens import blank
from icmo.frames import in_order
from icmo.i18n import count
from icmo.models import Coding, Material, Transcript
from icmo.text.anchors import trim

if TYPE_CHECKING:
    from spacy.tokens import Doc

UNION = "sc"
_ABOUT = ("guid", "name", "municipality", "informant_type", "role", "date", "target_group")


def file(material: Material) -> tuple[bytes, tuple[str, ...]]:
    """The transcripts with their codings as a DocBin's bytes, and what it has no room for: the codings' memos."""
    from spacy.tokens import DocBin

    given: dict[str, list[Coding]] = defaultdict(list)
    for coding in in_order(material):
        given[coding.transcript].append(coding)
    docs = (coded_doc(one, given[one.guid]) for one in material.transcripts)
    memos = sum(bool(one.memo) for one in material.codings)
    data = DocBin(docs=docs, store_user_data=True, attrs=["ORTH", "SENT_START"]).to_bytes()
    return data, (count(memos, "memo", "memos"),) if memos else ()


def coded_doc(transcript: Transcript, codings: Sequence[Coding]) -> Doc:
    """One transcript with its codings as span groups."""
    doc = blank()(transcript.text)
    by_coder: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        by_coder[coding.coder].append(coding)
    doc.spans[UNION] = _spans(doc, codings)
    for coder in sorted(by_coder):
        doc.spans[f"coder:{coder}"] = _spans(doc, by_coder[coder])
    doc.user_data.update({name: _text(getattr(transcript, name)) for name in _ABOUT})
    doc.user_data["codings"] = [_exact(coding) for coding in codings]
    return doc


def _spans(doc: Doc, codings: Iterable[Coding]) -> list[Any]:
    """Each passage once for each code, in the order of the text; white space alone is none."""
    text = doc.text
    places = {(*trim(text, one.start, one.end), one.code) for one in codings}
    found = (
        doc.char_span(start, end, label=code, alignment_mode="expand") for start, end, code in places if start < end
    )
    return [made for _key, made in sorted({(one.start, one.end, one.label_): one for one in found if one}.items())]


def _exact(one: Coding) -> dict[str, Any]:
    place = {"id": one.guid, "code": one.code, "coder": one.coder, "start": one.start, "end": one.end}
    return place | {"valence": _text(one.valence)}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
