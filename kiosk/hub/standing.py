"""An officer says away from the kiosk that they are with the resident."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form, HallCallForm
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.book import Book, Doer, NotMoved
from kiosk.hub.desk_duty import at_desk
from kiosk.hub.officers import may_act
from kiosk.hub.standing_form import NOT_HAD, STAND_BESIDE, Beside
from kiosk.message import Message


class StandingBeside(Feature):
    """For desks, in the name of whoever is signed in there and has the call."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {STAND_BESIDE: at_desk(self._stand)}

    async def _stand(self, room: Room, body: Body) -> Form:
        said = read_body(Beside, body)
        if not await may_act(room.pool, room.who, said.officer):
            raise NotAnswered(Message("desk.signed_out_by_hub"))
        try:
            stands = await Book(room.pool, room.seal).stand_beside(said.call, Doer(room.who, said.officer))
        except NotMoved:
            raise NotAnswered(NOT_HAD) from None
        return HallCallForm.of(stands)
