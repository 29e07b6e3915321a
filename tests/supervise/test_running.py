"""The supervisor as a process, with a small program in the kiosk's place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.supervise.lifeline import WISHED
from kiosk.supervise.running import is_supervised
from screens.shell.staff import ENDED, RESTARTED

ROOT = Path(__file__).resolve().parents[2]
SMALL = """
import os, signal, sys
from kiosk.own_memory import end_with_parent
from kiosk.supervise.lifeline import Lifeline
end_with_parent()
line = Lifeline(int(sys.argv[-1]))
begin = line.wait()
line.shown()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def staff_wish(code):
    line.ends(code)
    sys.exit(code)


signal.signal(signal.SIGUSR2, lambda *_: staff_wish({restarted}))
signal.signal(signal.SIGHUP, lambda *_: staff_wish({ended}))
print(os.getpid(), begin.times, begin.why or "first", *sys.argv[1:-2], flush=True)
while line.beat():
    signal.sigtimedwait([signal.SIGUSR1], 0.05)
""".replace("{restarted}", str(RESTARTED)).replace("{ended}", str(ENDED))
SUPERVISOR = f"""
import sys
from kiosk.supervise.running import supervise
sys.exit(supervise(["run", "--windowed"], lambda *words: (sys.executable, "-c", {SMALL!r}, *words)))
"""


@pytest.fixture
def supervisor():
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def shows_why(process) -> tuple[int, int, str]:
    """The number of the process that shows, how often it was started anew, and why the last time."""
    pid, times, *why, run, windowed = process.stdout.readline().split()
    assert (run, windowed) == ("run", "--windowed")
    return int(pid), int(times), " ".join(why)


def shows(process) -> tuple[int, int]:
    """The number of the process that shows, and how often it was started anew."""
    return shows_why(process)[:2]


def test_killed_again_and_again_it_comes_back(supervisor):
    pid, times = shows(supervisor)
    assert times == 0
    for expected in (1, 2):
        os.kill(pid, signal.SIGKILL)
        pid, times = shows(supervisor)
        assert times == expected
    supervisor.send_signal(signal.SIGTERM)
    _, err = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0
    assert err.count("starts anew") == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_kiosk(supervisor, number):
    pid, _ = shows(supervisor)
    supervisor.send_signal(number)
    assert supervisor.wait(30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_kiosk_that_ends_in_order_ends_it_too(supervisor):
    pid, _ = shows(supervisor)
    os.kill(pid, signal.SIGTERM)
    assert supervisor.wait(30) == 0


def test_a_new_start_that_staff_wish_for_brings_another_kiosk_at_once(supervisor):
    pid, _ = shows(supervisor)
    for expected in (1, 2, 3):
        os.kill(pid, signal.SIGUSR2)
        other, times, why = shows_why(supervisor)
        assert (times, why, other != pid) == (expected, WISHED, True)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        pid = other
    assert supervisor.poll() is None
    os.kill(pid, signal.SIGHUP)  # the other wish: to end it
    _, err = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0
    assert err.splitlines() == [f"kiosk: the kiosk ended ({WISHED}) and starts anew"] * 3


def test_a_kiosk_that_is_stopped_is_taken_for_one_that_hangs(supervisor):
    pid, _ = shows(supervisor)
    os.kill(pid, signal.SIGSTOP)
    other, times = shows(supervisor)
    assert (times, other != pid) == (1, True)


def test_no_kiosk_outlives_its_supervisor(supervisor):
    pid, _ = shows(supervisor)
    line = os.pidfd_open(pid)
    supervisor.kill()
    supervisor.wait(30)
    assert supervisor.stdout.read() == ""  # the pipe ends when the last who holds it does
    os.close(line)


@pytest.mark.parametrize(
    ("words", "supervised"),
    [
        (("run",), True),
        (("run", "--windowed", "--size", "1080x1920"), True),
        (("run", "--unsupervised"), False),
        (("run", "--lifeline", "5"), False),
        (("run", "--lifeline=5"), False),
        (("run", "--help"), False),
        (("desk",), False),
        ((), False),
    ],
)
def test_who_is_supervised(words, supervised):
    assert is_supervised(words) is supervised


def test_it_starts_without_any_of_the_kiosk():
    """So that it is there at once, and has nothing that can break."""
    code = "import sys; import kiosk.supervise.running; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in out.stdout.split()}
    assert not loaded & {"PySide6", "pydantic", "typer", "sqlmodel", "structlog", "asyncio", "qasync"}
