"""Which officers helped in a visit: known while it lasts, and kept nowhere with it."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.call import HELPED, Call, CallState


class Helpers:
    """Only calls made in this visit count: one of the resident before may still be open."""

    def __init__(self, by_call: Mapping[str, str | None] | None = None) -> None:
        """by_call: as :meth:`by_call` told it before the kiosk had to start anew."""
        self._by_call: dict[str, str | None] = dict(by_call or {})

    def by_call(self) -> dict[str, str | None]:
        """The calls made in the visit, with the number of who helped."""
        return dict(self._by_call)

    def called(self, call_id: str) -> None:
        """This call is made in the visit."""
        self._by_call[call_id] = None

    def follow(self, call: Call) -> None:
        """How a call stands now."""
        if call.id in self._by_call:
            self._by_call[call.id] = call.officer if _helped(call) else None

    @property
    def officers(self) -> frozenset[str]:
        """The numbers of those who helped, as far as it is known by now."""
        return frozenset(officer for officer in self._by_call.values() if officer)


def _helped(call: Call) -> bool:
    """Beside the resident, or done with the trouble solved; a mere claim is no help yet."""
    if call.state is CallState.DONE:
        return call.outcome in HELPED
    return call.arrived_at is not None
