"""Times and days as the database keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from kiosk.store.failure import StoreFailed, Trouble

_Reading = Callable[[Any], Any]


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite keeps no zone: it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database; a time without a zone is an error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        return None if value is None else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Reading | None:
        """Raises :class:`StoreFailed` for what is no time."""
        return _or_damaged(super().result_processor(dialect, coltype))


class KeptDay(TypeDecorator[date]):
    """A day."""

    impl = Date()
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> _Reading | None:
        """Raises :class:`StoreFailed` for what is no day."""
        return _or_damaged(super().result_processor(dialect, coltype))


def _or_damaged(read: _Reading | None) -> _Reading | None:
    """The driver's own error would be a mistake of the program's to whoever asked."""
    if read is None:
        return None

    def told(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError):
            raise StoreFailed(Trouble.DAMAGED, "a time or a day cannot be read") from None

    return told


def kept_time(moment: datetime) -> str:
    """As SQLite keeps a :class:`UtcTime`, for statements without the ORM. moment: in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def check_texts(*told: object) -> None:
    """Raises ValueError where one of them is neither text nor missing: SQLite keeps bytes in any column."""
    if not all(isinstance(each, str | None) for each in told):
        raise ValueError("what should be text is none")
