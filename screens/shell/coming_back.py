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
from screens.shell.comfort import Comfort
from screens.shell.machine import Event, Mode
from screens.shell.page_draft import read
from screens.shell.workings import Workings
from screens.visit.home import WaitScreen


class ComingBack(QObject):
    """draft: what is to go on; None: nobody was there. Why one cannot go on is reported."""

    def __init__(self, draft: Draft | None, works: Workings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works = works
        self.comfort: Comfort | None = None
        """How the resident wanted the kiosk to look; None: nobody is to go on."""
        self._draft: Draft | None = None
        if draft is not None:
            try:
                self.comfort = Comfort.of(draft.locale, draft.look)
                works.parts.words[draft.locale]
                self._draft = draft
            except (ValueError, KeyError) as error:
                self.comfort = None
                works.report(error)

    @property
    def draft(self) -> Draft | None:
        """What waits to go on; None where nothing does, or does so already."""
        return self._draft

    def wait(self) -> None:
        """Until the services are there: what to touch comes in a moment."""
        self._works.stage.show_scene("opening", lambda ui: WaitScreen(ui, ui.say("wait.opening")), plain=True)

    async def begin(self) -> bool:
        """Take the visit up. False: it cannot go on, and the next resident may come."""
        draft = self._draft
        assert draft is not None
        try:
            releases = await self._releases(draft)
            if self._works.machine.mode is not Mode.ATTRACT:  # out of service
                raise CannotResume(Message("broken.title"))
            visit = draft.resume(releases, self._works.parts.clock.today)
        except (CannotResume, StoreFailed) as cannot:
            self._works.report(cannot)
            self._draft = None
            return False
        if visit.run is None:
            self._works.serving.visit = visit
        else:
            self._works.serving.take_up(visit)
            self._works.serving.handing_in, self._works.serving.slip_out = draft.handing_in, draft.slip_out
        self._works.machine.post(Event.START)
        return True

    async def _releases(self, draft: Draft) -> Sequence[Release]:
        """Where the release is that the visit was begun with: what came with the product is at hand."""
        travelling, served = draft.travelling, self._works.parts.storage.served
        if travelling is None:
            return ()
        shipped = await asyncio.to_thread(self._works.parts.load_releases)
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
                self._works.machine.post(Event.SERVICE_CHOSEN)
                return True
            self._draft = None
        elif mode is Mode.SERVING:
            self._draft = None
            show()
            self._go_on(draft)
            return True
        return False

    def _go_on(self, draft: Draft) -> None:
        if self._works.serving.kind == "checklist":
            self._works.machine.post(Event.AT_MATERIALS)
        run = self._works.serving.visit.run
        if draft.handing_in and run is not None and run.ready:
            self._works.serving.hand_in()
            return
        self._works.serving.handing_in = False
        self._works.stage.give_back(read(draft.page.entered), draft.page.at)
        self._works.prompts.came_back()

    async def follow(self, draft: Draft | None) -> None:
        """The call that is open goes on too."""
        for call_id in draft.calls if draft is not None else ():
            await self._works.calls.take_up(call_id)
