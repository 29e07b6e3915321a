"""The messages between kiosks, desks and the hub: JSON texts over a WebSocket.

A kiosk says ``hello`` and hears the seq after which to go on; it sends ``changes`` and hears how far they are
kept (``heard``); at any time it is told of ``calls`` as they stand at the hub. A desk first gets a
``snapshot`` of all open calls, then each ``call`` that moves; or ``calls``, where its address ends with
``?calls=many`` (which an older hub does not know, and an older desk does not say). Of two pictures of a call
that with the larger ``no`` is the newer. What a desk asks is answered with ``done``, or ``refused`` with the
call as it stands.

Both may ``ask`` whatever a feature of the hub answers, and hear an ``answer`` or ``refused_ask``; and both
are ``told`` things unasked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from kiosk.assist.call import Outcome
from kiosk.assist.change_form import ChangeForm, Form, HallCallForm, Id, Moment, Number, Uuid7, Words, parsed

LARGEST_BYTES = 1024 * 1024
"""Of one message to the hub; MOST_CHANGES of the largest changes fit into it."""

MOST_CHANGES = 50
MOST_CALLS = 50

MANY = {"calls": "many"}
"""What a desk adds to the address."""

BUSY = "hub.busy"
"""The reason of a :class:`NoReply` where the hub has too much to do: perhaps it was not done."""

What = Annotated[str, Field(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}$")]

# --- both say and hear -----------------------------------------------------------------------


class Inquiry(Form):
    """Something is asked of a feature. ref: returned with the answer."""

    type: Literal["ask"] = "ask"
    ref: Id
    what: What
    body: dict[str, JsonValue]


class Reply(Form):
    """The answer."""

    type: Literal["answer"] = "answer"
    ref: str
    body: dict[str, JsonValue]


class NoReply(Form):
    """It is not answered. reason, params: a text's id, and what stands in it."""

    type: Literal["refused_ask"] = "refused_ask"
    ref: str
    reason: str
    params: dict[str, str | int] = Field(default_factory=dict)


class Told(Form):
    """Something unasked."""

    type: Literal["told"] = "told"
    what: What
    body: dict[str, JsonValue]


ForBoth = Reply | NoReply | Told

# --- a kiosk says ----------------------------------------------------------------------------


class Hello(Form):
    """The first word. told: the number of the last of the hub's decisions that the kiosk has taken over."""

    type: Literal["hello"] = "hello"
    version: Literal[1] = 1
    journal: Uuid7
    told: Number


class Changes(Form):
    """Changes in order. sent_at: by the kiosk's clock, so that the hub sees how far off it is."""

    type: Literal["changes"] = "changes"
    sent_at: Moment
    changes: Annotated[list[ChangeForm], Field(min_length=1, max_length=MOST_CHANGES)]


FromKiosk = Hello | Changes | Inquiry

# --- a kiosk hears ---------------------------------------------------------------------------


class Heard(Form):
    """The hub keeps all changes of this journal up to ``heard``; 0 where it has none yet."""

    type: Literal["heard"] = "heard"
    heard: Number


class Calls(Form):
    """Calls as they stand at the hub; to a kiosk its own, in the order of their numbers."""

    type: Literal["calls"] = "calls"
    calls: list[HallCallForm]


class Refused(Form):
    """Nothing of the last message was kept. expected: after a gap, the seq to go on with."""

    type: Literal["refused"] = "refused"
    reason: Literal["gap", "forked", "foreign", "malformed"]
    expected: Number | None = None
    detail: str = ""


ToKiosk = Heard | Calls | Refused | Reply | NoReply | Told

# --- a desk says -----------------------------------------------------------------------------


class Ask(Form):
    """An officer wants to move a call. ref: returned with the answer."""

    type: Literal["claim", "put_back"]
    ref: Id
    call: Id
    officer: Annotated[Words, Field(min_length=1)]


class AskHandOver(Form):
    """An officer gives a call to another one."""

    type: Literal["hand_over"] = "hand_over"
    ref: Id
    call: Id
    officer: Annotated[Words, Field(min_length=1)]
    to: Annotated[Words, Field(min_length=1)]


class AskClose(Form):
    """An officer ends a call. note: the hub keeps it sealed, and tells it to the call's kiosk."""

    type: Literal["close"] = "close"
    ref: Id
    call: Id
    officer: Annotated[Words, Field(min_length=1)]
    outcome: Outcome
    note: Words = ""


class Seen(Form):
    """The desk shows these calls now; there is no answer."""

    type: Literal["seen"] = "seen"
    calls: Annotated[list[Id], Field(max_length=1000)]


FromDesk = Ask | AskHandOver | AskClose | Seen | Inquiry

# --- a desk hears ----------------------------------------------------------------------------


class Snapshot(Form):
    """Every open call. now: by the hall's clock, so that the desk sees how far off its own is."""

    type: Literal["snapshot"] = "snapshot"
    now: Moment
    calls: list[HallCallForm]


class Moved(Form):
    """A call as it stands now."""

    type: Literal["call"] = "call"
    call: HallCallForm


def moved(call: str) -> str:
    """:class:`Moved` of a call that is JSON already."""
    return f'{{"type":"call","call":{call}}}'


def calls(those: Sequence[str]) -> str:
    """:class:`Calls` of calls that are JSON already."""
    return f'{{"type":"calls","calls":[{",".join(those)}]}}'


class Done(Form):
    """It was done; the call as it stands now."""

    type: Literal["done"] = "done"
    ref: str
    call: HallCallForm


class NotDone(Form):
    """It was not done. call: as it stands, with the officer who was first; None where it is unknown.

    busy: the hub has too much to do. Perhaps it was not done; where it was, the call is told as ever.
    """

    type: Literal["refused"] = "refused"
    ref: str | None
    reason: Literal["lost", "unknown", "malformed", "signed_out", "busy"]
    call: HallCallForm | None = None
    detail: str = ""


ToDesk = Snapshot | Moved | Calls | Done | NotDone | Reply | NoReply | Told

# --- reading ---------------------------------------------------------------------------------

_FROM_KIOSK: TypeAdapter[FromKiosk] = TypeAdapter(Annotated[FromKiosk, Field(discriminator="type")])
_TO_KIOSK: TypeAdapter[ToKiosk] = TypeAdapter(Annotated[ToKiosk, Field(discriminator="type")])
_FROM_DESK: TypeAdapter[FromDesk] = TypeAdapter(Annotated[FromDesk, Field(discriminator="type")])
_TO_DESK: TypeAdapter[ToDesk] = TypeAdapter(Annotated[ToDesk, Field(discriminator="type")])


def from_kiosk(text: str) -> FromKiosk:
    """Raises ``Malformed``."""
    return parsed(_FROM_KIOSK.validate_json, text)


def to_kiosk(text: str) -> ToKiosk:
    """Raises ``Malformed``."""
    return parsed(_TO_KIOSK.validate_json, text)


def from_desk(text: str) -> FromDesk:
    """Raises ``Malformed``."""
    return parsed(_FROM_DESK.validate_json, text)


def to_desk(text: str) -> ToDesk:
    """Raises ``Malformed``."""
    return parsed(_TO_DESK.validate_json, text)
