"""Connections on which nothing comes, or a head drop by drop, are ended; others are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from kiosk.portal import patience
from kiosk.portal.app import Portal
from kiosk.portal.serving import Place, server

PATIENCE_S = 60
ASK = b"GET /left HTTP/1.1\r\nHost: portal.example\r\n\r\n"
HALF = ASK[:20]


@asynccontextmanager
async def connected(portal: Portal) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a portal that serves as it does in a hall."""
    serving, ports = server(portal, Place(port=0)), asyncio.Queue[int]()
    serving.on_start = lambda found: ports.put_nowait(found[0])
    task = asyncio.ensure_future(serving.serve())
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", await ports.get())
        yield reader, writer
        writer.close()
    finally:
        serving.should_exit = True
        await task


async def answer(reader: asyncio.StreamReader) -> bytes:
    """One answer, whole."""
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
    length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.partition(b":")[2]))


@pytest.mark.parametrize("sent", [b"", HALF])
async def test_what_does_not_begin_is_ended(
    make: Callable[..., Portal], monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.05)
    async with connected(make()) as (reader, writer):
        writer.write(sent)
        assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""


async def test_a_second_head_drop_by_drop_is_ended_too(
    make: Callable[..., Portal], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(make()) as (reader, writer):
        writer.write(ASK)
        assert (await answer(reader)).startswith(b"HTTP/1.1 200")
        monkeypatch.setattr(patience, "HEAD_S", 0.05)
        writer.write(HALF)
        assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""


async def test_one_after_the_other_is_answered(make: Callable[..., Portal]) -> None:
    async with connected(make()) as (reader, writer):
        for _ in range(3):
            writer.write(HALF)
            await writer.drain()
            writer.write(ASK[20:])
            assert (await answer(reader)).startswith(b"HTTP/1.1 200")
