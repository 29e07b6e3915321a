"""Faults planted in real screens: the audit finds each under its name, and nothing in a sound screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from screens.audit.examine import Examiner
from screens.audit.measure import CHECKS
from screens.audit.run import Result
from screens.layout.text import lay
from screens.screen import Screen, Spoken
from screens.shell.frame import Frame
from screens.steps.numbers import DigitsScreen
from screens.theme import Role
from screens.tour.pictures import Looks
from screens.visit.attract import AttractScreen
from screens.widgets.key import Key
from screens.widgets.label import Label, Picture

from .bench import CARING, SITTING, WIDE, Bench, failed
from .conftest import Stand

PALE = QColor("#B8B2A4")
CLEAN = (
    "visit-attract",
    "visit-home",
    "visit-rating",
    "household-for_whom",
    "endorsement-bring",
    "prompts-idle",
)


def screen_of(frame: Frame) -> Screen:
    assert frame.screen_shown is not None
    return frame.screen_shown


def first_key(frame: Frame) -> Key:
    return next(k for k in screen_of(frame).items if isinstance(k, Key))


def put(frame: Frame, widget: QWidget, y: int = 620, width: int = 900, height: int = 90) -> None:
    """Show one more widget, amid the page, in place of the screen's own items."""
    for item in screen_of(frame).items:
        item.hide()
    widget.setParent(screen_of(frame))
    widget.setGeometry(60, y, width, height)
    widget.show()


def put_label(frame: Frame, words: str, **more: object) -> None:
    put(frame, Label(frame.ui, words, Role.BODY, **more))  # type: ignore[arg-type]


class Shortened(Label):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font(self.width()))
        painter.drawText(QPointF(0, 70), self.text[:3] + "…")


class Small(Label):
    def _font(self, width: int) -> QFont:
        font = super()._font(width)
        font.setPixelSize(font.pixelSize() - 4)
        return font


class Tight(Label):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._font(self.width())
        painter.setFont(font)
        half = len(self.text) // 2
        for k, part in enumerate((self.text[:half], self.text[half:])):
            painter.drawText(QPointF(0, 60 + k * 1.1 * font.pixelSize()), part)


class Unbroken(Label):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font(self.width()))
        painter.drawText(QPointF(0, 60), self.text)


class Nameless(QWidget):
    """Words on a widget that tells nobody what it is."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._laid = lay("这里写着字", frame.ui.theme.font(Role.BODY), 800)
        self.setAccessibleName("这里写着字")

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._laid.layout.draw(QPainter(self), QPointF(0, 0))


class RingOf(Key):
    width_px, colour = 2.0, QColor("#1B1A17")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFDF7"))
        painter.setPen(QPen(QColor("#1B1A17"), 4))
        painter.drawRect(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setFont(self._ui.theme.font(Role.BODY))
        painter.drawText(QPointF(60, 70), self.text())
        if self.hasFocus() and self.window().property("keys_in_use"):
            painter.setPen(QPen(self.colour, self.width_px))
            painter.drawRect(QRectF(self.rect()).adjusted(14, 14, -14, -14))


class PaleRing(RingOf):
    width_px, colour = 6.0, PALE


class Unlisted(QAbstractButton):
    """Can be touched, but the four keys never come to it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawRect(self.rect().adjusted(2, 2, -2, -2))


# --- the faults -------------------------------------------------------------------------------


