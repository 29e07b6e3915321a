"""What an officer's desk is put together from: this machine's queue, the hall's hub, or a practice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.cli.wiring import claimant
from kiosk.failure import StoreFailed
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.assist.queue import DeskQueue
    from kiosk.cases.difficult import DifficultDesk
    from kiosk.cases.question import QuestionDesk
    from kiosk.cases.waiting import WaitingDesk
    from kiosk.cases.window_desk import WindowDesk
    from kiosk.clock import Clock
    from kiosk.figures.book import FiguresBook
    from kiosk.flow.load import Release
    from kiosk.officers.officer import Officer
    from kiosk.officers.roll import DeskRoll
    from kiosk.outfit import Titles
    from kiosk.store.local import LocalStore
    from kiosk.studio.served import Served
    from kiosk.visit.moving import DeskCarrier, Opener
    from screens.desk.pages import MakePage
    from screens.desk.parts import Chime, DeskParts
    from screens.desk.visits import WindowParts

_AWAY_M = (12.0, 18.0, 27.0, 40.0, 60.0)
"""How far the kiosks of a practice are from the desk."""


def desk_parts(settings: Settings) -> DeskParts:
    """What the desk's window is made of: with a key for the hub the hall's calls, else this machine's."""
    from kiosk.clock import SystemClock
    from kiosk.hub.part import Part

    clock = SystemClock()
    if settings.hub_url is not None and settings.desk_key is not None:
        import asyncio
        from dataclasses import replace
        from functools import partial
        from random import Random

        from kiosk import outfit
        from kiosk.cli.learning import Learning
        from kiosk.cli.serving import served as served_here
        from kiosk.hub.appointment_lines import HubWaiting
        from kiosk.hub.desk_calls import HubCalls
        from kiosk.hub.desk_difficult import HubDifficult
        from kiosk.hub.desk_kiosks import HubKiosks
        from kiosk.hub.desk_questions import HubQuestions
        from kiosk.hub.desk_roll import HubRoll
        from kiosk.hub.desk_roster import HubRoster
        from kiosk.hub.desk_window import HubWindow
        from kiosk.hub.figures_line import HubFigures
        from kiosk.hub.hub_line import HubLine
        from kiosk.hub.kept_up import KeptUp
        from kiosk.hub.link import websocket
        from kiosk.hub.moving_lines import HubForDesk
        from kiosk.hub.release_carrier import ReleaseCarrier
        from kiosk.hub.seeing_lines import HubDeskSeeing
        from kiosk.running import Running
        from kiosk.studio.hall import HallClock

        url, known, line = settings.hub_url, claimant(settings, Part.DESK), HubLine()
        kept = KeptUp(lambda: websocket(url, known, Part.DESK), clock, Random())  # noqa: S311
        calls = HubCalls(kept, line, clock)
        load = partial(outfit.load_releases, settings.flows)
        titles, roll = outfit.Titles(load()), HubRoll(line)
        store, hall_clock = desk_store(settings), HallClock(clock)
        served = served_here(settings, store, hall_clock, load)
        works = (
            Running(calls.run),
            Running(ReleaseCarrier(store.hall, line, hall_clock, settings.locales).run),
        )

        async def start() -> None:
            for work in works:
                await work.start()

        async def close() -> None:
            for work in works:
                await work.close()
            await store.close()

        async def releases() -> Sequence[Release]:
            try:
                return await served.known()
            except StoreFailed:  # visits under what came with the product go on nevertheless
                return await asyncio.to_thread(load)

        opened = Learning(titles, served, start, close)
        parts = _desk(settings, titles, clock, calls, roll, opened.start, opened.close, calls.moved)
        carrier = HubForDesk(line, settings.desk_id)
        difficult = HubDifficult(line)
        pages = (
            _window_page(settings, titles, HubWindow(line), clock),
            _questions_page(settings, titles, HubQuestions(line), parts.chime, served.releases),
            _waiting_page(titles, HubWaiting(line)),
            _difficult_page(titles, difficult, roll.officers),
            _figures_page(titles, HubFigures(line)),
            _duty_page(roll.officers),
        )
        return replace(
            parts,
            seeing=HubDeskSeeing(line),
            at_window=_at_window(settings, carrier, releases),
            pages=pages,
            board=HubKiosks(line),
            roster=HubRoster(line),
            difficult=difficult,
        )
    from dataclasses import replace

    store = desk_store(settings)
    parts, served = _local_desk(settings, store)
    return replace(parts, at_window=_at_window(settings, store.moving, served.known))


def _at_window(
    settings: Settings, carrier: DeskCarrier, releases: Callable[[], Awaitable[Sequence[Release]]]
) -> WindowParts:
    """How visits come to this window, and go on in a window of their own."""
    from functools import partial

    from kiosk import outfit
    from kiosk.child.window import shown
    from screens.desk.visits import WindowParts

    def key() -> Opener:
        from kiosk.sealing import DeskKey  # only when a visit is asked for

        return DeskKey()

    return WindowParts(
        carrier=carrier,
        key=key,
        window=settings.staffed_window,
        closing=settings.visits_wiped_at,
        releases=releases,
        show=partial(shown, outfit.kiosk_command("resume")),
    )


def desk_store(settings: Settings) -> LocalStore:
    """This machine's store, beside the kiosk that may have it open."""
    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.store.local import LocalStore

    return LocalStore(
        settings.data_dir,
        settings.kiosk_no,
        SystemClock(),
        kiosk_lock=False,
        due=outfit.due_rule(settings),
        publishing=outfit.publishing(settings),
    )


