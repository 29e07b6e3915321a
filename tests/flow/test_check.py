from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.flow.check import check
from kiosk.flow.load import Problem, Release, load_folder
from kiosk.locales import found as locales_found
from kiosk.outfit import icon_names
from tests.flow.in_words import in_english

Change = Callable[..., str]
Released = Callable[[str], Release]
ROOT = Path(__file__).parents[2]


def test_a_sound_flow_has_no_problem(released: Released, everything_text: str) -> None:
    assert check(released(everything_text)) == ()


@pytest.mark.parametrize("release", load_folder(ROOT / "assets" / "flows")[0], ids=lambda r: str(r.flow.id))
def test_the_services_of_this_kiosk_have_no_problem(release: Release) -> None:
    icons = icon_names(ROOT / "assets" / "icons")
    assert check(release, known=locales_found(ROOT / "locales"), icons=icons) == ()


def the_problem(released: Released, text: str) -> Problem:
    found = check(released(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("pairs", "field", "said"),
    [
        ([("id: phone", "id: name")], "steps.13.id", 'is called "name" already'),
        ([("{id: helped,", "{id: me,")], "steps.1.choices.1.id", 'is called "me" already'),
        ([("{id: photo,", "{id: id_card,")], "materials.3.id", 'is called "id_card" already'),
        ([("{id: haste,", "{id: form,")], "fees.1.id", 'is called "form" already'),
        # Conditions
        (
            [("{step: things, has: home}]", "{step: thing, has: home}]")],
            "steps.11.when.any.1.step",
            'There is no step "thing". Did you mean "things"?',
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: valid, unknown: true}")],
            "steps.15.when.step",
            "not answered yet",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: crowded, unknown: true}")],
            "steps.15.when.step",
            "not answered yet",
        ),
        (
            [("when: {step: things, has: car}", "when: {step: phone, unknown: true}")],
            "materials.3.when.step",
            "not answered yet at the checklist",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: own_wish, unknown: true}")],
            "steps.15.when.step",
            "private wish",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: for_whom, is: nobody}")],
            "steps.15.when.is",
            'There is no "nobody" in for_whom. There are me, helped, other.',
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: for_whom, in: [me, othr]}")],
            "steps.15.when.in",
            'Did you mean "other"?',
        ),
        (
            [("when: {step: people, at_least: 6}", 'when: {step: moving, is: "yes"}')],
            "steps.15.when.is",
            "Write true or false",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: for_whom, is: true}")],
            "steps.15.when.is",
            'There is no "true" in for_whom',
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: name, is: zhang}")],
            "steps.15.when.is",
            "cannot be compared",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: things, is: car}")],
            "steps.15.when.is",
            'Use "has"',
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: for_whom, has: me}")],
            "steps.15.when.has",
            "no list to look into",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: things, has: plane}")],
            "steps.15.when.has",
            'There is no "plane" in things',
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: papers, has: foto}")],
            "steps.15.when.has",
            'There is no "foto" in the materials. Did you mean "photo"?',
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: hello, unknown: true}")],
            "steps.15.when.unknown",
            "nobody can answer",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: phone, at_least: 6}")],
            "steps.15.when.at_least",
            "not a number",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: people, at_least: 21}")],
            "steps.15.when.at_least",
            "never holds",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: people, at_least: 1}")],
            "steps.15.when.at_least",
            "always holds",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: name, age_at_least: 60}")],
            "steps.15.when.age_at_least",
            "tells no age",
        ),
        (
            [("when: {step: people, at_least: 6}", "when: {step: phone, kind: before, before_days: 3}")],
            "steps.15.when.kind",
            "not a date",
        ),
        ([("priority: {step: identity,", "priority: {step: identy,")], "priority.step", 'mean "identity"?'),
        # Texts
        ([(", en: Hello}", "}")], "steps.0.title", "The text in en is missing"),
        ([("en: Hello}", 'en: " "}')], "steps.0.title", "The text in en is missing"),
        ([(", en: For me}", "}")], "steps.1.choices.0.text", "The text in en is missing"),
        ([(", en: We ask a few things.}", "}")], "steps.0.body.0", "The text in en is missing"),
        ([(", en: Photo}", "}")], "materials.3.text", "The text in en is missing"),
        ([(", en: people}", "}")], "steps.14.unit", "The text in en is missing"),
        ([(", en: One of each}", "}")], "summary", "The text in en is missing"),
        ([("en: Hello}", "en: Hello, fr: Salut}")], "steps.0.title.fr", 'No language "fr"'),
        # The card
        ([("fills: {name: name,", "fills: {name: nam,")], "steps.8.fills.name", 'Did you mean "name"?'),
        ([("fills: {name: name,", "fills: {name: phone,")], "steps.8.fills.name", "which is a phone step"),
        # Lists
        (
            [("next_steps:\n  - {id: window, text: {zh_CN: 去窗口, en: Go to the window}}\n", "")],
            "next_steps",
            "what comes next",
        ),
    ],
)  # fmt: skip
def test_one_mistake_one_problem(
    released: Released, changed: Change, pairs: list[tuple[str, str]], field: str, said: str
) -> None:
    found = [
        p for p in check(released(changed(*pairs))) if not in_english(p).startswith("This step can never")
    ]
    assert [p.field for p in found] == [field], found
    assert said in in_english(found[0])
    assert found[0].file == "flow.yaml"


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        (
            "least: 1\n    title: {zh_CN: 有",
            "least: 4\n    title: {zh_CN: 有",
            "steps.5.least",
            "Lower least",
        ),
        ("least: 1\n    most: 20", "least: 30\n    most: 20", "steps.14.least", "Swap the two"),
    ],
)
def test_a_mistake_of_which_others_follow(
    released: Released, changed: Change, old: str, new: str, field: str, said: str
) -> None:
    found = check(released(changed((old, new))))
    assert [in_english(p) for p in found if p.field == field and said in in_english(p)]
    # "I don't know" still leads on.
    assert not [p for p in found if p.field == "steps.21"]


