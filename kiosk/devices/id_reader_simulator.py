"""A stand-in for an identity-card reader: a pseudo-terminal that a card can be laid on.

For demonstrations and tests. It makes no card up: the card is given as ``name|number|address``.
"""

from __future__ import annotations

import os
import queue
import re
import sys
import threading
import tty
from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

from kiosk.devices.id_frame import framed
from kiosk.flow.answer import CardData

REPEAT_S = 0.5
"""A card that lies there is sent again this often, as readers do."""


def card_of(words: str) -> CardData:
    """The card for ``name|number|address`` (the address may be left out). Raises ValueError.

    ``|until 20200101`` at the end says when it ends; otherwise it is valid without end.
    """
    words, until = _until(words.strip())
    name, bar, rest = words.partition("|")
    number, _, address = rest.partition("|")
    if not bar or not name or not number:
        raise ValueError("a card is given as name|number|address")
    card = CardData(name=name, identity_number=number, address=address, valid_until=until)
    framed(card)
    return card


def _until(words: str) -> tuple[str, date | None]:
    found = re.fullmatch(r"(.*)\|until (\d{4})(\d\d)(\d\d)", words)
    if found is None:
        return words, None
    year, month, day = (int(part) for part in found.groups()[1:])
    return found[1], date(year, month, day)


class StandIn(Protocol):
    """A reader that a card can be laid on. path: of its pseudo-terminal."""

    path: str

    def lying(self, card: CardData | None) -> None:
        """Called about twice a second with the card that lies there."""
        ...

    def unplug(self) -> None:
        """Its path is gone."""
        ...


class SimulatedReader:
    """A pseudo-terminal; ``path`` is what a ``kiosk.devices.serial_id_reader.SerialIdReader`` opens."""

    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        # Nobody may be reading: a full line must not hold the sender up.
        os.set_blocking(self._ours, False)
        self.path = os.ttyname(self._theirs)

    def send(self, data: bytes) -> None:
        """Send bytes down the line as they are; what does not fit is lost, as on a real line."""
        try:
            os.write(self._ours, data)
        except BlockingIOError:
            return

    def send_card(self, card: CardData) -> None:
        """Send a card's frame once."""
        self.send(framed(card))

    def lying(self, card: CardData | None) -> None:
        """Send the card, as readers do while it lies there."""
        if card is not None:
            self.send_card(card)

    def unplug(self) -> None:
        """Close the pseudo-terminal; its path is gone."""
        for end in (self._theirs, self._ours):
            os.close(end)


def run(
    card: CardData | None,
    cards: Iterable[str] | None = None,
    say: Callable[[str], object] = sys.stdout.write,
    stop: threading.Event | None = None,
    make: Callable[[], StandIn] = SimulatedReader,
) -> None:
    """Print the path of the pseudo-terminal, then be a reader until ``cards`` ends or ``stop`` is set.

    card: lies on the reader from the start. cards: each line (e.g. of stdin) lays another one
    (``name|number|address``), an empty line lifts it. Without ``cards``, it runs until it is stopped.
    """
    stop = stop or threading.Event()
    reader = make()
    say(f"{reader.path}\n")
    sys.stdout.flush()
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    if cards is not None:
        threading.Thread(target=_follow, args=(cards, lines), daemon=True).start()
    try:
        while not stop.is_set():
            reader.lying(card)
            try:
                line = lines.get(timeout=REPEAT_S)
            except queue.Empty:
                continue
            if line is None:
                return
            try:
                card = card_of(line) if line.strip() else None
            except ValueError as error:
                say(f"{error}\n")
    finally:
        reader.unplug()


def _follow(cards: Iterable[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in cards:
        lines.put(line)
    lines.put(None)
