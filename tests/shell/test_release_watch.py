"""What is published is taken between two visits, never within one, and without a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.failure import StoreFailed, Trouble
from kiosk.locales import USUAL as LOCALES
from kiosk.store.local import LocalStore
from kiosk.studio.releases import Publishing
from kiosk.studio.served import Served
from screens.shell.machine import Event, Mode
from tests.studio.parking import ID, SHIPPED, edited


class Book:
    """A real store, which can be kept from being asked."""

    def __init__(self, store: LocalStore) -> None:
        self.store, self.trouble, self.asked = store, None, 0

    async def mark(self):
        self.asked += 1
        if self.trouble is not None:
            raise StoreFailed(self.trouble, "away")
        return await self.store.releases.mark()

    async def histories(self):
        return await self.store.releases.histories()

    async def kept(self):
        return await self.store.releases.kept()

    async def publish(self, words: str, **when) -> None:
        await self.store.releases.publish(ID, edited(words), "console", **when)


@pytest.fixture
def releases():
    return (SHIPPED,)


@pytest.fixture
def book(tmp_path, clock) -> Book:
    publishing = Publishing(lambda: (SHIPPED,), locales=LOCALES)
    return Book(LocalStore(tmp_path / "data", "01", clock, kiosk_lock=False, publishing=publishing))


@pytest.fixture
def storage(storage, book, clock):
    async def close() -> None:
        await book.store.close()

    return replace(storage, close=close, served=Served(book, clock, lambda: (SHIPPED,)))


def offered(hands) -> list[int]:
    return [release.flow.version for release in hands.kiosk.scenes.releases or ()]


async def ready(hands) -> None:
    await hands.until(lambda: hands.kiosk.scenes.releases and hands.kiosk.speech.voice, "ready")


async def looked(hands, book) -> None:
    before = book.asked
    await hands.until(lambda: book.asked > before + 1, "two looks")


def test_it_is_taken_while_nobody_is_there_and_nothing_flickers(play, book):
    async def scene(hands):
        await ready(hands)
        greeting = hands.kiosk.stage.screen
        await book.publish("One")
        await hands.until(lambda: offered(hands) == [2], "the release")
        assert hands.kiosk.stage.screen is greeting
        await hands.service(ID)
        assert hands.run.flow.version == 2

    play(scene)


def test_never_within_a_visit_and_at_its_end(play, book):
    async def scene(hands):
        await hands.service(ID)
        await book.publish("One")
        asked = book.asked
        for _ in range(3):
            hands.kiosk.release_watch.look()
            await asyncio.sleep(0)
        assert book.asked == asked, "nobody is asked while somebody is being served"
        assert offered(hands) == [1]
        assert hands.run.flow.version == 1
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        await hands.until(lambda: offered(hands) == [2], "the release")

    play(scene)


def test_who_comes_while_it_is_being_read_keeps_what_was_offered(play, book, monkeypatch):
    async def scene(hands):
        await ready(hands)
        hands.kiosk.release_watch.stop()
        read = hands.kiosk.release_watch._served.releases

        async def slowly():
            found = await read()
            await hands.start()
            return found

        monkeypatch.setattr(hands.kiosk.release_watch._served, "releases", slowly)
        await book.publish("One")
        hands.kiosk.release_watch.start()
        await hands.mode(Mode.HOME)
        monkeypatch.undo()
        await hands.until(lambda: not hands.kiosk.release_watch._looking, "the look")
        assert offered(hands) == [1]
        hands.kiosk.machine.post(Event.RESTART)
        await hands.until(lambda: offered(hands) == [2], "the release")

    play(scene)


def test_a_scheduled_one_with_its_day_and_back_again(play, book, clock):
    async def scene(hands):
        await ready(hands)
        await book.publish("One", starts_on=clock.today() + timedelta(days=1))
        await looked(hands, book)
        assert offered(hands) == [1]
        clock.turn(86400)
        await hands.until(lambda: offered(hands) == [2], "the release")
        await book.store.releases.roll_back(ID, 1, "console")
        await hands.until(lambda: offered(hands) == [1], "the one before")

    play(scene)


def test_without_the_store_the_shipped_ones_and_later_what_is_published(play, book):
    async def scene(hands):
        await ready(hands)
        assert offered(hands) == [1]
        await looked(hands, book)
        told = [error for error in hands.errors if isinstance(error, StoreFailed)]
        assert len(told) == 1, "said once"
        book.trouble = None
        await book.publish("One")
        await hands.until(lambda: offered(hands) == [2], "the release")

    book.trouble = Trouble.AWAY
    play(scene)


def test_a_kiosk_that_starts_begins_with_what_is_published(play, loop, book):
    async def scene(hands):
        await ready(hands)
        assert offered(hands) == [2]

    loop.run_until_complete(book.publish("One"))
    play(scene)
