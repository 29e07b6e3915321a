"""Appointments, the line in the hall, and the plan by which they are given."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0021"
down_revision = "0020"


def upgrade(op: Operations) -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("elderly", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("identity_last", sa.String(), nullable=True),
        sa.Column("phone_last", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("booked_at", moment, nullable=False),
        sa.Column("arrived_at", moment, nullable=True),
        sa.Column("turn_at", moment, nullable=True),
        sa.Column("called_at", moment, nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint(
            "state IN ('booked', 'waiting', 'called', 'passed_over', 'served', 'cancelled', 'no_show')",
            name=op.f("ck_appointment_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("day", "begins", "place", name=op.f("uq_appointment_day")),
    )
    op.create_index("one_number_a_day", "appointment", ["day", "number"], unique=True)
    op.create_index(
        "one_booked_a_person_and_service",
        "appointment",
        ["person", "service"],
        unique=True,
        sqlite_where=sa.text("state IN ('booked')"),
    )
    op.create_index(
        "one_called_a_window",
        "appointment",
        ["day", "window"],
        unique=True,
        sqlite_where=sa.text("state IN ('called')"),
    )
    op.create_index("appointment_code", "appointment", ["code"], unique=False)
    op.create_table(
        "finding_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_key")),
    )
    op.create_table(
        "finding_try",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_finding_try")),
    )
    op.create_table(
        "visiting_plan",
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("station", name=op.f("pk_visiting_plan")),
    )
