"""Every state against every event."""

from __future__ import annotations

import pytest

from screens.shell.machine import (
    ASSIST_TRANSITIONS,
    HISTORY,
    PRESENT,
    PRESENT_MODES,
    VISIT_TRANSITIONS,
    Assist,
    Event,
    Machine,
    Mode,
)

WAY_TO: dict[Mode, tuple[Event, ...]] = {
    Mode.ATTRACT: (),
    Mode.HOME: (Event.START,),
    Mode.SERVING: (Event.START, Event.SERVICE_CHOSEN),
    Mode.MATERIALS: (Event.START, Event.SERVICE_CHOSEN, Event.AT_MATERIALS),
    Mode.RECEIPT: (Event.START, Event.SERVICE_CHOSEN, Event.HANDED_IN),
    Mode.RATING: (Event.START, Event.SERVICE_CHOSEN, Event.TOLD),
    Mode.IDLE_PROMPT: (Event.START, Event.IDLE),
    Mode.OUT_OF_SERVICE: (Event.BROKE,),
    Mode.MOVED: (Event.START, Event.SERVICE_CHOSEN, Event.MOVED),
}
ASSIST_WAY_TO: dict[Assist, tuple[Event, ...]] = {
    Assist.NONE: (),
    Assist.CALLING: (Event.CALL_SAVED,),
    Assist.AT_DESK: (Event.CALL_SAVED, Event.DESK_SAW),
    Assist.COMING: (Event.CALL_SAVED, Event.CLAIMED),
    Assist.HERE: (Event.CALL_SAVED, Event.CLAIMED, Event.ARRIVED),
}
# Written out by hand, apart from the machine's own table: what a resident may rely on.
EXPECTED: dict[tuple[Mode, Event], Mode] = {
    (Mode.ATTRACT, Event.START): Mode.HOME,
    (Mode.ATTRACT, Event.BROKE): Mode.OUT_OF_SERVICE,
    (Mode.HOME, Event.SERVICE_CHOSEN): Mode.SERVING,
    (Mode.SERVING, Event.AT_MATERIALS): Mode.MATERIALS,
    (Mode.SERVING, Event.LEFT_SERVICE): Mode.HOME,
    (Mode.SERVING, Event.TOLD): Mode.RATING,
    (Mode.SERVING, Event.HANDED_IN): Mode.RECEIPT,
    (Mode.MATERIALS, Event.AT_QUESTION): Mode.SERVING,
    (Mode.MATERIALS, Event.LEFT_SERVICE): Mode.HOME,
    (Mode.SERVING, Event.MOVED): Mode.MOVED,
    (Mode.MATERIALS, Event.MOVED): Mode.MOVED,
    (Mode.MOVED, Event.LEAVE): Mode.ATTRACT,
    (Mode.MOVED, Event.BROKE): Mode.OUT_OF_SERVICE,
    (Mode.RECEIPT, Event.RECEIPT_DONE): Mode.RATING,
    (Mode.RATING, Event.RATED): Mode.ATTRACT,
    (Mode.IDLE_PROMPT, Event.STILL_HERE): Mode.HOME,
    (Mode.IDLE_PROMPT, Event.LEAVE): Mode.ATTRACT,
    (Mode.IDLE_PROMPT, Event.RESTART): Mode.ATTRACT,
    (Mode.IDLE_PROMPT, Event.BROKE): Mode.OUT_OF_SERVICE,
    (Mode.OUT_OF_SERVICE, Event.MENDED): Mode.ATTRACT,
    **{(m, Event.RESTART): Mode.ATTRACT for m in PRESENT_MODES},
    **{(m, Event.IDLE): Mode.IDLE_PROMPT for m in PRESENT_MODES},
    **{(m, Event.BROKE): Mode.OUT_OF_SERVICE for m in PRESENT_MODES},
}
EXPECTED_ASSIST: dict[tuple[Assist, Event], Assist] = {
    (Assist.NONE, Event.CALL_SAVED): Assist.CALLING,
    (Assist.CALLING, Event.DESK_SAW): Assist.AT_DESK,
    (Assist.CALLING, Event.CLAIMED): Assist.COMING,
    (Assist.CALLING, Event.CALL_OVER): Assist.NONE,
    (Assist.AT_DESK, Event.CLAIMED): Assist.COMING,
    (Assist.AT_DESK, Event.CALL_OVER): Assist.NONE,
    (Assist.COMING, Event.PUT_BACK): Assist.AT_DESK,
    (Assist.CALLING, Event.ARRIVED): Assist.HERE,
    (Assist.AT_DESK, Event.ARRIVED): Assist.HERE,
    (Assist.COMING, Event.ARRIVED): Assist.HERE,
    (Assist.HERE, Event.CLAIMED): Assist.COMING,
    (Assist.HERE, Event.PUT_BACK): Assist.AT_DESK,
    (Assist.HERE, Event.CALL_OVER): Assist.NONE,
    (Assist.COMING, Event.CALL_OVER): Assist.NONE,
}


