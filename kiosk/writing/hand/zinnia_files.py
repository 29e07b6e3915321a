"""Where the system has Zinnia: packages libzinnia0 and tegaki-zinnia-simplified-chinese."""

from __future__ import annotations

from pathlib import Path

LIBRARY = "libzinnia.so.0"
MODEL = Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model")
