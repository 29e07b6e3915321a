"""Which dialects this kiosk speaks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.voice.manifest import Manifest, PackDamaged
from kiosk.voice.sentence import Dialect


def dialects(folders: Iterable[Path]) -> tuple[Dialect, ...]:
    """Those of which a pack in one of ``folders`` has at least one sentence; a damaged pack has none."""
    found: dict[tuple[str, str], Dialect] = {}
    for folder in folders:
        for manifest in _manifests(folder):
            if manifest.dialect:
                told = Dialect(manifest.dialect, manifest.locale, dict(manifest.names))
                found.setdefault((manifest.locale, manifest.dialect), told)
    return tuple(found[its_key] for its_key in sorted(found))


def _manifests(folder: Path) -> Iterable[Manifest]:
    try:
        packs = sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        return
    for pack in packs:
        try:
            manifest = Manifest.read(pack)
        except PackDamaged:
            continue
        if any((pack / "sentences").glob("*.opus")):
            yield manifest
