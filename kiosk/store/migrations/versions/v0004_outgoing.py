"""What a kiosk has still to tell the hall's hub: a journal of the changes of its calls."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0004"
down_revision = "0003"


def upgrade(op: Operations) -> None:
    op.create_table(
        "outgoing_journal",
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("journal", sa.String(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_outgoing_journal")),
    )
    op.create_table(
        "outgoing_change",
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "seq", name=op.f("pk_outgoing_change")),
        sa.UniqueConstraint("id", name=op.f("uq_outgoing_change_id")),
    )
    op.create_index(op.f("ix_outgoing_change_call_id"), "outgoing_change", ["call_id"])
