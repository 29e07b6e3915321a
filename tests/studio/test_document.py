"""A flow file that is changed place by place: what is not changed stays letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.flow.problem import FlowFileError
from kiosk.flow.source import Where, read
from kiosk.studio.document import Document, NoSuchPlace

ROOT = Path(__file__).resolve().parents[2]
FILES = (*sorted((ROOT / "assets" / "flows").glob("*.yaml")), ROOT / "tests" / "flow" / "everything.yaml")
SMALL = """# About this service.
schema: 1
id: small   # never changed
version: 1
icon: home
title: {zh_CN: 小事, en: "Small"}
summary: {zh_CN: 试试, en: Try}

steps:
  # --- First -----------------------------------
  - id: first
    kind: choice
    title: {zh_CN: 哪个？, en: Which?}
    choices:
      - {id: one, text: {zh_CN: 一, en: One}}   # the first one
      - id: two
        text: {zh_CN: 二, en: Two}

  # --- Then ------------------------------------
  # Nobody knows why.
  - id: second
    kind: yes_no
    when: {all: [{step: first, is: one}, {not: {step: first, is: two}}]}
    title: {zh_CN: 行吗？, en: All right?}
    "yes": {zh_CN: 行, en: Fine}

  - id: third
    kind: review
    title: {zh_CN: 看一看, en: Look}
# The end.
"""


@pytest.fixture
def small() -> Document:
    return Document(SMALL, "small.yaml")


def test_a_text_changes_alone(small: Document) -> None:
    made = small.put(("steps", 1, "title", "en"), "Is that so?")
    assert made.text == SMALL.replace("en: All right?", "en: Is that so?")


def test_what_needs_quotes_gets_them(small: Document) -> None:
    made = small.put(("title", "en"), "Small: and, #more")
    assert "title: {zh_CN: 小事, en: 'Small: and, #more'}\n" in made.text
    assert made.put(("title", "en"), "Small").at(("title", "en")) == "Small"


def test_a_new_field_stands_where_it_belongs(small: Document) -> None:
    made = small.put(("steps", 1, "help"), {"zh_CN": "想想", "en": "Think"})
    assert made.text == SMALL.replace(
        "en: All right?}\n", "en: All right?}\n    help: {zh_CN: 想想, en: Think}\n"
    )
    made = small.put(("steps", 1, "no"), {"zh_CN": "不", "en": "Not so"})
    assert made.text == SMALL.replace("en: Fine}\n", 'en: Fine}\n    "no": {zh_CN: 不, en: Not so}\n')
    made = small.put(("steps", 2, "when"), {"step": "second", "is": True})
    assert made.text == SMALL.replace(
        "    kind: review\n", "    kind: review\n    when: {step: second, is: true}\n"
    )


def test_a_choice_of_one_line_becomes_a_block_when_it_grows_long(small: Document) -> None:
    words = {
        "zh_CN": "多数人都选它",
        "en": "More people take this one than take the other one, and so",
    }
    made = small.put(("steps", 0, "choices", 0, "help"), words)
    block = f"""      - id: one
        text: {{zh_CN: 一, en: One}}
        help: {{zh_CN: 多数人都选它, en: '{words["en"]}'}}   # the first one
