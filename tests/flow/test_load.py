import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.flow.load import FlowFileError, Problem, Release, load, load_bytes, load_folder
from tests.flow.in_words import in_english

Change = Callable[..., str]
ROOT = Path(__file__).parents[2]


def problems(text: str | bytes) -> tuple[Problem, ...]:
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(FlowFileError) as caught:
        load_bytes(raw, Path("flow.yaml"))
    assert all(p.file == "flow.yaml" and p.line >= 1 and p.severity == "error" for p in caught.value.problems)
    assert all(in_english(p)[0].isupper() or in_english(p)[0] == '"' for p in caught.value.problems)
    assert all(in_english(p).endswith((".", "?")) for p in caught.value.problems), caught.value.problems
    return caught.value.problems


def only(text: str | bytes) -> Problem:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def test_a_release_keeps_its_bytes(tmp_path: Path, everything_text: str) -> None:
    path = tmp_path / "everything.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + everything_text.encode())
    release = load(path)
    assert release.flow.id == "everything"
    assert release.source == everything_text
    assert release.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert release.path == path


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("kind: yes_no", "kind: yesno", "steps.2", 'Did you mean "yes_no"?'),
        ("kind: phone", "kind: telephone", "steps.13", "The known kinds are notice, yes_no"),
        ("    kind: phone\n", "", "steps.13", "This step has no kind"),
        ("kind: phone", "kind: [phone]", "steps.13", "The known kinds are"),
        ("title: {zh_CN: 给谁办？, en: For whom?}", "titel: {zh_CN: 给谁办？}", "steps.1.titel", '"title"?'),
        ("unsure: guide", "unsure: gide", "steps.1.unsure", 'Did you mean "guide"?'),
        ("unsure: guide", "unsur: guide", "steps.1.unsur", 'Did you mean "unsure"?'),
        ("unsure: guide", "colour: red", "steps.1.colour", "The fields here are"),
        ("title: {zh_CN: 给谁办？, en: For whom?}", "title: 给谁办？", "steps.1.title", "for each language"),
        ("en: For whom?}", "en: }", "steps.1.title.en", "The text for en is missing"),
        ("en: For whom?}", "en: 110}", "steps.1.title.en", "quotes"),
        (
            "{zh_CN: 只用来办事。, en: For this matter only.}",
            "只用来办事。",
            "steps.20.body.0",
            "each language",
        ),
        ("id: phone", "id: Phone Number", "steps.13.id", "small letters"),
        ("most: 20", "most: many", "steps.14.most", "whole number"),
        ("longest: 30", "longest: 300", "steps.15.longest", "200 or less"),
        ("longest: 30", "longest: 0", "steps.15.longest", "1 or more"),
        ("long_term: true", "long_term: maybe", "steps.16.long_term", "true nor false"),
        ("range: future", "range: futur", "steps.16.range", 'Did you mean "future"?'),
        ("{id: me, text: {zh_CN: 给自己, en: For me}}", "{id: me}", "steps.1.choices.0.text", "no text"),
        ("{id: me, text: {zh_CN: 给自己, en: For me}}", "me", "steps.1.choices.0", "Fields are expected"),
        ("{id: car, text:", "{id: car, txt:", "steps.5.choices.1.txt", 'Did you mean "text"?'),
        ("fills: {name: name,", "fills: {nam: name,", "steps.8.fills.nam", 'Did you mean "name"?'),
        ("fen: 550", "fen: 5.5", "fees.1.fen", "whole number"),
        ("fen: 550", "fen: -1", "fees.1.fen", "0 or more"),
        ("schema: 1", "schema: 2", "schema", "cannot stand here"),
        ("version: 3\n", "", "version", 'Add a line "version: …"'),
        ("summary: {zh_CN: 每种都问, en: One of each}\n", "", "summary", "zh_CN: …, en: …"),
        ("icon: house", "icon: house\nicons: two", "icons", 'Did you mean "icon"?'),
    ],
)
def test_one_mistake_is_one_problem_at_its_line(
    changed: Change, old: str, new: str, field: str, said: str
) -> None:
    text = changed((old, new))
    problem = only(text)
    assert problem.field == field
    assert said in in_english(problem)
    start = text[: len(text) if not new else text.index(new)].count("\n") + 1
    if new and "steps" in field and new.strip().startswith(("titel", "unsur", "colour", "most", "longest")):
        assert problem.line == start


