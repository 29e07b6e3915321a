"""Since when the officer who has a call is beside the resident."""

import sqlalchemy as sa
from alembic.operations import Operations

from kiosk.store._kinds import UtcTime

revision = "0005"
down_revision = "0004"


def upgrade(op: Operations) -> None:
    op.add_column("call", sa.Column("arrived_at", UtcTime(), nullable=True))
