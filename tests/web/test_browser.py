from __future__ import annotations

import shutil

import pytest

from tests.web.browser import browser_path


@pytest.mark.parametrize(
    ("ci", "outcome"),
    [("", pytest.skip.Exception), ("true", pytest.fail.Exception)],
    ids=["skipped_at_a_desk", "failed_in_ci"],
)
def test_without_a_browser_the_tests_say_so(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(outcome, match="Install one with"):
        browser_path()
