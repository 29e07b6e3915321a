"""The page on who might try what: every row names tests, and they are there."""

from __future__ import annotations

import re

from kiosk.paths import Paths

ROOT = Paths.here().root
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TEST = re.compile(r"tests/[\w/]+\.py")


def rows() -> list[str]:
    heads = ("| who tries |", "| what happens |", "|---")
    return [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(heads)]


def test_every_row_names_tests_that_are_there() -> None:
    assert len(rows()) > 25
    for row in rows():
        named = TEST.findall(row.rpartition(" | ")[2])
        assert named, row
        for each in named:
            assert (ROOT / each).is_file(), each


def test_the_readme_leads_there() -> None:
    assert "(docs/security.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
