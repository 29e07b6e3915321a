"""A form begun at a kiosk is filed at a window: every program a process of its own, by real clicks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import ANSWERS
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.hub.conftest import postgres  # noqa: F401 - a fixture
from tests.journeys.conftest import Hall, until
from tests.journeys.hub import HubProcess
from tests.journeys.resident import NAME, PHONE, Resident
from tests.journeys.test_services import sign_in as first_signs_in
from tests.journeys.test_two_desks import PINS, hub, make_hall, say, sign_in
from tests.services.conftest import number_of

__all__ = ["hub", "make_hall", "say"]

pytestmark = pytest.mark.journey
OFFICER = "0101"
WINDOW = "三号窗口"
LATE = {"KIOSK_VISITS_WIPED_AT": "23:59:59", "KIOSK_STAFFED_WINDOW": WINDOW}
TODAY = SystemClock().today()
NUMBER = number_of(date(1948, 3, 1))
CANARIES = (NUMBER, NAME, PHONE)


def resident_at(hall: Hall) -> Resident:
    release = load(Paths.here().flows / "household.yaml")
    words = Words.load(Paths.here().locales, "zh_CN")
    until_then = TODAY + timedelta(days=3 * 366)
    return Resident(hall, release, words, {"wanted": "join_family"}, NUMBER, until_then)


def begun(kiosk: Hall) -> Resident:
    """One who has come as far as the identity number."""
    resident = resident_at(kiosk)
    resident.start()
    resident.go(stop="identity_number")
    return resident


def taken_along(kiosk: Hall, desk: Hall, say: Callable[..., str]) -> None:
    """Called, claimed, asked, agreed to, and written down."""
    kiosk.tap(say("guide.call"), starts=True)
    desk.tap(say("desk.claim"), starts=True)
    kiosk.sees(say("guide.coming", officer=OFFICER))
    desk.tap(say("desk.done"), starts=True)
    desk.tap(say("desk.visit_take"))
    desk.sees(say("desk.visit_asked"))
    kiosk.sees(say("move.title"))
    kiosk.sees(say("move.help", window=WINDOW))
    kiosk.pixels("question")
    until(lambda: agreed(kiosk, say), "the yes is taken", kiosk)
    kiosk.sees(say("move.done"))
    kiosk.sees(say("move.done_help", window=WINDOW))
    desk.sees(say("desk.visit_here"))
    desk.tap(say("desk.outcome.to_window"), starts=True)
    desk.tap(say("desk.write"))
    kiosk.tap(say("sheet.close"))
    kiosk.sees(say("attract.hello"))


def agreed(kiosk: Hall, say: Callable[..., str]) -> bool:
    """Touches yes where it stands: one that comes too soon after the question is not taken."""
    key = kiosk.key(say("move.yes"))
    if key is not None:
        kiosk.touch(*kiosk.aim(key))
    return key is None


def gone_on(resident: Resident, desk: Hall, say: Callable[..., str]) -> None:
    """Officer and resident at the window: at the same question, up to the receipt."""
    desk.tap(say("desk.visits"), starts=True)
    desk.tap(f"{say('desk.visit_open')} ", starts=True)
    at_window = resident_at(desk)
    at_window.run = resident.run
    at_window.arrived()
    desk.pixels("question")
    at_window.go()
    at_window.hand_in()
    desk.sees(say("receipt.title"))
    desk.pixels("receipt")
    at_window.pages()
    desk.tap(say("receipt.done"))
    desk.sees(say("desk.visit_filed"))


def in_the_clear(folder: Path) -> list[str]:
    """The canaries that stand in any file of a folder, however written."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert content
    codes = ("utf-8", "utf-16-le", "gb18030")
    return [word for word in CANARIES if any(word.encode(code) in content for code in codes)]


def test_through_the_hub_to_a_window_elsewhere(
    make_hall: Callable[..., Hall],
    hub: HubProcess,
    say: Callable[..., str],
    tmp_path: Path,
) -> None:
    hub.run("officers", "add", OFFICER, "--pin-stdin", said=PINS[OFFICER])
    kiosk, desk = make_hall("kiosk"), make_hall("desk", "1280x800")
    kiosk.start("run", **hub.kiosk("01", tmp_path))
    for name, value in {**hub.desk("east", tmp_path), **LATE}.items():
        desk.environment[name] = value
    desk.start("desk", name="desk")
    resident = begun(kiosk)
    sign_in(desk, OFFICER, say)
    taken_along(kiosk, desk, say)
    gone_on(resident, desk, say)

    (case,) = desk.json("cases", "list", "--reveal")
    assert case["answers"] == ANSWERS.dump_python(resident.run.answers(), mode="json")
    assert kiosk.json("cases", "list", "--json") == []
    deeds = [line.split()[3] for line in hub.run("record", "list").splitlines() if "visit" in line]
    assert deeds == ["visit_moved", "visit_opened", "visit_wiped"]
    for hall in (kiosk, desk):
        assert in_the_clear(hall.data) == []
        assert not any(word in hall.logs() for word in CANARIES)
        assert "Traceback" not in hall.logs()
    assert not any(word in (tmp_path / "hub" / "hub.log").read_text() for word in CANARIES)
    told = "\n".join(
        str(row)
        for table in hub.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for row in hub.rows(f"SELECT * FROM {table['tablename']}")
    )
    assert "household" in told
    assert not any(word in told for word in CANARIES)
    assert hub.rows("SELECT stage, sealed FROM moving_visit") == [{"stage": "received", "sealed": None}]


def test_on_one_machine_by_its_own_store(
    make_hall: Callable[..., Hall],
    say: Callable[..., str],
    tmp_path: Path,
) -> None:
    kiosk = make_hall("kiosk")
    desk = Hall(tmp_path / "desk", data=kiosk.data, size="1280x800")
    try:
        kiosk.start("run")
        desk.environment.update(LATE)
        desk.start("desk", name="desk")
        resident = begun(kiosk)
        first_signs_in(desk, OFFICER)
        taken_along(kiosk, desk, say)
        gone_on(resident, desk, say)
        (case,) = kiosk.json("cases", "list", "--reveal")
        assert case["answers"] == ANSWERS.dump_python(resident.run.answers(), mode="json")
        assert in_the_clear(kiosk.data) == []
        assert "Traceback" not in kiosk.logs() + desk.logs()
    finally:
        desk.close()
