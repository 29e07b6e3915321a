"""A reader that is asked, over a pseudo-terminal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.devices.id_frame import framed
from kiosk.devices.id_reader import ReaderFailed
from kiosk.devices.id_reader_simulator import SimulatedReader, card_of
from kiosk.devices.id_talk import Asked, Either, Sending, Talk
from kiosk.devices.sdt_simulator import SimulatedSdtReader, Trouble
from kiosk.devices.serial_id_reader import SerialIdReader
from kiosk.field import identity
from kiosk.flow.answer import CardData, IdentityNo
from kiosk.message import Message

CARD = CardData(
    name="王桂兰",
    identity_number="11010519491231002X",
    address="上海市崇明区堡镇解放街12号",
    sex="female",
    birth=date(1949, 12, 31),
    valid_until=date(2028, 12, 31),
)
OTHER = CARD.model_copy(update={"name": "王秀英"})
DEADLINE_S = 5.0


def check(number: str) -> IdentityNo | Message:
    return identity.read(number, date(2026, 11, 24))


@pytest.fixture
def line() -> Iterator[SimulatedSdtReader]:
    line = SimulatedSdtReader()
    yield line
    line.unplug()


def asked() -> Asked:
    return Asked(poll_s=0.02, answer_s=0.2)


def reader_on(path: str, talk: Talk | None = None) -> SerialIdReader:
    return SerialIdReader(Path(path), check, talk=talk or asked())


async def read(line: SimulatedSdtReader, talk: Talk | None = None) -> CardData:
    return await asyncio.wait_for(reader_on(line.path, talk).read(), DEADLINE_S)


async def waits(reading: asyncio.Future[CardData]) -> bool:
    done, _ = await asyncio.wait([reading], timeout=0.3)
    return not done


async def test_a_card_is_read_with_all_that_it_tells(line: SimulatedSdtReader) -> None:
    line.lying(CARD)
    assert await read(line) == CARD


async def test_it_waits_until_a_card_is_laid(line: SimulatedSdtReader) -> None:
    reading = asyncio.ensure_future(reader_on(line.path).read())
    assert await waits(reading)
    line.lying(CARD)
    assert await asyncio.wait_for(reading, DEADLINE_S) == CARD


@pytest.mark.parametrize("trouble", ["lifted at select", "lifted at read", "half"])
async def test_half_a_card_asks_to_lay_it_again(line: SimulatedSdtReader, trouble: Trouble) -> None:
    line.troubles = [trouble]
    line.lying(CARD)
    with pytest.raises(ReaderFailed) as caught:
        await read(line)
    assert (caught.value.message.id, caught.value.final) == ("device.reader.again", False)
    line.lying(None)
    line.lying(CARD)
    assert await read(line) == CARD


@pytest.mark.parametrize("trouble", ["garbled", "silent"])
async def test_one_answer_that_is_lost_is_asked_for_again(line: SimulatedSdtReader, trouble: Trouble) -> None:
    line.troubles = [trouble]
    line.lying(CARD)
    assert await read(line) == CARD


async def test_garbled_each_time_asks_to_lay_it_again(line: SimulatedSdtReader) -> None:
    line.troubles = ["garbled"] * 3
    line.lying(CARD)
    with pytest.raises(ReaderFailed) as caught:
        await read(line)
    assert (caught.value.message.id, caught.value.final) == ("device.reader.again", False)


async def test_a_reader_that_answers_nothing_is_out_of_use(line: SimulatedSdtReader) -> None:
    line.troubles = ["silent"] * 3
    with pytest.raises(ReaderFailed) as caught:
        await read(line)
    assert (caught.value.message.id, caught.value.final) == ("device.reader.gone", True)


async def test_a_foreigners_card_is_told_kindly(line: SimulatedSdtReader) -> None:
    line.troubles = ["foreign"]
    line.lying(CARD)
    with pytest.raises(ReaderFailed) as caught:
        await read(line)
    assert (caught.value.message.id, caught.value.final) == ("device.reader.foreign", False)


async def test_unplugged_while_it_waits() -> None:
    line = SimulatedSdtReader()
    reading = asyncio.ensure_future(reader_on(line.path).read())
    assert await waits(reading)
    line.unplug()
    with pytest.raises(ReaderFailed) as caught:
        await asyncio.wait_for(reading, DEADLINE_S)
    assert (caught.value.message.id, caught.value.final) == ("device.reader.gone", True)


async def test_a_card_that_was_read_is_read_again_once_it_was_lifted(line: SimulatedSdtReader) -> None:
    line.lying(CARD)
    assert await read(line) == CARD
    reading = asyncio.ensure_future(reader_on(line.path).read())
    assert await waits(reading)
    line.lying(None)
    line.lying(CARD)
    assert await asyncio.wait_for(reading, DEADLINE_S) == CARD


async def test_another_card_is_another_card(line: SimulatedSdtReader) -> None:
    line.lying(CARD)
    await read(line)
    line.lying(OTHER)
    assert await read(line) == OTHER


async def test_lifted_waits_as_long_as_a_card_is_found(line: SimulatedSdtReader) -> None:
    line.lying(CARD)
    lifted = asyncio.ensure_future(reader_on(line.path).lifted())
    done, _ = await asyncio.wait([lifted], timeout=0.3)
    assert not done
    line.lying(None)
    await asyncio.wait_for(lifted, DEADLINE_S)


async def test_nothing_of_a_card_is_in_logs_or_errors(
    line: SimulatedSdtReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    line.lying(CARD.model_copy(update={"identity_number": "110105194912310021"}))
    with pytest.raises(ReaderFailed) as caught:
        await read(line)
    told = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r} {caplog.text}"
    for word in (CARD.name, "110105194912310021", CARD.address):
        assert word not in told


# --- which of the two it is -----------------------------------------------------------------------


def either() -> Either:
    return Either(Sending(0.05, 0.2), asked(), probe_s=0.1)


async def test_a_reader_that_answers_is_found_out(line: SimulatedSdtReader) -> None:
    line.lying(CARD)
    assert await read(line, either()) == CARD


async def test_a_reader_that_sends_is_found_out() -> None:
    line = SimulatedReader()
    try:
        card = CardData(name=CARD.name, identity_number=CARD.identity_number)
        reading = asyncio.ensure_future(reader_on(line.path, either()).read())
        async with asyncio.timeout(DEADLINE_S):
            while not reading.done():
                line.send(framed(card))
                await asyncio.wait([reading], timeout=0.15)
        assert await reading == card
    finally:
        line.unplug()


async def test_a_reader_that_sends_is_silent_once_the_card_is_lifted() -> None:
    line = SimulatedReader()
    try:
        for talk in (either(), Sending(0.05, 0.2)):
            lifted = asyncio.ensure_future(reader_on(line.path, talk).lifted())
            for _ in range(4):
                line.send_card(CARD)
                done, _ = await asyncio.wait([lifted], timeout=0.05)
                assert not done
            await asyncio.wait_for(lifted, DEADLINE_S)
    finally:
        line.unplug()


async def test_a_card_put_aside_counts_again_only_once_it_was_lifted() -> None:
    line = SimulatedReader()
    card = CardData(name=CARD.name, identity_number=CARD.identity_number)
    other = card.model_copy(update={"identity_number": "310230194803010027"})
    try:
        for talk in (Sending(0.05, 0.4), Either(Sending(0.05, 0.4), asked(), probe_s=0.2)):
            for then in (other, card):
                reading = asyncio.ensure_future(reader_on(line.path, talk).read(CARD.identity_number))
                for _ in range(3):
                    line.send_card(card)
                    done, _ = await asyncio.wait([reading], timeout=0.1)
                    assert not done
                if then == card:  # lifted for a while
                    done, _ = await asyncio.wait([reading], timeout=1.0)
                    assert not done
                async with asyncio.timeout(DEADLINE_S):
                    while not reading.done():
                        line.send_card(then)
                        await asyncio.wait([reading], timeout=0.1)
                assert await reading == then
    finally:
        line.unplug()


# --- the stand-in ---------------------------------------------------------------------------------


def test_the_stand_ins_cards_can_have_an_end() -> None:
    assert card_of("王桂兰|1|上海市|until 20200131").valid_until == date(2020, 1, 31)
    assert card_of("王桂兰|1|上海市").valid_until is None
    with pytest.raises(ValueError):
        card_of("王桂兰|1|上海市|until 20200231")
