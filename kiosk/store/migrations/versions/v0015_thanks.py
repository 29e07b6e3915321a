"""Thanks of officers, apart from the ratings that they came with."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0015"
down_revision = "0014"


def upgrade(op: Operations) -> None:
    op.create_table(
        "thanks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_thanks_day"), "thanks", ["day"])
