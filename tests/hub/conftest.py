"""A real PostgreSQL: one server a session, on a socket of its own, and one database a test."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg
import pytest
from websockets.asyncio.client import connect

from benchmarks.postgres import UNSAFE, Missing
from benchmarks.postgres import postgres as running_postgres
from kiosk.assist.call import Call, CallState
from kiosk.assist.change import Change, ChangeKind
from kiosk.assist.change_form import ChangeForm
from kiosk.cli.hub_seal import HubSeal
from kiosk.hub.asking import Feature
from kiosk.hub.keys import Claimant, shown
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.schema import bring_up_to_date
from kiosk.hub.service import Place, Service, server
from kiosk.ids import new_id

PATIENCE_S = 60
NAMES = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Where its socket is."""
    try:
        with running_postgres(UNSAFE) as folder:
            yield folder
    except Missing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
async def empty_database(postgres: str) -> AsyncIterator[str]:
    """The URL of a database of one's own, without tables."""
    name = f"hall_{next(NAMES)}"
    admin = f"postgresql://postgres@/postgres?host={postgres}"
    connection = await asyncpg.connect(admin)
    await connection.execute(f"CREATE DATABASE {name}")
    yield f"postgresql://postgres@/{name}?host={postgres}"
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


@pytest.fixture
async def sql_of() -> AsyncIterator[Callable[[str], Awaitable[asyncpg.Connection]]]:
    """Connections beside the hub's."""
    made: list[asyncpg.Connection] = []

    async def connected(database: str) -> asyncpg.Connection:
        made.append(await asyncpg.connect(database))
        return made[-1]

    yield connected
    for connection in made:
        with suppress(Exception):
            await connection.close()


@pytest.fixture
async def sql(database: str, sql_of: Callable[[str], Awaitable[asyncpg.Connection]]) -> asyncpg.Connection:
    """A connection beside the hub's, to a database with its tables."""
    return await sql_of(database)


@pytest.fixture
async def database(empty_database: str) -> str:
    """The URL of a database with the hub's tables."""
    connection = await asyncpg.connect(empty_database)
    await bring_up_to_date(connection)
    await connection.close()
    return empty_database


SEAL = HubSeal(bytes(32))
"""All hubs of a hall have one key."""


class Hub:
    """A hub in this process that can be stopped and started again at the same address."""

    def __init__(self, database: str, features: Sequence[Feature] = (), place: Place | None = None) -> None:
        self.place = place or Place()
        self.service = Service(database, SEAL, features)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self.socket.getsockname()[1]}"
        self._server = server(self.service, self.place)
        self._serving: asyncio.Future[None] | None = None

    async def start(self) -> None:
        if self.socket.fileno() < 0:
            self.socket = socket.create_server(("127.0.0.1", int(self.url.rpartition(":")[2])))
        up = asyncio.get_running_loop().create_future()
        self._server = server(self.service, self.place)
        self._server.on_start = up.set_result
        # Not serve(): signals are pytest's.
        self._serving = asyncio.ensure_future(self._server._serve([self.socket]))
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.wait({up, self._serving}, return_when=asyncio.FIRST_COMPLETED)
            assert up.done(), "the hub did not start"
            assert self.service._open is not None
            await self.service._open.hall.listening.wait()

    async def stop(self) -> None:
        if self._serving is not None:
            self._server.should_exit = True
            await asyncio.wait_for(self._serving, PATIENCE_S)
            self._serving = None
        self.socket.close()


@pytest.fixture
def features() -> Sequence[Feature]:
    """What the hubs can do beside calls."""
    return ()


@pytest.fixture
async def make_hub(database: str, features: Sequence[Feature]) -> AsyncIterator[Callable[..., Hub]]:
    """Hubs on the one database, stopped at the end of the test."""
    made: list[Hub] = []

    def make(place: Place | None = None) -> Hub:
        made.append(Hub(database, features, place))
        return made[-1]

    yield make
    for hub in made:
        await hub.stop()


@pytest.fixture
async def hub(make_hub: Callable[..., Hub]) -> Hub:
    started = make_hub()
    await started.start()
    return started


