"""YAML text -> plain data, with the line on which everything stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kiosk.flow.problem import FlowFileError, Problem, wrong
from kiosk.message import Message

Key = str | int
Where = tuple[Key, ...]
"""A place in a file: keys and indexes from the top."""

MOST_BYTES = 1_000_000
"""A file is not even read beyond this; the largest service of the product is a fortieth of it."""
DEEPEST = 40
"""Levels of nesting; no flow comes near, and a file that refers to itself has no end."""
KEPT = 8
"""So many texts are kept as they were read."""
MOST = 100_000
"""Places in a file; more come only from references to references."""


@dataclass(frozen=True)
class Source:
    """A file as plain data. file: its name. lines: where each key or item begins, from 1.

    tree: the same as the parser gave it, with the place of every sign.
    """

    file: str
    data: object
    lines: Mapping[Where, int]
    tree: MappingNode = field(repr=False, compare=False)

    def line(self, where: Where) -> int:
        """The line of a place, or of the nearest thing around it that stands in the file."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def at(self, where: Where) -> object:
        """What stands there; None where nothing does."""
        found = self.data
        for key in where:
            if isinstance(found, dict):
                found = found.get(key)
            elif isinstance(found, list) and isinstance(key, int) and 0 <= key < len(found):
                found = found[key]
            else:
                return None
        return found

    def problem(self, where: Where, message: Message) -> Problem:
        """An error at a place."""
        return Problem(self.file, self.line(where), dotted(where), message)


def dotted(where: Where) -> str:
    """A place in words, e.g. ``steps.3.title``."""
    return ".".join(str(key) for key in where)


def text_of(raw: bytes, file: str) -> str:
    """The file's text. Raises :class:`FlowFileError` where it is too large, or not UTF-8."""
    if len(raw) > MOST_BYTES:
        raise FlowFileError((Problem(file, 1, "", wrong("too_large_file", most=MOST_BYTES // 1_000_000)),))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FlowFileError((Problem(file, line, "", wrong("not_utf8")),)) from None


@lru_cache(maxsize=KEPT)
def read(text: str, file: str) -> Source:
    """Parse YAML 1.2. Raises :class:`FlowFileError` with one problem where it is no YAML or says nothing.

    What was read lately is kept, since a text is loaded, checked, compared and changed right after another:
    nobody may change what is in it.
    """

    def refused(line: int, message: Message) -> FlowFileError:
        return FlowFileError((Problem(file, line, "", message),))

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Shallow
    try:
        tree = yaml.compose(text)
        if tree is None:
            raise refused(1, wrong("empty"))
        if not isinstance(tree, MappingNode):
            raise refused(1, wrong("not_fields"))
        lines: dict[Where, int] = {(): tree.start_mark.line + 1}
        data = _plain(yaml.constructor, tree, (), lines)
    except _Twice as error:
        message = wrong("twice_in_block", name=error.key, first=error.first)
        raise refused(error.line, message) from None
    except _Endless:
        raise refused(1, wrong("endless")) from None
    except MarkedYAMLError as error:
        raise refused(_line(error), _syntax(error)) from None
    except YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position if isinstance(position, int) else 0) + 1
        raise refused(line, wrong("bad_character")) from None
    return Source(file, data, lines, tree)


class _Twice(Exception):
    """A key that stands twice in a block."""

    def __init__(self, key: str, line: int, first: int) -> None:
        super().__init__(key)
        self.key, self.line, self.first = key, line, first


class _Endless(Exception):
    """Deeper than any flow is."""


class _Shallow(Composer):
    """Stops at what is nested too deeply, while it is read: to go all the way down would need a stack."""

    _depth = 0

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        # YAML 1.2.2, 3.2.2.2: an anchor may be used again. Nobody would read a warning of it.
        self.warn_double_anchors = False

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Endless
        found: Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return found


_TAGS = {
    MappingNode: ("map",),
    SequenceNode: ("seq",),
    ScalarNode: ("str", "int", "float", "bool", "null", "timestamp"),
}
"""The kinds of values that a flow is made of; anything else would have to be built by a program."""


def _plain(constructor: SafeConstructor, node: Node, where: Where, lines: dict[Where, int]) -> object:
    if len(where) > DEEPEST or len(lines) > MOST:
        raise _Endless
    if str(node.tag).removeprefix("tag:yaml.org,2002:") not in _TAGS[type(node)]:
        raise MarkedYAMLError(problem=_STRANGE_TAG, problem_mark=node.start_mark)
    if isinstance(node, MappingNode):
        found: dict[str, object] = {}
        begun: dict[str, int] = {}
        for key_node, value in node.value:
            if not isinstance(key_node, ScalarNode):
                raise MarkedYAMLError(
                    problem="a field's name must be one word", problem_mark=key_node.start_mark
                )
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in begun:
                raise _Twice(key, line, begun[key])
            begun[key] = lines[*where, key] = line
            found[key] = _plain(constructor, value, (*where, key), lines)
        return found
    if isinstance(node, SequenceNode):
        items: list[object] = []
        for index, value in enumerate(node.value):
            lines[*where, index] = value.start_mark.line + 1
            items.append(_plain(constructor, value, (*where, index), lines))
        return items
    try:
        return constructor.construct_object(node)
    except (ValueError, KeyError):  # what looks like a number or a day and is none, such as 2026-99-99
        raise MarkedYAMLError(problem=_NO_VALUE, problem_mark=node.start_mark) from None


_STRANGE_TAG = "a tag beginning with ! stands here"
_NO_VALUE = "what stands here looks like a number or a day, and is none"


def _line(error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    if _unclosed(error):
        # Where the quote or bracket was opened is where to look, not the end of the file.
        mark = error.context_mark
    return 1 if mark is None else mark.line + 1


def _unclosed(error: MarkedYAMLError) -> bool:
    return error.context_mark is not None and "end" in str(error.problem) and "stream" in str(error.problem)


def _syntax(error: MarkedYAMLError) -> Message:
    problem = " ".join(str(error.problem or error.context or "it cannot be read").split())
    if _unclosed(error):
        return wrong("unclosed")
    if problem == _STRANGE_TAG:
        return wrong("tag")
    if problem == _NO_VALUE:
        return wrong("no_value")
    hint = "indent"
    if "\\t" in problem:
        hint = "tabs"
    elif "mapping values are not allowed" in problem:
        hint = "colon"
    return wrong("no_yaml", said=problem, hint=hint)
