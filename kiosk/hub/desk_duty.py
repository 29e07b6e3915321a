"""Signing in at a desk, and who is there: what desks and kiosks ask the hub about officers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.assist.change_form import Form
from kiosk.assist.queue import PRESENT_S
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, Teller, read_body
from kiosk.hub.database import Pool
from kiosk.hub.duty_forms import Known, Number, Present, Proof, Roll, Yes
from kiosk.hub.officers import Officers, Seat, may_act
from kiosk.hub.part import Part
from kiosk.message import Message
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher

LOOK_S = 2.0
"""How often a hub looks whether who is there has changed."""


class DeskDuty(Feature):
    """Officers at desks: only a desk signs anybody in, anybody may know who is there."""

    at_studio = True

    def __init__(self, hasher: PinHasher, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._hasher = hasher
        self._pause = pause

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "officers.prove": self._prove(Seat.DESK),
            "officers.prove_staff": self._prove(Seat.STUDIO),
            "officers.anybody": at_desk(self._anybody),
            "officers.sign_in": at_desk(self._sign_in),
            "officers.signed_out": at_desk(self._signed_out),
            "officers.begin": at_desk(self._begin),
            "officers.all": at_desk(self._all),
            "presence.here": at_desk(self._here),
            "presence.gone": at_desk(self._gone),
            "presence.all": self._present,
        }

    def _officers(self, room: Room) -> Officers:
        return Officers(room.pool, self._hasher)

    async def _anybody(self, room: Room, _body: Body) -> Form:
        return Yes(yes=await self._officers(room).anybody())

    async def _sign_in(self, room: Room, body: Body) -> Form:
        proof = read_body(Proof, body)
        return Known.of(await self._officers(room).sign_in(room.who, proof.number, proof.pin))

    def _prove(self, seat: Seat) -> Answerer:
        """For a kiosk at which somebody stands who might sit there; nobody is signed in by it."""

        async def proved(room: Room, body: Body) -> Form:
            if room.part is not Part.KIOSK:
                raise NotAnswered(Message("hub.unknown"))
            proof, officers = read_body(Proof, body), Officers(room.pool, self._hasher, seat)
            try:
                return Known.of(await officers.prove(room.who, proof.number, proof.pin))
            except Refused as refused:
                raise NotAnswered(refused.reason) from None

        return proved

    async def _signed_out(self, room: Room, body: Body) -> Form:
        await self._officers(room).signed_out(room.who, read_body(Number, body).number)
        return Nothing()

    async def _begin(self, room: Room, body: Body) -> Form:
        proof = read_body(Proof, body)
        return Known.of(await self._officers(room).begin(room.who, proof.number, proof.pin))

    async def _all(self, room: Room, _body: Body) -> Form:
        return Roll(officers=[Known.of(each) for each in await self._officers(room).all()])

    async def _here(self, room: Room, body: Body) -> Form:
        number = read_body(Number, body).number
        if not await may_act(room.pool, room.who, number):
            raise NotAnswered(Message("desk.signed_out_by_hub"))
        await room.pool.execute(
            "INSERT INTO presence (officer, desk, heard_at) VALUES ($1, $2, clock_timestamp()) "
            "ON CONFLICT (officer, desk) DO UPDATE SET heard_at = excluded.heard_at",
            number,
            room.who,
        )
        return Nothing()

    async def _gone(self, room: Room, body: Body) -> Form:
        await room.pool.execute(
            "DELETE FROM presence WHERE officer = $1 AND desk = $2", read_body(Number, body).number, room.who
        )
        return Nothing()

    async def _present(self, room: Room, _body: Body) -> Form:
        return await _who_is_there(room.pool)

    async def run(self, pool: Pool, teller: Teller) -> None:
        """Tell the kiosks of this hub when somebody comes or goes."""
        told: Present | None = None
        while True:
            there = await _who_is_there(pool)
            if there != told:
                told = there
                teller.tell_here(Part.KIOSK, "presence.stand", there)
            await self._pause(LOOK_S)


async def _who_is_there(pool: Pool) -> Present:
    rows = await pool.fetch(
        "SELECT DISTINCT officer FROM presence "
        "WHERE heard_at > clock_timestamp() - make_interval(secs => $1) ORDER BY officer",
        PRESENT_S,
    )
    return Present(officers=[row["officer"] for row in rows])


def at_desk(how: Answerer) -> Answerer:
    """For desks alone; what the roll refuses is told."""

    async def answered(room: Room, body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(Message("hub.unknown"))
        try:
            return await how(room, body)
        except Refused as refused:
            raise NotAnswered(refused.reason) from None

    return answered
