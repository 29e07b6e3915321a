"""Plain values -> YAML as a person would write it: texts and conditions on one line, steps in blocks."""

from __future__ import annotations

import io
from collections.abc import Mapping

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

WIDTH = 110
"""Columns of a line; what would be longer is written as a block."""
INDENT = 2
_QUOTED = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
"""Words that older readers of YAML take for something else than words."""
_ON_ONE_LINE = frozenset({"when", "priority", "fills"})
"""Fields whose value is a whole that is read in one go."""


def block(value: Mapping[str, object], column: int) -> str:
    """The fields, each on lines of its own, as they stand at this column; no line end after the last."""
    between = "\n" + " " * column
    return between.join(field(name, part, column) for name, part in value.items())


def field(name: str, value: object, column: int) -> str:
    """``name: value`` as it stands at this column."""
    return f"{key(name)}:{after_colon(name, value, column)}"


def after_colon(name: str, value: object, column: int) -> str:
    """What follows the colon: the value on the same line, or a block below it."""
    short = inline(value)
    room = WIDTH - column - len(key(name)) - 2
    if not value or not isinstance(value, (dict, list)) or name in _ON_ONE_LINE or is_text(value):
        return f" {short}"
    if isinstance(value, dict):
        if len(short) <= room:
            return f" {short}"
        return "\n" + " " * (column + INDENT) + block(value, column + INDENT)
    if not any(isinstance(item, (dict, list)) for item in value) and len(short) <= room:
        return f" {short}"
    return "".join("\n" + " " * (column + INDENT) + item_(item, column + INDENT) for item in value)


def item_(value: object, column: int) -> str:
    """An item of a block list, from its dash on, which stands at this column."""
    if not isinstance(value, dict) or not value or is_text(value):
        return f"- {inline(value)}"
    if "kind" not in value and len(short := inline(value)) <= WIDTH - column - 2:
        return f"- {short}"
    return "- " + block(value, column + INDENT)


def is_text(value: object) -> bool:
    """Words in one or several languages: a mapping of strings, with an upper-case letter or two at most."""
    return isinstance(value, dict) and bool(value) and all(_is_locale(k) for k in value)


def _is_locale(name: object) -> bool:
    return isinstance(name, str) and (
        (len(name) == 2 and name.isalpha() and name.islower() and name != "id" and name != "no")
        or (len(name) == 5 and name[2] == "_" and name[3:].isupper())
    )


def key(name: str) -> str:
    """A field's name."""
    return f'"{name}"' if name in _QUOTED else name


def inline(value: object) -> str:
    """The value on one line."""
    told = io.StringIO()
    yaml = YAML()
    yaml.width = 10**6
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.allow_unicode = True
    whole = CommentedSeq([_flow(value)])
    whole.fa.set_flow_style()
    yaml.dump(whole, told)
    return told.getvalue().rstrip("\n").removeprefix("[").removesuffix("]")


def _flow(value: object) -> object:
    if isinstance(value, dict):
        made = CommentedMap()
        for name, part in value.items():
            made[DoubleQuotedScalarString(name) if name in _QUOTED else name] = _flow(part)
        made.fa.set_flow_style()
        return made
    if isinstance(value, (list, tuple)):
        items = CommentedSeq([_flow(part) for part in value])
        items.fa.set_flow_style()
        return items
    if isinstance(value, str) and _must_be_quoted(value):
        return DoubleQuotedScalarString(value)
    return value


def _must_be_quoted(words: str) -> bool:
    """What would be read otherwise, though it is written down without quotes, or in single ones."""
    return words.lower() in _QUOTED or words.startswith((":", "?")) or any(map(_breaks, words))


def _breaks(sign: str) -> bool:
    """Control characters and whatever ends a line."""
    return sign < " " or sign in "\x7f\x85\u2028\u2029"