"""
    assert made.text == SMALL.replace(
        "      - {id: one, text: {zh_CN: 一, en: One}}   # the first one\n",
        block,
    )


def test_an_item_leaves_with_its_lines_and_its_empty_line(small: Document) -> None:
    assert small.remove(("steps", 0)).text == SMALL.replace(
        SMALL[SMALL.index("  - id: first") : SMALL.index("  # --- Then")], "\n"
    )
    made = small.remove(("steps", 1))
    assert made.text == SMALL.replace(
        SMALL[SMALL.index("  - id: second") : SMALL.index("\n  - id: third")], ""
    )
    assert "# Nobody knows why." in made.text


def test_the_last_item_and_the_last_field_leave(small: Document) -> None:
    made = small.remove(("steps", 2))
    assert made.text.endswith('    "yes": {zh_CN: 行, en: Fine}\n\n# The end.\n')
    made = small.remove(("steps", 1, "yes"))
    assert made.text == SMALL.replace('    "yes": {zh_CN: 行, en: Fine}\n', "")


def test_a_new_item_stands_apart_as_the_others_do(small: Document) -> None:
    step = {"id": "new", "kind": "yes_no", "title": {"zh_CN": "新的？", "en": "New?"}}
    lines = "  - id: new\n    kind: yes_no\n    title: {zh_CN: 新的？, en: New?}\n"
    made = small.insert(("steps",), 2, step)
    assert made.text == SMALL.replace("en: Fine}\n", "en: Fine}\n\n" + lines)
    made = small.insert(("steps",), 0, step)
    assert made.text == SMALL.replace("  - id: first\n", lines + "\n  - id: first\n")
    made = small.insert(("steps",), 3, step)
    assert made.text == SMALL.replace("en: Look}\n", "en: Look}\n\n" + lines)
    made = small.insert(("steps", 0, "choices"), 1, {"id": "between", "text": {"zh_CN": "中", "en": "Mid"}})
    assert made.text == SMALL.replace(
        "# the first one\n", "# the first one\n      - {id: between, text: {zh_CN: 中, en: Mid}}\n"
    )


def test_a_list_is_made_where_there_is_none(small: Document) -> None:
    fee = {"id": "card", "text": {"zh_CN": "工本费", "en": "Card"}, "fen": 2000}
    made = small.insert(("fees",), 0, fee)
    assert made.at(("fees",)) == [fee]
    assert made.text.endswith(
        "en: Look}\n\nfees:\n  - {id: card, text: {zh_CN: 工本费, en: Card}, fen: 2000}\n# The end.\n"
    )
    assert made.remove(("fees", 0)).at(("fees",)) == []


def test_steps_change_places_and_headings_stay(small: Document) -> None:
    made = small.move(("steps",), 1, 0)
    assert [step["id"] for step in made.data["steps"]] == ["second", "first", "third"]  # type: ignore[attr-defined]
    lines = made.text.splitlines()
    assert lines.index("  - id: second") == SMALL.splitlines().index("  - id: first")
    assert [line for line in lines if "#" in line and "first one" not in line] == [
        line for line in SMALL.splitlines() if "#" in line and "first one" not in line
    ]
    assert made.move(("steps",), 0, 1).text == SMALL


def test_a_part_of_a_condition_changes(small: Document) -> None:
    made = small.put(("steps", 1, "when", "all", 0, "is"), "two")
    assert made.text == SMALL.replace("{step: first, is: one}", "{step: first, is: two}")
    made = small.remove(("steps", 1, "when", "all", 1))
    assert made.text == SMALL.replace(", {not: {step: first, is: two}}]", "]")
    made = small.insert(("steps", 1, "when", "all"), 0, {"step": "first", "unknown": True})
    assert made.text == SMALL.replace("{all: [", "{all: [{step: first, unknown: true}, ")
    made = small.move(("steps", 1, "when", "all"), 0, 1)
    assert made.at(("steps", 1, "when", "all", 1)) == {"step": "first", "is": "one"}


def test_what_is_the_same_changes_nothing(small: Document) -> None:
    assert small.put(("title", "en"), "Small") is small
    assert small.move(("steps",), 1, 1) is small


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("put", ("steps", 9, "title")),
        ("put", ("steps", 3)),
        ("put", ("id", "title")),
        ("remove", ("fees",)),
        ("remove", ("steps", 3)),
    ],
    ids=["no-step", "behind-the-last", "within-a-word", "no-field", "no-item"],
)
def test_where_nothing_is_nothing_changes(small: Document, change: str, where: Where) -> None:
    with pytest.raises(NoSuchPlace):
        small.put(where, "x") if change == "put" else small.remove(where)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12) | st.text("a:#-?!&*{}[],'\"%@`|> \n\t\x85\u2028\u202e", max_size=6))
@example(": a")
@example("a\x85b")
@example("\ud800")
def test_whatever_is_typed_stands_there_afterwards_and_no_comment_goes(words: str) -> None:
    made = Document(SMALL, "small.yaml")
    places: tuple[Where, ...] = (("title", "en"), ("steps", 0, "choices", 1, "text", "zh_CN"))
    for where in places:
        made = made.put(where, words)
        assert made.at(where) == words
    for comment in ("# --- First", "# the first one", "# Nobody knows why.", "# The end."):
        assert comment in made.text


def test_a_text_that_is_no_flow_file_is_refused() -> None:
    with pytest.raises(FlowFileError):
        Document("a: [", "broken.yaml")


def test_references_are_written_out(small: Document) -> None:
    text = SMALL.replace("{zh_CN: 小事,", "&name {zh_CN: 小事,").replace(
        "summary: {zh_CN: 试试, en: Try}", "summary: *name"
    )
    made = Document(text, "small.yaml").put(("summary", "en"), "Other")
    assert made.at(("title", "en")) == "Small"
    assert made.at(("summary", "en")) == "Other"


# --- any changes of any file ------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=12)
VALUES = st.one_of(
    WORDS, st.booleans(), st.integers(0, 99), st.fixed_dictionaries({"zh_CN": WORDS, "en": WORDS})
)


def places(value: object, where: Where = ()) -> list[Where]:
    found = [where] if where else []
    if isinstance(value, dict):
        for key, part in value.items():
            found += places(part, (*where, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found += places(part, (*where, index))
    return found


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_any_changes_give_what_was_meant_and_keep_every_comment_on_its_own_line(
    path: Path, data: st.DataObject
) -> None:
    document = Document(path.read_text(encoding="utf-8"), path.name)
    for _ in range(2):
        where = data.draw(st.sampled_from(places(document.data)))
        there = document.at(where)
        match data.draw(st.sampled_from(("put", "remove", "insert", "move"))):
            case "put":
                value = data.draw(VALUES)
                document = document.put(where, value)
                assert document.at(where) == value
            case "insert" if isinstance(there, list):
                index, value = data.draw(st.integers(0, len(there))), data.draw(VALUES)
                document = document.insert(where, index, value)
                assert document.at(where) == [*there[:index], value, *there[index:]]
            case "move" if isinstance(there, list) and len(there) > 1:
                index, to = (data.draw(st.integers(0, len(there) - 1)) for _ in "ab")
                wanted = list(there)
                wanted.insert(to, wanted.pop(index))
                document = document.move(where, index, to)
                assert document.at(where) == wanted
            case "remove" if len(where) > 1:
                document = document.remove(where)
                if isinstance(where[-1], str):
                    assert document.at(where) is None


def test_a_text_is_parsed_once_and_who_changes_it_leaves_it_as_it_was() -> None:
    text = SMALL
    first = read(text, "a.yaml")
    changed = Document(text, "a.yaml").put(("title", "en"), "Another")
    assert changed.at(("title", "en")) == "Another"
    assert read(text, "a.yaml") is first
    assert first.at(("title", "en")) != "Another"
    assert read(text, "b.yaml").file == "b.yaml"
