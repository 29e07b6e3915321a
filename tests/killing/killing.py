"""Kills a kiosk in the middle of visits, on a good disk, a full one, or one whose writes fail; and looks."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from kiosk.clock import SystemClock
from kiosk.store.local import LocalStore

ROOT = Path(__file__).resolve().parents[2]
Disk = Literal["good", "full", "failing"]
LONGEST_S = 3.0
"""The kill comes within this time after the kiosk is open."""
DISK_MB = 12
FAILING = ("posix/io/rw/pwrite", "posix/io/rw/pwrite64", "posix/io/sync/fsync", "posix/io/sync/fdatasync")
"""What the fault-injecting library lets fail at random once the kiosk is open."""


@dataclass
class Saw:
    """What residents saw. amiss: what should never be: an error that is not the disk's, or a standstill."""

    receipts: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    failed: int = 0
    kills: int = 0
    amiss: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """A line of the killed program."""
        what, _, name = line.partition(" ")
        if what == "receipt":
            self.receipts.append(name)
        elif what == "calling":
            self.calls.append(name)
        elif what == "failed":
            self.failed += 1
        elif what in ("stuck", "amiss"):
            self.amiss.append(line)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of a few megabytes at ``folder``. Raises CalledProcessError where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def kill_once(folder: Path, seed: int, saw: Saw, disk: Disk) -> None:
    """Start it, let residents use it, kill it."""
    random = Random(f"{seed} {disk}")
    program = [sys.executable, "-m", "tests.killing.visited", str(folder / "data"), str(seed)]
    control = folder / "fiu"
    if disk == "failing":
        program = ["fiu-run", "-x", "-f", str(control), *program]
    child = subprocess.Popen(
        program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    ballast = folder / "ballast"
    try:
        for line in child.stdout:
            if line == "ready\n":
                break
            saw.take(line.strip())
        if disk == "full":
            time.sleep(random.uniform(0, 1))
            _fill(ballast, random.randrange(0, 64 * 1024, 512))
        elif disk == "failing":
            _let_fail(control, random)
        time.sleep(random.uniform(0, LONGEST_S))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, 9)
        with child.stdout:
            rest = child.stdout.read()
        child.wait()
        ballast.unlink(missing_ok=True)
    saw.kills += 1
    for line in rest.splitlines():
        saw.take(line)


def _fill(ballast: Path, left: int) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 512)
    with suppress(OSError), ballast.open("r+b") as file:
        file.truncate(max(0, ballast.stat().st_size - left))


def _let_fail(control: Path, random: Random) -> None:
    share = random.choice((0.02, 0.1, 0.5, 1))
    for named in control.parent.glob(f"{control.name}-*.in"):
        pid = named.name.removeprefix(f"{control.name}-").removesuffix(".in")
        for name in FAILING:
            command = f"enable_random name={name},failinfo=5,probability={share}"  # EIO
            subprocess.run(
                ["fiu-ctrl", "-f", str(control), "-c", command, pid], check=False, capture_output=True
            )  # one of its processes may have ended by now


async def look(data: Path, saw: Saw) -> dict[str, int]:
    """What is there of what was seen; lost and doubled must be 0."""
    store = LocalStore(data, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    try:
        await store.healthy()
        calls = Counter(call.id for call in await store.calls.all_calls())
        cases = await store.cases.cases(reveal=True)
    finally:
        await store.close()
    numbers, visits = Counter(case.number for case in cases), Counter(case.id for case in cases)
    receipts, seen_calls = set(saw.receipts), set(saw.calls)
    every = [*((numbers, number) for number in receipts), *((calls, call) for call in seen_calls)]
    return {
        "kills": saw.kills,
        "receipts": len(receipts),
        "calls": len(seen_calls),
        "told_failed": saw.failed,
        "lost": sum(found[name] == 0 for found, name in every),
        "doubled": sum(found[name] > 1 for found, name in every)
        + sum(count > 1 for count in visits.values())
        + len(saw.receipts)
        - len(receipts),
        "amiss": len(saw.amiss),
    }


def lot(folder: Path, first: int, kills: int, disk: Disk) -> tuple[dict[str, int], Saw]:
    """Some kills on one data folder, and the look at what is there."""
    saw = Saw()
    if disk != "full":
        for seed in range(first, first + kills):
            kill_once(folder, seed, saw, disk)
        return asyncio.run(look(folder / "data", saw)), saw
    with small_disk(folder):
        for seed in range(first, first + kills):
            kill_once(folder, seed, saw, disk)
        return asyncio.run(look(folder / "data", saw)), saw


def can_mount(probe: Path) -> bool:
    """Whether a small disk can be made here."""
    try:
        with small_disk(probe):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def can_fail() -> bool:
    """Whether the fault-injecting library is there."""
    return shutil.which("fiu-run") is not None
