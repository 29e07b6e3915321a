"""One case at the window: what the resident said, what they brought, and what can be done with it now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QLineEdit, QPushButton, QVBoxLayout

from kiosk.cases import window_deeds as d
from kiosk.cases.window import BEFORE_ACCEPTANCE, Service, missing_of
from kiosk.cases.window_acts import Accept, Act, Circulate, Decide
from kiosk.cases.window_desk import WindowCase
from kiosk.cases.window_offers import Offer, offers, to_review
from kiosk.flow.answer_lines import read_flow
from kiosk.flow.model import Flow
from kiosk.officers.officer import Officer
from kiosk.words import Words
from screens.desk.look import button, frame, label
from screens.desk.ticks import Ticks
from screens.desk.window_issue import IssueForm
from screens.desk.window_words import WindowWords
from screens.theme import Palette

LONGEST = 200
"""Signs of a line that is written here."""
WORDED = frozenset(
    {Offer.RETURN, Offer.DECLINE, Offer.AGREE, Offer.DISAGREE, Offer.GRANT, Offer.REFUSE, Offer.WITHDRAW}
)
"""What takes the line along."""
TEMPLATES = ("complete", "not_met", "elsewhere")
FORWARD = frozenset({Offer.TAKE, Offer.ACCEPT, Offer.CIRCULATE, Offer.GRANT})
APART = frozenset({Offer.SEE_MATERIALS, Offer.ASKED_APART, Offer.ISSUE})
"""These have their own place on the page."""
FIRST = frozenset({Offer.TAKE, Offer.PUT_BACK})
"""Whose it is stands at the top."""
KEYS_A_ROW = 2


class CasePanel(QFrame):
    """wanted: acts to do in this order, and whether the slip of what is missing is to be printed.

    What is ticked or written stays while the same case is shown, whatever becomes of it elsewhere.
    """

    wanted = Signal(object)

    def __init__(self, words: Words, telling: WindowWords, palette: Palette) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._words, self._telling = words, telling
        self.case: WindowCase | None = None
        self.flow: Flow | None = None
        self._officer: Officer | None = None
        self.ticks: set[str] = set()
        self._sure = False
        say = words.say
        self.head = label("", "head", wrap=True)
        self.elderly = label(say("window.elderly"), part="mark")
        self.facts = label("", "detail", wrap=True)
        self.answers = QGridLayout()
        self.answers.setColumnStretch(1, 1)
        self.answers.setHorizontalSpacing(18)
        self.bring = label(say("window.materials"), "bold")
        self._ticks = Ticks(words, "window.tick")
        self._ticks.pressed.connect(self._tick)
        self.fine: set[str] = set()
        self._asked: tuple[str, ...] = ()
        self.look_at = label(say("window.look_at"), "bold", wrap=True)
        self._looks = Ticks(words, "window.tick_fine")
        self._looks.pressed.connect(self._tick_fine)
        self.note_materials = button(say("window.do.see_materials"))
        self.note_materials.clicked.connect(lambda: self._do(Offer.SEE_MATERIALS))
        self.apart = self._apart()
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(say("window.line"))
        self.line.setAccessibleName(say("window.line"))
        self._templates = QVBoxLayout()
        self._templates.setSpacing(6)
        self.templates = [button(say(f"window.template.{each}"), "chip") for each in TEMPLATES]
        for key in self.templates:
            key.clicked.connect(lambda _c=False, k=key: self.line.setText(k.text()))
            key.setStyleSheet("text-align: left;")
            self._templates.addWidget(key)
        self._first, self._keys = QGridLayout(), QGridLayout()
        for grid in (self._first, self._keys):
            grid.setSpacing(10)
        self.missing = label("", "detail", wrap=True)
        self.keys: dict[Offer, QPushButton] = {}
        self.issue = IssueForm(words, palette)
        self.issue.wanted.connect(lambda: self._do(Offer.ISSUE))
        self.answers_title = label(say("window.answers"), "bold")
        self.history_title = label(say("window.history"), "bold")
        self.history = label("", "detail", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.elderly, 0, Qt.AlignmentFlag.AlignTop)
        parts = (
            *(top, self.facts, self._first, self.apart, self.bring, self._ticks, self.note_materials),
            *(self.look_at, self._looks, self.missing, self.line, self._templates, self._keys, self.issue),
            *(self.answers_title, self.answers, self.history_title, self.history),
        )
        for part in parts:
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part)
        self.hide()

    def _apart(self) -> QFrame:
        """A calm hint; what the resident said at the kiosk stands nowhere."""
        made = frame("calm")
        self.asked_apart = button(self._words.say("window.do.asked_apart"))
        self.asked_apart.clicked.connect(lambda: self._do(Offer.ASKED_APART))
        column = QVBoxLayout(made)
        column.setContentsMargins(14, 10, 14, 10)
        column.addWidget(label(self._words.say("window.ask_apart_hint"), "detail", wrap=True))
        column.addWidget(self.asked_apart)
        return made

    @property
    def materials(self) -> dict[str, QPushButton]:
        """The key of each material, by its id."""
        return self._ticks.keys

    @property
    def looks(self) -> dict[str, QPushButton]:
        """The key of each thing to look at, by its place."""
        return self._looks.keys

    # --- showing --------------------------------------------------------------------------------

    def show_case(self, case: WindowCase | None, officer: Officer | None) -> None:
        """Show it as it stands now. Another one, or nobody's, begins anew."""
        if case is None or self.case is None or case.id != self.case.id:
            self.line.clear()
            self.issue.clear()
            self.ticks = set() if case is None else set(case.standing.seen)
            self.fine = set()
            self.flow = None if case is None else read_flow(case.service, case.flow_source)
        elif case.standing.seen != self.case.standing.seen:
            self.ticks = set(case.standing.seen)
        asked = () if case is None or officer is None else to_review(case.standing, officer)[:1]
        if asked != self._asked:  # what is so for one reviewer says nothing of what another looks at
            self._asked, self.fine = asked, set()
        self.case, self._officer = case, officer
        self.setVisible(case is not None)
        _empty(self.answers)
        if case is None or officer is None:
            for words in (self.head, self.facts, self.history):
                words.setText("")
            self._show_offers()
            return
        telling = self._telling
        self.head.setText(f"{telling.service(case)}　{telling.number(case)}")
        self.elderly.setVisible(case.priority)
        self.facts.setText(telling.facts(case, self.flow))
        for place, (name, value) in enumerate(telling.answers(case, self.flow)):
            self.answers.addWidget(label(name, "detail", wrap=True), place, 0)
            self.answers.addWidget(label(value, "bold", wrap=True), place, 1)
        self.answers_title.setVisible(bool(case.answers))
        self.history.setText("\n".join(telling.deed(each, self.flow) for each in case.deeds))
        for each in (self.history, self.history_title):
            each.setVisible(bool(case.deeds))
        self._show_offers()

    def nothing_to_do(self) -> None:
        """It was finished elsewhere: it stays to be read, with what was written, and offers nothing."""
        self._officer = None
        self._show_offers()

    @property
    def idle(self) -> bool:
        """Whether nothing is offered until it is shown anew."""
        return self._officer is None

    def _offers(self) -> frozenset[Offer]:
        if self.case is None or self._officer is None:
            return frozenset()
        return offers(self.case.standing, self.case.asks, self._officer, self.ticks)

    def _show_offers(self) -> None:
        found, case = self._offers(), self.case
        self._show_materials(found)
        self._show_looks(found)
        before = case is not None and case.standing.state in BEFORE_ACCEPTANCE
        unasked = before and case is not None and case.asks.asks_wish and not case.standing.asked_apart
        self.apart.setVisible(bool(unasked))
        self.asked_apart.setVisible(Offer.ASKED_APART in found)
        worded = bool(found & WORDED)
        self.line.setVisible(worded)
        for key in self.templates:
            key.setVisible(bool(found & {Offer.GRANT, Offer.REFUSE, Offer.DECLINE, Offer.DISAGREE}))
        self.issue.setVisible(Offer.ISSUE in found)
        self._show_missing(found)
        self.keys, self._sure = {}, False
        for grid, some in ((self._first, found & FIRST), (self._keys, found - FIRST - APART)):
            _empty(grid)
            for place, offer in enumerate(each for each in Offer if each in some):
                key = button(self._label(offer), "go" if offer in FORWARD else "")
                key.clicked.connect(lambda _c=False, o=offer: self._pressed(o))
                self.keys[offer] = key
                grid.addWidget(key, place // KEYS_A_ROW, place % KEYS_A_ROW)

    def _show_missing(self, found: frozenset[Offer]) -> None:
        """Why it cannot be accepted yet, where it is this officer's to accept."""
        why = ""
        if self.case is not None and Offer.DECLINE in found and Offer.ACCEPT not in found:
            asks = self.case.asks
            why = "window.not_all_seen" if missing_of(asks, self.ticks) else "window.ask_apart"
        self.missing.setText(self._words.say(why) if why else "")
        self.missing.setVisible(bool(why))

    def _label(self, offer: Offer) -> str:
        say = self._words.say
        if offer in (Offer.AGREE, Offer.DISAGREE) and self.case is not None and self._officer is not None:
            reviewer = self._telling.reviewer(self.flow, to_review(self.case.standing, self._officer)[0])
            return say(f"window.do.{offer}", reviewer=reviewer)
        return say(f"window.do.{offer}")

    def _show_materials(self, found: frozenset[Offer]) -> None:
        case, telling = self.case, self._telling
        asks = Service() if case is None else case.asks
        needed = [
            (slug, telling.material(self.flow, slug, spare=slug in asks.spare)) for slug in asks.materials
        ]
        self.bring.setVisible(bool(needed))
        self._ticks.show_lines(needed, self.ticks, enabled=Offer.SEE_MATERIALS in found)
        changed = case is not None and self.ticks != case.standing.seen
        self.note_materials.setVisible(Offer.SEE_MATERIALS in found and changed)

    def _show_looks(self, found: frozenset[Offer]) -> None:
        """What the reviewer who may speak now looks at on the spot."""
        lines: tuple[str, ...] = ()
        if Offer.AGREE in found and self.case is not None and self._officer is not None:
            lines = self._telling.look_at(self.flow, to_review(self.case.standing, self._officer)[0])
        self.look_at.setVisible(bool(lines))
        self._looks.show_lines([(str(n), line) for n, line in enumerate(lines)], self.fine, enabled=True)

    def _tick(self, slug: str) -> None:
        self.ticks ^= {slug}
        self._show_offers()

    def _tick_fine(self, place: str) -> None:
        self.fine ^= {place}
        self._show_offers()

    # --- doing ----------------------------------------------------------------------------------

    def _pressed(self, offer: Offer) -> None:
        """What the resident loses for good is asked once more."""
        if offer is Offer.WITHDRAW and not self._sure:
            self._sure = True
            self.keys[offer].setText(self._words.say("window.sure_withdraw"))
            return
        self._do(offer)

    def _do(self, offer: Offer) -> None:
        case, officer = self.case, self._officer
        if case is None or officer is None or offer not in self._offers():
            return
        acts: list[Act] = []
        noted = offer in (Offer.SEE_MATERIALS, Offer.ACCEPT, Offer.RETURN)
        if noted and self.ticks != case.standing.seen:
            seen = tuple(each for each in case.asks.materials if each in self.ticks)
            acts.append(d.MaterialsSeen(by=officer.number, materials=seen))
        if offer is not Offer.SEE_MATERIALS:
            acts.append(self._act(offer, case, officer))
        self.wanted.emit(tuple(acts))

    def _act(self, offer: Offer, case: WindowCase, officer: Officer) -> Act:
        by, text = officer.number, self.line.text().strip()
        match offer:
            case Offer.TAKE:
                return d.Taken(by=by)
            case Offer.PUT_BACK:
                return d.PutBack(by=by)
            case Offer.ASKED_APART:
                return d.AskedApart(by=by)
            case Offer.ACCEPT:
                return Accept(by)
            case Offer.RETURN:
                missing = missing_of(case.asks, self.ticks)
                return d.Returned(by=by, missing=missing, note=text)
            case Offer.DECLINE:
                return d.Declined(by=by, reason=text)
            case Offer.CIRCULATE:
                return Circulate(by)
            case Offer.AGREE | Offer.DISAGREE:
                reviewer = to_review(case.standing, officer)[0]
                fine = tuple(sorted(int(place) for place in self.fine))
                agrees = offer is Offer.AGREE
                return d.Reviewed(by=by, reviewer=reviewer, agrees=agrees, reason=text, fine=fine)
            case Offer.GRANT | Offer.REFUSE:
                return Decide(by, offer is Offer.GRANT, text)
            case Offer.ISSUE:
                return self.issue.act(by)
            case _:
                return d.Withdrawn(by=by, reason=text)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()  # at once: it is deleted only later
            widget.deleteLater()
