"""What a kiosk notes of itself for staff: how it does, and each time its database was put back."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from kiosk.check_backups import backup_findings
from kiosk.cli.health import said
from kiosk.health.file import NotRunning
from kiosk.health.file import read as read_health
from kiosk.health.file import write as write_health
from kiosk.health.state import Health, Part, PartHealth, State
from kiosk.message import Message
from kiosk.paths import Paths
from kiosk.settings import Settings
from kiosk.store._recovery import recover
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.keys import KEY_BYTES
from kiosk.store.recovered import LostRow, Recovery, keep, recoveries
from kiosk.store.seal import Seal
from kiosk.words import Words
from tests.fuzz.parser import Parser, for_a_while, in_file
from tests.store.conftest import HandClock

_CLOCK = HandClock()
_SEAL = Seal(bytes(KEY_BYTES))


def _recovered(path: Path) -> None:
    """Read by the kiosk that finds its database damaged, by doctor, and by who asks what was put back."""
    folder = DataFolder(path.parent.parent, "01", kiosk_lock=False)
    try:
        recover(folder, _SEAL, _CLOCK, StoreFailed(Trouble.DAMAGED))
    except StoreFailed:
        found = recoveries(folder.recovered)
    list(backup_findings(Settings(data_dir=folder.path), _CLOCK.now()))
    for each in found:
        json.dumps(each.as_json())
        assert isinstance(each.complete, bool)


def _recoveries() -> list[bytes]:
    told = Recovery(
        at=_CLOCK.now(),
        cause="damaged",
        aside=("kiosk-aside-20261124T010203Z.db",),
        backup="kiosk-20261124T000203Z.db",
        passed_over=("kiosk-20261124T010203Z.db: damaged",),
        applied=3,
        missing=((4, 5),),
        lost=(LostRow("call", ("1",), "only in the file set aside"),),
    )
    with for_a_while() as place:
        return [keep(Path(place), told).read_bytes()]


def _health(path: Path) -> None:
    health, words = read_health(path.parent, _CLOCK.now()), _words()
    json.dumps(health.as_json())
    for part in health.parts:
        assert said(part.told, words)
    assert health.worst in State


@cache
def _words() -> Words:
    return Words.load(Paths.here().locales, "en")


def _healths() -> list[bytes]:
    parts = (
        PartHealth(Part.STORE),
        PartHealth(Part.QUEUE, State.POOR, Message("health.queue_waits", {"count": 3, "minutes": 20})),
    )
    health = Health("01", "1.0", _CLOCK.now(), _CLOCK.now(), 1, 1, parts)
    with for_a_while() as place:
        write_health(Path(place), health)
        return [(Path(place) / "health.json").read_bytes()]


NOTES: dict[str, Parser] = {
    "recovery note": Parser(in_file("recovered/a.json", _recovered), (), _recoveries),
    "health file": Parser(in_file("health.json", _health), NotRunning, _healths),
}
"""By what they read."""
