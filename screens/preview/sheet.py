"""All screens that were met on every way, as small pictures; one of them large."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kiosk.flow.model import Flow
from kiosk.words import Words
from screens.desk.look import button, label
from screens.preview.telling import caption, names, summary, way_in_words
from screens.preview.walker import Shown, Walked
from screens.record.look import stylesheet
from screens.theme import FAMILY, PAPER

WIDE, HIGH = 216, 384
"""The room for a small picture, in pixels; across, the other way round."""
WAYS_WIDTH, STYLED = 400, 64
"""Of the list of ways; so much of it is frame, padding and scroll bar."""
NUMBER = Qt.ItemDataRole.UserRole


class Sheet(QWidget):
    """closed: the window was closed."""

    closed = Signal()

    def __init__(self, words: Words, flow: Flow) -> None:
        super().__init__()
        self._words, self._say = words, words.say
        self._names = names(flow, words)
        self._shown: list[Shown] = []
        self._small: list[QPixmap] = []
        self._walked: list[Walked] = []
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(stylesheet(PAPER, FAMILY))
        self.setWindowTitle(self._say("preview.all_screens"))
        self.setMinimumSize(900, 600)
        self.told = label("", "bold", wrap=True)
        self.ways = QListWidget()
        self.ways.setAccessibleName(self._say("preview.ways"))
        self.ways.setWordWrap(True)
        self.ways.setFixedWidth(WAYS_WIDTH)
        self.ways.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.ways.setSpacing(4)
        self.pictures = QListWidget()
        self.pictures.setAccessibleName(self._say("preview.all_screens"))
        self.pictures.setViewMode(QListView.ViewMode.IconMode)
        self.pictures.setResizeMode(QListView.ResizeMode.Adjust)
        self.pictures.setMovement(QListView.Movement.Static)
        self.pictures.setWordWrap(True)
        self.pictures.setSpacing(10)
        self.large = _Large()
        self.caption = label("", "bold", wrap=True)
        self.back = button(self._say("preview.all_pictures"))
        self.shut = button(self._say("preview.back"))
        self.shut.clicked.connect(self.close)
        self.before = button("←", name=self._say("preview.before"))
        self.after = button("→", name=self._say("preview.after"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pictures)
        self._stack.addWidget(self._one())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.ways)
        row.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 16)
        whole.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.told, 1)
        top.addWidget(self.shut)
        whole.addLayout(top)
        whole.addLayout(row, 1)
        self.ways.currentRowChanged.connect(self._choose_way)
        self.pictures.itemClicked.connect(self._enlarge)
        self.pictures.itemActivated.connect(self._enlarge)
        self.back.clicked.connect(lambda: self._stack.setCurrentIndex(0))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))

    def _one(self) -> QWidget:
        page = QWidget()
        keys = QHBoxLayout()
        keys.setSpacing(10)
        for widget in (self.back, self.before, self.after):
            keys.addWidget(widget)
        keys.addWidget(self.caption, 1)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(keys)
        box.addWidget(self.large, 1)
        return page

    # --- what was met ---------------------------------------------------------------------------------

    def add(self, shown: Shown) -> None:
        """One more picture; the next one has the next number."""
        self._shown.append(shown)
        self._small.append(_small(shown))  # now, and not all of them once the sheet opens

    def add_way(self, walked: Walked) -> None:
        """One more way."""
        self._walked.append(walked)

    def counts(self) -> tuple[int, int]:
        """(ways gone, pictures taken) so far."""
        return len(self._walked), len(self._shown)

    def clear(self) -> None:
        """Nothing was met yet."""
        self._shown, self._small, self._walked = [], [], []

    def show_all(self, of: int, every: bool) -> None:
        """Everything that was met. of: so many ways there are; every: and they take all branches."""
        self.told.setText(summary(self._walked, of, len(self._shown), every, self._words))
        self.ways.clear()
        self._add_line(self._say("preview.every_picture", count=len(self._shown)))
        for number, one in enumerate(self._walked, 1):
            self._add_line(way_in_words(number, of, one, self._names, self._words))
        self.ways.setCurrentRow(0)
        self._stack.setCurrentIndex(0)

    def _add_line(self, words: str) -> None:
        """As high as all its lines: a list reckons without the room that its style takes."""
        item = QListWidgetItem(words)
        room = QRect(0, 0, WAYS_WIDTH - STYLED, 10_000)
        lines = self.ways.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words)
        item.setSizeHint(QSize(WAYS_WIDTH - STYLED, lines.height() + 24))
        self.ways.addItem(item)

    # --- looking ----------------------------------------------------------------------------------------

    def _choose_way(self, row: int) -> None:
        if row < 0:
            return
        wanted = range(len(self._shown)) if row == 0 else self._walked[row - 1].shown
        self.pictures.clear()
        across = False
        for number in wanted:
            shown, small = self._shown[number], self._small[number]
            across = small.width() > small.height()
            item = QListWidgetItem(QIcon(small), caption(shown, self._names, self._words))
            item.setData(NUMBER, number)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.pictures.addItem(item)
        room = _room(across)
        self.pictures.setIconSize(room)
        self.pictures.setGridSize(room + QSize(24, 84))
        self._stack.setCurrentIndex(0)

    def _enlarge(self, item: QListWidgetItem) -> None:
        row = self.pictures.row(item)
        self.pictures.setCurrentRow(row)
        shown = self._shown[int(item.data(NUMBER))]
        picture = QPixmap()
        picture.loadFromData(shown.png)
        self.large.show_picture(picture, caption(shown, self._names, self._words))
        self.caption.setText(caption(shown, self._names, self._words))
        self.before.setEnabled(row > 0)
        self.after.setEnabled(row + 1 < self.pictures.count())
        self._stack.setCurrentIndex(1)

    def _turn(self, by: int) -> None:
        self._enlarge(self.pictures.item(self.pictures.currentRow() + by))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The pictures stay until the preview is closed."""
        event.accept()
        self.closed.emit()


def _room(across: bool) -> QSize:
    return QSize(HIGH, WIDE) if across else QSize(WIDE, HIGH)


def _small(shown: Shown) -> QPixmap:
    picture = QPixmap()
    picture.loadFromData(shown.png)
    room = _room(picture.width() > picture.height())
    return picture.scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


class _Large(QLabel):
    """A picture as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(200, 200)

    def show_picture(self, picture: QPixmap, name: str) -> None:
        """This one now."""
        self._picture = picture
        self.setAccessibleName(name)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It keeps its shape."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._picture.isNull():
            room = self.size().boundedTo(self._picture.size())
            self.setPixmap(
                self._picture.scaled(
                    room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            )
