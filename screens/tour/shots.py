"""What there is to see: every screen outside the services, and every step of every service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from kiosk.dates import written_out
from kiosk.failure import Trouble
from kiosk.flow.answer import Answer
from kiosk.flow.explore import cover
from kiosk.flow.glossary import Term, used
from kiosk.flow.load import Release
from kiosk.flow.model import Text
from kiosk.flow.ready_answer import MOST_READY
from kiosk.flow.run import FlowRun
from kiosk.health.notice import NOTICED
from kiosk.officers.roll import WRONG
from kiosk.voice.sentence import Dialect
from kiosk.working_days import WorkingDays
from screens.screen import NavKey, Screen
from screens.shell.answering import answered_when
from screens.shell.calls import Phase, Telling
from screens.shell.frame import Frame
from screens.shell.host import FlowHost
from screens.shell.parts import Hall
from screens.shell.prompts import (
    CANCEL_CALL,
    HAND_IN_FAILED,
    LET_SEE,
    MOVE,
    OFFER_GUIDE,
    RESTART,
    SORRY,
    AskWords,
)
from screens.shell.scenes import Scenes
from screens.ui import Ui
from screens.visit.glossary import ExplainScreen
from screens.visit.here import HereScreen
from screens.visit.home import AskScreen, ReceiptScreen, ReceiptView, WaitScreen
from screens.visit.ready import ReadyAnswerScreen, ReadyListScreen
from screens.visit.sheets import SizeSheet
from screens.visit.tell import TellScreen
from screens.visit.voice_sheet import HeardNow, LanguageSheet, VoiceSheet

SAMPLE_NUMBER = "0100 013"
SAMPLE_OFFICER = "0123"
SAMPLE_DIALECT = Dialect("chongming", "zh_CN", {"zh_CN": "崇明话", "en": "Chongming dialect"})
ANSWERED_TOO = frozenset(
    {"name", "text", "number", "identity_number", "phone", "date", "address", "own_wish"}
)
"""Kinds of which the answered screen of every step is shown beside the empty one."""
CHOSEN_ONCE = frozenset({"yes_no", "choice", "choices", "checklist", "consent"})
"""Kinds of which the answered screen looks alike everywhere: once a service is enough."""


def as_it_is(_frame: Frame) -> None:
    """Nothing is done to it."""


@dataclass(frozen=True)
class Shot:
    """A screen to take a picture of. group: the service's id, or where else it belongs."""

    group: str
    name: str
    build: Callable[[Ui], Screen]
    plain: bool = False
    telling: Telling = field(default_factory=lambda: Telling(guide_present=True))
    act: Callable[[Frame], None] = as_it_is
    """What is done to it once it is shown."""
    for_staff: bool = False
    """No resident gets there: no pack of the voice needs its words."""


def all_shots(hall: Hall, releases: tuple[Release, ...], now: datetime, today: date) -> Iterator[Shot]:
    """Every screen, the services' steps by walks that together take every branch."""
    scenes = Scenes(hall)
    scenes.releases, scenes.offers_prepared = releases, True
    scenes.offers_where, scenes.offers_appointments = True, True
    yield Shot("visit", "attract", lambda ui: scenes.attract(ui, now), plain=True)
    for _parts, notice in NOTICED:
        amiss = Scenes(hall)
        amiss.notice = notice
        yield Shot("visit", notice.replace(".", "-"), partial(amiss.attract, now=now), plain=True)
    yield Shot("visit", "home", scenes.home)
    if any(release.flow.audience == "enterprises" for release in releases):
        yield Shot("visit", "home-enterprises", lambda ui: scenes.home(ui, "enterprises"))
    yield from _calls(scenes)
    yield from _sheets()
    yield from _asks(hall)
    for release in releases:
        yield from _service(release, hall, today)
        yield from glossary_shots(release)
        yield from ready_shots(release)
    yield from _endings(hall, scenes)


def _calls(scenes: Scenes) -> Iterator[Shot]:
    for phase in Phase:
        officer = SAMPLE_OFFICER if phase in (Phase.COMING, Phase.HERE, Phase.SEEN) else ""
        yield Shot(
            "guide", f"bar-{phase}", scenes.home, telling=Telling(phase, officer, phase != Phase.NOBODY)
        )
    yield Shot("guide", "bar-nobody_signed_in", scenes.home, telling=Telling())


