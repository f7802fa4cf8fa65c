from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from icmo import i18n, resources

FIELDS = re.compile(r"\{(\w+)\}")
KEYWORDS = {"_": None, "ngettext": (1, 2), "count": (2, 3)}


def _source_texts() -> set[str]:
    """Every text marked in the source."""
    found = extract_from_dir(
        resources.PACKAGE, [("**.py", "python"), ("**/templates/**.html", "jinja2")], keywords=KEYWORDS
    )
    return {text if isinstance(text, str) else text[0] for _file, _line, text, _comments, _context in found}


def _danish() -> Catalog:
    return read_po(io.BytesIO(resources.package_file("locale/da.po").read_bytes()), locale="da")


def test_every_text_has_its_danish_and_nothing_is_left_over() -> None:
    texts = {message.id if isinstance(message.id, str) else message.id[0] for message in _danish() if message.id}
    assert texts == _source_texts()
    for message in _danish():
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        assert all(forms), message.id


def test_a_translation_names_the_same_values_as_its_text() -> None:
    for message in _danish():
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[0]
            target = message.string if isinstance(message.string, str) else (message.string or [""])[0]
            assert sorted(FIELDS.findall(source)) == sorted(FIELDS.findall(target)), source


def test_no_marked_text_hides_in_an_f_string_where_it_would_not_be_found() -> None:
    hidden = re.compile(r"""f["'].*\{(_|count|ngettext)\(["']""")
    for path in Path(resources.PACKAGE).rglob("*.py"):
        assert not hidden.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ["1 kommune", "2 kommuner", "1.234 citater", "12. marts 2026"]),
     ("en", ["1 municipality", "2 municipalities", "1,234 quotes", "March 12, 2026"])],
    ids=["danish", "english"],
)  # fmt: skip
def test_numbers_and_dates_are_written_as_the_language_does(language: str, words: list[str]) -> None:
    with i18n.language(language):
        assert words == [
            i18n.count(1, "municipality", "municipalities"),
            i18n.count(2, "municipality", "municipalities"),
            i18n.count(1234, "quote", "quotes"),
            i18n.day(date(2026, 3, 12)),
        ]


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        ("da", {}, "da"),
        ("en", {"LANG": "da_DK.UTF-8"}, "en"),
        ("", {"LANG": "da_DK.UTF-8"}, "da"),
        ("", {"ICMO_LANG": "da", "LANG": "en_US.UTF-8"}, "da"),
        ("", {"LC_ALL": "C"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_environments(
    asked: str, environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ICMO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.from_environment(asked) == language
