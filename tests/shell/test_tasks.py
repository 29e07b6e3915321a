"""Background work ends with the kiosk, and nothing begins after that."""

from __future__ import annotations

import asyncio

from screens.shell.tasks import Tasks


async def test_what_is_begun_while_it_closes_does_not_run() -> None:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    ran: list[str] = []

    async def late() -> None:
        ran.append("late")

    async def working() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            tasks.spawn(late())

    tasks.spawn(working())
    await asyncio.sleep(0)
    await tasks.close()
    after = tasks.spawn(late())
    await asyncio.wait([after])
    assert (ran, errors) == ([], [])
    assert after.cancelled()
