"""What is said between hub and studio about releases and drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kiosk.assist.change_form import Form, Moment, Number, Words
from kiosk.hub.duty_forms import Digits
from kiosk.hub.release_forms import Sha256
from kiosk.message import Message
from kiosk.studio.book import KeptDraft
from kiosk.studio.releases import Published, Standing

LARGEST_TEXT_BYTES = 900_000
"""Of a service's text on its way to the hub, which takes a megabyte; none comes near."""

# A NUL may stand in JSON, but in no text of PostgreSQL.
SourceText = Annotated[str, Field(max_length=LARGEST_TEXT_BYTES, pattern=r"^[^\x00]*$")]


class Note(Form):
    """A sentence."""

    id: str
    params: dict[str, str | int]


class ServiceName(Form):
    """One service."""

    service: Words


class PublishedForm(Form):
    """A release without its text."""

    service: str
    number: int
    sha256: Sha256
    author: str
    published_at: Moment | None
    starts_on: date | None
    approved_by: str | None
    changes: list[Note]

    @classmethod
    def of(cls, one: Published) -> PublishedForm:
        """Taken as it is."""
        told = {name: value for name, value in vars(one).items() if name not in ("source", "changes")}
        changes = [Note.model_construct(id=m.id, params=dict(m.params)) for m in one.changes]
        return cls.model_construct(**told, changes=changes)

    def value(self, source: str) -> Published:
        """With its text."""
        changes = tuple(Message(each.id, each.params) for each in self.changes)
        return Published(**{**dict(self), "source": source, "changes": changes})


class AllPublished(Form):
    """Releases, by number."""

    releases: list[PublishedForm]


class TextForm(Form):
    """The text of a release."""

    source: str


class ScheduledForm(Form):
    """A release that begins later."""

    number: int
    starts_on: date | None


class StandingForm(Form):
    """How a service stands."""

    service: str
    live: int | None
    scheduled: list[ScheduledForm]
    proposed: list[int]

    @classmethod
    def of(cls, one: Standing) -> StandingForm:
        """Taken as it is."""
        scheduled = [ScheduledForm(number=number, starts_on=day) for number, day in one.scheduled]
        return cls(service=one.service, live=one.live, scheduled=scheduled, proposed=list(one.proposed))

    def value(self) -> Standing:
        """The standing."""
        scheduled = tuple((each.number, each.starts_on) for each in self.scheduled)
        return Standing(self.service, self.live, scheduled, tuple(self.proposed))


class AllStandings(Form):
    """Of each service."""

    standings: list[StandingForm]


class At(Form):
    """A moment."""

    moment: Moment


class Live(Form):
    """The number in force of each service that is offered."""

    live: dict[str, int]

    @classmethod
    def of(cls, live: Mapping[str, int]) -> Live:
        """Taken as it is."""
        return cls(live=dict(live))


class PublishAsk(Form):
    """A release more."""

    officer: Digits
    service: Words
    source: SourceText
    based_on: Number | None
    starts_on: date | None


class ActAsk(Form):
    """What else is done with a service. number: 0 where it is retired."""

    officer: Digits
    what: Literal["approve", "withdraw", "roll_back", "retire"]
    service: Words
    number: Number


class DraftForm(Form):
    """A draft as it is kept."""

    service: str
    text: str
    based_on: int
    revision: int
    by: str
    saved_at: Moment

    @classmethod
    def of(cls, kept: KeptDraft) -> DraftForm:
        """Taken as it is."""
        return cls.model_construct(**vars(kept))

    def value(self) -> KeptDraft:
        """The draft."""
        return KeptDraft(**dict(self))


class AllDrafts(Form):
    """By service."""

    drafts: list[DraftForm]


class KeepAsk(Form):
    """A draft is to be saved in place of this revision; text None: to be dropped."""

    officer: Digits
    service: Words
    text: SourceText | None
    based_on: Number
    revision: Number


class Kept(Form):
    """done: it was. draft: as it is kept now; where it was not done somebody else's, or None: dropped."""

    done: bool
    draft: DraftForm | None
