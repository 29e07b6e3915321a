"""What a page about an appointment shows, in words of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk.cases.appointment import ELDERLY_FROM, Appointment
from kiosk.cases.booking import Booking, By, Page, Wish
from kiosk.cases.number import grouped
from kiosk.cases.proof import CODE_DIGITS, LAST
from kiosk.cases.visiting_hours import Half
from kiosk.dates import written_out
from kiosk.message import Message
from kiosk.portal.shown import Option
from kiosk.words import Words

ENTERED = frozenset({Page.IDENTITY, Page.PHONE, Page.CODE, Page.LAST_FOUR})
"""Pages on which something is written."""
CHOSEN = frozenset({Page.SERVICE, Page.WHO, Page.AGE, Page.DAY, Page.HALF, Page.MINE, Page.WHAT})
"""Pages on which one of several is chosen."""


@dataclass(frozen=True)
class AppointmentView:
    """kind: "choose", "write", "check" or "tell". error: what is to be done about what was sent. value: what
    stands in the field for writing, of at most ``longest`` characters, ``digits`` alone. body: lines above
    what is chosen; lines: those of what is told. code: to be noted. forward, quiet: the words of the keys, ""
    where there is none."""

    kind: str
    title: str
    help: str = ""
    error: str = ""
    body: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    value: str = ""
    longest: int = 0
    digits: bool = True
    lines: tuple[str, ...] = ()
    code: str = ""
    forward: str = ""
    quiet: str = ""
    back: bool = True

    def field(self) -> str:
        """What stands in the field for writing."""
        return self.value


@dataclass(frozen=True)
class Around:
    """services: what can be booked, by id. announced: whether a year's days off are known."""

    services: Mapping[str, str]
    announced: Callable[[int], bool]


def clock_time(half: Half, words: Words) -> str:
    """When it begins, as it is said."""
    return words.say("booking.at", hour=half.begins.hour, minute=f"{half.begins:%M}")


def told_in(words: Words, message: Message) -> str:
    """A message in words, its day written out."""
    params = dict(message.params)
    if isinstance(params.get("day"), str):
        params["day"] = written_out(date.fromisoformat(str(params["day"])), words.locale, weekday=True)
    return words.say(message.id, **params)


def appointment_view(
    booking: Booking, words: Words, around: Around, fault: Message | None, written: str
) -> AppointmentView:
    """The page that shows now. fault, written: what was sent and could not be taken."""
    page, say = booking.page, words.say
    told = fault or booking.told
    wrong = told_in(words, told) if told is not None else ""
    if page in ENTERED:
        return replace(_entered(booking, words, written), error=wrong)
    if page in CHOSEN:
        return replace(
            _chosen(booking, words, around, written), error=wrong, kind="choose", forward=say("steps.next")
        )
    match page:
        case Page.CONFIRM:
            book = booking.given.wish is Wish.BOOK
            assert booking.given.half is not None
            return AppointmentView(
                "check",
                say("booking.confirm_title"),
                lines=_lines(booking.about, booking.given.half, words, around)
                + ((_found_by(booking, words),) if book else ()),
                forward=say("booking.confirm_book" if book else "booking.confirm_move"),
            )
        case Page.CANCEL:
            return AppointmentView(
                "check",
                say("booking.cancel_title"),
                lines=_chosen_lines(booking, words, around),
                forward=say("booking.cancel_yes"),
                quiet=say("booking.cancel_no"),
                back=False,
            )
        case Page.DONE:
            return _done(booking, words, around)
        case Page.AWAY:
            return AppointmentView(
                "tell", say("booking.away_title"), say("booking.away_help"), forward=say("booking.again")
            )
        case Page.NO_ROOM:
            return AppointmentView("tell", say("booking.no_room_title"), say("booking.no_room_help"))
        case Page.CANCELLED:
            return AppointmentView(
                "tell", say("booking.cancelled_title"), say("booking.cancelled_help"), back=False
            )
        case _:
            return AppointmentView("tell", say("booking.told_title"), wrong)


def _entered(booking: Booking, words: Words, written: str) -> AppointmentView:
    say, given = words.say, booking.given
    match booking.page:
        case Page.IDENTITY:
            title, help_, value, longest = "identity_title", "kept_help", given.identity, 40
        case Page.PHONE:
            title, help_, value, longest = "phone_title", "kept_help", given.phone, 40
        case Page.CODE:
            title, help_, value, longest = "code_title", "code_help", given.code, CODE_DIGITS + 4
        case _:
            title, help_, value, longest = "last_four_title", "last_four_help", given.last_four, LAST + 4
    return AppointmentView(
        "write",
        say(f"booking.{title}"),
        say(f"booking.{help_}"),
        value=written or value,
        longest=longest,
        digits=booking.page in (Page.PHONE, Page.CODE),
        forward=say("steps.next"),
    )


