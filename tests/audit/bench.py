"""Screens in their frames, and what the audit says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from kiosk.flow.model import Text
from kiosk.locales import USUAL as LOCALES
from kiosk.outfit import load_aids, load_releases, load_words
from kiosk.paths import Paths
from screens.audit.examine import Examiner
from screens.audit.measure import Measure
from screens.audit.pictures import Album
from screens.audit.run import Auditor, Plan
from screens.fonts import load_fonts
from screens.shell.frame import Frame
from screens.shell.parts import Hall
from screens.theme import Panel, Size
from screens.tour.pictures import Looks
from screens.tour.run import TourParts, shots
from screens.tour.shots import Shot

PATHS = Paths.here()
PARTS = TourParts(
    hall=Hall(
        station=Text({"zh_CN": "新河派出所", "en": "Xinhe police station"}),
        kiosk_no="01",
        kiosk_name="1号机",
        place=Text({"zh_CN": "大厅", "en": "the hall"}),
        staffed_window=Text({"zh_CN": "人工窗口", "en": "the staff desk"}),
    ),
    panel=Panel(),
    locales=LOCALES,
    load_words=partial(load_words, PATHS.locales),
    load_releases=partial(load_releases, PATHS.flows),
    load_aids=partial(load_aids, PATHS.data),
    icons=PATHS.icons,
    fonts=PATHS.fonts,
    now=datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    today=date(2026, 11, 24),
)
CARING = Looks("zh_CN", Size.CARING)
SITTING = replace(CARING, sitting=True)
WIDE = Looks("zh_CN", Size.STANDARD, panel=Panel(1080, 1920, 32.0))


class Bench:
    """Loads everything once; builds screens by their names."""

    def __init__(self) -> None:
        load_fonts(PATHS.fonts)
        self.words, self.aids = load_words(PATHS.locales), load_aids(PATHS.data)
        self.shots = shots(PARTS)
        self._by_name = {f"{s.group}-{s.name}": s for s in self.shots}
        self.auditor = self.new_auditor()

    def new_auditor(self) -> Auditor:
        return Auditor(PARTS, self.words, self.aids, Album(None))

    def shot(self, name: str) -> Shot:
        return self._by_name[name]

    def frame(self, name: str, looks: Looks = CARING) -> Frame:
        return self.auditor.frame(self.shot(name), looks)

    def failures(self, frame: Frame) -> list[Measure]:
        examiner = Examiner()
        return [m for m in examiner.measure(examiner.page(frame)) if m.failed]


def failed(bench: Bench, frame: Frame) -> set[str]:
    """The names of the checks that the page misses."""
    return {m.check for m in bench.failures(frame)}


def covering() -> Plan:
    return Plan(PARTS, covering=True)
