"""Asking where a case is: its number, whose it is, every answer there is, and withdrawing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from kiosk.cases.number import registration_number
from kiosk.cases.question import QuestionState
from kiosk.cases.question_read import read
from kiosk.cases.question_told import AnswerTold
from kiosk.cases.where_told import told
from kiosk.cases.whereabouts import Item, NotTold, Place, Whereabouts
from kiosk.clock import HALL_ZONE
from kiosk.flow.model import Text
from kiosk.working_days import WorkingDays
from screens.screen import Screen
from screens.shell.enquiring import AT_WINDOW, AWAY, CHECK, LOST, SHUT, UNSENT, WITHDRAW
from screens.shell.parts import Hall
from screens.shell.prompts import AskWords
from screens.steps.step import ReviewRow
from screens.tour.shots import Shot
from screens.ui import Ui
from screens.visit.home import AskScreen, WaitScreen
from screens.visit.where import LastFourScreen, NumberScreen, WhereScreen
from screens.visit.where_change import AnswersScreen, ChangedRow, SureScreen

GROUP = "where"
NUMBER = registration_number("01", 12)
TITLE = Text({"zh_CN": "户口迁移", "en": "Moving your household registration"})
ITEMS = (
    Item(Text({"zh_CN": "户口本", "en": "Household booklet"})),
    Item(Text({"zh_CN": "身份证", "en": "Identity card"})),
    Item(Text({"zh_CN": "亲属关系证明", "en": "Proof of relationship"}), spare=True),
)
ROWS = (
    ReviewRow("street", "地址", "上海市崇明区城桥镇一二三路45弄6号"),
    ReviewRow("phone", "电话", "138 0000 0000"),
    ReviewRow("kind", "办哪一种", "投靠子女"),
)
CHANGED = (
    ChangedRow("电话", "138 0000 0000", "139 0000 0000"),
    ChangedRow("地址", "上海市崇明区城桥镇一二三路45弄6号", "上海市崇明区堡镇四五六路78号9室"),
)
WROTE = "房产证上的名字与申请人不一致。"


def where_shots(hall: Hall, today: date) -> Iterator[Shot]:
    """Each page, empty, written and refused, each answer, and each way in which nothing is told."""
    yield Shot(GROUP, "number", NumberScreen)
    yield Shot(GROUP, "number-given", lambda ui: NumberScreen(ui, given=NUMBER))
    yield Shot(GROUP, "number-check", lambda ui: NumberScreen(ui, given=NUMBER, told=CHECK))
    yield Shot(GROUP, "number-refused", lambda ui: NumberScreen(ui, given=NUMBER, told=NotTold().message))
    yield Shot(GROUP, "last-four", LastFourScreen)
    yield Shot(GROUP, "looking", lambda ui: WaitScreen(ui, ui.say("where.looking")))
    yield Shot(GROUP, "withdrawing", lambda ui: WaitScreen(ui, ui.say("where.withdrawing")))
    for name, found in answers(today):
        yield Shot(GROUP, name, _answer(hall, found))
    not_withdrawn = next(found for name, found in answers(today) if name == "ready")
    yield Shot(GROUP, "not-withdrawn", _answer(hall, not_withdrawn, "where.not_withdrawn"))
    yield Shot(GROUP, "withdraw", _asks(WITHDRAW, "question"))
    yield Shot(GROUP, "shut", _asks(SHUT, hour="10", minute="35"))
    yield from _changing(hall, today)
    for name, answer in asked(today):
        yield Shot(GROUP, name, _read(answer, today))
    for name, words in (("lost", LOST), ("away", AWAY), ("at-window", AT_WINDOW), ("unsent", UNSENT)):
        yield Shot(GROUP, name, _asks(words))


def _changing(hall: Hall, today: date) -> Iterator[Shot]:
    for name, changed in (("answers", False), ("answers-changed", True)):
        yield Shot(GROUP, name, partial(AnswersScreen, rows=ROWS, changed=changed))
    yield Shot(GROUP, "sure", lambda ui: SureScreen(ui, CHANGED))
    yield Shot(GROUP, "correcting", lambda ui: WaitScreen(ui, ui.say("where.correcting")))
    waiting = next(found for name, found in answers(today) if name == Place.WAITING.value)
    for notice in ("corrected", "not_corrected"):
        yield Shot(GROUP, notice.replace("_", "-"), _answer(hall, waiting, f"where.{notice}"))


def answers(today: date) -> Iterator[tuple[str, Whereabouts]]:
    """One of each place, and those of a day that is not certain, over, or not set."""
    filed, due = today - timedelta(days=9), today + timedelta(days=30)
    base = Whereabouts(NUMBER, "household_move", Place.WAITING, filed, TITLE, since=today, can_withdraw=True)
    by_place = {
        Place.WAITING: replace(base, since=None, to_bring=ITEMS, can_correct=True),
        Place.LOOKED_AT: replace(base, since=None, to_bring=ITEMS, can_correct=True),
        Place.RETURNED: replace(base, missing=ITEMS[:2], note=WROTE, can_correct=True),
        Place.ACCEPTED: replace(base, due=due),
        Place.REVIEWING: replace(base, due=due, due_certain=False, asked=3, said=1),
        Place.REFUSED: replace(base, reason=WROTE, can_withdraw=False),
        Place.AT_HALL: replace(base, since=None, can_withdraw=False),
        Place.UNREADABLE: replace(base, since=None, title=None, can_withdraw=False),
    }
    for place in Place:
        found = by_place.get(place, replace(base, can_withdraw=False))
        yield place.value, replace(found, place=place)
    accepted = replace(by_place[Place.ACCEPTED], place=Place.ACCEPTED)
    yield "late", replace(accepted, due=filed, late=True)
    yield "no-day", replace(accepted, due=None)


def asked(today: date) -> Iterator[tuple[str, AnswerTold]]:
    """Each state in which somebody finds their question."""
    day = datetime.combine(today, time(9), HALL_ZONE)
    before = day - timedelta(days=30)
    yield "asked-answered", AnswerTold(QuestionState.ANSWERED, before, day, WROTE)
    yield "asked-open", AnswerTold(QuestionState.OPEN, day)
    yield "asked-late", AnswerTold(QuestionState.OPEN, before)
    yield "asked-unreached", AnswerTold(QuestionState.UNREACHED, before)
    yield "asked-gone", AnswerTold(QuestionState.ANSWERED, before, day)


def _read(found: AnswerTold, today: date) -> Callable[[Ui], Screen]:
    def build(ui: Ui) -> Screen:
        told = read(found, ui.words, today, WorkingDays())
        return WhereScreen(ui, told, NUMBER, can_withdraw=False, prints=bool(told.written))

    return build


def _answer(hall: Hall, found: Whereabouts, notice: str = "") -> Callable[[Ui], Screen]:
    def build(ui: Ui) -> Screen:
        return WhereScreen(
            ui,
            told(found, ui.words, hall.staffed_window.in_(ui.locale)),
            found.number,
            can_withdraw=found.can_withdraw,
            can_correct=found.can_correct,
            notice=ui.say(notice) if notice else "",
        )

    return build


def _asks(words: AskWords, icon: str = "info", **gaps: str) -> Callable[[Ui], Screen]:
    return lambda ui: AskScreen(
        ui, ui.say(words.title, **gaps), ui.say(words.help), *words.keys(ui), icon=icon
    )