def test_the_line_is_the_line_of_the_mistake(
    released: Released, changed: Change, line_of: Callable[[str], int]
) -> None:
    problem = the_problem(released, changed(("fills: {name: name,", "fills: {name: phone,")))
    assert problem.line == line_of("fills: {name: name,")


def test_a_language_more_is_wanted(released: Released, everything_text: str) -> None:
    found = check(released(everything_text), locales=("zh_CN", "en", "de"))
    assert {in_english(p) for p in found} == {'The text in de is missing. Add "de: …".'}
    assert len(found) > 30


def test_a_card_cannot_fill_what_was_asked_before(released: Released, everything_text: str) -> None:
    card = everything_text[everything_text.index("  - id: card") : everything_text.index("  - id: name")]
    text = everything_text.replace(card, "").replace("  - id: phone", card + "  - id: phone")
    found = check(released(text))
    assert {p.field for p in found} == {f"steps.12.fills.{w}" for w in ("name", "identity_number", "address")}
    assert all("Move the card step before it" in in_english(p) for p in found)


def test_a_step_that_can_never_be_reached(released: Released, changed: Change) -> None:
    never = "when: {all: [{step: moving, is: true}, {step: moving, is: false}]}"
    problem = the_problem(released, changed(("when: {step: people, at_least: 6}", never)))
    assert problem.field == "steps.15"
    assert "never be reached" in in_english(problem)


def test_a_step_that_only_a_card_answers_is_reached(released: Released, changed: Change) -> None:
    text = changed(
        ("when: {any: [{step: moving, is: true}, {step: things, has: home}]}", "when: {step: card, is: true}")
    )
    assert check(released(text)) == ()


def test_everything_after_an_ending_that_always_comes_is_never_reached(
    released: Released, changed: Change
) -> None:
    found = check(released(changed(("    when: {step: where, is: abroad}\n", ""))))
    told = {p.field for p in found if "never be reached" in in_english(p)}
    assert "steps.21" in told
    assert "steps.5" in told
    assert "steps.3" not in told


def test_a_way_that_cannot_end(released: Released, changed: Change) -> None:
    text = changed(("kind: review\n", "kind: review\n    when: {not: {step: for_whom, is: other}}\n"))
    problem = the_problem(released, text)
    assert problem.field == "steps.20"
    assert "nothing comes" in in_english(problem)
    assert "for_whom: other" in in_english(problem)


def test_no_review_at_all(released: Released, changed: Change) -> None:
    text = changed(("  - id: review\n    kind: review\n    title: {zh_CN: 对一对, en: Look it over}\n", ""))
    found = check(released(text))
    assert any("nothing comes" in in_english(p) for p in found)


def test_the_review_comes_last_and_once(released: Released, everything_text: str) -> None:
    review = everything_text[everything_text.index("  - id: review") : everything_text.index("\nmaterials:")]
    moved = everything_text.replace(review, "").replace("  - id: consent", review + "\n  - id: consent")
    problem = the_problem(released, moved)
    assert problem.field == "steps.20"
    assert "Move it to the end" in in_english(problem)
    twice = everything_text.replace(
        "\nmaterials:", review.replace("id: review", "id: again") + "\nmaterials:"
    )
    assert [p.field for p in check(released(twice)) if "second review" in in_english(p)] == ["steps.22"]


