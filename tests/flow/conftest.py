from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from kiosk.flow.load import Release, load_bytes
from kiosk.flow.model import Flow
from kiosk.flow.run import FlowRun

settings.register_profile("kiosk", deadline=None)
settings.load_profile("kiosk")

EVERYTHING = (Path(__file__).parent / "everything.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def everything_text() -> str:
    """A flow with every kind of step and condition."""
    return EVERYTHING


@pytest.fixture(scope="session")
def everything() -> Flow:
    return load_bytes(EVERYTHING.encode(), Path("everything.yaml")).flow


@pytest.fixture
def run(everything: Flow, today: date) -> FlowRun:
    return FlowRun(everything, lambda: today)


@pytest.fixture(scope="session")
def released() -> Callable[[str], Release]:
    """Reads YAML text as a release."""
    return lambda text: load_bytes(text.encode(), Path("flow.yaml"))


@pytest.fixture(scope="session")
def changed(everything_text: str) -> Callable[..., str]:
    """The text of the flow with every kind of step, with pieces replaced (each must be there)."""

    def change(*pairs: tuple[str, str]) -> str:
        text = everything_text
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return change


@pytest.fixture(scope="session")
def line_of(everything_text: str) -> Callable[[str], int]:
    """The line, from 1, on which something stands in the flow with every kind of step."""

    def find(piece: str) -> int:
        return everything_text[: everything_text.index(piece)].count("\n") + 1

    return find
