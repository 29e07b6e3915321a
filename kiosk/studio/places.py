"""Plain values with one place changed: what a document's data is afterwards."""

from __future__ import annotations

from copy import deepcopy
from typing import cast

from kiosk.flow.source import Key, Where

Data = dict[str, object]


class NoSuchPlace(Exception):
    """There is nothing at this place."""


def at(data: object, where: Where) -> object:
    """What stands at a place; None where nothing does."""
    found = data
    for key in where:
        if not there(found, (key,)):
            return None
        found = cast(dict[Key, object], found)[key]
    return found


def there(data: object, where: Where) -> bool:
    """Whether something stands at a place."""
    holder = at(data, where[:-1]) if len(where) > 1 else data
    key = where[-1]
    if isinstance(key, int):
        return isinstance(holder, list) and 0 <= key < len(holder)
    return isinstance(holder, dict) and key in holder


def put(data: Data, where: Where, value: object) -> Data:
    """With this value at a place. A field may be new, an item may not."""
    made = deepcopy(data)
    if isinstance(where[-1], int) and not there(made, where):
        raise NoSuchPlace(where)
    _holder(made, where)[where[-1]] = deepcopy(value)
    return made


def remove(data: Data, where: Where) -> Data:
    """Without what stands at a place."""
    if not there(data, where):
        raise NoSuchPlace(where)
    made = deepcopy(data)
    del _holder(made, where)[where[-1]]
    return made


def insert(data: Data, where: Where, index: int, value: object) -> Data:
    """With one more item in the list at a place."""
    made = deepcopy(data)
    items = at(made, where)
    if not isinstance(items, list) or not 0 <= index <= len(items):
        raise NoSuchPlace((*where, index))
    items.insert(index, deepcopy(value))
    return made


def move(data: Data, where: Where, index: int, to: int) -> Data:
    """With an item of the list at a place elsewhere in it. to: its index afterwards."""
    made = deepcopy(data)
    items = at(made, where)
    if not isinstance(items, list) or not (0 <= index < len(items) and 0 <= to < len(items)):
        raise NoSuchPlace((*where, index))
    items.insert(to, items.pop(index))
    return made


def same(one: object, other: object) -> bool:
    """Equal, and a yes is not taken for a one."""
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _holder(data: Data, where: Where) -> dict[Key, object]:
    """What the place lies in, for changing. (A list takes keys as a mapping does.)"""
    holder = at(data, where[:-1])
    if not isinstance(holder, dict if isinstance(where[-1], str) else list):
        raise NoSuchPlace(where)
    return cast(dict[Key, object], holder)
