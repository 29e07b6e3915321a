"""The kiosk's screen at the desk: a tap on it points, the keys beside it speak; nothing presses."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.assist.seeing import Picture, Sentence, Stage
from kiosk.assist.wording import Wording
from screens.desk.look import button, label
from screens.desk.seeing import DeskSeeing

LEAST = QSize(260, 440)


class ScreenPicture(QWidget):
    """The newest picture, as large as there is room. pointed: where it was tapped, 0 to 1 each way."""

    pointed = Signal(float, float)

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note
        self._image: QImage | None = None
        self._private = False
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_picture(self, picture: Picture | None) -> None:
        """Show it; None: nothing yet."""
        self._private = picture is not None and picture.private
        image = QImage.fromData(picture.png) if picture is not None and not picture.private else None
        self._image = image if image is not None and not image.isNull() else None
        self.update()

    def box(self) -> QRect:
        """Where the picture stands within the widget."""
        size = self._image.size() if self._image is not None else QSize(540, 960)
        size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect(0, (self.height() - size.height()) // 2, size.width(), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point."""
        box = self.box()
        if self._image is not None and box.contains(event.position().toPoint()):
            at = event.position() - QPointF(box.topLeft())
            self.pointed.emit(at.x() / box.width(), at.y() / box.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, or black."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.box()
        if self._image is not None:
            painter.drawImage(box, self._image)
        else:
            painter.fillRect(box, Qt.GlobalColor.black)
        if self._private:
            painter.setPen(Qt.GlobalColor.white)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(16, 16, -16, -16), int(flags), self._note)
        painter.setPen(Qt.GlobalColor.black)
        painter.drawRect(box.adjusted(0, 0, -1, -1))


class SeeingPanel(QFrame):
    """Shows a :class:`DeskSeeing`. Keys 1 to 8 speak, Escape ends."""

    pointed = Signal(float, float)
    said = Signal(object)
    stopped = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        say = wording.words.say
        self.setProperty("part", "mine")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture = ScreenPicture(say("desk.seeing_private"))
        self.picture.setAccessibleName(say("desk.seeing_picture"))
        self.picture.pointed.connect(self.pointed)
        self.title = label("", "head", wrap=True)
        self.state = label("", wrap=True)
        self.waiting = label("", "bold", wrap=True)
        self.keys: dict[Sentence, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, sentence in enumerate(Sentence):
            words = say(f"seeing.say.{sentence}")
            key = button(f"{number + 1}  {words}", size="tall", name=words)
            key.clicked.connect(lambda _c=False, s=sentence: self.said.emit(s))
            self.keys[sentence] = key
            grid.addWidget(key, number // 2, number % 2)
        self.speak = label(say("desk.seeing_speak"), "bold", wrap=True)
        self.stop = button(say("desk.seeing_stop"), "go", "tall")
        self.stop.clicked.connect(self.stopped)
        side = QVBoxLayout()
        side.setSpacing(12)
        for line in (self.title, self.state, self.waiting):
            side.addWidget(line)
        side.addStretch(1)
        side.addWidget(self.speak)
        side.addLayout(grid)
        side.addSpacing(8)
        side.addWidget(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(20)
        row.addWidget(self.picture, 3)
        row.addLayout(side, 4)

    def show_seeing(self, seeing: DeskSeeing, waiting: int) -> None:
        """Show how it stands. waiting: how many residents wait for somebody meanwhile."""
        say = self._wording.words.say
        if seeing.call is None:
            return
        self.title.setText(self._wording.text(seeing.call).where)
        going = seeing.stage is Stage.SEEN
        self.state.setText(say("desk.seeing_on" if going else "desk.seeing_asked"))
        self.waiting.setText(say("desk.seeing_waiting", count=waiting) if waiting else "")
        self.waiting.setVisible(bool(waiting))
        self.picture.show_picture(seeing.picture)
        for key in (*self.keys.values(), self.speak):
            key.setEnabled(going)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 8, Escape."""
        if event.isAutoRepeat():
            return
        keys = list(self.keys.values())
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(keys):
            keys[number].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().keyPressEvent(event)
