"""What the marks of a record say: each entry's digest, sealed with a key that whoever edits it has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from kiosk.officers.record import Ends, Entry, Fault, Verdict, digest, verify

END = 0
"""Stands among entries' numbers for the mark of where the record ends."""


@dataclass(frozen=True)
class Marks:
    """digests: by the entry's number what was marked, of those that open. strange: those, :data:`END` among
    them, that name a key which is not here. there: of all that have a mark, right or wrong."""

    digests: Mapping[int, str]
    strange: frozenset[int] = frozenset()
    there: frozenset[int] = frozenset()


def followed(ends: Ends, last: int, before: str, head: str) -> Ends:
    """Where it ends once an entry with the digest ``head`` follows entry ``last``, the one of ``before``.

    What does not fit stays as it is: what was there before must not be taken for right by this.
    """
    if (ends.last, ends.head) == (last, before):
        return replace(ends, last=last + 1, head=head)
    if last < ends.last and ends.cut_at is None:
        return replace(ends, cut_at=last + 1)
    return ends


def caught_up(ends: Ends, entries: Iterable[Entry], marks: Marks) -> Ends:
    """The ends with what was written behind them by whoever has a key, but could not mark the end itself."""
    for entry in entries:
        if entry.seq != ends.last + 1 or ends.head is None:
            continue
        right = digest(ends.head, entry.seq, entry.at, entry.who, entry.deed, entry.about)
        if entry.digest != right or marks.digests.get(entry.seq) != right:
            break
        ends = replace(ends, last=entry.seq, head=right)
    return ends


def prove(
    entries: tuple[Entry, ...], ends: Ends | None, counted: Ends, marks: Marks, *, must: bool
) -> Verdict:
    """Go along the whole chain, and see that each entry has its mark.

    ends: as they are marked; ``None``: not at all, or not so that it opens. counted: as they are kept without
    a mark. must: whether there were marks ever before.
    """
    by_chain = verify(entries, ends or counted)
    if not marks.there and not must:
        return replace(by_chain, earlier=by_chain.count)
    whole = by_chain.broken is None
    amiss = [each.seq for each in entries if marks.digests.get(each.seq) != each.digest]
    bare = () if END in marks.there else tuple(takewhile(lambda each: each.seq not in marks.there, entries))
    if whole and bare and amiss == [each.seq for each in bare]:
        return replace(by_chain, broken=bare[0].seq, fault=Fault.NO_MARKS, earlier=bare[-1].seq)
    wrong = amiss[0] if amiss else None
    if wrong is not None and (by_chain.broken is None or wrong < by_chain.broken):
        return replace(by_chain, broken=wrong, fault=_why(wrong, marks))
    if whole and ends is None and (entries or must):
        fault = Fault.UNMARKED if entries else Fault.CUT_OFF
        fault = Fault.OTHER_KEY if END in marks.strange else fault
        return replace(by_chain, broken=by_chain.count + 1, fault=fault)
    return replace(by_chain, earlier=0 if ends is None or ends.earlier < ends.first else ends.earlier)


def _why(wrong: int, marks: Marks) -> Fault:
    return Fault.OTHER_KEY if wrong in marks.strange else Fault.FORGED
