"""How each kiosk did when it was heard of last."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0007"
down_revision = "0006"


def upgrade(op: Operations) -> None:
    op.create_table(
        "kiosk_report",
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("kiosk_name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("in_service", sa.Boolean(), nullable=False),
        sa.Column("voice_ok", sa.Boolean(), nullable=False),
        sa.Column("paper_ok", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_kiosk_report")),
    )
