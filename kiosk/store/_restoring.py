"""A backup put back by hand, with nobody else on the folder."""

from __future__ import annotations

from filelock import FileLock

from kiosk.clock import Clock
from kiosk.store._own_seal import own_seal
from kiosk.store._recovery import newest_good, put_back
from kiosk.store._shelf import OPENING_S, take_kiosk_lock
from kiosk.store._snapshots import look
from kiosk.store.backup import Standing
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.recovered import Recovery
from kiosk.store.restoring import NotRestored, Wanted

BY_HAND = "restored by hand"
_UNKNOWN_MAKER = frozenset({Standing.NO_SUM, Standing.FOREIGN})


def restore_alone(folder: DataFolder, clock: Clock, wanted: Wanted) -> Recovery:
    """See :func:`kiosk.store.restoring.restore`."""
    seal = own_seal(folder.path)
    if seal is None:
        raise StoreFailed(Trouble.NO_KEY, "without its key a backup cannot be read")
    lock = take_kiosk_lock(folder)
    try:
        with FileLock(folder.opening_lock_file, timeout=OPENING_S, mode=0o600, thread_local=False):
            passed_over: list[str] = []
            chosen = wanted.backup
            if chosen is None:
                chosen = newest_good(folder, seal, passed_over)
                if chosen is None:
                    raise NotRestored(None)
            else:
                found = look(chosen, seal)
                if found is not Standing.GOOD and not (wanted.trusted and found in _UNKNOWN_MAKER):
                    raise NotRestored(found)
            return put_back(folder, seal, clock, chosen, passed_over, BY_HAND, as_it_was=wanted.as_it_was)
    finally:
        lock.release()
