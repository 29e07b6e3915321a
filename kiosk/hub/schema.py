"""The hub's tables in PostgreSQL, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.hub.database import Connection

_INITIAL = """
CREATE TABLE kiosk (
    id text PRIMARY KEY,
    key_sha256 bytea NOT NULL,
    told bigint NOT NULL DEFAULT 0,
    enrolled_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE desk (
    id text PRIMARY KEY,
    key_sha256 bytea NOT NULL,
    enrolled_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE journal (
    id text PRIMARY KEY,
    kiosk text NOT NULL REFERENCES kiosk,
    heard bigint NOT NULL DEFAULT 0
);
CREATE TABLE call (
    id text PRIMARY KEY,
    kiosk text NOT NULL REFERENCES kiosk,
    kiosk_name text NOT NULL,
    place text NOT NULL,
    service text,
    step text,
    locale text NOT NULL,
    priority boolean NOT NULL,
    quiet boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'claimed', 'done', 'cancelled')),
    created_at timestamptz NOT NULL,
    seen_at timestamptz,
    claimed_at timestamptz,
    officer text,
    closed_at timestamptz,
    outcome text CHECK (outcome IN ('helped', 'to_window', 'not_solved')),
    no bigint NOT NULL,
    heard bigint NOT NULL,
    UNIQUE (kiosk, no)
);
CREATE INDEX call_open ON call (created_at) WHERE state IN ('waiting', 'claimed');
CREATE TABLE heard_change (
    journal text NOT NULL REFERENCES journal,
    seq bigint NOT NULL,
    id text NOT NULL UNIQUE,
    call text NOT NULL REFERENCES call,
    kind text NOT NULL,
    officer text,
    at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    PRIMARY KEY (journal, seq)
);
"""

_TOLD = """
CREATE UNLOGGED TABLE told (
    id bigserial PRIMARY KEY,
    message text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
"""

_OFFICERS = """
CREATE TABLE officer (
    number text PRIMARY KEY,
    roles text NOT NULL,
    active boolean NOT NULL,
    pin text NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    failed_at timestamptz
);
CREATE TABLE desk_session (
    desk text NOT NULL REFERENCES desk,
    officer text NOT NULL REFERENCES officer,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (desk, officer)
);
CREATE TABLE presence (
    officer text NOT NULL,
    desk text NOT NULL REFERENCES desk,
    heard_at timestamptz NOT NULL,
    PRIMARY KEY (officer, desk)
);
CREATE TABLE record_chain (
    chain text PRIMARY KEY,
    last bigint NOT NULL,
    head text NOT NULL
);
CREATE TABLE record_entry (
    chain text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    who text NOT NULL,
    deed text NOT NULL,
    about text NOT NULL,
    digest text NOT NULL,
    PRIMARY KEY (chain, seq)
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the record is only ever appended to'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON record_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

_SEEING = """
CREATE TABLE seeing (
    id text PRIMARY KEY,
    call text NOT NULL REFERENCES call,
    kiosk text NOT NULL REFERENCES kiosk,
    desk text NOT NULL REFERENCES desk,
    officer text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    begun_at timestamptz,
    heard_at timestamptz,
    ended_at timestamptz,
    how text
);
CREATE INDEX seeing_open ON seeing (kiosk) WHERE ended_at IS NULL;
"""

_ARRIVAL = """
ALTER TABLE call ADD COLUMN arrived_at timestamptz;
"""

_MOVING = """
CREATE TABLE moving_visit (
    call text PRIMARY KEY REFERENCES call,
    desk text NOT NULL REFERENCES desk,
    officer text NOT NULL,
    window_texts text NOT NULL,
    public text NOT NULL,
    until timestamptz NOT NULL,
    stage text NOT NULL CHECK (stage IN ('asked', 'refused', 'sealed', 'received')),
    sealed text
);
"""

_NOTES = """
CREATE TABLE call_note (
    call text PRIMARY KEY REFERENCES call,
    sealed bytea NOT NULL
);
CREATE TABLE note_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    sealed bytea NOT NULL
);
"""

_KIOSK_REPORTS = """
CREATE UNLOGGED TABLE kiosk_report (
    kiosk text PRIMARY KEY REFERENCES kiosk,
    kiosk_name text NOT NULL,
    place text NOT NULL,
    in_use boolean NOT NULL,
    in_service boolean NOT NULL,
    voice_ok boolean NOT NULL,
    paper_ok boolean NOT NULL,
    version text NOT NULL,
    heard_at timestamptz NOT NULL
);
"""  # unlogged: a kiosk says all of it again within seconds

_ROSTER = """
CREATE TABLE roster (
    station text PRIMARY KEY,
    body text NOT NULL
);
"""

_CHANGE_AGE = """
CREATE INDEX heard_change_age ON heard_change (heard_at);
"""

_MADE_WHEN = """
CREATE INDEX call_made ON call (created_at);
"""  # figures of a day must not read the calls of all years
_FACTS = """
CREATE TABLE flow_release (
    sha256 text PRIMARY KEY,
    flow text NOT NULL,
    version integer NOT NULL,
    source text NOT NULL
);
CREATE TABLE filed_case (
    id text PRIMARY KEY,
    kiosk text NOT NULL REFERENCES kiosk,
    visit text NOT NULL UNIQUE,
    number text NOT NULL,
    service text NOT NULL,
    flow_version integer NOT NULL,
    flow_sha256 text NOT NULL,
    locale text NOT NULL,
    priority boolean NOT NULL,
    state text NOT NULL,
    filed_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    answers bytea
);
CREATE INDEX filed_case_filed_at ON filed_case (filed_at);
CREATE INDEX filed_case_number ON filed_case (number);
CREATE TABLE rating (
    visit text PRIMARY KEY,
    kiosk text NOT NULL REFERENCES kiosk,
    level integer NOT NULL CHECK (level BETWEEN 1 AND 5),
    rated_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL
);
CREATE INDEX rating_rated_at ON rating (rated_at);
CREATE TABLE visit_end (
    visit text PRIMARY KEY,
    kiosk text NOT NULL REFERENCES kiosk,
    service text NOT NULL,
    flow_version integer NOT NULL,
    locale text NOT NULL,
    step text,
    ending text NOT NULL,
    priority boolean NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL
);
CREATE INDEX visit_end_ended_at ON visit_end (ended_at);
CREATE TABLE difficult_case (
    id text PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('not_solved', 'low_rating', 'conversation')),
    opened_at timestamptz NOT NULL,
    opened_by text,
    due date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    call text UNIQUE,
    visit text UNIQUE,
    service text,
    owner text,
    closed_at timestamptz,
    closed_by text,
    subject bytea
);
CREATE INDEX difficult_open ON difficult_case (due) WHERE state = 'open';
CREATE TABLE difficult_step (
    id text PRIMARY KEY,
    difficult text NOT NULL REFERENCES difficult_case,
    position integer NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    kind text NOT NULL,
    way text,
    owner text,
    text bytea,
    UNIQUE (difficult, position)
);
"""  # a number may stand twice: a kiosk that was set back gives it out again

_NEW_JOURNALS = """
ALTER TABLE journal ADD COLUMN begun_at timestamptz;
ALTER TABLE journal ADD COLUMN instead_of text REFERENCES journal;
"""  # begun_at, instead_of: of those that a kiosk began because it had been put back to an older copy

_THANKS = """
CREATE TABLE thanks (
    id text PRIMARY KEY,
    officer text NOT NULL,
    day date NOT NULL
);
CREATE INDEX thanks_day ON thanks (day);
"""  # no kiosk, visit or time: nothing ties an officer to one rating

_RELEASES = """
CREATE TABLE service_release (
    service text NOT NULL,
    number integer NOT NULL,
    sha256 text NOT NULL,
    source text NOT NULL,
    shipped boolean NOT NULL,
    changes text NOT NULL,
    PRIMARY KEY (service, number)
);
CREATE TABLE release_event (
    seq bigint PRIMARY KEY,
    service text NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('proposed', 'published', 'approved', 'withdrawn', 'rolled_back', 'retired')),
    by text NOT NULL,
    at timestamptz NOT NULL,
    starts_on date,
    based_on integer
);
CREATE INDEX release_event_service ON release_event (service);
CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'releases are only appended to'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON service_release
    FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON service_release
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_release_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON release_event
    FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON release_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_release_change();
"""

_STUDIO = """
CREATE TABLE studio_session (
    desk text NOT NULL REFERENCES desk,
    officer text NOT NULL REFERENCES officer,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (desk, officer)
);
CREATE TABLE service_draft (
    service text PRIMARY KEY,
    text text NOT NULL,
    based_on integer NOT NULL,
    revision integer NOT NULL,
    by text NOT NULL,
    saved_at timestamptz NOT NULL
);
"""  # a session apart from a desk's: who only shapes services moves no call

_QUESTIONS = """
CREATE TABLE question (
    id text PRIMARY KEY REFERENCES filed_case,
    state text NOT NULL CHECK (state IN ('open', 'answered', 'unreached')),
    closed_at timestamptz,
    closed_by text
);
CREATE INDEX question_open ON question (id) WHERE state = 'open';
CREATE TABLE question_reply (
    id text PRIMARY KEY,
    question text NOT NULL REFERENCES question,
    position integer NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    how text NOT NULL,
    text bytea,
    UNIQUE (question, position)
);
"""

_DECLINED = """
CREATE TABLE declined_release (
    kiosk text NOT NULL REFERENCES kiosk,
    service text NOT NULL,
    number integer NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (kiosk, service, number)
);
"""

_CUT_OFF = """
ALTER TABLE kiosk ADD COLUMN cut_off_at timestamptz;
ALTER TABLE desk ADD COLUMN cut_off_at timestamptz;
"""  # its key is worth nothing since then; enrolled anew, it is no longer cut off

_RECORD_MARKS = """
CREATE TABLE record_mark (
    id text PRIMARY KEY,
    chain text NOT NULL,
    seq bigint NOT NULL,
    mark bytea NOT NULL,
    UNIQUE (chain, seq)
);
ALTER TABLE record_chain ADD COLUMN ends bytea;
CREATE TABLE record_chains (
    id text PRIMARY KEY,
    names bytea NOT NULL
);
"""  # a mark may be changed, by a new key; what is marked may not

_APPOINTMENTS = """
CREATE TABLE appointment (
    id text PRIMARY KEY,
    service text NOT NULL,
    locale text NOT NULL,
    elderly boolean NOT NULL,
    state text NOT NULL CHECK (
        state IN ('booked', 'waiting', 'called', 'passed_over', 'served', 'cancelled', 'no_show')),
    day date NOT NULL,
    begins text,
    place text,
    number integer,
    at_window integer,
    person text,
    identity_last text,
    phone_last text,
    code text,
    sealed bytea,
    booked_at timestamptz NOT NULL,
    arrived_at timestamptz,
    turn_at timestamptz,
    called_at timestamptz,
    calls integer NOT NULL DEFAULT 0,
    ended_at timestamptz,
    UNIQUE (day, begins, place),
    UNIQUE (day, number)
);
CREATE UNIQUE INDEX one_booked_a_person_and_service ON appointment (person, service) WHERE state = 'booked';
CREATE UNIQUE INDEX one_called_a_window ON appointment (day, at_window) WHERE state = 'called';
CREATE INDEX appointment_code ON appointment (code);
CREATE TABLE finding_key (
    id text PRIMARY KEY,
    sealed bytea NOT NULL
);
CREATE TABLE finding_try (
    who text PRIMARY KEY,
    failures integer NOT NULL,
    failed_at timestamptz NOT NULL
);
CREATE TABLE visiting_plan (
    station text PRIMARY KEY,
    body text NOT NULL
);
"""  # a place, "window/seat", is given once in a half hour; who booked is known by hashes alone

_WINDOW = """
CREATE TABLE window_case (
    id text PRIMARY KEY REFERENCES filed_case,
    state text NOT NULL,
    handler text,
    due date,
    deeds integer NOT NULL DEFAULT 0,
    over_at timestamptz
);
CREATE INDEX window_not_over ON window_case (id) WHERE over_at IS NULL;
CREATE TABLE window_deed (
    id text PRIMARY KEY,
    filed text NOT NULL REFERENCES window_case,
    position integer NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    kind text NOT NULL,
    body bytea,
    UNIQUE (filed, position)
);
CREATE FUNCTION refuse_deed_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the deeds of a case are only appended to'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OF id, filed, position, at, by, kind OR DELETE ON window_deed
    FOR EACH ROW EXECUTE FUNCTION refuse_deed_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON window_deed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_deed_change();
INSERT INTO window_case (id, state) SELECT id, 'handed_in' FROM filed_case
    WHERE answers IS NOT NULL AND id NOT IN (SELECT id FROM question);
"""  # a body may be sealed anew, and goes when its time is over

_PREPARED = """
CREATE TABLE prepared_form (
    id text PRIMARY KEY,
    code_mark text NOT NULL UNIQUE,
    proven boolean NOT NULL,
    secret_mark text UNIQUE,
    proof_marks text,
    form bytea,
    kept_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    rests_until timestamptz NOT NULL
);
CREATE TABLE prepared_key (
    id text PRIMARY KEY,
    secret bytea NOT NULL
);
CREATE TABLE prepared_guess (
    asker text PRIMARY KEY,
    count integer NOT NULL,
    at timestamptz NOT NULL,
    since timestamptz NOT NULL
);
"""  # the marks are keyed hashes of what opens a form; the key stands here sealed

_DIFFICULT_OF_THE_WINDOW = """
ALTER TABLE difficult_case DROP CONSTRAINT difficult_case_source_check;
ALTER TABLE difficult_case ADD CONSTRAINT difficult_case_source_check
    CHECK (source IN ('not_solved', 'low_rating', 'conversation', 'window'));
"""

_CONSULTATIONS = """
ALTER TABLE question ADD COLUMN channel text NOT NULL DEFAULT 'kiosk'
    CHECK (channel IN ('kiosk', 'home', 'phone'));
ALTER TABLE filed_case ALTER COLUMN kiosk DROP NOT NULL;
CREATE SEQUENCE noted_question;
"""  # what came by telephone has to do with no kiosk, and its number is the hall's own

MIGRATIONS: tuple[str, ...] = (
    _INITIAL,
    _TOLD,
    _OFFICERS,
    _SEEING,
    _ARRIVAL,
    _MOVING,
    _NOTES,
    _KIOSK_REPORTS,
    _ROSTER,
    _CHANGE_AGE,
    _MADE_WHEN,
    _FACTS,
    _NEW_JOURNALS,
    _THANKS,
    _RELEASES,
    _STUDIO,
    _QUESTIONS,
    _DECLINED,
    _CUT_OFF,
    _RECORD_MARKS,
    _APPOINTMENTS,
    _WINDOW,
    _PREPARED,
    _DIFFICULT_OF_THE_WINDOW,
    _CONSULTATIONS,
)
"""Each brings the schema one version further; none is ever changed or taken out."""

_LOCK = 0x6B696F736B
"""Any number, the same for all hubs: whoever holds it is the one that changes the schema."""


class NewerSchema(Exception):
    """The database is of a newer program."""


async def bring_up_to_date(connection: Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """All of it in one transaction, or nothing; of several hubs that start at once, one does it.

    Raises :class:`NewerSchema`.
    """
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS hub_schema "
            "(version integer PRIMARY KEY, applied_at timestamptz NOT NULL)"
        )
        done = await connection.fetchval("SELECT coalesce(max(version), 0) FROM hub_schema")
        if done > len(migrations):
            raise NewerSchema(f"the schema's version {done} is newer than this program")
        for version, change in enumerate(migrations[done:], done + 1):
            await connection.execute(change)
            await connection.execute("INSERT INTO hub_schema VALUES ($1, now())", version)
