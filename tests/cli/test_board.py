"""``kiosk board``: this machine's line, or the hall's with a key of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cases.appointment import Arrival
from kiosk.cases.waiting import Board, Called
from kiosk.cli.board import board_parts
from kiosk.cli.desk_wiring import desk_store
from kiosk.hub.appointment_lines import HubBoard
from kiosk.ids import new_id
from kiosk.officers.officer import Officer
from kiosk.settings import SettingsError, load
from tests.cli.conftest import Kiosk


async def test_it_shows_this_machines_line(bare: Path) -> None:
    settings = load(data_dir=bare / "data")
    parts = board_parts(settings, silent=True)
    await parts.start()
    store = desk_store(settings)
    for _ in range(2):
        await store.appointments.take_number(Arrival(new_id(), "household", True, "zh_CN"))
    await store.waiting.call_next(1, Officer("0101", "", frozenset()))
    assert await parts.board.board() == Board((Called(1, 1, 1),), (2,), 1)
    await store.close()
    await parts.close()
    assert [words.locale for words in parts.words] == ["zh_CN", "en"]
    assert parts.make_voice is None
    assert board_parts(settings).make_voice is not None


def test_the_board_of_a_hall_needs_a_key(bare: Path) -> None:
    hub = {"hub_url": "https://hub.example:8460", "hub_key": bare / "key"}
    with pytest.raises(SettingsError, match="kiosk hub enrol board --desk"):
        board_parts(load(data_dir=bare / "data", **hub))
    (bare / "desk.key").write_text("A" * 43)
    settings = load(data_dir=bare / "data", desk_key=bare / "desk.key", desk_id="board", **hub)
    assert isinstance(board_parts(settings).board, HubBoard)


def test_it_is_a_command(kiosk: Kiosk) -> None:
    code, out, _ = kiosk("board", "--help")
    assert code == 0
    assert "--silent" in out
