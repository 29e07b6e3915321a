"""The state machine: which mode the kiosk is in. It holds no step, no answer, no text and no SQL.

Two parallel regions. *visit*: attract, then a resident is present (home, serving, materials, receipt,
rating), the idle prompt with a deep history back to where the resident was, out of service, moved to a
window. *assist*: how
far a call for a guide has come.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtStateMachine import QHistoryState, QState, QStateMachine


class Mode(StrEnum):
    """The states of the visit region."""

    ATTRACT = "attract"
    HOME = "home"
    SERVING = "serving"
    MATERIALS = "materials"
    RECEIPT = "receipt"
    RATING = "rating"
    IDLE_PROMPT = "idle_prompt"
    OUT_OF_SERVICE = "out_of_service"
    MOVED = "moved"
    """The visit is at a window now; nothing of it is here."""


class Assist(StrEnum):
    """The states of the assist region."""

    NONE = "none"
    CALLING = "calling"
    AT_DESK = "at_desk"
    COMING = "coming"
    HERE = "here"


class Event(StrEnum):
    """All that can happen."""

    START = "start"
    SERVICE_CHOSEN = "service_chosen"
    AT_MATERIALS = "at_materials"
    AT_QUESTION = "at_question"
    LEFT_SERVICE = "left_service"
    TOLD = "told"
    HANDED_IN = "handed_in"
    RECEIPT_DONE = "receipt_done"
    RATED = "rated"
    MOVED = "moved"
    RESTART = "restart"
    IDLE = "idle"
    STILL_HERE = "still_here"
    LEAVE = "leave"
    BROKE = "broke"
    MENDED = "mended"
    CALL_SAVED = "call_saved"
    DESK_SAW = "desk_saw"
    CLAIMED = "claimed"
    ARRIVED = "arrived"
    PUT_BACK = "put_back"
    CALL_OVER = "call_over"


PRESENT = "present"
"""The compound state round all modes in which a resident is there."""

HISTORY = "history"

PRESENT_MODES = (Mode.HOME, Mode.SERVING, Mode.MATERIALS, Mode.RECEIPT, Mode.RATING)

VISIT_TRANSITIONS: tuple[tuple[str, Event, str], ...] = (
    (Mode.ATTRACT, Event.START, Mode.HOME),
    (Mode.HOME, Event.SERVICE_CHOSEN, Mode.SERVING),
    (Mode.SERVING, Event.AT_MATERIALS, Mode.MATERIALS),
    (Mode.MATERIALS, Event.AT_QUESTION, Mode.SERVING),
    (Mode.SERVING, Event.LEFT_SERVICE, Mode.HOME),
    (Mode.MATERIALS, Event.LEFT_SERVICE, Mode.HOME),
    (Mode.SERVING, Event.TOLD, Mode.RATING),
    (Mode.SERVING, Event.HANDED_IN, Mode.RECEIPT),
    (Mode.RECEIPT, Event.RECEIPT_DONE, Mode.RATING),
    (Mode.RATING, Event.RATED, Mode.ATTRACT),
    (Mode.SERVING, Event.MOVED, Mode.MOVED),
    (Mode.MATERIALS, Event.MOVED, Mode.MOVED),
    (Mode.MOVED, Event.LEAVE, Mode.ATTRACT),
    (Mode.MOVED, Event.BROKE, Mode.OUT_OF_SERVICE),
    (PRESENT, Event.RESTART, Mode.ATTRACT),
    (PRESENT, Event.IDLE, Mode.IDLE_PROMPT),
    (PRESENT, Event.BROKE, Mode.OUT_OF_SERVICE),
    (Mode.ATTRACT, Event.BROKE, Mode.OUT_OF_SERVICE),
    (Mode.IDLE_PROMPT, Event.STILL_HERE, HISTORY),
    (Mode.IDLE_PROMPT, Event.LEAVE, Mode.ATTRACT),
    (Mode.IDLE_PROMPT, Event.RESTART, Mode.ATTRACT),
    (Mode.IDLE_PROMPT, Event.BROKE, Mode.OUT_OF_SERVICE),
    (Mode.OUT_OF_SERVICE, Event.MENDED, Mode.ATTRACT),
)
"""Every transition of the visit region; any other event changes nothing."""

ASSIST_TRANSITIONS: tuple[tuple[str, Event, str], ...] = (
    (Assist.NONE, Event.CALL_SAVED, Assist.CALLING),
    (Assist.CALLING, Event.DESK_SAW, Assist.AT_DESK),
    (Assist.CALLING, Event.CLAIMED, Assist.COMING),
    (Assist.AT_DESK, Event.CLAIMED, Assist.COMING),
    (Assist.COMING, Event.PUT_BACK, Assist.AT_DESK),
    (Assist.CALLING, Event.ARRIVED, Assist.HERE),
    (Assist.AT_DESK, Event.ARRIVED, Assist.HERE),
    (Assist.COMING, Event.ARRIVED, Assist.HERE),
    (Assist.HERE, Event.CLAIMED, Assist.COMING),
    (Assist.HERE, Event.PUT_BACK, Assist.AT_DESK),
    (Assist.HERE, Event.CALL_OVER, Assist.NONE),
    (Assist.CALLING, Event.CALL_OVER, Assist.NONE),
    (Assist.AT_DESK, Event.CALL_OVER, Assist.NONE),
    (Assist.COMING, Event.CALL_OVER, Assist.NONE),
)
"""Every transition of the assist region."""


class _Happened(QObject):
    """One signal an event, for the machine's signal transitions."""

    signal = Signal()


