"""One kiosk on a screen: a second one of the same account would fight with the first for the front."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kiosk.display import DisplayError

UNSEEN = ("offscreen", "minimal", "vnc")
"""Qt's platforms that show nothing on a screen of this machine."""
OF_ALL = Path("/tmp")  # noqa: S108  where the account makes a folder of its own, closed to others
NAME = "caring-kiosk"
WAIT_S = 2.0
"""A kiosk that takes another one's place may come while that one ends."""


def screen_of(environ: Mapping[str, str]) -> str:
    """A name for the screen that a full-screen window would cover; "": none of this machine.

    ``:0`` and ``:0.1`` are one screen to whoever stands before it.
    """
    platform = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in UNSEEN:
        return ""
    if platform in ("", "wayland") and environ.get("WAYLAND_DISPLAY"):
        return f"wayland {Path(environ['WAYLAND_DISPLAY']).name}"
    if platform in ("", "xcb") and environ.get("DISPLAY"):
        host, _, number = environ["DISPLAY"].rpartition(":")
        return f"x {'' if host == 'unix' else host}:{number.partition('.')[0]}"
    return f"console {platform}" if platform else ""


@contextmanager
def screen_taken(environ: Mapping[str, str], shared: Path = OF_ALL, wait_s: float = WAIT_S) -> Iterator[None]:
    """Keep the screen to this process, until it ends at the latest; nothing where there is none to keep.

    Raises :class:`DisplayError` where another kiosk of this account has it.
    """
    screen = screen_of(environ)
    if not screen:
        yield
        return
    folder = _folder(environ, shared)
    lock = FileLock(folder / f"{re.sub('[^A-Za-z0-9]+', '-', screen)}.lock", timeout=wait_s, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise DisplayError(
            "Another kiosk is on this screen already. End that one first, or use --windowed."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _folder(environ: Mapping[str, str], shared: Path) -> Path:
    """The account's own folder that ends with its session, or one in the shared folder."""
    given = environ.get("XDG_RUNTIME_DIR", "")
    if given.startswith("/") and os.access(given, os.W_OK | os.X_OK):
        folder = Path(given) / NAME
    else:
        folder = shared / f"{NAME}-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise DisplayError(f"The folder {folder} cannot be made ({error.strerror}).") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise DisplayError(f"{folder} is not this account's own folder. Remove it.")
    return folder
