"""What a locale still lacks: sentences, forms, texts of services, glyphs, voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from kiosk.catalogue_file import can_be_filled, gaps, read_catalogue
from kiosk.flow.load import Release
from kiosk.flow.model import Text
from kiosk.flow.rules import texts
from kiosk.locales import FIRST, OWN_NAME, STAND_IN, stand_ins
from kiosk.words import STAFF, Words, is_whole

Kind = Literal["words", "gaps", "plural", "staff", "service", "settings", "glyphs", "voice", "no_voice"]
TOLERABLE: frozenset[Kind] = frozenset({"staff", "no_voice"})
"""Staff read English instead; where no pack was recorded the machine's own voice reads, if it has one."""

_SHOWN = 3


@dataclass(frozen=True)
class Lack:
    """Something missing. where: ids, or a service with its places. instead: what is read meanwhile."""

    locale: str
    kind: Kind
    where: tuple[str, ...]
    said: str
    instead: str = ""

    @property
    def stops(self) -> bool:
        """Whether the locale is not fit to be offered because of it."""
        return self.kind not in TOLERABLE

    @property
    def told(self) -> str:
        """What is missing, without naming the locale."""
        return self.said + (f", such as {self.where[0]}" if self.where else "")

    def sentence(self) -> str:
        """One line."""
        more = f" and {len(self.where) - _SHOWN} more" if len(self.where) > _SHOWN else ""
        shown = ", ".join(self.where[:_SHOWN]) + more
        mark = "MISSING" if self.stops else "note   "
        meanwhile = f" (now in {self.instead})" if self.instead else ""
        return f"{mark} {self.locale}: {self.said}{meanwhile}" + (f": {shown}" if shown else "")

    def as_json(self) -> dict[str, object]:
        """Ready for JSON."""
        return {**asdict(self), "stops": self.stops}


def in_words(folder: Path, locale: str) -> Iterator[Lack]:
    """What the interface strings of ``folder`` lack; the Chinese ones are the measure.

    Raises :class:`~kiosk.failure.WordsDamaged`.
    """
    words, first, other = (Words.load(folder, each) for each in (locale, FIRST, STAND_IN))
    missing = sorted(first.ids - words.own)
    broken, unfillable = _broken(folder, locale)
    if broken:
        yield Lack(locale, "plural", broken, f"{len(broken)} sentence(s) without all plural forms")
    if unfillable:
        said = f"{len(unfillable)} sentence(s) with a brace that is no gap {{x}}"
        yield Lack(locale, "gaps", unfillable, said, _instead(locale))
    absent = [id for id in missing if id not in {*broken, *unfillable}]
    for kind, ids in (
        ("words", tuple(id for id in absent if not id.startswith(STAFF))),
        ("staff", tuple(id for id in absent if id.startswith(STAFF))),
    ):
        if ids:
            whose = "staff's sentence(s)" if kind == "staff" else "sentence(s)"
            yield Lack(locale, kind, ids, f"{len(ids)} {whose} missing", _instead(locale))  # type: ignore[arg-type]
    wrong = tuple(id for id in sorted(words.own) if not _same_gaps(id, words, first, other))
    if wrong:
        yield Lack(locale, "gaps", wrong, f"{len(wrong)} sentence(s) with other gaps {{x}} than in {FIRST}")


def in_services(releases: Sequence[Release], locale: str) -> Iterator[Lack]:
    """What the services' texts lack, a line a service."""
    for release in releases:
        where = tuple(
            ".".join(map(str, there))
            for there, text in texts(release.flow)
            if not text.root.get(locale, "").strip()
        )
        if where:
            said = f"{len(where)} text(s) of the service {release.flow.id} missing"
            yield Lack(locale, "service", where, said, _instead(locale))


def in_settings(given: Mapping[str, Text], locale: str) -> Iterator[Lack]:
    """Which of the station's own texts lack the locale."""
    where = tuple(name for name, text in given.items() if not text.root.get(locale, "").strip())
    if where:
        yield Lack(locale, "settings", where, f"{len(where)} setting(s) without it", _instead(locale))


def in_fonts(
    folder: Path, releases: Sequence[Release], locale: str, unshowable: Callable[[str], str]
) -> Iterator[Lack]:
    """Characters that no font has. unshowable: those among a text that are not shown."""
    words = Words.load(folder, locale)
    written = [form for id in words.own for form in words.forms(id)]
    written += [t.root.get(locale, "") for release in releases for _, t in texts(release.flow)]
    lacking = unshowable("".join(written))
    if lacking:
        yield Lack(locale, "glyphs", tuple(lacking), f"{len(lacking)} character(s) that no font has")


def in_voice(locale: str, missing: Sequence[str] | None) -> Iterator[Lack]:
    """Sentences that nobody has spoken. missing: those that the packs lack; None where there is no pack."""
    if missing is None:
        yield Lack(locale, "no_voice", (), "no voice; the machine's own reads, where it has one")
    elif missing:
        yield Lack(locale, "voice", tuple(missing), f"{len(missing)} sentence(s) without voice")


def _instead(locale: str) -> str:
    return next((each for each in stand_ins(locale) if each != locale), "")


def _same_gaps(id: str, words: Words, first: Words, other: Words) -> bool:
    """As Chinese or as English has them: they differ where one names a month and the other counts it."""
    if id not in first.ids:
        return id == OWN_NAME
    may = [_leaving_names(gaps(each.text(id))) for each in (first, other) if id in each.ids]
    known = gaps(first.text(id)) | (gaps(other.text(id)) if id in other.ids else frozenset()) | {"month_name"}
    return all(_leaving_names(gaps(form)) in may and gaps(form) <= known for form in words.forms(id))


def _leaving_names(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.removesuffix("_name") for name in names)


def _broken(folder: Path, locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences that lack a plural form, and those whose gaps cannot be filled."""
    plurals, unfillable = [], []
    for path in sorted((folder / locale).glob("*.po")):
        catalog = read_catalogue(path, locale)
        for entry in catalog:
            if isinstance(entry.id, str):
                if isinstance(entry.string, str) and entry.id and not can_be_filled(entry.string):
                    unfillable.append(entry.id)
            elif not is_whole(tuple(entry.string or ()), catalog.num_plurals):
                plurals.append(entry.id[0])
    return tuple(plurals), tuple(unfillable)
