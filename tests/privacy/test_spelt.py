"""The search finds what it is to find; else that nothing was found would mean nothing."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.privacy.spelt import leaks, spellings

WORDS = ("欧阳鹦鹉䶮", "310230193507010018", "13987654321", "HUAXYZ")


@pytest.mark.parametrize("word", WORDS)
def test_every_spelling_is_found(tmp_path: Path, word: str) -> None:
    for spelling in spellings(word):
        (tmp_path / "file").write_bytes(b"before" + spelling + b"after")
        assert leaks([tmp_path], [word]) == [(str(tmp_path / "file"), word)]


@pytest.mark.parametrize("before", range(7))
def test_it_is_found_within_something_in_base64(tmp_path: Path, before: int) -> None:
    content = b"x" * before + "欧阳鹦鹉䶮".encode() + b"yy"
    (tmp_path / "file").write_bytes(base64.b64encode(content))
    assert leaks([tmp_path], ["欧阳鹦鹉䶮"])
    (tmp_path / "file").write_bytes(base64.urlsafe_b64encode(content))
    assert leaks([tmp_path], ["欧阳鹦鹉䶮"])


def test_it_is_found_in_a_name(tmp_path: Path) -> None:
    (tmp_path / "13987654321.wav").write_bytes(b"")
    assert leaks([tmp_path], ["13987654321"])


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1398765432" + "欧阳鹦鹉".encode())
    assert leaks([tmp_path], WORDS) == []
