"""How each visit that entered a service ended, and at which step."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0010"
down_revision = "0009"


def upgrade(op: Operations) -> None:
    op.create_table(
        "visit_end",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("flow_version", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ending IN ('handed_in', 'told', 'left', 'timed_out', 'to_window', 'out_of_service')",
            name=op.f("ck_visit_end_ending"),
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_end")),
    )
    op.create_index(op.f("ix_visit_end_ended_at"), "visit_end", ["ended_at"])
