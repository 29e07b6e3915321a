"""Releases of services, and what was done with them; both can only be appended to."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0013"
down_revision = "0012"


def upgrade(op: Operations) -> None:
    op.create_table(
        "service_release",
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("service", "number", name=op.f("pk_service_release")),
    )
    op.create_table(
        "release_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('proposed', 'published', 'approved', 'withdrawn', 'rolled_back', 'retired')",
            name=op.f("ck_release_event_kind"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_release_event")),
    )
    op.create_index(op.f("ix_release_event_service"), "release_event", ["service"])
    for table in ("service_release", "release_event"):
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'releases are only appended to'); END"
            )
