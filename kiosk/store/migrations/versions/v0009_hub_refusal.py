"""That the hall's hub would not have a kiosk's changes, when and why."""

import sqlalchemy as sa
from alembic.operations import Operations

from kiosk.store._kinds import UtcTime

revision = "0009"
down_revision = "0008"


def upgrade(op: Operations) -> None:
    op.add_column("outgoing_journal", sa.Column("refused_as", sa.String(), nullable=True))
    op.add_column("outgoing_journal", sa.Column("refused_why", sa.String(), nullable=True))
    op.add_column("outgoing_journal", sa.Column("refused_at", UtcTime(), nullable=True))
