"""Keeping Qt's VNC platform to this machine alone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kiosk.display import Viewing


def keep_to_this_machine(viewing: Viewing) -> None:
    """Call it when there is an application and no loop yet.

    Qt opens its listening socket in a posted event: sending that one takes no connection, the loop would.
    """
    QCoreApplication.sendPostedEvents()
    viewing.confine()
