"""The kiosk is killed under a resident's hand: it comes back, and the resident goes on."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.field.identity import read
from kiosk.flow.answer import ANSWERS
from kiosk.flow.load import load
from kiosk.memory_folder import memory_folder
from kiosk.paths import Paths
from kiosk.words import Words
from screens.shell.app import TITLE
from tests.journeys.conftest import Hall, until
from tests.journeys.resident import Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
SERVICE, CHOICES = "household", {"wanted": "join_family"}
TODAY = SystemClock().today()
NUMBER = number_of(date(1948, 3, 1))


@pytest.fixture
def say() -> Callable[..., str]:
    return Words.load(Paths.here().locales, "zh_CN").say


@pytest.fixture
def resident(hall: Hall) -> Resident:
    release = load(Paths.here().flows / f"{SERVICE}.yaml")
    words = Words.load(Paths.here().locales, "zh_CN")
    return Resident(hall, release, words, CHOICES, NUMBER, TODAY + timedelta(days=3 * 366))


@pytest.fixture
def memory(hall: Hall) -> Path:
    """Where the draft lies."""
    found = memory_folder(hall.data / "draft", hall.environment)
    assert found is not None
    return found


def showing(hall: Hall) -> int | None:
    """The number of the process whose window shows; None while there is none."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", f"^{TITLE}$", "getwindowpid"],
        env=hall.environment,
        capture_output=True,
        text=True,
    )
    return int(found.stdout) if found.returncode == 0 and found.stdout.strip().isdigit() else None


def shows(hall: Hall, but: int = 0) -> int:
    """Wait for a window of another process than ``but``."""
    return until(lambda: (pid := showing(hall)) != but and pid, "a window", hall)


def test_the_resident_goes_on_at_the_very_question(
    hall: Hall, resident: Resident, memory: Path, say: Callable[..., str]
) -> None:
    supervisor = hall.start("run")
    resident.start()
    resident.go(stop="identity_number")
    hall.tap(say("guide.call"), starts=True)
    hall.sees(say("guide.nobody"))
    hall.type(NUMBER[:6])
    hall.tap(say("shell.size"))  # what is entered is kept now, and not only in a second
    until(lambda: hall.key(say("sheet.close")), "the sheet", hall)

    first = shows(hall)
    os.kill(first, signal.SIGKILL)
    hall.sees(say("back.title"))
    second = shows(hall, but=first)
    hall.tap(say("sheet.close"))
    resident.arrived()
    hall.sees(say("guide.nobody"))  # the call is open, and followed
    (call,) = hall.json("calls", "list", "--json")
    assert (call["state"], call["step"]) == ("waiting", "identity_number")
    hall.type(NUMBER[6:])
    hall.tap(say("entry.done"))
    number = read(NUMBER, TODAY)
    resident.run.answer(number)  # type: ignore[arg-type]
    resident.arrived()
    resident.go()
    resident.hand_in()
    hall.sees(say("receipt.title"))

    os.kill(second, signal.SIGKILL)
    shows(hall, but=second)
    hall.sees(say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert ANSWERS.validate_python(case["answers"]) == resident.run.answers()
    hall.sees(" ".join(case["number"]))
    assert [file.name for file in memory.iterdir()] == ["draft"]
    sealed = (memory / "draft").read_bytes()
    assert NUMBER.encode() not in sealed

    hall.tap(say("receipt.done"))
    hall.sees(say("rating.title"))
    assert list(memory.iterdir()) == []
    log = (hall.data / "log" / "kiosk.log").read_text(encoding="utf-8")
    assert log.count("kiosk_started_anew") == 2
    for told in (log, hall.log()):
        assert NUMBER[:6] not in told
        assert "Traceback" not in told

    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(30) == 0
    assert showing(hall) is None


def test_a_window_that_hangs_is_another_s_in_seconds(
    hall: Hall, resident: Resident, memory: Path, say: Callable[..., str]
) -> None:
    supervisor = hall.start("run")
    resident.start()
    first = shows(hall)
    os.kill(first, signal.SIGSTOP)
    second = shows(hall, but=first)
    hall.sees(say("back.title"))
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)

    limits = Path(f"/proc/{second}/limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]

    # A supervisor takes all with it, the draft's key too; the next start removes what nobody can open.
    supervisor.kill()
    supervisor.wait(30)
    until(lambda: showing(hall) is None, "no window", hall)
    hall.start("run", name="again")
    hall.sees(say("attract.hello"))
    until(lambda: list(memory.iterdir()) == [], "nothing in memory", hall)
