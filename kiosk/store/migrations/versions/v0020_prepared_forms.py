"""Forms that residents prepare at home, the key of their codes, and wrong tries at them."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0020"
down_revision = "0019"


def upgrade(op: Operations) -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "prepared_form",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code_mark", sa.String(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("secret_mark", sa.String(), nullable=True),
        sa.Column("proof_marks", sa.String(), nullable=True),
        sa.Column("form", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("rests_until", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_form")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_prepared_form_code_mark")),
        sa.UniqueConstraint("secret_mark", name=op.f("uq_prepared_form_secret_mark")),
    )
    op.create_table(
        "prepared_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_key")),
    )
    op.create_table(
        "prepared_guess",
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.PrimaryKeyConstraint("asker", name=op.f("pk_prepared_guess")),
    )