def cut_low(frame: Frame) -> None:
    title = screen_of(frame).title
    assert title is not None
    title.resize(title.width(), title.height() // 2)


def ellipsis(frame: Frame) -> None:
    put(frame, Shortened(frame.ui, "请把这句话念完", Role.BODY))


def small_key(frame: Frame) -> None:
    first_key(frame).resize(400, frame.ui.theme.px(14))


def small_pad_key(frame: Frame) -> None:
    screen = screen_of(frame)
    assert isinstance(screen, DigitsScreen)
    screen.keypad.keys["5"].resize(screen.keypad.keys["5"].width(), frame.ui.theme.px(13.5))


def tight_pad(frame: Frame) -> None:
    screen = screen_of(frame)
    assert isinstance(screen, DigitsScreen)
    one, two = screen.keypad.keys["1"], screen.keypad.keys["2"]
    two.setGeometry(one.geometry().right() + 8, two.y(), two.width(), two.height())


def grey_on_grey(frame: Frame) -> None:
    put_label(frame, "灰底上的灰字", colour=PALE)


def pale_sign(frame: Frame) -> None:
    put(frame, Picture(frame.ui, "house", 30, PALE), height=130)


def mute(frame: Frame) -> None:
    screen = screen_of(frame)
    said = screen.spoken()[1:]
    screen.spoken = lambda: said  # type: ignore[method-assign]


def other_words(frame: Frame) -> None:
    screen = screen_of(frame)
    said = (*screen.spoken(), Spoken("这句话上面没有写"))
    screen.spoken = lambda: said  # type: ignore[method-assign]


def overlapping(frame: Frame) -> None:
    one, two = (k for k in screen_of(frame).items[:2])
    two.move(two.x(), one.y() + one.height() // 2)


def close_keys(frame: Frame) -> None:
    one, two = (k for k in screen_of(frame).items[:2])
    two.move(two.x(), one.geometry().bottom() + 1 + frame.ui.theme.px(3))


def too_high(frame: Frame) -> None:
    first_key(frame).move(41, 300)


def unnamed(frame: Frame) -> None:
    first_key(frame).setAccessibleName("")


def other_name(frame: Frame) -> None:
    first_key(frame).setAccessibleName("按钮")


def no_role(frame: Frame) -> None:
    put(frame, Nameless(frame))


def unlisted(frame: Frame) -> None:
    put(frame, Unlisted())


def backwards(frame: Frame) -> None:
    order = frame.in_order()[::-1]
    frame.in_order = lambda: order  # type: ignore[method-assign]


def thin_ring(frame: Frame) -> None:
    put(frame, RingOf(frame.ui, "细框"))


def pale_ring(frame: Frame) -> None:
    put(frame, PaleRing(frame.ui, "浅框"))


def small_type(frame: Frame) -> None:
    put(frame, Small(frame.ui, "字太小了", Role.BODY))


def long_line(frame: Frame) -> None:
    put(frame, Unbroken(frame.ui, "一行不断的字" * 7, Role.BODY))
    screen_of(frame).findChildren(Label)[-1].setGeometry(10, 620, 1060, 90)


def tight_lines(frame: Frame) -> None:
    put(frame, Tight(frame.ui, "两行字挨得太近", Role.BODY), height=200)


def crowd(frame: Frame) -> None:
    for item in screen_of(frame).items:
        item.hide()
    for k in range(15):
        key = Key(frame.ui, str(k), parent=screen_of(frame))
        key.setGeometry(41 + (k % 3) * 330, 560 + (k // 3) * 110, 300, 85)
        key.show()


def off_the_panel(frame: Frame) -> None:
    title = screen_of(frame).title
    assert title is not None
    title.move(-30, title.y())


def two_titles(frame: Frame) -> None:
    put(frame, Label(frame.ui, "还有一个标题", Role.TITLE, bold=True), height=150)


def two_questions(frame: Frame) -> None:
    put_label(frame, "还要问您一句，好吗？")


def no_progress(frame: Frame) -> None:
    progress = screen_of(frame).progress
    assert progress is not None
    progress.hide()


def high_sitting_key(frame: Frame) -> None:
    screen = screen_of(frame)
    assert isinstance(screen, AttractScreen)
    screen.sitting_key.move(41, 60)


def at_the_edge(frame: Frame) -> None:
    first_key(frame).move(0, first_key(frame).y())


Plant = Callable[[Frame], None]
HOME, STEP, PHONE = "visit-home", "household-for_whom", "household-phone"
FAULTS: tuple[tuple[str, Plant, str, Looks], ...] = (
    ("cut", cut_low, HOME, CARING),
    ("cut", ellipsis, HOME, CARING),
    ("overlap", overlapping, HOME, CARING),
    ("outside", off_the_panel, HOME, CARING),
    ("type", small_type, HOME, CARING),
    ("line-length", long_line, HOME, WIDE),
    ("line-height", tight_lines, HOME, CARING),
    ("target", small_key, HOME, CARING),
    ("pad-target", small_pad_key, PHONE, CARING),
    ("gap", close_keys, HOME, CARING),
    ("pad-gap", tight_pad, PHONE, CARING),
    ("edge", at_the_edge, HOME, CARING),
    ("contrast", grey_on_grey, HOME, CARING),
    ("contrast-signs", pale_sign, HOME, CARING),
    ("reach", too_high, HOME, SITTING),
    ("sitting-key", high_sitting_key, "visit-attract", CARING),
    ("focus-chain", unlisted, HOME, CARING),
    ("focus-order", backwards, HOME, CARING),
    ("focus-ring", thin_ring, HOME, CARING),
    ("focus-contrast", pale_ring, HOME, CARING),
    ("name", unnamed, HOME, CARING),
    ("name", other_name, HOME, CARING),
    ("role", no_role, HOME, CARING),
    ("voice", mute, HOME, CARING),
    ("voice-same", other_words, HOME, CARING),
    ("touchables", crowd, HOME, CARING),
    ("one-thing", two_titles, STEP, CARING),
    ("one-thing", two_questions, STEP, CARING),
    ("one-thing", no_progress, STEP, CARING),
)


@pytest.mark.parametrize(
    ("check", "plant", "name", "looks"), FAULTS, ids=[f"{f[0]}-{f[1].__name__}" for f in FAULTS]
)
def test_a_planted_fault_is_found(
    bench: Bench, stand: Stand, check: str, plant: Plant, name: str, looks: Looks
) -> None:
    frame = stand(name, looks)
    assert check not in failed(bench, frame)
    plant(frame)
    assert check in failed(bench, frame)


def test_every_check_has_its_planted_fault() -> None:
    elsewhere = {"call-button", "same-places"}
    assert {check for check, *_ in FAULTS} | elsewhere == set(CHECKS)


def test_a_call_button_that_moved_is_found(bench: Bench, stand: Stand) -> None:
    bars = {(0, 1700, 1080, 220): "visit-home"}
    still, moved = Result(bars={"caring": dict(bars)}), Result(bars={"caring": {(0, 1690, 1080, 230): "x"}})
    still.close()
    assert still.tally.failures == 0
    both = Result(bars={"caring": dict(bars)})
    both.add(moved)
    both.close()
    assert both.tally.rows["call-button"].failures == 1


def test_where_the_call_button_stands_is_taken_from_the_frame(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = bench.new_auditor()
    pair = (CARING, Looks("zh_CN", CARING.size, high_contrast=True))
    auditor.audit(bench.shot(HOME), pair)
    build = auditor.frame

    def moved(*args: object) -> Frame:
        frame = build(*args)  # type: ignore[arg-type]
        frame.guide.move(0, frame.guide.y() - 40)
        return frame

    monkeypatch.setattr(auditor, "frame", moved)
    auditor.audit(bench.shot("visit-rating"), pair)
    auditor.result.close()
    assert auditor.result.tally.rows["call-button"].failures == 2


def test_a_theme_that_moves_something_is_found(bench: Bench, stand: Stand) -> None:
    examiner = Examiner()
    paper = stand(HOME)
    page = examiner.page(paper)
    second = stand(HOME, Looks("zh_CN", CARING.size, high_contrast=True))
    assert not [m for m in examiner.in_other_theme(second, page)[1] if m.failed]
    first_key(second).move(60, first_key(second).y())
    assert "same-places" in {m.check for m in examiner.in_other_theme(second, page)[1] if m.failed}


@pytest.mark.parametrize("looks", [CARING, SITTING], ids=lambda looks: looks.name)
@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_found_in_a_sound_screen(bench: Bench, stand: Stand, name: str, looks: Looks) -> None:
    assert bench.failures(stand(name, looks)) == []


def test_colour_is_measured_in_pixels_not_in_what_a_widget_says(bench: Bench, stand: Stand) -> None:
    frame = stand(HOME)
    veil = QWidget(frame)
    veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    veil.setAutoFillBackground(True)
    colours = veil.palette()
    colours.setColor(veil.backgroundRole(), QColor(250, 246, 236, 200))
    veil.setPalette(colours)
    veil.setGeometry(frame.rect())
    veil.show()
    assert "contrast" in failed(bench, frame)
