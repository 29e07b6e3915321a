"""Questions that are answered at the hall's hub."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0018"
down_revision = "0017"


def upgrade(op: Operations) -> None:
    op.add_column("question", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
