"""One voice worker seen from outside."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kiosk.child.process import ChildBroken, ChildProcess


class WorkerProcess(ChildProcess):
    """Made by :meth:`start`, ended by :meth:`kill`. One sound at a time."""

    async def ask(self, request: Mapping[str, str | int]) -> str | None:
        """Send ``request``; the reply's error, None when all went well. Raises :class:`ChildBroken`."""
        return read_reply(await self.exchange(json.dumps(request).encode()), request["id"])


def read_reply(line: bytes, id: str | int) -> str | None:
    """The error that it tells of; None: all went well. Raises :class:`ChildBroken` for nonsense."""
    try:
        reply = json.loads(line)
        answers, ok, error = reply["id"], reply["ok"], reply["error"]
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise ChildBroken from broken
    if answers != id or not isinstance(ok, bool) or not (ok or isinstance(error, str)):
        raise ChildBroken
    return None if ok else error
