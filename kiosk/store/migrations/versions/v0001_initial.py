"""Calls, presence, cases with sealed answers, the wish apart, ratings, releases, sequences."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0001"
down_revision = None


def upgrade(op: Operations) -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "call",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("kiosk_name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=True),
        sa.Column("claimed_at", moment, nullable=True),
        sa.Column("officer", sa.String(), nullable=True),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'done', 'cancelled')", name=op.f("ck_call_state")
        ),
        sa.CheckConstraint("outcome IN ('helped', 'to_window', 'not_solved')", name=op.f("ck_call_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    still_open = sa.text("state IN ('waiting', 'claimed')")
    op.create_index(
        "one_open_call_a_kiosk",
        "call",
        ["kiosk"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "officer_presence",
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("heard_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("officer", name=op.f("pk_officer_presence")),
    )
    op.create_table(
        "flow_release",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_flow_release")),
    )
    op.create_table(
        "filed_case",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("flow_version", sa.Integer(), nullable=False),
        sa.Column("flow_sha256", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("filed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_case")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_filed_case_visit_id")),
        sa.UniqueConstraint("number", name=op.f("uq_filed_case_number")),
        sa.ForeignKeyConstraint(
            ["flow_sha256"], ["flow_release.sha256"], name=op.f("fk_filed_case_flow_sha256")
        ),
    )
    op.create_table(
        "case_answer",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "step", name=op.f("pk_case_answer")),
        sa.ForeignKeyConstraint(["case_id"], ["filed_case.id"], name=op.f("fk_case_answer_case_id")),
    )
    op.create_table(
        "wish",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_wish")),
        sa.ForeignKeyConstraint(["case_id"], ["filed_case.id"], name=op.f("fk_wish_case_id")),
    )
    op.create_table(
        "rating",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rated_at", moment, nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_rating_level")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_rating")),
    )
    op.create_table(
        "sequence",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sequence")),
    )
