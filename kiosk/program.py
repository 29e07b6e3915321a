"""How a command of this very program is started, from source or frozen."""

from __future__ import annotations

import sys

from kiosk.paths import Paths


def kiosk_command(*words: str) -> tuple[str, ...]:
    """What to start, a word each."""
    if getattr(sys, "frozen", False):
        return (sys.executable, *words)
    # The folder is named: the kiosk may have been started from elsewhere.
    code = f"import sys; sys.path.insert(0, {str(Paths.here().root)!r}); from kiosk.cli import main; main()"
    return (sys.executable, "-c", code, *words)
