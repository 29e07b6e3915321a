"""The number of a release, written into its text."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from kiosk.flow.load import Release, load_bytes
from kiosk.flow.problem import FlowFileError
from kiosk.officers.roll import Refused
from kiosk.studio.releases import VERSION_LINE


def read_release(source: str, service: str) -> Release:
    """A text as a release; problems name it ``SERVICE.yaml``. Raises :class:`FlowFileError`."""
    return load_bytes(source.encode(), Path(f"{service}.yaml"))


def numbered(release: Release, number: int) -> Release:
    """The same with this number; of its text nothing but the number changes.

    Raises :class:`Refused` where the number does not stand alone, such as one that is referred to.
    """
    begin, end = _place(release.source)
    text = f"{release.source[:begin]}{number}{release.source[end:]}"
    try:
        made = load_bytes(text.encode(), release.path)
    except FlowFileError:
        raise Refused(VERSION_LINE) from None
    if made.flow != release.flow.model_copy(update={"version": number}):
        raise Refused(VERSION_LINE)
    return made


def _place(source: str) -> tuple[int, int]:
    try:
        tree = YAML(typ="safe", pure=True).compose(source)
    except YAMLError:
        raise Refused(VERSION_LINE) from None
    if isinstance(tree, MappingNode):
        for key, value in tree.value:
            if isinstance(key, ScalarNode) and key.value == "version":
                return value.start_mark.index, value.end_mark.index
    raise Refused(VERSION_LINE)