def _voice(**now: bool) -> Callable[[Ui], Screen]:
    return lambda ui: VoiceSheet(ui, HeardNow(**now))


def _sheets() -> Iterator[Shot]:
    yield Shot("sheets", "language", LanguageSheet)
    dialect = SAMPLE_DIALECT
    yield Shot("sheets", "language-dialect", lambda ui: LanguageSheet(ui, [dialect], dialect.id))
    yield Shot("sheets", "size", SizeSheet)
    yield Shot("sheets", "voice", _voice())
    yield Shot("sheets", "voice-silent", _voice(silent=True))
    yield Shot("sheets", "voice-earphones", _voice(earphones=True))
    yield Shot("sheets", "voice-quiet_hours", _voice(earphones=False, lowered=True))


def _ask(words: AskWords, icon: str) -> Callable[[Ui], Screen]:
    def build(ui: Ui) -> Screen:
        return AskScreen(ui, ui.say(words.title), ui.say(words.help), *words.keys(ui), icon=icon)

    return build


def _let_see(ui: Ui) -> Screen:
    title, help_ = ui.say(LET_SEE.title, officer=SAMPLE_OFFICER), ui.say(LET_SEE.help)
    return AskScreen(ui, title, help_, *LET_SEE.keys(ui), icon="eye")


def _idle(ui: Ui) -> Screen:
    here, leave = NavKey("here", ui.say("idle.here"), go=True), NavKey("leave", ui.say("idle.leave"))
    return AskScreen(ui, ui.say("idle.title"), ui.say("idle.help", seconds=45), here, leave, icon="clock")


def _asks(hall: Hall) -> Iterator[Shot]:
    for name, words, icon in (
        ("restart", RESTART, ""),
        ("cancel_call", CANCEL_CALL, ""),
        ("offer_guide", OFFER_GUIDE, "guide"),
        ("hand_in_failed", HAND_IN_FAILED, "warning"),
        ("sorry", SORRY, "warning"),
    ):
        yield Shot("prompts", name, _ask(words, icon))
    yield Shot("prompts", "let_see", _let_see)
    yield Shot("prompts", "here-number", lambda ui: HereScreen(ui, pin=False))
    yield Shot("prompts", "here-pin", lambda ui: HereScreen(ui, pin=True))
    yield Shot("prompts", "here-refused", lambda ui: HereScreen(ui, pin=True, told=WRONG))
    yield Shot("prompts", "idle", _idle)
    yield Shot("prompts", "saving", lambda ui: WaitScreen(ui, ui.say("wait.saving")))
    yield Shot(
        "prompts",
        "came_back",
        lambda ui: TellScreen(ui, ui.say("back.title"), ui.say("back.help"), icon="restart"),
    )
    yield from _move(hall.staffed_window)
    for out in ("print.done", "print.failed", "print.failed_list"):
        yield Shot("prompts", out.replace(".", "-"), _tell(out))


def _move(window: Text) -> Iterator[Shot]:
    def ask(ui: Ui) -> Screen:
        help_ = ui.say(MOVE.help, window=window.in_(ui.locale))
        return AskScreen(ui, ui.say(MOVE.title), help_, *MOVE.keys(ui), icon="window_counter")

    def failed(ui: Ui) -> Screen:
        return TellScreen(ui, ui.say("move.failed"), ui.say("move.failed_help"), icon="warning")

    yield Shot("prompts", "move", ask)
    yield Shot("prompts", "move-sending", lambda ui: WaitScreen(ui, ui.say("move.sending")))
    yield Shot("prompts", "move-failed", failed)


def _tell(words: str) -> Callable[[Ui], Screen]:
    return lambda ui: TellScreen(ui, ui.say(words), icon="printer")


