"""The tables. A row never leaves this package: repositories turn rows into values."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from kiosk.assist.call import OPEN_STATES, CallState, Outcome
from kiosk.cases.appointment import AppointmentState
from kiosk.cases.difficult import DifficultState, Source, StepKind, Way
from kiosk.cases.question import How, QuestionState
from kiosk.cases.visit_end import Ending
from kiosk.cases.window import WindowState
from kiosk.store._kinds import KeptDay, UtcTime
from kiosk.studio.in_force import Kind
from kiosk.visit.moving import Stage

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can take hold of it."""


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of all rows, with a registry of its own."""


class CallRow(Row, table=True):
    """A call. note is sealed: an officer may have written a name into it."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint(_one_of("state", tuple(CallState)), name="state"),
        CheckConstraint(_one_of("outcome", tuple(Outcome)), name="outcome"),
        Index(
            "one_open_call_a_kiosk",
            "kiosk",
            unique=True,
            sqlite_where=text(_one_of("state", OPEN_STATES)),
            postgresql_where=text(_one_of("state", OPEN_STATES)),
        ),
    )

    id: str = Field(primary_key=True)
    kiosk: str
    kiosk_name: str
    place: str
    service: str | None
    step: str | None
    locale: str
    priority: bool
    quiet: bool
    state: str
    created_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    officer: str | None = None
    arrived_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    outcome: str | None = None
    note: bytes | None = None


class PresenceRow(Row, table=True):
    """When an officer at a desk was last heard of."""

    __tablename__ = "officer_presence"

    officer: str = Field(primary_key=True)
    heard_at: datetime = Field(sa_type=UtcTime)


class ReleaseRow(Row, table=True):
    """The release of a flow that a case was filed under, word for word."""

    __tablename__ = "flow_release"

    sha256: str = Field(primary_key=True)
    flow: str
    version: int
    source: str


class CaseRow(Row, table=True):
    """A case: everything but what the resident said."""

    __tablename__ = "filed_case"

    id: str = Field(primary_key=True)
    visit_id: str = Field(unique=True)
    number: str = Field(unique=True)
    kiosk: str
    service: str
    flow_version: int
    flow_sha256: str = Field(foreign_key="flow_release.sha256")
    locale: str
    priority: bool
    state: str
    filed_at: datetime = Field(sa_type=UtcTime)


class AnswerRow(Row, table=True):
    """One answer, sealed; position: its place in the flow's order."""

    __tablename__ = "case_answer"

    case_id: str = Field(primary_key=True, foreign_key="filed_case.id")
    step: str = Field(primary_key=True)
    position: int
    schema_version: int
    value: bytes


class WishRow(Row, table=True):
    """The private wish, sealed and apart: no listing and no case ever reads this table."""

    __tablename__ = "wish"

    case_id: str = Field(primary_key=True, foreign_key="filed_case.id")
    schema_version: int
    value: bytes


