"""The real program on a real screen: keys lead nowhere; staff start it anew, and end it, by both corners."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kiosk.paths import Paths
from kiosk.supervise.lifeline import WISHED
from kiosk.words import Words
from tests.journeys.conftest import ROOT, Hall, until

pytestmark = pytest.mark.journey

NUMBER, PIN = "0701", "274913"
HOLD_S = "2.8"
CLICKS = ("click", "--repeat", "100", "--delay", "1", "1")
WAYS_OUT = [
    "alt+F4",
    "alt+Tab",
    "alt+space",
    "ctrl+q",
    "ctrl+w",
    "ctrl+alt+Delete",
    "ctrl+alt+t",
    "ctrl+Escape",
    "Escape",
    "F1",
    "shift+F1",
    "F11",
    "F12",
    "Super_L",
    "super+d",
    "super+l",
    "Menu",
    "Print",
    "ctrl+p",
    "ctrl+o",
    "XF86Back",
    "XF86HomePage",
    "XF86Mail",
    "XF86Explorer",
    "XF86AudioMute",
    "XF86Sleep",
    "Home",
    "Delete",
    "a",
    "7",
]


@pytest.fixture
def words() -> Words:
    return Words.load(Paths.here().locales, "zh_CN")


def hold(hall: Hall, x: int, y: int) -> None:
    hall._xdotool("mousemove", str(x), str(y), "mousedown", "1", "sleep", HOLD_S, "mouseup", "1")


def record(hall: Hall) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "record", "list"],
        env=hall.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_keys_lead_nowhere_and_staff_start_it_anew_and_end_it(hall: Hall, words: Words) -> None:
    command = [sys.executable, "-m", "kiosk", "officers", "add", NUMBER, "--role", "leader", "--pin-stdin"]
    subprocess.run(command, env=hall.environment, cwd=ROOT, input=PIN, text=True, check=True, timeout=60)
    process = hall.start("run")
    hall.sees(words.say("attract.hello"))
    hall._xdotool("key", "--delay", "60", *WAYS_OUT)
    hall._xdotool(
        "mousemove", "540", "300", "click", "3", "click", "2", "click", "4", "click", "5", "click", "8"
    )
    hall.sees(words.say("attract.hello"))
    assert process.poll() is None

    health = until(lambda: told(hall), "the kiosk says how it does", hall)
    assert health["running"]
    assert {each["part"] for each in health["parts"]} >= {"store", "disk", "printer", "voice"}

    second = subprocess.run(
        [sys.executable, "-m", "kiosk", "run"],
        env=hall.environment | {"KIOSK_DATA_DIR": str(hall.folder / "other")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert second.returncode == 2
    assert second.stderr.strip().endswith("End that one first, or use --windowed.")

    first = health["pid"]
    staff_wish(hall, words, "staff.restart")
    anew = until(lambda: other(hall, first), "another kiosk says how it does", hall)
    assert process.poll() is None
    assert anew["restarts"] == health["restarts"], "it was ended, and did not break"
    hall.sees(words.say("attract.hello"))
    assert hall.log().count(f"the kiosk ended ({WISHED}) and starts anew") == 1

    staff_wish(hall, words, "staff.end")
    assert process.wait(60) == 0
    deeds = [line.split()[3] for line in record(hall) if NUMBER in line.split()[2]]
    assert deeds == ["staff_page_opened", "kiosk_restarted", "staff_page_opened", "kiosk_ended"]
    assert "Traceback" not in hall.logs()
    assert PIN not in hall.logs()


def staff_wish(hall: Hall, words: Words, wish: str) -> None:
    """By both corners, number and PIN to the page, and what is wished for there."""
    hold(hall, 30, 30)
    hold(hall, 1050, 30)
    hall.sees(words.say("here.number"))
    hall.type(NUMBER)
    hall.tap(words.say("here.give"))
    hall.sees(words.say("here.pin"))
    hall.type(PIN)
    hall.tap(words.say("here.give"))
    hall.tap(words.say(wish))
    hall.tap(words.say("staff.yes"))


def other(hall: Hall, pid: object) -> dict[str, object] | None:
    """What another process than this one tells, once it does."""
    found = told(hall)
    return found if found is not None and found["pid"] != pid else None


def told(hall: Hall) -> dict[str, object] | None:
    """What ``kiosk health`` tells, once a kiosk runs."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "health", "--json"],
        env=hall.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found if found["running"] else None


def test_a_mouse_that_goes_mad_is_not_listened_to_and_the_guide_bar_works_right_after(
    hall: Hall, words: Words
) -> None:
    process = hall.start("run")
    hall.tap(words.say("attract.start"))
    hall.sees(words.say("home.title_residents"))
    storm = [word for _ in range(20) for word in ("mousemove", "540", "20", *CLICKS)]
    hall._xdotool(*storm)
    hall._xdotool("sleep", "0.5")
    hall.tap(words.say("guide.call"), starts=True)
    until(lambda: hall.json("calls", "list", "--json"), "the call", hall)
    assert process.poll() is None
    assert "Traceback" not in hall.logs()
