"""The one thread that works on the store, and the line of jobs before it."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kiosk.clock import Clock
from kiosk.officers.seat import Seats
from kiosk.store.diagnosis import diagnose
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.working_days import DueRule

if TYPE_CHECKING:
    # Seen by the type checker, and by whatever packs a frozen program; at run time see _opened.
    from kiosk.store._shelf import Shelf

T = TypeVar("T")

_KEEPS_OPEN = frozenset({Trouble.FULL})
"""After these the open files are still the right ones, and on a full disk they could not be opened again."""


class Line:
    """Runs jobs one after another on the opened data folder, which it opens for the first of them.

    After a failure the folder is opened anew for the next job, so that a disk that was mended, or a key that
    was put back, serves again without a restart. It is created only while it was never open before: one that
    vanished must not come back empty.
    """

    def __init__(self, folder: DataFolder, clock: Clock, rule: DueRule) -> None:
        self._folder = folder
        self._clock = clock
        self._rule = rule
        self.seats = Seats()
        """Who sits at this program's desk; it outlasts an opening of the folder."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._shelf: Shelf | None = None
        self._was_open = False

    async def run(self, work: Callable[[Shelf], T]) -> T:
        """Do ``work`` in the thread. Raises :class:`StoreFailed`, or what the work itself raises.

        A job in the line is always done to its end, even if the task that waits for it is cancelled: then an
        error of the job goes to the loop's exception handler.
        """
        return await self._submit(lambda: self._do(work))

    async def close(self) -> None:
        """Do what is in the line, let go of the folder, end the thread. A second time does nothing."""
        try:
            closing = self._submit(self._let_go)
        except StoreFailed:
            return
        self._thread.shutdown(wait=False)
        await closing

    def _submit(self, job: Callable[[], T]) -> asyncio.Future[T]:
        try:
            inner = asyncio.wrap_future(self._thread.submit(job))
        except RuntimeError:
            raise StoreFailed(Trouble.UNKNOWN, "the store is closed") from None
        # Not asyncio.shield: in some versions of Python it is silent about an error after a cancellation.
        outer: asyncio.Future[T] = inner.get_loop().create_future()
        inner.add_done_callback(partial(_pass_on, outer))
        return outer

    def _do(self, work: Callable[[Shelf], T]) -> T:
        try:
            return work(self._opened())
        except StoreFailed as failed:
            self._after(failed)
            raise
        except Exception as error:
            found = diagnose(error, self._folder.database)
            if found is None:
                raise
            self._after(found)
            raise found from error

    def _opened(self) -> Shelf:
        if self._shelf is not None and self._shelf.replaced():
            self._let_go()
        if self._shelf is None:
            # Imported here, in this thread and for the first job: SQL takes a second to import, and the
            # kiosk must have painted its first screen before that.
            shelf: type[Shelf] = importlib.import_module("kiosk.store._shelf").Shelf
            self._shelf = shelf.open(
                self._folder, self._clock, self._rule, self.seats, create=not self._was_open
            )
            self._was_open = True
        return self._shelf

    def _after(self, failed: StoreFailed) -> None:
        if failed.trouble not in _KEEPS_OPEN:
            self._let_go()

    def _let_go(self) -> None:
        shelf, self._shelf = self._shelf, None
        if shelf is not None:
            shelf.close()


def _pass_on(outer: asyncio.Future[T], inner: asyncio.Future[T]) -> None:
    """Hand the end of a job to the task that waits for it, or its error to the loop if none does any more."""
    error = inner.exception()
    if outer.cancelled():
        if error is not None:
            inner.get_loop().call_exception_handler(
                {"message": "a job of the store failed after its task was cancelled", "exception": error}
            )
    elif error is not None:
        outer.set_exception(error)
    else:
        outer.set_result(inner.result())
