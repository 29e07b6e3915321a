"""What the portal is made of, given to it by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiosk.cases.appointment import AppointmentBook
from kiosk.cases.prepared import PreparedForms
from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.flow.model import AUDIENCES, Audience, Text
from kiosk.portal.asking import Split
from kiosk.portal.consultation import Consultation
from kiosk.portal.duty.parts import DutyParts
from kiosk.portal.limits import Limits
from kiosk.portal.where import Where
from kiosk.words import Words


class Services(Protocol):
    """The releases in force, from where kiosks have them."""

    async def stamp(self) -> object:
        """Differs whenever :meth:`releases` does. Raises ``StoreFailed``."""
        ...

    async def releases(self) -> Sequence[Release]:
        """One of each service that is offered, in order. Raises ``StoreFailed``."""
        ...


@dataclass(frozen=True)
class Sheets:
    """folder: where the sheet's template lies. window: where a person answers; None: not told. url: under
    which address the portal is reached, "" where that is not known."""

    folder: Path
    window: Text | None = None
    url: str = ""


@dataclass(frozen=True)
class PortalParts:
    """folder: templates and stylesheet. icons: pictograms. hosts: by which names the portal may be called.

    secure: browsers reach it over TLS, its own or a proxy's. forms: where forms lie until they are finished
    at a kiosk; None: none can be kept. appointments: where they are booked; None: none can be. announced:
    whether the public holidays of a year are known. officers: what their page of calls works with; None:
    there is none. sheets: of what notice sheets are made; None: there are none. report: told of what goes
    wrong unforeseen.
    """

    folder: Path
    icons: Path
    words: Mapping[str, Words]
    station: Text
    services: Services
    clock: Clock
    split: Split
    hosts: frozenset[str]
    secure: bool
    forms: PreparedForms | None = None
    appointments: AppointmentBook | None = None
    consultation: Consultation | None = None
    """Where questions are asked, and answers read; None: nowhere."""
    where: Where | None = None
    """Where cases are told of; None: nowhere."""
    announced: Callable[[int], bool] = lambda _year: True
    audiences: tuple[Audience, ...] = AUDIENCES
    limits: Limits = field(default_factory=Limits)
    officers: DutyParts | None = None
    sheets: Sheets | None = None
    report: Callable[[BaseException], None] = lambda _error: None