def test_no_step_applies_at_the_beginning(released: Released) -> None:
    text = """
schema: 1
id: none
version: 1
icon: house
title: {zh_CN: 空, en: None}
summary: {zh_CN: 空, en: None}
steps:
  - {id: a, kind: yes_no, title: {zh_CN: 问, en: Ask}, when: {step: b, is: true}}
  - {id: b, kind: yes_no, title: {zh_CN: 问, en: Ask}, when: {step: a, is: true}}
"""
    assert any("No step applies at the beginning" in in_english(p) for p in check(released(text)))


def test_materials_without_a_checklist_and_a_checklist_without_materials(
    released: Released, everything_text: str, changed: Change
) -> None:
    without = changed(
        ("  - id: papers\n    kind: checklist\n    title: {zh_CN: 要带这些, en: Bring these}\n", "")
    )
    assert the_problem(released, without).field == "materials"
    a, b = everything_text.index("materials:"), everything_text.index("fees:")
    # Without the materials no step uses the glossary's words.
    end = everything_text.index("glossary:")
    problem = the_problem(released, everything_text[:a] + everything_text[b:end])
    assert problem.field == "steps.6"
    assert "would be empty" in in_english(problem)


@pytest.mark.parametrize(
    ("old", "field", "said"),
    [
        ("spare: true, when: {step: things, has: car}", "materials.3", "never asked for"),
        ("when: {all: [{step: moving, is: true}, {step: where, in: [far]}]}", "fees.1", "never due"),
        ("priority: {step: identity, age_at_least: 60}", "priority", "served first"),
    ],
)
def test_what_never_applies(released: Released, changed: Change, old: str, field: str, said: str) -> None:
    never = "{all: [{step: moving, is: true}, {step: for_whom, is: me}, {step: moving, is: false}]}"
    key = "priority" if old.startswith("priority") else "when"
    problem = the_problem(released, changed((old, f"{key}: {never}")))
    assert problem.field == field
    assert said in in_english(problem)


def test_what_applies_only_to_few_is_found(released: Released, changed: Change) -> None:
    few = "when: {all: [{step: for_whom, is: other}, {step: moving, is: false}, {step: things, has: car}]}"
    assert check(released(changed(("spare: true, when: {step: things, has: car}", few)))) == ()


def test_a_choice_that_is_never_offered_and_a_step_with_too_few(released: Released, changed: Change) -> None:
    never = "when: {all: [{step: moving, is: true}, {step: moving, is: false}]}"
    problem = the_problem(released, changed(("when: {step: moving, is: true}}", never + "}")))
    assert problem.field == "steps.5.choices.2"
    assert "never offered" in in_english(problem)
    few = changed(("least: 1\n    title: {zh_CN: 有", "least: 3\n    title: {zh_CN: 有"))
    problem = the_problem(released, few)
    assert problem.field == "steps.5.choices"
    assert "Only 2 of the choices" in in_english(problem)


def test_an_empty_list_of_materials_or_next_steps(released: Released, changed: Change) -> None:
    problem = the_problem(
        released,
        changed(("{id: id_card, text: {zh_CN: 身份证, en: Identity card}}",
                 "{id: id_card, text: {zh_CN: 身份证, en: Identity card}, when: {step: for_whom, is: me}}")),
    )  # fmt: skip
    assert problem.field == "materials"
    assert "is empty" in in_english(problem)
    problem = the_problem(
        released,
        changed(("en: Go to the window}}", "en: Go to the window}, when: {step: consent, is: true}}")),
    )
    assert problem.field == "next_steps"
    assert "consent: " in in_english(problem)


def test_the_wish_is_asked_once(released: Released, changed: Change) -> None:
    second = (
        "  - id: wish_again\n    kind: own_wish\n    title: {zh_CN: 愿意吗？, en: Sure?}\n\n  - id: phone"
    )
    problem = the_problem(released, changed(("  - id: phone", second)))
    assert "asked twice" in in_english(problem)


def test_too_many_branches_are_said_not_hidden(released: Released) -> None:
    asked = "".join(f"  - {{id: q{i}, kind: yes_no, title: {{zh_CN: 问, en: Ask}}}}\n" for i in range(16))
    told = "".join(
        f"  - {{id: n{i}, kind: notice, when: {{step: q{i}, is: true}}, title: {{zh_CN: 说, en: Tell}}}}\n"
        for i in range(16)
    )
    text = f"""
schema: 1
id: many
version: 1
icon: house
title: {{zh_CN: 多, en: Many}}
summary: {{zh_CN: 多, en: Many}}
steps:
{asked}{told}
  - {{id: review, kind: review, title: {{zh_CN: 看, en: Look}}}}
next_steps:
  - {{id: window, text: {{zh_CN: 去窗口, en: Go}}}}
"""
    problem = the_problem(released, text)
    assert problem.severity == "warning"
    assert "too many branches" in in_english(problem)
