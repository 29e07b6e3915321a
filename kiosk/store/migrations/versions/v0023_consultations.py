"""By which way a question came, and two more ways to answer one."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "0023"
down_revision = "0022"

_HOW = "how IN ('called_back', 'at_the_desk', 'message', 'written', 'on_the_phone', 'not_reached')"


def upgrade(op: Operations) -> None:
    op.add_column("question", sa.Column("channel", sa.String(), nullable=True))
    with op.batch_alter_table("question_reply") as replies:
        replies.drop_constraint(op.f("ck_question_reply_how"), type_="check")
        replies.create_check_constraint(op.f("ck_question_reply_how"), sa.text(_HOW))
