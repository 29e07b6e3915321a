"""What each window is put together from: the one place that knows everybody.

Everything is imported when it is needed, so that a command starts only what it uses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from kiosk.assist.seeing import SeeingPort
    from kiosk.cases.later_appointments import LaterAppointments
    from kiosk.cases.later_consultation import LaterConsultation
    from kiosk.cases.prepared import LaterForms
    from kiosk.cases.whereabouts import LaterWhereabouts
    from kiosk.duty.kiosks import KioskReporting
    from kiosk.health.counts import Counts
    from kiosk.hub.beside import Beside
    from kiosk.hub.forwarder import Forwarder
    from kiosk.hub.keys import Claimant
    from kiosk.hub.part import Part
    from kiosk.officers.roll import LaterRoll
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock
    from kiosk.visit.moving import Bound, KioskCarrier
    from kiosk.voice.manifest import Manifest
    from kiosk.voicing import KioskVoice
    from screens.record.parts import RecordParts
    from screens.shell.parts import Hall, KioskParts, Resumed
    from screens.tour.run import TourParts


def hall(settings: Settings) -> Hall:
    """The hall as residents are told of it."""
    from screens.shell.parts import Hall

    return Hall(
        station=settings.station_name,
        kiosk_no=settings.kiosk_no,
        kiosk_name=settings.kiosk_name,
        place=settings.place,
        staffed_window=settings.staffed_window,
        portal=settings.portal_url or "",
    )


def kiosk_parts(
    settings: Settings,
    resumed: Resumed | None = None,
    *,
    counts: Counts | None = None,
    report: Callable[[BaseException], None] = lambda _error: None,
) -> KioskParts:
    """What the kiosk's window is made of. resumed: a visit to go on with beside a desk.

    counts: what becomes of visits and calls is counted there, and how the kiosk does is kept up. report: told
    of what goes wrong at that.
    """
    from functools import cache, partial

    from kiosk import outfit
    from kiosk.assist.seeing import SeeingPort
    from kiosk.cases.later_appointments import LaterAppointments
    from kiosk.cases.later_consultation import LaterConsultation
    from kiosk.cases.prepared import LaterForms
    from kiosk.cases.whereabouts import LaterWhereabouts
    from kiosk.cli.health import keeper
    from kiosk.cli.serving import served
    from kiosk.cli.tidying import tidying
    from kiosk.clock import SystemClock
    from kiosk.health.counts import CountedEnds, CountedQueue
    from kiosk.officers.roll import LaterRoll
    from kiosk.officers.staff_door import LocalStaffDoor
    from kiosk.paths import Paths
    from kiosk.running import RunningBetween
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock
    from kiosk.visit.carriers import AnyCarrier
    from kiosk.voice.dialects import dialects
    from screens.shell.mover import MovingParts
    from screens.shell.parts import KioskParts, Storage
    from screens.slip import PdfSlipDrawer
    from screens.theme import Panel

    paths, clock = Paths.here(), SystemClock()
    words = outfit.load_words(paths.locales, settings.locales)
    store = LocalStore(
        settings.data_dir,
        settings.kiosk_no,
        clock,
        kiosk_lock=resumed is None,
        due=outfit.due_rule(settings),
        backup_dir=settings.backup_dir,
    )
    # Read once: a kiosk that waits for its turn has read them already.
    load_releases, hall_clock = cache(partial(outfit.load_releases, settings.flows)), HallClock(clock)
    seeing, arrivals, staff = SeeingPort(), LaterRoll(), LaterRoll()
    carriers: list[KioskCarrier] = [store.moving]
    prepared, where, appointments = LaterForms(), LaterWhereabouts(), LaterAppointments()
    questions = LaterConsultation()
    on_hub = resumed is None and settings.hub_url is not None and settings.hub_key is not None
    beside = (
        _forwarded(
            settings,
            store,
            seeing,
            arrivals,
            staff,
            carriers,
            hall_clock,
            prepared,
            appointments,
            where,
            questions,
        )
        if on_hub
        else None
    )
    if beside is None:
        arrivals.find = lambda: store.officers  # looked for only once an officer stands there
    opened = beside or store
    # Beside a desk the kiosk that stands there makes the backups.
    backed_up = (
        RunningBetween(opened.start, opened.close, store.backups.hourly) if resumed is None else opened
    )
    told: tuple[KioskReporting, ...] = (store.kiosks,)
    if resumed is None:  # else a kiosk in the hall does it
        told += (tidying(settings, store, clock),)
    printer, reader = outfit.printer(settings, clock), outfit.reader(settings, clock)
    queue, ends = (
        (store.calls, store.ends)
        if counts is None
        else (CountedQueue(store.calls, counts), CountedEnds(store.ends, counts))
    )

    def make_voice(
        on_sentence: Callable[[int | None], None],
        on_silent: Callable[[bool], None],
        on_earphones: Callable[[bool], None],
    ) -> KioskVoice:
        from kiosk import voicing  # after the first paint: it takes a while
        from screens.outputs import OutputWatch
        from screens.sound import QtPlayer

        # Only named outputs need watching: without earphones there are none.
        player = QtPlayer(OutputWatch() if settings.earphones != "none" else None)
        voice = voicing.voice(
            settings,
            player,
            clock,
            on_sentence=on_sentence,
            on_silent=on_silent,
            on_earphones=on_earphones,
            outputs_known=lambda: player.outputs_known,
        )
        player.outputs_changed.connect(voice.outputs_changed)
        return voice

    return KioskParts(
        hall=hall(settings),
        panel=Panel(**settings.panel.model_dump()),
        calendar=outfit.due_rule(settings).calendar,
        locale=settings.locale,
        windowed=settings.windowed or resumed is not None,
        words=words,
        icons=paths.icons,
        fonts=paths.fonts,
        clock=clock,
        storage=Storage(
            queue,
            store.cases,
            ends,
            backed_up.start,
            store.healthy,
            backed_up.close,
            beside,
            seeing,
            arrivals,
            told if beside is None else (*told, beside),
            served(settings, store, hall_clock, load_releases),
            None
            if resumed is not None or settings.portal_url is None
            else store.prepared
            if beside is None
            else prepared,
            None if resumed is not None else store.where if beside is None else where,
            None
            if resumed is not None or not settings.appointments
            else store.appointments
            if beside is None
            else appointments,
            None if resumed is not None else store.questions if beside is None else questions,
        ),
        load_releases=load_releases,
        load_aids=cache(
            partial(
                outfit.load_aids,
                paths.data,
                outfit.handwriting(paths.handwriting),
                fuzzy=settings.fuzzy_pinyin,
            )
        ),
        make_voice=make_voice,
        dialects=tuple(d for d in dialects(outfit.pack_folders(settings)) if d.locale in words),
        slips=PdfSlipDrawer(),
        printer=printer,
        reader=reader,
        idle_after_s=settings.idle_after_s,
        idle_countdown_s=settings.idle_countdown_s,
        late_after_s=settings.desk_limit_s,
        reduced_motion=settings.reduced_motion,
        audiences=settings.audiences,
        codes=outfit.code_reader(settings),
        announced=outfit.due_rule(settings).calendar.announced,
        moving=MovingParts(AnyCarrier(carriers), _seal) if resumed is None else None,
        resumed=resumed,
        health=None
        if counts is None
        else keeper(settings, store, beside, printer, reader, clock, hall_clock, counts, report),
        staff=LocalStaffDoor(
            store.studio_officers, store.record, store.put_backs, lambda: None if beside is None else staff
        )
        if resumed is None
        else None,
    )


def _seal(text: str, public: str, bound: Bound) -> str:
    from kiosk.sealing import seal  # only when a visit goes to a window

    return seal(text, public, bound)


def claimant(settings: Settings, part: Part) -> Claimant:
    """Who this kiosk, desk or portal is at the hub, and its key."""
    from kiosk.hub.keys import Claimant, read_key
    from kiosk.hub.part import Part

    path, name = {
        Part.KIOSK: (settings.hub_key, settings.kiosk_no),
        Part.DESK: (settings.desk_key, settings.desk_id),
        Part.PORTAL: (settings.portal_key, settings.portal_id),
    }[part]
    assert path is not None
    try:
        return Claimant(name, read_key(path))
    except (OSError, ValueError):
        how = f"kiosk hub enrol {name}" + ("" if part is Part.KIOSK else f" --{part}")
        raise SettingsError(f"The file {path} holds no key. On the hub, run: {how}") from None


def _forwarded(
    settings: Settings,
    store: LocalStore,
    seeing: SeeingPort,
    arrivals: LaterRoll,
    staff: LaterRoll,
    carriers: list[KioskCarrier],
    hall_clock: HallClock,
    prepared: LaterForms,
    appointments: LaterAppointments | None = None,
    where: LaterWhereabouts | None = None,
    questions: LaterConsultation | None = None,
) -> Beside:
    """The store with the forwarder to the hall's hub beside it, as long as it is open.

    arrivals, staff: find the hub's roll once it is there. carriers: the hub is added once it is there.
    prepared, appointments, where, questions: find the hub's forms, appointments, cases and answers then.
    """
    from kiosk.hub.beside import Beside
    from kiosk.hub.part import Part

    url, known = settings.hub_url, claimant(settings, Part.KIOSK)
    assert url is not None

    def forwarder() -> Forwarder:
        from random import Random  # after the first paint, as is all of this

        from kiosk.cases.where_hall import HallWhere
        from kiosk.clock import SystemClock
        from kiosk.hub.answers_line import HubAnswers
        from kiosk.hub.appointment_lines import HubAppointments
        from kiosk.hub.forwarder import Forwarder
        from kiosk.hub.hub_line import HubLine
        from kiosk.hub.kiosk_roll import KioskRoll, StaffRoll
        from kiosk.hub.link import websocket
        from kiosk.hub.moving_lines import HubForKiosk
        from kiosk.hub.prepared_line import HubPrepared
        from kiosk.hub.release_carrier import ReleaseCarrier
        from kiosk.hub.seeing_lines import KioskSeeing
        from kiosk.hub.where_line import HubWhere

        line = HubLine()
        made = Forwarder(
            store.outbox,
            lambda: websocket(url, known),
            SystemClock(),
            Random(),  # noqa: S311
            line=line,
            facts=store.facts,
            releases=ReleaseCarrier(store.hall, line, hall_clock, settings.locales),
        )
        KioskSeeing(made.line, seeing)
        roll, of_staff = KioskRoll(made.line), StaffRoll(made.line)
        arrivals.find, staff.find = lambda: roll, lambda: of_staff
        carriers.append(HubForKiosk(lambda: made.line))
        forms = HubPrepared(lambda: made.line)
        prepared.find = lambda: forms
        if where is not None:
            where.find = HallWhere(HubWhere(lambda: made.line), store.where, settings.kiosk_no)
        if questions is not None:
            told = HubAnswers(lambda: made.line)
            questions.at = lambda: told
        if appointments is not None:
            booked = HubAppointments(lambda: made.line)
            appointments.at = lambda: booked
        return made

    return Beside(store.start, store.close, forwarder)


def record_parts(settings: Settings, report: Callable[[BaseException], None]) -> RecordParts:
    """What the recording window is made of. report: told of errors that it only puts into kind words."""
    from functools import partial

    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from kiosk.voice.asking import asked
    from kiosk.voice.plan import FILE, Heard
    from screens.record.devices import microphone, take_player
    from screens.record.parts import RecordParts

    paths = Paths.here()
    return RecordParts(
        words=outfit.load_words(paths.locales, settings.locales)[settings.locale],
        load=partial(asked, outfit.kiosk_command),
        packs=outfit.pack_folders(settings)[0],
        heard=Heard(settings.data_dir / FILE),
        make_microphone=microphone,
        make_player=take_player,
        today=SystemClock().today,
        report=report,
        fonts=paths.fonts,
        icons=paths.icons,
    )


def tour_parts(settings: Settings, only: str) -> TourParts:
    """What the tour of pictures needs."""
    from functools import partial

    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from screens.theme import Panel
    from screens.tour.hand import pictured_aids
    from screens.tour.run import TourParts

    paths, clock = Paths.here(), SystemClock()
    return TourParts(
        hall=hall(settings),
        panel=Panel(**settings.panel.model_dump()),
        locales=settings.locales,
        load_words=partial(outfit.load_words, paths.locales, settings.locales),
        load_releases=partial(outfit.load_releases, settings.flows),
        load_aids=partial(pictured_aids, partial(outfit.load_aids, paths.data)),
        icons=paths.icons,
        fonts=paths.fonts,
        now=clock.now(),
        today=clock.today(),
        only=only,
    )


def pack_manifest(locale: str, engine: str, made: str) -> Manifest:
    """Whose voice a pack is that was made with ``engine``."""
    from kiosk.voice.manifest import Manifest

    names = {"zh_CN": {"zh_CN": "普通话", "en": "Mandarin"}, "en": {"zh_CN": "英语", "en": "English"}}[locale]
    natural = engine == "natural"
    return Manifest(
        id=locale,
        locale=locale,
        names=names,
        speaker="Kokoro-82M" if natural else engine,
        licence="Apache-2.0" if natural else "",
        source=made,
    )
