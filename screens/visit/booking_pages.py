"""Which screen stands for which page of an appointment, with what is written on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.cases.appointment import ELDERLY_FROM
from kiosk.cases.booking import Booking, By, Page, Wish
from kiosk.cases.number import grouped
from kiosk.cases.visiting_hours import Half
from kiosk.dates import written_out
from kiosk.flow.answer import IdentityNo, PhoneNo
from kiosk.flow.load import Release
from kiosk.flow.model import Card, IdentityNumber, Phone
from kiosk.flow.part import Text
from kiosk.message import Message
from screens.screen import NavKey, Screen
from screens.steps.card import CardScreen
from screens.steps.numbers import IdentityNumberScreen, PhoneScreen
from screens.steps.step import View
from screens.ui import Ui
from screens.visit.booking import CheckScreen, Pick, PickScreen, Signs, SignsScreen, Ticket, TicketScreen
from screens.visit.home import AskScreen

SIGNS = {
    Page.CODE: Signs("code", (3, 3)),
    Page.LAST_FOUR: Signs("last_four", (4,), letter=True),
    Page.TIME: Signs("time", (2, 2)),
}
WAYS = {
    Page.WISH: tuple(Wish),
    Page.WHO: (By.CARD, By.IDENTITY, By.PHONE),
    Page.WHAT: ("move", "cancel"),
    Page.AGE: ("yes", "no"),
}
TELLS = {Page.NO_ROOM: "no_room", Page.AWAY: "away"}


@dataclass(frozen=True)
class Around:
    """releases: the services. announced: whether a year's days off are known. slip: whether it came out."""

    releases: Sequence[Release]
    announced: Callable[[int], bool]
    slip: bool = False

    def title(self, service: str, locale: str) -> str:
        """Of a service."""
        flows = (each.flow for each in self.releases)
        return next((flow.title.in_(locale) for flow in flows if flow.id == service), "")


def page_screen(booking: Booking, ui: Ui, around: Around) -> Screen:
    """The screen of the page that shows now."""
    page, given, told = booking.page, booking.given, booking.told
    match page:
        case Page.CODE | Page.LAST_FOUR | Page.TIME:
            begins = f"{given.begins:%H%M}" if given.begins is not None else ""
            was = {Page.CODE: given.code, Page.LAST_FOUR: given.last_four, Page.TIME: begins}[page]
            return SignsScreen(ui, SIGNS[page], was, told)
        case Page.CARD:
            title = Text({ui.locale: ui.say("booking.card_title")})
            # What it fills is this page's own: the card is looked at for its number alone.
            card = Card(id="card", kind="card", title=title, fills={"identity_number": "number"})
            return _unnumbered(CardScreen)(ui, View(step=card))
        case Page.IDENTITY:
            number = IdentityNumber(
                id="identity", kind="identity_number", title=_text(ui, "identity_title"), help=_kept(ui)
            )
            own = IdentityNo(number=given.identity) if given.identity else None
            return _unnumbered(IdentityNumberScreen)(ui, View(step=number, value=own))
        case Page.PHONE:
            phone = Phone(id="phone", kind="phone", title=_text(ui, "phone_title"), help=_kept(ui))
            was_phone = PhoneNo(number=given.phone) if given.phone else None
            return _unnumbered(PhoneScreen)(ui, View(step=phone, value=was_phone))
        case Page.CONFIRM:
            assert given.half is not None
            words = "confirm_book" if given.wish is Wish.BOOK else "confirm_move"
            lines = _lines(booking.about, given.half, ui, around)
            return CheckScreen(ui, ui.say("booking.confirm_title"), lines, ui.say(f"booking.{words}"))
        case Page.CANCEL:
            return CheckScreen(
                ui,
                ui.say("booking.cancel_title"),
                _chosen_lines(booking, ui, around),
                ui.say("booking.cancel_yes"),
                value="yes",
                back=ui.say("booking.cancel_no"),
            )
        case Page.DONE | Page.NUMBER:
            return TicketScreen(ui, _ticket(booking, ui, around))
        case Page.CANCELLED:
            return CheckScreen(
                ui,
                ui.say("booking.cancelled_title"),
                (ui.say("booking.cancelled_help"),),
                ui.say("sheet.close"),
            )
        case Page.NO_ROOM | Page.AWAY | Page.TOLD:
            return _telling(booking, ui)
        case _:
            return _picking(booking, ui, around)


def told_in(ui: Ui, message: Message) -> str:
    """A message in words, its day written out."""
    params = dict(message.params)
    if isinstance(params.get("day"), str):
        params["day"] = written_out(date.fromisoformat(str(params["day"])), ui.locale, weekday=True)
    return ui.say(message.id, **params)


def when(half: Half, ui: Ui) -> str:
    """The day and the time, as they are said."""
    at = ui.say("booking.at", hour=half.begins.hour, minute=f"{half.begins:%M}")
    return f"{written_out(half.day, ui.locale, weekday=True)} {at}"


def _unnumbered(
    kind: type[IdentityNumberScreen] | type[PhoneScreen] | type[CardScreen],
) -> Callable[[Ui, View], Screen]:
    class Unnumbered(kind):  # type: ignore[valid-type,misc]
        """Without "step 1 of 1"."""

        shows_progress = False

    return Unnumbered


