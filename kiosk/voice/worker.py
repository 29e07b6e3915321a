"""The voice worker: a process of its own that turns sentences into sound files, one at a time.

A line of JSON in, a line of JSON out, in order::

    {"id": 1, "text": "...", "locale": "zh_CN", "wpm": 122, "out": "/path/file.wav"}
    {"id": 1, "ok": true, "error": null}

The file appears under its name only when it is whole. ``error`` is one word: request (the line made no
sense), engine, voice (none for the locale), slow, empty, file. The worker ends when its input closes, and may
be killed at any time. It shows nothing and plays nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.child.pipes import Replies, pipes
from kiosk.voice.engine import Engine, Pyttsx3Engine, VoiceFailed
from kiosk.voice.reading import as_spoken

PART = ".part"
HANG_LIMIT_S = 30.0


@dataclass(frozen=True)
class Request:
    """One sound file wanted."""

    id: int
    text: str
    locale: str
    wpm: int
    out: Path

    @classmethod
    def read(cls, line: bytes) -> Request:
        """Raises ValueError for a line that is no request."""
        try:
            told = json.loads(line)
            return cls(
                int(told["id"]), str(told["text"]), str(told["locale"]), int(told["wpm"]), Path(told["out"])
            )
        except (KeyError, TypeError, OverflowError, RecursionError):
            raise ValueError("no request") from None


class Worker:
    """Answers requests with an engine that is made at the first one."""

    def __init__(self, make_engine: Callable[[], Engine]) -> None:
        self._make_engine = make_engine
        self._engine: Engine | None = None

    def serve(self, requests: Iterable[bytes], replies: Replies) -> None:
        """Until the input ends."""
        for line in requests:
            replies.write(json.dumps(self.answer(line)).encode() + b"\n")
            replies.flush()

    def answer(self, line: bytes) -> dict[str, object]:
        """The reply to one line."""
        try:
            request = Request.read(line)
        except ValueError:
            return {"id": None, "ok": False, "error": "request"}
        error = self._make(request)
        return {"id": request.id, "ok": error is None, "error": error}

    def _make(self, request: Request) -> str | None:
        part = request.out.with_name(request.out.name + PART)
        text = as_spoken(request.text, request.locale)
        if not any(character.isalnum() for character in text):
            return "empty"
        try:
            part.touch()  # the driver never comes back when it cannot write
            if self._engine is None:
                self._engine = self._make_engine()
            self._engine.write(text, request.locale, request.wpm, part)
            os.replace(part, request.out)
        except VoiceFailed as failed:
            part.unlink(missing_ok=True)
            return failed.code
        except OSError:
            return "file"
        return None


def main() -> int:
    """Serve on standard input and output until the input closes. Returns the exit code."""
    with pipes(HANG_LIMIT_S) as (requests, replies):
        Worker(Pyttsx3Engine).serve(requests, replies)
        replies.flush()
        # espeak-ng trips over its own threads when the interpreter is taken down around it.
        os._exit(0)
