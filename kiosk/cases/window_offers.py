"""What an officer can do with a case now: what is not legal is not offered at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from enum import StrEnum

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Service, Standing, WindowState, after, check, missing_of
from kiosk.cases.window_acts import may
from kiosk.officers.officer import Officer


class Offer(StrEnum):
    """One thing to do."""

    TAKE = "take"
    PUT_BACK = "put_back"
    SEE_MATERIALS = "see_materials"
    ASKED_APART = "asked_apart"
    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    CIRCULATE = "circulate"
    AGREE = "agree"
    DISAGREE = "disagree"
    GRANT = "grant"
    REFUSE = "refuse"
    ISSUE = "issue"
    WITHDRAW = "withdraw"


_DAY = date.min
_SIGNED = (((0, 0), (1, 1)),)


def offers(now: Standing, service: Service, by: Officer, seen: Collection[str]) -> frozenset[Offer]:
    """What is legal for this officer now. seen: the materials that are ticked, noted already or not."""
    ticked = replace(now, seen=frozenset(seen))
    me, found = by.number, set()
    for offer, deed in _deeds(ticked, service, me):
        try:
            may(by, deed, now)
            check(ticked, deed, service)
            after(ticked, deed)
        except Refused:
            continue
        found.add(offer)
    if now.handler == me and not now.to_read:
        found.discard(Offer.TAKE)
    if now.handler is None:
        found.discard(Offer.PUT_BACK)
    if now.asked_apart or not service.asks_wish:
        found.discard(Offer.ASKED_APART)
    if not service.materials:
        found.discard(Offer.SEE_MATERIALS)
    return frozenset(found)


def to_review(now: Standing, by: Officer) -> tuple[str, ...]:
    """For whom this officer may still say what they think: the reviewers' ids, in the flow's order."""
    if now.state is not WindowState.CIRCULATING or any(each.by == by.number for each in now.opinions):
        return ()
    return tuple(each.reviewer for each in now.opinions if each.agrees is None)


def _deeds(now: Standing, service: Service, me: str) -> list[tuple[Offer, d.AnyDeed]]:
    missing = missing_of(service, now.seen)
    asked = tuple(d.Asked(reviewer=each, due=_DAY) for each in service.reviewers)
    waiting = next((each.reviewer for each in now.opinions if each.agrees is None), "none")
    return [
        (Offer.TAKE, d.Taken(by=me)),
        (Offer.PUT_BACK, d.PutBack(by=me)),
        (Offer.SEE_MATERIALS, d.MaterialsSeen(by=me, materials=())),
        (Offer.ASKED_APART, d.AskedApart(by=me)),
        (Offer.ACCEPT, d.Accepted(by=me, on=_DAY)),
        (Offer.RETURN, d.Returned(by=me, missing=missing)),
        (Offer.DECLINE, d.Declined(by=me, reason="x")),
        (Offer.CIRCULATE, d.Circulated(by=me, on=_DAY, asked=asked)),
        (Offer.AGREE, d.Reviewed(by=me, reviewer=waiting, agrees=True, reason="x")),
        (Offer.DISAGREE, d.Reviewed(by=me, reviewer=waiting, agrees=False, reason="x")),
        (Offer.GRANT, d.Decided(by=me, on=_DAY, granted=True, reason="x")),
        (Offer.REFUSE, d.Decided(by=me, on=_DAY, granted=False, reason="x")),
        (
            Offer.ISSUE,
            d.Issued(
                by=me, on=_DAY, collector=d.Collector.SELF, checked=d.Checked.CARD_SEEN, signature=_SIGNED
            ),
        ),
        (Offer.WITHDRAW, d.Withdrawn(by=me, reason="x")),
    ]
