"""The process that reads handwriting; it imports no more than it needs."""

from __future__ import annotations


def main() -> int:
    """Serve until the input closes. Returns the exit code."""
    from kiosk.paths import Paths
    from kiosk.writing.hand.main import main as serve

    return serve(Paths.here().handwriting, Paths.here().data)
