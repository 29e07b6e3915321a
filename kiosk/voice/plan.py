"""Which sentences to record first: those that residents hear most often."""

from __future__ import annotations

import difflib
import json
import os
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import structlog

from kiosk.voice.pack import Pack, key, normal
from kiosk.voice.wanted import Wanted

log = structlog.get_logger(__name__)

FILE = "voice-heard.json"
KNOWN = "known.json"
BATCH = 25
"""Sentences heard between two writings of the file."""
_ALIKE = 0.6


class Heard:
    """How often each fixed sentence was heard, kept in a file: hashes and counts, no texts, no visits.

    Where the file is damaged, counting starts again; where it cannot be written, it goes on in memory.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counts = _read_counts(path)
        self._unsaved = 0
        self._failed = False

    def note(self, sentence_key: str) -> None:
        """It was heard once more. Now and then this writes the file; never raises."""
        self._counts[sentence_key] += 1
        self._unsaved += 1
        if self._unsaved >= BATCH:
            self.save()

    def times(self, sentence_key: str) -> int:
        """How often it was heard."""
        return self._counts[sentence_key]

    def save(self) -> None:
        """Write what was counted since; never raises."""
        if not self._unsaved:
            return
        self._unsaved = 0
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(self._path, json.dumps(dict(sorted(self._counts.items()))))
            self._failed = False
        except OSError as error:
            if not self._failed:  # once is enough: it is tried again with every batch
                log.warning("heard_not_written", kind=type(error).__name__)
            self._failed = True


class State(StrEnum):
    """How a sentence stands in a pack. CHANGED: what was recorded says something else by now."""

    MISSING = "missing"
    CHANGED = "changed"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Line:
    """A sentence or unit of the plan.

    unit: a unit's name, ``""`` for a sentence. was: the words that were recorded before the text changed.
    new: it was not in the services yet when somebody last recorded.
    """

    text: str
    times: int
    state: State
    unit: str = ""
    was: str = ""
    new: bool = False


@dataclass(frozen=True)
class Plan:
    """lines: what is to be recorded, the most heard first, then what is there, in the order of a visit."""

    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """What is to be recorded, changed texts too."""
        return tuple(line for line in self.lines if line.state is not State.RECORDED)

    @property
    def recorded(self) -> int:
        """How many are there."""
        return len(self.lines) - len(self.missing)

    @property
    def new(self) -> int:
        """How many came or changed since somebody last recorded."""
        return sum(line.new for line in self.missing)

    def coverage(self, more: int = 0) -> int:
        """Per cent of what residents hear that is in this voice, with ``more`` of the next ones recorded."""
        there = [line for line in self.lines if line.state is State.RECORDED]
        # Each counts once more than it was heard: where nothing was counted yet all are alike, and only a
        # pack with everything reaches 100.
        weight = sum(line.times + 1 for line in (*there, *self.missing[:more]))
        return 100 * weight // max(1, sum(line.times + 1 for line in self.lines)) if self.lines else 100


def plan(wanted: Wanted, heard: Heard, pack: Pack) -> Plan:
    """What to record, and in which order: the most heard first; of two heard as often, the one met first.

    Units come after the sentences: a few numbers alone are of no use.
    """
    texts = {key(text): normal(text) for text in wanted.sentences}
    known = _read_known(pack.folder)
    left = {k: e.text for k, e in pack.sentences.items() if k not in texts}
    lines: list[Line] = []
    for its_key, text in texts.items():
        new = known is not None and its_key not in known
        if pack.sound(text) is not None:
            lines.append(Line(text, heard.times(its_key), State.RECORDED))
        elif was := _alike(text, left.values()):
            lines.append(Line(text, heard.times(its_key), State.CHANGED, was=was, new=new))
        else:
            lines.append(Line(text, heard.times(its_key), State.MISSING, new=new))
    for name, text in wanted.units.items():
        lines.append(_unit_line(pack, name, text, known))
    lines.sort(key=lambda line: (line.state is State.RECORDED, bool(line.unit), -_due(line)))
    return Plan(tuple(lines))


def remember(wanted: Wanted, pack: Pack) -> None:
    """Note beside the pack what there is to record, so that what comes later stands out. Raises OSError."""
    keys = sorted(
        {key(text) for text in wanted.sentences} | {_unit_key(n, t) for n, t in wanted.units.items()}
    )
    _write_whole(pack.folder / KNOWN, json.dumps(keys))


def _due(line: Line) -> int:
    return 0 if line.state is State.RECORDED else line.times


def _unit_line(pack: Pack, name: str, text: str, known: Collection[str] | None) -> Line:
    new = known is not None and _unit_key(name, text) not in known
    there, entry = pack.unit(name), pack.units.get(name)
    if there is None:
        return Line(text, 0, State.MISSING, unit=name, new=new)
    if entry is not None and entry.text and entry.text != normal(text):
        return Line(text, 0, State.CHANGED, unit=name, was=entry.text, new=new)
    return Line(text, 0, State.RECORDED, unit=name)


def _unit_key(name: str, text: str) -> str:
    return f"{name}:{key(text)}"


def _alike(text: str, others: Collection[str]) -> str:
    """The recorded sentence that ``text`` was before somebody reworded it, ``""`` where there is none."""
    best, share = "", _ALIKE
    for other in others:
        matcher = difflib.SequenceMatcher(None, other, text, autojunk=False)
        if (
            min(matcher.real_quick_ratio(), matcher.quick_ratio()) > share
            and (now := matcher.ratio()) > share
        ):
            best, share = other, now
    return best


def _read_counts(path: Path) -> Counter[str]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Counter({str(k): max(0, int(v)) for k, v in told.items()})
    except FileNotFoundError:
        return Counter()
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        log.warning("heard_not_read", kind=type(error).__name__)
        return Counter()


def _read_known(folder: Path) -> frozenset[str] | None:
    """None where nobody has recorded yet: then nothing is new, all is missing."""
    try:
        return frozenset(map(str, json.loads((folder / KNOWN).read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        log.warning("known_not_read", kind=type(error).__name__)
        return None


def _write_whole(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
