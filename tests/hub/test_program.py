"""``kiosk hub`` as a program: enrolled from the command line, killed while calls are made, started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager
from random import Random

import pytest

from kiosk.assist.call import NewCall
from kiosk.clock import SystemClock
from kiosk.hub.beside import Beside
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

PATIENCE_S = 60
CALLS = 40


@pytest.fixture
def environment(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return kept | {"KIOSK_DATA_DIR": str(tmp_path / "hub"), "KIOSK_CONFIG": str(tmp_path / "kiosk.toml")}


@pytest.fixture
def kiosk_program(environment, tmp_path):
    """Runs ``kiosk WORDS``: its code and what it printed."""
    (tmp_path / "kiosk.toml").write_text("")

    async def run(*words, said=""):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kiosk", *words, env=environment, stdin=-1, stdout=-1, stderr=-1
        )
        out, err = await asyncio.wait_for(process.communicate(said.encode()), PATIENCE_S)
        return process.returncode, out.decode(), err.decode()

    return run


@pytest.fixture
def hub_program(environment, empty_database, tmp_path):
    """``kiosk hub``, until the block ends: the process and its port."""
    (tmp_path / "kiosk.toml").write_text("")

    @asynccontextmanager
    async def serving(port=0):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kiosk", "hub", "--database", empty_database, "--port", str(port),
            env=environment, stdout=-1, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)).decode()
            assert line.startswith("listening on 127.0.0.1:"), line
            yield process, int(line.rpartition(":")[2])
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    return serving


class Noticing:
    """Counts what the hub has acknowledged."""

    def __init__(self, outbox) -> None:
        self._outbox = outbox
        self.seq = 0
        self.more = asyncio.Condition()

    def __getattr__(self, name):
        return getattr(self._outbox, name)

    async def delivered(self, seq):
        await self._outbox.delivered(seq)
        async with self.more:
            self.seq = seq
            self.more.notify_all()

    async def until(self, seq):
        async with asyncio.timeout(PATIENCE_S), self.more:
            await self.more.wait_for(lambda: self.seq >= seq)


async def test_killed_while_calls_are_made_it_has_each_exactly_once(
    hub_program, kiosk_program, empty_database, tmp_path, sql_of
):
    code, key, err = await kiosk_program("hub", "enrol", "01", "--database", empty_database)
    assert (code, err) == (0, "")
    store = LocalStore(tmp_path / "kiosk", "01", SystemClock(), kiosk_lock=True)
    outbox = Noticing(store.outbox)
    port = 0

    def forwarder():
        link = lambda: websocket(f"http://127.0.0.1:{port}", Claimant("01", key.strip()))  # noqa: E731
        pause = lambda s: asyncio.sleep(min(s, 0.05))  # noqa: E731
        return Forwarder(outbox, link, SystemClock(), Random(1), pause)

    made = []

    async def tap(times):
        for _ in range(times):
            call = NewCall(new_id(), "01", "一号机", "大厅", None, None, "zh_CN", False)
            made.append((await store.calls.open_call(call)).id)
            await store.calls.cancel(made[-1])

    beside = Beside(store.start, store.close, forwarder)
    for round_no in range(3):
        async with hub_program(port) as (process, port):
            if round_no == 0:
                await beside.start()
            tapping = asyncio.ensure_future(tap(CALLS))
            # In the midst of it: some are acknowledged, some are on their way, some are not made yet.
            await outbox.until(2 * CALLS * round_no + 11)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            await tapping
    async with hub_program(port):
        await outbox.until(2 * len(made))
    await beside.close()
    sql = await sql_of(empty_database)
    rows = await sql.fetch("SELECT id, state FROM call ORDER BY id")
    assert [row["id"] for row in rows] == sorted(made)
    assert {row["state"] for row in rows} == {"cancelled"}
    seqs = await sql.fetch("SELECT seq FROM heard_change ORDER BY seq")
    assert [row["seq"] for row in seqs] == list(range(1, 2 * len(made) + 1))


async def test_it_stops_when_asked_with_a_kiosk_on_the_line(hub_program, kiosk_program, empty_database):
    _, key, _ = await kiosk_program("hub", "enrol", "01", "--database", empty_database)
    async with (
        hub_program() as (process, port),
        websocket(f"http://127.0.0.1:{port}", Claimant("01", key.strip())),
    ):
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE_S)


async def test_a_new_key_ends_the_old_one_and_no_key_is_kept_in_clear(kiosk_program, empty_database, sql_of):
    keys = [(await kiosk_program("hub", "enrol", "east", "--desk", "--database", empty_database))[1].strip()]
    keys.append(
        (await kiosk_program("hub", "enrol", "east", "--desk", "--database", empty_database))[1].strip()
    )
    assert len(set(keys)) == 2
    sql = await sql_of(empty_database)
    rows = await sql.fetch("SELECT id, key_sha256 FROM desk")
    assert len(rows) == 1
    assert not any(key.encode() in rows[0]["key_sha256"] for key in keys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("hub",), "There is no database."),
        (("hub", "enrol", "01"), "There is no database."),
        (("hub", "enrol", "a b", "--database", "postgresql://x/y"), "up to 64 letters"),
        (("hub", "--database", "postgresql://h:secret@127.0.0.1:1/y"), "does not answer"),
        (("hub", "--database", "nonsense://secret"), "not understood"),
        (("hub", "--database", "postgresql://x/y", "--certificate", "a.pem"), "belong together"),
    ],
)
async def test_what_is_wrong_is_told_in_one_line(kiosk_program, words, told):
    code, out, err = await kiosk_program(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert "secret" not in err
    assert err.count("\n") == 1


async def test_the_work_beside_the_store_is_told_of_when_it_breaks():
    told = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, what: told.set_result(what["exception"]))
    steps = []

    async def note(step):
        steps.append(step)

    class Broken:
        async def run(self):
            steps.append("work")
            raise ZeroDivisionError

    beside = Beside(lambda: note("open"), lambda: note("close"), Broken)
    await beside.start()
    await beside.start()
    assert isinstance(await asyncio.wait_for(told, PATIENCE_S), ZeroDivisionError)
    await beside.close()
    assert steps == ["open", "open", "work", "close"]


async def test_the_halls_officers_from_the_command_line(kiosk_program, empty_database, sql_of):
    async def hub(*words, pin=""):
        return await kiosk_program("hub", *words, "--database", empty_database, said=pin)

    assert await hub("officers", "add", "0101", "--pin-stdin", pin="274913") == (0, "Done.\n", "")
    assert (await hub("officers", "add", "0102", "--role", "staff", "--pin-stdin", pin="274913"))[0] == 0
    code, _, err = await hub("officers", "add", "0102", "--pin-stdin", pin="274913")
    assert (code, err.count("\n")) == (2, 1)
    assert (await hub("officers", "change", "0102", "--role", "officer", "--role", "staff"))[0] == 0
    assert (await hub("officers", "pin", "0102", "--pin-stdin", pin="739105"))[0] == 0
    assert (await hub("officers", "remove", "0101"))[0] == 2  # nobody would lead
    assert (await hub("officers", "remove", "0102"))[0] == 0
    listed = (await hub("officers", "list"))[1].splitlines()
    assert listed == ["0101  -  leader,officer", "0102  -  officer,staff  left", "2 in all"]
    rows = json.loads((await hub("officers", "list", "--json"))[1])
    assert [row["active"] for row in rows] == [True, False]
    entries = json.loads((await hub("record", "list", "--json"))[1])
    assert [(entry["deed"], entry["about"]) for entry in entries] == [
        ("officer_added", "0101"),
        ("officer_added", "0102"),
        ("officer_changed", "0102"),
        ("pin_set", "0102"),
        ("officer_removed", "0102"),
    ]
    assert "5 entries, whole" in (await hub("record", "verify"))[1]
    sql = await sql_of(empty_database)
    await sql.execute("ALTER TABLE record_entry DISABLE TRIGGER ALL")
    await sql.execute("DELETE FROM record_entry WHERE seq = 3")
    code, out, _ = await hub("record", "verify")
    assert (code, "broken at entry 3" in out) == (1, True)


async def test_a_hub_with_another_key_says_what_to_do(hub_program, kiosk_program, empty_database, tmp_path):
    async with hub_program():
        pass
    (tmp_path / "hub" / "hub" / "key").unlink()
    code, out, err = await kiosk_program("hub", "--database", empty_database, "--port", "0")
    assert (code, out) == (2, "")
    assert "sealed with another key. Copy hub/key" in err


async def test_the_halls_roster_is_set_and_shown_from_the_command_line(
    kiosk_program, empty_database, tmp_path
):
    at = ("--database", empty_database)
    week = tmp_path / "week.toml"
    week.write_text('leader = "0101"\n')
    code, _out, err = await kiosk_program("hub", "roster", "set", str(week), *at)
    assert code == 2
    assert "0101 in the roster is not on the roll" in err
    added = await kiosk_program("hub", "officers", "add", "0101", "--pin-stdin", *at, said="274913\n")
    assert added[0] == 0
    assert await kiosk_program("hub", "roster", "set", str(week), *at) == (0, "Done.\n", "")
    code, out, _err = await kiosk_program("hub", "roster", "show", *at)
    assert (code, out.splitlines()[1]) == (0, "Answers for the station now: 0101")
