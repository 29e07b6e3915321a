"""What changed between two releases of a service, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from kiosk.flow.blocks import LINES
from kiosk.flow.model import Flow, Sheet, Window
from kiosk.flow.part import Part, Text
from kiosk.locales import language_name
from kiosk.message import Message
from kiosk.studio.change_values import condition_told, fills_told, kept, kept_with_names, setting_told
from kiosk.words import Words

_LISTS = {
    "steps": "step",
    "choices": "choice",
    "materials": "material",
    "fees": "fee",
    "next_steps": "next_step",
    "glossary": "term",
    "reviewers": "reviewer",
    "answers": "ready_answer",
}
"""The lists of things with an id, and what one of them is."""
_BLOCKS: Mapping[str, type[Part]] = {"window": Window, "sheet": Sheet}
"""Fields of the service that hold fields of their own: told as the service's."""
_NOT_TOLD = frozenset({"id", "version", "schema_"})
_CONDITIONS = frozenset({"when", "priority"})


def changes(before: Flow, after: Flow) -> tuple[Message, ...]:
    """All that a resident or an officer could notice, in the order of the service; numbers are not told.

    The params hold the texts themselves: ``name`` and ``name_LOCALE`` what it is about, ``field`` and
    ``locale`` as slugs; :func:`told` puts all of it into words.
    """
    return tuple(_Compared(before, after).changes())


def told(message: Message, words: Words) -> str:
    """A change as a sentence in the words' language."""
    params = dict(message.params)
    for name in ("name", "within"):
        params[name] = params.get(f"{name}_{words.locale}", params.get(name, ""))
    known = f"studio.change.field.{params.get('field')}"
    if known in words.ids:
        params["field"] = words.say(known)
    if "locale" in params:
        params["locale"] = language_name(str(params["locale"]), words.locale)
    field = str(message.params.get("field"))
    for name in ("before", "after"):
        value = str(params.get(name, ""))
        match message.id.rpartition(".")[2]:
            case "setting":
                params[name] = setting_told(field, value, words)
            case "condition_changed":
                params[name] = condition_told(str(params["of"]), value, words)
            case "fills":
                params[name] = fills_told(value, words)
            case "kind_changed":
                params[name] = words.say(f"studio.kind.{value}")
    return words.say(message.id, **params)


class _Compared:
    """Two releases, compared part by part."""

    def __init__(self, before: Flow, after: Flow) -> None:
        self._before, self._after = before, after

    def changes(self) -> Iterator[Message]:
        return self._of_part(self._before, self._after, (), "service")

    def _of_part(self, before: Part, after: Part, path: tuple[Part, ...], one: str) -> Iterator[Message]:
        """path: what it lies in. one: what it is, as a slug."""
        names = [*type(after).model_fields]
        names += [name for name in type(before).model_fields if name not in names]
        return self._of_fields(names, before, after, (*path, after), one)

    def _of_fields(
        self, names: Iterable[str], before: Part | None, after: Part | None, here: tuple[Part, ...], one: str
    ) -> Iterator[Message]:
        """here: what it is told as. None: it is not there."""
        for name in names:
            old, new = getattr(before, name, None), getattr(after, name, None)
            if name in _NOT_TOLD or old == new:
                continue
            if name in _LISTS:
                yield from self._of_list(_LISTS[name], old or (), new or (), here)
            elif name in _BLOCKS:
                yield from self._of_fields(_BLOCKS[name].model_fields, old, new, here, one)
            elif name in _CONDITIONS:
                yield _message("condition_changed", here, field=name, of=one, **self._with_names(old, new))
            elif name in LINES:
                yield from _of_texts(name, _joined(old or ()), _joined(new or ()), here)
            elif name == "also":
                yield from _of_texts(name, _spelt(old or {}), _spelt(new or {}), here)
            elif isinstance(old, Text) or isinstance(new, Text):
                yield from _of_texts(name, old.root if old else {}, new.root if new else {}, here)
            elif name == "fen":
                yield _message("fen", here, before=_yuan(old or 0), after=_yuan(new or 0))
            elif name == "fills":
                yield _message("fills", here, field=name, **self._with_names(old or {}, new or {}))
            elif name == "kind":
                yield _message("kind_changed", here, before=str(old), after=str(new))
            else:
                yield _message("setting", here, field=name, before=kept(old), after=kept(new))

    def _with_names(self, old: object, new: object) -> dict[str, str]:
        return {"before": kept_with_names(old, self._before), "after": kept_with_names(new, self._after)}

    def _of_list(
        self, one: str, old: Sequence[Any], new: Sequence[Any], path: tuple[Part, ...]
    ) -> Iterator[Message]:
        before, after = {item.id: item for item in old}, {item.id: item for item in new}
        for id_, item in before.items():
            if id_ not in after:
                yield _message(f"{one}_removed", (*path, item))
        moved = _moved([id_ for id_ in before if id_ in after], [id_ for id_ in after if id_ in before])
        for id_, item in after.items():
            if id_ not in before:
                yield _message(f"{one}_added", (*path, item))
                continue
            if id_ in moved:
                yield _message(f"{one}_moved", (*path, item))
            yield from self._of_part(before[id_], item, path, one)


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Those that stand elsewhere among the others."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(after) - {id_ for block in blocks for id_ in after[block.b : block.b + block.size]}


def _of_texts(
    field: str, old: dict[str, str], new: dict[str, str], path: tuple[Part, ...]
) -> Iterator[Message]:
    for locale in dict.fromkeys((*new, *old)):
        before, after = old.get(locale, ""), new.get(locale, "")
        if before != after:
            how = "text" if before and after else "text_added" if after else "text_removed"
            yield _message(how, path, field=field, locale=locale, before=before, after=after)


def _spelt(also: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {locale: " / ".join(spellings) for locale, spellings in also.items()}


def _joined(lines: Sequence[Text]) -> dict[str, str]:
    locales = dict.fromkeys(locale for line in lines for locale in line.root)
    return {locale: " / ".join(line.root.get(locale, "") for line in lines) for locale in locales}


def _message(id_: str, path: tuple[Part, ...], **params: str | int) -> Message:
    of = _named("name", path[-1])
    if len(path) > 2:  # a choice, in its step
        of |= _named("within", path[-2])
        id_ = id_ if id_.startswith("choice_") else f"within.{id_}"
    return Message(f"studio.change.{id_}", {**of, **params})


def _named(name: str, part: Part) -> dict[str, str | int]:
    """What a part is called, in each language; in none: as in Chinese."""
    for field in ("label", "title", "text", "term", "question"):
        found = getattr(part, field, None)
        if isinstance(found, Text):
            return {name: found.in_("zh_CN"), **{f"{name}_{lo}": t for lo, t in found.root.items()}}
    called = str(getattr(part, "id", ""))
    return {name: called}


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}"
