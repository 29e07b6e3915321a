"""Every screen of the kiosk that stands without a store, in every look it can have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow.model import (
    Checklist,
    Choice,
    ChooseOne,
    ChooseSeveral,
    Consent,
    FeeLine,
    FeeNotice,
    Material,
    Notice,
    OwnWish,
    Review,
    Text,
    YesNo,
)
from kiosk.outfit import load_words
from kiosk.writing.aids import Candidate, Places, WritingAids
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.screen import NavKey, Screen
from screens.shell.frame import Frame
from screens.steps.choosing import (
    ChecklistScreen,
    ChooseOneScreen,
    ChooseSeveralScreen,
    ConsentScreen,
    OwnWishScreen,
    YesNoScreen,
)
from screens.steps.reading import FeeScreen, NoticeScreen, ReviewScreen
from screens.steps.step import ReviewRow, View
from screens.theme import Panel, Size, Theme
from screens.ui import Ui
from screens.visit.attract import AttractScreen
from screens.visit.home import (
    AskScreen,
    HomeScreen,
    OutOfServiceScreen,
    RatingScreen,
    ReceiptScreen,
    ReceiptView,
    ServiceCard,
    WaitScreen,
)
from screens.visit.sheets import SizeSheet
from screens.visit.tell import TellScreen
from screens.visit.voice_sheet import HeardNow, LanguageSheet, VoiceSheet

ROOT = Path(__file__).resolve().parents[2]


class NoPinyin:
    """No candidates."""

    def candidates(self, letters: str, field: str, limit: int = 60) -> tuple[Candidate, ...]:
        return ()


@dataclass(frozen=True)
class Wear:
    """One look of the kiosk."""

    locale: str = "zh_CN"
    size: Size = Size.CARING
    contrast: bool = False
    sitting: bool = False
    landscape: bool = False
    diagonal: float = 21.5

    @property
    def name(self) -> str:
        """For test ids and file names."""
        return "-".join(
            [
                self.locale,
                self.size,
                "contrast" if self.contrast else "paper",
                "sitting" if self.sitting else "standing",
                "landscape" if self.landscape else "portrait",
                str(self.diagonal),
            ]
        )

    def ui(self) -> Ui:
        """The surroundings of a screen in this look."""
        wide, high = (1920, 1080) if self.landscape else (1080, 1920)
        return Ui(
            Theme(Panel(wide, high, self.diagonal), self.size, self.contrast, self.sitting),
            load_words(ROOT / "locales")[self.locale],
            self.locale,
            Icons(ROOT / "assets" / "icons"),
            lambda: date(2026, 11, 24),
            WritingAids(NoPinyin(), Places(("上海市", "崇明区"), ("堡镇",))),
        )


LOOKS = tuple(
    Wear(locale, size, contrast=sitting, sitting=sitting, landscape=landscape)
    for locale in ("zh_CN", "en")
    for size in Size
    for sitting in (False, True)
    for landscape in (False, True)
) + tuple(
    Wear(locale, Size.LARGEST, sitting=True, landscape=landscape, diagonal=diagonal)
    for locale, landscape, diagonal in (("en", False, 27), ("zh_CN", True, 27), ("en", True, 32))
)
"""Contrast changes colours alone, so that it need not be crossed with the rest."""


def t(zh: str, en: str) -> Text:
    return Text({"zh_CN": zh, "en": en})


CHOICES = (
    Choice(id="family", text=t("搬去和家人一起住", "Moving in with my family")),
    Choice(id="home", text=t("买了房子", "I bought a home")),
    Choice(id="city", text=t("在上海市内搬家", "Moving within Shanghai")),
)
MATERIALS = (
    Material(id="booklet", text=t("您的户口簿", "Your household booklet"), note=t("要原件", "The original")),
    Material(id="card", text=t("您的身份证", "Your identity card"), note=t("要原件", "The original")),
    Material(
        id="son", text=t("儿子的户口簿", "Your son's household booklet"), note=t("要原件", "The original")
    ),
    Material(
        id="proof",
        text=t("你们是一家人的证明", "Proof that you are one family"),
        note=t("没有也行，窗口帮您查", "Without it, the window looks it up"),
        spare=True,
    ),
)
FEES = (FeeLine(id="one", text=t("一次的签注", "Endorsement, single"), fen=1500),)
HELP = t("选一个最像的。选错了可以改。", "Choose the nearest one. You can change it later.")
ROWS = (
    ("您的名字", "Your name", "王桂兰"),
    ("出生日期", "Date of birth", "1948年3月1日"),
    ("迁到哪里", "Where you move to", "崇明区堡镇解放街12号"),
    ("和谁同住", "You live with", "儿子"),
    ("电话", "Telephone", "138 1234 5678"),
)


def step_scenes(ui: Ui) -> dict[str, Callable[[], Screen]]:
    """The screens of steps that are chosen or read."""
    en = ui.locale == "en"
    rows = tuple(ReviewRow(f"s{k}", r[1] if en else r[0], r[2]) for k, r in enumerate(ROWS))
    title = t("您为什么要迁户口？", "Why are you moving your registration?")
    yes_no = YesNo(kind="yes_no", id="a", title=t("是给您自己办吗？", "Is this for yourself?"), help=HELP)
    one = ChooseOne(kind="choice", id="b", title=title, help=HELP, choices=CHOICES)
    several = ChooseSeveral(kind="choices", id="c", title=title, help=HELP, choices=CHOICES)
    bring = Checklist(
        kind="checklist",
        id="d",
        title=t("要带这 4 样东西", "Bring these 4 things"),
        help=t("带了哪样，就碰一下哪样。不收钱。", "Touch what you have with you. Free of charge."),
    )
    body = (
        t("窗口会看您的材料。", "The window looks at your papers."),
        t("看过了，才算受理。", "It is accepted once they were seen."),
    )
    consent = Consent(kind="consent", id="e", title=t("您同意这样用吗？", "Do you agree to this?"), body=body)
    wish = OwnWish(
        kind="own_wish",
        id="f",
        title=t("这是您自己的意思吗？", "Is this your own wish?"),
        help=t("请您自己回答，旁边的人请让一让。", "Please answer yourself. Others, please step aside."),
    )
    notice = Notice(
        kind="notice", id="g", title=t("请先知道这些", "Please know this first"), body=body, icon="info"
    )
    fee = FeeNotice(kind="fee", id="h", title=t("要付多少钱", "What it costs"))
    review = Review(kind="review", id="i", title=t("请看一看，对不对？", "Please look: is it right?"))
    at = (2, 6)
    return {
        "yes_no": lambda: YesNoScreen(ui, View(yes_no, progress=at)),
        "choice": lambda: ChooseOneScreen(ui, View(one, progress=at, choices=CHOICES)),
        "choices": lambda: ChooseSeveralScreen(ui, View(several, progress=at, choices=CHOICES)),
        "checklist": lambda: ChecklistScreen(ui, View(bring, progress=at, materials=MATERIALS)),
        "consent": lambda: ConsentScreen(ui, View(consent, progress=at)),
        "own_wish": lambda: OwnWishScreen(ui, View(wish, progress=at)),
        "notice": lambda: NoticeScreen(ui, View(notice, progress=at)),
        "fee": lambda: FeeScreen(ui, View(fee, progress=at, fees=FEES, fee_fen=1500)),
        "review": lambda: ReviewScreen(ui, View(review, progress=(6, 6), review=rows)),
    }


def visit_scenes(ui: Ui) -> dict[str, Callable[[], Screen]]:
    """The screens round the services."""
    say, en = ui.say, ui.locale == "en"
    cards = (
        ServiceCard(
            "household",
            "Household registration" if en else "户口",
            "Move, correct, cancel" if en else "迁户口、改信息、注销",
            "house",
        ),
        ServiceCard(
            "permit",
            "Residence permit" if en else "居住证",
            "New, or endorsed each year" if en else "新办、每年签注",
            "id_card",
        ),
        ServiceCard(
            "exit",
            "Hong Kong, Macau, Taiwan" if en else "去港澳台",
            "Endorsements for travel" if en else "旅游、探亲的签注",
            "passport",
        ),
    )
    steps = (
        ("Keep your slip.", "Go to window 3.", "It is accepted once the window saw your papers.")
        if en
        else ("拿好小票。", "去 3 号窗口。", "窗口看过材料，才算受理。")
    )
    day = say("attract.day", weekday=say("weekday.1"), month=say("month.11"), day=24)
    window = "window 3" if en else "3 号窗口"
    return {
        "attract": lambda: AttractScreen(ui, "Xinhe police station" if en else "新河派出所", day),
        "home": lambda: HomeScreen(ui, cards, "residents", "enterprises"),
        "home_behind": lambda: HomeScreen(ui, cards[:2], "enterprises", "residents", behind=True),
        "home_firms_first": lambda: HomeScreen(ui, cards, "enterprises", "residents"),
        "receipt": lambda: ReceiptScreen(ui, ReceiptView("0712 0003 65", steps, slip_printed=True)),
        "receipt_no_slip": lambda: ReceiptScreen(
            ui, ReceiptView("0712 0003 65", steps[1:], slip_printed=False)
        ),
        "rating": lambda: RatingScreen(ui),
        "restart": lambda: AskScreen(
            ui,
            say("ask.restart_title"),
            say("ask.restart_help"),
            NavKey("yes", say("ask.restart_yes")),
            NavKey("no", say("ask.restart_no"), go=True),
        ),
        "idle": lambda: AskScreen(
            ui,
            say("idle.title"),
            say("idle.help", seconds=45),
            NavKey("here", say("idle.here"), go=True),
            NavKey("leave", say("idle.leave")),
            icon="clock",
        ),
        "failed": lambda: AskScreen(
            ui,
            say("handin.failed_title"),
            say("handin.failed_help"),
            NavKey("retry", say("handin.retry"), go=True),
            NavKey("review", say("handin.review")),
            icon="warning",
        ),
        "tell": lambda: TellScreen(ui, say("told.title"), say("told.help"), icon="info"),
        "wait": lambda: WaitScreen(ui, say("wait.saving")),
        "broken": lambda: OutOfServiceScreen(
            ui,
            (
                say("broken.go_to", window=window),
                say("broken.guide", place="the entrance" if en else "大门口"),
            ),
        ),
        "language": lambda: LanguageSheet(ui),
        "size": lambda: SizeSheet(ui),
        "voice": lambda: VoiceSheet(ui, HeardNow()),
        "voice_silent": lambda: VoiceSheet(ui, HeardNow(silent=True)),
    }


def scenes(ui: Ui) -> dict[str, Callable[[], Screen]]:
    """All of them by name."""
    return {**visit_scenes(ui), **step_scenes(ui)}


PLAIN = frozenset({"attract", "broken"})
"""The scenes that are shown without the settings keys."""


def framed(ui: Ui, name: str) -> Frame:
    """A scene in its frame at the panel's size."""
    frame = Frame(ui)
    frame.resize(ui.theme.panel.width, ui.theme.panel.height)
    frame.show_screen(scenes(ui)[name](), plain=name in PLAIN)
    return frame


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``look``: each look of the kiosk in turn."""
    if "look" in metafunc.fixturenames:
        metafunc.parametrize("look", LOOKS, ids=lambda look: look.name)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Ui, str], Frame]:
    """Shows a scene in its frame, laid out."""

    def shown(ui: Ui, name: str) -> Frame:
        frame = framed(ui, name)
        qtbot.addWidget(frame)
        frame.show()
        return frame

    return shown


@pytest.fixture
def all_scenes() -> Callable[[Ui], tuple[str, ...]]:
    """The names of all scenes."""
    return lambda ui: tuple(scenes(ui))


@pytest.fixture
def caring() -> Ui:
    """Caring mode in Chinese, standing, on the usual panel."""
    return Wear().ui()
