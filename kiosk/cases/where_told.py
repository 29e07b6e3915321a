"""Where a case is, in sentences of one language: the same at the kiosk, on paper and from home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.cases.whereabouts import PATH, Item, Place, Whereabouts
from kiosk.dates import written_out
from kiosk.message import Message
from kiosk.words import Words

_AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})
_LIMITED = frozenset({Place.ACCEPTED, Place.REVIEWING})


@dataclass(frozen=True)
class Told:
    """title: where it is. what: which case, and since when. path: each station of the way, in words that say
    which is reached; none where it has left the way. next: what comes next and by when. written: what the
    officer wrote, word for word. bring: what to bring, under a heading."""

    title: str
    what: tuple[str, ...]
    path: tuple[str, ...]
    next: tuple[str, ...]
    bring_first: bool = False
    """What is missing goes before all else."""
    written: str = ""
    written_title: str = ""
    bring: tuple[str, ...] = ()
    bring_title: str = ""


def told(found: Whereabouts, words: Words, window: str, instead: Mapping[str, str] = _AS_THEY_ARE) -> Told:
    """window: where a person answers, in this language. instead: by id of a sentence on what comes next, the
    id of the one that is said in its place, where nobody stands at a kiosk."""
    items = found.missing or found.to_bring
    written = found.reason or found.note
    return Told(
        title=words.say(f"where.is.{found.place}"),
        what=_what(found, words),
        path=_path(found, words),
        next=tuple(
            words.say(instead.get(each.id, each.id), **each.params)
            for each in _next(found, words.locale, window)
        ),
        bring_first=bool(found.missing),
        written=written,
        written_title=words.say("where.why" if found.reason else "where.wrote") if written else "",
        bring=tuple(_item(each, words) for each in items),
        bring_title=words.say("slip.missing" if found.missing else "slip.bring") if items else "",
    )


def _what(found: Whereabouts, words: Words) -> tuple[str, ...]:
    filed = written_out(found.filed_on, words.locale)
    if found.title is None:
        first = words.say("where.filed", day=filed)
    else:
        first = words.say("where.what", service=found.title.in_(words.locale), day=filed)
    if found.since is None:
        return (first,)
    return (first, words.say("where.since", day=written_out(found.since, words.locale)))


def _path(found: Whereabouts, words: Words) -> tuple[str, ...]:
    at = found.stands_at
    if at is None:
        return ()
    lines = []
    for n, place in enumerate(PATH):
        how = "done" if n < at or found.place is Place.HANDED_OVER else "here" if n == at else "ahead"
        lines.append(words.say(f"where.path.{how}", station=words.say(f"where.station.{place}")))
    return tuple(lines)


def _next(found: Whereabouts, locale: str, window: str) -> list[Message]:
    lines: list[Message] = []
    if found.place is Place.REVIEWING:
        lines.append(Message("where.said", {"asked": found.asked, "said": found.said}))
    if found.place in _LIMITED:
        lines += _by_when(found, locale)
    else:
        lines.append(Message(f"where.next.{found.place}", {"window": window}))
    if found.place is Place.DECLINED and not found.reason:
        lines.append(Message("where.why_apart", {"window": window}))
    return lines


def _by_when(found: Whereabouts, locale: str) -> list[Message]:
    if found.due is None:
        return [Message("where.no_due")]
    day = written_out(found.due, locale, weekday=True)
    if found.late:
        return [Message("where.late", {"day": day}), Message("where.late_ask")]
    lines: list[Message] = [Message("where.due", {"day": day})]
    if not found.due_certain:
        lines.append(Message("where.uncertain"))
    return lines


def _item(item: Item, words: Words) -> str:
    name = item.text.in_(words.locale)
    if item.note is not None:
        name = words.say("where.noted", name=name, note=item.note.in_(words.locale))
    return words.say("where.spare", name=name) if item.spare else name
