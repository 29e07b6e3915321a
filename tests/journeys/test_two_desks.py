"""Kiosks, desks and the hub, each a process of its own, by real clicks on real X servers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from PySide6.QtGui import QImage

from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from screens.theme import Panel
from tests.hub.conftest import postgres  # noqa: F401 - a fixture
from tests.journeys.accessibility_tree import Node
from tests.journeys.conftest import Hall, until
from tests.journeys.hub import HubProcess
from tests.journeys.resident import Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
RING_MM = 4.25
"""How far outside a key's edge the middle of the ring runs."""
PINS = {"0101": "482913", "0102": "739105"}
PLACES = {"01": "东侧", "02": "门口"}
NAMES = {"01": "一号机", "02": "二号机"}


@pytest.fixture
def say() -> Callable[..., str]:
    return Words.load(Paths.here().locales, "zh_CN").say


@pytest.fixture
def make_hall(tmp_path: Path) -> Iterator[Callable[..., Hall]]:
    """Screens of one's own, closed at the end."""
    made: list[Hall] = []

    def make(name: str, size: str = "1080x1920") -> Hall:
        made.append(Hall(tmp_path / name, size=size))
        return made[-1]

    yield make
    for hall in reversed(made):
        hall.close()


@pytest.fixture
def hub(make_hall: Callable[..., Hall], postgres: str) -> Iterator[HubProcess]:  # noqa: F811
    admin = f"postgresql://postgres@/postgres?host={postgres}"

    async def do(statement: str) -> None:
        connection = await asyncpg.connect(admin)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(do("CREATE DATABASE two_desks"))
    yield HubProcess(make_hall("hub"), f"postgresql://postgres@/two_desks?host={postgres}")
    asyncio.run(do("DROP DATABASE two_desks WITH (FORCE)"))


def test_two_desks_want_the_same_call(
    make_hall: Callable[..., Hall], hub: HubProcess, say: Callable[..., str], tmp_path: Path
) -> None:
    for number, pin in PINS.items():
        hub.run("officers", "add", number, "--pin-stdin", said=pin)
    kiosks = {number: make_hall(f"kiosk-{number}") for number in PLACES}
    for number, hall in kiosks.items():
        names = {"KIOSK_KIOSK_NAME": NAMES[number], "KIOSK_PLACE": PLACES[number]}
        hall.start("run", **hub.kiosk(number, tmp_path, **names))
    desks = {number: make_hall(f"desk-{number}", "1280x800") for number in PINS}
    for number, desk in desks.items():
        desk.start("desk", name="desk", **hub.desk(f"d{number}", tmp_path))
        sign_in(desk, number, say)

    for hall in kiosks.values():
        hall.tap(say("attract.start"))
        hall.tap(say("guide.call"), starts=True)
        hall.sees(say("guide.at_desk"))
    first = say("desk.where", place=PLACES["01"], kiosk=NAMES["01"])
    keys = {
        number: until(lambda desk=desk: desk.key(say("desk.claim"), starts=True), "the key to claim", desk)
        for number, desk in desks.items()
    }
    for desk in desks.values():
        desk.sees(first)
        desk.sees(say("desk.where", place=PLACES["02"], kiosk=NAMES["02"]))

    hub.hold()  # so that both have pressed before the one or the other is told
    for number, desk in desks.items():
        desk.touch(*desk.aim(keys[number]))
    hub.go_on()

    winner = str(
        until(
            lambda: hub.rows("SELECT officer FROM call WHERE kiosk = '01' AND officer IS NOT NULL"), "a claim"
        )[0]["officer"]
    )
    (loser,) = PINS.keys() - {winner}
    told = say("desk.lost", place=PLACES["01"], kiosk=NAMES["01"], officer=winner)
    desks[loser].sees(told)
    assert not [n for n in desks[winner].showing() if told in n.name]
    kiosks["01"].sees(say("guide.coming", officer=winner))
    kiosks["02"].sees(say("guide.at_desk"))

    desks[loser].tap(say("desk.claim"), starts=True)
    kiosks["02"].sees(say("guide.coming", officer=loser))
    for desk in desks.values():
        desk.tap(say("desk.done"), starts=True)
        desk.tap(say("desk.outcome.helped"), starts=True)
        desk.tap(say("desk.write"), starts=True)
    for hall in kiosks.values():
        hall.sees(say("guide.done"))

    calls = hub.rows("SELECT kiosk, state, officer, outcome FROM call ORDER BY kiosk")
    assert [tuple(call.values()) for call in calls] == [
        ("01", "done", winner, "helped"),
        ("02", "done", loser, "helped"),
    ]
    assert "whole" in hub.run("record", "verify")
    for hall, name in [*((k, "kiosk") for k in kiosks.values()), *((d, "desk") for d in desks.values())]:
        assert "Traceback" not in hall.log(name)


