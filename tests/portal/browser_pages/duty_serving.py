"""A portal with the officers' page, served from a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.portal.app import Portal
from kiosk.portal.serving import Place, server
from tests.portal.browser_pages.conftest import PATIENCE_S
from tests.portal.conftest import Drawer, Offered, TurnedClock, loaded, parts_of
from tests.portal.duty import Station, station


@contextmanager
def served(folder: Path, prepare: Callable[[Station], Awaitable[None]]) -> Iterator[str]:
    """Its address. prepare: what is so at the station."""
    listening, ports = threading.Event(), []

    async def serve() -> None:
        async with station(folder) as there:
            await prepare(there)
            clock = TurnedClock()
            made = parts_of(clock, Drawer(clock), Offered(loaded()[1]))
            open_to = replace(made, hosts=frozenset({"127.0.0.1"}), secure=False, clock=SystemClock())
            assert there.portal.duty is not None
            made_of = replace(open_to, officers=there.portal.duty._duty)
            serving.append(server(Portal(made_of), Place(port=0)))
            serving[0].on_start = lambda found: (ports.extend(found), listening.set())
            await serving[0].serve()

    serving: list = []
    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert listening.wait(PATIENCE_S)
    yield f"http://127.0.0.1:{ports[0]}"
    serving[0].should_exit = True
    thread.join(PATIENCE_S)
