"""A visit goes on, is filed, and is taken up at a window under the release that it was begun with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.answer import Yes
from kiosk.flow.run import FlowRun
from kiosk.locales import USUAL as LOCALES
from kiosk.store.local import LocalStore
from kiosk.studio.acts import KeptRelease
from kiosk.studio.hall import HallClock, HallEvent, HallFirst
from kiosk.studio.in_force import Event as Done
from kiosk.studio.in_force import Kind
from kiosk.studio.numbering import numbered, read_release
from kiosk.studio.releases import Publishing
from kiosk.studio.served import Served
from kiosk.visit.travelling import Travelling
from kiosk.visit.visit import Visit
from screens.shell.machine import Event, Mode
from screens.shell.parts import Resumed
from tests.shell.test_resuming import LOOK
from tests.studio.parking import ID, SHIPPED, TEXT

ASKS_MORE = TEXT.replace(
    "  - {id: review,",
    "  - {id: paid, kind: yes_no, title: {zh_CN: 付过钱了吗？, en: Have you paid?}}\n  - {id: review,",
)
"""What is published while somebody is being served: one question more."""


@pytest.fixture
def releases():
    return (SHIPPED,)


@pytest.fixture
def store(tmp_path, clock):
    publishing = Publishing(lambda: (SHIPPED,), locales=LOCALES)
    return LocalStore(tmp_path / "data", "01", clock, kiosk_lock=False, publishing=publishing)


@pytest.fixture
def storage(storage, store, clock):
    shelf = HallFirst(store.hall, store.releases, HallClock(clock))
    served = Served(shelf, clock, lambda: (SHIPPED,))
    return replace(
        storage, cases=store.cases, ends=store.ends, start=store.start, close=store.close, served=served
    )


async def published_here(store, clock):
    await store.releases.publish(ID, ASKS_MORE, "console")


async def published_in_the_hall(store, clock):
    """As the hub tells of it."""
    made = numbered(read_release(ASKS_MORE, ID), 2)
    kept = KeptRelease(ID, 2, made.sha256, made.source)
    event = Done(1, ID, 2, Kind.PUBLISHED, "0700", clock.now(), None, 1)
    await store.hall.take([HallEvent(event, made.sha256)], [kept], {})


@pytest.fixture(params=[published_here, published_in_the_hall], ids=["here", "in_the_hall"])
def publish(request, store, clock):
    return lambda: request.param(store, clock)


async def filed(store):
    cases = await store.cases.cases(reveal=True)
    return [(case.flow_version, list(case.answers)) for case in sorted(cases, key=lambda case: case.number)]


async def hand_in(hands, *answers):
    for answer in answers:
        await hands.answer(answer)
    assert hands.run.step.id == "review"
    hands.kiosk.stage.screen.acted.emit("hand_in", "")
    await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")


async def gone(hands, version):
    hands.kiosk.machine.post(Event.RESTART)
    await hands.mode(Mode.ATTRACT)
    offered = hands.kiosk.scenes
    await hands.until(lambda: [r.flow.version for r in offered.releases] == [version], "what is offered then")


def test_it_is_filed_under_the_release_it_was_begun_with_and_the_next_visit_has_the_new_one(
    play, store, publish
):
    async def scene(hands):
        await hands.service(ID)
        await publish()
        await hand_in(hands, Yes(yes=True))  # nobody is asked whether they paid
        assert hands.run.flow.version == 1
        await gone(hands, 2)
        await hands.service(ID)
        await hand_in(hands, Yes(yes=True), Yes(yes=False))
        assert await filed(store) == [(1, ["own"]), (2, ["own", "paid"])]

    play(scene)


def test_whoever_was_asked_whether_they_are_still_there_goes_on_under_it(play, store, publish, clock):
    async def scene(hands):
        await hands.service(ID)
        clock.turn(180)
        await hands.mode(Mode.IDLE_PROMPT)
        await publish()
        for _ in range(3):
            hands.kiosk.release_watch.look()
        hands.kiosk.machine.post(Event.STILL_HERE)
        await hands.mode(Mode.SERVING)
        await hand_in(hands, Yes(yes=True))
        assert await filed(store) == [(1, ["own"])]

    play(scene)


class TestAtAWindow:
    """The window's kiosk starts after the release was published."""

    @pytest.fixture
    def travelling(self, loop, store, publish, clock):
        visit = Visit()
        run = FlowRun(SHIPPED.flow, clock.today)
        run.answer(Yes(yes=True))
        visit.begin(SHIPPED, run)
        loop.run_until_complete(publish())
        return Travelling.of(visit, "zh_CN", LOOK)

    @pytest.fixture
    def ends(self):
        return []

    @pytest.fixture
    def resumed(self, travelling, ends):
        return Resumed(travelling, ends.append)

    def test_it_goes_on_under_the_release_it_was_begun_with(self, play, store, ends):
        async def scene(hands):
            await hands.until(lambda: hands.kiosk.stage.top == "step", "the review")
            assert {r.flow.version for r in hands.kiosk.scenes.releases} == {1, 2}
            await hand_in(hands)
            assert await filed(store) == [(1, ["own"])]
            hands.kiosk.stage.screen.acted.emit("receipt_done", "")
            await hands.until(lambda: ends, "the end")

        play(scene)
        assert [end.how for end in ends] == ["filed"]
