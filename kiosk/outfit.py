"""What a kiosk is fitted with, by its settings: words, services, writing aids, printer, reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from kiosk.clock import Clock
from kiosk.devices.code_reader import CodeReader, NoCodeReader
from kiosk.devices.guarded_printer import GuardedPrinter
from kiosk.devices.id_reader import IdReader, NoReader
from kiosk.devices.printer import CupsPrinter, FilePrinter, NoPrinter
from kiosk.devices.serial_code_reader import SerialCodeReader
from kiosk.devices.serial_id_reader import SerialIdReader
from kiosk.devices.slip import SlipPrinter
from kiosk.field import identity
from kiosk.field.card_address import split
from kiosk.flow.load import Release, load_folder
from kiosk.flow.model import Text
from kiosk.locales import OWN_NAME, USUAL, Language
from kiosk.paths import Paths
from kiosk.program import kiosk_command as kiosk_command
from kiosk.settings import Settings
from kiosk.store.retention import Keep
from kiosk.studio.releases import Publishing
from kiosk.studio.served import Spoilt
from kiosk.words import Words, read_folder, read_for
from kiosk.working_days import DueRule, WorkingDays
from kiosk.writing import places
from kiosk.writing.aids import Handwriting, NoHandwriting, WritingAids
from kiosk.writing.divisions import Divisions
from kiosk.writing.hand.process import HandwritingProcess
from kiosk.writing.parts import RareParts
from kiosk.writing.pinyin import PinyinTable
from kiosk.writing.rare import RareReadings


def load_words(folder: Path, locales: Sequence[str] = USUAL) -> dict[str, Words]:
    """The interface strings of these locales, which are those that residents choose from."""
    strings = {each: read_folder(folder, each) for locale in locales for each in read_for(locale)}
    offered = tuple(Language(locale, str(strings[locale].get(OWN_NAME, locale))) for locale in locales)
    return {locale: Words.of(locale, strings, offered) for locale in locales}


def load_releases(folder: Path) -> tuple[Release, ...]:
    """The services of a folder; what is wrong with the others is noted, and the kiosk serves without them."""
    releases, problems = load_folder(folder)
    for problem in problems:
        structlog.get_logger(__name__).error(
            "flow_refused", file=problem.file, line=problem.line, field=problem.field, why=problem.kind
        )
    return releases


def publishing(settings: Settings) -> Publishing:
    """How services are published on this machine."""
    return Publishing(
        lambda: load_folder(settings.flows)[0],
        settings.releases_need_approval,
        settings.locales,
        icon_names(Paths.here().icons),
    )


def icon_names(folder: Path) -> frozenset[str]:
    """The pictograms that there are, as a service names them."""
    return frozenset(path.stem for path in folder.glob("*.svg"))


def note_spoilt(spoilt: Spoilt) -> None:
    """A published release cannot be served; ``kiosk doctor`` tells of it too."""
    structlog.get_logger(__name__).error(
        "release_refused", service=spoilt.service, number=spoilt.number, why="it is not what was published"
    )


class Titles:
    """What services and steps are called; a slug that no flow knows any more comes back as it is.

    steps: those of each service, in order.
    """

    def __init__(self, releases: Sequence[Release]) -> None:
        self._services: dict[str, Text] = {}
        self._steps: dict[tuple[str, str], Text] = {}
        self.steps: dict[str, list[str]] = {}
        self.learn(releases)

    def learn(self, releases: Sequence[Release]) -> None:
        """More of them; of two names for the same the last counts."""
        for flow in (release.flow for release in releases):
            self._services[flow.id] = flow.title
            self._steps |= {(flow.id, step.id): step.label or step.title for step in flow.steps}
            before = self.steps.get(flow.id, [])
            now = [step.id for step in flow.steps]
            self.steps[flow.id] = [*now, *(step for step in before if step not in now)]

    def __call__(self, service: str, step: str | None, locale: str) -> tuple[str, str]:
        """(service, step) in words; the step's is empty where there is none."""
        of_service = self._services.get(service)
        of_step = self._steps.get((service, step or ""))
        return (
            of_service.in_(locale) if of_service else service,
            of_step.in_(locale) if of_step else step or "",
        )


def load_aids(folder: Path, hand: Handwriting | None = None, *, fuzzy: bool = True) -> WritingAids:
    """What helps to write, from the tables in ``folder``. Raises OSError or ValueError.

    fuzzy: see the setting ``fuzzy_pinyin``.
    """
    here = places.load(folder / "places.json")
    return WritingAids(
        PinyinTable.load(folder / "pinyin.txt", fuzzy=fuzzy, rare=RareReadings(folder / "rare_readings.txt")),
        here,
        hand=hand or NoHandwriting(),
        parts=RareParts(folder / "rare_parts.txt"),
        divisions=Divisions.load(folder, here.divisions),
    )


def split_address(folder: Path) -> Callable[[str], tuple[tuple[str, ...], str]]:
    """What splits an address in one line into divisions and the rest, by the tables in ``folder``.

    Raises OSError or ValueError.
    """
    tree = Divisions.load(folder, places.load(folder / "places.json").divisions)
    return lambda address: split(address, tree)


def handwriting(model: Path) -> Handwriting:
    """What reads handwriting; its process starts when somebody is about to write. model: the network."""
    return HandwritingProcess(worker_command("handwriting")) if model.is_file() else NoHandwriting()


def worker_command(name: str) -> tuple[str, ...]:
    """How a child process of the kiosk is started, from source or frozen."""
    return kiosk_command("worker", name)


def pack_folders(settings: Settings) -> tuple[Path, Path]:
    """Where voice packs lie: the station's own, and those that come with the product."""
    return settings.data_dir / "voice-packs", Paths.here().voice


def copies(settings: Settings) -> tuple[Path, ...]:
    """Files, and folders of files, in which there may be copies of the database or of parts of it."""
    own, elsewhere = settings.data_dir, settings.backup_dir
    apart = () if elsewhere is None else (elsewhere,)
    return own / "backups", own / "changes", *own.glob("*aside-*"), *apart


def keep(settings: Settings) -> Keep:
    """For how long each kind of thing is kept."""
    return Keep(
        cases=settings.keep_cases_days,
        difficult=settings.keep_difficult_days,
        calls=settings.keep_calls_days,
        figures=settings.keep_figures_days,
        record=settings.keep_record_days,
        appointments=settings.keep_appointments_days,
        to_hall=settings.hub_url is not None and settings.hub_key is not None,
    )


def due_rule(settings: Settings) -> DueRule:
    """By when a difficult case is to be closed."""
    calendar = WorkingDays(
        frozenset(settings.days_off),
        frozenset(settings.weekends_worked),
        frozenset(settings.years_announced),
    )
    return DueRule(settings.difficult_due_days, calendar)


def printer(settings: Settings, clock: Clock) -> SlipPrinter:
    """Where slips come out."""
    if settings.printer == "none":
        return NoPrinter()
    if settings.printer == "file":
        return GuardedPrinter(FilePrinter(settings.data_dir / "slips", clock))
    return GuardedPrinter(CupsPrinter(settings.printer.removeprefix("cups:")))


def code_reader(settings: Settings) -> CodeReader:
    """What reads picture codes."""
    return NoCodeReader() if settings.code_reader is None else SerialCodeReader(settings.code_reader)


def reader(settings: Settings, clock: Clock) -> IdReader:
    """What reads identity cards."""
    if settings.id_reader is None:
        return NoReader()
    return SerialIdReader(
        settings.id_reader,
        lambda number: identity.read(number, clock.today()),
        protocol=settings.id_reader_protocol,
    )
