"""Cases at the window: where they stand, and what was done with them, sealed and only appended to."""

import sqlalchemy as sa
from alembic.operations import Operations

from kiosk.store._kinds import UtcTime

revision = "0022"
down_revision = "0021"

_STATES = (
    "'handed_in', 'returned', 'accepted', 'circulating', 'reviewed', 'granted', 'refused', 'issued', "
    "'declined', 'withdrawn'"
)
# Cases of before come to the window too. What the hub was told of already is handled there.
_BEFORE = """
INSERT INTO window_case (case_id, state, deeds, moved_at)
SELECT id, 'handed_in', 0, CASE WHEN EXISTS (
    SELECT 1 FROM outgoing_fact WHERE kind = 'case' AND ref = filed_case.id
) THEN NULL ELSE filed_at END
FROM filed_case WHERE id NOT IN (SELECT case_id FROM question)
"""
_GUARDS = (
    'CREATE TRIGGER window_deed_no_update BEFORE UPDATE OF id, case_id, position, at, "by", kind '
    "ON window_deed BEGIN SELECT RAISE(ABORT, 'the deeds of a case are only appended to'); END",
    "CREATE TRIGGER window_deed_no_delete BEFORE DELETE ON window_deed "
    "WHEN EXISTS (SELECT 1 FROM window_case WHERE case_id = OLD.case_id "
    "AND over_at IS NULL AND moved_at IS NULL) "
    "BEGIN SELECT RAISE(ABORT, 'the deeds of a case that is not over stay'); END",
)


def upgrade(op: Operations) -> None:
    op.create_table(
        "window_case",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("handler", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("deeds", sa.Integer(), nullable=False),
        sa.Column("over_at", UtcTime(), nullable=True),
        sa.Column("moved_at", UtcTime(), nullable=True),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_window_case_state")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_window_case")),
        sa.ForeignKeyConstraint(["case_id"], ["filed_case.id"], name=op.f("fk_window_case_case_id")),
    )
    op.create_table(
        "window_deed",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_deed")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_window_deed_case_id")),
        sa.ForeignKeyConstraint(["case_id"], ["window_case.case_id"], name=op.f("fk_window_deed_case_id")),
    )
    op.execute(_BEFORE)
    for guard in _GUARDS:
        op.execute(guard)