def test_a_desk_sees_what_the_resident_allows_and_points(
    make_hall: Callable[..., Hall], hub: HubProcess, say: Callable[..., str], tmp_path: Path
) -> None:
    hub.run("officers", "add", "0101", "--pin-stdin", said=PINS["0101"])
    kiosk, desk = make_hall("kiosk"), make_hall("desk", "1280x800")
    kiosk.start("run", **hub.kiosk("01", tmp_path))
    desk.start("desk", name="desk", **hub.desk("east", tmp_path))
    release = load(Paths.here().flows / "household.yaml")
    words = Words.load(Paths.here().locales, "zh_CN")
    number = number_of(date(1948, 3, 1))
    resident = Resident(kiosk, release, words, {}, number, date(2030, 1, 1))
    resident.start()
    resident.go(stop="identity_number")
    kiosk.type(number[:6])
    sign_in(desk, "0101", say)
    kiosk.tap(say("guide.call"), starts=True)
    desk.tap(say("desk.claim"), starts=True)
    kiosk.sees(say("guide.coming", officer="0101"))

    desk.tap(say("desk.see"), starts=True)
    desk.sees(say("desk.seeing_asked"))
    kiosk.sees(say("seeing.title", officer="0101"))
    kiosk.pixels("question")
    asked, seen = say("seeing.title", officer="0101"), say("guide.seen", officer="0101")

    def agreed() -> bool:
        """A tap that comes with the question itself is no answer: it is asked again."""
        shown = "\n".join(node.name for node in kiosk.showing())
        if asked in shown:
            kiosk.tap(say("seeing.yes"))
        return seen in shown

    until(agreed, "the screen is seen", kiosk)
    desk.sees(say("desk.seeing_on"))
    question = release.flow.step("identity_number").title.in_("zh_CN")
    title, field = (node for node in kiosk.showing() if node.name == question)
    back = until(lambda: kiosk.key(say("steps.back")), "the key to go back", kiosk)

    shown = desk.sees(say("desk.seeing_picture"))
    left, scale = shown.x, min(shown.width / 1080, shown.height / 1920)
    top = shown.y + (shown.height - 1920 * scale) / 2

    def there(x: float, y: float) -> tuple[int, int]:
        """Where a place of the kiosk's screen is on the desk's."""
        return round(left + x * scale), round(top + y * scale)

    def colours(image: QImage, node: Node) -> set[str]:
        """Of the picture of a widget of the kiosk, at the desk."""
        xs = range(node.x + 12, node.x + node.width - 12, 12)
        ys = range(node.y + 12, node.y + node.height - 12, 12)
        return {image.pixelColor(*there(x, y)).name() for x in xs for y in ys}

    at_desk = until(
        lambda: (image := desk.pixels("sees")) and colours(image, title) != {"#000000"} and image,
        "the kiosk's screen at the desk",
    )
    assert colours(at_desk, field) == {"#000000"}

    before = kiosk.pixels("before")
    desk.touch(*there(*back.centre))
    beside = round(RING_MM / Panel().mm_per_px)
    edge = [(x, back.y - beside) for x in range(back.x + 40, back.x + back.width - 40, 4)]
    amber = before.pixelColor(540, 1900)

    def ringed(image: QImage) -> bool:
        return all(image.pixelColor(x, y) == amber for x, y in edge)

    until(lambda: ringed(kiosk.pixels("ringed")), "a ring round the key")
    assert not ringed(before)
    assert kiosk.key(say("steps.back")) == back, "nobody has pressed it"

    desk.tap(say("seeing.say.go_back"), starts=False)
    kiosk.sees(say("seeing.say.go_back"))
    kiosk.tap(say("guide.unseen"))
    desk.sees(say("desk.seeing_ended.resident"))
    kiosk.sees(say("guide.coming", officer="0101"))
    assert not ringed(kiosk.pixels("ended"))

    deeds = [line.split()[3] for line in hub.run("record", "list").splitlines() if "screen" in line]
    assert deeds == ["screen_seen", "screen_left"]
    for hall, name in ((kiosk, "kiosk"), (desk, "desk")):
        assert "Traceback" not in hall.log(name)
        assert number[:6] not in hall.log(name)


def sign_in(desk: Hall, number: str, say: Callable[..., str]) -> None:
    """By number and PIN, as the hub's roll knows them."""
    desk.type(number)
    desk.tap(say("desk.next"))
    desk.sees(say("desk.ask.pin"))
    desk.type(PINS[number])
    desk.tap(say("desk.sign_in"))
    desk.sees(say("desk.on_duty", officer=number))
