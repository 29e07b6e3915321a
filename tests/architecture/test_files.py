"""What no file of the product may contain."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Put together here, so that this very file does not name them.
HOSTS = re.compile(
    "|".join(
        re.escape(".".join(host))
        for host in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("deb", "debian", "org"),
            ("conda", "anaconda", "org"),
        )
    )
)
INDEX = re.compile(
    r"^\s*(-i|(--)?(extra-)?index-url|--find-links|registry|(--)?trusted-host)\b[ =]",
    re.MULTILINE,
)
MACHINE = re.compile("/" + r"(work|root|home/[a-z]+)/")
SUFFIXES = ".cfg .ini .json .lock .md .po .py .sh .spec .svg .toml .txt .yaml .yml"
TEXT = {"", *SUFFIXES.split()}
FOUND = ROOT / "tests" / "fuzz" / "findings"
"""What broke a parser, byte by byte; some of it is no text."""


def _tracked() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in told.decode().split("\0") if name and (ROOT / name).is_file()]


def _texts() -> list[tuple[Path, str]]:
    return [
        (path.relative_to(ROOT), path.read_text("utf-8", "replace" if FOUND in path.parents else "strict"))
        for path in _tracked()
        if path.suffix in TEXT and path.stat().st_size < 2_000_000
    ]


def test_no_package_index_is_named() -> None:
    texts = _texts()
    assert len(texts) > 100
    assert not [str(path) for path, text in texts if HOSTS.search(text)]
    assert not [str(path) for path, text in texts if INDEX.search(text)]


def test_no_path_of_a_machine_is_named() -> None:
    here = Path(__file__).resolve().relative_to(ROOT)
    told = [
        f"{path}: {found[0]}" for path, text in _texts() if path != here and (found := MACHINE.search(text))
    ]
    assert not told
