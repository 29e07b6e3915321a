"""What each window is put together from: the one place that knows everybody.

Everything is imported when it is needed, so that a command starts only what it uses.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from kiosk.store.local import LocalStore
    from kiosk.voice.manifest import Manifest
    from kiosk.voicing import KioskVoice
    from screens.desk.parts import DeskParts
    from screens.record.parts import RecordParts
    from screens.shell.parts import Hall, KioskParts
    from screens.tour.run import TourParts

Opening = Callable[[], Awaitable[None]]


_AWAY_M = (12.0, 18.0, 27.0, 40.0, 60.0)
"""How far the kiosks of a practice are from the desk."""


def hall(settings: Settings) -> Hall:
    """The hall as residents are told of it."""
    from screens.shell.parts import Hall

    return Hall(
        station=settings.station_name,
        kiosk_no=settings.kiosk_no,
        kiosk_name=settings.kiosk_name,
        place=settings.place,
        staffed_window=settings.staffed_window,
    )


def kiosk_parts(settings: Settings) -> KioskParts:
    """What the kiosk's window is made of."""
    from functools import partial

    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from kiosk.store.local import LocalStore
    from kiosk.voice.dialects import dialects
    from screens.shell.parts import KioskParts, Storage
    from screens.slip import PdfSlipDrawer
    from screens.theme import Panel

    paths, clock = Paths.here(), SystemClock()
    words = outfit.load_words(paths.locales)
    store = LocalStore(
        settings.data_dir, settings.kiosk_no, clock, kiosk_lock=True, due=outfit.due_rule(settings)
    )
    start: Opening = store.start
    close: Opening = store.close
    if settings.hub_url is not None:
        start, close = _forwarded(settings, store)

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
        locale=settings.locale,
        windowed=settings.windowed,
        words=words,
        icons=paths.icons,
        fonts=paths.fonts,
        clock=clock,
        storage=Storage(store.calls, store.cases, start, store.healthy, close),
        load_releases=partial(outfit.load_releases, settings.flows),
        load_aids=partial(
            outfit.load_aids, paths.data, outfit.handwriting(paths.handwriting), fuzzy=settings.fuzzy_pinyin
        ),
        make_voice=make_voice,
        dialects=tuple(d for d in dialects(outfit.pack_folders(settings)) if d.locale in words),
        slips=PdfSlipDrawer(),
        printer=outfit.printer(settings, clock),
        reader=outfit.reader(settings, clock),
        idle_after_s=settings.idle_after_s,
        idle_countdown_s=settings.idle_countdown_s,
        late_after_s=settings.desk_limit_s,
        reduced_motion=settings.reduced_motion,
    )


def _forwarded(settings: Settings, store: LocalStore) -> tuple[Opening, Opening]:
    """What opens and closes the store, with the forwarder to the hall's hub running in between."""
    from kiosk.hub.beside import Beside
    from kiosk.hub.keys import Claimant, read_key

    url, path = settings.hub_url, settings.hub_key
    assert url is not None
    assert path is not None
    try:
        claimant = Claimant(settings.kiosk_no, read_key(path))
    except (OSError, ValueError):
        raise SettingsError(
            f"The file {path} holds no key. On the hub, run: kiosk hub enrol {settings.kiosk_no}"
        ) from None

    async def forward() -> None:
        from random import Random  # after the first paint, as is all of this

        from kiosk.clock import SystemClock
        from kiosk.hub.forwarder import Forwarder
        from kiosk.hub.link import websocket

        await Forwarder(store.outbox, lambda: websocket(url, claimant), SystemClock(), Random()).run()  # noqa: S311

    beside = Beside(store.start, store.close, forward)
    return beside.start, beside.close


def desk_parts(settings: Settings) -> DeskParts:
    """What the desk's window is made of."""
    from kiosk import outfit
    from kiosk.assist.escalation import Limits
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from kiosk.store.local import LocalStore
    from screens.desk.parts import DeskParts
    from screens.desk.sound import desk_chime

    paths, clock = Paths.here(), SystemClock()
    store = LocalStore(
        settings.data_dir, settings.kiosk_no, clock, kiosk_lock=False, due=outfit.due_rule(settings)
    )
    return DeskParts(
        words=outfit.load_words(paths.locales)[settings.locale],
        queue=store.calls,
        roll=store.officers,
        clock=clock,
        titles=outfit.Titles(outfit.load_releases(settings.flows)),
        chime=desk_chime(),
        fonts=paths.fonts,
        icons=paths.icons,
        start=store.start,
        close=store.close,
        lock_after_s=settings.desk_lock_after_s,
        limits=Limits(settings.call_louder_after_s, settings.call_leader_after_s),
    )


def practice_parts(settings: Settings, minutes: int, seed: int) -> DeskParts:
    """A desk with made-up residents, on a store that is thrown away afterwards."""
    from dataclasses import replace
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from kiosk import outfit
    from kiosk.practice.hall import PracticeHall
    from kiosk.practice.plan import Place, plan

    folder = TemporaryDirectory(prefix="caring-kiosk-practice-")
    parts = desk_parts(settings.model_copy(update={"data_dir": Path(folder.name) / "data"}))
    say = parts.words.say
    places = [
        Place(f"{n:02}", say("practice.kiosk", number=n), say(f"practice.where.{n}"), away_m)
        for n, away_m in enumerate(_AWAY_M, start=1)
    ]
    steps = {r.flow.id: [step.id for step in r.flow.steps] for r in outfit.load_releases(settings.flows)}

    async def close() -> None:
        await parts.close()
        folder.cleanup()

    hall = PracticeHall(parts.queue, parts.clock, plan(seed, minutes * 60.0, places, steps))
    return replace(parts, roll=None, practice=hall, close=close)


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
        words=outfit.load_words(paths.locales)[settings.locale],
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
        locales=outfit.LOCALES,
        load_words=partial(outfit.load_words, paths.locales),
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
