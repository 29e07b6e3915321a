"""What a kiosk has still to tell the hall's hub beside its calls; difficult cases that went there."""

import sqlalchemy as sa
from alembic.operations import Operations

from kiosk.store._kinds import UtcTime

revision = "0011"
down_revision = "0010"

_NOTE = "INSERT INTO outgoing_fact (kind, ref, noted_at) "
# A release before its cases; what is over needs nobody in the hall.
_FROM = (
    "SELECT 'release', sha256, (SELECT min(filed_at) FROM filed_case WHERE flow_sha256 = sha256) "
    "FROM flow_release WHERE sha256 IN (SELECT flow_sha256 FROM filed_case)",
    "SELECT 'case', id, filed_at FROM filed_case ORDER BY filed_at",
    "SELECT 'rating', visit_id, rated_at FROM rating ORDER BY rated_at",
    "SELECT 'visit', visit_id, ended_at FROM visit_end ORDER BY ended_at",
    "SELECT 'difficult', id, opened_at FROM difficult_case WHERE state = 'open' ORDER BY opened_at",
)


def upgrade(op: Operations) -> None:
    op.create_table(
        "outgoing_fact",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("noted_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outgoing_fact")),
        sa.UniqueConstraint("kind", "ref", name=op.f("uq_outgoing_fact_kind")),
        sqlite_autoincrement=True,
    )
    op.add_column("difficult_case", sa.Column("moved_at", UtcTime(), nullable=True))
    for found in _FROM:
        op.execute(_NOTE + found)