class RatingRow(Row, table=True):
    """One rating a visit, 1 to 5. A visit that filed nothing may be rated too, so it points to no case."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    visit_id: str = Field(primary_key=True)
    level: int
    rated_at: datetime = Field(sa_type=UtcTime)


class ThanksRow(Row, table=True):
    """An officer was thanked. It names no visit, no level and no time of day, and the rows stand by ids of
    chance: neither what is in one nor where it stands tells which rating it came with."""

    __tablename__ = "thanks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(primary_key=True)
    officer: str
    day: date = Field(sa_type=KeptDay, index=True)


class VisitEndRow(Row, table=True):
    """How a visit that entered a service ended; no answer is in it, and the private step is not named."""

    __tablename__ = "visit_end"
    __table_args__ = (CheckConstraint(_one_of("ending", tuple(Ending)), name="ending"),)

    visit_id: str = Field(primary_key=True)
    kiosk: str
    service: str
    flow_version: int
    locale: str
    step: str | None
    ending: str
    priority: bool
    began_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime = Field(sa_type=UtcTime, index=True)


class DifficultRow(Row, table=True):
    """A difficult case. subject is sealed: an officer wrote it. At most one for a call, and for a visit.

    moved_at: when the hall's hub had it; since then it is seen to there.
    """

    __tablename__ = "difficult_case"
    __table_args__ = (
        CheckConstraint(
            _one_of("source", (Source.NOT_SOLVED, Source.LOW_RATING, Source.CONVERSATION)), name="source"
        ),
        CheckConstraint(_one_of("state", tuple(DifficultState)), name="state"),
    )

    id: str = Field(primary_key=True)
    source: str
    opened_at: datetime = Field(sa_type=UtcTime)
    opened_by: str | None = None
    due: date = Field(sa_type=KeptDay)
    state: str
    call_id: str | None = Field(default=None, unique=True, foreign_key="call.id")
    visit_id: str | None = Field(default=None, unique=True)
    service: str | None = None
    owner: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_by: str | None = None
    subject: bytes | None = None
    moved_at: datetime | None = Field(default=None, sa_type=UtcTime)


class DifficultStepRow(Row, table=True):
    """What was done in a difficult case; position: its place in the order. text is sealed."""

    __tablename__ = "difficult_step"
    __table_args__ = (
        CheckConstraint(_one_of("kind", tuple(StepKind)), name="kind"),
        CheckConstraint(_one_of("way", tuple(Way)), name="way"),
        UniqueConstraint("case_id", "position"),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="difficult_case.id")
    position: int
    at: datetime = Field(sa_type=UtcTime)
    by: str
    kind: str
    way: str | None = None
    owner: str | None = None
    text: bytes | None = None


class QuestionRow(Row, table=True):
    """A question that a resident asked; what they asked stands with the case.

    moved_at: when the hall's hub had it; since then it is answered there. channel: by which way it came; none
    where it was asked at the kiosk.
    """

    __tablename__ = "question"
    __table_args__ = (CheckConstraint(_one_of("state", tuple(QuestionState)), name="state"),)

    case_id: str = Field(primary_key=True, foreign_key="filed_case.id")
    state: str
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_by: str | None = None
    moved_at: datetime | None = Field(default=None, sa_type=UtcTime)
    channel: str | None = None


class QuestionReplyRow(Row, table=True):
    """What was done about a question; position: its place in the order. text is sealed."""

    __tablename__ = "question_reply"
    __table_args__ = (
        CheckConstraint(_one_of("how", tuple(How)), name="how"),
        UniqueConstraint("case_id", "position"),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="question.case_id")
    position: int
    at: datetime = Field(sa_type=UtcTime)
    by: str
    how: str
    text: bytes | None = None


class WindowCaseRow(Row, table=True):
    """Where a case stands at the window: what its deeds come to, for lists. deeds: how many there are.

    over_at: when nobody had anything left to do. moved_at: when the hall's hub had it; since then it is
    handled there.
    """

    __tablename__ = "window_case"
    __table_args__ = (CheckConstraint(_one_of("state", tuple(WindowState)), name="state"),)

    case_id: str = Field(primary_key=True, foreign_key="filed_case.id")
    state: str
    handler: str | None = None
    due: date | None = Field(default=None, sa_type=KeptDay)
    deeds: int = 0
    over_at: datetime | None = Field(default=None, sa_type=UtcTime)
    moved_at: datetime | None = Field(default=None, sa_type=UtcTime)


class WindowDeedRow(Row, table=True):
    """What was done with a case at the window; position: its place in the order. body is sealed.

    Triggers refuse every change but another sealing, and the removal of what is not over.
    """

    __tablename__ = "window_deed"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="window_case.case_id")
    position: int
    at: datetime = Field(sa_type=UtcTime)
    by: str
    kind: str
    body: bytes


class AppointmentRow(Row, table=True):
    """An appointment, or somebody's place in the hall's line without one.

    begins: "HH:MM" by the hall's clock; place: "window/seat", given once in a half hour. person,
    identity_last, phone_last, code: hashes under the finding key; sealed: code and last four, as JSON.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(_one_of("state", tuple(AppointmentState)), name="state"),
        UniqueConstraint("day", "begins", "place"),
        Index("one_number_a_day", "day", "number", unique=True),
        Index(
            "one_booked_a_person_and_service",
            "person",
            "service",
            unique=True,
            sqlite_where=text(_one_of("state", (AppointmentState.BOOKED,))),
        ),
        Index(
            "one_called_a_window",
            "day",
            "window",
            unique=True,
            sqlite_where=text(_one_of("state", (AppointmentState.CALLED,))),
        ),
        Index("appointment_code", "code"),
    )

    id: str = Field(primary_key=True)
    service: str
    locale: str
    elderly: bool
    state: str
    day: date = Field(sa_type=KeptDay)
    begins: str | None = None
    place: str | None = None
    number: int | None = None
    window: int | None = None
    person: str | None = None
    identity_last: str | None = None
    phone_last: str | None = None
    code: str | None = None
    sealed: bytes | None = None
    booked_at: datetime = Field(sa_type=UtcTime)
    arrived_at: datetime | None = Field(default=None, sa_type=UtcTime)
    turn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    called_at: datetime | None = Field(default=None, sa_type=UtcTime)
    calls: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class FindingKeyRow(Row, table=True):
    """The key under which appointments are found, sealed."""

    __tablename__ = "finding_key"

    id: str = Field(primary_key=True)
    sealed: bytes


