from __future__ import annotations

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.devices.id_frame import framed
from kiosk.devices.id_reader import NoReader, ReaderFailed
from kiosk.devices.id_reader_simulator import SimulatedReader, card_of, run
from kiosk.devices.serial_id_reader import SerialIdReader
from kiosk.field import identity
from kiosk.flow.answer import CardData, IdentityNo
from kiosk.message import Message
from kiosk.words import Words

LOCALES = Path(__file__).resolve().parents[2] / "locales"
CARD = CardData(name="王桂兰", identity_number="11010519491231002X", address="上海市崇明区堡镇解放街12号")
DEADLINE_S = 5.0


def check(number: str) -> IdentityNo | Message:
    return identity.read(number, date(2026, 11, 24))


@pytest.fixture
def line() -> Iterator[SimulatedReader]:
    line = SimulatedReader()
    yield line
    line.unplug()


def reader_on(line: SimulatedReader, cut_s: float = 0.05) -> SerialIdReader:
    return SerialIdReader(Path(line.path), check, cut_s=cut_s)


async def laid(line: SimulatedReader, data: bytes) -> CardData:
    """Read while ``data`` is sent again and again, as a reader does while a card lies on it."""
    reading = asyncio.ensure_future(reader_on(line).read())
    async with asyncio.timeout(DEADLINE_S):
        while not reading.done():
            line.send(data)
            await asyncio.wait([reading], timeout=0.2)
        return await reading


async def failure(line: SimulatedReader, data: bytes) -> ReaderFailed:
    with pytest.raises(ReaderFailed) as caught:
        await laid(line, data)
    return caught.value


def threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "identity-card reader"]


async def test_a_card_is_read(line: SimulatedReader) -> None:
    assert await laid(line, framed(CARD)) == CARD
    assert threads() == []


async def test_a_small_x_is_the_same_number(line: SimulatedReader) -> None:
    card = CARD.model_copy(update={"identity_number": "11010519491231002x"})
    assert await laid(line, framed(card)) == CARD


async def test_a_wrong_checksum_asks_to_lay_it_again_and_the_next_reading_works(
    line: SimulatedReader,
) -> None:
    bad = framed(CARD)
    failed = await failure(line, bad[:-3] + b"00" + bad[-1:])
    assert (failed.message.id, failed.final) == ("device.reader.again", False)
    assert await laid(line, framed(CARD)) == CARD


async def test_a_cut_frame_asks_to_lay_it_again(line: SimulatedReader) -> None:
    assert (await failure(line, framed(CARD)[:30])).message.id == "device.reader.again"


async def test_a_number_that_cannot_be_is_not_taken(line: SimulatedReader) -> None:
    card = CARD.model_copy(update={"identity_number": "110105194912310021"})
    failed = await failure(line, framed(card))
    assert (failed.message.id, failed.final) == ("device.reader.again", False)


async def test_pulled_out_while_waiting() -> None:
    line = SimulatedReader()
    reading = asyncio.ensure_future(reader_on(line).read())
    done, _ = await asyncio.wait([reading], timeout=0.2)
    assert not done
    line.unplug()
    with pytest.raises(ReaderFailed) as caught:
        await asyncio.wait_for(reading, DEADLINE_S)
    assert (caught.value.message.id, caught.value.final) == ("device.reader.gone", True)


async def test_never_plugged_in(tmp_path: Path) -> None:
    with pytest.raises(ReaderFailed) as caught:
        await SerialIdReader(tmp_path / "tty", check).read()
    assert caught.value.final


async def test_a_file_is_no_reader(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(framed(CARD))
    with pytest.raises(ReaderFailed) as caught:
        await SerialIdReader(tmp_path / "file", check).read()
    assert caught.value.final


async def test_cancelling_ends_the_thread_at_once(line: SimulatedReader) -> None:
    open_before = len(os.listdir("/proc/self/fd"))
    loop = asyncio.get_running_loop()
    reading = asyncio.ensure_future(reader_on(line).read())
    await asyncio.wait([reading], timeout=0.2)
    assert len(threads()) == 1
    began = loop.time()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert loop.time() - began < 0.5
    assert threads() == []
    assert len(os.listdir("/proc/self/fd")) == open_before


async def test_a_card_laid_before_the_question_does_not_answer_it(line: SimulatedReader) -> None:
    line.send(framed(CARD))
    reading = asyncio.ensure_future(reader_on(line).read())
    done, _ = await asyncio.wait([reading], timeout=0.3)
    assert not done
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_nothing_of_a_card_is_in_logs_or_errors(
    line: SimulatedReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    card = CARD.model_copy(update={"identity_number": "110105194912310021"})
    failed = await failure(line, framed(card))
    told = f"{failed!r} {failed.__cause__!r} {failed.__context__!r} {caplog.text}"
    for word in (card.name, card.identity_number, card.address):
        assert word not in told


async def test_without_a_reader_it_says_so_at_once() -> None:
    with pytest.raises(ReaderFailed) as caught:
        await NoReader().read()
    assert (caught.value.message.id, caught.value.final) == ("device.reader.none", True)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_failure_has_its_sentence(locale: str) -> None:
    words = Words.load(LOCALES, locale)
    for which in ("again", "gone", "none"):
        assert words.say(f"device.reader.{which}")


# --- the stand-in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["", "王桂兰", "|1|", "王桂兰|", "a\x02|1"])
def test_a_card_needs_its_words(words: str) -> None:
    with pytest.raises(ValueError):
        card_of(words)


async def test_the_stand_in_prints_its_path_and_lays_the_card_it_was_given() -> None:
    stop = threading.Event()
    path: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    loop = asyncio.get_running_loop()

    def say(text: str) -> None:
        loop.call_soon_threadsafe(path.set_result, text.strip())

    stand_in = threading.Thread(target=run, args=(CARD, None, say, stop))
    stand_in.start()
    try:
        reader = SerialIdReader(Path(await asyncio.wait_for(path, DEADLINE_S)), check)
        assert await asyncio.wait_for(reader.read(), DEADLINE_S) == CARD
    finally:
        stop.set()
        await asyncio.to_thread(stand_in.join)


async def test_the_stand_in_lays_the_cards_it_reads_and_ends_with_them() -> None:
    loop = asyncio.get_running_loop()
    path: asyncio.Future[str] = loop.create_future()
    complaints: list[str] = []

    def say(text: str) -> None:
        if text.startswith("/dev/"):
            loop.call_soon_threadsafe(path.set_result, text.strip())
        else:
            complaints.append(text)

    hand: queue.SimpleQueue[str] = queue.SimpleQueue()
    stand_in = threading.Thread(target=run, args=(None, iter(hand.get, "end"), say))
    stand_in.start()
    try:
        reader = SerialIdReader(Path(await asyncio.wait_for(path, DEADLINE_S)), check)
        hand.put("nonsense\n")
        hand.put(f"{CARD.name}|{CARD.identity_number}|{CARD.address}\n")
        assert await asyncio.wait_for(reader.read(), DEADLINE_S) == CARD
    finally:
        hand.put("end")
        await asyncio.to_thread(stand_in.join, DEADLINE_S)
    assert not stand_in.is_alive()
    assert len(complaints) == 1
