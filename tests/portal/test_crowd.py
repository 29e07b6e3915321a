"""Many at once: the releases are read once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kiosk.flow.load import Release
from kiosk.portal.app import Portal
from tests.portal.browser import Browser
from tests.portal.conftest import Offered, TurnedClock, loaded


class Slow(Offered):
    """Services that take a while to be read, and count how often they are."""

    reads = 0

    async def releases(self) -> Sequence[Release]:
        self.reads += 1
        await asyncio.sleep(0)
        return await super().releases()


async def test_the_services_are_read_once(make: Callable[..., Portal], clock: TurnedClock) -> None:
    services = Slow(loaded()[1])
    portal = make(services=services)
    pages = await asyncio.gather(*(Browser(portal.app).get("/") for _ in range(20)))
    assert {page.status for page in pages} == {200}
    assert services.reads == 1
    clock.turn(60)
    await Browser(portal.app).get("/")
    assert services.reads == 1  # nothing was published since
    services.now = services.now[:1]
    clock.turn(60)
    await Browser(portal.app).get("/")
    assert services.reads == 2
