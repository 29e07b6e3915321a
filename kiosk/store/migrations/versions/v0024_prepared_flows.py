"""A service's text beside the forms prepared at home that were given for it: once for all of them."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0024"
down_revision = "0023"


def upgrade(op: Operations) -> None:
    op.create_table(
        "prepared_flow",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_prepared_flow")),
    )
    op.add_column("prepared_form", sa.Column("flow", sa.String(), nullable=True))
