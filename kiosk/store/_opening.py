"""A new call, in the fewest statements: it is what a resident waits for."""

from __future__ import annotations

from sqlalchemy import Engine

from kiosk.assist.call import Call, CallState, NewCall
from kiosk.assist.change import ChangeKind
from kiosk.clock import Clock
from kiosk.store._engine import writing_at_once
from kiosk.store._kinds import kept_time
from kiosk.store._outgoing import put_change

# The unique indexes say whether there is a call already: that of the ids, and that of the kiosks' open calls.
_OPEN = (
    "INSERT INTO call "
    "(id, kiosk, kiosk_name, place, service, step, locale, priority, quiet, state, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)


def open_new(engine: Engine, new: NewCall, clock: Clock) -> Call | None:
    """The call, once it stands in the queue and in the journal.

    None where there is a call of this id, or this kiosk has one open: then nothing is changed.
    """
    call = Call(
        id=new.id,
        kiosk=new.kiosk,
        kiosk_name=new.kiosk_name,
        place=new.place,
        service=new.service,
        step=new.step,
        locale=new.locale,
        priority=new.priority,
        quiet=new.quiet,
        state=CallState.WAITING,
        created_at=clock.now(),
    )
    row = (
        *(call.id, call.kiosk, call.kiosk_name, call.place, call.service, call.step, call.locale),
        *(call.priority, call.quiet, str(call.state), kept_time(call.created_at)),
    )
    with writing_at_once(engine) as connection:
        if connection.execute(_OPEN, row).rowcount != 1:
            return None
        put_change(connection.execute, ChangeKind.OPENED, call, clock)
    return call
