"""What is served: the shipped services with what was published in their place, and never what is spoilt."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kiosk.cli.learning import Learning
from kiosk.flow.load import Release
from kiosk.flow.source import read
from kiosk.locales import USUAL as LOCALES
from kiosk.officers.record import CONSOLE
from kiosk.outfit import Titles
from kiosk.store.local import LocalStore
from kiosk.studio.numbering import read_release
from kiosk.studio.releases import Publishing
from kiosk.studio.served import Served, Spoilt
from tests.studio.parking import ID, SHIPPED, edited


@pytest.fixture
async def make(folder: Path, clock) -> Callable[[], LocalStore]:
    made: list[LocalStore] = []

    def one() -> LocalStore:
        publishing = Publishing(lambda: (SHIPPED,), locales=LOCALES)
        made.append(LocalStore(folder, "01", clock, kiosk_lock=False, publishing=publishing))
        return made[-1]

    yield one
    for store in made:
        await store.close()


@pytest.fixture
def spoilt() -> list[Spoilt]:
    return []


@pytest.fixture
def serve(make, clock, spoilt) -> Callable[[], Served]:
    """As a process of its own would see it."""
    return lambda: Served(make().releases, clock, lambda: (SHIPPED,), spoilt.append)


async def numbers(served: Served) -> list[int]:
    return [release.flow.version for release in await served.releases()]


async def test_the_shipped_one_until_another_is_published(make, serve) -> None:
    served, book = serve(), make().releases
    assert await served.releases() == (SHIPPED,)
    before = await served.stamp()
    made = await book.publish(ID, edited("One"), CONSOLE)
    assert await served.stamp() != before
    (release,) = await served.releases()
    assert (release.flow.version, release.sha256, release.source) == (2, made.sha256, made.source)
    await book.roll_back(ID, 1, CONSOLE)
    assert await served.releases() == (SHIPPED,)
    await book.retire(ID, CONSOLE)
    assert await served.releases() == ()


async def test_a_day_that_begins_is_noticed_without_any_change(make, serve, clock) -> None:
    served = serve()
    await make().releases.publish(ID, edited("One"), CONSOLE, starts_on=date(2026, 11, 25))
    before = await served.stamp()
    assert await numbers(served) == [1]
    clock.pass_by(86400)
    assert await served.stamp() != before
    assert await numbers(served) == [2]


async def test_a_spoilt_one_leaves_the_last_good_one_in_place(make, serve, spoilt, folder) -> None:
    book = make().releases
    for words in ("One", "Two", "Three"):
        await book.publish(ID, edited(words), CONSOLE)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("DROP TRIGGER service_release_no_update")
        database.execute("UPDATE service_release SET source = source || '# more' WHERE number = 4")
        database.execute("UPDATE service_release SET source = '{' WHERE number = 3")
        database.commit()
    served = serve()
    assert await numbers(served) == [2]
    assert await numbers(served) == [2]
    assert spoilt == [Spoilt(ID, 4), Spoilt(ID, 3)]
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("UPDATE service_release SET source = ''")
        database.commit()
    assert await serve().releases() == (SHIPPED,), "the product's own is the last resort"


async def test_every_release_is_known_the_served_ones_last(make, serve) -> None:
    book = make().releases
    await book.publish(ID, edited("One"), CONSOLE)
    await book.publish(ID, edited("Two"), CONSOLE)
    await book.roll_back(ID, 2, CONSOLE)
    known = await serve().known()
    assert sorted(release.flow.version for release in known) == [1, 2, 3]
    assert known[-1].flow.version == 2
    assert len({release.sha256 for release in known}) == 3


async def test_the_very_release_of_a_visit_is_found_whatever_is_in_force(make, serve) -> None:
    book = make().releases
    first = await book.publish(ID, edited("One"), CONSOLE)
    second = await book.publish(ID, edited("Two"), CONSOLE)
    served = serve()
    for made in (first, second):
        found = await served.one(ID, made.sha256)
        assert found is not None
        assert (found.flow.version, found.sha256) == (made.number, made.sha256)
    assert await served.one(ID, SHIPPED.sha256) == SHIPPED
    assert await served.one(ID, "0" * 64) is None
    assert await served.one("other", first.sha256) is None


async def test_a_desk_learns_new_names_and_keeps_the_old_ones(make, serve) -> None:
    book, titles = make().releases, Titles((SHIPPED,))
    told: list[str] = []
    learnt, never = asyncio.Event(), asyncio.Event()

    async def start() -> None:
        told.append("open")

    async def close() -> None:
        told.append("closed")

    async def wait(_seconds: float) -> None:
        told.append("waited")
        if told.count("waited") == 1:
            text = edited("One").replace("id: ask,", "id: window,").replace("请问窗口", "问一问")
            await book.publish(ID, text, CONSOLE)
        else:
            learnt.set()
            await never.wait()

    learning = Learning(titles, serve(), start, close, wait)
    await learning.start()
    await asyncio.wait_for(learnt.wait(), 60)
    assert titles(ID, "window", "zh_CN") == ("One", "问一问")
    assert titles(ID, "ask", "zh_CN") == ("One", "请问窗口"), "a call of the older release"
    assert titles.steps[ID] == ["own", "window", "review", "ask"]
    await learning.close()
    assert told == ["open", "waited", "waited", "closed"]


async def test_what_was_in_force_long_ago_is_not_read_to_serve_what_is_now(
    make, serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make().releases
    for words in ("One", "Two", "Three"):
        await book.publish(ID, edited(words), CONSOLE)
    read: list[int] = []

    def noted(source: str, service: str) -> Release:
        release = read_release(source, service)
        read.append(release.flow.version)
        return release

    monkeypatch.setattr("kiosk.studio.served.read_release", noted)
    served = serve()
    assert await numbers(served) == [4]
    assert await numbers(served) == [4]
    assert read == [4]


async def test_whoever_serves_keeps_no_parsed_text(make, serve) -> None:
    """A kiosk runs for months in little memory, and a parsed text is a hundred times as large as the text."""
    await make().releases.publish(ID, edited("One"), CONSOLE)
    served = serve()
    read(SHIPPED.source, "x.yaml")
    for found in (served.releases, served.known):
        assert len(await found()) > 0
        assert read.cache_info().currsize == 0
