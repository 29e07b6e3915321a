"""Questions that residents asked, and what was done about them, with sealed texts."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0017"
down_revision = "0016"


def upgrade(op: Operations) -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "question",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'unreached')", name=op.f("ck_question_state")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_question")),
        sa.ForeignKeyConstraint(["case_id"], ["filed_case.id"], name=op.f("fk_question_case_id")),
    )
    op.create_table(
        "question_reply",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "how IN ('called_back', 'at_the_desk', 'message', 'not_reached')",
            name=op.f("ck_question_reply_how"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_reply")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_question_reply_case_id")),
        sa.ForeignKeyConstraint(["case_id"], ["question.case_id"], name=op.f("fk_question_reply_case_id")),
    )
