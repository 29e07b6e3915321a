"""The commands: they alone in kiosk/ may name screens."""

from kiosk.cli.commands import main

__all__ = ["main"]
