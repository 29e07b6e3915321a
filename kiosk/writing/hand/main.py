"""The recogniser's process, put together. Only the process itself may import this: it loads the network."""

from __future__ import annotations

from pathlib import Path

from kiosk.child.pipes import pipes
from kiosk.writing.hand.context import Context
from kiosk.writing.hand.load import load
from kiosk.writing.hand.worker import HANG_LIMIT_S, serve


def main(model: Path, data: Path) -> int:
    """Serve on standard input and output until the input closes. Returns the exit code.

    model: the network's file. data: the folder of tables. Raises ModelUnusable, OSError or ValueError.
    """
    with pipes(HANG_LIMIT_S) as (requests, replies):
        # The tables first: what reading them takes is free again when the network wants it.
        context = Context.load(data)
        serve(requests, replies, load(model), context.ranked)
    return 0
