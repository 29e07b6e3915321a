"""One resident's visit: what it holds lives here and in the sealed store, nowhere else."""

from __future__ import annotations

from datetime import datetime

from kiosk.cases.case import Filing, Receipt
from kiosk.flow.answer import Place
from kiosk.flow.card import Known
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.ids import new_id
from kiosk.visit.helpers import Helpers
from kiosk.visit.places import places_given


class Visit:
    """From the first touch to the wiping. id: UUIDv7, the idempotency key of what is handed in."""

    def __init__(self) -> None:
        self.id = new_id()
        self.release: Release | None = None
        self.run: FlowRun | None = None
        self.receipt: Receipt | None = None
        self.began_at: datetime | None = None
        """When its first service was chosen at this kiosk, in UTC."""
        self.known = Known()
        self.helpers = Helpers()
        self.places: tuple[Place, ...] = ()
        """The addresses given in services that were left, the last one first, each once."""
        self.prepared: str | None = None
        """The id of the form prepared at home that the service goes on with; it is used up by handing in."""

    def begin(self, release: Release, run: FlowRun) -> None:
        """Begin a service, pinned to its release."""
        self.release, self.run, self.receipt, self.prepared = release, run, None, None

    def leave_service(self) -> None:
        """Back at home: what was answered is dropped, but for the own card, the number and the addresses."""
        if self.run is not None:
            self.known = self.run.learnt()
            self.places = tuple(dict.fromkeys([*places_given(self.run), *self.places]))
        self.release = self.run = self.receipt = self.prepared = None

    def filing(self, kiosk_no: str, locale: str) -> Filing:
        """What is handed in. Raises ValueError where the review was not reached."""
        if self.release is None or self.run is None or not self.run.ready:
            raise ValueError("not every question was answered")
        return Filing(
            visit_id=self.id,
            kiosk=kiosk_no,
            service=self.release.flow.id,
            flow_version=self.release.flow.version,
            flow_sha256=self.release.sha256,
            flow_source=self.release.source,
            locale=locale,
            priority=self.run.priority(),
            answers=self.run.answers(),
            wish=self.run.wish(),
            question=self.release.flow.is_consultation,
            prepared=self.prepared,
        )
