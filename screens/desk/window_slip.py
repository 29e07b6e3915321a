"""The slip that names, once, all that is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.cases.window_desk import WindowCase
from kiosk.devices.slip import PrintFailed, SlipDrawer, SlipPrinter
from kiosk.devices.slips import missing_slip
from kiosk.flow.model import Flow, Text
from kiosk.words import Words


@dataclass(frozen=True)
class WindowSlips:
    """words: by locale, as the slip is in the resident's language. station, window: for head and foot.

    portal: the address of the page where a phone can look how far it is; "" where there is none.
    """

    printer: SlipPrinter
    drawer: SlipDrawer
    words: Mapping[str, Words]
    station: Text
    window: Text
    portal: str = ""

    async def missing(
        self, case: WindowCase, flow: Flow, missing: Sequence[str], note: str, day: date
    ) -> bool:
        """Print it; whether it came out. What was noted is noted either way."""
        locale = case.locale if case.locale in self.words else next(iter(self.words))
        named = {each.id: each for each in flow.materials}
        items = []
        for slug in missing:
            found = named[slug]
            items.append((found.text.in_(locale), found.note.in_(locale) if found.note else ""))
        slip = missing_slip(
            self.words[locale],
            self.station.in_(locale),
            flow.title.in_(locale),
            flow.id,
            day,
            case.number,
            items,
            note,
            window=self.window.in_(locale),
            portal=self.portal,
        )
        try:
            pdf = await asyncio.to_thread(self.drawer.pdf, slip)
            await self.printer.print(slip.kind, pdf)
        except PrintFailed:
            return False
        return True
