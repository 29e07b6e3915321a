"""The commands: they alone in kiosk/ may name screens."""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run a command."""
    # The recogniser's process has a limit to its memory, and needs nothing of what the other commands need.
    if sys.argv[1:] == ["worker", "handwriting"]:
        from kiosk.cli.handwriting import main as read_handwriting

        sys.exit(read_handwriting())
    from kiosk.cli.commands import main as run

    run()
