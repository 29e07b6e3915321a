"""Who asks where a case is: whose wrong tries count together, and how the four characters are compared."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from datetime import timedelta

from kiosk.cases.guesses import OF_ALL, OF_ONE, Patience, of_all
from kiosk.cases.proof import endings
from kiosk.cases.whereabouts import Enquiry
from kiosk.flow.answer import Answer

PREFIX = "where/"
"""Before all that is counted here: it stands beside the tries at codes of prepared forms."""

FORGOTTEN = timedelta(days=60)
"""So long after its last wrong try nothing of one is left: far longer than any of them counts."""

_COMPARED = 8
"""So many are always compared: nothing tells how many a case has, or that it has none."""
_NONE = "----"


def counted(enquiry: Enquiry, kiosks: int = 1) -> tuple[tuple[str, Patience], ...]:
    """Where a wrong try counts, and how patient each is: who asks, the number asked for, and all together.

    From home and in the hall are counted apart, so that nobody in the world keeps a resident in the hall from
    asking. A portal is one asker for the whole world: it has the patience of all.
    kiosks: how many the hall has.
    """
    with_all = OF_ALL if enquiry.from_home else of_all(kiosks)
    where = "home" if enquiry.from_home else "hall"
    asker = () if enquiry.from_home else ((f"{PREFIX}at/{enquiry.at}", OF_ONE),)
    number = (f"{PREFIX}{where}/{enquiry.number}", OF_ONE)
    return (*asker, number, (f"{PREFIX}{where}", with_all))


def proves(enquiry: Enquiry, answers: Mapping[str, Answer]) -> bool:
    """Whether the four are the end of an identity number in the case; all are compared, each in one time."""
    found = False
    for ending in _filled(endings(answers)):
        found |= hmac.compare_digest(ending.encode(), enquiry.last_four.upper().encode())
    return found and enquiry.can_be


def _filled(those: Collection[str]) -> list[str]:
    kept = sorted(those)[:_COMPARED]
    return kept + [_NONE] * (_COMPARED - len(kept))
