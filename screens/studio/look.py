"""The studio's look: the desk's, and what only the studio has."""

from __future__ import annotations

from screens.desk.look import HINT, LINE
from screens.desk.look import stylesheet as desk
from screens.theme import Palette


def stylesheet(palette: Palette, *families: str) -> str:
    """The style sheet."""
    ink, card, go, chosen, rule = (
        getattr(palette, name).name() for name in ("ink", "card", "go", "chosen", "rule")
    )
    return f"""{desk(palette, *families)}
    QPlainTextEdit, QComboBox {{ background: {card}; border: 3px solid {ink}; border-radius: 10px;
        padding: 2px 10px; selection-background-color: {chosen}; selection-color: {ink}; min-height: 36px; }}
    QPlainTextEdit:focus, QComboBox:focus {{ border: 4px solid {go}; padding: 1px 9px; }}
    QPlainTextEdit {{ placeholder-text-color: {HINT}; }}
    QComboBox QAbstractItemView {{ background: {card}; border: 2px solid {rule}; font-size: {LINE}px;
        selection-background-color: {chosen}; selection-color: {ink}; }}
    QComboBox {{ padding-right: 44px; }}
    QComboBox::drop-down {{ width: 0; border: none; }}
    QComboBox::down-arrow {{ image: none; }}
    QPushButton:checked {{ font-weight: bold; }}
    QToolTip {{ background: {card}; color: {ink}; border: 2px solid {ink}; font-size: {LINE}px; }}
    """
