"""The entry screens of a flow in every look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.flow.answer import Answer
from kiosk.flow.model import (
    Address,
    Card,
    Date,
    IdentityNumber,
    Name,
    Number,
    Phone,
    Step,
    Text,
    TextEntry,
)
from kiosk.words import Words
from kiosk.writing.aids import WritingAids
from kiosk.writing.divisions import Divisions
from kiosk.writing.pinyin import PinyinTable
from kiosk.writing.places import load
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.shell.frame import Frame
from screens.steps.registry import SCREENS
from screens.steps.step import StepScreen, View
from screens.theme import Panel, Size, Theme
from screens.ui import Ui

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)


def t(zh: str, en: str) -> Text:
    return Text({"zh_CN": zh, "en": en})


STEPS: dict[str, Step] = {
    "name": Name(kind="name", id="a", title=t("您叫什么名字？", "What is your name?")),
    "other_name": Name(
        kind="name",
        id="b",
        title=t("您替谁办？", "Who are you here for?"),
        help=t("写他本人的名字。", "Write that person's name."),
    ),
    "text": TextEntry(
        kind="text",
        id="c",
        title=t("还有什么要说的？", "Anything else to tell us?"),
        help=t("写几个字就行。", "A few words will do."),
    ),
    "plate": TextEntry(kind="text", id="k", title=t("车牌是多少？", "What is the plate?"), capitals=True),
    "number": Number(
        kind="number",
        id="d",
        title=t("一起住几个人？", "How many live there?"),
        unit=t("人", "people"),
        most=20,
    ),
    "identity_number": IdentityNumber(
        kind="identity_number",
        id="e",
        title=t("您的身份证号码？", "What is your identity number?"),
        help=t("一共18位，末位可能是X。", "18 characters; the last may be X."),
    ),
    "phone": Phone(kind="phone", id="f", title=t("您的电话？", "What is your phone number?")),
    "date": Date(kind="date", id="g", title=t("要改成哪一天？", "What should the date be?")),
    "valid_until": Date(
        kind="date",
        id="h",
        title=t("身份证到哪天？", "Card valid until when?"),
        long_term=True,
        range="future",
    ),
    "address": Address(
        kind="address",
        id="i",
        title=t("迁到哪里？", "What is the new address?"),
        help=t("先选地方，再写门牌。", "Pick the area, then write the rest."),
    ),
    "card": Card(
        kind="card",
        id="j",
        title=t("请放您的身份证", "Lay your identity card here"),
        help=t("只用来填表，没带也能办。", "It only fills in the form; you can do without."),
        fills={"name": "a"},
    ),
    "their_card": Card(
        kind="card",
        id="k",
        title=t("请放他本人的身份证", "Lay that person's identity card here"),
        fills={"name": "b"},
        confirm=t(
            "请您看一看，这张身份证上的人，是不是就是您今天来替他办事的那一位？",
            "Please look at it: is this the very person for whom you have come here today to hand this in?",
        ),
    ),
}


@dataclass(frozen=True)
class Wear:
    """One look of the kiosk."""

    locale: str = "zh_CN"
    size: Size = Size.CARING
    sitting: bool = False
    landscape: bool = False
    diagonal: float = 21.5

    @property
    def name(self) -> str:
        stance = "sitting" if self.sitting else "standing"
        shape = "landscape" if self.landscape else "portrait"
        return f"{self.locale}-{self.size}-{stance}-{shape}-{self.diagonal:g}"

    def ui(self, aids: WritingAids) -> Ui:
        wide, high = (1920, 1080) if self.landscape else (1080, 1920)
        return Ui(
            Theme(Panel(wide, high, self.diagonal), self.size, False, self.sitting),
            Words.load(ROOT / "locales", self.locale),
            self.locale,
            Icons(ROOT / "assets" / "icons"),
            lambda: TODAY,
            aids,
        )


LOOKS = tuple(
    Wear(locale, size, sitting, landscape)
    for locale in ("zh_CN", "en")
    for size in Size
    for sitting in (False, True)
    for landscape in (False, True)
    if not (sitting and landscape)  # a landscape panel is the same for who sits
)


def load_aids() -> WritingAids:
    data = ROOT / "assets" / "data"
    here = load(data / "places.json")
    table = PinyinTable.load(data / "pinyin.txt")
    return WritingAids(table, here, divisions=Divisions.load(data, here.divisions))


def build(ui: Ui, name: str, value: Answer | None = None) -> StepScreen:
    """The screen of a step."""
    step = STEPS[name]
    return SCREENS[step.kind](ui, View(step, value=value, progress=(3, 6)))


def framed(ui: Ui, screen: StepScreen) -> Frame:
    """A screen in its frame at the panel's size."""
    frame = Frame(ui)
    frame.resize(ui.theme.panel.width, ui.theme.panel.height)
    frame.show_screen(screen)
    return frame


Show = Callable[..., tuple[StepScreen, Frame]]


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


@pytest.fixture(scope="session")
def aids() -> WritingAids:
    return load_aids()


@pytest.fixture
def show(aids: WritingAids, qtbot: object) -> Show:
    """Build a step's screen and show it in its frame: ``show(name, look, value)``."""

    def _show(name: str, look: Wear | None = None, value: Answer | None = None) -> tuple[StepScreen, Frame]:
        ui = (look or Wear()).ui(aids)
        screen = build(ui, name, value)
        frame = framed(ui, screen)
        qtbot.addWidget(frame)  # type: ignore[attr-defined]
        frame.show()
        return screen, frame

    return _show


__all__ = ["LOOKS", "STEPS", "TODAY", "Show", "Wear", "build", "framed", "load_aids", "replace"]
