"""What leaves the kiosk tells nothing of what was entered: the same picture, whatever the answers are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.field.identity import check_character
from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Unknown,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.explore import cover
from kiosk.flow.load import Release, load_folder
from kiosk.flow.run import FlowRun, WrongAnswer
from kiosk.outfit import load_aids, load_words
from kiosk.paths import Paths
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.seeing.mask import as_png, picture
from screens.shell.frame import Frame
from screens.shell.host import FlowHost
from screens.steps.choosing import ChoosingScreen
from screens.theme import Panel, Size, Theme
from screens.ui import Ui
from screens.widgets.field import Field
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key
from screens.widgets.keypad import Keypad

PATHS = Paths.here()
TODAY = datetime(2026, 11, 24, 1, 30, tzinfo=UTC).date()
RELEASES = load_folder(PATHS.flows)[0]
BLACK = QColor(Qt.GlobalColor.black)


WORN = {
    "caring": Theme(Panel(), Size.CARING),
    "lying": Theme(Panel(1920, 1080), Size.LARGEST, high_contrast=True),
}
"""How the screen stands and looks."""


@pytest.fixture(scope="module", params=WORN)
def ui(qapp: QApplication, request: pytest.FixtureRequest) -> Ui:
    load_fonts(PATHS.fonts)
    words = load_words(PATHS.locales)["zh_CN"]
    return Ui(WORN[request.param], words, "zh_CN", Icons(PATHS.icons), lambda: TODAY, load_aids(PATHS.data))


def framed(ui: Ui, run: FlowRun) -> Frame:
    frame = Frame(ui)
    frame.resize(ui.theme.panel.width, ui.theme.panel.height)
    frame.show_screen(FlowHost(run).build(ui))
    frame.show()
    return frame


def away(frame: Frame) -> None:
    frame.hide()
    frame.deleteLater()


def seen(ui: Ui, run: FlowRun) -> QImage:
    frame = framed(ui, run)
    made = picture(frame)
    away(frame)
    return made


def number(order: str) -> str:
    digits = f"31023019480301{order}"
    return digits + check_character(digits)


def other(run: FlowRun, step: m.Step, answer: Answer) -> Answer | None:
    """An answer of the same shape that says something else; None where there is none."""
    match answer:
        case Yes(yes=yes):
            return Yes(yes=not yes)
        case Agreed(agreed=agreed):
            return Agreed(agreed=not agreed)
        case Chosen(id=id_):
            rest = [c.id for c in run.choices(step) if c.id != id_]
            return Chosen(id=rest[0]) if rest else Unknown()
        case ChosenSeveral(ids=ids):
            return ChosenSeveral(ids=ids[1:]) if ids else Unknown()
        case Written(text=text):
            return Written(text="玉" * len(text))
        case IdentityNo(number=given):
            return IdentityNo(number=number("004" if given == number("002") else "002"))
        case PhoneNo():
            return PhoneNo(number="13987654321" if answer.number.startswith("1") else answer.number)
        case Count(count=count):
            return Count(count=count + 1 if count % 10 < 9 else count - 1)
        case Day(day=day):
            return Day(day=day.replace(day=11 if day.day != 11 else 12))
        case Place(divisions=divisions, detail=detail):
            return Place(divisions=divisions, detail="天" * len(detail))
        case Wish(wish=wish):
            return Wish(wish="no" if wish == "yes" else "yes")
        case _:
            return None


def come_back(run: FlowRun, answer: Answer) -> FlowRun:
    """The run at its present step, answered and come back to."""
    made = run.fork()
    assert made.step is not None
    step = made.step.id
    made.answer(answer)
    while made.step is None or made.step.id != step:
        assert made.back()
    return made


def answered(release: Release) -> Iterator[tuple[FlowRun, m.Step, Answer]]:
    """Each step that takes an answer, once, with an answer."""
    known: set[str] = set()
    for walk in cover(release.flow, TODAY):
        run = FlowRun(release.flow, lambda: TODAY)
        for step_id, answer in walk:
            assert run.step is not None
            if step_id not in known:
                known.add(step_id)
                yield run.fork(), run.step, answer
            run.answer(answer)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.flow.id)
def test_whatever_is_answered_the_picture_is_the_same(ui: Ui, release: Release) -> None:
    compared = set()
    for run, step, answer in answered(release):
        else_ = other(run, step, answer)
        if else_ is None or else_ == answer or step.kind == "own_wish":
            continue
        try:
            one, two = come_back(run, answer), come_back(run, else_)
        except WrongAnswer:  # an answer that this step does not take tells nothing
            continue
        assert seen(ui, one) == seen(ui, two), f"{step.id} ({step.kind}) tells its answer"
        compared.add(step.kind)
    assert {"yes_no", "choice"} & compared
    assert {"name", "phone", "identity_number"} & compared


def _to_the_review(release: Release) -> Sequence[tuple[str, Answer]]:
    """The longest walk that comes to one."""
    found = []
    for walk in cover(release.flow, TODAY):
        run = FlowRun(release.flow, lambda: TODAY)
        for _, answer in walk:
            run.answer(answer)
        if run.step is not None and run.step.kind == "review":
            found.append(walk)
    return max(found, key=len)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.flow.id)
def test_the_review_shows_no_answer(ui: Ui, release: Release) -> None:
    pictures = []
    for name, phone in (("王桂兰", "13812345678"), ("李秀英", "13987654321")):
        walk = _to_the_review(release)
        run = FlowRun(release.flow, lambda: TODAY)
        for _, answer in walk:
            assert run.step is not None
            if run.step.kind == "review":
                break
            given = answer
            if isinstance(answer, Written):
                given = Written(text=name)
            elif isinstance(answer, PhoneNo):
                given = PhoneNo(number=phone)
            run.answer(given)
        assert run.step is not None
        assert run.step.kind == "review"
        pictures.append(seen(ui, run))
    assert pictures[0] == pictures[1]


def test_an_entry_is_black_and_the_keys_to_go_on_can_be_read(ui: Ui) -> None:
    for run, step, answer in answered(RELEASES[0]):
        if step.kind == "identity_number":
            frame = framed(ui, come_back(run, answer))
            made = picture(frame)
            scale = made.width() / frame.width()
            screen = frame.screen_shown
            assert screen is not None
            (field,) = [f for f in screen.findChildren(Field) if f.isVisible()]
            at = field.mapTo(frame, QPoint(0, 0))
            for x in range(at.x() + 4, at.x() + field.width() - 4, 7):
                for y in range(at.y() + 4, at.y() + field.height() - 4, 7):
                    assert made.pixelColor(int(x * scale), int(y * scale)) == BLACK
            key = frame.nav_keys["forward"]
            go = made.pixelColor(key.mapTo(frame, QPoint(key.width() // 2, 12)) * scale)
            assert go == ui.theme.palette.go
            assert as_png(made).startswith(b"\x89PNG")
            away(frame)
            return
    raise AssertionError("no step asks for an identity number")


def test_a_new_widget_is_black_and_one_that_says_something_else_becomes_so(ui: Ui) -> None:
    run = FlowRun(RELEASES[0].flow, lambda: TODAY)
    frame = framed(ui, run)
    screen = frame.screen_shown
    assert screen is not None
    assert screen.title is not None

    def at(widget: QWidget) -> set[str]:
        made = picture(frame)
        scale = made.width() / frame.width()
        corner = widget.mapTo(frame, QPoint(0, 0))
        return {
            made.pixelColor(int((corner.x() + x) * scale), int((corner.y() + y) * scale)).name()
            for x in range(4, widget.width() - 4, 5)
            for y in range(4, widget.height() - 4, 5)
        }

    taken = [QRect(w.mapTo(frame, QPoint(0, 0)), w.size()) for w in frame.findChildren(QWidget)]
    taken = [box.adjusted(-4, -4, 4, 4) for box in taken if box.size() != frame.size()]
    places = [QRect(x, y, 120, 40) for y in range(0, frame.height(), 20) for x in range(0, frame.width(), 20)]
    free = next(p for p in places if frame.rect().contains(p) and not any(p.intersects(t) for t in taken))
    unknown = QLabel("王桂兰", screen)
    unknown.setGeometry(free)
    unknown.show()
    assert at(unknown) == {"#000000"}
    assert at(screen.title) != {"#000000"}
    screen.title.set_text("王桂兰，您好")
    assert at(screen.title) == {"#000000"}
    away(frame)


def test_what_is_chosen_looks_as_if_it_were_not_and_the_screen_itself_stays(ui: Ui) -> None:
    key = Key(ui, ui.say("steps.yes"))
    let_guide_see(key)
    for run, step, answer in answered(RELEASES[0]):
        if step.kind == "choice":
            frame = framed(ui, come_back(run, answer))
            screen = frame.screen_shown
            assert isinstance(screen, ChoosingScreen)
            frame.grab()
            before = frame.grab().toImage()
            picture(frame)
            assert screen.chosen()
            assert frame.grab().toImage() == before
            away(frame)
            break
    key.deleteLater()


@pytest.mark.parametrize("state", ["pressed", "focused"])
def test_a_digit_under_a_finger_looks_like_the_others(ui: Ui, state: str) -> None:
    """Else whoever looks could read the number off, digit by digit, while it is typed."""
    run = next(run for run, step, _ in answered(RELEASES[0]) if step.kind == "identity_number")
    frame = framed(ui, run)
    screen = frame.screen_shown
    assert screen is not None
    (pad,) = screen.findChildren(Keypad)
    frame.setProperty("keys_in_use", state == "focused")
    frame.activateWindow()
    QApplication.processEvents()
    pad.keys["1"].setFocus()
    before, alone = picture(frame), frame.grab().toImage()
    if state == "pressed":
        pad.keys["7"].setDown(True)
    else:
        pad.keys["7"].setFocus()
    assert frame.grab().toImage() != alone  # the resident does see it
    assert picture(frame) == before
    away(frame)


def test_a_choice_read_aloud_as_it_is_chosen_looks_like_the_others(ui: Ui) -> None:
    run = next(run for run, step, _ in answered(RELEASES[0]) if step.kind == "choice")
    frame = framed(ui, run)
    screen = frame.screen_shown
    assert isinstance(screen, ChoosingScreen)
    before, alone = picture(frame), frame.grab().toImage()
    screen.mark(screen.page_items()[0])
    assert frame.grab().toImage() != alone
    assert picture(frame) == before
    away(frame)
