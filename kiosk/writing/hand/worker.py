"""The recogniser's process: ink in, characters out, one character at a time.

A line of JSON once all is loaded, then a line in, a line out, in order::

    {"ready": true}
    {"id": 1, "ink": [[[10, 20], [30, 20]]], "field": "name", "before": "王", "places": []}
    {"id": 1, "guesses": ["桂", "柱"]}

The guesses stand in the order that the context gives them; none: the ink is no character. A recogniser that
fails ends the process, which is started anew. It writes no file, and it ends when its input closes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kiosk.child.pipes import Replies
from kiosk.writing.aids import Expected, Ink
from kiosk.writing.hand.recogniser import Guess, Recogniser

READ, SHOWN = 40, 20
"""How many guesses the context puts in order, and how many of them are told."""
HANG_LIMIT_S = 10.0

Ranking = Callable[[Sequence[Guess], Expected], Sequence[Guess]]


@dataclass(frozen=True)
class Request:
    """One character to be read."""

    id: int
    ink: Ink
    expected: Expected

    def line(self) -> bytes:
        """As it goes through the pipe, without its end."""
        e = self.expected
        told = {"id": self.id, "ink": self.ink, "field": e.field, "before": e.before, "places": e.places}
        return json.dumps(told, separators=(",", ":")).encode()

    @classmethod
    def read(cls, line: bytes) -> Request:
        """Raises ValueError for a line that is no request."""
        try:
            told = json.loads(line)
            ink = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in told["ink"])
            field = told["field"]
            if field not in ("name", "address", "text"):
                raise ValueError
            places = tuple(str(place) for place in told["places"])
            return cls(int(told["id"]), ink, Expected(field, str(told["before"]), places))
        except (KeyError, TypeError, OverflowError, RecursionError):
            raise ValueError("no request") from None


def serve(requests: Iterable[bytes], replies: Replies, recogniser: Recogniser, ranked: Ranking) -> None:
    """Until the input ends."""
    _say(replies, {"ready": True})
    for line in requests:
        request = Request.read(line)
        guesses = ranked(recogniser.guesses(request.ink, READ), request.expected)
        _say(replies, {"id": request.id, "guesses": [guess.text for guess in guesses[:SHOWN]]})


def _say(replies: Replies, reply: dict[str, object]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()
