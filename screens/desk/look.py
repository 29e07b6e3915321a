"""How the desk looks: the kiosk's colours and type, denser, on an ordinary monitor.

Sizes are pixels: the desk is a working tool at arm's length. Details are 18 px or more, what belongs to the
call that comes first 40 px or more.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from screens.icons import Icons
from screens.theme import Palette

DETAIL, LINE, HEAD, FRONT, FRONT_HEAD = 18, 22, 28, 40, 52
"""Sizes of type in pixels."""
HINT = "#57534A"
"""A hint within an empty field: lighter than what is written there, and still 7:1."""


def stylesheet(palette: Palette, *families: str) -> str:
    """The desk's style sheet. What a thicker border takes, the padding gives: no letter is cut."""
    family = ", ".join(f'"{name}"' for name in families)
    c = {
        name: getattr(palette, name).name()
        for name in ("paper", "card", "ink", "go", "on_go", "chosen", "guide", "on_guide", "rule")
    }
    go_down = palette.go.darker(125).name()
    return f"""
    QWidget {{ font-family: {family}; font-size: {LINE}px; color: {c["ink"]}; }}
    QWidget[part="page"] {{ background: {c["paper"]}; }}
    QFrame[part="header"] {{ background: {c["card"]}; border-bottom: 2px solid {c["ink"]}; }}
    QFrame[part="message"] {{ background: {c["card"]}; border: 3px solid {c["ink"]}; border-radius: 12px; }}
    QFrame[part="front"] {{ background: {c["card"]}; border: 3px solid {c["ink"]}; border-radius: 18px; }}
    QFrame[part="band"], QFrame[part="count"] {{ background: {c["guide"]}; }}
    QFrame[part="band"] {{ border: none; border-bottom: 3px solid {c["ink"]};
        border-top-left-radius: 15px; border-top-right-radius: 15px; }}
    QFrame[part="count"] {{ border: 3px solid {c["ink"]}; border-radius: 18px; }}
    QFrame[part="band"] QLabel, QFrame[part="count"] QLabel {{ color: {c["on_guide"]}; }}
    QFrame[part="calm"] {{ background: transparent; border: 2px solid {c["rule"]}; border-radius: 18px; }}
    QFrame[part="row"] {{ background: {c["card"]}; border: 2px solid {c["rule"]}; border-radius: 12px; }}
    QFrame[part="mine"] {{ background: {c["chosen"]}; border: 4px solid {c["go"]}; border-radius: 12px; }}
    QFrame[part="strip"] {{ background: {c["card"]}; border-top: 2px solid {c["rule"]}; }}
    QLabel {{ background: transparent; border: none; }}
    QLabel[type="detail"] {{ font-size: {DETAIL}px; }}
    QLabel[type="head"] {{ font-size: {HEAD}px; font-weight: bold; }}
    QLabel[type="bold"] {{ font-weight: bold; }}
    QLabel[type="front_bold"] {{ font-size: {FRONT}px; font-weight: bold; }}
    QLabel[part="tag"] {{ font-size: {FRONT}px; font-weight: bold; background: {c["card"]};
        color: {c["ink"]}; border: 3px solid {c["ink"]}; border-radius: 12px; padding: 0 16px; }}
    QLabel[part="mark"] {{ font-size: {DETAIL}px; font-weight: bold; border: 2px solid {c["ink"]};
        border-radius: 8px; padding: 2px 10px; }}
    QPushButton {{ background: {c["card"]}; border: 3px solid {c["ink"]}; border-radius: 12px;
        padding: 6px 18px; min-height: 32px; font-weight: bold; }}
    QPushButton:pressed {{ background: {c["chosen"]}; }}
    QPushButton:checked {{ background: {c["chosen"]}; border: 5px solid {c["go"]}; padding: 4px 16px; }}
    QPushButton[part="alert"] {{ background: {c["guide"]}; color: {c["on_guide"]}; }}
    QPushButton[part="soon"] {{ border: 5px solid {c["guide"]}; padding: 4px 16px; }}
    QPushButton[part="go"] {{ background: {c["go"]}; color: {c["on_go"]}; border-color: {c["go"]}; }}
    QPushButton[part="go"]:pressed {{ background: {go_down}; }}
    QPushButton[part="chip"], QPushButton[part="chip_alert"] {{ font-size: {DETAIL}px; border-width: 2px;
        border-color: {c["rule"]}; padding: 2px 12px; min-height: 32px; font-weight: normal; }}
    QPushButton[part="chip_alert"] {{ border: 3px solid {c["ink"]}; font-weight: bold; }}
    QPushButton:disabled, QPushButton[part="go"]:disabled {{ background: {c["paper"]}; color: {c["ink"]};
        border: 3px dashed {c["rule"]}; }}
    QPushButton[type="front"] {{ font-size: {FRONT}px; border-radius: 18px; min-height: 100px; }}
    QPushButton[type="head"] {{ font-size: {HEAD}px; min-height: 44px; }}
    QPushButton[type="tall"] {{ min-height: 44px; }}
    QPushButton[type="digit"] {{ font-size: {HEAD}px; min-height: 70px; min-width: 60px; }}
    QPushButton[type="key"] {{ min-height: 70px; min-width: 60px; }}
    QPushButton[type="tab"] {{ font-size: {DETAIL}px; padding: 6px 10px; }}
    QPushButton[type="tab"]:checked {{ padding: 4px 8px; }}
    QPushButton:focus {{ border: 5px solid {c["ink"]}; padding: 4px 16px; }}
    QPushButton[part="go"]:focus {{ border: 5px solid {c["guide"]}; }}
    QPushButton[part="chip"]:focus {{ padding: 0 9px; }}
    QPushButton[type="tab"]:focus {{ padding: 4px 8px; }}
    QPushButton[part="chip_alert"]:focus {{ padding: 0 10px; }}
    QLineEdit {{ background: {c["card"]}; border: 3px solid {c["ink"]}; border-radius: 12px;
        padding: 6px 14px; selection-background-color: {c["chosen"]}; selection-color: {c["ink"]}; }}
    QLineEdit {{ placeholder-text-color: {HINT}; }}
    QLineEdit:focus {{ border: 4px solid {c["go"]}; padding: 5px 13px; }}
    QPlainTextEdit {{ background: {c["card"]}; border: 3px solid {c["ink"]}; border-radius: 12px;
        padding: 2px 10px; placeholder-text-color: {HINT};
        selection-background-color: {c["chosen"]}; selection-color: {c["ink"]}; }}
    QPlainTextEdit:focus {{ border: 4px solid {c["go"]}; padding: 1px 9px; }}
    QLineEdit[type="head"] {{ font-size: {HEAD}px; font-weight: bold; }}
    QLineEdit[type="front"] {{ font-size: {FRONT}px; font-weight: bold; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: {c["paper"]}; width: 20px; border: none; }}
    QScrollBar::handle:vertical {{ background: {c["rule"]}; border-radius: 8px; min-height: 48px;
        margin: 2px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    """


def label(text: str = "", size: str = "", *, part: str = "", wrap: bool = False) -> QLabel:
    """Words; never read as markup, since a kiosk's name or a note may hold anything."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", size)
    made.setProperty("part", part)
    made.setWordWrap(wrap)
    made.setText(text)
    if part == "tag":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(text: str, part: str = "", size: str = "", *, name: str = "") -> QPushButton:
    """Something to press. name: what a screen reader says in place of the words on it."""
    made = QPushButton(text)
    made.setProperty("part", part)
    made.setProperty("type", size)
    made.setAccessibleName(name or text)
    made.setAutoDefault(False)
    return made


def frame(part: str) -> QFrame:
    """A box in one of the desk's looks."""
    made = QFrame()
    made.setProperty("part", part)
    return made


def scrolling(page: QWidget) -> QScrollArea:
    """The page, which scrolls up and down where it is higher than the room there is."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class Picture(QWidget):
    """A pictogram; a word always stands beside it."""

    def __init__(self, icons: Icons, name: str, side: int, colour: QColor) -> None:
        super().__init__()
        self._icons, self._name, self._side, self._colour = icons, name, side, colour
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._icons.draw(painter, self._name, QRectF(0, 0, self._side, self._side), self._colour)
