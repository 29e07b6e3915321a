"""The figures, over a real connection, and what they must never hold."""

from __future__ import annotations

import asyncio
import re
import socket
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.health import look
from kiosk.health.counts import CountedEnds, CountedQueue, Counts
from kiosk.health.exporter import MOST, Exporter
from kiosk.health.metrics import CONTENT_TYPE, metrics
from kiosk.health.state import Health
from tests.shell.memory import MemoryEnds, MemoryQueue, TurnedClock

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEALTH = Health("01", "0.1.0", NOW, NOW - timedelta(hours=2), 3, 1, (look.store(None), look.hub(False)))
LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+]+$')


def sample(text: str, name: str) -> float:
    (line,) = [each for each in text.splitlines() if each.rsplit(" ", 1)[0] == name]
    return float(line.rsplit(" ", 1)[1])


def new_call(number: int, *, quiet: bool = False) -> NewCall:
    return NewCall(f"call-{number}", "01", "1", "hall", "household", "name", "zh_CN", False, quiet)


def end(visit: str, ending: Ending) -> VisitEnd:
    return VisitEnd(visit, "01", "household", 1, "zh_CN", "name", ending, False, NOW, NOW)


def get(url: str, method: str = "GET") -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=20) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers["Content-Type"], ""


async def test_calls_visits_and_errors_are_counted_each_once() -> None:
    clock, counts, noted = TurnedClock(), Counts(), []
    memory = MemoryQueue(clock)
    queue, ends = CountedQueue(memory, counts), CountedEnds(MemoryEnds(), counts)
    for number, officer_after_s, outcome in ((1, 40, Outcome.HELPED), (2, 100, None), (3, None, None)):
        call = new_call(number)
        await queue.open_call(call)
        await queue.open_call(call)  # tapped twice
        if officer_after_s is not None:
            clock.turn(officer_after_s)
            await memory.claim(call.id, "0101")
            memory.calls[call.id] = replace(memory.calls[call.id], claimed_at=clock.now())
            await queue.get(call.id)
            await memory.put_back(call.id, "0101")
            await queue.get(call.id)
            await memory.claim(call.id, "0102")
            await queue.get(call.id)
        if outcome is not None:
            await memory.close(call.id, "0102", outcome)
            for _ in range(3):
                await queue.get(call.id)
        else:
            await queue.cancel(call.id)
    await ends.keep(end("a", Ending.HANDED_IN))
    await ends.keep(end("b", Ending.TIMED_OUT))
    counts.error(noted.append)(ValueError("x"))
    text = metrics(counts, None, NOW)
    assert sample(text, "kiosk_calls_opened_total") == 3
    assert sample(text, 'kiosk_calls_total{outcome="helped"}') == 1
    assert sample(text, 'kiosk_calls_total{outcome="cancelled"}') == 2
    assert sample(text, 'kiosk_claim_seconds_bucket{le="30"}') == 0
    assert sample(text, 'kiosk_claim_seconds_bucket{le="60"}') == 1
    assert sample(text, 'kiosk_claim_seconds_bucket{le="+Inf"}') == 2
    assert sample(text, "kiosk_claim_seconds_sum") == 140
    assert sample(text, 'kiosk_visits_total{ending="handed_in"}') == 1
    assert sample(text, 'kiosk_visits_total{ending="timed_out"}') == 1
    assert sample(text, "kiosk_errors_total") == 1
    assert len(noted) == 1, "it is noted too"


def test_every_line_is_one_of_the_format() -> None:
    counts = Counts()
    counts.visits["handed_in"] += 1
    lines = metrics(counts, HEALTH, NOW).splitlines()
    assert sample("\n".join(lines), 'kiosk_part_state{part="hub",state="poor"}') == 1
    assert sample("\n".join(lines), 'kiosk_part_state{part="hub",state="ok"}') == 0
    assert sample("\n".join(lines), "kiosk_up_seconds") == 7200
    assert sample("\n".join(lines), "kiosk_restarts_total") == 3
    for line in lines:
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.match(line), line
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names)), "each is told of once"


async def test_a_scraper_on_this_machine_gets_them() -> None:
    counts = Counts()
    exporter = Exporter(0, lambda: metrics(counts, HEALTH, NOW))
    await exporter.start()
    url = f"http://127.0.0.1:{exporter.port}"
    try:
        status, kind, text = await asyncio.to_thread(get, f"{url}/metrics")
        assert (status, kind) == (200, CONTENT_TYPE)
        assert sample(text, "kiosk_errors_total") == 0
        counts.errors += 1
        assert sample((await asyncio.to_thread(get, f"{url}/metrics"))[2], "kiosk_errors_total") == 1
        assert (await asyncio.to_thread(get, f"{url}/"))[0] == 404
        assert (await asyncio.to_thread(get, f"{url}/metrics", "POST"))[0] == 405
    finally:
        await exporter.close()
    assert exporter.port == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "10.0.0.1", "::", "2001:db8::1"])
def test_it_listens_to_this_machine_alone(host: str) -> None:
    with pytest.raises(ValueError, match="not this machine alone"):
        Exporter(0, str, host)


async def test_it_is_bound_to_the_loopback_interface() -> None:
    exporter = Exporter(0, str)
    await exporter.start()
    try:
        assert exporter._server is not None
        assert {each.getsockname()[0] for each in exporter._server.sockets} == {"127.0.0.1"}
    finally:
        await exporter.close()


@pytest.mark.parametrize(
    "asked",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET /metrics HTTP/1.1\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"GET /metrics SMTP\r\n\r\n",
        b"GET /metrics HTTP/1.1\r\n",
    ],
)
async def test_nonsense_is_refused_and_the_next_is_served(asked: bytes) -> None:
    exporter = Exporter(0, lambda: "x 1\n")
    await exporter.start()

    def ask(data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", exporter.port), timeout=20) as line:
            try:
                line.sendall(data)
                line.shutdown(socket.SHUT_WR)
                return line.recv(4096)
            except ConnectionError:
                return b"HTTP/1.1 400"

    try:
        assert (await asyncio.to_thread(ask, asked)).startswith(b"HTTP/1.1 400")
        answer = await asyncio.to_thread(ask, b"GET /metrics HTTP/1.1\r\n\r\n")
        assert answer.endswith(b"\r\n\r\nx 1\n")
    finally:
        await exporter.close()


async def test_many_who_never_ask_do_not_keep_it_from_ending() -> None:
    exporter = Exporter(0, str)
    await exporter.start()
    held: list[Any] = [await asyncio.open_connection("127.0.0.1", exporter.port) for _ in range(MOST + 4)]
    async with asyncio.timeout(20):
        refused = [reader for reader, _writer in held[MOST:]]
        for reader in refused:
            assert (await reader.read()).startswith(b"HTTP/1.1 503")
        await exporter.close()
    for _reader, writer in held:
        writer.close()
