"""Files that nobody should have written: refused at once, with a sentence, and without much memory."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow.check import check
from kiosk.flow.load import FlowFileError, Problem, Release, load, load_bytes
from kiosk.flow.source import MOST_BYTES, read
from tests.flow.in_words import in_english

LEVELS = range(1, 9)
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in LEVELS
)


def told(of: Callable[[], object]) -> tuple[Problem, ...]:
    """What is told of a file; nothing where it can be read."""
    try:
        of()
    except FlowFileError as error:
        return error.problems
    return ()


def refused(raw: bytes) -> Problem:
    with pytest.raises(FlowFileError) as caught:
        load_bytes(raw, Path("flow.yaml"))
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("a:\n  " + "[" * 20_000, 1, "nested too deeply", id="brackets"),
        pytest.param("a:\n  " + "[" * 3000 + "]" * 3000, 1, "nested too deeply", id="closed_brackets"),
        pytest.param("{a: " * 5000, 1, "nested too deeply", id="braces"),
        pytest.param(BOMB, 1, "refers to itself", id="bomb"),
        pytest.param("a: &a [*a]", 1, "refers to itself", id="cycle"),
        pytest.param("a: 1\nb: !!python/object/apply:os.system [ls]", 2, "Remove the tag", id="python_list"),
        pytest.param("a: 1\nb: !!python/name:os.system x", 2, "Remove the tag", id="python_name"),
        pytest.param("!!python/object:os.stat\na: 1", 1, "Remove the tag", id="python_top"),
        pytest.param("a: 1\nb: !!binary zzz", 2, "Remove the tag", id="binary"),
        pytest.param("a: 1\nb: !mine x", 2, "Remove the tag", id="own_tag"),
        pytest.param("a: 1\nb: 2026-99-99", 2, "looks like a number or a day", id="no_day"),
        pytest.param("a: 1\nb: " + "9" * 5000, 2, "looks like a number or a day", id="long_number"),
        pytest.param("a: 1\nb: !!int foo", 2, "looks like a number or a day", id="no_number"),
        pytest.param("a: 1\nb: !!bool foo", 2, "looks like a number or a day", id="no_yes"),
        pytest.param("a: 1\nb: x\0y", 2, "a character stands here", id="nul"),
        pytest.param("a: 1\na: 2", 2, "stands twice", id="twice"),
    ],
)
def test_a_file_that_is_no_flow(text: str, line: int, said: str) -> None:
    problem = refused(text.encode())
    assert problem.line == line
    assert said in in_english(problem)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(FlowFileError) as caught:
            load(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "larger than 1 MB" in in_english(caught.value.problems[0])
    assert most < 5 * MOST_BYTES


@pytest.mark.parametrize("text", [BOMB, "{a: " * 5000], ids=["bomb", "nested"])
def test_what_unfolds_takes_no_memory(text: str) -> None:
    tracemalloc.start()
    try:
        refused(text.encode())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000_000


@given(st.binary(max_size=400))
def test_any_bytes_are_a_flow_or_told_with_a_line(raw: bytes) -> None:
    with pytest.raises(FlowFileError) as caught:
        load_bytes(raw, Path("flow.yaml"))
    assert all(p.line >= 1 and in_english(p) for p in caught.value.problems)


@given(st.text(st.sampled_from("[]{}:,-!&*'\"#|>%@?\n\t 0123.eE_ab~<=\\ux"), max_size=80))
def test_any_signs_of_yaml_are_read_or_told(text: str) -> None:
    assert all(p.line >= 1 and in_english(p) for p in told(lambda: read(text, "flow.yaml")))


@given(data=st.data())
def test_a_flow_with_a_piece_overwritten_is_read_or_told(everything_text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(everything_text)))
    end = data.draw(st.integers(begin, min(begin + 12, len(everything_text))))
    piece = data.draw(st.text(st.sampled_from("[]{}:,-!&*'\"\n\t 0a"), max_size=6))
    text = everything_text[:begin] + piece + everything_text[end:]
    found = told(lambda: load_bytes(text.encode(), Path("flow.yaml")))
    assert all(p.line >= 1 and in_english(p) for p in found)


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("\\0", "U+0000"),
        ("\\a", "U+0007"),
        ("\\t", "U+0009"),
        ("\\u202e", "U+202E"),
        ("\\u2066", "U+2066"),
        ("\\u200b", "U+200B"),
        ("\\u200d", "U+200D"),
        ("\\ufeff", "U+FEFF"),
        ("\\u00ad", "U+00AD"),
        ("\\ue000", "U+E000"),
        ("\\ud800", "U+D800"),
        ("\\uffff", "U+FFFF"),
    ],
    ids=lambda one: one.strip("\\"),
)
def test_what_cannot_be_seen_may_not_stand_in_a_text(
    released: Callable[[str], Release], changed: Callable[..., str], written: str, sign: str
) -> None:
    (problem,) = check(released(changed(("en: Hello}", f'en: "Hel{written}lo"}}'))))
    assert (problem.field, problem.severity) == ("steps.0.title.en", "error")
    assert sign in in_english(problem)


def test_letters_that_need_a_joiner_may_have_it(
    released: Callable[[str], Release], changed: Callable[..., str]
) -> None:
    text = changed(("en: Hello}", 'en: Hello, ug: "س\\u200dا"}'))
    assert check(released(text), known=("ug",)) == ()


def test_a_text_of_5000_characters(released: Callable[[str], Release], changed: Callable[..., str]) -> None:
    found = check(released(changed(("zh_CN: 您好", f"zh_CN: {'您好。' * 1667}"))))
    (problem,) = (p for p in found if p.severity == "error")
    assert problem.field == "steps.0.title.zh_CN"
    assert "5001 characters, 300 at most" in in_english(problem)


def test_an_anchor_that_stands_twice_is_read_as_yaml_has_it() -> None:
    source = read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "f.yaml")
    assert source.data == {"a": 1, "b": 1, "c": 2, "d": 2}
