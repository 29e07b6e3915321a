"""A stand-in for a reader that answers commands (kiosk.devices.sdt_frame), for demonstrations and tests."""

from __future__ import annotations

import os
import select
import threading
import tty
from typing import Literal

from kiosk.devices import sdt_frame as sdt
from kiosk.devices.id_frame import BadFrame
from kiosk.flow.answer import CardData

PICTURE = bytes(1024)
"""Readers send one with the text; here it is empty."""

Trouble = Literal["lifted at select", "lifted at read", "half", "garbled", "silent", "foreign"]


class SimulatedSdtReader:
    """A pseudo-terminal that answers. A card that was read is found again only once it was lifted.

    troubles: what goes amiss, each once and in this order: the card is lifted too early (at select, at read),
    half an answer comes, an answer is garbled, none comes; "foreign": the next card read is a foreigner's.
    """

    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        self.troubles: list[Trouble] = []
        self._card: CardData | None = None
        self._was_read = False
        self._lock = threading.Lock()
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._serve, name="simulated SDT reader", daemon=True)
        self._thread.start()

    def lying(self, card: CardData | None) -> None:
        """This card lies there now, or none."""
        with self._lock:
            if card != self._card:
                self._card, self._was_read = card, False

    def unplug(self) -> None:
        """Close the pseudo-terminal; its path is gone."""
        os.write(self._wake, b".")
        self._thread.join()
        for end in (self._theirs, self._ours, self._woken, self._wake):
            os.close(end)

    # --- answering --------------------------------------------------------------------------

    def _serve(self) -> None:
        contents = sdt.Contents()
        ready = select.poll()
        ready.register(self._ours, select.POLLIN)
        ready.register(self._woken, select.POLLIN)
        while True:
            if any(file == self._woken for file, _ in ready.poll()):
                return
            try:
                command = contents.take(os.read(self._ours, 4096))
            except BadFrame:
                continue
            if command is not None:
                os.write(self._ours, self._sent(command))

    def _sent(self, command: bytes) -> bytes:
        with self._lock:
            if self._due("silent"):
                return b""
            frame = sdt.framed(self._answer(command))
            if self._due("garbled"):
                return frame[:-1] + bytes([frame[-1] ^ 0xFF])
            return frame[: len(frame) // 2] if command == sdt.READ and self._due("half") else frame

    def _due(self, trouble: Trouble) -> bool:
        if self.troubles[:1] != [trouble]:
            return False
        self.troubles.pop(0)
        return True

    def _answer(self, command: bytes) -> bytes:
        there = self._card is not None and not self._was_read
        match command:
            case sdt.FIND:
                return sdt.FOUND + bytes(4) if there else sdt.NOT_FOUND
            case sdt.SELECT:
                gone = self._due("lifted at select")
                return sdt.DONE + bytes(8) if there and not gone else sdt.NOT_SELECTED
            case sdt.READ:
                if self._card is None or not there or self._due("lifted at read"):
                    return sdt.NOT_READ
                self._was_read = True
                kind = "I" if self._due("foreign") else sdt.RESIDENT
                return sdt.DONE + sdt.base_information_of(self._card, kind=kind, picture=PICTURE)
            case _:
                return b"\x00\x00\x21"
