"""Every kind of step has its page; every sentence that a page asks for exists, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.flow.at_home import AT_KIOSK
from kiosk.flow.model import KINDS
from kiosk.paths import Paths
from kiosk.portal.asking import READERS
from tests.portal.conftest import LOCALES, loaded

TEMPLATES = Paths.here().portal / "templates"
SAID = re.compile(r"say\('([a-z_.]+)'(?: ~ ([a-z]+))?")
ID = re.compile(r"portal\.[a-z_.]+")


def test_every_kind_of_step_has_a_template_and_a_reader() -> None:
    templates = {path.stem for path in (TEMPLATES / "steps").glob("[a-z]*.html")}
    assert templates == set(KINDS) - AT_KIOSK
    assert set(READERS) == templates - {"review"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_of_a_page_exists(locale: str) -> None:
    words = loaded()[0][locale]
    seen = 0
    for path in TEMPLATES.rglob("*.html"):
        for id, more in SAID.findall(path.read_text("utf-8")):
            seen += 1
            assert any(known.startswith(id) for known in words.ids) if more else id in words.own, (path, id)
    assert seen > 30


def test_no_sentence_is_there_for_nothing() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in (*TEMPLATES.rglob("*.html"), *(Path(Paths.here().portal)).glob("*.py"))
    )
    refusals = re.findall(r'\d{3}: "([a-z_]+)"', code)
    said = {
        *ID.findall(code),
        *(
            f"portal.{kind}.{part}"
            for kind in (*refusals, "failed", "left", "noted", "code_gone", "no_paper")
            for part in ("title", "help")
        ),
    }
    known = {id for id in loaded()[0]["zh_CN"].ids if id.startswith("portal.")}
    assert known == {id for id in said if id in known}


def test_no_template_turns_off_escaping() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "safe" not in text, path
        assert "autoescape" not in text, path
        assert "style=" not in text, path
        assert "<script" not in text, path
