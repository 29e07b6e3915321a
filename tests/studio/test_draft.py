"""Everything done to a draft can be taken back and done again; and what hangs together goes together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flow.check import check
from kiosk.flow.load import load_bytes
from kiosk.message import Message
from kiosk.studio import fresh
from kiosk.studio.document import Document, NoSuchPlace, new_document
from kiosk.studio.draft import Draft
from kiosk.studio.uses import asking, filled_by_card, without_choice, without_condition, without_step
from tests.studio.test_document import SMALL

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ("zh_CN", "en")
WORDS, ORDER = Message("words"), Message("order")


@pytest.fixture
def draft() -> Draft:
    return Draft("small", Document(SMALL, "small.yaml"), 1)


def put(draft: Draft, words: str, locale: str = "en") -> bool:
    return draft.change(lambda d: d.put(("title", locale), words), WORDS, ("title", locale))


def test_undo_and_redo(draft: Draft) -> None:
    assert draft.undo() is None
    assert draft.redo() is None
    put(draft, "A")
    draft.change(lambda d: d.move(("steps",), 0, 1), ORDER, ("steps", 1))
    moved = draft.document.text
    edit = draft.undo()
    assert edit is not None
    assert (edit.told, edit.where) == (ORDER, ("steps", 1))
    draft.undo()
    assert draft.document.text == SMALL
    draft.redo()
    draft.redo()
    assert draft.document.text == moved
    assert draft.next is None


def test_letter_after_letter_is_one_edit_and_another_place_is_another(draft: Draft) -> None:
    for words in ("S", "Sm", "Sma"):
        put(draft, words)
    put(draft, "小", "zh_CN")
    draft.undo()
    assert draft.document.at(("title", "en")) == "Sma"
    draft.undo()
    assert draft.document.text == SMALL


def test_after_an_undo_the_same_place_begins_anew(draft: Draft) -> None:
    put(draft, "A")
    put(draft, "甲", "zh_CN")
    draft.undo()
    put(draft, "AB")
    assert draft.next is None
    draft.undo()
    assert draft.document.text == SMALL


def test_no_difference_is_no_edit_and_a_failure_changes_nothing(draft: Draft) -> None:
    assert not put(draft, "Small")
    with pytest.raises(NoSuchPlace):
        draft.change(lambda d: d.remove(("steps", 7)), ORDER, ("steps",))
    assert draft.last is None
    assert draft.document.text == SMALL


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 3), st.sampled_from(["undo", "redo"])), max_size=12))
def test_any_way_to_and_fro(steps: list[int | str]) -> None:
    draft = Draft("small", Document(SMALL, "small.yaml"), 1)
    texts, at = [SMALL], 0
    for number, step in enumerate(steps):
        if step == "undo":
            draft.undo()
            at = max(at - 1, 0)
        elif step == "redo":
            draft.redo()
            at = min(at + 1, len(texts) - 1)
        else:
            put_at = ("steps", step % 3, "title", "en")
            draft.change(lambda d, w=put_at, n=number: d.put(w, f"{n}"), Message(f"{number}"), put_at)  # type: ignore[misc]
            texts = [*texts[: at + 1], draft.document.text]
            at += 1
        assert draft.document.text == texts[at]


# --- what hangs together ----------------------------------------------------------------------------


def everything() -> Document:
    path = ROOT / "tests" / "flow" / "everything.yaml"
    return Document(path.read_text(encoding="utf-8"), path.name)


def test_who_asks_about_a_step_and_about_one_of_its_choices(draft: Draft) -> None:
    both = ("steps", 1, "when", "all", 0), ("steps", 1, "when", "all", 1, "not")
    assert asking(draft.document, "first") == both
    assert asking(draft.document, "first", "two") == both[1:]
    assert asking(draft.document, "second") == ()


def test_a_step_leaves_with_all_that_looked_at_it(draft: Draft) -> None:
    made = without_step(draft.document, 0)
    assert made.at(("steps", 0, "id")) == "second"
    assert made.at(("steps", 0, "when")) is None


def test_a_choice_leaves_with_what_looked_at_it(draft: Draft) -> None:
    made = without_choice(draft.document, 0, 1)
    assert made.at(("steps", 1, "when")) == {"all": [{"step": "first", "is": "one"}]}
    several = draft.document.put(("steps", 1, "when"), {"step": "first", "in": ["one", "two"]})
    assert without_choice(several, 0, 0).at(("steps", 1, "when")) == {"step": "first", "in": ["two"]}


def test_the_last_part_of_a_condition_takes_the_whole_with_it(draft: Draft) -> None:
    one = draft.document.put(("steps", 1, "when"), {"any": [{"not": {"step": "first", "is": "one"}}]})
    assert without_condition(one, ("steps", 1, "when", "any", 0, "not")).at(("steps", 1, "when")) is None


def test_every_step_of_a_service_may_leave_and_no_condition_looks_at_nothing() -> None:
    document = everything()
    for index in range(document.count(("steps",)) - 1):
        step = str(document.at(("steps", index, "id")))
        made = without_step(document, index)
        assert asking(made, step) == ()
        assert filled_by_card(made, step) == ()


# --- what is new ------------------------------------------------------------------------------------


def test_ids_are_free_and_short() -> None:
    assert fresh.free_id("choice", ()) == "choice"
    assert fresh.free_id("choice", {"choice", "choice_2"}) == "choice_3"
    assert fresh.free_id("part_2", {"part_2"}) == "part_3"
    long = "a" * 40
    assert len(fresh.free_id(long, {long})) <= 40


@settings(deadline=None)
@given(st.lists(st.sampled_from(["choice", "choice_2", "part", "a" * 40, "x_9", "choice_1"]), max_size=40))
def test_no_id_is_given_twice_and_each_is_one(wanted: list[str]) -> None:
    taken: list[str] = []
    for one in wanted:
        taken.append(fresh.free_id(one, taken))
    assert len(set(taken)) == len(taken)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", one) for one in taken)


@pytest.mark.parametrize(
    "kind",
    [
        "notice",
        "yes_no",
        "choice",
        "choices",
        "checklist",
        "name",
        "text",
        "number",
        "identity_number",
        "phone",
        "date",
        "address",
        "consent",
        "own_wish",
        "fee",
    ],
)
def test_a_new_step_of_any_kind_is_loaded_and_lacks_only_its_words(draft: Draft, kind: str) -> None:
    made = draft.document.insert(("steps",), 1, fresh.step(kind, ("first", "second", "third"), LOCALES))
    release = load_bytes(made.text.encode(), ROOT / "small.yaml")
    assert release.flow.steps[1].kind == kind
    problems = [p for p in check(release) if p.field.startswith("steps.1.")]
    assert problems


def test_a_new_service_is_loaded() -> None:
    data = fresh.service("parking", 40, LOCALES)
    assert (ROOT / "assets" / "icons" / f"{data['icon']}.svg").is_file()
    document = new_document(data, "parking.yaml")
    assert Document("{}\n", "parking.yaml").put(("id",), "x").data == {"id": "x"}
    assert load_bytes(document.text.encode(), ROOT / "parking.yaml").flow.id == "parking"
    assert "steps:\n  - id: yes_no\n    kind: yes_no\n" in document.text
