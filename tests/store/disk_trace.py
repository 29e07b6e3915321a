"""What a program asked of the disk, from strace; and what is left of it when the power goes.

What was written but not synced is dropped, or part of it is there, torn in the middle. What happens to names
(created, renamed, removed) is kept in order up to some moment not before the last sync, as the journals of
ext4 and XFS do. A killed process shows none of this: the system still writes what it had taken.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CALLS = "openat,write,pwrite64,fsync,fdatasync,ftruncate,truncate,unlink,unlinkat,rename,renameat,renameat2"
LONGEST = 1 << 22
SECTOR = 512
IGNORED = "-shm"
"""SQLite's shared index, made anew at every opening."""

_LINE = re.compile(r"^(\d+) +(.*)$")
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+)")
_OF_FD = re.compile(r"^(\d+)<((?:[^>\\]|\\.)*)>")
_WORDS = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Asked:
    """One thing that was asked. what: write, sync, truncate, create, remove, rename or say."""

    what: str
    path: str = ""
    at: int = -1
    data: bytes = b""
    to: str = ""


def traced(command: Sequence[str], folder: Path, into: Path, **more: object) -> list[Asked]:
    """Run it under strace; what it asked of the files in ``folder``, and what it said on its output."""
    strace = ["strace", "-f", "-y", "-xx", "-s", str(LONGEST), "-e", f"trace={CALLS}", "-o", str(into)]
    subprocess.run([*strace, *command], check=True, stdout=subprocess.PIPE, **more)  # type: ignore[call-overload]
    return list(_asked(into, folder.resolve()))


def _whole(trace: Path) -> Iterator[str]:
    """Calls in the order in which they ended; those of several threads are taken apart again."""
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            matched = _LINE.match(line)
            if matched is None:
                continue
            thread, call = matched.groups()
            if call.endswith("<unfinished ...>"):
                begun[thread] = call.removesuffix("<unfinished ...>")
            elif call.startswith("<... "):
                yield begun.pop(thread, "") + call.partition("resumed>")[2]
            else:
                yield call


def _bytes(word: str) -> bytes:
    return bytes.fromhex(word.replace("\\x", ""))


def _asked(trace: Path, folder: Path) -> Iterator[Asked]:
    inside = str(folder) + "/"
    known: set[str] = set()
    for call in _whole(trace):
        matched = _CALL.match(call)
        if matched is None or matched[3].startswith("-"):
            continue
        name, given = matched[1], matched[2]
        words = [_bytes(each) for each in _WORDS.findall(given)]
        of_fd = _OF_FD.match(given)
        path = _path(of_fd[2]) if of_fd else ""
        if name == "write" and of_fd and of_fd[1] == "1":
            yield Asked("say", data=words[0])
            continue
        if name in ("openat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "truncate"):
            if not words or not words[0].decode(errors="replace").startswith(inside):
                continue
            path = words[0].decode()
        if not path.startswith(inside) and path != str(folder):
            continue
        if path.endswith(IGNORED):
            continue
        match name:
            case "openat":
                if "O_CREAT" in given and path not in known:
                    yield Asked("create", path)
                known.add(path)
                if "O_TRUNC" in given:
                    yield Asked("truncate", path, 0)
            case "write":
                yield Asked("write", path, data=words[0][: int(matched[3])])
            case "pwrite64":
                yield Asked("write", path, int(given.rpartition(", ")[2]), words[0])
            case "fsync" | "fdatasync":
                yield Asked("sync", path)
            case "ftruncate" | "truncate":
                yield Asked("truncate", path, int(given.rpartition(", ")[2]))
            case "unlink" | "unlinkat":
                known.discard(path)
                yield Asked("remove", path)
            case _:
                known.discard(path)
                known.add(words[1].decode())
                yield Asked("rename", path, to=words[1].decode())


def _path(told: str) -> str:
    return _bytes(told).decode(errors="replace") if told.startswith("\\x") else told


@dataclass
class _File:
    """synced: surely there. waiting: what was asked since; a place and bytes, or a size alone."""

    synced: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def size(self) -> int:
        size = len(self.synced)
        for at, data in self.waiting:
            size = at if data is None else max(size, at + len(data))
        return size

    def sync(self) -> None:
        for each in self.waiting:
            _do(self.synced, *each)
        self.waiting.clear()

    def left(self, random: Random | None) -> bytes:
        """After the power went. random: what of the rest is there; None: nothing."""
        content = bytearray(self.synced)
        for at, data in self.waiting if random is not None else ():
            assert random is not None
            if random.random() < 0.5:
                if data is not None and len(data) > SECTOR and random.random() < 0.3:
                    data = data[: random.randrange(0, len(data), SECTOR)]
                _do(content, at, data)
        return bytes(content)


def _do(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        content.extend(b"\0" * (at - len(content)))
        return
    content.extend(b"\0" * (at - len(content)))
    content[at : at + len(data)] = data


class Disk:
    """The files of a folder as they are asked for, one thing after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._names: dict[str, _File] = {}
        self._since: list[dict[str, _File]] = [{}]
        self.said = b""

    def take(self, asked: Asked) -> None:
        """The next thing."""
        if asked.what == "say":
            self.said += asked.data
            return
        if asked.what == "sync":
            if (file := self._names.get(asked.path)) is not None:
                file.sync()
            self._since = [dict(self._names)]
            return
        if asked.what == "rename":
            self._names[asked.to] = self._names.pop(asked.path, None) or _File()
        elif asked.what == "remove":
            self._names.pop(asked.path, None)
        else:
            file = self._names.setdefault(asked.path, _File())
            if asked.what == "write":
                file.waiting.append((asked.at if asked.at >= 0 else file.size(), asked.data))
            elif asked.what == "truncate":
                file.waiting.append((asked.at, None))
        if asked.what in ("create", "rename", "remove"):
            self._since.append(dict(self._names))

    def lose_power(self, into: Path, random: Random | None) -> None:
        """Leave in a new folder what would be found there afterwards."""
        names = self._since[0] if random is None else random.choice(self._since)
        into.mkdir(parents=True)
        for path, file in names.items():
            there = into / Path(path).relative_to(self._folder)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(file.left(random))
            there.chmod(0o600)
