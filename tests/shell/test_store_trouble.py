"""A kiosk on the real store: how visits end is kept there; it may fail before the answers are handed in."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.figures.period import Period
from kiosk.figures.visits import ServiceVisits, StepGiveUps
from kiosk.store.local import LocalStore
from screens.shell.machine import Event, Mode
from screens.shell.parts import Storage
from tests.shell.hands import Hands, to_review


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(data_dir: Path) -> LocalStore:
    return LocalStore(data_dir, "01", SystemClock(), kiosk_lock=True)


@pytest.fixture
def storage(store: LocalStore) -> Storage:
    return Storage(store.calls, store.cases, store.ends, store.start, store.healthy, store.close)


class Lock:
    """Takes the right to write from everybody, root too (chattr +i)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def set(self, on: bool) -> bool:
        # Not the shared memory beside the database: a page of it that cannot be written is no error that a
        # process is told of, but a signal that ends it.
        files = [str(p) for p in self._folder.glob("*.db*") if not p.name.endswith("-shm")]
        done = subprocess.run(["chattr", "+i" if on else "-i", *files], capture_output=True)
        return done.returncode == 0


@pytest.fixture
def lock(data_dir: Path) -> Iterator[Lock]:
    made = Lock(data_dir)
    yield made
    made.set(False)


def test_a_store_made_read_only_before_handing_in(play, walks, store: LocalStore, lock: Lock) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("residence_permit")
        await store.calls.present()  # the store is open by now
        await to_review(hands, walks["residence_permit"])
        answers = hands.run.answers()
        if not lock.set(True):
            pytest.skip("chattr +i needs root and a file system that knows it")
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.until(lambda: hands.kiosk.stage.top == "hand_in_failed", "the message")
        assert hands.run.answers() == answers
        hands.tap("回去看看")
        assert hands.kiosk.stage.top == "step"
        lock.set(False)
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.mode(Mode.RECEIPT)
        (case,) = await store.cases.cases(reveal=True)
        assert dict(case.answers) == answers

    play(scene)


def test_the_next_resident_is_told_and_then_served(play, store: LocalStore, lock: Lock, monkeypatch) -> None:
    monkeypatch.setattr("screens.shell.opening.RETRY_S", 0.05)

    async def scene(hands: Hands) -> None:
        await hands.start()
        await store.calls.present()
        if not lock.set(True):
            pytest.skip("chattr +i needs root and a file system that knows it")
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.OUT_OF_SERVICE)
        lock.set(False)
        await hands.mode(Mode.ATTRACT)

    play(scene)


def test_a_visit_given_up_and_one_handed_in(play, walks, store: LocalStore) -> None:
    service = "residence_permit"

    async def scene(hands: Hands) -> None:
        await hands.service(service)
        for _, value in walks[service][:2]:
            await hands.answer(value)
        step = hands.run.step
        assert step is not None
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        await hands.service(service)
        await to_review(hands, walks[service])
        hands.kiosk.serving.hand_in()
        await hands.mode(Mode.RECEIPT)
        await asyncio.sleep(0)  # then what is asked of the store stands in line behind what it is told
        visits = (await store.figures.of(Period(hands.clock.today(), hands.clock.today()))).visits
        assert visits is not None
        assert visits.by_service == (ServiceVisits(service, 2, 1, 1),)
        assert visits.by_step == (StepGiveUps(service, step.id, 1, 0),)

    play(scene)
