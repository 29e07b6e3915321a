"""The commands: they alone in kiosk/ may name screens."""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run a command. Nothing that its process holds in memory can be dumped."""
    from kiosk.own_memory import keep_to_itself

    keep_to_itself()
    if sys.argv[1:2] == ["run"]:
        from kiosk.supervise.running import is_supervised, supervise

        # It imports nothing else: the kiosk is its child, and little of it can break.
        if is_supervised(sys.argv[1:]):
            sys.exit(supervise(sys.argv[1:]))
    # The recogniser's process has a limit to its memory, and needs nothing of what the other commands need.
    if sys.argv[1:] == ["worker", "handwriting"]:
        from kiosk.cli.handwriting import main as read_handwriting

        sys.exit(read_handwriting())
    from kiosk.cli.commands import main as run

    run()
