"""A kiosk without pixels that calls and cancels until it is killed; it says what was acknowledged, at once.

Run: killed_kiosk.py DATA_DIR HUB_URL KEY SEED. Prints a line for each: ``called ID`` once the call is
written down, ``cancelled ID`` once that is.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.assist.call import IllegalTransition, NewCall
from kiosk.clock import SystemClock
from kiosk.hub.beside import Beside
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

KIOSK = "01"


async def main(data: Path, url: str, key: str, seed: int) -> None:
    """For ever."""
    random = Random(seed)
    store = LocalStore(data, KIOSK, SystemClock(), kiosk_lock=True)
    link = lambda: websocket(url, Claimant(KIOSK, key))  # noqa: E731
    beside = Beside(store.start, store.close, lambda: Forwarder(store.outbox, link, SystemClock(), random))
    await beside.start()
    for call in await store.calls.open_calls():  # of the one that was killed
        await _cancel(store, call.id)
    print("ready", flush=True)
    while True:
        call_id = new_id()
        await store.calls.open_call(
            NewCall(call_id, KIOSK, "一号机", "大厅", None, None, "zh_CN", priority=False)
        )
        print("called", call_id, flush=True)
        if random.random() < 0.5:
            await asyncio.sleep(random.random() * 0.02)
        await _cancel(store, call_id)


async def _cancel(store: LocalStore, call_id: str) -> None:
    try:
        await store.calls.cancel(call_id)
    except IllegalTransition:
        return  # over by the hub's word
    print("cancelled", call_id, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
