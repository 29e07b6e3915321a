"""The way in for staff behind the greeting, and the page there: a kiosk that is well, and one that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from kiosk.health import look
from kiosk.health.state import Health, Part, PartHealth
from kiosk.message import Message
from kiosk.officers.roll import WRONG, shut
from kiosk.officers.staff_door import NO_ROLE
from kiosk.put_back import PutBack
from screens.screen import Screen
from screens.shell.parts import Hall
from screens.shell.staff import NOT_KNOWN
from screens.tour.shots import Shot
from screens.ui import Ui
from screens.visit.here import HereScreen
from screens.visit.staff import StaffScreen, StaffSureScreen

GROUP = "staff"
SHUT_S = 900
"""As long as it can be."""
FREE_BYTES = 40 * 2**30
RUNS = timedelta(hours=1234, minutes=56)


def staff_shots(hall: Hall, now: datetime) -> Iterator[Shot]:
    """Each of them for staff alone, and silent to residents."""
    yield from _door()
    for name, health in (
        ("not_looked", None),
        ("well", _health(now, _well(now))),
        ("put_back", _health(now, _with(_well(now), (look.recovery(PutBack(now - RUNS, 2, 3)),)))),
        ("amiss", _health(now, _with(_well(now), _amiss(now)))),
        ("broken", _health(now, _with(_well(now), (*_amiss(now), *_broken(now))))),
    ):
        yield _shot(f"page-{name}", _page(hall, health, now))
    yield _shot("sure-restart", lambda ui: StaffSureScreen(ui, "restart"))
    yield _shot("sure-end", lambda ui: StaffSureScreen(ui, "end"))


def _shot(name: str, build: Callable[[Ui], Screen]) -> Shot:
    return Shot(GROUP, name, build, plain=True, for_staff=True)


def _door() -> Iterator[Shot]:
    for name, pin, told in (
        ("number", False, None),
        ("pin", True, None),
        ("wrong", True, WRONG),
        ("locked_out", False, shut(SHUT_S)),
        ("no_role", False, NO_ROLE),
        ("not_known", False, NOT_KNOWN),
    ):
        yield _shot(f"door-{name}", _asking(pin, told))


def _asking(pin: bool, told: Message | None) -> Callable[[Ui], Screen]:
    return lambda ui: HereScreen(ui, pin=pin, told=told)


def _page(hall: Hall, health: Health | None, now: datetime) -> Callable[[Ui], Screen]:
    return lambda ui: StaffScreen(ui, hall.kiosk_name, health, now)


def _health(now: datetime, parts: tuple[PartHealth, ...]) -> Health:
    return Health("01", "0.1.0", now, now - RUNS, 0, 1, parts)


def _well(now: datetime) -> tuple[PartHealth, ...]:
    """In the order in which the parts are looked at."""
    return (
        look.store(None),
        look.disk(FREE_BYTES),
        look.clock(now, now, timedelta(0)),
        look.voice(ready=True, silent=False),
        look.handwriting(there=True),
        *look.printer(True, out_of_paper=False),
        look.reader(True),
        look.queue(0, None, now),
        look.hub(True),
        look.crash(None, now),
        look.backup(now, True, now),
        look.recovery(None),
    )


def _amiss(now: datetime) -> tuple[PartHealth, ...]:
    """What a bad morning may bring."""
    return (
        *look.printer(True, out_of_paper=True),
        look.hub(False),
        look.queue(128, now - timedelta(minutes=95), now),
    )


def _broken(now: datetime) -> tuple[PartHealth, ...]:
    """Everything else that can be amiss at once."""
    return (
        look.store("damaged"),
        look.disk(None),
        look.clock(now, now, timedelta(minutes=17)),
        look.voice(ready=True, silent=True),
        look.handwriting(there=False),
        look.reader(False),
        look.crash(now - timedelta(minutes=30), now),
        look.backup(now - timedelta(hours=75), True, now),
        look.recovery(PutBack(now - timedelta(hours=5), 1, 0)),
    )


def _with(parts: tuple[PartHealth, ...], others: tuple[PartHealth, ...]) -> tuple[PartHealth, ...]:
    """The same parts, some of them as these others have it."""
    by_part: dict[Part, PartHealth] = {each.part: each for each in others}
    return tuple(by_part.get(each.part, each) for each in parts)
