"""The kiosk at work: modes to screens, keys to events, one resident after another."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kiosk.assist.call import NewCall
from kiosk.assist.seeing import How
from kiosk.cases.visit_end import Ending
from kiosk.duty.kiosks import KioskReport
from kiosk.failure import Trouble
from kiosk.flow.model import Audience, Text
from kiosk.ids import new_id
from kiosk.version import VERSION
from kiosk.visit.travelling import Ended, Travelling
from kiosk.writing.aids import NO_AIDS, WritingAids
from screens.icons import Icons
from screens.screen import Screen, Spoken
from screens.shell.arriving import Arriving
from screens.shell.bar import show_on
from screens.shell.calls import CallFollower, Phase, Telling
from screens.shell.comfort import Comfort
from screens.shell.curtain import Curtain
from screens.shell.ending import VisitEnding
from screens.shell.four_keys import FourKeys
from screens.shell.frame import Frame
from screens.shell.hearing import Hearing
from screens.shell.idle import IdleWatch
from screens.shell.machine import PRESENT_MODES, Event, Machine, Mode
from screens.shell.mover import Mover
from screens.shell.opening import Opening
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.release_watch import ReleaseWatch
from screens.shell.reporting import Reporting
from screens.shell.resuming import Resuming
from screens.shell.scenes import Scenes
from screens.shell.seeing import SeeingGuide
from screens.shell.serving import Serving
from screens.shell.speech import Speech
from screens.shell.stage import Stage
from screens.shell.steady import Steady
from screens.shell.tasks import Tasks
from screens.shell.touch import TouchWatch
from screens.theme import Panel
from screens.ui import Ui
from screens.widgets.ring import REDUCED_MOTION
from screens.widgets.tap import HOLD_MS

SLOW_MS = 300
"""How long a key must be held where the resident wishes for slower keys."""


class Kiosk(QObject):
    """Wires machine, stage, scenes, serving, prompts, calls, idle and speech together inside ``window``.

    opened: files and store are there, all that residents may ask for is ready.
    """

    opened = Signal()

    def __init__(self, parts: KioskParts, window: QWidget, tasks: Tasks) -> None:
        super().__init__(window)
        self._parts, self._tasks, self._window = parts, tasks, window
        self._panel = parts.panel
        self._icons = Icons(parts.icons)
        self._aids: WritingAids = NO_AIDS
        self._comfort = self._usual = Comfort(parts.locale)
        self._before: Mode | None = None
        self._moved_to = parts.hall.staffed_window
        self.machine = Machine(self)
        self.stage = Stage(window)
        self.scenes = Scenes(parts.hall, parts.audiences, self)
        self.speech = Speech(self)
        self.prompts = Prompts(self.stage, self)
        self.serving = Serving(parts, tasks.spawn, self)
        self.ending = VisitEnding(parts, self.serving, lambda: self._comfort.locale, tasks.spawn)
        store = parts.storage
        self.calls = CallFollower(
            store.queue, parts.clock, parts.late_after_s, tasks.spawn, self, reaching=store.reaching
        )
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
        self.touch = TouchWatch(window)
        self.steady = Steady(window, lambda: self._panel)
        window.setProperty(REDUCED_MOTION, parts.reduced_motion)
        self.mover: Mover | None = None
        if parts.moving is not None:
            self.mover = Mover(
                parts.moving,
                lambda: self.calls.claimed,
                self.packed,
                self.prompts,
                parts.clock,
                tasks.spawn,
                self,
            )
            self.mover.moved.connect(self._moved)
        self.resuming: Resuming | None = None
        if parts.resumed is not None:
            self.resuming = Resuming(parts.resumed, parts, self.machine, self.serving, self._stands, self)
        self.hearing = Hearing(self.stage, self.speech, self.prompts, self)
        self.reporting = Reporting(
            self._how_it_does, store.reporting, parts.printer, tasks.spawn, tasks.report, self
        )
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
        self.curtain = Curtain(window)
        self.curtain.touched.connect(self.steady.took_effect)
        self.curtain.touched.connect(self._light)
        self._connect()
        # After the rest is connected: the voice says a screen first, then what has the focus on it.
        self.four_keys = FourKeys(window, self.stage, self.speech, self.touch)
        self.four_keys.words_chosen.connect(self._words_chosen)

    # --- wiring -------------------------------------------------------------------------------

    def _connect(self) -> None:
        post = self.machine.post
        self.machine.mode_entered.connect(self._entered)
        self.stage.framed.connect(self._framed)
        self.stage.shown.connect(self._shown)
        self.scenes.attract_acted.connect(self._attract_acted)
        self.scenes.service.connect(self._service)
        self.scenes.audience.connect(self._show_home)
        self.scenes.rated.connect(self._rated)
        self.scenes.left.connect(lambda: post(Event.LEAVE))
        s = self.serving
        s.step_changed.connect(self._step)
        s.guide_wanted.connect(lambda quiet: self.call_guide(quiet=quiet))
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
        p.restart.connect(lambda: post(Event.RESTART))
        p.leave.connect(lambda: post(Event.LEAVE))
        p.still_here.connect(lambda: post(Event.STILL_HERE))
        p.call_guide.connect(lambda: self.call_guide(quiet=False))
        p.cancel_call.connect(lambda: self._tasks.spawn(self.calls.cancel()))
        p.hand_in_again.connect(s.hand_in)
        p.comfort.connect(self._set_comfort)
        p.voice.connect(self.hearing.act)
        self.hearing.unheard.connect(self._light)
        self.calls.changed.connect(self._call_changed)
        self.calls.followed.connect(lambda call: self.serving.visit.helpers.follow(call))
        self.seeing.changed.connect(self._seeing_changed)
        self.seeing.say_wanted.connect(self._hear)
        self.calls.moved.connect(lambda name: post(Event(name)))
        self.idle.quiet.connect(self._quiet)
        self.idle.counting.connect(self._counting)
        self.idle.over.connect(self._timed_out)
        self.touch.touched.connect(self._touched)
        self.touch.repeat_wanted.connect(self.speech.speak)
        self.machine.mode_entered.connect(self.reporting.changed)
        self.machine.mode_entered.connect(self.release_watch.look)
        self.hearing.silence.connect(self.reporting.changed)
        s.printed.connect(self.reporting.printed)
        s.handed_in.connect(self.reporting.printed)
        self.opening.broke.connect(self._broke)
        self.opening.mended.connect(lambda: post(Event.MENDED))

    def start(self) -> None:
        """Show the attract screen; all else is made ready after that."""
        self._wear(self._usual)
        self._show_attract()
        self.stage.dress(self.ui())
        self.machine.start()
        self.idle.start()
        QTimer.singleShot(0, self._open_soon)

    def _open_soon(self) -> None:
        self._tasks.spawn(self._open())

    async def _open(self) -> None:
        """Files and database, off the GUI thread; the kiosk can be touched meanwhile."""
        store = self._tasks.spawn(self.opening.open())
        try:
            self._aids = await asyncio.to_thread(self._parts.load_aids)
        except (OSError, ValueError) as error:  # without the tables one can still write letters and digits
            self._tasks.report(error)
        await self.release_watch.first(every=self.resuming is not None)
        # The greeting needs none of it, and somebody may have a finger on it just now.
        (self.stage.renew if self.stage.top == "attract" else self.stage.dress)(self.ui())
        hearing = self.hearing
        try:
            make = self._parts.make_voice
            self.speech.lend(make(self.speech.mark, hearing.silence_changed, hearing.plugged))
        except Exception as error:  # whatever it lacks, residents are served and the guide can be called
            self._tasks.report(error)
        hearing.silence_changed(False)
        await store
        if self.resuming is not None:
            comfort = self.resuming.begin(self.scenes)
            if comfort is not None:
                self._wear(comfort)
                self.stage.dress(self.ui())
            return
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
        await self._tasks.close()
        await self._aids.hand.close()
        if self.speech.voice is not None:
            await self.speech.voice.close()
        await self._parts.storage.close()

    # --- looks and voice ----------------------------------------------------------------------

    def ui(self) -> Ui:
        """The surroundings of a screen, as the resident wants them now."""
        c = self._comfort
        return Ui(
            theme=c.theme(self._panel),
            words=self._parts.words[c.locale],
            locale=c.locale,
            icons=self._icons,
            today=self._parts.clock.today,
            aids=self._aids,
            slow=c.slow,
            dark=c.dark,
            way=c.way,
        )

    def resize(self, width: int, height: int) -> None:
        """The panel has this many pixels."""
        if (width, height) != (self._panel.width, self._panel.height):
            self._panel = Panel(width, height, self._panel.diagonal_inch)
            if self.stage.frame is not None:
                self.stage.dress(self.ui())

    def wear(self, comfort: Comfort) -> None:
        """Look like this from now on, and at the beginning of each visit. What was entered stays."""
        self._usual = comfort
        self._wear(comfort)
        self.stage.dress(self.ui())

    def _wear(self, comfort: Comfort) -> None:
        self._comfort = comfort
        self.speech.dialect = comfort.dialect
        self._window.setProperty(HOLD_MS, SLOW_MS if comfort.slow else 0)

        self.curtain.draw_over(comfort.dark)

    def _set_comfort(self, action: str, argument: str) -> None:
        wanted = self._comfort.after(action, argument)
        darker = wanted.dark and not self._comfort.dark
        if darker and not self.hearing.heard:
            self.prompts.no_sound()
            return
        self._wear(wanted)
        self.stage.dress(self.ui())
        if darker:
            self.four_keys.lead()
            self._hear("focus.dark")

    def _hear(self, id_: str) -> None:
        self.speech.hear([Spoken(self.ui().say(id_))])

    def _light(self) -> None:
        """The dark screen is lit again: a finger touched it, or nothing can be heard any more."""
        if self._comfort.dark:
            self._wear(replace(self._comfort, dark=False))
            self.stage.dress(self.ui())
            self._hear("focus.light")

    def _framed(self, frame: Frame) -> None:
        frame.setting.connect(self._setting)
        frame.guide_wanted.connect(lambda: self.call_guide(quiet=False))
        frame.guide.setVisible(self.resuming is None)
        frame.cancel_wanted.connect(self.prompts.cancel_call_ask)
        frame.here_wanted.connect(self.arriving.ask)
        frame.unseen_wanted.connect(lambda: self.seeing.end(How.RESIDENT))
        self._show_bar(frame, self.calls.telling)
        self.hearing.show_on(frame)

    def _shown(self, screen: Screen) -> None:
        screen.turned.connect(self.speech.go_on)
        screen.said.connect(self.speech.say)
        screen.acted.connect(self._asked)
        self.speech.arrive(screen, screen.ui.locale, first=self.stage.top == "idle")

    def _asked(self, action: str, argument: str) -> None:
        if action == "repeat":
            self.speech.speak()
        elif action == "way":  # the screen shows it already
            self._comfort = self._comfort.after(action, argument)
            self.stage.lend(self.ui())

    def _setting(self, name: str) -> None:
        if name == "voice":
            self.prompts.voice_sheet(self.speech.voice)
        elif name == "language":
            self.prompts.language_sheet(self._parts.dialects, lambda: self._comfort.dialect)
        else:
            self.prompts.setting(name)

    # --- modes --------------------------------------------------------------------------------

    def _entered(self, name: str) -> None:
        mode, before = Mode(name), self._before
        self._before = mode
        if self.resuming is not None and self.resuming.entered(mode, before):
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
            case Mode.HOME:
                run = self.serving.visit.run
                self.serving.leave()
                self._show_home(run.flow.audience if run is not None else None)
            case Mode.SERVING if before is Mode.HOME:
                self._show_step()
            case Mode.RECEIPT:
                self.stage.show_scene("receipt", self.serving.receipt_screen)
            case Mode.RATING:
                self.stage.show_scene("rating", self.scenes.rating)
            case Mode.IDLE_PROMPT:
                self.prompts.idle(int(self._parts.idle_countdown_s))
            case Mode.MOVED:
                self.serving.wipe()
                self.seeing.end(How.VISIT)
                self.stage.show_scene("moved", lambda ui: self.scenes.moved(ui, self._moved_to), plain=True)
            case Mode.OUT_OF_SERVICE:
                self.serving.wipe()
                self.seeing.end(How.VISIT)
                self.stage.show_scene("broken", self.scenes.broken, plain=True)
            case _:
                pass

    def _end_visit(self, *, probe: bool) -> None:
        """Everything about the visit is wiped, and caring mode comes back."""
        self.seeing.end(How.VISIT)
        self.arriving.leave()
        self.serving.wipe()
        changed = self._comfort != self._usual
        self._wear(self._usual)
        if self.speech.voice is not None:
            self.speech.voice.reset()
        self.four_keys.leave()
        self._show_attract()
        if changed:
            self.stage.dress(self.ui())
        if probe:
            self._tasks.spawn(self.opening.probe())

    def _show_attract(self) -> None:
        clock = self._parts.clock
        self.stage.show_scene("attract", lambda ui: self.scenes.attract(ui, clock.now()), plain=True)

    def _attract_acted(self, action: str, argument: str) -> None:
        if action == "languages":
            self._setting("language")
        if action in ("language", "sitting"):
            self._set_comfort(action, argument)
        if action in ("language", "start"):
            self.steady.took_effect()  # of a touch of the paper too
            self.machine.post(Event.START)

    def _show_home(self, audience: Audience | None = None) -> None:
        self.stage.show_scene("home", lambda ui: self.scenes.home(ui, audience))

    def _service(self, service_id: str) -> None:
        release = next(r for r in self.scenes.releases or () if r.flow.id == service_id)
        self.serving.begin(release)
        self.machine.post(Event.SERVICE_CHOSEN)

    def _step(self, kind: str) -> None:
        self._show_step()
        if kind == "checklist":
            self.machine.post(Event.AT_MATERIALS)
        elif self.machine.mode is Mode.MATERIALS:
            self.machine.post(Event.AT_QUESTION)

    def _show_step(self) -> None:
        self.stage.show_scene("step", self.serving.build)

    def packed(self) -> str | None:
        """The unfinished visit as it would go to a window; None where there is none, or it is handed in."""
        serving = self.machine.mode in (Mode.SERVING, Mode.MATERIALS)
        if not serving or self.stage.top in ("wait", "hand_in_failed"):
            return None
        try:
            return Travelling.of(self.serving.visit, self._comfort.locale, self._comfort.look()).text()
        except ValueError:
            return None

    def _stands(self) -> Ended:
        return Ended.of(self.serving.visit, self._comfort.locale, self._comfort.look())

    def _left(self) -> None:
        if self.resuming is not None:  # back from the first question, at a window: all answers are kept
            self.resuming.end()
        else:
            self.machine.post(Event.LEFT_SERVICE)

    def _moved(self, window: Text) -> None:
        self._moved_to = window
        self.machine.post(Event.MOVED)

    def _rated(self, level: int) -> None:
        self.serving.rate(level)
        self.machine.post(Event.RATED)

    def _broke(self, trouble: str) -> None:
        self.scenes.trouble = Trouble(trouble)
        self.machine.post(Event.BROKE)

    def _how_it_does(self, paper_ok: bool) -> KioskReport:
        """What the desks are told; nothing of the resident."""
        hall, mode, voice = self._parts.hall, self.machine.mode, self.speech.voice
        return KioskReport(
            kiosk=hall.kiosk_no,
            kiosk_name=hall.kiosk_name,
            place=hall.place.in_(self._usual.locale),
            in_use=mode not in (Mode.ATTRACT, Mode.OUT_OF_SERVICE),
            in_service=mode is not Mode.OUT_OF_SERVICE,
            voice_ok=voice is not None and not voice.silent,
            paper_ok=paper_ok,
            version=VERSION,
        )

    # --- calls and idle -----------------------------------------------------------------------

    def call_guide(self, *, quiet: bool) -> None:
        """One tap, or an answer that asks for a guide without a sign of it."""
        if self.resuming is not None:
            return
        if self._parts.instead_of_call is not None:
            self._parts.instead_of_call()
            return
        host, run, hall = self.serving.host, self.serving.visit.run, self._parts.hall
        new = NewCall(
            id=new_id(),
            kiosk=hall.kiosk_no,
            kiosk_name=hall.kiosk_name,
            place=hall.place.in_(self._usual.locale),
            service=run.flow.id if run is not None else None,
            step=host.nameable_step if host is not None and not quiet else None,
            locale=self._comfort.locale,
            priority=run is not None and run.priority(),
            quiet=quiet,
        )
        self.serving.visit.helpers.called(new.id)
        self._tasks.spawn(self.calls.open(new))

    def _call_changed(self, telling: Telling) -> None:
        frame = self.stage.frame
        if frame is not None:
            said = self._show_bar(frame, telling)
            if telling.phase is Phase.NONE:
                self.speech.withdraw()
            elif telling.phase is not Phase.SAVING:
                self.speech.announce(said, fixed=not telling.officer)
        self.idle.rest(telling.open)

    def _show_bar(self, frame: Frame, telling: Telling) -> str:
        """What the bar says now; returns what the voice may say of it."""
        told = self.seeing.telling(telling)
        return show_on(frame.guide, frame.ui, told, self.scenes.staffed_window(frame.ui))

    def _seeing_changed(self) -> None:
        if self.stage.frame is not None:
            self._show_bar(self.stage.frame, self.calls.telling)

    def _touched(self, on_key: bool) -> None:
        self.speech.stop()
        if self.machine.mode is Mode.IDLE_PROMPT and not on_key:
            self.steady.took_effect()
            self.machine.post(Event.STILL_HERE)
        self.idle.touch()
        self.arriving.touched()

    def _words_chosen(self) -> None:
        if self.machine.mode is Mode.ATTRACT:
            self.machine.post(Event.START)
        elif self.machine.mode is Mode.IDLE_PROMPT:
            self.machine.post(Event.STILL_HERE)

    def _quiet(self) -> None:
        if self.machine.mode in PRESENT_MODES:
            self.machine.post(Event.IDLE)
        elif self.machine.mode is Mode.MOVED:
            self.machine.post(Event.LEAVE)
        elif self.machine.mode is Mode.ATTRACT and self._comfort != self._usual:
            self._end_visit(probe=False)

    def _timed_out(self) -> None:
        if self.resuming is None and self.machine.mode is Mode.IDLE_PROMPT:
            self.ending.over(Ending.TIMED_OUT)
        self.machine.post(Event.LEAVE)

    def _counting(self, seconds: int) -> None:
        if self.machine.mode is Mode.IDLE_PROMPT:
            self.prompts.count(seconds)
