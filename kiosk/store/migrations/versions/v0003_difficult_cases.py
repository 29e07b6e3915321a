"""Difficult cases and their steps, with sealed texts."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0003"
down_revision = "0002"


def upgrade(op: Operations) -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "difficult_case",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("visit_id", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "source IN ('not_solved', 'low_rating', 'conversation')", name=op.f("ck_difficult_case_source")
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_difficult_case_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficult_case")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_difficult_case_call_id")),
        sa.UniqueConstraint("call_id", name=op.f("uq_difficult_case_call_id")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_difficult_case_visit_id")),
    )
    op.create_table(
        "difficult_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('note', 'assigned', 'asked_back', 'attempt_to_reach', 'resident_confirmed')",
            name=op.f("ck_difficult_step_kind"),
        ),
        sa.CheckConstraint(
            "way IN ('call', 'message', 'relative', 'visit')", name=op.f("ck_difficult_step_way")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficult_step")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_difficult_step_case_id")),
        sa.ForeignKeyConstraint(["case_id"], ["difficult_case.id"], name=op.f("fk_difficult_step_case_id")),
    )
