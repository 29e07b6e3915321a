"""How the kiosks of the hall do: each says so to the hub, desks ask and are told when it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from kiosk.assist.change_form import Form
from kiosk.duty.kiosks import KioskReport, KioskStanding, standing
from kiosk.hub.answering import MALFORMED, UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, Teller, read_body
from kiosk.hub.database import Pool
from kiosk.hub.kiosk_forms import ReportForm, StandingForm, Standings
from kiosk.hub.part import Part

LOOK_S = 1.0
"""How often a hub looks whether a kiosk does otherwise than it did."""

MOST_KIOSKS = 50
"""In one message to the desks."""

_SAID = tuple(field.name for field in fields(KioskReport))
_KEEP = (
    f"INSERT INTO kiosk_report ({', '.join(_SAID)}, heard_at) "  # noqa: S608 - the names of our own fields
    f"VALUES ({', '.join(f'${n}' for n in range(1, len(_SAID) + 1))}, clock_timestamp()) "
    "ON CONFLICT (kiosk) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_SAID, "heard_at") if name != "kiosk")
)


class KioskStates(Feature):
    """A kiosk speaks for itself alone; only desks look."""

    def __init__(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._pause = pause

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {"kiosks.report": self._report, "kiosks.show": self._show}

    async def _report(self, room: Room, body: Body) -> Form:
        if room.part is not Part.KIOSK:
            raise NotAnswered(UNKNOWN)
        report = read_body(ReportForm, body)
        if report.kiosk != room.who:
            raise NotAnswered(MALFORMED)
        await room.pool.execute(_KEEP, *(getattr(report, name) for name in _SAID))
        return Nothing()

    async def _show(self, room: Room, _body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        return _form(await _all(room.pool))

    async def run(self, pool: Pool, teller: Teller) -> None:
        """Tell the desks of this hub of each kiosk that does otherwise now, offline ones among them."""
        told: dict[str, tuple[KioskReport, bool]] = {}
        while True:
            now = await _all(pool)
            changed = [each for each in now if told.get(each.report.kiosk) != (each.report, each.offline)]
            for at in range(0, len(changed), MOST_KIOSKS):
                teller.tell_here(Part.DESK, "kiosks.stand", _form(changed[at : at + MOST_KIOSKS]))
            told = {each.report.kiosk: (each.report, each.offline) for each in now}
            await self._pause(LOOK_S)


async def _all(pool: Pool) -> Sequence[KioskStanding]:
    rows = await pool.fetch("SELECT *, clock_timestamp() AS now FROM kiosk_report ORDER BY kiosk")
    found = (
        standing(KioskReport(**{name: row[name] for name in _SAID}), row["heard_at"], row["now"])
        for row in rows
    )
    return [each for each in found if each is not None]


def _form(standings: Sequence[KioskStanding]) -> Standings:
    return Standings.model_construct(kiosks=[StandingForm.of(each) for each in standings])
