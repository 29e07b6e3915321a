"""What the kiosk notes for those who keep it running: JSON lines in a file and on standard error.

A resident's answer never stands in it. Nothing logs answers; and since an error's own words may quote what it
choked on, of an error only its kind and the places in the code are kept.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LARGEST_BYTES = 2_000_000
KEPT_FILES = 5

_PRIVATE = frozenset(
    {
        "address",
        "answer",
        "answers",
        "identity",
        "input",
        "name",
        "number",
        "params",
        "phone",
        "text",
        "value",
    }
)


class _Lasting(logging.Handler):
    """A disk that is full or fails stops no one: lines are lost, counted, and the count is noted later.

    What a line says is not told elsewhere in its place: logging's own way would print it with all that was
    filled in.
    """

    lost = 0
    _failed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, and before long how many are missing above it."""
        self._failed = False
        super().emit(record)
        if self.lost and not self._failed:
            lost, self.lost = self.lost, 0
            missing = {"name": "kiosk.log", "level": logging.WARNING, "levelname": "WARNING"}
            super().emit(logging.makeLogRecord({**missing, "msg": f"{lost} lines could not be written"}))

    def handleError(self, record: logging.LogRecord) -> None:
        """The line is lost; said on standard error once, until one is written again."""
        self._failed = True
        self.lost += 1
        if self.lost == 1:
            why = sys.exc_info()[0]
            with contextlib.suppress(OSError, ValueError, AttributeError):  # nobody may be listening there
                sys.stderr.write(f"kiosk: the log cannot be written ({why.__name__ if why else '?'})\n")


class _LastingStream(_Lasting, logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error, which may be closed."""


class _PrivateFile(_Lasting, RotatingFileHandler):
    """Readable by the kiosk's own account only."""

    def _open(self):  # type: ignore[no-untyped-def]
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        return super()._open()

    def close(self) -> None:
        """What has not reached the disk by now is among the lines lost."""
        with contextlib.suppress(OSError):
            super().close()


def start(folder: Path, *, to_stderr: bool = True) -> Path:
    """Log to ``folder``/kiosk.log, turned over at 2 MB, five old files kept. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "kiosk.log"
    handlers: list[logging.Handler] = [
        _PrivateFile(path, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    ]
    if to_stderr:
        handlers.append(_LastingStream(sys.stderr))
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _error_without_words,
        _without_private,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=[_first_line_only, *shared],
    )
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, type(formatter))]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    for noisy in ("alembic", "sqlalchemy", "asyncio", "qasync", "uvicorn", "websockets"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return path


def note_error(error: BaseException) -> None:
    """Note an error that nobody expected."""
    structlog.stdlib.get_logger("kiosk").error(
        "unforeseen", exc_info=(type(error), error, error.__traceback__)
    )


def note_words(kind: str, category: str, words: str) -> None:
    """Note what the windows' library has to say; its words tell nothing of what was entered."""
    structlog.stdlib.get_logger("kiosk").warning("toolkit", kind=kind, category=category, words=words)


def _error_without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The error's kind and where it came from; never what it says."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if given is True:
        given = sys.exc_info()
    if isinstance(given, BaseException):
        given = (type(given), given, given.__traceback__)
    if isinstance(given, tuple) and given[0] is not None:
        event["error"] = given[0].__name__
        event["at"] = _places(given[2])
    return event


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


def _without_private(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The net under everything: what is named like an answer is left out."""
    return {key: "(left out)" if key in _PRIVATE else kept for key, kept in event.items()}


def _first_line_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Of another library's note, the first line as it stands in its code, without what was filled in."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = (str(record.msg).splitlines() or [""])[0]
        event["logger"] = record.name
        if record.exc_info:
            event["exc_info"] = record.exc_info
    return event
