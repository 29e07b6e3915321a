from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.voice.engine import has_sound
from kiosk.voice.maker import WorkerMaker
from kiosk.voice.process import WorkerProcess
from kiosk.voice.sentence import Sentence, SoundFailed

from .conftest import REAL_WORKER, Watch, files_under, until

ASKING = Sentence("您要办什么事？", "zh_CN")
OTHER = Sentence("请点一下。", "zh_CN")
NUMBER = Sentence("号码是 12058", "zh_CN", fixed=False)

BROKEN = "import sys; open({log!r}, 'a').write('started\\n'); {then}"


def fake(tmp_path: Path, then: str) -> tuple[str, ...]:
    """A worker that notes that it was started and then does ``then``."""
    return (sys.executable, "-c", BROKEN.format(log=str(tmp_path / "starts"), then=then))


def starts(tmp_path: Path) -> int:
    log = tmp_path / "starts"
    return log.read_text().count("started") if log.exists() else 0


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_a_sound_is_made_and_kept(maker: WorkerMaker, tmp_path: Path) -> None:
    place = await maker.make(ASKING, 122)
    assert has_sound(place)
    assert place.parent == tmp_path / "sounds"


async def test_a_kept_sound_is_not_asked_for_again(
    maker: WorkerMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    ask = WorkerProcess.ask

    async def counted(self: WorkerProcess, request: dict[str, str | int]) -> str | None:
        asked.append(request["text"])
        return await ask(self, request)

    monkeypatch.setattr(WorkerProcess, "ask", counted)
    first = await maker.make(ASKING, 122)
    assert await maker.make(ASKING, 122) == first
    assert len(asked) == 1
    assert await maker.make(ASKING, 61) != first
    assert len(asked) == 2


async def test_a_kept_sound_outlives_the_maker_and_needs_no_worker(
    maker: WorkerMaker, tmp_path: Path
) -> None:
    place = await maker.make(ASKING, 122)
    await maker.close()
    other = WorkerMaker(("/no/such/worker",), tmp_path / "sounds")
    assert await other.make(ASKING, 122) == place
    await other.close()


async def test_two_who_want_the_same_get_it_made_once(maker: WorkerMaker) -> None:
    first, second = await asyncio.gather(maker.make(ASKING, 122), maker.make(ASKING, 122))
    assert first == second


async def test_what_is_not_fixed_is_private_and_gone_when_closed(maker: WorkerMaker, tmp_path: Path) -> None:
    place = await maker.make(NUMBER, 122)
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert has_sound(place)
    await maker.close()
    assert files_under(tmp_path) == []


async def test_what_is_left_from_a_crash_is_deleted_at_the_start(tmp_path: Path) -> None:
    left = tmp_path / "sounds-once" / "left.wav"
    left.parent.mkdir()
    left.write_bytes(b"x")
    maker = WorkerMaker(REAL_WORKER, tmp_path / "sounds")
    await maker.prepare()
    assert not left.exists()
    await maker.close()


async def test_a_worker_killed_between_two_sentences_is_replaced(maker: WorkerMaker) -> None:
    await maker.make(ASKING, 122)
    pid = maker.worker_pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert has_sound(await maker.make(OTHER, 122))
    assert maker.worker_pid != pid


async def test_a_worker_killed_while_it_makes_a_sound_is_replaced(maker: WorkerMaker) -> None:
    await maker.make(ASKING, 122)
    pid = maker.worker_pid
    assert pid
    os.kill(pid, signal.SIGSTOP)  # so that it is surely still at it
    making = asyncio.create_task(maker.make(OTHER, 122))
    await until(lambda: maker.asked == 2)
    os.kill(pid, signal.SIGKILL)
    assert has_sound(await making)
    assert gone(pid)


async def test_a_worker_that_hangs_is_killed_at_the_deadline(tmp_path: Path) -> None:
    maker = WorkerMaker(REAL_WORKER, tmp_path / "sounds", 3.0)
    await maker.make(ASKING, 122)
    pid = maker.worker_pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(SoundFailed, match="too slow"):
        await maker.make(OTHER, 122)
    assert gone(pid)
    assert has_sound(await maker.make(OTHER, 122))
    await maker.close()


async def test_closing_kills_a_worker_that_hangs_at_once(tmp_path: Path) -> None:
    maker = WorkerMaker(REAL_WORKER, tmp_path / "sounds", 60.0)
    await maker.make(ASKING, 122)
    pid = maker.worker_pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    making = asyncio.create_task(maker.make(NUMBER, 122))
    await until(lambda: maker.asked == 2)
    async with asyncio.timeout(10):
        await maker.close()
    assert gone(pid)
    with pytest.raises(SoundFailed):
        await making
    with pytest.raises(SoundFailed, match="closed"):
        await maker.make(OTHER, 122)


async def test_closing_while_the_worker_starts_leaves_no_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting = asyncio.Event()
    start = WorkerProcess.start

    async def noted(command: tuple[str, ...]) -> WorkerProcess:
        starting.set()
        return await start(command)

    monkeypatch.setattr(WorkerProcess, "start", noted)
    maker = WorkerMaker(fake(tmp_path, "sys.stdin.read()"), tmp_path / "sounds", 60.0)
    making = asyncio.create_task(maker.make(ASKING, 122))
    await starting.wait()
    async with asyncio.timeout(10):
        await maker.close()
    with pytest.raises(SoundFailed):
        await making
    assert maker.worker_pid is None


@pytest.mark.parametrize(
    "then",
    [
        "sys.exit(1)",
        "print('garbage', flush=True); sys.stdin.read()",
        "print('{}', flush=True); sys.stdin.read()",
        "print('x' * 1_000_000, flush=True); sys.stdin.read()",
        "sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush(); sys.stdin.read()",
        """print('{"id": 99, "ok": true, "error": null}', flush=True); sys.stdin.read()""",
        """print('{"id": 1, "ok": false, "error": null}', flush=True); sys.stdin.read()""",
    ],
)
async def test_a_broken_worker_is_tried_less_and_less_often(tmp_path: Path, watch: Watch, then: str) -> None:
    maker = WorkerMaker(fake(tmp_path, then), tmp_path / "sounds", 30.0, monotonic=watch)
    with pytest.raises(SoundFailed):
        await maker.make(ASKING, 122)
    assert starts(tmp_path) == 2  # the second at once
    with pytest.raises(SoundFailed, match="resting"):
        await maker.make(ASKING, 122)
    assert starts(tmp_path) == 2
    for tried, pause in enumerate((1.0, 2.0, 4.0), start=3):
        watch.now += pause - 0.01
        with pytest.raises(SoundFailed, match="resting"):
            await maker.make(ASKING, 122)
        watch.now += 0.01
        with pytest.raises(SoundFailed):
            await maker.make(ASKING, 122)
        assert starts(tmp_path) == tried
    await maker.close()


async def test_a_worker_that_cannot_be_started_is_no_crash(tmp_path: Path, watch: Watch) -> None:
    maker = WorkerMaker(("/no/such/worker",), tmp_path / "sounds", monotonic=watch)
    for _ in range(3):
        with pytest.raises(SoundFailed):
            await maker.make(ASKING, 122)
    await maker.close()


async def test_a_folder_that_cannot_be_made_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    maker = WorkerMaker(REAL_WORKER, tmp_path / "file" / "sounds")
    await maker.prepare()
    with pytest.raises(SoundFailed, match="files"):
        await maker.make(ASKING, 122)
    await maker.close()


async def test_a_sentence_without_a_voice_fails_alone(maker: WorkerMaker) -> None:
    with pytest.raises(SoundFailed, match="voice"):
        await maker.make(Sentence("x", "xx"), 122)
    pid = maker.worker_pid
    assert has_sound(await maker.make(ASKING, 122))
    assert maker.worker_pid == pid


async def test_cancelling_keeps_the_worker_and_leaves_no_private_sound(
    maker: WorkerMaker, tmp_path: Path
) -> None:
    await maker.make(ASKING, 122)
    pid = maker.worker_pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    making = asyncio.create_task(maker.make(NUMBER, 122))
    await until(lambda: maker.asked == 2)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    os.kill(pid, signal.SIGCONT)
    assert has_sound(await maker.make(OTHER, 122))
    assert maker.worker_pid == pid
    await until(lambda: not files_under(tmp_path / "sounds-once"))


async def test_a_folder_over_its_limit_loses_the_oldest(tmp_path: Path) -> None:
    maker = WorkerMaker(REAL_WORKER, tmp_path / "sounds", limit_bytes=1)
    first, second = await maker.make(ASKING, 122), await maker.make(OTHER, 122)
    assert not first.exists()
    assert second.exists()
    await maker.close()


async def test_the_loop_is_never_held_up(tmp_path: Path, watch: Watch) -> None:
    longest = 0.0

    async def ticking() -> None:
        nonlocal longest
        last = time.monotonic()
        while True:
            await asyncio.sleep(0)
            now = time.monotonic()
            longest, last = max(longest, now - last), now

    ticks = asyncio.create_task(ticking())
    for then in ("sys.exit(1)", "sys.stdin.read()"):
        maker = WorkerMaker(fake(tmp_path, then), tmp_path / "sounds", 1.5, monotonic=watch)
        with pytest.raises(SoundFailed):
            await maker.make(ASKING, 122)
        await maker.close()
    ticks.cancel()
    assert longest < 0.7  # waiting for the deadline would be seen


async def test_nothing_that_is_said_gets_into_the_log(tmp_path: Path, watch: Watch) -> None:
    maker = WorkerMaker(fake(tmp_path, "sys.exit(1)"), tmp_path / "sounds", monotonic=watch)
    with capture_logs() as logs, pytest.raises(SoundFailed) as failed:
        await maker.make(NUMBER, 122)
    assert logs
    assert "12058" not in repr(logs) + str(failed.value)
    await maker.close()
