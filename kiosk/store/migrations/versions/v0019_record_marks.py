"""The record is marked with the key, so that whoever edits the file without it is found out."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0019"
down_revision = "0018"


def upgrade(op: Operations) -> None:
    op.create_table(
        "record_mark",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_record_mark")),
    )
