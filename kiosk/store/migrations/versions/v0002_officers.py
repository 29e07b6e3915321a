"""Officers with their PINs, and the record of what they did, which can only be appended to."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0002"
down_revision = "0001"


def upgrade(op: Operations) -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "officer",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("pin", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_officer")),
    )
    op.create_table(
        "record_entry",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_record_entry")),
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER record_entry_no_{change.lower()} BEFORE {change} ON record_entry "
            "BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END"
        )