def _local_desk(settings: Settings, store: LocalStore) -> tuple[DeskParts, Served]:
    """A desk on this machine's own queue, and the services that are served here."""
    import asyncio
    from dataclasses import replace
    from functools import partial

    from kiosk import outfit
    from kiosk.cli.learning import Learning
    from kiosk.cli.serving import served as served_here
    from kiosk.clock import SystemClock
    from kiosk.studio.hall import HallClock

    clock, calls, roll = SystemClock(), store.calls, store.officers
    load = partial(outfit.load_releases, settings.flows)
    titles, served = outfit.Titles(load()), served_here(settings, store, HallClock(clock), load)
    opened = Learning(titles, served, store.start, store.close)
    parts = _desk(settings, titles, clock, calls, roll, opened.start, opened.close, asyncio.sleep)
    pages = (
        _window_page(settings, titles, store.window, clock),
        _questions_page(settings, titles, store.questions, parts.chime, served.releases),
        _waiting_page(titles, store.waiting),
        _difficult_page(titles, store.difficult, roll.officers),
        _figures_page(titles, store.figures),
        _duty_page(roll.officers),
    )
    parts = replace(parts, pages=pages, board=store.kiosks, roster=store.roster, difficult=store.difficult)
    return parts, served


def _difficult_page(
    titles: Titles, book: DifficultDesk, roll: Callable[[], Awaitable[Sequence[Officer]]]
) -> MakePage:
    """The page of difficult cases: this machine's, or the hall's."""
    from screens.desk.difficult import DifficultPage

    return lambda desk: DifficultPage(desk, book, titles, roll)


def _questions_page(
    settings: Settings,
    titles: Titles,
    book: QuestionDesk,
    chime: Chime,
    services: Callable[[], Awaitable[Sequence[Release]]],
) -> MakePage:
    """The page of what residents asked; a new one is heard. services: those that are served now."""
    from kiosk import outfit
    from screens.desk.questions import QuestionsPage

    calendar = outfit.due_rule(settings).calendar
    return lambda desk: QuestionsPage(desk, book, titles, calendar, chime.ring, services)


def _waiting_page(titles: Titles, book: WaitingDesk) -> MakePage:
    """The page of who waits in the hall."""
    from screens.desk.waiting import WaitingPage

    return lambda desk: WaitingPage(desk, book, titles, lambda: tuple(titles.steps))


def _window_page(settings: Settings, titles: Titles, book: WindowDesk, clock: Clock) -> MakePage:
    """The page of the cases at the window; what is missing comes out at this desk's own printer."""
    from kiosk import outfit
    from kiosk.paths import Paths
    from screens.desk.window_page import WindowPage
    from screens.desk.window_slip import WindowSlips
    from screens.slip import PdfSlipDrawer

    slips = WindowSlips(
        printer=outfit.printer(settings, clock),
        drawer=PdfSlipDrawer(),
        words=outfit.load_words(Paths.here().locales, settings.locales),
        station=settings.station_name,
        window=settings.staffed_window,
        portal=f"{settings.portal_url}/where" if settings.portal_url else "",
    )
    calendar = outfit.due_rule(settings).calendar
    return lambda desk: WindowPage(desk, book, titles, calendar, slips)


def _figures_page(titles: Titles, book: FiguresBook) -> MakePage:
    """The leader's page of figures."""
    from screens.desk.figures import FiguresPage

    return lambda desk: FiguresPage(desk, book, titles, titles.steps)


def _duty_page(officers: Callable[[], Awaitable[Sequence[Officer]]]) -> MakePage:
    """The page of who is on duty when."""
    from screens.desk.duty_page import DutyPage

    return lambda desk: DutyPage(desk, officers)


def _desk(
    settings: Settings,
    titles: Titles,
    clock: Clock,
    queue: DeskQueue,
    roll: DeskRoll,
    start: Callable[[], Awaitable[None]],
    close: Callable[[], Awaitable[None]],
    wait: Callable[[float], Awaitable[None]],
) -> DeskParts:
    from kiosk import outfit
    from kiosk.assist.escalation import Limits
    from kiosk.paths import Paths
    from screens.desk.parts import DeskParts
    from screens.desk.sound import desk_chime

    paths = Paths.here()
    return DeskParts(
        words=outfit.load_words(paths.locales, settings.locales)[settings.locale],
        queue=queue,
        roll=roll,
        clock=clock,
        titles=titles,
        chime=desk_chime(),
        fonts=paths.fonts,
        icons=paths.icons,
        start=start,
        close=close,
        wait=wait,
        lock_after_s=settings.desk_lock_after_s,
        limits=Limits(settings.call_louder_after_s, settings.call_leader_after_s),
    )


def practice_parts(settings: Settings, minutes: int, seed: int) -> DeskParts:
    """A desk with made-up residents, on a store that is thrown away afterwards."""
    from dataclasses import replace

    from kiosk import outfit
    from kiosk.cli.practice_folder import PracticeFolder
    from kiosk.practice.hall import PracticeHall
    from kiosk.practice.plan import Place, plan

    folder = PracticeFolder()
    settings = settings.model_copy(update={"data_dir": folder.path / "data"})
    store = desk_store(settings)
    parts, _ = _local_desk(settings, store)
    say = parts.words.say
    places = [
        Place(f"{n:02}", say("practice.kiosk", number=n), say(f"practice.where.{n}"), away_m)
        for n, away_m in enumerate(_AWAY_M, start=1)
    ]
    steps = {r.flow.id: [step.id for step in r.flow.steps] for r in outfit.load_releases(settings.flows)}

    async def close() -> None:
        await parts.close()
        folder.remove()

    hall = PracticeHall(store.calls, parts.clock, plan(seed, minutes * 60.0, places, steps))
    return replace(parts, roll=None, practice=hall, close=close, pages=(), board=None, roster=None)
