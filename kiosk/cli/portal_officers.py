"""The officers' page of the portal, put together: this machine's calls, or through the hub the hall's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kiosk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from kiosk.portal.parts import PortalParts
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock


class Opened(Protocol):
    """What is open as long as the portal serves."""

    async def start(self) -> None:
        """Open it. Raises ``StoreFailed``."""
        ...

    async def close(self) -> None:
        """For good."""
        ...


class _Beside:
    """Something open, with a task beside it."""

    def __init__(
        self,
        start: tuple[Callable[[], Awaitable[None]], ...],
        close: tuple[Callable[[], Awaitable[None]], ...],
    ) -> None:
        self._start, self._close = start, close

    async def start(self) -> None:
        """One after the other."""
        for each in self._start:
            await each()

    async def close(self) -> None:
        """One after the other."""
        for each in self._close:
            await each()


def with_officers(
    settings: Settings, parts: PortalParts, store: LocalStore, opened: Opened, hall_clock: HallClock
) -> tuple[PortalParts, Opened]:
    """The portal's parts with the officers' page, and what is open then.

    In a hall the portal is a desk of its own at the hub. Raises SettingsError where it has no desk's key.
    """
    from functools import partial

    from kiosk import outfit
    from kiosk.cli.learning import Learning
    from kiosk.cli.serving import served
    from kiosk.portal.duty.parts import DutyParts

    load = partial(outfit.load_releases, settings.flows)
    titles = outfit.Titles(load())
    learning = Learning(titles, served(settings, store, hall_clock, load), opened.start, opened.close)
    if settings.hub_url is None:
        return replace(parts, officers=DutyParts(store.calls, store.officers, titles)), learning
    if settings.desk_key is None:
        raise SettingsError(
            "portal_officers: in a hall with a hub the officers' page is a desk of its own. Set desk_id and "
            "desk_key; on the hub, run: kiosk hub enrol ID --desk"
        )

    from random import Random

    from kiosk.cli.wiring import claimant
    from kiosk.hub.desk_calls import HubCalls
    from kiosk.hub.desk_roll import HubRoll
    from kiosk.hub.hub_line import HubLine
    from kiosk.hub.kept_up import KeptUp
    from kiosk.hub.link import websocket
    from kiosk.hub.part import Part
    from kiosk.running import Running

    url, known, line = settings.hub_url, claimant(settings, Part.DESK), HubLine()
    kept = KeptUp(lambda: websocket(url, known, Part.DESK), parts.clock, Random())  # noqa: S311
    calls = HubCalls(kept, line, parts.clock)
    talking = Running(calls.run)
    beside = _Beside((learning.start, talking.start), (talking.close, learning.close))
    return replace(parts, officers=DutyParts(calls, HubRoll(line), titles)), beside
