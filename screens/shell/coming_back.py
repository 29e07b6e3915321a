"""After the kiosk had to start anew in the middle of a visit: the resident goes on where they were."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from kiosk.failure import StoreFailed
from kiosk.flow.load import Release
from kiosk.message import Message
from kiosk.visit.draft import Draft
from kiosk.visit.travelling import CannotResume
from screens.shell.calls import CallFollower
from screens.shell.comfort import Comfort
from screens.shell.machine import Event, Machine, Mode
from screens.shell.page_draft import read
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.serving import Serving
from screens.shell.stage import Stage
from screens.visit.home import WaitScreen


class ComingBack(QObject):
    """draft: what is to go on; None: nobody was there. report: told why it cannot go on."""

    def __init__(
        self,
        draft: Draft | None,
        parts: KioskParts,
        machine: Machine,
        stage: Stage,
        serving: Serving,
        calls: CallFollower,
        prompts: Prompts,
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._machine, self._stage, self._serving = parts, machine, stage, serving
        self._calls, self._prompts, self._report = calls, prompts, report
        self.comfort: Comfort | None = None
        """How the resident wanted the kiosk to look; None: nobody is to go on."""
        self._draft: Draft | None = None
        if draft is not None:
            try:
                self.comfort = Comfort.of(draft.locale, draft.look)
                parts.words[draft.locale]
                self._draft = draft
            except (ValueError, KeyError) as error:
                self.comfort = None
                report(error)

    @property
    def draft(self) -> Draft | None:
        """What waits to go on; None where nothing does, or does so already."""
        return self._draft

    def wait(self) -> None:
        """Until the services are there: what to touch comes in a moment."""
        self._stage.show_scene("opening", lambda ui: WaitScreen(ui, ui.say("wait.opening")), plain=True)

    async def begin(self) -> bool:
        """Take the visit up. False: it cannot go on, and the next resident may come."""
        draft = self._draft
        assert draft is not None
        try:
            releases = await self._releases(draft)
            if self._machine.mode is not Mode.ATTRACT:  # out of service
                raise CannotResume(Message("broken.title"))
            visit = draft.resume(releases, self._parts.clock.today)
        except (CannotResume, StoreFailed) as cannot:
            self._report(cannot)
            self._draft = None
            return False
        if visit.run is None:
            self._serving.visit = visit
        else:
            self._serving.take_up(visit)
            self._serving.handing_in, self._serving.slip_out = draft.handing_in, draft.slip_out
        self._machine.post(Event.START)
        return True

    async def _releases(self, draft: Draft) -> Sequence[Release]:
        """Where the release is that the visit was begun with: what came with the product is at hand."""
        travelling, served = draft.travelling, self._parts.storage.served
        if travelling is None:
            return ()
        shipped = await asyncio.to_thread(self._parts.load_releases)
        if served is None or any(release.sha256 == travelling.release for release in shipped):
            return shipped
        found = await served.one(travelling.service, travelling.release)
        return () if found is None else (found,)

    def entered(self, mode: Mode, show: Callable[[], None]) -> bool:
        """Whether that was all there is to do: a mode on the way to where the resident was.

        show: shows the present step.
        """
        draft = self._draft
        if draft is None:
            return False
        if mode is Mode.HOME:
            if draft.travelling is not None:
                self._machine.post(Event.SERVICE_CHOSEN)
                return True
            self._draft = None
        elif mode is Mode.SERVING:
            self._draft = None
            show()
            self._go_on(draft)
            return True
        return False

    def _go_on(self, draft: Draft) -> None:
        if self._serving.kind == "checklist":
            self._machine.post(Event.AT_MATERIALS)
        run = self._serving.visit.run
        if draft.handing_in and run is not None and run.ready:
            self._serving.hand_in()
            return
        self._serving.handing_in = False
        self._stage.give_back(read(draft.page.entered), draft.page.at)
        self._prompts.came_back()

    async def follow(self, draft: Draft | None) -> None:
        """The call that is open goes on too."""
        for call_id in draft.calls if draft is not None else ():
            await self._calls.take_up(call_id)