def _chosen(booking: Booking, words: Words, around: Around, written: str) -> AppointmentView:
    say, given = words.say, booking.given
    title, help_ = f"booking.{booking.page}_title", ""
    match booking.page:
        case Page.SERVICE:
            offered = [(id_, text, "") for id_, text in around.services.items()]
            now = given.service
        case Page.WHO:
            help_ = say("booking.who_help")
            offered = [(by, say(f"booking.who_{by}"), "") for by in (By.IDENTITY, By.PHONE)]
            now = given.by or ""
        case Page.AGE:
            help_ = say("booking.age_help")
            offered = [(each, say(f"booking.age_{each}"), "") for each in ("yes", "no")]
            now = {True: "yes", False: "no", None: ""}[given.elderly]
            return AppointmentView(
                "", say(title, age=ELDERLY_FROM), help_, options=_options(offered, written or now)
            )
        case Page.DAY:
            help_ = " ".join((say("booking.day_help"), *_unannounced(booking.days, words, around)))
            offered = [
                (
                    f"{day}",
                    written_out(day, words.locale, weekday=True),
                    say("booking.day_left", count=len(booking.halves(day))),
                )
                for day in booking.days
            ]
            now = f"{given.day}"
        case Page.HALF:
            assert given.day is not None
            help_ = written_out(given.day, words.locale, weekday=True)
            offered = [
                (f"{each.half.begins:%H:%M}", clock_time(each.half, words), "")
                for each in booking.halves(given.day)
            ]
            now = f"{given.half.begins:%H:%M}" if given.half is not None else ""
        case Page.MINE:
            offered = [
                (each.appointment.id, *_both(each.appointment, words, around)) for each in booking.mine
            ]
            now = booking.chosen.appointment.id if booking.chosen is not None else ""
        case _:
            offered = [(each, say(f"booking.what_{each}"), "") for each in ("move", "cancel")]
            return AppointmentView(
                "", say(title), body=_chosen_lines(booking, words, around), options=_options(offered, written)
            )
    return AppointmentView("", say(title), help_, options=_options(offered, written or str(now)))


def _options(offered: list[tuple[str, str, str]], now: str) -> tuple[Option, ...]:
    return tuple(Option(str(id_), text, more, str(id_) == now) for id_, text, more in offered)


def _unannounced(days: tuple[date, ...], words: Words, around: Around) -> list[str]:
    """Years whose public holidays nobody knows yet: a day of them may turn out to be one."""
    years = dict.fromkeys(day.year for day in days)
    return [words.say("booking.unannounced", year=year) for year in years if not around.announced(year)]


def _when(half: Half, words: Words) -> str:
    return f"{written_out(half.day, words.locale, weekday=True)} {clock_time(half, words)}"


def _lines(service: str, half: Half, words: Words, around: Around) -> tuple[str, ...]:
    named = (around.services[service],) if service in around.services else ()
    known = _unannounced((half.day,), words, around)
    return (*named, _when(half, words), *known)


def _both(kept: Appointment, words: Words, around: Around) -> tuple[str, str]:
    when = _when(kept.half, words) if kept.half is not None else ""
    return around.services.get(kept.service, when), when


def _chosen_lines(booking: Booking, words: Words, around: Around) -> tuple[str, ...]:
    chosen = booking.chosen
    if chosen is None or chosen.appointment.half is None:
        return ()
    return _lines(chosen.appointment.service, chosen.appointment.half, words, around)


def _found_by(booking: Booking, words: Words) -> str:
    by = booking.given.by
    return words.say("booking.by_phone" if by is By.PHONE else "booking.by_identity")


def _done(booking: Booking, words: Words, around: Around) -> AppointmentView:
    booked = booking.booked
    assert booked is not None
    half = booked.appointment.half
    moved = booking.given.wish is Wish.CHANGE
    lines = _lines(booked.appointment.service, half, words, around) if half is not None else ()
    return AppointmentView(
        "tell",
        words.say("booking.moved_title" if moved else "booking.done_title"),
        lines=(*lines, words.say("booking.keep"), words.say("booking.come")),
        code=grouped(booked.code),
        back=False,
    )