def _text(ui: Ui, what: str) -> Text:
    return Text({ui.locale: ui.say(f"booking.{what}")})


def _kept(ui: Ui) -> Text:
    return _text(ui, "kept_help")


def _telling(booking: Booking, ui: Ui) -> Screen:
    if booking.page is Page.TOLD:
        assert booking.told is not None
        title, help_ = ui.say("booking.told_title"), told_in(ui, booking.told)
    else:
        what = TELLS[booking.page]
        title, help_ = ui.say(f"booking.{what}_title"), ui.say(f"booking.{what}_help")
    if booking.page is Page.AWAY:  # the guide's key stands below; a way home would not
        keys = (NavKey("home", ui.say("where.home")), NavKey("no", ui.say("booking.again"), go=True))
    else:
        keys = (NavKey("yes", ui.say("guide.call")), NavKey("no", ui.say("steps.back"), go=True))
    return AskScreen(ui, title, help_, *keys, icon="info")


def _picking(booking: Booking, ui: Ui, around: Around) -> Screen:
    page, given = booking.page, booking.given
    title, help_, chosen = ui.say(f"booking.{page}_title", age=ELDERLY_FROM), "", ""
    match page:
        case Page.SERVICE:
            flows = sorted((each.flow for each in around.releases), key=lambda f: (f.order, f.id))
            picks = [Pick(flow.id, flow.title.in_(ui.locale)) for flow in flows]
            chosen = given.service
        case Page.DAY:
            help_ = " ".join((ui.say("booking.day_help"), *_unannounced(booking.days, ui, around)))
            picks = [Pick(str(day), written_out(day, ui.locale, weekday=True)) for day in booking.days]
            chosen = str(given.day)
        case Page.HALF:
            assert given.day is not None
            help_ = written_out(given.day, ui.locale, weekday=True)
            picks = [
                Pick(
                    f"{each.half.begins:%H:%M}",
                    ui.say("booking.at", hour=each.half.begins.hour, minute=f"{each.half.begins:%M}"),
                )
                for each in booking.halves(given.day)
            ]
            chosen = f"{given.half.begins:%H:%M}" if given.half is not None else ""
        case Page.MINE:
            picks = [
                Pick(
                    kept.appointment.id,
                    around.title(kept.appointment.service, ui.locale),
                    when(kept.appointment.half, ui) if kept.appointment.half is not None else "",
                )
                for kept in booking.mine
            ]
        case Page.PROVE:
            ways = (By.CARD, By.CODE, By.TIME) if given.wish is Wish.HERE else (By.CARD, By.CODE)
            picks = [Pick(by, ui.say(f"booking.prove_{by}")) for by in ways]
            chosen = given.by or ""
        case _:
            picks = [Pick(way, ui.say(f"booking.{page}_{way}")) for way in WAYS[page]]
            if page is Page.AGE:
                help_ = ui.say("booking.age_help")
            elif page is Page.WHO:
                help_ = ui.say("booking.who_help")
            elif page is Page.WHAT:
                help_ = " ".join(_chosen_lines(booking, ui, around)[:2])
    if booking.told is not None:
        help_ = told_in(ui, booking.told)
    return PickScreen(ui, title, help_, picks, chosen)


def _unannounced(days: Sequence[date], ui: Ui, around: Around) -> list[str]:
    years = dict.fromkeys(day.year for day in days)
    return [ui.say("booking.unannounced", year=year) for year in years if not around.announced(year)]


def _lines(service: str, half: Half, ui: Ui, around: Around) -> tuple[str, ...]:
    named = around.title(service, ui.locale)
    lines = (named, when(half, ui), *_unannounced((half.day,), ui, around))
    return tuple(line for line in lines if line)


def _chosen_lines(booking: Booking, ui: Ui, around: Around) -> tuple[str, ...]:
    chosen = booking.chosen
    if chosen is None or chosen.appointment.half is None:
        return ()
    return _lines(chosen.appointment.service, chosen.appointment.half, ui, around)


def _ticket(booking: Booking, ui: Ui, around: Around) -> Ticket:
    slip = ui.say("receipt.take_slip" if around.slip else "booking.no_slip")
    if booking.page is Page.NUMBER:
        number = booking.number
        assert number is not None
        ahead = booking.ahead
        before = () if ahead is None else (ahead_in(ui, ahead),)
        return Ticket(
            ui.say("booking.number_title"),
            ui.say("booking.number"),
            str(number.number),
            around.title(number.service, ui.locale),
            (*before, ui.say("booking.number_help"), slip),
        )
    booked = booking.booked
    assert booked is not None
    half = booked.appointment.half
    moved = booking.given.wish is Wish.CHANGE
    return Ticket(
        ui.say("booking.moved_title" if moved else "booking.done_title"),
        ui.say("booking.code"),
        grouped(booked.code),
        when(half, ui) if half is not None else "",
        (slip, ui.say("booking.keep"), ui.say("booking.come_here")),
    )


def ahead_in(ui: Ui, ahead: int) -> str:
    """How many wait before them, in words."""
    return ui.say("booking.ahead", count=ahead) if ahead else ui.say("booking.ahead_none")