class FindingTryRow(Row, table=True):
    """Wrong tries to find one: at which place, or with which code, as a hash."""

    __tablename__ = "finding_try"

    who: str = Field(primary_key=True)
    failures: int
    failed_at: datetime = Field(sa_type=UtcTime)


class VisitingPlanRow(Row, table=True):
    """When which windows serve whom; body: as JSON."""

    __tablename__ = "visiting_plan"

    station: str = Field(primary_key=True)
    body: str


class SequenceRow(Row, table=True):
    """A counter that never goes back; last: the number given out last."""

    __tablename__ = "sequence"

    name: str = Field(primary_key=True)
    last: int


class OfficerRow(Row, table=True):
    """An officer. name, pin (its argon2 hash): sealed. roles: slugs with commas between."""

    __tablename__ = "officer"

    number: str = Field(primary_key=True)
    name: bytes | None
    roles: str
    active: bool
    pin: bytes
    failures: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RecordRow(Row, table=True):
    """An entry of the record; triggers refuse every change and every removal."""

    __tablename__ = "record_entry"

    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    who: str
    deed: str
    about: str
    digest: str


class RecordMarkRow(Row, table=True):
    """An entry's digest, sealed: whoever has no key can write the record anew, but not these.

    seq 0 has, sealed, where the record begins and ends.
    """

    __tablename__ = "record_mark"

    seq: int = Field(primary_key=True)
    mark: bytes


class KioskReportRow(Row, table=True):
    """How a kiosk did when it was heard of last."""

    __tablename__ = "kiosk_report"

    kiosk: str = Field(primary_key=True)
    kiosk_name: str
    place: str
    in_use: bool
    in_service: bool
    voice_ok: bool
    paper_ok: bool
    version: str
    heard_at: datetime = Field(sa_type=UtcTime)


class RosterRow(Row, table=True):
    """Who is on duty when; body: numbers and times, as JSON."""

    __tablename__ = "roster"

    station: str = Field(primary_key=True)
    body: str


class JournalRow(Row, table=True):
    """How far a kiosk and the hall's hub have heard of each other; in one journal the numbers only grow.

    refused_*: the hub's last refusal, until it keeps a change again. begun_at: when it was begun in place of
    another one.
    """

    __tablename__ = "outgoing_journal"

    kiosk: str = Field(primary_key=True)
    journal: str
    made: int
    delivered: int
    told: int
    refused_as: str | None = None
    refused_why: str | None = None
    refused_at: datetime | None = Field(default=None, sa_type=UtcTime)
    begun_at: datetime | None = Field(default=None, sa_type=UtcTime)


class MovingRow(Row, table=True):
    """An unfinished visit on its way to a window. sealed: to the desk's own key; not even this machine can
    open it. window: the texts of all locales, as JSON."""

    __tablename__ = "moving_visit"
    __table_args__ = (CheckConstraint(_one_of("stage", tuple(Stage)), name="stage"),)

    call_id: str = Field(primary_key=True, foreign_key="call.id")
    desk: str
    officer: str
    window: str
    public: str
    until: datetime = Field(sa_type=UtcTime)
    stage: str
    sealed: str | None = None