@pytest.mark.parametrize(
    ("condition", "field", "said"),
    [
        ("{stepp: moving, is: true}", "when.stepp", 'Did you mean "step"?'),
        ("{step: moving, iz: true}", "when.iz", 'Did you mean "is"?'),
        ("{is: true}", "when", "names no step"),
        ("{step: moving}", "when", "compares nothing"),
        ("{step: moving, is: true, unknown: true}", "when", "one thing, not several (is, unknown)"),
        ("{step: moving, before_months: 3}", "when.kind", '"kind: before"'),
        ("{step: moving, kind: after}", "when.kind", "Write one of before"),
        ("{step: moving, before: 3}", "when.before", '"kind: before"'),
        ("{step: moving, at_least: many}", "when.at_least", "whole number"),
        ("{step: moving, age_at_least: 900}", "when.age_at_least", "150 or less"),
        ("{step: moving, kind: before, before_days: 9999999}", "when.before_days", "36500 or less"),
        ("{step: moving, in: []}", "when.in", "at least 1"),
        ("{step: moving, in: far}", "when.in", "list"),
        ("{step: Moving On, is: true}", "when.step", "small letters"),
        ("{all: []}", "when.all", "needs a list"),
        ("{any: {step: moving, is: true}}", "when.any", "needs a list"),
        ("{all: [{step: moving, is: true}], step: moving}", "when.step", "Put it inside"),
        ("{any: [{step: moving, is: true}, {step: moving, iz: 1}]}", "when.any.1.iz", 'Did you mean "is"?'),
        ("{not: {step: moving, unknown: perhaps}}", "when.not.unknown", "true nor false"),
        ("{not: [1]}", "when.not", "written as fields"),
        ("moving", "when", "written as fields"),
    ],
)
def test_a_broken_condition_is_one_problem(changed: Change, condition: str, field: str, said: str) -> None:
    text = changed(
        (
            "when: {step: moving, is: true}\n    title: {zh_CN: 搬到",
            f"when: {condition}\n    title: {{zh_CN: 搬到",
        )
    )
    problem = only(text)
    assert problem.field == f"steps.3.{field}"
    assert said in in_english(problem)
    assert problem.line == text[: text.index(f"when: {condition}")].count("\n") + 1


def test_a_broken_priority_and_a_broken_choice(changed: Change) -> None:
    assert only(changed(("age_at_least: 60}", "aged: 60}"))).field == "priority.aged"
    broken = changed(("when: {step: moving, is: true}}", "when: {step: moving, was: true}}"))
    assert only(broken).field == "steps.5.choices.2.when.was"


def test_several_mistakes_are_told_together_in_the_files_order(changed: Change) -> None:
    text = changed(("kind: phone", "kind: fone"), ("unsure: guide", "unsur: guide"), ("fen: 550", "fen: x"))
    found = problems(text)
    assert [p.field for p in found] == ["steps.1.unsur", "steps.13", "fees.1.fen"]
    assert [p.line for p in found] == sorted(p.line for p in found)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (b"", 1, "empty"),
        (b"# nothing yet\n", 1, "empty"),
        ("schema: 1\ntitle: 您好".encode("gb18030"), 2, "UTF-8"),
        (b"schema: 1\nid: a\nid: b\n", 3, 'The field "id" stands twice in the same block, first on line 2'),
        (b"schema: 1\nsteps:\n  - {id: a, id: b}\n", 3, "stands twice"),
        (b"schema: 1\nid: [a\nversion: 1\n", 3, "the one above"),
        (b"schema: 1\nid: [a\n", 2, "never closed"),
        (b"schema: 1\nid: 'a\nversion: 1\n", 2, "never closed"),
        (b"schema: 1\ntitle: Hello: you\n", 2, "needs quotes"),
        (b"schema: 1\n\tid: a\n", 2, "spaces, never with tabs"),
        (b"schema: 1\nid: a\x07\n", 2, "cannot be read"),
        (b"- schema: 1\n", 1, "made of fields"),
        (b"hello\n", 1, "made of fields"),
        (b"schema: 1\n---\nschema: 1\n", 2, "no YAML"),
        (b"schema: 1\nid: !python/object:os.system x\n", 2, "no YAML"),
        (b"schema: 1\nsteps: &a [*a]\n", 1, "refers to itself"),
        (b"? [a, b]\n: 1\n", 1, "one word"),
    ],
)
def test_what_is_no_yaml(text: bytes, line: int, said: str) -> None:
    problem = only(text)
    assert problem.line == line
    assert said in in_english(problem)


def test_references_to_references_come_to_an_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    assert "nested too deeply" in in_english(only("\n".join(lines)))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FlowFileError) as caught:
        load(tmp_path / "none.yaml")
    assert caught.value.problems[0].file == "none.yaml"
    assert str(tmp_path) not in str(caught.value)


def test_a_broken_file_leaves_the_others_working(tmp_path: Path, everything_text: str) -> None:
    other = everything_text.replace("id: everything", "id: other", 1).replace(
        "icon: house", "icon: house\norder: 1"
    )
    (tmp_path / "a.yaml").write_text(everything_text, "utf-8")
    (tmp_path / "b.yaml").write_text("schema: 1\nid: b\n", "utf-8")
    (tmp_path / "c.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "d.yaml").write_text(other, "utf-8")
    (tmp_path / "notes.txt").write_text("no flow", "utf-8")
    releases, found = load_folder(tmp_path)
    assert [r.flow.id for r in releases] == ["other", "everything"]
    assert {p.file for p in found} == {"b.yaml", "c.yaml"}


def test_two_files_with_one_id_are_a_problem_of_the_second(tmp_path: Path, everything_text: str) -> None:
    (tmp_path / "a.yaml").write_text(everything_text, "utf-8")
    (tmp_path / "b.yaml").write_text(everything_text, "utf-8")
    releases, (problem,) = load_folder(tmp_path)
    assert [r.path.name for r in releases] == ["a.yaml"]
    assert (problem.file, problem.line, problem.field) == ("b.yaml", 2, "id")
    assert "a.yaml" in in_english(problem)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert load_folder(tmp_path) == ((), ())


def test_the_services_of_this_kiosk_load() -> None:
    releases, found = load_folder(ROOT / "assets" / "flows")
    assert found == ()
    assert releases
    assert all(isinstance(r, Release) for r in releases)
