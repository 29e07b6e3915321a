"""The keeper asks everybody, is held up by nobody, and what it writes can be read by others."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.failure import StoreFailed, Trouble
from kiosk.health import file, keeper
from kiosk.health.keeper import HealthKeeper, Seen, Sources, Waits
from kiosk.health.state import Health, Part, State
from kiosk.put_back import PutBack
from tests.shell.memory import MemoryPrinter, TurnedClock

WELL = Seen(None, voice_ready=True, voice_silent=False, handwriting=True)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def made(tmp_path: Path, clock: TurnedClock, errors: list[BaseException]):
    def make(sources: Sources | None = None) -> HealthKeeper:
        return HealthKeeper(tmp_path, "01", clock, sources or Sources(), errors.append)

    return make


def state(health: Health, part: Part) -> State:
    found = health.of(part)
    assert found is not None, part
    return found.state


async def test_what_is_written_is_read_by_another(made, tmp_path: Path, clock: TurnedClock) -> None:
    keep = made(Sources(printer=MemoryPrinter()))
    await keep.start()
    told = await keep.look(WELL)
    assert told.worst is State.OK
    assert file.read(tmp_path, clock.now()) == told
    path = tmp_path / file.NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == [file.NAME], "nothing half written is left"


async def test_what_the_window_knows(made) -> None:
    keep = made()
    told = await keep.look(Seen("full", voice_ready=True, voice_silent=True, handwriting=False))
    for part in (Part.STORE, Part.VOICE, Part.HANDWRITING):
        assert state(told, part) is State.BROKEN
    assert told.worst is State.BROKEN


async def test_a_printer_is_asked_now_and_then_and_one_without_paper_says_so(made) -> None:
    class OfPaper(MemoryPrinter):
        asked = 0
        out_of_paper = False

        async def ready(self) -> bool:
            self.asked += 1
            return not self.out_of_paper

    printer = OfPaper()
    keep = made(Sources(printer=printer))
    assert state(await keep.look(WELL), Part.PAPER) is State.OK
    printer.out_of_paper = True
    looks = 1
    while state(await keep.look(WELL), Part.PAPER) is State.OK:
        looks += 1
        assert looks < 20
    assert printer.asked == 2
    assert looks == keeper.PRINTER_LOOKS


async def test_a_printer_that_never_answers_gives_no_slips(made, monkeypatch: pytest.MonkeyPatch) -> None:
    class Held(MemoryPrinter):
        async def ready(self) -> bool:
            await asyncio.Event().wait()
            return True

    monkeypatch.setattr(keeper, "ANSWERS_S", 0.01)
    async with asyncio.timeout(30):
        assert state(await made(Sources(printer=Held())).look(WELL), Part.PRINTER) is State.BROKEN


async def test_that_the_database_was_put_back_is_told_until_nobody_need_look(
    made, clock: TurnedClock, tmp_path: Path
) -> None:
    found: list[PutBack] = [PutBack(clock.now(), 1, 3)]
    keep = made(Sources(put_back=lambda: found[-1] if found else None))
    assert state(await keep.look(WELL), Part.RECOVERY) is State.POOR
    (told,) = [each for each in json.loads((tmp_path / file.NAME).read_text())["parts"] if each["params"]]
    assert (told["part"], told["id"], told["params"]["count"]) == ("recovery", "health.put_back_lost", 3)
    found.clear()
    assert state(await keep.look(WELL), Part.RECOVERY) is State.OK


async def test_a_reader_that_is_pulled_out_or_held(made, tmp_path: Path) -> None:
    device = tmp_path / "tty"
    device.touch()
    held: list[bool] = []
    keep = made(Sources(reader=device, reader_held=lambda: bool(held)))
    assert state(await keep.look(WELL), Part.READER) is State.OK
    held.append(True)
    assert state(await keep.look(WELL), Part.READER) is State.BROKEN
    held.clear()
    device.unlink()
    assert state(await keep.look(WELL), Part.READER) is State.BROKEN


async def test_the_hub_and_what_waits_for_it(made, clock: TurnedClock) -> None:
    there: list[bool] = [True]
    oldest = clock.now()

    async def waits() -> Waits:
        return Waits(3, oldest)

    keep = made(Sources(waits=waits, connected=lambda: there[0], ahead=lambda: timedelta(hours=1)))
    told = await keep.look(WELL)
    assert (state(told, Part.HUB), state(told, Part.QUEUE)) == (State.OK, State.OK)
    assert state(told, Part.CLOCK) is State.POOR, "an hour from the hall's"
    there[0] = False
    clock.turn(600)
    told = await keep.look(WELL)
    assert (state(told, Part.HUB), state(told, Part.QUEUE)) == (State.POOR, State.POOR)
    queue = told.of(Part.QUEUE)
    assert queue is not None
    assert queue.told.params == {"count": 3, "minutes": 10}


async def test_a_store_that_fails_leaves_the_others_told(made) -> None:
    async def waits() -> Waits:
        raise StoreFailed(Trouble.DAMAGED)

    told = await made(Sources(waits=waits, connected=lambda: True)).look(WELL)
    assert told.of(Part.QUEUE) is None
    assert state(told, Part.HUB) is State.OK


async def test_a_run_that_was_not_ended_is_a_crash_and_counted(made, clock: TurnedClock) -> None:
    first = made()
    await first.start()
    assert (await first.look(WELL)).restarts == 0
    clock.turn(60)
    second = made()
    await second.start()
    told = await second.look(WELL)
    assert (told.restarts, state(told, Part.CRASH)) == (1, State.POOR)
    await second.close()
    third = made()
    await third.start()
    told = await third.look(WELL)
    assert (told.restarts, state(told, Part.CRASH)) == (1, State.OK)


async def test_a_run_begins_when_its_turn_comes(made, clock: TurnedClock) -> None:
    keep = made()
    clock.turn(3600)
    await keep.start()
    assert (await keep.look(WELL)).began == clock.now()


async def test_a_clock_that_was_set_back_while_the_kiosk_was_off(made, clock: TurnedClock) -> None:
    first = made()
    await first.start()
    clock.turn(7200)
    await first.look(WELL)
    await first.close()
    clock.turn(-3600)
    second = made()
    await second.start()
    told = (await second.look(WELL)).of(Part.CLOCK)
    assert told is not None
    assert (told.told.id, told.told.params) == ("health.clock_back", {"minutes": 60})


async def test_backups_are_looked_at_where_there_are_any(made, tmp_path: Path, clock: TurnedClock) -> None:
    keep = made()
    assert state(await keep.look(WELL), Part.BACKUP) is State.OK
    (tmp_path / "backups").mkdir()
    assert state(await keep.look(WELL), Part.BACKUP) is State.POOR
    made_at = clock.now().timestamp()
    (tmp_path / "backups" / "one").touch()
    os.utime(tmp_path / "backups" / "one", (made_at, made_at))
    assert state(await keep.look(WELL), Part.BACKUP) is State.OK
    clock.turn(3 * 86400)
    assert state(await keep.look(WELL), Part.BACKUP) is State.POOR


async def test_backups_on_another_disk_are_looked_at_too(made, tmp_path: Path, clock: TurnedClock) -> None:
    disk = tmp_path / "disk"
    keep = made(Sources(backups=disk))
    assert state(await keep.look(WELL), Part.BACKUP) is State.OK
    disk.mkdir()
    assert state(await keep.look(WELL), Part.BACKUP) is State.POOR
    made_at = clock.now().timestamp()
    (disk / "one").touch()
    os.utime(disk / "one", (made_at, made_at))
    assert state(await keep.look(WELL), Part.BACKUP) is State.OK


async def test_a_disk_that_does_not_answer_holds_nobody(made, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(keeper, "ANSWERS_S", 0.01)
    monkeypatch.setattr(keeper.shutil, "disk_usage", lambda _path: let_go.wait())
    try:
        async with asyncio.timeout(30):
            for _ in range(3):
                told = await made().look(WELL)
        assert state(told, Part.DISK) is State.BROKEN
    finally:
        let_go.set()
        for thread in threading.enumerate():
            if thread.name == "health":
                thread.join()


async def test_a_folder_that_cannot_be_written_is_noted_once(
    made, errors: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "no room")

    keep = made()
    monkeypatch.setattr(file, "write", full)
    for _ in range(3):
        assert (await keep.look(WELL)).worst is State.OK
    assert len(errors) == 1


# --- reading ---------------------------------------------------------------------------------


async def test_nobody_there_is_told_apart_from_one_that_is(made, tmp_path: Path, clock: TurnedClock) -> None:
    with pytest.raises(file.NotRunning) as nothing:
        file.read(tmp_path, clock.now())
    assert nothing.value.health is None
    keep = made()
    await keep.look(WELL)
    assert file.read(tmp_path, clock.now())
    with pytest.raises(file.NotRunning):
        file.read(tmp_path, clock.now() + file.STALE + timedelta(seconds=1))
    await keep.close()
    with pytest.raises(file.NotRunning) as ended:
        file.read(tmp_path, clock.now())
    assert ended.value.health is not None
    assert ended.value.health.ended


async def test_one_that_was_killed_just_now_does_not_run(made, tmp_path: Path, clock: TurnedClock) -> None:
    await made().look(WELL)
    written = json.loads((tmp_path / file.NAME).read_text())
    ended = await asyncio.create_subprocess_exec("true")
    await ended.wait()
    pid = ended.pid
    (tmp_path / file.NAME).write_text(json.dumps(written | {"pid": pid}))
    with pytest.raises(file.NotRunning):
        file.read(tmp_path, clock.now())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("health")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=8), each, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("kiosk", "version", "at", "began", "restarts", "pid", "ended", "parts"), JSON),
)


@given(
    st.binary(max_size=200) | JSON.map(json.dumps).map(str.encode) | FIELDS.map(json.dumps).map(str.encode)
)
def test_whatever_stands_in_the_file_it_is_read_or_is_nothing(folder: Path, content: bytes) -> None:
    (folder / file.NAME).write_bytes(content)
    found = file.read_last(folder)
    assert found is None or isinstance(found, Health)
