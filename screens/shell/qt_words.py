"""What Qt has to say, for the log: its own words, without what was filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

Note = Callable[[str, str, str], None]
"""Given the kind (``warning``), the category (``qt.svg``), and the words."""

_TOLD = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
_FILLED_IN = re.compile(r"\"[^\"]*\"?|'[^']*'?|\d+|[^\x00-\x7f]+")
"""Quoted texts, numbers and all that is not plain English may come from what was entered."""
LONGEST = 200


def take_down(note: Note) -> None:
    """From now on, instead of the standard error."""

    def handle(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if kind in _TOLD:
            name = kind.name.removeprefix("Qt").removesuffix("Msg").lower()
            note(name, str(context.category or ""), without_filled_in(words))

    qInstallMessageHandler(handle)


def without_filled_in(words: str) -> str:
    """The first line as Qt's authors wrote it."""
    return _FILLED_IN.sub("…", (words.splitlines() or [""])[0])[:LONGEST]
