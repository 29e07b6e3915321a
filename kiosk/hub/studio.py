"""The studio of the hall: who signs in there, the drafts, and what is done with releases."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.desk_duty import at_desk
from kiosk.hub.draft_rows import HubDrafts
from kiosk.hub.duty_forms import Known, Number, Proof
from kiosk.hub.officers import Officers, Seat
from kiosk.hub.release_forms import Wanted
from kiosk.hub.release_rows import HubReleases
from kiosk.hub.studio_forms import (
    ActAsk,
    AllDrafts,
    AllPublished,
    AllStandings,
    At,
    DraftForm,
    KeepAsk,
    Kept,
    Live,
    PublishAsk,
    PublishedForm,
    ServiceName,
    StandingForm,
    TextForm,
)
from kiosk.pin import PinHasher
from kiosk.studio.book import Newer
from kiosk.studio.publishing import ReleasesIn
from kiosk.studio.releases import Publishing


class HallStudio(Feature):
    """For the studios on the machines of desks. publishing: how services are published in this hall."""

    at_studio = True

    def __init__(self, hasher: PinHasher, publishing: Publishing) -> None:
        self._hasher, self._publishing = hasher, publishing

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            f"studio.{name}": at_desk(how)
            for name, how in {
                "sign_in": self._sign_in,
                "signed_out": self._signed_out,
                "begin": self._begin,
                "drafts": _drafts,
                "keep": _keep,
                "releases": self._releases,
                "text": self._text,
                "standings": self._standings,
                "live": self._live,
                "publish": self._publish,
                "act": self._act,
            }.items()
        }

    def _officers(self, room: Room) -> Officers:
        return Officers(room.pool, self._hasher, Seat.STUDIO)

    def _book(self, room: Room) -> ReleasesIn:
        return ReleasesIn(HubReleases(room.pool, room.who), self._publishing)

    async def _sign_in(self, room: Room, body: Body) -> Form:
        proof = read_body(Proof, body)
        return Known.of(await self._officers(room).sign_in(room.who, proof.number, proof.pin))

    async def _signed_out(self, room: Room, body: Body) -> Form:
        await self._officers(room).signed_out(room.who, read_body(Number, body).number)
        return Nothing()

    async def _begin(self, room: Room, body: Body) -> Form:
        proof = read_body(Proof, body)
        return Known.of(await self._officers(room).begin(room.who, proof.number, proof.pin))

    async def _releases(self, room: Room, body: Body) -> Form:
        found = await self._book(room).releases(read_body(ServiceName, body).service)
        return AllPublished.model_construct(releases=[PublishedForm.of(one) for one in found])

    async def _text(self, room: Room, body: Body) -> Form:
        """Also of one that came with the hub's product, and was never published."""
        wanted = read_body(Wanted, body)
        for one in await self._book(room).releases(wanted.service):
            if one.number == wanted.number:
                return TextForm(source=one.source)
        raise NotAnswered(UNKNOWN)

    async def _standings(self, room: Room, _body: Body) -> Form:
        found = await self._book(room).standings()
        return AllStandings.model_construct(standings=[StandingForm.of(one) for one in found])

    async def _live(self, room: Room, body: Body) -> Form:
        return Live.of(await self._book(room).live(read_body(At, body).moment))

    async def _publish(self, room: Room, body: Body) -> Form:
        ask = read_body(PublishAsk, body)
        made = await self._book(room).publish(
            ask.service, ask.source, ask.officer, based_on=ask.based_on, starts_on=ask.starts_on
        )
        return PublishedForm.of(made)

    async def _act(self, room: Room, body: Body) -> Form:
        ask, book = read_body(ActAsk, body), self._book(room)
        match ask.what:
            case "approve":
                await book.approve(ask.service, ask.number, ask.officer)
            case "withdraw":
                await book.withdraw(ask.service, ask.number, ask.officer)
            case "roll_back":
                await book.roll_back(ask.service, ask.number, ask.officer)
            case "retire":
                await book.retire(ask.service, ask.officer)
        return Nothing()


async def _drafts(room: Room, _body: Body) -> Form:
    kept = await HubDrafts(room.pool, room.who).drafts()
    return AllDrafts.model_construct(drafts=[DraftForm.of(each) for each in kept])


async def _keep(room: Room, body: Body) -> Form:
    ask, book = read_body(KeepAsk, body), HubDrafts(room.pool, room.who)
    try:
        if ask.text is None:
            await book.drop(ask.service, ask.revision, ask.officer)
            return Kept(done=True, draft=None)
        kept = await book.keep(ask.service, ask.text, ask.based_on, ask.revision, ask.officer)
    except Newer as newer:
        return Kept(done=False, draft=None if newer.kept is None else DraftForm.of(newer.kept))
    return Kept(done=True, draft=DraftForm.of(kept))
