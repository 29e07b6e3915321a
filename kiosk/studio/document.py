"""A service's file as a document that is changed place by place.

Whatever is not changed stays as a person wrote it, letter by letter: comments, order, quotes, empty lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from kiosk.flow.blocks import fields_at
from kiosk.flow.load import Release
from kiosk.flow.problem import FlowFileError
from kiosk.flow.source import Where, read
from kiosk.studio import places, render
from kiosk.studio.places import Data, NoSuchPlace

STEP_FIELDS = (
    "id",
    "kind",
    "icon",
    "ends",
    "offer_guide",
    "unsure",
    "when",
    "title",
    "help",
    "label",
    "forward",
    "spoken",
)
"""How a step begins, whatever its kind; what only this kind has comes after it."""


@dataclass(frozen=True)
class Document:
    """text: the file's. file: its name, for what is told about it. data: the same as plain values.

    Each change gives a new document. Raises :class:`~kiosk.flow.problem.FlowFileError` for a text that is
    no flow file at all; what stands in its fields may be wrong, and is kept as it is.
    """

    text: str
    file: str
    data: Data = field(init=False, compare=False, repr=False)
    _tree: MappingNode = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        source = read(self.text, self.file)
        object.__setattr__(self, "data", source.data)
        object.__setattr__(self, "_tree", source.tree)

    def at(self, where: Where) -> object:
        """What stands at a place; None where nothing does."""
        return places.at(self.data, where)

    def count(self, where: Where) -> int:
        """How many items the list at a place has; 0 where there is no list."""
        found = self.at(where)
        return len(found) if isinstance(found, list) else 0

    # --- changes ------------------------------------------------------------------------------

    def put(self, where: Where, value: object) -> Document:
        """With this value at a place, which is a field's or an item's; whatever it lies in must be there."""
        if places.there(self.data, where) and places.same(self.at(where), value):
            return self
        wanted = places.put(self.data, where, value)
        return self._changed(wanted, lambda: self._put(where, value, wanted), where)

    def remove(self, where: Where) -> Document:
        """Without the field or item at a place."""
        wanted = places.remove(self.data, where)
        return self._changed(wanted, lambda: self._remove(where, wanted), where)

    def insert(self, where: Where, index: int, value: object) -> Document:
        """With one more item in the list at a place, which is made where there is none."""
        if self.at(where) in (None, []) and index == 0:
            return self.put(where, [value])
        wanted = places.insert(self.data, where, index, value)
        return self._changed(wanted, lambda: self._insert(where, index, value, wanted), where)

    def move(self, where: Where, index: int, to: int) -> Document:
        """With an item of the list at a place elsewhere in it. to: its index afterwards."""
        wanted = places.move(self.data, where, index, to)
        if index == to:
            return self
        return self._changed(wanted, lambda: self._move(where, index, to, wanted), where)

    def _changed(self, wanted: Data, change: Callable[[], str], where: Where) -> Document:
        """The document with this data: changed in its place, or, where it is written in a way that nobody
        writes by hand, with the whole step or the whole file written anew."""
        texts: list[Callable[[], str]] = [change]
        if len(where) > 2:
            texts.append(lambda: self._replace(where[:2], places.at(wanted, where[:2])))
        texts.append(lambda: _written(wanted))
        for text in texts:
            try:
                made = Document(text(), self.file)
            except (
                NoSuchPlace,
                FlowFileError,
                LookupError,
                ValueError,
                AssertionError,
            ):  # the next writes more
                continue
            if places.same(made.data, wanted):
                return made
        raise NoSuchPlace(where)

    # --- the text -----------------------------------------------------------------------------

    def _put(self, where: Where, value: object, wanted: Data) -> str:
        holder = self._node(where[:-1])
        if isinstance(holder, (MappingNode, SequenceNode)) and holder.flow_style:
            return self._whole(where[:-1], wanted)
        if places.there(self.data, where):
            return self._replace(where, value)
        assert isinstance(holder, MappingNode)
        column = int(holder.value[0][0].start_mark.column)
        end = self._end(self._before(where, holder))
        apart = "\n" if len(where) == 1 and isinstance(value, list) else ""
        line = apart + "\n" + " " * column + render.field(str(where[-1]), value, column)
        end = self._line_end(end)
        return self.text[:end] + line + self.text[end:]

    def _before(self, where: Where, holder: MappingNode) -> Node:
        """The field after which a new one belongs, by the order in which the model names them."""
        names = [str(name.value) for name, _ in holder.value]
        order = _order(self.at(where[:-1]), where[:-1])
        place = order.index(where[-1]) if where[-1] in order else len(order)
        ahead = [i for i, name in enumerate(names) if name in order[:place]]
        last = max(ahead) if ahead else len(names) - 1
        return cast(Node, holder.value[last][1])

    def _replace(self, where: Where, value: object) -> str:
        holder, node = self._node(where[:-1]), self._node(where)
        if isinstance(holder, MappingNode):
            name = next(name for name, part in holder.value if part is node and name.value == where[-1])
            begin = self.text.index(":", int(name.end_mark.index)) + 1
            text = render.after_colon(str(where[-1]), value, name.start_mark.column)
        else:
            begin = self.text.rindex("-", 0, int(node.start_mark.index) + 1)
            column = begin - (self.text.rfind("\n", 0, begin) + 1)
            text = render.item_(value, column)
        return self.text[:begin] + text + self.text[self._end(node) :]

    def _whole(self, where: Where, wanted: Data) -> str:
        """What stands on one line is written anew as a whole, with all that it lies in on that line."""
        while where:
            above = self._node(where[:-1])
            if not (isinstance(above, (MappingNode, SequenceNode)) and above.flow_style):
                break
            where = where[:-1]
        return self._replace(where, places.at(wanted, where)) if where else _written(wanted)

    def _remove(self, where: Where, wanted: Data) -> str:
        holder = self._node(where[:-1])
        assert isinstance(holder, (MappingNode, SequenceNode))
        if holder.flow_style or len(holder.value) == 1:
            return self._whole(where[:-1], wanted)
        begin, end = self._lines(where)
        text = self.text[:begin] + self.text[end:]
        if isinstance(where[-1], int) and text[:begin].endswith("\n\n") and text[begin : begin + 1] == "\n":
            text = text[:begin] + text[begin + 1 :]  # the empty line that stood behind the item
        return text

    def _insert(self, where: Where, index: int, value: object, wanted: Data) -> str:
        holder = self._node(where)
        assert isinstance(holder, SequenceNode)
        if holder.flow_style:
            return self._whole(where, wanted)
        begin, end = self._lines((*where, max(index - 1, 0)))
        column = self._dash_column(where)
        line = " " * column + render.item_(value, column) + "\n"
        apart = "\n" if self._apart(where) else ""
        if index == 0:
            return self.text[:begin] + line + apart + self.text[begin:]
        whole = self.text if self.text.endswith("\n") else self.text + "\n"
        return whole[:end] + apart + line + whole[end:]

    def _move(self, where: Where, index: int, to: int, wanted: Data) -> str:
        holder = self._node(where)
        assert isinstance(holder, SequenceNode)
        if holder.flow_style:
            return self._whole(where, wanted)
        # Items change places, what stands between them (headings, empty lines) does not.
        text = self.text if self.text.endswith("\n") else self.text + "\n"
        spans = [self._lines((*where, n)) for n in range(len(holder.value))]
        bodies = [text[begin:end] for begin, end in spans]
        bodies.insert(to, bodies.pop(index))
        made, last = "", 0
        for (begin, end), body in zip(spans, bodies, strict=True):
            made += text[last:begin] + body
            last = end
        return made + text[last:]

    def _apart(self, where: Where) -> bool:
        """Whether an empty line stands between the items of a list."""
        spans = [self._lines((*where, n)) for n in range(self.count(where))]
        return len(spans) > 1 and "\n" in self.text[spans[0][1] : spans[1][0]]

    def _dash_column(self, where: Where) -> int:
        begin, _ = self._lines((*where, 0))
        return self.text.index("-", begin) - begin

    # --- where things stand -------------------------------------------------------------------

    def _node(self, where: Where) -> Node:
        node: Node = self._tree
        for key in where:
            found: Node | None = None
            if isinstance(node, MappingNode):
                found = next((value for name, value in node.value if name.value == key), None)
            elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
                found = node.value[key]
            if found is None:
                raise NoSuchPlace(where)
            node = found
        return node

    def _end(self, node: Node) -> int:
        """Where its last sign stands: a block's own end lies behind the comments that follow it."""
        end = int(node.end_mark.index)
        if not isinstance(node, (MappingNode, SequenceNode)):
            return len(self.text[:end].rstrip())
        if node.flow_style or not node.value:
            return end
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, MappingNode) else last)

    def _lines(self, where: Where) -> tuple[int, int]:
        """From the beginning of its first line to the end of its last one."""
        holder, node = self._node(where[:-1]), self._node(where)
        begin = int(node.start_mark.index)
        if isinstance(holder, MappingNode):
            begin = next(int(name.start_mark.index) for name, part in holder.value if name.value == where[-1])
        begin = self.text.rfind("\n", 0, begin) + 1
        return begin, min(self._line_end(self._end(node)) + 1, len(self.text))

    def _line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end


def document_of(release: Release) -> Document:
    """The document of a flow that was loaded."""
    return Document(release.source, release.path.name)


def new_document(data: Data, file: str) -> Document:
    """A document with these fields."""
    return Document(_written(data), file)


def _written(data: Data) -> str:
    return render.block(data, 0) + "\n"


def _order(holder: object, where: Where) -> list[str]:
    """The fields of what stands at a place, in the model's order."""
    names = fields_at(holder, where)
    return list(dict.fromkeys((*STEP_FIELDS, *names))) if "kind" in names else names
