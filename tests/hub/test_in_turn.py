"""What comes over one connection, in turn."""

from __future__ import annotations

import asyncio

from kiosk.hub.in_turn import MOST_WAITING, WAITED_S, InTurn

PATIENCE_S = 60


async def test_what_is_worked_on_in_turn_knows_how_long_it_waited():
    now, done = [0.0], []
    waiting = InTurn(lambda: now[0])
    assert all(waiting.put(n) for n in range(MOST_WAITING))
    assert not waiting.put(MOST_WAITING)

    async def work(n, too_late):
        done.append((n, too_late))
        now[0] += WAITED_S / 10

    running = asyncio.ensure_future(waiting.run(work))
    async with asyncio.timeout(PATIENCE_S):
        await waiting.done()
    assert done == [(n, n > 10) for n in range(MOST_WAITING)]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
