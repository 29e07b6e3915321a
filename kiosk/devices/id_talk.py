"""How one talks with a reader: some send every card that lies there, others are asked.

Each kind waits for a card, and waits until none lies there any more, in a thread with an open line.
"""

from __future__ import annotations

from typing import Literal, Protocol

from kiosk.devices import sdt_frame as sdt
from kiosk.devices.id_frame import BadFrame, Frames
from kiosk.devices.serial_line import Gone, Line
from kiosk.flow.answer import CardData

CUT_S = 1.0
"""A frame that stops for this many seconds was cut off: the card was lifted too early."""
SILENT_S = 1.2
"""A reader that sends what lies on it, and is silent for so long, has nothing on it."""
POLL_S = 0.3
"""A reader that is asked is asked this often whether a card lies there."""
ANSWER_S = 3.0
"""Within so many seconds a reader answers that is there; reading a card takes it about one."""
PROBE_S = 0.5
TRIES = 3
"""A command that was garbled or not answered is sent so often in all."""

ReaderProtocol = Literal["auto", "frames", "sdt"]


class Talk(Protocol):
    """One way of talking. Both methods raise Gone and Woken."""

    def card(self, line: Line, but: str) -> CardData:
        """The next card. Raises BadFrame where it was not read whole, and ForeignCard.

        but: the number of a card that counts only once it was lifted; "" for none.
        """
        ...

    def lifted(self, line: Line) -> None:
        """Returns once no card lies there."""
        ...


class Sending:
    """The reader sends a frame for each card that lies there, again and again (kiosk.devices.id_frame)."""

    def __init__(self, cut_s: float = CUT_S, silent_s: float = SILENT_S, come: bytes = b"") -> None:
        """come: what the line gave already."""
        self.cut_s, self.silent_s, self._come = cut_s, silent_s, come

    def card(self, line: Line, but: str) -> CardData:
        """See :class:`Talk`."""
        frames = Frames()
        piece, self._come = self._come, b""
        while True:
            card = frames.take(piece)
            if card is not None and card.identity_number.upper() != but:
                return card
            wait = self.cut_s if frames.within else self.silent_s if but else None
            piece = line.read(wait)
            if not piece and frames.within:
                raise BadFrame("cut off")
            if not piece:
                but = ""  # silent: it was lifted

    def lifted(self, line: Line) -> None:
        """See :class:`Talk`."""
        while line.read(self.silent_s):
            pass


class Asked:
    """The reader is asked to find, select and read a card (kiosk.devices.sdt_frame)."""

    def __init__(self, poll_s: float = POLL_S, answer_s: float = ANSWER_S) -> None:
        self._poll_s, self._answer_s = poll_s, answer_s

    def card(self, line: Line, but: str) -> CardData:
        """See :class:`Talk`. Many readers find a card that they have read only once it was lifted."""
        while True:
            while self._ask(line, sdt.FIND).status != sdt.FOUND:
                but = ""
                line.pause(self._poll_s)
            card = self._read(line)
            if card.identity_number.upper() != but:
                return card
            line.pause(self._poll_s)

    def _read(self, line: Line) -> CardData:
        if self._ask(line, sdt.SELECT).status != sdt.DONE:
            raise BadFrame("lifted before it was selected")
        read = self._ask(line, sdt.READ)
        if read.status != sdt.DONE:
            raise BadFrame("lifted before it was read")
        return sdt.base_information(read.data)

    def lifted(self, line: Line) -> None:
        """See :class:`Talk`."""
        while self._ask(line, sdt.FIND).status == sdt.FOUND:
            line.pause(self._poll_s)

    def _ask(self, line: Line, command: bytes) -> sdt.Answer:
        """What the reader answers. Raises BadFrame where it stays garbled, Gone where nothing comes."""
        garbled = False
        for _ in range(TRIES):
            line.write(sdt.framed(command))
            try:
                answer = self._answer(line)
            except BadFrame:
                garbled = True
                line.pause(self._poll_s)
                continue
            if answer is not None and answer.status not in sdt.GARBLED:
                return answer
            garbled = garbled or answer is not None
        if garbled:
            raise BadFrame("garbled each time")
        raise Gone

    def _answer(self, line: Line) -> sdt.Answer | None:
        contents, piece = sdt.Contents(), line.read(self._answer_s)
        while piece:
            content = contents.take(piece)
            if content is not None:
                return sdt.answer(content)
            piece = line.read(self._answer_s)
        return None


class Either:
    """Whichever of the two the reader is: one that answers is asked, one that sends is listened to."""

    def __init__(self, sending: Sending, asked: Asked, probe_s: float = PROBE_S) -> None:
        self._sending, self._asked, self._probe_s = sending, asked, probe_s

    def card(self, line: Line, but: str) -> CardData:
        """See :class:`Talk`."""
        silent_s = 0.0
        while True:
            talk = self._found(line)
            if talk is not None:
                return talk.card(line, but)
            silent_s += self._probe_s
            if silent_s >= self._sending.silent_s:
                but = ""

    def lifted(self, line: Line) -> None:
        """See :class:`Talk`."""
        talk = self._found(line)
        if talk is not None:
            talk.lifted(line)

    def _found(self, line: Line) -> Talk | None:
        """Which it is; None where nothing has come."""
        line.write(sdt.framed(sdt.FIND))
        come = b""
        while piece := line.read(self._probe_s):
            come += piece
            if sdt.PREAMBLE in come:
                line.pause(self._probe_s)  # the rest of the answer
                return self._asked
            if not sdt.PREAMBLE.startswith(come[: len(sdt.PREAMBLE)]):
                return Sending(self._sending.cut_s, self._sending.silent_s, come)
        return None


def talk_of(protocol: ReaderProtocol, cut_s: float = CUT_S) -> Talk:
    """How one talks with a reader of this protocol."""
    sending, asked = Sending(cut_s), Asked()
    match protocol:
        case "frames":
            return sending
        case "sdt":
            return asked
        case "auto":
            return Either(sending, asked)
