"""A visit as it stands at this moment, so that it goes on where the kiosk had to start anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from kiosk.flow.answer import CardData, PhoneNo, Place
from kiosk.flow.card import Known
from kiosk.flow.load import Release
from kiosk.visit.helpers import Helpers
from kiosk.visit.travelling import Look, Travelling
from kiosk.visit.visit import Visit


class Page(BaseModel):
    """What is entered on the page that shows. entered: as its screen wrote it. at: the page, from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entered: JsonValue = None
    at: int = 0


class Draft(BaseModel):
    """travelling: None where no service is begun, at home. began_at, card, phone, places: what the visit
    knows besides; see Visit. calls: the calls made in it, with who helped. handing_in: the resident has
    handed in; said again for the same visit it gives the same receipt. slip_out: whether its slip came out;
    None where that is not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    locale: str
    look: Look
    travelling: Travelling | None = None
    began_at: datetime | None = None
    card: CardData | None = None
    phone: PhoneNo | None = None
    places: tuple[Place, ...] = ()
    calls: dict[str, str | None] = {}
    handing_in: bool = False
    slip_out: bool | None = None
    page: Page = Page()

    @classmethod
    def of(
        cls,
        visit: Visit,
        locale: str,
        look: Look,
        page: Page,
        *,
        handing_in: bool = False,
        slip_out: bool | None = None,
    ) -> Draft:
        """As the visit stands now."""
        run, release = visit.run, visit.release
        begun = run is not None and run.step is not None and release is not None
        return cls(
            locale=locale,
            look=look,
            travelling=Travelling.standing(visit, locale, look) if begun else None,
            began_at=visit.began_at,
            card=visit.known.card,
            phone=visit.known.phone,
            places=visit.places,
            calls=visit.helpers.by_call(),
            handing_in=handing_in,
            slip_out=slip_out,
            page=page,
        )

    @classmethod
    def read(cls, text: str) -> Draft | None:
        """From JSON; None where that is none."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return None

    def text(self) -> str:
        """As JSON."""
        return self.model_dump_json()

    def resume(self, releases: Iterable[Release], today: Callable[[], date]) -> Visit:
        """The visit at the question where it stood. Raises :class:`CannotResume`."""
        known = Known(card=self.card, phone=self.phone)
        begun = self.travelling
        visit = Visit() if begun is None else begun.resume(releases, today, known)
        visit.began_at, visit.known, visit.places = self.began_at, known, self.places
        visit.helpers = Helpers(self.calls)
        return visit


class Drafts(Protocol):
    """Where the draft of the one visit lies."""

    def take(self) -> Draft | None:
        """What is to go on after the kiosk had to start anew; asked once, at the beginning."""
        ...

    def keep(self, draft: Draft) -> None:
        """In place of the one before. Raises OSError."""
        ...

    def forget(self) -> None:
        """Nothing of it stays. Raises OSError."""
        ...
