"""Steps that are read: notices, fees, the review."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.flow.answer import Seen
from kiosk.flow.model import FeeNotice, Notice
from screens.layout.text import widest_word
from screens.screen import NavKey, Screen, Spoken
from screens.steps.step import ReviewRow, StepScreen, View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key, Look
from screens.widgets.label import UNHEARD, Label, Picture


class ReadingScreen(StepScreen):
    """Forward turns the page until all was shown, then goes on."""

    page_keys = False
    whole = True

    def go_forward(self) -> None:
        """The next page, or on."""
        if self.last_page:
            self.answered.emit(Seen())
        else:
            self.turn(1)

    def nav(self) -> tuple[NavKey, ...]:
        """Forward says "more" while there is more."""
        last, more = self.forward_text(), self.ui.say("shell.more")
        return self.back_and(last if self.last_page else more, also=(last, more))


class NoticeScreen(ReadingScreen):
    """Something to know; where the service ends here, forward ends the visit kindly."""

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        step = view.step
        assert isinstance(step, Notice)
        if step.icon and ui.icons.has(step.icon):
            self.add(Picture(ui, step.icon, 28, ui.theme.palette.go, left=True))
        for line in step.body:
            label = Label(ui, line.in_(ui.locale), Role.BODY)
            let_guide_see(label)
            self.add(label)
        if step.offer_guide:
            ask = Key(ui, ui.say("steps.ask_guide"), icon="guide", look=Look.GUIDE, role=Role.BODY)
            ask.clicked.connect(lambda: self.acted.emit("call_guide", ""))
            let_guide_see(ask)
            self.add(ask)
        self._ends = step.ends

    def forward_text(self) -> str:
        """Where the service ends, "all right, I know"."""
        if self.view.step.forward is None and self._ends:
            return self.ui.say("steps.end")
        return super().forward_text()


def yuan(fen: int) -> str:
    """Money as it is said: whole yuan without decimals."""
    return str(fen // 100) if fen % 100 == 0 else f"{fen / 100:.2f}"


class FeeScreen(ReadingScreen):
    """What it costs, line by line, and the sum in large figures."""

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, FeeNotice)
        if view.fee_fen == 0:
            self.add(Label(ui, ui.say("steps.free"), Role.TITLE, bold=True))
        else:
            for line in view.fees:
                words = ui.say("steps.fee_line", what=line.text.in_(ui.locale), yuan=yuan(line.fen))
                self.add(Label(ui, words, Role.CHOICE))
            self.add(
                Label(
                    ui,
                    ui.say("steps.fee_sum", yuan=yuan(view.fee_fen)),
                    Role.TITLE,
                    bold=True,
                )
            )
            self.add(Label(ui, ui.say("steps.fee_at_window"), Role.BODY))


class ReviewLine(QLabel):
    """A question's short name, the answer, and a key to change it. A QLabel, as :class:`Card` is one."""

    read_whole = True

    def __init__(self, ui: Ui, row: ReviewRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self.row = ui, row
        self._label = Label(ui, row.label, Role.BODY, parent=self)
        self._value = Label(ui, row.value, Role.CHOICE, bold=True, parent=self)
        self.change = Key(ui, ui.say("steps.change"), look=Look.QUIET, parent=self)
        self.change.setAccessibleName(ui.say("steps.change_what", what=row.label))
        for words in (self._label, self._value):
            words.setObjectName(UNHEARD)
        self._covered = False
        self._name()

    def cover(self, covered: bool) -> None:
        """Hide or show the value."""
        self._covered = covered
        self._name()
        self._value.set_text("＊＊＊＊" if covered else self.row.value)

    def _name(self) -> None:
        self.setAccessibleName(f"{self.row.label} {'' if self._covered else self.row.value}".strip())

    def told(self) -> tuple[Spoken, ...]:
        """The question's short name, and the answer by earphones alone."""
        value = (Spoken(self.row.value, self, private=True),) if not self._covered else ()
        return (Spoken(self.row.label, self), *value)

    def set_speaking(self, speaking: bool) -> None:
        """Mark its words as being spoken."""
        for label in (self._label, self._value):
            label.set_speaking(speaking)

    def _below(self, width: int) -> bool:
        """Whether the key stands below the words, because a word would be cut beside it."""
        beside = width - self._change_width() - self._ui.theme.gap
        font = self._ui.theme.font(Role.BODY, bold=True)
        return max(widest_word(text, font) for text in (self.row.label, self.row.value)) > beside

    def _room(self, width: int) -> int:
        return width if self._below(width) else width - self._change_width() - self._ui.theme.gap

    def _change_width(self) -> int:
        return max(self.change.width_wanted(), self._ui.theme.px(24))

    def height_for(self, width: int) -> int:
        """The height at this width."""
        room = self._room(width)
        words = self._label.height_for(room) + self._value.height_for(room)
        theme = self._ui.theme
        if self._below(width):
            return words + theme.gap + self.change.height_for(self._change_width()) + theme.px(2)
        return max(words, theme.target) + theme.px(2)

    def resizeEvent(self, _event: object) -> None:
        """Words on the left, the key on the right."""
        room = self._room(self.width())
        top = self._label.height_for(room)
        self._label.setGeometry(0, 0, room, top)
        self._value.setGeometry(0, top, room, self._value.height_for(room))
        wide = self._change_width()
        high = self.change.height_for(wide)
        y = max(0, (self.height() - high) // 2)
        if self._below(self.width()):
            y = top + self._value.height() + self._ui.theme.gap
        self.change.setGeometry(self.width() - wide, y, wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rule below."""
        painter = QPainter(self)
        painter.setPen(QPen(self._ui.theme.palette.rule, 2))
        y = self.height() - 1
        painter.drawLine(0, y, self.width(), y)


class AnswersShown(Screen):
    """Answers line by line, each changeable, covered by one key. Nothing personal is read aloud.

    ``acted``: "change" with the step's id.
    """

    _covered = False

    def show_answers(self, rows: Sequence[ReviewRow]) -> None:
        """A line each, and the key in the head that covers all of them."""
        ui = self.ui
        self._cover = Key(ui, ui.say("steps.cover"), icon="eye_off")
        self._cover.reserve((ui.say("steps.cover"), ui.say("steps.uncover")))
        self._cover.clicked.connect(self._toggle)
        self.add_header_key(self._cover)
        for row in rows:
            line = ReviewLine(ui, row)
            line.change.clicked.connect(lambda _c=False, i=row.step_id: self.acted.emit("change", i))
            self.add(line)

    def _toggle(self) -> None:
        self._covered = not self._covered
        self._cover.set_words(self.ui.say("steps.uncover" if self._covered else "steps.cover"))
        for line in self.items:
            if isinstance(line, ReviewLine):
                line.cover(self._covered)

    def draft(self) -> object:
        """Whether the values are covered."""
        return self._covered

    def restore(self, draft: object) -> None:
        """Cover them again."""
        if draft is True:
            self._toggle()

    def spoken(self) -> tuple[Spoken, ...]:
        """Title and help, and whether there is more."""
        more = () if self.last_page else (Spoken(self.ui.say("shell.more")),)
        return (*(Spoken(w.text, w) for w in (self.title, self.help) if w is not None), *more)


class ReviewScreen(AnswersShown, StepScreen):
    """All answers, each changeable; forward hands in. Nothing personal is read aloud."""

    page_keys = False

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        self.show_answers(view.review)

    def nav(self) -> tuple[NavKey, ...]:
        """Forward shows the next lines; on the last page it hands in."""
        last = self.forward_text() if self.view.step.forward else self.ui.say("steps.hand_in")
        more = self.ui.say("shell.more")
        return self.back_and(last if self.last_page else more, also=(last, more))

    def go_forward(self) -> None:
        """The next page, or hand in."""
        if self.last_page:
            self.acted.emit("hand_in", "")
        else:
            self.turn(1)
