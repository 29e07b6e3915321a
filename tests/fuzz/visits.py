"""A visit on its way: to a window, or to the kiosk that comes after one that broke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from kiosk.flow.answer import CardData, PhoneNo, Place
from kiosk.flow.explore import explore, walks
from kiosk.flow.load import Release, load_folder
from kiosk.flow.run import FlowRun
from kiosk.message import Message
from kiosk.paths import Paths
from kiosk.sealing import DeskKey, seal
from kiosk.supervise.journal import Journal
from kiosk.visit.draft import Draft, Page
from kiosk.visit.moving import Bound, NotOpened
from kiosk.visit.travelling import CannotResume, Ended, Look, Travelling
from kiosk.visit.visit import Visit
from screens.shell import page_draft
from screens.steps.card import CardDraft
from screens.steps.entry import EntryDraft
from screens.steps.handwriting import Written
from tests.fuzz.parser import Parser, for_a_while, in_file, text

DAY = date(2026, 11, 27)
CARD = CardData(name="王桂兰", identity_number="310230194005010026", address="上海市崇明区堡镇解放街1号")
_BOUND = Bound("1", "01", datetime(2026, 11, 27, tzinfo=UTC))
_DESK = DeskKey()

# --- a visit on its way -----------------------------------------------------------------------


@cache
def _releases() -> tuple[Release, ...]:
    return load_folder(Paths.here().flows)[0]


@cache
def _visits() -> tuple[bytes, ...]:
    found = []
    look = Look(size="caring", high_contrast=False, sitting=False, slow=False, dialect="", way="hand")
    for release in _releases():
        for way in list(walks(explore(release.flow, DAY)))[:3]:
            run = FlowRun(release.flow, lambda: DAY)
            for _, value in way.answers:
                visit = Visit()
                visit.begin(release, run)
                found.append(Travelling.of(visit, "zh_CN", look).text().encode())
                run.answer(value)
    return tuple(found)


def _travelling(data: bytes) -> None:
    Ended.read(text(data))
    Travelling.read(text(data)).resume(_releases(), lambda: DAY)


def _looked_at(draft: Draft) -> None:
    visit = draft.resume(_releases(), lambda: DAY)
    assert visit.helpers.officers is not None
    page_draft.read(draft.page.entered)


@cache
def _drafts() -> tuple[bytes, ...]:
    pages = (
        None,
        EntryDraft(("138", "0"), half=Written("hand", True, (((1.0, 2.0), (3.5, 4.0)),), ("王",))),
        EntryDraft(("a",), True, 1, 2, (True,), Message("field.phone.length", {"digits": 11})),
        CardDraft(1, CARD),
        ("a", "b"),
        True,
    )
    found = []
    for at, told in enumerate(_visits()):
        travelling = Travelling.read(told.decode())
        draft = Draft(
            locale="zh_CN",
            look=travelling.look,
            travelling=travelling,
            began_at=datetime(2026, 11, 27, tzinfo=UTC),
            card=CARD,
            phone=PhoneNo(number="13800000000"),
            places=(Place(divisions=("上海市", "崇明区"), detail="城桥镇某路一号"),),
            calls={"01a2": None, "01a3": "0101"},
            page=Page(entered=page_draft.written(pages[at % len(pages)]), at=at % 3),
        )
        found.append(draft.text().encode())
    return tuple(found)


# --- the journal of the draft ---------------------------------------------------------------------


class _Holder:
    """Has the key of the draft, as the supervisor does."""

    key = b""

    def hold(self, key: bytes) -> None:
        self.key = key

    def drop(self) -> None:
        self.key = b""


@cache
def _draft_key() -> tuple[bytes, bytes]:
    """A key, and a draft that it opens."""
    with for_a_while() as place:
        holder = _Holder()
        Journal(Path(place), holder, None).keep(_Told("{}"))  # type: ignore[arg-type]
        return holder.key, (Path(place) / "draft").read_bytes()


@dataclass(frozen=True)
class _Told:
    """What the journal writes of a draft."""

    said: str

    def text(self) -> str:
        return self.said


def _journal(path: Path) -> None:
    Journal(path.parent, _Holder(), _draft_key()[0]).take()


def _journalled(data: bytes) -> None:
    """The text as a journal keeps it and reads it again; what it takes goes on."""
    with for_a_while() as place:
        holder = _Holder()
        Journal(Path(place), holder, None).keep(_Told(text(data)))  # type: ignore[arg-type]
        draft = Journal(Path(place), holder, holder.key).take()
    if draft is not None:
        _looked_at(draft)


VISITS: dict[str, Parser] = {
    "visit": Parser(_travelling, CannotResume, lambda: list(_visits())),
    "draft": Parser(_journalled, CannotResume, lambda: list(_drafts())),
    "draft journal": Parser(in_file("draft", _journal), (), lambda: [_draft_key()[1]]),
    "sealed visit": Parser(
        lambda data: _DESK.open(text(data), _BOUND),
        NotOpened,
        lambda: [seal("{}", _DESK.public, _BOUND).encode()],
    ),
}
"""By what they read."""
