"""What is said of each part, at and beside its limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.catalogue_file import gaps
from kiosk.health import look
from kiosk.health.state import FINE, NONE, Part, PartHealth, State
from kiosk.put_back import PutBack
from kiosk.words import Words

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("found", "state", "id"),
    [
        (look.store(None), State.OK, FINE.id),
        (look.store("damaged"), State.BROKEN, "health.store_damaged"),
        (look.store("key_open"), State.BROKEN, "health.store_key_open"),
        (look.store("away"), State.BROKEN, "health.store_unknown"),
        (look.disk(look.LITTLE_BYTES), State.OK, FINE.id),
        (look.disk(look.LITTLE_BYTES - 1), State.POOR, "health.disk_little"),
        (look.disk(look.FULL_BYTES - 1), State.BROKEN, "health.disk_little"),
        (look.disk(None), State.BROKEN, "health.disk_silent"),
        (look.clock(NOW, None, None), State.OK, FINE.id),
        (look.clock(NOW, NOW + look.SET_BACK, None), State.OK, FINE.id),
        (look.clock(NOW, NOW + look.SET_BACK + SECOND, None), State.POOR, "health.clock_back"),
        (look.clock(NOW, None, look.FAR), State.OK, FINE.id),
        (look.clock(NOW, None, look.FAR + SECOND), State.POOR, "health.clock_far"),
        (look.clock(NOW, None, -look.FAR - SECOND), State.POOR, "health.clock_far"),
        (look.voice(True, False), State.OK, FINE.id),
        (look.voice(True, True), State.BROKEN, "health.voice_silent"),
        (look.voice(False, False), State.BROKEN, "health.voice_silent"),
        (look.handwriting(False), State.BROKEN, "health.handwriting_gone"),
        (look.reader(None), State.OK, NONE.id),
        (look.reader(False), State.BROKEN, "health.reader_gone"),
        (look.queue(0, None, NOW), State.OK, FINE.id),
        (look.queue(2, NOW - look.LAG, NOW), State.OK, FINE.id),
        (look.queue(2, NOW - look.LAG - SECOND, NOW), State.POOR, "health.queue_waits"),
        (look.hub(None), State.OK, NONE.id),
        (look.hub(False), State.POOR, "health.hub_away"),
        (look.crash(None, NOW), State.OK, FINE.id),
        (look.crash(NOW - HOUR, NOW), State.POOR, "health.crashed"),
        (look.crash(NOW - look.CRASHED_FOR - SECOND, NOW), State.OK, FINE.id),
        (look.backup(None, False, NOW), State.OK, NONE.id),
        (look.backup(None, True, NOW), State.POOR, "health.backup_none"),
        (look.backup(NOW - look.BACKUP_OLD, True, NOW), State.OK, FINE.id),
        (look.backup(NOW - look.BACKUP_OLD - SECOND, True, NOW), State.POOR, "health.backup_old"),
        (look.recovery(None), State.OK, FINE.id),
        (look.recovery(PutBack(NOW, 1, 0)), State.POOR, "health.put_back"),
        (look.recovery(PutBack(NOW, 1, 2)), State.POOR, "health.put_back_lost"),
    ],
)
def test_each_part(found: PartHealth, state: State, id: str) -> None:
    assert (found.state, found.told.id) == (state, id)


def test_when_it_was_put_back_is_told_by_the_hall_s_clock() -> None:
    told = look.recovery(PutBack(NOW, 3, 7)).told
    assert told.params == {"at": "2026-11-24 17:00", "count": 7}


def test_a_printer_and_its_paper() -> None:
    def told(*given: object) -> list[tuple[Part, State]]:
        return [(each.part, each.state) for each in look.printer(*given)]  # type: ignore[arg-type]

    assert told(None, False) == [(Part.PRINTER, State.OK)]
    assert told(True, False) == [(Part.PRINTER, State.OK), (Part.PAPER, State.OK)]
    assert told(False, False) == [(Part.PRINTER, State.BROKEN)]
    assert told(False, True) == [(Part.PRINTER, State.OK), (Part.PAPER, State.BROKEN)]


@pytest.mark.parametrize("locale", ["zh_CN", "en", "ja", "ko", "ru"])
def test_staff_read_every_sentence_in_every_language(locale: str) -> None:
    folder = Path(__file__).resolve().parents[2] / "locales"
    words, first = Words.load(folder, locale), Words.load(folder, "zh_CN")
    asked = {id for id in first.ids if id.startswith(("health.", "staff."))}
    assert {f"health.part_{part}" for part in Part} <= asked
    assert asked <= words.own
    assert {id for id in asked if gaps(words.text(id)) != gaps(first.text(id))} == set()
