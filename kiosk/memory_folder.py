"""A folder that lies in memory only, for what must reach no disk: sounds and drafts of what was entered."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_KINDS = ("tmpfs", "ramfs")


def memory_folder(belongs_to: Path, environment: Mapping[str, str], mounts: Path = _MOUNTS) -> Path | None:
    """Where such a folder may be made, None on a machine that has no place for it.

    Its name follows from ``belongs_to``, so that a kiosk finds and clears what an interrupted run left.
    """
    name = "caring-kiosk-" + hashlib.sha256(str(belongs_to.absolute()).encode()).hexdigest()[:16]
    in_memory = _in_memory(mounts)
    for place in (environment.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):  # noqa: S108 - made with mode 0700
        if place and os.access(place, os.W_OK) and _mount_of(Path(place), in_memory):
            return Path(place) / name
    return None


def make_private(folder: Path) -> None:
    """Make ``folder`` for this user alone. Raises OSError, also where somebody else has made it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError("the folder is another user's")
    folder.chmod(0o700)


def _in_memory(mounts: Path) -> dict[Path, bool]:
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {Path(at): kind in _KINDS for _, at, kind, *_rest in (line.split(" ") for line in lines)}


def _mount_of(place: Path, in_memory: Mapping[Path, bool]) -> bool:
    return next((in_memory[at] for at in (place, *place.parents) if at in in_memory), False)
