"""One file of sentences, as whoever translates hands it in: gettext's .po, UTF-8."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from string import Formatter

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from kiosk.failure import WordsDamaged

LONGEST = 2_000_000
"""Bytes; the largest of the product's has some ten thousand."""
MOST_FORMS = 6
"""Arabic has so many, and none has more (CLDR)."""
_FORMS = re.compile(r"nplurals\s*=\s*([0-9]+)")
_GAP = re.compile(r"[a-z][a-z0-9_]*")
_TRIED = (*range(1000), 10_000, 1_000_000)
"""Numbers for which a rule of plurals must know a form; none of CLDR looks further than the thousands."""


def read_catalogue(path: Path, locale: str) -> Catalog:
    """Read it. Raises :class:`WordsDamaged`."""
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
    except OSError as error:
        raise WordsDamaged(f"{path} cannot be read ({error.strerror}).") from None
    if len(raw) > LONGEST:
        raise WordsDamaged(f"{path} is longer than {LONGEST // 1_000_000} MB. Put the right file there.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise WordsDamaged(f"{path}, line {line}: not UTF-8. Save the file as UTF-8.") from None
    # Looked at first: gettext makes room for as many forms as the file asks for.
    if any(len(told) > 1 or int(told) > MOST_FORMS for told in _FORMS.findall(text)):
        raise WordsDamaged(f"{path}: more than {MOST_FORMS} plural forms. Mend the line Plural-Forms.")
    try:
        return read_po(StringIO(text), locale=locale, abort_invalid=True)
    except PoFileError as error:
        told = str(error).rpartition(" on ")[0]
        raise WordsDamaged(f"{path}, line {error.lineno + 1}: {told}. Mend that place.") from None
    except (ValueError, LookupError, AttributeError, TypeError, UnknownLocaleError):
        raise WordsDamaged(
            f"{path} is no .po file. Take a copy of another language's to begin with."
        ) from None


def rule_of(catalog: Catalog, path: Path) -> Callable[[int], int]:
    """Which form goes with a number. Raises :class:`WordsDamaged`."""
    try:
        rule: Callable[[int], int] = gettext.c2py(catalog.plural_expr)
        fits = all(0 <= rule(number) < catalog.num_plurals for number in _TRIED)
    except (ValueError, ArithmeticError, RecursionError, MemoryError):
        fits = False
    if not fits:
        raise WordsDamaged(f"{path}: its rule of plurals cannot be read. Mend the line Plural-Forms.")
    return rule


def gaps(text: str) -> frozenset[str]:
    """The names of the gaps in a sentence. Raises ValueError where they cannot be read, as at a lone "{"."""
    found = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not _GAP.fullmatch(name):
            raise ValueError("a gap is a name in braces")
        found.add(name)
    return frozenset(found)


def can_be_filled(text: str) -> bool:
    """Whether its gaps can be read."""
    try:
        gaps(text)
    except ValueError:
        return False
    return True
