"""What is missing on this machine, and how to mend it.

A look changes nothing: no folder, key or database is made by it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kiosk.check_backups import backup_findings
from kiosk.check_hub import hub_findings
from kiosk.check_locales import in_words
from kiosk.check_services import service_findings
from kiosk.check_sound import sound_findings
from kiosk.clock import SystemClock
from kiosk.display import DisplayError, has_screen
from kiosk.failure import StoreFailed, Trouble, WordsDamaged
from kiosk.finding import Finding as Finding
from kiosk.paths import Paths
from kiosk.settings import Settings, config_file, unknown_variables
from kiosk.store.folder import DataFolder
from kiosk.store.keys import KEY_FILE
from kiosk.store.local import LocalStore
from kiosk.studio.served import Served, Spoilt
from kiosk.words import Words
from kiosk.writing.hand.model import ModelUnusable, check_model
from kiosk.writing.hand.zinnia_files import LIBRARY, MODEL

LEAST_FREE_BYTES = 200 * 1024 * 1024

# Where a library is found by the name of its file, so that neither ldconfig nor a compiler is needed.
_QT_NEEDS: Mapping[str, str] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
}
_SCREEN_NEEDS: Mapping[str, str] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_FAR_FONT = "HanaMinB.ttf"
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
_SOUND_NEEDS: Mapping[str, str] = {
    "libpulse.so.0": "libpulse0",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
}

_LIBRARY_FOLDERS = ("/lib", "/usr/lib", "/usr/local/lib", "/lib64", "/usr/lib64")


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything that a kiosk with these settings needs."""
    looks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _settings,
        _python,
        _libraries,
        _display,
        _own_files,
        _far_font,
        _words,
        service_findings,
        _data,
        _database,
        backup_findings,
        hub_findings,
        _voice,
        _handwriting,
        _printer,
        _reader,
    )
    return tuple(finding for look in looks for finding in look(settings))


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding("settings", "ok", f"{config_file() or 'the defaults'}; kiosk {settings.kiosk_no}")
    for name in unknown_variables():
        yield Finding("settings", "note", f"{name} names no setting", "correct its name or unset it")


def _python(_settings: Settings) -> Iterator[Finding]:
    yield Finding("Python", "ok", ".".join(map(str, sys.version_info[:3])))
    if importlib.util.find_spec("PySide6") is None:
        yield Finding("Qt", "missing", "PySide6 is not installed", "run: make setup")


def _libraries(_settings: Settings) -> Iterator[Finding]:
    there = _libraries_here()
    for what, needs, state in (
        ("libraries for Qt", _QT_NEEDS, "missing"),
        ("libraries for the screen", _SCREEN_NEEDS, "missing"),
        ("libraries for sound", _SOUND_NEEDS, "note"),
    ):
        packages = sorted(package for file, package in needs.items() if file not in there)
        if packages:
            told, mend = f"{len(packages)} not installed", f"apt-get install {' '.join(packages)}"
            yield Finding(what, "note" if state == "note" else "missing", told, mend)
        else:
            yield Finding(what, "ok", "all there")


def _libraries_here() -> frozenset[str]:
    names: set[str] = set()
    for base in map(Path, _LIBRARY_FOLDERS):
        for folder in (base, *base.glob("*-linux-gnu*")):
            if folder.is_dir():
                names.update(name for name in os.listdir(folder) if ".so." in name)
    return frozenset(names)


def _far_font(_settings: Settings) -> Iterator[Finding]:
    """Without it the kiosk works; names with characters beyond the common ones are not shown whole."""
    there = any(next(Path(folder).rglob(_FAR_FONT), None) for folder in _FONT_FOLDERS)
    if there:
        yield Finding("font for rare characters", "ok", _FAR_FONT)
    else:
        yield Finding("font for rare characters", "note", "not installed", "apt-get install fonts-hanazono")


def _display(_settings: Settings) -> Iterator[Finding]:
    try:
        found = has_screen(os.environ)
    except DisplayError as error:
        yield Finding("screen", "missing", str(error))
        return
    if found:
        names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
        name = next(name for name in names if os.environ.get(name))
        yield Finding("screen", "ok", f"{name}={os.environ[name]}")
    else:
        yield Finding(
            "screen", "note", "none; the kiosk would be shown through VNC", "set DISPLAY for a screen"
        )


def _own_files(_settings: Settings) -> Iterator[Finding]:
    paths = Paths.here()
    needs = (
        ("fonts", paths.fonts, "*.otf", 2),
        ("pictograms", paths.icons, "*.svg", 1),
        ("tables for writing", paths.data, "*.*", 2),
    )
    for what, folder, pattern, least in needs:
        count = len(list(folder.glob(pattern)))
        if count < least:
            yield Finding(what, "missing", f"not in {folder}", "install the kiosk again")
        else:
            yield Finding(what, "ok", f"{count} files")


