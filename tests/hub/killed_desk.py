"""A desk without pixels that claims calls and puts them back until it is killed.

Run: killed_desk.py hub URL KEY, or killed_desk.py local DATA_DIR. Prints ``claimed ID`` once a claim is
acknowledged and ``back ID`` once that is put back.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.assist.call import CallState, IllegalTransition
from kiosk.assist.queue import DeskQueue
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.hub.desk_calls import HubCalls
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.store.local import LocalStore

DESK, OFFICER = "east", "0101"


async def work(calls: DeskQueue) -> None:
    """For ever."""
    random = Random()
    while True:
        with suppress(StoreFailed, IllegalTransition):
            await calls.sign_in(OFFICER)
            for call in await calls.open_calls():
                if call.state is CallState.CLAIMED and call.officer == OFFICER:
                    await calls.put_back(call.id, OFFICER)
                    print("back", call.id, flush=True)
                elif call.state is CallState.WAITING:
                    await calls.claim(call.id, OFFICER)
                    print("claimed", call.id, flush=True)
        await asyncio.sleep(random.random() * 0.02)


async def main(kind: str, *where: str) -> None:
    """With the hub, or beside a kiosk's folder."""
    if kind == "local":
        store = LocalStore(Path(where[0]), "01", SystemClock(), kiosk_lock=False)
        await store.start()
        await work(store.calls)
        return
    url, key = where
    kept = KeptUp(lambda: websocket(url, Claimant(DESK, key), Part.DESK), SystemClock(), Random())
    calls = HubCalls(kept, HubLine(), SystemClock())
    async with asyncio.TaskGroup() as group:
        group.create_task(calls.run())
        group.create_task(work(calls))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
