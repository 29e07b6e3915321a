"""Widgets are destroyed in their own thread, whoever allocates."""

from __future__ import annotations

import gc
import threading

import pytest

from screens.garbage import GuiGarbage


class Ring:
    """Cyclic garbage that tells where it was collected."""

    def __init__(self, seen: list[int]) -> None:
        self.itself = self
        self.seen = seen

    def __del__(self) -> None:
        self.seen.append(threading.get_ident())


@pytest.fixture
def garbage(qapp):
    was = gc.isenabled()
    gc.enable()
    made = GuiGarbage()
    yield made
    made.stop()
    if not was:
        gc.disable()


def allocate() -> None:
    """More than enough for the collector to run, were it left to itself."""
    kept = [[k] for k in range(20_000)]
    assert kept


def test_another_thread_collects_nothing(garbage: GuiGarbage) -> None:
    seen: list[int] = []
    Ring(seen)
    other = threading.Thread(target=allocate)
    other.start()
    other.join()
    assert seen == []
    kept = [[k] for k in range(20_000)]
    garbage.look()
    assert seen == [threading.get_ident()]
    assert kept


def test_it_is_given_back(garbage: GuiGarbage) -> None:
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(qapp) -> None:
    was = gc.isenabled()
    gc.disable()
    try:
        made = GuiGarbage()
        made.stop()
        assert not gc.isenabled()
    finally:
        if was:
            gc.enable()
