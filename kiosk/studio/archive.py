"""Releases as files, to keep elsewhere or to carry to another station."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from kiosk.studio.releases import Published

MANIFEST = "manifest.json"


def archive(releases: Iterable[Published]) -> Mapping[str, bytes]:
    """File names and what is in them: each release byte for byte, and the manifest.

    The manifest is a list in the order given: file, service, number, sha256 of the file's bytes in hex,
    author and published_at (ISO 8601, null for one that came with the product).
    """
    files: dict[str, bytes] = {}
    listed: list[dict[str, object]] = []
    for one in releases:
        name, raw = f"{one.service}-{one.number}.yaml", one.source.encode()
        files[name] = raw
        listed.append(
            {
                "file": name,
                "service": one.service,
                "number": one.number,
                "sha256": hashlib.sha256(raw).hexdigest(),
                "author": one.author or None,
                "published_at": None if one.published_at is None else one.published_at.isoformat(),
            }
        )
    files[MANIFEST] = json.dumps(listed, ensure_ascii=False, indent=2).encode() + b"\n"
    return files


def is_as_exported(manifest: bytes, file: str, raw: bytes) -> bool:
    """Whether a file is what the manifest says of it, or the manifest says nothing of it.

    Raises ValueError where the manifest is none.
    """
    try:
        listed = json.loads(manifest)
    except RecursionError:
        raise ValueError("too many brackets") from None
    if not isinstance(listed, list):
        raise ValueError("no list")
    said = [one.get("sha256") for one in listed if isinstance(one, dict) and one.get("file") == file]
    return all(each == hashlib.sha256(raw).hexdigest() for each in said)
