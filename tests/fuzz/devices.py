"""What devices say: card readers, the printer; and whoever asks a kiosk for its figures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from kiosk.cases.number import number_in
from kiosk.devices import id_frame, sdt_frame
from kiosk.devices.appointment_slips import booking_code_in
from kiosk.devices.code_reader import Codes, secret_in
from kiosk.devices.id_frame import BadFrame, Frames
from kiosk.devices.id_talk import talk_of
from kiosk.devices.printer import keeps_paper_back, takes_slips
from kiosk.devices.sdt_frame import Contents, ForeignCard
from kiosk.devices.serial_line import Gone, Line
from kiosk.health.exporter import Exporter
from tests.fuzz.parser import Parser, text
from tests.fuzz.visits import CARD


def _pieces(data: bytes) -> Iterator[bytes]:
    step = 1 + (data[0] if data else 0) % 60
    yield from (data[at : at + step] for at in range(0, len(data), step))


def _frames(data: bytes) -> None:
    frames = Frames()
    for piece in _pieces(data):
        frames.take(piece)


def _sdt(data: bytes) -> None:
    contents = Contents()
    for piece in _pieces(data):
        if (content := contents.take(piece)) is not None:
            answer = sdt_frame.answer(content)
            sdt_frame.base_information(answer.data)


def _sdt_good() -> list[bytes]:
    told = sdt_frame.base_information_of(CARD, picture=b"\1" * 1024)
    return [sdt_frame.framed(b"\0\0\x90" + told), sdt_frame.framed(b"\0\0\x9f"), told]


class _Played(Line):
    """A line down which this comes, with silences between, until the reader is pulled out."""

    def __init__(self, data: bytes) -> None:
        frame_by_frame = data[:1] >= b"\x80"
        self._left = _by_frame(data) if frame_by_frame else _pieces(data)

    def read(self, wait_s: float | None) -> bytes:
        piece = next(self._left, None)
        if piece is None:
            raise Gone
        if piece.startswith(_SILENCE) and wait_s is not None:
            return b""
        return piece

    def write(self, data: bytes) -> None:
        assert data

    def pause(self, wait_s: float) -> None:
        assert wait_s > 0


def _talk(data: bytes) -> None:
    """A reader of each kind, and one of which it is to be found out."""
    refused: Exception = Gone()
    read = 0
    for protocol in ("frames", "sdt", "auto"):
        for but in ("", CARD.identity_number):
            talk = talk_of(protocol)  # type: ignore[arg-type]
            try:
                talk.card(_Played(data), but)
                read += 1
            except _REFUSED as error:
                refused = error
            try:
                talk.lifted(_Played(data))
            except _REFUSED:
                continue
    if not read:
        raise refused


def _by_frame(data: bytes) -> Iterator[bytes]:
    for each in data.split(sdt_frame.PREAMBLE):
        if each:
            yield sdt_frame.PREAMBLE + each


_SILENCE = b"\xfe"
_REFUSED = (BadFrame, ForeignCard, Gone)


def _talks() -> list[bytes]:
    told = sdt_frame.base_information_of(CARD, picture=b"\1" * 1024)
    there = (sdt_frame.FOUND + bytes(4), sdt_frame.DONE + bytes(8), sdt_frame.DONE + told)
    found = b"".join(map(sdt_frame.framed, there))
    none = sdt_frame.framed(sdt_frame.NOT_FOUND)
    return [found * 2, none + found, sdt_frame.framed(there[0]) + found, b"\x3b" + id_frame.framed(CARD) * 3]


def _status(data: bytes) -> None:
    said = text(data)
    assert keeps_paper_back(said) in (True, False)
    assert takes_slips(said) in (True, False)


def _statuses() -> list[bytes]:
    return [
        b"printer slips is idle.  enabled since Fri 27 Nov 2026\n\tForm mounted:\n\tAlerts: none\n",
        b"printer slips disabled since Fri 27 Nov 2026 -\n\tPaused\n\tAlerts: media-empty-error cover-open\n",
    ]


def _question(data: bytes) -> None:
    async def asked() -> bytes:
        reader = asyncio.StreamReader(limit=8192)
        reader.feed_data(data)
        reader.feed_eof()
        return await Exporter(0, lambda: "kiosk_up_seconds 1\n").answered(reader)

    answer = asyncio.run(asked())
    if not answer.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(answer)


def _codes(data: bytes) -> None:
    for wanted in (secret_in, number_in, booking_code_in):
        codes, cut = Codes(wanted), len(data) // 2
        assert all(found.isascii() for piece in (data[:cut], data[cut:]) for found in codes.take(piece))


def _code_lines() -> list[bytes]:
    slips = (
        b"Zm9vYmFy_0123456789abcdefghijkl-",
        b"household:0100012",
        b"https://a.example/where#household:0100012",
    )
    return [b"\r\n".join((*slips, b"appointment-code-123456", b""))]


DEVICES: dict[str, Parser] = {
    "picture code": Parser(_codes, (), _code_lines),
    "card frame": Parser(_frames, BadFrame, lambda: [id_frame.framed(CARD) * 2]),
    "card of an SDT reader": Parser(_sdt, (BadFrame, ForeignCard), _sdt_good),
    "talk with a reader": Parser(_talk, _REFUSED, _talks),
    "state of a printer": Parser(_status, (), _statuses),
    "question for figures": Parser(
        _question,
        ConnectionError,
        lambda: [b"GET /metrics?a=b HTTP/1.1\r\nHost: 127.0.0.1:9464\r\n\r\n"],
    ),
}
"""By what they read."""
