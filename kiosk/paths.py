"""Where the product's own files lie: beside the code, or inside the frozen program."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders that come with the product; read, never written."""

    root: Path

    @classmethod
    def here(cls) -> Paths:
        """Of this very program: PyInstaller unpacks to ``sys._MEIPASS``, a checkout has them at its top."""
        unpacked = getattr(sys, "_MEIPASS", None)
        return cls(Path(unpacked) if unpacked else Path(__file__).resolve().parent.parent)

    @property
    def locales(self) -> Path:
        """One folder of .po files per locale."""
        return self.root / "locales"

    @property
    def flows(self) -> Path:
        """The services that come with the product."""
        return self.root / "assets" / "flows"

    @property
    def portal(self) -> Path:
        """The templates of the portal's pages, and their stylesheet."""
        return self.root / "kiosk" / "portal"

    @property
    def sheet(self) -> Path:
        """The template of notice sheets."""
        return self.root / "kiosk" / "sheet"

    @property
    def fonts(self) -> Path:
        """Noto Sans SC."""
        return self.root / "assets" / "fonts"

    @property
    def icons(self) -> Path:
        """Pictograms, SVG."""
        return self.root / "assets" / "icons"

    @property
    def sounds(self) -> Path:
        """Sounds that are played as they are."""
        return self.root / "assets" / "sounds"

    @property
    def voice(self) -> Path:
        """Voice packs, one folder each."""
        return self.root / "assets" / "voice"

    @property
    def handwriting(self) -> Path:
        """The network that reads handwriting; fetched by the set-up, not kept in the repository."""
        return self.root / "assets" / "models" / "PP-OCRv6_rec_small.onnx"

    @property
    def data(self) -> Path:
        """Tables built ahead: pinyin, places, surnames."""
        return self.root / "assets" / "data"
