"""Take the pictures of the desk in docs/pictures: a hall with five kiosks, in both languages.

    python tools/build_desk_pictures.py

The desk is the real one, on a store in a temporary folder that is filled through its own doors with a week of
made-up calls. Nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtGui import QImage, qRgb  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from qasync import QEventLoop  # noqa: E402

from kiosk.assist.call import NewCall, Outcome  # noqa: E402
from kiosk.cases.visit_end import Ending, VisitEnd  # noqa: E402
from kiosk.cli.desk_wiring import desk_parts  # noqa: E402
from kiosk.clock import HALL_ZONE, SystemClock  # noqa: E402
from kiosk.duty.kiosks import KioskReport  # noqa: E402
from kiosk.ids import new_id  # noqa: E402
from kiosk.officers.officer import AT_THE_DESK, Officer  # noqa: E402
from kiosk.officers.record import CONSOLE  # noqa: E402
from kiosk.settings import load as load_settings  # noqa: E402
from kiosk.store.local import LocalStore  # noqa: E402
from screens.desk.app import serve  # noqa: E402
from screens.desk.figures import FiguresPage  # noqa: E402
from screens.desk.window import DeskWindow  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
LOCALES = ("zh_CN", "en")
WIDTH, COLOURS = 800, 64
OFFICERS, PIN = ("0101", "0102", "0103"), "482913"
PLACES = {
    "zh_CN": ("门口", "东厅", "东厅", "西厅", "窗口旁"),
    "en": ("Entrance", "East", "East", "West", "Windows"),
}
NAMES = {"zh_CN": "{}号机", "en": "Kiosk {}"}
STEPS = {
    "household": ("bring", "old_address", "new_address", "old_address", "identity_number", "relation"),
    "residence_permit": ("for_whom", "ground"),
    "endorsement": ("place", "purpose"),
}
WAITING = ((2, 48, True), (3, 20, False))
"""Kiosk, seconds since the call, whether of an elderly person."""
A_DAY = 24
AT = datetime(2026, 11, 24, 10, 6, tzinfo=HALL_ZONE)


class ShownClock(SystemClock):
    """Began at AT when this program did."""

    _ahead = AT - datetime.now(UTC)

    def now(self) -> datetime:
        """So much later."""
        return super().now() + self._ahead

    def today(self) -> date:
        """In the hall."""
        return self.now().astimezone(HALL_ZONE).date()


class SetClock(ShownClock):
    """Stands where it is put."""

    def __init__(self) -> None:
        self.moment = super().now()

    def now(self) -> datetime:
        """There."""
        return self.moment


class NoSound:
    """A chime that would be heard."""

    def available(self) -> bool:
        """Always."""
        return True

    def ring(self, *, loud: bool = False) -> None:
        """Not here."""


async def fill(folder: Path, locale: str) -> None:
    """A week of calls, and now five kiosks, two of which call."""
    clock, random, visits = SetClock(), Random(7), Random(8)  # noqa: S311
    store = LocalStore(folder, "01", clock, kiosk_lock=False)
    now = clock.moment
    await store.officers.begin(OFFICERS[0], PIN)
    for number in OFFICERS[1:]:
        await store.officers.add(Officer(number, "", AT_THE_DESK), PIN, CONSOLE)
    for number in OFFICERS:
        store.seats.desk.sit(number)
    for days in range(6, 0, -1):
        day = now.astimezone(HALL_ZONE).date() - timedelta(days=days)
        hours = sorted(
            min(max(random.gauss(random.choice((9.8, 14.5)), 1.1), 8.5), 16.9) for _ in range(A_DAY)
        )
        for hour in hours:
            clock.moment = datetime.combine(day, time(), HALL_ZONE) + timedelta(hours=hour)
            await _past_call(store, clock, random, locale)
            await _past_visits(store, clock, visits, locale)
    for kiosk, ago, priority in WAITING:
        clock.moment = now - timedelta(seconds=ago)
        await store.calls.open_call(_new(random, locale, kiosk, priority))
    clock.moment = now
    for n, place in enumerate(PLACES[locale], 1):
        name = NAMES[locale].format(f"{n:02}")
        report = KioskReport(f"{n:02}", name, place, n in (2, 3, 5), True, True, n != 4, "0.1.0")
        await store.kiosks.report(report)
    await store.close()


def _new(random: Random, locale: str, kiosk: int, priority: bool) -> NewCall:
    (service,) = random.choices(tuple(STEPS), (6, 2, 1))
    name, place = NAMES[locale].format(f"{kiosk:02}"), PLACES[locale][kiosk - 1]
    return NewCall(
        new_id(), f"{kiosk:02}", name, place, service, random.choice(STEPS[service]), locale, priority
    )


async def _past_call(store: LocalStore, clock: SetClock, random: Random, locale: str) -> None:
    call = await store.calls.open_call(_new(random, locale, random.randint(1, 5), random.random() < 0.6))
    officer = random.choice(OFFICERS)
    clock.moment += timedelta(seconds=3 + random.expovariate(1 / 12))
    await store.calls.claim(call.id, officer)
    clock.moment += timedelta(seconds=random.uniform(12, 60))
    await store.calls.arrive(call.id, officer)
    clock.moment += timedelta(seconds=30 + random.expovariate(1 / 120))
    outcome = random.choices((Outcome.HELPED, Outcome.TO_WINDOW), (8, 2))[0]
    await store.calls.close(call.id, officer, outcome)


async def _past_visits(store: LocalStore, clock: SetClock, random: Random, locale: str) -> None:
    for ending in random.choices(
        (Ending.HANDED_IN, Ending.LEFT, Ending.TIMED_OUT, Ending.TO_WINDOW), (20, 2, 1, 1), k=2
    ):
        (service,) = random.choices(tuple(STEPS), (6, 2, 1))
        step = "review" if ending is Ending.HANDED_IN else random.choice(STEPS[service])
        began = clock.moment - timedelta(minutes=random.uniform(2, 9))
        kiosk, priority = f"{random.randint(1, 5):02}", random.random() < 0.6
        await store.ends.keep(
            VisitEnd(new_id(), kiosk, service, 1, locale, step, ending, priority, began, clock.moment)
        )


async def until(holds: Callable[[], bool]) -> None:
    """Wait for the desk. Raises TimeoutError."""
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - a window tells nobody
            await asyncio.sleep(0.02)


async def take(window: DeskWindow, locale: str) -> None:
    """Sign in, and take both pictures."""
    entrance = window.entrance
    for words in (OFFICERS[0], PIN):
        asked = entrance.asked
        QTest.keyClicks(window.sign_in.number, words)
        QTest.keyClick(window.sign_in.number, Qt.Key.Key_Return)
        await until(lambda asked=asked: entrance.asked > asked)
    await until(lambda: window.front.isVisible() and window.strip is not None and window.strip.isVisible())
    await asyncio.sleep(1)
    save(window, f"desk.{locale}")
    (place,) = (n for n, page in enumerate(window.pages) if isinstance(page, FiguresPage))
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_F2 + place))
    page = window.pages[place]
    assert isinstance(page, FiguresPage)
    await until(lambda: page.figures is not None)
    await asyncio.sleep(0.5)
    save(window, f"desk-figures.{locale}")
    window.close()


def save(window: DeskWindow, name: str) -> None:
    """Small, with a palette of its own."""
    picture = window.grab().toImage()
    small = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    small = small.convertToFormat(QImage.Format.Format_RGB888)
    pixels, line = bytes(small.constBits()), small.bytesPerLine()
    colours = Counter(
        pixels[at : at + 3]
        for start in range(0, line * small.height(), line)
        for at in range(start, start + 3 * small.width(), 3)
    )
    palette = [qRgb(*colour) for colour, _ in colours.most_common(COLOURS)]
    flat = small.convertToFormat(
        QImage.Format.Format_Indexed8, palette, Qt.ImageConversionFlag.ThresholdDither
    )
    file = FOLDER / f"{name}.png"
    flat.save(str(file), quality=0)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


async def pictures_of(locale: str) -> None:
    """A hall of its own for each language."""
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"KIOSK_DATA_DIR": name, "KIOSK_LOCALE": locale}
        await fill(Path(name), locale)
        with patch("kiosk.clock.SystemClock", ShownClock):
            made = desk_parts(load_settings())
        parts = replace(made, chime=NoSound())
        taking: list[asyncio.Task[None]] = []
        await serve(parts, lambda window: taking.append(asyncio.ensure_future(take(window, locale))))
        await taking[0]


def main() -> int:
    """Both languages."""
    app = QApplication([])
    with QEventLoop(app) as loop:
        for locale in LOCALES:
            loop.run_until_complete(pictures_of(locale))
    return 0


if __name__ == "__main__":
    sys.exit(main())
