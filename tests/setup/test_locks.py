from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-voice.lock")


def _pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    pins: dict[str, tuple[str, frozenset[str]]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8")):
        name, _, version = entry.split()[0].partition("==")
        pins[name] = (version, frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry)))
    return pins


def _wanted(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(line for e in extras for line in project["optional-dependencies"][e]),
    ]
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace(".", "-") for line in lines}  # type: ignore[index]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    for name, (version, hashes) in _pins(lock).items():
        assert version, name
        assert hashes, name


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert _wanted() <= _pins("requirements.lock").keys()
    assert _wanted("dev") <= _pins("requirements-dev.lock").keys()
    assert _wanted("voice") <= _pins("requirements-voice.lock").keys()


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_larger_locks_hold_the_smaller_one(lock: str) -> None:
    """One environment serves all: installing a larger set counts as installing the smaller."""
    smaller, larger = _pins(LOCKS[0]), _pins(lock)
    assert {name: larger.get(name) for name in smaller} == smaller


def test_what_two_locks_hold_is_the_same() -> None:
    dev, voice = (_pins(lock) for lock in LOCKS[1:])
    both = dev.keys() & voice.keys()
    assert {name: dev[name] for name in both} == {name: voice[name] for name in both}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("unwanted", ["pyside6", "jieba", "pypinyin", "rapidocr", "misaki"])
def test_what_the_kiosk_does_not_need_is_not_installed(unwanted: str) -> None:
    assert unwanted not in _pins("requirements.lock")
