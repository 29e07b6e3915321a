"""Every column that is sealed, and where each of its values stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.store.seal import Cell

ROW = "rowid"


@dataclass(frozen=True)
class SealedColumn:
    """A column of a table. row: the columns of the row's id, in the order in which a cell names them.

    before: those of them that a cell of an earlier version named.
    """

    table: str
    column: str
    row: tuple[str, ...] = ("id",)
    before: tuple[str, ...] = ()

    def after(self, connection: Connection, rowid: int, limit: int) -> list[tuple[int, bytes, Cell]]:
        """At most ``limit`` values of the rows behind ``rowid``, in the order in which they lie there.

        What stands there and is no bytes was sealed by nobody: empty bytes, which do not open.
        """
        named = ", ".join(f'"{name}"' for name in self.row)
        found = connection.exec_driver_sql(
            f'SELECT {ROW}, "{self.column}", {named} FROM "{self.table}" '  # noqa: S608 - no value in it
            f'WHERE {ROW} > ? AND "{self.column}" IS NOT NULL ORDER BY {ROW} LIMIT ?',
            (rowid, limit),
        )
        return [
            (each[0], each[1] if isinstance(each[1], bytes) else b"", self.cell(*each[2:])) for each in found
        ]

    def cell(self, *row: object) -> Cell:
        """Where the value of this row stands."""
        named = dict(zip(self.row, map(str, row), strict=True))
        earlier = "/".join(named[each] for each in self.before)
        before = Cell(self.table, earlier, self.column) if earlier else None
        return Cell(self.table, "/".join(named.values()), self.column, before)

    def others(self, connection: Connection, head: bytes) -> int:
        """How many values do not begin with ``head``."""
        (count,) = connection.exec_driver_sql(
            f'SELECT count(*) FROM "{self.table}" '  # noqa: S608 - no value in it
            f'WHERE "{self.column}" IS NOT NULL AND substr("{self.column}", 1, ?) <> ?',
            (len(head), head),
        ).one()
        return int(count)

    def any_under(self, connection: Connection, head: bytes) -> bool:
        """Whether a value begins with ``head``."""
        (found,) = connection.exec_driver_sql(
            f'SELECT EXISTS (SELECT 1 FROM "{self.table}" '  # noqa: S608 - no value in it
            f'WHERE substr("{self.column}", 1, ?) = ?)',
            (len(head), head),
        ).one()
        return bool(found)

    def put(self, connection: Connection, rowid: int, was: bytes, now: bytes) -> None:
        """Another sealing of the same value, unless it was changed meanwhile."""
        connection.exec_driver_sql(
            f'UPDATE "{self.table}" SET "{self.column}" = ? '  # noqa: S608 - no value in it
            f'WHERE {ROW} = ? AND "{self.column}" = ?',
            (now, rowid, was),
        )


SEALED = (
    SealedColumn("finding_key", "sealed"),
    SealedColumn("appointment", "sealed"),
    SealedColumn("officer", "pin", ("number",)),
    SealedColumn("officer", "name", ("number",)),
    SealedColumn("case_answer", "value", ("case_id", "step")),
    SealedColumn("wish", "value", ("case_id",)),
    SealedColumn("call", "note"),
    SealedColumn("difficult_case", "subject"),
    SealedColumn("difficult_step", "text"),
    SealedColumn("question_reply", "text"),
    SealedColumn("window_deed", "body", ("case_id", "position", "id"), before=("id",)),
    SealedColumn("prepared_form", "form"),
    SealedColumn("prepared_key", "secret"),
    SealedColumn("record_mark", "mark", ("seq",)),
)
"""A column that is sealed and does not stand here would lose its values with the key that closed them."""