def _service(release: Release, hall: Hall, today: date) -> Iterator[Shot]:
    flow = release.flow
    seen: dict[str, set[str]] = {}
    answered: set[str] = set()
    for walk in cover(flow, today):
        run = FlowRun(flow, lambda: today)
        for step_id, answer in walk:
            step = run.step
            assert step is not None
            assert step.id == step_id, f"{flow.id}: the walk stands at {step.id}, not at {step_id}"
            yield from _step(run, seen)
            before = run.fork()
            run.answer(answer)
            once = step.kind if step.kind in CHOSEN_ONCE else step_id
            if step.kind in ANSWERED_TOO | CHOSEN_ONCE and once not in answered:
                answered.add(once)
                yield Shot(flow.id, f"{step_id}-answered", answered_screen(before, answer))
        if run.step is not None:
            yield from _step(run, seen)
            if "receipt" not in seen:
                seen["receipt"] = set()
                yield from receipt_shots(run, hall, today)


def _step(run: FlowRun, seen: dict[str, set[str]]) -> Iterator[Shot]:
    """The step, and again where it shows something that was not seen at it before."""
    step = run.step
    assert step is not None
    shows = {step.id, *(c.id for c in run.choices(step))}
    if step.kind == "checklist":
        shows |= {m.id for m in run.materials()}
    if step.kind == "fee":
        shows |= {f.id for f in run.fees()}
    known = seen.setdefault(step.id, set())
    if shows <= known:
        return
    again = len([name for name in known if name.startswith("#")]) + 1
    known |= shows | {f"#{again}"}
    name = step.id if again == 1 else f"{step.id}-{again}"
    yield Shot(run.flow.id, name, FlowHost(run.fork()).build)


def glossary_shots(release: Release) -> Iterator[Shot]:
    """Each term, and all in one: no step uses so many."""
    glossary = release.flow.glossary
    for term in glossary:
        yield Shot(release.flow.id, f"glossary-{term.id}", _explained((term,)))
    if len(glossary) > 1:
        yield Shot(release.flow.id, "glossary", _explained(glossary))


def ready_shots(release: Release) -> Iterator[Shot]:
    """What is often asked of a service, and each answer."""
    flow = release.flow
    if flow.answers:
        yield Shot(flow.id, "ready", lambda ui: ReadyListScreen(ui, flow.answers[:MOST_READY]))
    for ready in flow.answers:
        yield Shot(flow.id, f"ready-{ready.id}", partial(ReadyAnswerScreen, flow=flow, ready=ready))


def _explained(terms: tuple[Term, ...]) -> Callable[[Ui], Screen]:
    return lambda ui: ExplainScreen(ui, terms)


def answered_screen(run: FlowRun, answer: Answer) -> Callable[[Ui], Screen]:
    """The screen of a step that was answered and come back to."""
    step = run.step
    assert step is not None
    run.answer(answer)
    while run.step is not None and run.step.id != step.id and run.back():
        pass
    return FlowHost(run).build


def _receipt(run: FlowRun, printed: bool, hall: Hall, today: date) -> Callable[[Ui], Screen]:
    def build(ui: Ui) -> Screen:
        lines = tuple(x.text.in_(ui.locale) for x in run.next_steps())
        view = ReceiptView(
            SAMPLE_NUMBER,
            lines,
            printed,
            service=run.flow.title.in_(ui.locale),
            day=written_out(today, ui.locale),
            window=hall.staffed_window.in_(ui.locale),
            terms=used(lines, run.flow.glossary, ui.locale),
            asked=run.flow.is_consultation,
            until=answered_when(ui, run, today, WorkingDays(), officer=printed),
        )
        return ReceiptScreen(ui, view)

    return build


def receipt_shots(run: FlowRun, hall: Hall, today: date) -> Iterator[Shot]:
    """With a slip and without."""
    for name, printed in (("receipt", True), ("receipt-not_printed", False)):
        yield Shot(run.flow.id, name, _receipt(run, printed, hall, today))


def _endings(hall: Hall, scenes: Scenes) -> Iterator[Shot]:
    yield Shot("visit", "rating", scenes.rating)
    yield Shot("visit", "moved", lambda ui: scenes.moved(ui, hall.staffed_window), plain=True)
    opening, empty, broken, busy = Scenes(hall), Scenes(hall), Scenes(hall), Scenes(hall)
    empty.releases = ()
    broken.trouble, busy.trouble = Trouble.DAMAGED, Trouble.IN_USE
    yield Shot("visit", "opening", opening.home)
    yield Shot("visit", "no_service", empty.home)
    yield Shot("visit", "out_of_service", broken.broken, plain=True)
    yield Shot("visit", "in_use", busy.broken, plain=True)
