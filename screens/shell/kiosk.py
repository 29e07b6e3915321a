"""The kiosk at work: modes to screens, keys to events, one resident after another."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kiosk.assist.seeing import How
from kiosk.failure import Trouble
from screens.fonts import forget_shapes
from screens.shell.appointing import Appointing
from screens.shell.arriving import Arriving
from screens.shell.calls import CallFollower
from screens.shell.ending import VisitEnding
from screens.shell.enquiring import Enquiring
from screens.shell.four_keys import FourKeys
from screens.shell.framing import Framing
from screens.shell.guiding import Guiding
from screens.shell.health_watch import HealthWatch, what_is_seen
from screens.shell.hearing import Hearing
from screens.shell.idle import IdleWatch
from screens.shell.lasting import Lasting
from screens.shell.looks import Looks
from screens.shell.machine import PRESENT_MODES, Event, Machine, Mode
from screens.shell.mover import Mover
from screens.shell.offering import Offering
from screens.shell.opening import Opening
from screens.shell.parts import KioskParts
from screens.shell.preparing import Preparing
from screens.shell.presence import Presence
from screens.shell.prompts import Prompts
from screens.shell.release_watch import ReleaseWatch
from screens.shell.reporting import Reporting, how_it_does
from screens.shell.resuming import Resuming
from screens.shell.scenes import Scenes
from screens.shell.seeing import SeeingGuide
from screens.shell.serving import Serving
from screens.shell.showing import Showing
from screens.shell.speech import Speech
from screens.shell.staff import StaffAccess
from screens.shell.stage import Stage
from screens.shell.steady import Steady
from screens.shell.tasks import Tasks
from screens.shell.touch import TouchWatch
from screens.shell.unfinished import Unfinished
from screens.shell.workings import Workings
from screens.widgets.ring import REDUCED_MOTION


class Kiosk(QObject):
    """Wires machine, stage, looks, serving, prompts, guides, idle and speech together inside ``window``.

    opened: files and store are there, all that residents may ask for is ready.
    """

    opened = Signal()

    def __init__(self, parts: KioskParts, window: QWidget, tasks: Tasks) -> None:
        super().__init__(window)
        self._parts, self._tasks, self._window = parts, tasks, window
        self._before: Mode | None = None
        self.machine = Machine(self)
        self.stage = Stage(window)
        self.scenes = Scenes(parts.hall, parts.audiences, self)
        self.speech = Speech(self)
        self.prompts = Prompts(self.stage, self)
        self.serving = Serving(parts, tasks.spawn, self, report=tasks.report)
        self.hearing = Hearing(self.stage, self.speech, self.prompts, self)
        self.looks = Looks(parts, window, self.stage, self.prompts, self.speech, self.hearing, self)
        self.ending = VisitEnding(parts, self.serving, lambda: self.looks.comfort.locale, tasks.spawn)
        store = parts.storage
        self.calls = CallFollower(
            store.queue, parts.clock, parts.late_after_s, tasks.spawn, self, reaching=store.reaching
        )
        self.serving.officer_here = lambda: self.calls.telling.guide_present
        self.seeing = SeeingGuide(
            store.seeing,
            self.stage,
            self.prompts,
            self.calls,
            parts.clock,
            window,
            tasks.spawn,
            lambda: self.machine.mode in PRESENT_MODES,
            self,
        )
        self.arriving = Arriving(store.arrivals, self.stage, self.calls, parts.clock, tasks.spawn, self)
        self.idle = IdleWatch(parts.clock, parts.idle_after_s, parts.idle_countdown_s, self)
        self.guiding = Guiding(
            parts,
            self.stage,
            self.scenes,
            self.serving,
            self.looks,
            self.speech,
            self.calls,
            self.seeing,
            self.idle,
            tasks.spawn,
            self,
        )
        self.showing = Showing(
            parts, self.machine, self.stage, self.scenes, self.serving, self.prompts, self.seeing, self
        )
        self.offering = Offering(self.machine, self.stage, self.scenes, self.serving, self)
        self.preparing = Preparing(
            parts, self.machine, self.stage, self.scenes, self.serving, self.prompts, tasks.spawn, self
        )
        self.enquiring = Enquiring(
            parts, self.machine, self.stage, self.scenes, self.prompts, tasks.spawn, self
        )
        self.appointing = Appointing(
            parts,
            self.machine,
            self.stage,
            self.scenes,
            self.prompts,
            tasks.spawn,
            self,
            print_slip=self.serving.print_slip,
        )
        self.unfinished = Unfinished(self.machine, self.stage, self.serving, self.looks)
        works = Workings(
            parts,
            self.machine,
            self.stage,
            self.serving,
            self.looks,
            self.calls,
            self.prompts,
            tasks.report,
        )
        self.lasting = Lasting(works, self)
        self.back, self.keeping = self.lasting.back, self.lasting.keeping
        self.touch = TouchWatch(window)
        self.steady = Steady(window, lambda: self.looks.panel)
        window.setProperty(REDUCED_MOTION, parts.reduced_motion)
        self.mover: Mover | None = None
        if parts.moving is not None:
            self.mover = Mover(
                parts.moving,
                lambda: self.calls.claimed,
                self.unfinished.packed,
                self.prompts,
                parts.clock,
                tasks.spawn,
                self,
            )
            self.mover.moved.connect(self.showing.moved)
        self.resuming: Resuming | None = None
        if parts.resumed is not None:
            self.resuming = Resuming(
                parts.resumed, parts, self.machine, self.serving, self.unfinished.stands, self
            )
        say = partial(how_it_does, parts.hall, self.machine, self.looks, self.speech)
        self.health = HealthWatch(
            parts.health,
            partial(what_is_seen, self.machine, self.scenes, self.looks, self.speech),
            self.stage,
            self.scenes,
            tasks.spawn,
            self,
        )
        self.staff = StaffAccess(parts, window, self.stage, self.looks, self.health, tasks.spawn, self)
        self.reporting = Reporting(say, store.reporting, parts.printer, tasks.spawn, tasks.report, self)
        self.opening = Opening(parts.storage, tasks.report, parent=self)
        self.release_watch = ReleaseWatch(
            store.served,
            parts.load_releases,
            self.scenes,
            lambda: self.machine.mode is Mode.ATTRACT,
            tasks.spawn,
            tasks.report,
            self,
        )
        self.framing = Framing(
            self.stage,
            self.prompts,
            self.speech,
            self.hearing,
            self.looks,
            self.guiding,
            self.arriving,
            self.seeing,
            parts.dialects,
            with_guide=self.resuming is None,
            parent=self,
        )
        self.presence = Presence(
            self.machine,
            self.idle,
            self.touch,
            self.steady,
            self.speech,
            self.prompts,
            self.arriving,
            self.looks,
            self.ending if self.resuming is None else None,
            self,
        )
        self.touch.touched.connect(self.staff.touched)
        self.staff.tapped.connect(self._corner_tapped)
        self.looks.curtain.touched.connect(self.steady.took_effect)
        self.looks.curtain.touched.connect(self.looks.light)
        self._connect()
        # After the rest is connected: the voice says a screen first, then what has the focus on it.
        self.four_keys = FourKeys(window, self.stage, self.speech, self.touch)
        self.four_keys.words_chosen.connect(self.presence.words_chosen)
        self.looks.darkened.connect(self.four_keys.lead)

    # --- wiring -------------------------------------------------------------------------------

    def _connect(self) -> None:
        post = self.machine.post
        self.machine.mode_entered.connect(self._entered)
        self.machine.mode_entered.connect(self.preparing.entered)
        self.machine.mode_entered.connect(self.enquiring.entered)
        self.machine.mode_entered.connect(self.appointing.entered)
        self.scenes.attract_acted.connect(self._attract_acted)
        self.scenes.left.connect(lambda: post(Event.LEAVE))
        s = self.serving
        s.guide_wanted.connect(lambda quiet: self.guiding.call(quiet=quiet))
        s.left.connect(self._left)
        s.told.connect(lambda: post(Event.TOLD))
        s.saving.connect(self.prompts.saving)
        s.handed_in.connect(lambda: post(Event.HANDED_IN))
        s.receipt_done.connect(lambda: post(Event.RECEIPT_DONE))
        s.hand_in_failed.connect(self.prompts.hand_in_failed)
        s.printed.connect(self.prompts.printed)
        if self.resuming is None:  # else the guide sits there
            s.offer_guide.connect(self.prompts.offer_guide)
        s.explain.connect(self.prompts.explain)
        p = self.prompts
        p.restart.connect(self._restart)
        p.leave.connect(lambda: post(Event.LEAVE))
        p.still_here.connect(lambda: post(Event.STILL_HERE))
        p.call_guide.connect(lambda: self.guiding.call(quiet=False))
        for sheet in (self.preparing, self.enquiring, self.appointing):
            sheet.call_guide.connect(lambda: self.guiding.call(quiet=False))
            sheet.held.connect(lambda: self.touch.touched.emit(False))  # it counts as every touch
        p.cancel_call.connect(lambda: self._tasks.spawn(self.calls.cancel()))
        p.hand_in_again.connect(s.hand_in)
        p.comfort.connect(self.looks.change)
        p.voice.connect(self.hearing.act)
        self.hearing.unheard.connect(self.looks.light)
        self.seeing.say_wanted.connect(self.looks.hear)
        self.calls.moved.connect(lambda name: post(Event(name)))
        self.presence.forgotten.connect(lambda: self._end_visit(probe=False))
        self.machine.mode_entered.connect(self.reporting.changed)
        self.machine.mode_entered.connect(self.release_watch.look)
        self.hearing.silence.connect(self.reporting.changed)
        s.printed.connect(self.reporting.printed)
        s.handed_in.connect(self.reporting.printed)
        self.opening.broke.connect(self._broke)
        self.opening.mended.connect(lambda: post(Event.MENDED))

    def start(self) -> None:
        """Show the attract screen; all else is made ready after that."""
        self.looks.wear(self.back.comfort or self.looks.usual)
        (self.showing.attract if self.back.draft is None else self.back.wait)()
        self.looks.dress()
        self.machine.start()
        self.idle.start()
        QTimer.singleShot(0, self._open_soon)

    def _open_soon(self) -> None:
        self._tasks.spawn(self._open())

    async def _open(self) -> None:
        """Files and database, off the GUI thread; the kiosk can be touched meanwhile."""
        store = self._tasks.spawn(self.opening.open())
        try:
            self.looks.aids = await asyncio.to_thread(self._parts.load_aids)
        except (OSError, ValueError) as error:  # without the tables one can still write letters and digits
            self._tasks.report(error)
        # What shows stays, and what comes next has the tables: a finger may be on a key just now.
        self.stage.renew(self.looks.ui())
        left = self.back.draft
        if left is not None and not await self.back.begin():
            self.keeping.keep()
            if self.machine.mode is Mode.ATTRACT:
                self._end_visit(probe=False)
        await self.release_watch.first(every=self.resuming is not None)
        if self.stage.top == Mode.HOME:  # it waits for the services
            self.stage.rebuild()
        hearing = self.hearing
        try:
            make = self._parts.make_voice
            self.speech.lend(make(self.speech.mark, hearing.silence_changed, hearing.plugged))
        except Exception as error:  # whatever it lacks, residents are served and the guide can be called
            self._tasks.report(error)
        hearing.silence_changed(False)
        if self.resuming is None:
            self._tasks.spawn(self.health.start())  # also where the store does not open
        await store
        if self.resuming is not None:
            comfort = self.resuming.begin(self.scenes)
            if comfort is not None:
                self.looks.wear(comfort)
                self.looks.dress()
            return
        await self.back.follow(left)
        self.calls.start()
        self.release_watch.start()
        self.reporting.start()
        if self.mover is not None:
            self.mover.start()
        self.opened.emit()

    async def close(self) -> None:
        """End the parts, the store last."""
        if self.resuming is not None:
            self.resuming.end()
        self.idle.stop()
        self.seeing.end(How.VISIT)
        self.calls.stop()
        self.release_watch.stop()
        self.reporting.stop()
        if self.mover is not None:
            self.mover.stop()
        self.machine.stop()
        self.keeping.forget()
        await self._tasks.close()
        await self.health.close()
        await self.looks.aids.hand.close()
        if self.speech.voice is not None:
            await self.speech.voice.close()
        await self._parts.storage.close()

    # --- modes --------------------------------------------------------------------------------

    def _entered(self, name: str) -> None:
        mode, before = Mode(name), self._before
        self._before = mode
        if self.resuming is not None and self.resuming.entered(mode, before):
            return
        if self.back.entered(mode, lambda: self.showing.show(mode, before)):
            return
        if before is Mode.IDLE_PROMPT and mode in PRESENT_MODES:
            self.stage.close("idle")
            return
        if self.resuming is None:  # what goes on at a window has ended here
            self.ending.entered(mode)
        match mode:
            case Mode.ATTRACT if before is None:
                pass  # the greeting shows since the start
            case Mode.ATTRACT:
                self._end_visit(probe=before in PRESENT_MODES or before is Mode.IDLE_PROMPT)
            case _:
                self.showing.show(mode, before)

    def _end_visit(self, *, probe: bool) -> None:
        """Everything about the visit is wiped, and caring mode comes back."""
        self.seeing.end(How.VISIT)
        self.arriving.leave()
        self.serving.wipe()
        changed = self.looks.comfort != self.looks.usual
        self.looks.wear(self.looks.usual)
        if self.speech.voice is not None:
            self.speech.voice.reset()
        self.four_keys.leave()
        forget_shapes()
        self.showing.attract()
        if changed:
            self.looks.dress()
        if probe:
            self._tasks.spawn(self.opening.probe())

    def _corner_tapped(self) -> None:
        """A touch of the greeting's paper that had to be looked at first: it counts as every other."""
        self.touch.touched.emit(False)
        if self.machine.mode is Mode.ATTRACT:
            self._attract_acted("start", "")

    def _attract_acted(self, action: str, argument: str) -> None:
        if action == "languages":
            self.framing.set("language")
        if action in ("language", "sitting"):
            self.looks.change(action, argument)
        if action in ("language", "start"):
            self.steady.took_effect()  # of a touch of the paper too
            self.machine.post(Event.START)

    def _restart(self) -> None:
        if self.machine.mode is Mode.ATTRACT:  # a language was looked for before anything was begun
            self._end_visit(probe=False)
        else:
            self.machine.post(Event.RESTART)

    def _left(self) -> None:
        if self.resuming is not None:  # back from the first question, at a window: all answers are kept
            self.resuming.end()
        else:
            self.machine.post(Event.LEFT_SERVICE)

    def _broke(self, trouble: str) -> None:
        self.scenes.trouble = Trouble(trouble)
        self.machine.post(Event.BROKE)
