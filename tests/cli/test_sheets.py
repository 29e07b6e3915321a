"""``kiosk sheets make``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kiosk.clock import HALL_ZONE
from kiosk.dates import written_out
from tests.cli.conftest import Kiosk
from tests.cli.test_flows import SOURCE


@pytest.fixture(autouse=True)
def data(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))


def test_each_service_gets_a_paper_and_a_page_in_each_language(kiosk: Kiosk, bare: Path) -> None:
    out = bare / "a" / "sheets"
    code, said, _ = kiosk("sheets", "make", "household", "question", "--out", str(out))
    names = {
        f"{service}-{locale}.{kind}"
        for service in ("household", "question")
        for locale in ("zh_CN", "en")
        for kind in ("pdf", "html")
    }
    assert code == 0
    assert {path.name for path in out.iterdir()} == names
    assert {Path(line).name for line in said.splitlines()} == names
    assert (out / "household-zh_CN.pdf").read_bytes().startswith(b"%PDF-")


def test_one_language_and_larger_letters(kiosk: Kiosk, bare: Path) -> None:
    code, _, _ = kiosk("sheets", "make", "question", "--locale", "en", "--large", "--out", str(bare / "out"))
    assert code == 0
    assert {path.name for path in (bare / "out").iterdir()} == {
        "question-en-large.pdf",
        "question-en-large.html",
    }
    assert "24pt" in (bare / "out" / "question-en-large.html").read_text(encoding="utf-8")


def test_it_is_of_the_release_in_force(kiosk: Kiosk, bare: Path) -> None:
    changed = bare / "endorsement.yaml"
    changed.write_text(SOURCE.replace("en: 'Hong Kong, Macau, Taiwan'", "en: Trips"), encoding="utf-8")
    assert kiosk("flows", "publish", "--no-screens", str(changed))[0] == 0
    kiosk("sheets", "make", "endorsement", "--locale", "en", "--out", str(bare / "out"))
    page = (bare / "out" / "endorsement-en.html").read_text(encoding="utf-8")
    today = written_out(datetime.now(HALL_ZONE).date(), "en")
    assert "<h1>Trips</h1>" in page
    assert f"Version 2, since {today}" in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("parking",), "the services are: endorsement"),
        (("--locale", "fr"), "the languages are: zh_CN, en"),
        (("--out", "{file}/x"), "Not a directory"),
    ],
)
def test_what_is_not_there_is_told(kiosk: Kiosk, bare: Path, words: tuple[str, ...], told: str) -> None:
    (bare / "file").write_text("", encoding="utf-8")
    code, _, said = kiosk("sheets", "make", *(w.format(file=bare / "file") for w in words))
    assert code == 2
    assert told in said