@pytest.fixture
def machine(qtbot):
    made = Machine()
    with qtbot.waitSignal(made.started):
        made.start()
    yield made
    made.stop()


def settle(qtbot, machine: Machine) -> None:
    """A probe event in the other region tells when all posted before it was worked off."""
    probe, back = (
        (Event.CALL_SAVED, Event.CALL_OVER)
        if machine.assist is Assist.NONE
        else (Event.CALL_OVER, Event.CALL_SAVED)
    )
    with qtbot.waitSignal(machine.assist_entered):
        machine.post(probe)
    with qtbot.waitSignal(machine.assist_entered):
        machine.post(back)


def drive(qtbot, machine: Machine, events: tuple[Event, ...]) -> None:
    for event in events:
        with qtbot.waitSignals([machine.mode_entered], order="none"):
            machine.post(event)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_against_every_event(qtbot, mode: Mode) -> None:
    for event in Event:
        machine = Machine()
        with qtbot.waitSignal(machine.started):
            machine.start()
        drive(qtbot, machine, WAY_TO[mode])
        assert machine.mode is mode
        expected = EXPECTED.get((mode, event), mode)
        if expected is not mode:
            with qtbot.waitSignal(machine.mode_entered):
                machine.post(event)
        else:
            machine.post(event)
            if event not in {e for _, e in EXPECTED_ASSIST}:
                settle(qtbot, machine)
        assert machine.mode is expected, f"{event} in {mode}"
        machine.stop()


@pytest.mark.parametrize("assist", list(Assist))
def test_every_call_state_against_every_event(qtbot, assist: Assist) -> None:
    for event in Event:
        machine = Machine()
        with qtbot.waitSignal(machine.started):
            machine.start()
        for step in ASSIST_WAY_TO[assist]:
            with qtbot.waitSignal(machine.assist_entered):
                machine.post(step)
        assert machine.assist is assist
        expected = EXPECTED_ASSIST.get((assist, event), assist)
        if expected is not assist:
            with qtbot.waitSignal(machine.assist_entered):
                machine.post(event)
        elif (Mode.ATTRACT, event) in EXPECTED:
            with qtbot.waitSignal(machine.mode_entered):
                machine.post(event)
        else:
            machine.post(event)
            with qtbot.waitSignal(machine.mode_entered):
                machine.post(Event.START)
        assert machine.assist is expected, f"{event} in {assist}"
        machine.stop()


@pytest.mark.parametrize("mode", PRESENT_MODES)
def test_the_idle_prompt_gives_back_the_exact_mode(qtbot, machine: Machine, mode: Mode) -> None:
    drive(qtbot, machine, WAY_TO[mode])
    with qtbot.waitSignal(machine.mode_entered):
        machine.post(Event.IDLE)
    assert machine.mode is Mode.IDLE_PROMPT
    with qtbot.waitSignal(machine.mode_entered):
        machine.post(Event.STILL_HERE)
    assert machine.mode is mode


def test_the_table_names_only_known_states() -> None:
    for source, _event, target in VISIT_TRANSITIONS:
        assert source in {*Mode, PRESENT}
        assert target in {*Mode, HISTORY}
    for source, _event, target in ASSIST_TRANSITIONS:
        assert source in set(Assist)
        assert target in set(Assist)


def test_a_visit_leaves_an_open_call_alone(qtbot, machine: Machine) -> None:
    with qtbot.waitSignal(machine.assist_entered):
        machine.post(Event.CALL_SAVED)
    drive(qtbot, machine, (Event.START, Event.RESTART))
    assert machine.assist is Assist.CALLING
