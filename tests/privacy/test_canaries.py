"""What residents say of themselves stands in the sealed store, and nowhere else on the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.paths import Paths
from tests.privacy.spelt import files, leaks

ROOT = Path(__file__).resolve().parents[2]
WHERE = (
    "HOME",
    "TMPDIR",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "XDG_RUNTIME_DIR",
)
SHARED_MEMORY = Path("/dev/shm")
SERVICES = len(list(Paths.here().flows.glob("*.yaml")))


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything that is written is written below one folder."""
    made = {name: tmp_path / "own" / name.lower() for name in WHERE}
    for folder in made.values():
        folder.mkdir(parents=True, mode=0o700)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KIOSK_", "QT_", "XDG_"))}
    return {
        **kept,
        **{name: str(folder) for name, folder in made.items()},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "KIOSK_DATA_DIR": str(tmp_path / "own" / "data"),
        "KIOSK_EARPHONES": "socket:ears",
        "KIOSK_PRINTER": "file",
    }


@pytest.fixture
def kiosk(own: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = (tmp_path / "own" / "said").open("w")
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.privacy.kiosk_of_canaries", str(tmp_path / "told")],
        cwd=ROOT,
        env=own,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=words,
        text=True,
    )
    yield running
    running.kill()
    running.communicate()
    words.close()


def test_nothing_that_residents_said_is_found_anywhere(kiosk: subprocess.Popen[str], tmp_path: Path) -> None:
    assert kiosk.stdout is not None
    assert kiosk.stdout.readline() == "walked\n", (tmp_path / "own" / "said").read_text()[-3000:]
    told = json.loads((tmp_path / "told").read_text(encoding="utf-8"))
    words = told["entered"]
    assert told["handed_in"] == SERVICES
    assert told["private"] >= 3 * SERVICES
    assert len(words) >= 8
    roots = [tmp_path / "own", SHARED_MEMORY]
    written = [str(path.relative_to(tmp_path)) for path in files(roots[:1])]
    for part in ("data/kiosk.db-wal", "data/log/kiosk.log", "data/slips/", "data/key"):
        assert [path for path in written if part in path], f"{part} is not among {written}"
    assert leaks(roots, words) == []
    kept_out = [word for word in words for said in (*told["seen"], *told["slips"]) if word in said]
    assert kept_out == []
    assert len(told["slips"]) >= SERVICES
    kiosk.communicate("end\n", timeout=60)
    assert kiosk.returncode == 0
    assert leaks(roots, words) == []