class Line:
    """A kiosk's or a desk's end of a connection, for tests of what the hub says."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.passed: list[dict[str, Any]] = []
        self.stands: dict[str, dict[str, Any]] = {}

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def hear(self, *types: str) -> dict[str, Any]:
        """The next message of one of these types; others wait until they are asked for."""
        for n, message in enumerate(self.passed):
            if not types or message["type"] in types:
                return self.passed.pop(n)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = json.loads(await self.socket.recv())
                self._note(message)
                if not types or message["type"] in types:
                    return message
                self.passed.append(message)

    async def call(self, call_id: str, after: int = 0, **wanted: Any) -> dict[str, Any]:
        """The newest picture of the call, once it stands so. after: only a picture with a larger number."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                hall = self.stands.get(call_id)
                if hall is not None and hall["no"] > after and wanted.items() <= hall["call"].items():
                    return hall
                message = json.loads(await self.socket.recv())
                self._note(message)
                self.passed.append(message)

    def _note(self, message: dict[str, Any]) -> None:
        calls = message.get("calls", [message["call"]] if message["type"] == "call" else [])
        for hall in calls:
            stands = self.stands.setdefault(hall["call"]["id"], hall)
            if stands["no"] < hall["no"]:
                self.stands[hall["call"]["id"]] = hall

    async def changes(self, *changes: Change, sent_at: datetime | None = None) -> dict[str, Any]:
        """Send changes, and hear the answer."""
        forms = [json.loads(ChangeForm.of(change).json_text()) for change in changes]
        await self.say(type="changes", sent_at=(sent_at or datetime.now(UTC)).isoformat(), changes=forms)
        return await self.hear("heard", "refused")

    async def ask(self, what: str, call_id: str, officer: str, **more: Any) -> dict[str, Any]:
        """What a desk asks, and the answer."""
        ref = new_id()
        await self.say(type=what, ref=ref, call=call_id, officer=officer, **more)
        answer = await self.hear("done", "refused")
        assert answer["ref"] == ref
        return answer


@pytest.fixture
def line_to(sql: asyncpg.Connection) -> Callable[..., Any]:
    """Connections to a hub, of those that are enrolled for it."""
    keys: dict[tuple[Part, str], str] = {}

    @asynccontextmanager
    async def line(hub: Hub, part: Part, name: str, key: str | None = None) -> AsyncIterator[Line]:
        if key is None and (part, name) not in keys:
            keys[part, name] = await enrol(sql, part, name)
        header = shown(Claimant(name, key or keys[part, name]))
        async with connect(
            f"{hub.url}/v1/{part}", additional_headers={"Authorization": header}, proxy=None, compression=None
        ) as socket:
            yield Line(socket)

    return line


@pytest.fixture
def kiosk_line(line_to: Callable[..., Any]) -> Callable[..., Any]:
    @asynccontextmanager
    async def line(
        hub: Hub, name: str = "01", *, journal: str | None = None, told: int = 0, key: str | None = None
    ) -> AsyncIterator[Line]:
        async with line_to(hub, Part.KIOSK, name, key) as opened:
            await opened.say(type="hello", version=1, journal=journal or new_id(), told=told)
            opened.welcome = await opened.hear("heard", "refused")
            yield opened

    return line


@pytest.fixture
def desk_line(line_to: Callable[..., Any]) -> Callable[..., Any]:
    @asynccontextmanager
    async def line(hub: Hub, name: str = "east", *, key: str | None = None) -> AsyncIterator[Line]:
        async with line_to(hub, Part.DESK, name, key) as opened:
            yield opened

    return line


class Told:
    """The changes of one kiosk, numbered as it would number them. ahead: how far its clock is ahead."""

    def __init__(self, kiosk: str = "01", ahead: timedelta = timedelta()) -> None:
        self.kiosk = kiosk
        self.seq = 0
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def opened(self, **values: Any) -> Change:
        call = Call(
            id=new_id(), kiosk=self.kiosk, kiosk_name="一号机", place="大厅", service="household_move",
            step="kind", locale="zh_CN", priority=False, quiet=False, state=CallState.WAITING,
            created_at=self.now(),
        )  # fmt: skip
        return self.change(ChangeKind.OPENED, replace(call, **values))

    def change(self, kind: ChangeKind, call: Call, by: str | None = None, **values: Any) -> Change:
        self.seq += 1
        return Change(new_id(), self.kiosk, self.seq, kind, self.now(), by, replace(call, **values))

    def cancelled(self, call: Call) -> Change:
        return self.change(ChangeKind.CANCELLED, call, state=CallState.CANCELLED, closed_at=self.now())


@pytest.fixture
def told() -> Callable[..., Told]:
    return Told
