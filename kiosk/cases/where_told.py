"""Where a case is, in sentences of one language: the same at the kiosk, on paper and from home."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.cases.whereabouts import PATH, Item, Place, Whereabouts
from kiosk.dates import written_out
from kiosk.words import Words

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


def told(found: Whereabouts, words: Words, window: str) -> Told:
    """window: where a person answers, in this language."""
    items = found.missing or found.to_bring
    written = found.reason or found.note
    return Told(
        title=words.say(f"where.is.{found.place}"),
        what=_what(found, words),
        path=_path(found, words),
        next=_next(found, words, window),
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


def _next(found: Whereabouts, words: Words, window: str) -> tuple[str, ...]:
    lines = []
    if found.place is Place.REVIEWING:
        lines.append(words.say("where.said", asked=found.asked, said=found.said))
    if found.place in _LIMITED:
        lines += _by_when(found, words)
    else:
        lines.append(words.say(f"where.next.{found.place}", window=window))
    if found.place is Place.DECLINED and not found.reason:
        lines.append(words.say("where.why_apart", window=window))
    return tuple(lines)


def _by_when(found: Whereabouts, words: Words) -> list[str]:
    if found.due is None:
        return [words.say("where.no_due")]
    day = written_out(found.due, words.locale, weekday=True)
    if found.late:
        return [words.say("where.late", day=day), words.say("where.late_ask")]
    lines = [words.say("where.due", day=day)]
    if not found.due_certain:
        lines.append(words.say("where.uncertain"))
    return lines


def _item(item: Item, words: Words) -> str:
    name = item.text.in_(words.locale)
    if item.note is not None:
        name = words.say("where.noted", name=name, note=item.note.in_(words.locale))
    return words.say("where.spare", name=name) if item.spare else name
