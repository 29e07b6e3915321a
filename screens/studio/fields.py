"""What is entered in the studio: words in each language, a yes or no, a number, one of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from screens.desk.look import label

BORDER = 6
"""Around what is written: a line and a little room (see the style sheet)."""
MOST_SHOWN = 18
"""Letters of one of several for which a field makes room; more are seen when it is opened."""
PAUSE_MS = 500
"""What is typed is taken after so long a pause, or as soon as the field is left."""


class WordsEdit(QPlainTextEdit):
    """Words in one language, on a line that may wrap. typed: with what stands there; never a line's end."""

    typed = Signal(str)

    def __init__(self, name: str, lines: int = 2) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setMinimumWidth(110)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._lines = lines
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.flush)
        self._given = ""
        self.textChanged.connect(lambda: self._pause.start(PAUSE_MS))

    def showEvent(self, event: QEvent) -> None:
        """As high as its lines need."""
        super().showEvent(event)  # type: ignore[arg-type]
        around = 2 * (int(self.document().documentMargin()) + BORDER)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + around)

    @property
    def words(self) -> str:
        """On one line, without spaces around."""
        return " ".join(self.toPlainText().split("\n")).strip()

    def show_words(self, words: str) -> None:
        """Show them, unless they stand there already, or somebody is just typing: the cursor stays."""
        if self._pause.isActive():
            return
        self._given = words
        if words != self.words:
            self.blockSignals(True)
            self.setPlainText(words)
            self.blockSignals(False)

    def flush(self) -> None:
        """Take what was typed now."""
        self._pause.stop()
        if self.words != self._given:
            self._given = self.words
            self.typed.emit(self.words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on has finished here."""
        super().focusOutEvent(event)
        self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo are the draft's, a line's end is none."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Z,
            Qt.Key.Key_Y,
        ):
            self.flush()
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextField(QWidget):
    """A text in each language side by side. typed: the language and the words."""

    typed = Signal(str, str)

    def __init__(
        self, name: str, locales: Sequence[tuple[str, str]], lines: int = 2, within: str = ""
    ) -> None:
        """locales: each with its own name. within: of several with the same name, which one it belongs to."""
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.title = label(name, "bold", wrap=True)
        grid.addWidget(self.title, 0, 0, 1, len(locales))
        self.edits: dict[str, WordsEdit] = {}
        for column, (locale, called) in enumerate(locales):
            edit = self.edits[locale] = WordsEdit(f"{within} {name} ({called})".lstrip(), lines)
            edit.setPlaceholderText(called)
            edit.typed.connect(lambda words, at=locale: self.typed.emit(at, words))
            grid.addWidget(edit, 1, column)
            grid.setColumnStretch(column, 1)

    def show_text(self, text: object) -> None:
        """What is written now."""
        for locale, edit in self.edits.items():
            words = text.get(locale) if isinstance(text, dict) else None
            edit.show_words(words if isinstance(words, str) else "")

    def flush(self) -> None:
        """Take what was typed now."""
        for edit in self.edits.values():
            edit.flush()


class OneOf(QComboBox):
    """One of several. picked: its value."""

    picked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._values: list[object] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.installEventFilter(self)
        self.activated.connect(lambda index: self.picked.emit(self._values[index]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """With a mark that it opens."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().text())
        x, y = self.width() - 26, self.height() / 2 - 4
        painter.drawPolygon(QPolygonF([QPointF(x - 8, y), QPointF(x + 8, y), QPointF(x, y + 10)]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel moves the page, never the choice below the pointer."""
        if event.type() is QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def offer(self, options: Sequence[tuple[object, str]], chosen: object) -> None:
        """These, and one that is not among them where it was chosen before."""
        shown = list(options)
        if not any(_same(value, chosen) for value, _ in shown):
            shown.insert(0, (chosen, "" if chosen is None else str(chosen)))
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _ in shown]
        self.addItems([words for _, words in shown])
        longest = max(len(words) for _, words in shown)
        self.setMinimumContentsLength(min(MOST_SHOWN, max(self.minimumContentsLength(), longest)))
        self.setCurrentIndex(next(i for i, value in enumerate(self._values) if _same(value, chosen)))
        self.blockSignals(False)


class NumberField(QLineEdit):
    """A whole number. given: it, once it was entered; what is no such number goes back to what was there."""

    given = Signal(int)

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most, self._shown = least, most, least
        self.setAccessibleName(name)
        self.setFixedWidth(150)
        self.setMaxLength(9)
        self.editingFinished.connect(self.flush)

    def written(self, number: int) -> str:
        """How it stands in the field."""
        return str(number)

    def read(self, text: str) -> int | None:
        """What is meant; None where it is no number."""
        try:
            return int(text)
        except ValueError:
            return None

    def show_number(self, number: object) -> None:
        """As it stands now."""
        self._shown = number if isinstance(number, int) else self._least
        if self.read(self.text()) != self._shown:
            self.setText(self.written(self._shown))

    def flush(self) -> None:
        """Take what was typed now."""
        number = self.read(self.text().strip())
        if number is not None and self._least <= number <= self._most and number != self._shown:
            self._shown = number
            self.given.emit(number)
        self.setText(self.written(self._shown))


class YuanField(NumberField):
    """An amount in fen, shown and typed in yuan."""

    def written(self, number: int) -> str:
        """In yuan."""
        return f"{number // 100}.{number % 100:02}"

    def read(self, text: str) -> int | None:
        """In fen."""
        yuan, _, fen = text.replace("。", ".").partition(".")
        if not (yuan.isdecimal() and (not fen or fen.isdecimal()) and len(fen) <= 2):
            return None
        return int(yuan) * 100 + int((fen + "00")[:2])


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
