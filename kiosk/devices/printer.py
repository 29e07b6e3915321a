"""Where slips are printed: a CUPS queue, a folder of PDF files, or nowhere."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kiosk.clock import Clock, SystemClock
from kiosk.devices.own_thread import Held, OwnThread
from kiosk.devices.slip import PrintFailed

KEPT = 20
"""This many slips stay in the folder; older ones are deleted."""

KILLED_S = 1.0
"""So long a program that was killed is waited for."""

_KIND = re.compile(r"[a-z]{1,20}")
_DISABLED = re.compile(r"^printer \S+ disabled", re.MULTILINE)
_NO_PAPER = re.compile(
    r"^[ \t]*Alerts:.*\b(media-empty|media-needed|media-jam|cover-open|door-open)", re.MULTILINE
)
"""Reasons of the printer's state that keep paper from coming out (RFC 8011, 5.4.12)."""
_OURS = re.compile(r"[a-z]{1,20}-(\d{8}T\d{12}Z)-(\d{2})\.pdf")


class FilePrinter:
    """Lays each slip as a PDF file into ``folder``: for halls without a slip printer, and for trying out.

    Files are named by kind and time (UTC) and readable by their owner alone; a file is whole or not there.
    """

    def __init__(self, folder: Path, clock: Clock | None = None, keep: int = KEPT) -> None:
        self._folder, self._clock, self._keep = folder, clock or SystemClock(), keep
        self._writing, self._looking = OwnThread("slip printer"), OwnThread("slip printer's folder")

    async def print(self, kind: str, pdf: bytes) -> None:
        """Write the file. Raises :class:`PrintFailed`."""
        if not _KIND.fullmatch(kind):
            raise PrintFailed(f"no kind of slip: {kind!r}")
        try:
            now = self._clock.now()
            await self._writing.run(lambda: self._write(kind, pdf, now))
        except Held:
            raise PrintFailed(f"{self._folder}: an earlier slip is still being written") from None
        except OSError as error:
            raise PrintFailed(f"{self._folder}: {error.strerror or error}") from error

    async def ready(self) -> bool:
        """Whether the folder can be written, or made."""
        try:
            return await self._looking.run(self._writable)
        except Held:
            return False

    def _writable(self) -> bool:
        there = next(path for path in (self._folder, *self._folder.absolute().parents) if path.exists())
        return there.is_dir() and os.access(there, os.W_OK | os.X_OK)

    def _write(self, kind: str, pdf: bytes, now: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".slip-")  # made with mode 0600
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._free_name(kind, f"{now:%Y%m%dT%H%M%S%f}Z"))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self._drop_old()

    def _free_name(self, kind: str, time: str) -> Path:
        for number in range(100):
            path = self._folder / f"{kind}-{time}-{number:02}.pdf"
            if not path.exists():
                return path
        raise OSError(f"too many slips at {time}")

    def _drop_old(self) -> None:
        slips = [(match.groups(), path) for path in self._folder.iterdir() if (match := _ours(path))]
        for _, path in sorted(slips)[: -self._keep]:
            path.unlink(missing_ok=True)


def _ours(path: Path) -> re.Match[str] | None:
    return _OURS.fullmatch(path.name)


def keeps_paper_back(said: str) -> bool:
    """Whether ``lpstat -l -p`` tells of something that does."""
    return bool(_NO_PAPER.search(said))


def takes_slips(said: str) -> bool:
    """Whether the queue is enabled, by ``lpstat -p``."""
    return not _DISABLED.search(said)


class CupsPrinter:
    """Hands slips to the CUPS queue ``name`` through ``lp``.

    That ``lp`` took a slip means that it stands in the queue; whether paper came out CUPS alone knows, and
    tells ``lpstat``.
    """

    def __init__(
        self, name: str, command: str = "lp", wait_s: float = 10.0, *, asking: str = "lpstat"
    ) -> None:
        if not name or name.startswith("-"):
            raise ValueError(f"no name of a printer: {name!r}")
        self._name, self._command, self._wait_s, self._asking = name, command, wait_s, asking
        self.out_of_paper = False
        """Whether its printer said so when it was last asked."""

    async def print(self, kind: str, pdf: bytes) -> None:
        """Hand over the slip. Raises :class:`PrintFailed`, also when ``lp`` takes longer than ``wait_s``."""
        await self._run([self._command, "-d", self._name, "-t", kind, "-"], pdf)

    async def ready(self) -> bool:
        """Whether the queue is there and enabled, and its printer tells of nothing that keeps paper back."""
        try:
            said = await self._run([self._asking, "-l", "-p", self._name], b"")
        except PrintFailed:
            self.out_of_paper = False
            return False
        self.out_of_paper = keeps_paper_back(said)
        return takes_slips(said) and not self.out_of_paper

    async def _run(self, words: Sequence[str], given: bytes) -> str:
        """What the program says. Raises :class:`PrintFailed`."""
        try:
            program = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "LC_ALL": "C"},
            )
        except OSError as error:
            raise PrintFailed(f"{words[0]}: {error.strerror or error}") from error
        try:
            told, wrong = await asyncio.wait_for(program.communicate(given), self._wait_s)
        except TimeoutError:
            raise PrintFailed(f"{words[0]} took longer than {self._wait_s:g} s") from None
        finally:
            if program.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    program.kill()
                with contextlib.suppress(TimeoutError):  # what it began may hold its pipes; it is gone
                    await asyncio.wait_for(program.wait(), KILLED_S)
                # A child of the program may still hold the pipes; nothing public lets go of them.
                program._transport.close()  # type: ignore[attr-defined]
        if program.returncode:
            said = wrong.decode("utf-8", "replace").strip()
            raise PrintFailed(f"{words[0]} ended with {program.returncode}: {said}")
        return told.decode("utf-8", "replace")


class NoPrinter:
    """There is no printer."""

    async def ready(self) -> bool:
        """Nothing is amiss: the hall has none."""
        return True

    async def print(self, kind: str, pdf: bytes) -> None:
        """Raises :class:`PrintFailed`."""
        raise PrintFailed("there is no printer")
