"""What the kiosk does by itself once a day, with a real store: old things go, and keys that nothing needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.cases.case import Filing
from kiosk.cli.tidying import tidying
from kiosk.duty.kiosks import KioskReport
from kiosk.flow.answer import Written
from kiosk.officers.record import CONSOLE, ITSELF, Deed
from kiosk.settings import Settings
from kiosk.store.keys import Ring, read_ring
from kiosk.store.local import LocalStore

FREE = KioskReport("01", "01", "hall", False, True, True, True, "1")
ROUND = 40
"""More reports than there are steps."""


class Turned:
    moment = datetime(2026, 11, 24, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def today(self) -> date:
        return self.moment.date()


def ring(settings: Settings) -> Ring:
    found = read_ring(settings.data_dir)
    assert found is not None
    return found


def remove(copies: Sequence[str]) -> None:
    for copy in copies:
        Path(copy).unlink(missing_ok=True)


async def test_a_day_later_what_is_too_old_is_gone_and_so_is_the_old_key(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    settings, clock = Settings(), Turned()
    store = LocalStore(settings.data_dir, "01", clock, kiosk_lock=True)
    await store.start()
    try:
        daily = tidying(settings, store, clock)
        filing = Filing("v", "01", "s", 1, "ab", "x", "en", False, {"name": Written(text="王")}, None)
        await store.cases.hand_in(filing)
        await store.keys.rotate(CONSOLE)
        clock.moment += timedelta(days=settings.keep_cases_days - 1)
        for _ in range(ROUND):
            await daily.report(FREE)
        assert len(await store.cases.cases()) == 1
        clock.moment += timedelta(days=1, seconds=1)
        for _ in range(ROUND):
            await daily.report(replace(FREE, in_use=True))
        assert len(await store.cases.cases()) == 1
        for _ in range(ROUND):
            await daily.report(FREE)
        assert await store.cases.cases() == ()
        # The second log may hold values under the old key: it stays until those files are gone.
        copies = ring(settings).keys[0].copies
        assert copies
        assert {Path(copy).parent.name for copy in copies} == {"changes"}
        await store.backups.make()  # from here on it is written into another file
        remove(copies)
        clock.moment += timedelta(days=1)
        for _ in range(ROUND):
            await daily.report(FREE)
        assert len(ring(settings).keys) == 1
        assert ring(settings).marked
        done = {entry.deed for entry in await store.record.entries() if entry.who == ITSELF}
        assert done == {Deed.DATA_DELETED, Deed.KEY_DROPPED}
        assert (await store.record.verify()).broken is None
    finally:
        await store.close()
