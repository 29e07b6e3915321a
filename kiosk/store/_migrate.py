"""Runs the migrations. Imports alembic, so it is itself only imported where there is something to migrate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.migration import MigrationStep
from alembic.script import Script
from alembic.script.revision import RevisionMap

from kiosk.store._engine import make_engine
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.migrations.versions import ALL


def upgrade(database: Path, revisions: Sequence[ModuleType] = ALL) -> None:
    """Bring the schema up to the last of ``revisions`` in one transaction: all of it happens, or nothing.

    Raises :class:`StoreFailed` where the database is of a newer program.
    """
    order = [module.revision for module in revisions]
    scripts = [Script(module, module.revision, module.__name__) for module in revisions]
    chain = RevisionMap(lambda: scripts)
    if chain.heads != (order[-1],):
        raise ValueError("the migrations are not one chain that ends with the last")

    def steps(heads: str | tuple[str, ...], context: MigrationContext) -> list[Any]:
        known = (heads,) if isinstance(heads, str) else heads
        if any(head not in order for head in known):
            raise StoreFailed(Trouble.UNKNOWN, f"the schema {', '.join(known)} is newer than this program")
        done = max((order.index(head) + 1 for head in known), default=0)
        return [MigrationStep.upgrade_from_script(chain, script) for script in scripts[done:]]

    # A batch change rebuilds a table that others point to, which only works with foreign keys off (SQLite,
    # "Making other kinds of table schema changes"); they are checked before the commit.
    engine = make_engine(database, foreign_keys=False)
    try:
        with engine.begin() as connection:
            context = MigrationContext.configure(connection, opts={"fn": steps, "render_as_batch": True})
            # Handed in, not through alembic's global ``op``, which two stores in two threads would share.
            context.run_migrations(op=Operations(context))
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise StoreFailed(Trouble.DAMAGED, "a row points to nothing after the migration")
    finally:
        engine.dispose()