class OutgoingRow(Row, table=True):
    """A change of a call, as it goes to the hub: written in the transaction that made it."""

    __tablename__ = "outgoing_change"

    kiosk: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    id: str = Field(unique=True)
    call_id: str = Field(index=True)
    body: str


class OutgoingFactRow(Row, table=True):
    """Where something stands that the hub has still to hear; ref: the id of what ``kind`` says.

    A number is never given twice: whoever carries them goes on after the last one that they had.
    """

    __tablename__ = "outgoing_fact"
    __table_args__ = (UniqueConstraint("kind", "ref"), {"sqlite_autoincrement": True})

    seq: int = Field(primary_key=True)
    kind: str
    ref: str
    noted_at: datetime = Field(sa_type=UtcTime)


class ServiceReleaseRow(Row, table=True):
    """A release of a service as it was published; triggers refuse every change and every removal.

    changes: against the release it was based on, as JSON. shipped: it came with the product.
    """

    __tablename__ = "service_release"

    service: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    sha256: str
    source: str
    shipped: bool
    changes: str


class ReleaseEventRow(Row, table=True):
    """What was done with a release, or a service; triggers refuse every change and every removal."""

    __tablename__ = "release_event"
    __table_args__ = (CheckConstraint(_one_of("kind", tuple(Kind)), name="kind"),)

    seq: int = Field(primary_key=True)
    service: str = Field(index=True)
    number: int
    kind: str
    by: str
    at: datetime = Field(sa_type=UtcTime)
    starts_on: date | None = Field(default=None, sa_type=KeptDay)
    based_on: int | None = None


class DraftRow(Row, table=True):
    """A draft of a service. revision: one more with each saving."""

    __tablename__ = "service_draft"

    service: str = Field(primary_key=True)
    text: str
    based_on: int
    revision: int
    by: str
    saved_at: datetime = Field(default=None, sa_type=UtcTime)


class HallReleaseRow(Row, table=True):
    """A release of the hall that passed this program's check."""

    __tablename__ = "hall_release"

    service: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    source: str
    shipped: bool


class HallEventRow(Row, table=True):
    """What was done with the hall's releases, as its hub told it last."""

    __tablename__ = "hall_event"

    seq: int = Field(primary_key=True)
    service: str
    number: int
    kind: str
    by: str
    at: datetime = Field(sa_type=UtcTime)
    starts_on: date | None = Field(default=None, sa_type=KeptDay)
    based_on: int | None = None
    sha256: str | None = None


class HallDeclinedRow(Row, table=True):
    """A release of the hall that is wanted, and not taken."""

    __tablename__ = "hall_declined"

    service: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    why: str
    at: datetime = Field(sa_type=UtcTime)


class PreparedRow(Row, table=True):
    """A form prepared at home. form is sealed; the marks are keyed hashes of what opens it.

    proof_marks: one behind the other. Once it is over, form, proof_marks and secret_mark are gone, and the
    code rests until ``rests_until``.
    """

    __tablename__ = "prepared_form"

    id: str = Field(primary_key=True)
    code_mark: str = Field(unique=True)
    proven: bool
    secret_mark: str | None = Field(default=None, unique=True)
    proof_marks: str | None = None
    form: bytes | None = None
    kept_at: datetime = Field(sa_type=UtcTime)
    until: datetime = Field(sa_type=UtcTime)
    rests_until: datetime = Field(sa_type=UtcTime)


class PreparedKeyRow(Row, table=True):
    """The one key of all marks, sealed: a new key of the store closes it anew, and every mark still holds."""

    __tablename__ = "prepared_key"

    id: int = Field(primary_key=True)
    secret: bytes


class PreparedGuessRow(Row, table=True):
    """Wrong tries of one asker, or of all together: at codes of prepared forms, and at the numbers of cases
    (those begin with ``where/``)."""

    __tablename__ = "prepared_guess"

    asker: str = Field(primary_key=True)
    count: int
    at: datetime = Field(sa_type=UtcTime)
    since: datetime = Field(sa_type=UtcTime)
