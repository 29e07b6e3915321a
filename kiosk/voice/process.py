"""One voice worker seen from outside: a child process that is asked and answers, line by line."""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence

_DRAIN_S = 1.0


class WorkerBroken(Exception):
    """The worker is gone or talks nonsense: kill it."""


class WorkerProcess:
    """Made by :meth:`start`, ended by :meth:`kill`. One question at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._reading = asyncio.Lock()

    @classmethod
    async def start(cls, command: Sequence[str]) -> WorkerProcess:
        """Raises OSError. What the worker says on its error output is thrown away: it may hold the text."""
        return cls(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL))

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    async def ask(self, request: Mapping[str, str | int]) -> str | None:
        """Send ``request``; the reply's error, None when all went well. Raises :class:`WorkerBroken`."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            await stdin.drain()
            async with self._reading:
                line = await stdout.readline()
        except (ConnectionError, ValueError) as error:  # ValueError: a line without end
            raise WorkerBroken from error
        return _read_reply(line, request["id"])

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
        # A child of the worker may still hold the pipe; nothing public lets go of it.
        self._process._transport.close()  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            await stdin.wait_closed()


def _read_reply(line: bytes, id: str | int) -> str | None:
    try:
        reply = json.loads(line)
        answers, ok, error = reply["id"], reply["ok"], reply["error"]
    except (ValueError, KeyError, TypeError) as broken:  # nothing at all: the worker died
        raise WorkerBroken from broken
    if answers != id or not isinstance(ok, bool) or not (ok or isinstance(error, str)):
        raise WorkerBroken
    return None if ok else error
