"""That the database was put back is told until somebody has looked at it, which goes on record."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest

from kiosk.duty.kiosks import KioskReport
from kiosk.officers.record import CONSOLE, Deed
from kiosk.put_back import PutBack
from kiosk.store import local_put_backs
from kiosk.store.failure import StoreFailed
from kiosk.store.folder import DataFolder
from kiosk.store.recovered import LostRow, Recovery, Seen, keep, recoveries, seen

HOUR = timedelta(hours=1)


@pytest.fixture
def files(folder):
    return DataFolder(folder, "01", kiosk_lock=False).recovered


@pytest.fixture
def put_back(files, clock):
    """Twice: all was there, then not."""
    lost = (LostRow("case", ("x",), "gone"),)
    for ago, missing, rows in ((2, (), ()), (1, ((4, 6),), lost)):
        keep(files, Recovery(clock.now() - ago * HOUR, "damaged", (), None, (), 7, missing, rows))


async def seen_by(store) -> list[tuple[str, str]]:
    entries = [each for each in await store.record.entries() if each.deed is Deed.PUT_BACK_SEEN]
    return [(each.who, each.about) for each in entries]


async def test_a_store_that_was_never_put_back_has_nothing_to_tell(store) -> None:
    assert await store.put_backs.unseen() is None
    assert store.put_backs.read() is None
    await store.put_backs.looked_at("0701", store._line._clock.now())
    assert await seen_by(store) == []


async def test_it_is_told_until_somebody_looks_and_that_outlives_the_store(
    store, make_store, files, clock, put_back
) -> None:
    told = PutBack(clock.now() - HOUR, times=2, lost=4)
    assert await store.put_backs.unseen() == store.put_backs.read() == told
    await store.put_backs.looked_at("0701", clock.now())
    assert await make_store().put_backs.unseen() is None
    assert await seen_by(store) == [("0701", one.at.isoformat()) for one in recoveries(files)]
    assert len(recoveries(files)) == 2, "what was done stays there to be read"
    for one in recoveries(files):
        assert seen(files, one) == Seen("0701", clock.now())
    for path in files.glob("*.seen"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_what_came_after_the_look_is_told_still(store, clock, put_back) -> None:
    await store.put_backs.looked_at(CONSOLE, clock.now() - 1.5 * HOUR)
    assert await store.put_backs.unseen() == PutBack(clock.now() - HOUR, times=1, lost=4)


async def test_what_cannot_go_on_record_is_not_looked_at(
    store, clock, put_back, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(local_put_backs, "mark_seen", full)
    with pytest.raises(StoreFailed):
        await store.put_backs.looked_at("0701", clock.now())
    assert await store.put_backs.unseen() is not None
    monkeypatch.undo()
    await store.put_backs.looked_at("0701", clock.now())
    assert await store.put_backs.unseen() is None


async def test_a_desk_on_this_machine_is_told_of_this_kiosk_and_looks(store, clock, put_back) -> None:
    for kiosk in ("01", "02"):
        await store.kiosks.report(KioskReport(kiosk, kiosk, "hall", False, True, True, True, "1"))
    told = await store.kiosks.kiosks()
    assert [each.put_back and each.put_back.lost for each in told] == [4, None]
    await store.kiosks.looked_at("02", "0101", clock.now())
    assert (await store.kiosks.kiosks())[0].put_back is not None
    await store.kiosks.looked_at("01", "0101", clock.now())
    assert [each.put_back for each in await store.kiosks.kiosks()] == [None, None]
    assert {who for who, _ in await seen_by(store)} == {"0101"}


async def test_a_mark_that_is_torn_counts_as_none(store, files, put_back) -> None:
    first = recoveries(files)[0]
    (files / f"{first.at:%Y%m%dT%H%M%S%fZ}.seen").write_text("{", encoding="utf-8")
    assert seen(files, first) is None
