"""Words that belong to nobody, and every way in which they might have been written somewhere."""

from __future__ import annotations

import base64
import json
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.voice.pack import key as sound_key


def spellings(text: str) -> set[bytes]:
    """The bytes to look for."""
    told = {text, " ".join(text), "-".join(text), urllib.parse.quote(text), json.dumps(text).strip('"')}
    if text[:-1].isdecimal():
        told |= {" ".join(grouped(text, size)) for size in (3, 4)}
        told |= {f"{text[:3]} {text[3:7]} {text[7:]}"}
    found = {each.encode(code) for each in told for code in ("utf-8", "utf-16-le", "utf-16-be")}
    found |= {text.encode("gb18030"), text.encode().hex().encode(), sound_key(text).encode()}
    return found | set(in_base64(text.encode())) | set(in_base64(text.encode("utf-16-le")))


def grouped(text: str, size: int) -> Iterator[str]:
    """In groups, as numbers are printed."""
    for at in range(0, len(text), size):
        yield text[at : at + size]


def in_base64(content: bytes) -> Iterator[bytes]:
    """Wherever it stands in what was encoded: without the letters that its neighbours have a part in."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + content)
        begins = -(-before * 8 // 6)
        ends = (before + len(content)) * 8 // 6
        for letters in (whole, whole.replace(b"+", b"-").replace(b"/", b"_")):
            yield letters[begins:ends]


def files(roots: Iterable[Path]) -> Iterator[Path]:
    """Every file that can be read, each name too."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def leaks(roots: Iterable[Path], words: Iterable[str]) -> list[tuple[str, str]]:
    """Where which of the words stand, in a file or in its name."""
    wanted = {word: spellings(word) for word in words}
    found = []
    for path in files(roots):
        content = str(path).encode() + b"\0" + path.read_bytes()
        found += [(str(path), word) for word, ways in wanted.items() if any(way in content for way in ways)]
    return found
