"""When a kiosk's journal was begun in place of another one."""

import sqlalchemy as sa
from alembic.operations import Operations

from kiosk.store._kinds import UtcTime

revision = "0012"
down_revision = "0011"


def upgrade(op: Operations) -> None:
    op.add_column("outgoing_journal", sa.Column("begun_at", UtcTime(), nullable=True))
