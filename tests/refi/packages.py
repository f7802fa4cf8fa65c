"""Small exchange files for tests, written here and as other programs write them."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

NAMESPACE = "urn:QDA-XML:project:1.0"


def guid(name: str) -> str:
    """The same GUID for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def attributes(**values: object) -> str:
    return "".join(f" {key}={quoteattr(str(value))}" for key, value in values.items() if value is not None)


def project(body: str, *, origin: str = "", namespace: str = NAMESPACE, name: str = "Prøve") -> str:
    space = f' xmlns="{namespace}"' if namespace else ""
    start = f"<Project{space}{attributes(name=name, origin=origin)}>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n{start}{body}</Project>'


def codes(*names: str) -> str:
    made = "".join(f'<Code guid="{guid(name)}" name={quoteattr(name)} isCodable="true"/>' for name in names)
    return f"<CodeBook><Codes>{made}</Codes></CodeBook>"


def selection(start: object, end: object, *coded: str, name: str = "", inner: str = "", **values: object) -> str:
    own = guid(f"{start}-{end}-{name}-{values.get('creatingUser')}-{coded}")
    codings = "".join(
        f'<Coding guid="{guid(own + code)}"{attributes(**values)}><CodeRef targetGUID="{guid(code)}"/></Coding>'
        for code in coded
    )
    place = attributes(guid=own, name=name or None, startPosition=start, endPosition=end)
    return f"<PlainTextSelection{place}>{inner}{codings}</PlainTextSelection>"


def source(inner: str = "", *, name: str = "int1", path: str | None = None, **values: object) -> str:
    path = f"internal://{guid(name)}.txt" if path is None else path
    carrier = attributes(plainTextPath=path) if path else ""
    return f'<TextSource guid="{guid(name)}"{attributes(name=name, **values)}{carrier}>{inner}</TextSource>'


def zipped(xml: str | bytes, members: Mapping[str, str | bytes] | None = None, *, qde: str = "project.qde") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(qde, xml)
        for member, data in (members or {}).items():
            packed.writestr(member, data)
    return file.getvalue()


def with_text(
    text: str | bytes,
    *selections: str,
    origin: str = "",
    body: str = "",
    name: str = "int1",
    before: str | None = None,
    after: str = "",
) -> bytes:
    """A package with one text, its selections, and codes a and b."""
    book = codes("a", "b") if before is None else before
    xml = project(f"{book}<Sources>{source(''.join(selections) + body, name=name)}</Sources>{after}", origin=origin)
    return zipped(xml, {f"sources/{guid(name)}.txt": text})
