"""What the recording window adds to the desk's look."""

from __future__ import annotations

from screens.desk.look import DETAIL, FRONT, FRONT_HEAD, HEAD, LINE
from screens.desk.look import stylesheet as desk_stylesheet
from screens.theme import Palette


def stylesheet(palette: Palette, family: str) -> str:
    """The window's style sheet."""
    c = {name: getattr(palette, name).name() for name in ("paper", "card", "ink", "go", "chosen", "rule")}
    return (
        desk_stylesheet(palette, family)
        + f"""
    QLabel[type="says"] {{ font-size: {FRONT_HEAD}px; font-weight: bold; }}
    QLabel[type="says_more"] {{ font-size: {FRONT}px; font-weight: bold; }}
    QLabel[type="says_most"] {{ font-size: {HEAD}px; font-weight: bold; }}
    QListWidget {{ background: {c["card"]}; border: 2px solid {c["rule"]}; border-radius: 12px;
        padding: 4px; font-size: {LINE}px; outline: none; }}
    QListWidget:focus {{ border: 4px solid {c["go"]}; }}
    QListWidget::item {{ padding: 6px; border: 4px solid {c["card"]}; border-radius: 8px;
        color: {c["ink"]}; }}
    QListWidget::item:selected {{ background: {c["chosen"]}; color: {c["ink"]};
        border: 4px solid {c["go"]}; }}
    QProgressBar {{ background: {c["card"]}; border: 2px solid {c["ink"]}; border-radius: 10px;
        height: 18px; font-size: {DETAIL}px; }}
    QProgressBar::chunk {{ background: {c["go"]}; border-radius: 7px; }}
    QPushButton[type="record"] {{ font-size: {HEAD + 6}px; border-radius: 18px; min-height: 66px; }}
    """
    )
