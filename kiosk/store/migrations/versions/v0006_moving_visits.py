"""Unfinished visits on their way to a window, sealed to the desk that asked."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0006"
down_revision = "0005"


def upgrade(op: Operations) -> None:
    op.create_table(
        "moving_visit",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('asked', 'refused', 'sealed', 'received')", name=op.f("ck_moving_visit_stage")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_moving_visit_call_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_moving_visit")),
    )
