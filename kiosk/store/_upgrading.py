"""The schema brought up to date: after a backup, and with a word about it where it fails."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from kiosk.clock import Clock
from kiosk.store import _snapshots
from kiosk.store._migrate import upgrade
from kiosk.store.diagnosis import diagnose
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.migrations.versions import ALL
from kiosk.store.seal import Seal

_SAID = frozenset({Trouble.FULL, Trouble.READ_ONLY})
"""What a disk says is of more use than that the upgrade failed."""


def upgrade_safely(
    folder: DataFolder,
    seal: Seal | None,
    revision: str | None,
    clock: Clock,
    revisions: Sequence[ModuleType] = ALL,
) -> None:
    """Back up, then upgrade. revision: that of now; None: there are no tables yet.

    Raises :class:`StoreFailed`; then the database is as it was. A store without its key cannot seal a backup:
    one that has something sealed is not opened anyway.
    """
    if revision is not None and revision in [module.revision for module in revisions] and seal is not None:
        _snapshots.make(folder, seal, clock, before=revision)
    try:
        upgrade(folder.database, revisions)
    except Exception as error:
        found = error if isinstance(error, StoreFailed) else diagnose(error, folder.database)
        if found is not None and (
            found.trouble in _SAID or (found.trouble is Trouble.UNKNOWN and found is error)
        ):
            raise found from error
        told = f"from {revision} it could not be brought up to date; it is as it was"
        raise StoreFailed(Trouble.NOT_UPGRADED, told) from error
