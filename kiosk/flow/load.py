"""Flow files -> flows. What is wrong with a file is told with its line and how to mend it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from kiosk.flow.explain import explain
from kiosk.flow.model import Flow
from kiosk.flow.problem import FlowFileError, Problem, wrong
from kiosk.flow.source import MOST_BYTES, read, text_of

__all__ = ["FlowFileError", "Problem", "Release", "load", "load_bytes", "load_folder"]


@dataclass(frozen=True)
class Release:
    """A flow as it was written. sha256: of the file's bytes, in hex. source: the file's text."""

    flow: Flow
    sha256: str
    source: str
    path: Path


def load(path: Path) -> Release:
    """Read a flow file (YAML 1.2, UTF-8). Raises :class:`FlowFileError`."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = wrong("unreadable", why=error.strerror or "")
        raise FlowFileError((Problem(path.name, 1, "", message),)) from None
    return load_bytes(raw, path)


def load_bytes(raw: bytes, path: Path) -> Release:
    """Read a flow from the bytes of a file, which need not be there. Raises :class:`FlowFileError`."""
    text = text_of(raw, path.name)
    source = read(text, path.name)
    try:
        flow = Flow.model_validate(source.data)
    except ValidationError as error:
        # Without the chain: what pydantic prints would bury the sentences.
        raise FlowFileError(explain(source, error)) from None
    return Release(flow, hashlib.sha256(raw).hexdigest(), text, path)


def load_folder(folder: Path) -> tuple[tuple[Release, ...], tuple[Problem, ...]]:
    """All ``*.yaml`` files of a folder, in the order of the home screen, and what is wrong with the others.

    A broken file leaves the others working. Of two files with the same flow id the first by name counts.
    """
    releases: dict[str, Release] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            release = load(path)
        except FlowFileError as error:
            problems.extend(error.problems)
            continue
        first = releases.setdefault(release.flow.id, release)
        if first is not release:
            line = read(release.source, path.name).line(("id",))
            message = wrong("id_of_another", called=release.flow.id, other=first.path.name)
            problems.append(Problem(path.name, line, "id", message))
    in_order = sorted(releases.values(), key=lambda r: (r.flow.order, r.flow.id))
    return tuple(in_order), tuple(problems)
