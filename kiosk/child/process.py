"""A child process seen from outside: it is asked and answers, line by line."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from typing import Self

_DRAIN_S = 1.0


class ChildBroken(Exception):
    """The child is gone or talks nonsense: kill it."""


class ChildProcess:
    """Made by :meth:`start`, ended by :meth:`kill`. One question at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._reading = asyncio.Lock()

    @classmethod
    async def start(cls, command: Sequence[str]) -> Self:
        """Raises OSError. What the child says on its error output is thrown away: it may hold an answer."""
        return cls(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL))

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it is known to have ended by itself."""
        return self._process.returncode is not None

    async def line(self) -> bytes:
        """The next line it says. Raises :class:`ChildBroken`."""
        stdout = self._process.stdout
        assert stdout is not None
        try:
            async with self._reading:
                line = await stdout.readline()
        except (ConnectionError, ValueError) as error:  # ValueError: a line without end
            raise ChildBroken from error
        if not line:
            raise ChildBroken
        return line

    async def exchange(self, line: bytes) -> bytes:
        """Say a line, get a line. Raises :class:`ChildBroken`."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(line + b"\n")
            await stdin.drain()
        except ConnectionError as error:
            raise ChildBroken from error
        return await self.line()

    async def kill(self) -> None:
        """End it, also when it hangs or is stopped; its pipes are closed when this returns."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.close()
        # Read to the end first: asyncio calls a process ended only when its pipes are, and a pipe whose
        # reader had enough of garbage is never looked at again.
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(_DRAIN_S), self._reading:
                await stdout.read()
                await self._process.wait()
        # A child of the child may still hold the pipe; nothing public lets go of it.
        self._process._transport.close()  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            await stdin.wait_closed()