def _words(settings: Settings) -> Iterator[Finding]:
    folder = Paths.here().locales
    for locale in settings.locales:
        mend = f"add them under locales/{locale}; run: kiosk locales check {locale}"
        try:
            lacks = [lack for lack in in_words(folder, locale) if lack.stops]
        except WordsDamaged as damaged:
            yield Finding(f"words in {locale}", "missing", str(damaged), "mend that file")
            continue
        if lacks:
            yield Finding(f"words in {locale}", "missing", lacks[0].told, mend)
        else:
            yield Finding(f"words in {locale}", "ok", f"{len(Words.load(folder, locale).ids)} sentences")


def _data(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK | os.X_OK) or not there.is_dir():
        mend = "give this account the right to write there, or set data_dir"
        yield Finding("data folder", "missing", f"{there} cannot be written", mend)
        return
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE_BYTES:
        yield Finding(
            "data folder", "note", f"only {free // 2**20} MiB free", f"free space where {there} lies"
        )
    else:
        told = str(folder) if folder.exists() else f"{folder}, made at the first start"
        yield Finding("data folder", "ok", f"{told}; {free // 2**20} MiB free")
    key = folder / KEY_FILE
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding("key file", "missing", "others can read it", f"chmod 600 {key}")


def _database(settings: Settings) -> Iterator[Finding]:
    if not DataFolder(settings.data_dir, settings.kiosk_no, kiosk_lock=False).database.exists():
        yield Finding("database", "ok", "made at the first start")
        return

    spoilt: list[Spoilt] = []

    async def opened() -> None:
        clock = SystemClock()
        store = LocalStore(settings.data_dir, settings.kiosk_no, clock, kiosk_lock=False)
        try:
            await store.start()
            await Served(store.releases, clock, tuple, spoilt.append).known()
        finally:
            await store.close()

    try:
        asyncio.run(opened())
    except StoreFailed as error:
        mend = "mend its rights, or run: kiosk backup restore"
        if error.trouble in (Trouble.NO_KEY, Trouble.KEY_OLDER):
            mend = "copy the newest copy of the file 'key' back"
        yield Finding("database", "missing", f"does not open ({error.trouble})", mend)
    else:
        yield Finding("database", "ok", "opens")
        for one in spoilt:
            told = f"{one.service} {one.number} is not what was published; it is not served"
            yield Finding("release", "note", told, "publish the service again, or roll it back")


def _voice(settings: Settings) -> Iterator[Finding]:
    engine = any(name.startswith("libespeak-ng.so") for name in _libraries_here())
    return sound_findings(settings, engine=engine)


def _handwriting(_settings: Settings) -> Iterator[Finding]:
    try:
        check_model(Paths.here().handwriting)
    except ModelUnusable as error:
        told = f"the network is {error}; names are written with pinyin keys or by parts"
        yield Finding("handwriting", "note", told, "run: make setup")
        return
    lacking = [] if LIBRARY in _libraries_here() else ["libzinnia0"]
    if not MODEL.is_file():
        lacking.append("tegaki-zinnia-simplified-chinese")
    if lacking:
        mend = f"apt-get install {' '.join(lacking)}"
        yield Finding("handwriting", "note", "read by the network alone, which is a little worse", mend)
    else:
        yield Finding("handwriting", "ok", "read by the network and Zinnia")


def _printer(settings: Settings) -> Iterator[Finding]:
    if settings.printer == "none":
        yield Finding("slip printer", "note", "none; residents are asked to note the number")
    elif settings.printer == "file":
        yield Finding("slip printer", "ok", f"slips are laid into {settings.data_dir / 'slips'}")
    else:
        name = settings.printer.removeprefix("cups:")
        lpstat = shutil.which("lpstat")
        if lpstat is None:
            yield Finding("slip printer", "note", "CUPS is not installed", "apt-get install cups-client")
        elif not _knows(lpstat, name):
            yield Finding("slip printer", "note", f"CUPS knows no {name}", "lpstat -p lists what it knows")
        else:
            yield Finding("slip printer", "ok", name)


def _knows(lpstat: str, name: str) -> bool:
    try:
        asked = subprocess.run([lpstat, "-p", name], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _reader(settings: Settings) -> Iterator[Finding]:
    if settings.id_reader is None:
        yield Finding("card reader", "ok", "none; numbers are typed")
    elif not os.access(settings.id_reader, os.R_OK | os.W_OK):
        mend = "plug it in, and let this account use it (group dialout)"
        yield Finding("card reader", "note", f"{settings.id_reader} cannot be opened", mend)
    else:
        yield Finding("card reader", "ok", str(settings.id_reader))
