"""How the network for handwriting is fetched, with a stand-in for pip."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.paths import Paths

ROOT = Path(__file__).resolve().parents[2]
NAME = "PP-OCRv6_rec_small.onnx"


class Tree:
    """A checkout with nothing but the script; what Python is asked for is written down."""

    def __init__(self, root: Path) -> None:
        self.root, self.asked, self.model = root, root / "asked", root / "assets" / "models" / NAME
        self.given = root / "given.onnx"
        (root / "setup").mkdir()
        shutil.copy(ROOT / "setup" / "handwriting", root / "setup")
        python = root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(
            f'#!/bin/sh\necho "$2" >>{self.asked}\n'
            'case "$2" in\n'
            f"    pip) [ -f {self.given} ] && mkdir -p .setup/handwriting"
            " && : >.setup/handwriting/it.whl ;;\n"
            '    zipfile) mkdir -p "$5/rapidocr/models"'
            f' && cp {self.given} "$5/rapidocr/models/{NAME}" ;;\n'
            "esac\n"
        )
        python.chmod(0o755)

    def run(self) -> subprocess.CompletedProcess[str]:
        command = self.root / "setup" / "handwriting"
        return subprocess.run([command], capture_output=True, text=True, env=dict(os.environ))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_only_the_network_is_kept_and_it_is_fetched_once(tree: Tree) -> None:
    shutil.copy(Paths.here().handwriting, tree.given)
    assert tree.run().returncode == 0
    assert tree.model.read_bytes() == tree.given.read_bytes()
    assert list((tree.root / ".setup").iterdir()) == []
    asked = tree.asked.read_text()
    again = tree.run()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert tree.asked.read_text() == asked


def test_another_network_is_not_kept(tree: Tree) -> None:
    tree.given.write_bytes(b"something else")
    ended = tree.run()
    assert ended.returncode == 1
    assert "not used" in ended.stderr
    assert not tree.model.exists()


def test_a_damaged_network_is_fetched_anew(tree: Tree) -> None:
    shutil.copy(Paths.here().handwriting, tree.given)
    tree.model.parent.mkdir(parents=True)
    tree.model.write_bytes(b"half of it")
    assert tree.run().returncode == 0
    assert tree.model.read_bytes() == tree.given.read_bytes()


def test_without_a_network_the_other_ways_stay(tree: Tree) -> None:
    ended = tree.run()
    assert ended.returncode == 1
    assert "the other ways to write" in ended.stderr
    assert not (tree.root / ".setup" / "handwriting").exists()


def test_the_package_is_pinned_by_its_hash() -> None:
    lock = (ROOT / "setup" / "handwriting.lock").read_text()
    assert lock.startswith("rapidocr==")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