class Machine(QObject):
    """The kiosk's modes. ``mode_entered`` and ``assist_entered`` tell each state entered, by its value."""

    mode_entered = Signal(str)
    assist_entered = Signal(str)
    started = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = Mode.ATTRACT
        self.assist = Assist.NONE
        self._machine = QStateMachine(self)
        self._happened = {event: _Happened(self) for event in Event}
        both = QState(QState.ChildMode.ParallelStates)
        self._machine.addState(both)
        self._machine.setInitialState(both)
        self._build_visit(QState(both))
        self._build_assist(QState(both))
        self._machine.started.connect(self.started)

    def start(self) -> None:
        """Enter attract and none, as soon as the event loop runs."""
        self._machine.start()

    def stop(self) -> None:
        """Stop for good."""
        self._machine.stop()

    def post(self, event: Event) -> None:
        """Something happened. Where the present state knows no such event, nothing changes."""
        self._happened[event].signal.emit()

    def _build_visit(self, region: QState) -> None:
        states: dict[str, QState | QHistoryState] = {}
        present = QState(region)
        states[PRESENT] = present
        for mode in Mode:
            state = QState(present if mode in PRESENT_MODES else region)
            state.entered.connect(lambda m=mode: self._enter_mode(m))
            states[mode] = state
        history = QHistoryState(QHistoryState.HistoryType.DeepHistory, present)
        history.setDefaultState(states[Mode.HOME])
        states[HISTORY] = history
        attract, home = states[Mode.ATTRACT], states[Mode.HOME]
        region.setInitialState(attract)
        present.setInitialState(home)
        self._connect(states, VISIT_TRANSITIONS)

    def _build_assist(self, region: QState) -> None:
        states: dict[str, QState | QHistoryState] = {}
        for assist in Assist:
            state = QState(region)
            state.entered.connect(lambda a=assist: self._enter_assist(a))
            states[assist] = state
        region.setInitialState(states[Assist.NONE])
        self._connect(states, ASSIST_TRANSITIONS)

    def _connect(
        self, states: dict[str, QState | QHistoryState], table: tuple[tuple[str, Event, str], ...]
    ) -> None:
        for source, event, target in table:
            state = states[source]
            assert isinstance(state, QState)
            state.addTransition(self._happened[event].signal, states[target])

    def _enter_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.mode_entered.emit(mode.value)

    def _enter_assist(self, assist: Assist) -> None:
        self.assist = assist
        self.assist_entered.emit(assist.value)
