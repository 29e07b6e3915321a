"""One planted fault each in a sound flow: every one is found, by its kind, where it was planted."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kiosk.flow.check import check
from kiosk.flow.load import FlowFileError, Problem, load_bytes
from kiosk.flow.source import Where, read
from kiosk.outfit import icon_names
from kiosk.paths import Paths
from tests.flow.in_words import in_english

Data = dict[str, Any]
Mutate = Callable[[Data], object]

YES, NO = {"step": "moving", "is": True}, {"step": "moving", "is": False}
NEVER = {"all": [YES, NO]}
ALWAYS = {"any": [YES, NO, {"step": "moving", "unknown": True}]}


ICONS = icon_names(Paths.here().icons)


def step(number: int, **fields: object) -> Mutate:
    return lambda data: data["steps"][number].update(fields)


def _asks_nothing(data: Data) -> None:
    data["ends_in"] = "consultation"
    data["steps"] = [each for each in data["steps"] if each["kind"] != "text"]


def _asks_much(data: Data) -> None:
    data["answers"] = [
        {
            "id": f"a{n}",
            "question": {"zh_CN": f"问{n}", "en": f"Ask {n}"},
            "answer": {"zh_CN": "好", "en": "Yes"},
        }
        for n in range(6)
    ]


def asked(locale: str, said: str) -> Mutate:
    return lambda data: data["answers"][1]["question"].update({locale: said})


def answered(locale: str, said: str) -> Mutate:
    return lambda data: data["answers"][1]["answer"].update({locale: said})


def when(number: int, condition: object) -> Mutate:
    return step(number, when=condition)


def text(number: int, locale: str, said: str) -> Mutate:
    return lambda data: data["steps"][number]["title"].update({locale: said})


def choice(number: int, **fields: object) -> Mutate:
    return lambda data: data["steps"][5]["choices"][number].update(fields)


def item(name: str, number: int, **fields: object) -> Mutate:
    return lambda data: data[name][number].update(fields)


def without(*names: str) -> Mutate:
    return lambda data: [data.pop(name) for name in names]


def drop(number: int) -> Mutate:
    return lambda data: data["steps"].pop(number)


def people(**compared: object) -> Mutate:
    return when(15, {"step": "people", **compared})


def second_choice(zh_CN: str, en: str) -> Mutate:
    return choice(1, text={"zh_CN": zh_CN, "en": en})


def of(name: str, **compared: object) -> Mutate:
    return when(15, {"step": name, **compared})


def reviewed(**condition: object) -> Mutate:
    return item("reviewers", 0, when=condition)


PLANTED: list[tuple[str, Mutate, str, str]] = [
    # What cannot be read
    ("kind", step(13, kind="telephone"), "step_strange_kind", "steps.13"),
    ("no_title", lambda d: d["steps"][13].pop("title"), "no_text", "steps.13.title"),
    ("no_kind", lambda d: d["steps"][13].pop("kind"), "step_no_kind", "steps.13"),
    ("field", step(13, colour="red"), "strange_field", "steps.13.colour"),
    ("bad_id", step(13, id="Phone"), "bad_id", "steps.13.id"),
    ("number", step(14, most="many"), "no_whole_number", "steps.14.most"),
    ("literal", step(1, unsure="gide"), "bad_value", "steps.1.unsure"),
    ("plain_text", step(13, title="电话"), "no_languages", "steps.13.title"),
    ("compares_nothing", people(), "condition_compares_nothing", "steps.15.when"),
    ("compares_two", people(at_least=6, unknown=True), "condition_compares_several", "steps.15.when"),
    ("beside", when(15, {"all": [YES], "step": "people"}), "condition_beside", "steps.15.when.step"),
    ("empty_all", when(15, {"all": []}), "condition_no_list", "steps.15.when.all"),
    ("window_field", lambda d: d["window"].update(limits={"days": 5}), "strange_field", "window.limits"),
    ("limit_field", lambda d: d["window"].update(limit={"day": 5}), "strange_field", "window.limit.day"),
    ("limit_zero", lambda d: d["window"]["limit"].update(days=0), "too_small", "window.limit.days"),
    ("limit_long", lambda d: d["window"]["limit"].update(days=900), "too_large", "window.limit.days"),
    ("limit_word", item("reviewers", 1, limit={"days": "soon"}), "no_whole_number", "reviewers.1.limit.days"),
    ("counted", lambda d: d["window"]["limit"].update(counted="weeks"), "bad_value", "window.limit.counted"),
    ("on_the_spot", lambda d: d["window"].update(on_the_spot="often"), "no_yes_or_no", "window.on_the_spot"),
    ("hands_over", lambda d: d["window"].update(hands_over="证"), "no_languages", "window.hands_over"),
    ("no_limit", lambda d: d["reviewers"][0].pop("limit"), "no_field", "reviewers.0.limit"),
    ("reviewer_zero", item("reviewers", 0, limit={"days": 0}), "too_small", "reviewers.0.limit.days"),
    ("reviewer_field", item("reviewers", 0, wen=YES), "strange_field", "reviewers.0.wen"),
    ("sheet_field", lambda d: d["sheet"].update(whom=[]), "strange_field", "sheet.whom"),
    ("nobody", lambda d: d["sheet"].update(who=[]), "too_few", "sheet.who"),
    ("no_who", lambda d: d["sheet"].pop("who"), "no_field", "sheet.who"),
    ("who_plain", lambda d: d["sheet"].update(who=["居民"]), "no_languages", "sheet.who.0"),
    ("know_number", lambda d: d["sheet"]["know"][0].update(en=5), "needs_quotes", "sheet.know.0.en"),
    ("answer_field", item("answers", 0, anwser={}), "strange_field", "answers.0.anwser"),
    ("no_answer", lambda d: d["answers"][0].pop("answer"), "no_text", "answers.0.answer"),
    ("answer_plain", item("answers", 0, answer="十五元"), "no_languages", "answers.0.answer"),
    # As it is written
    ("same_step_id", step(9, id="phone"), "same_id", "steps.13.id"),
    ("same_choice_id", choice(1, id="home"), "same_id", "steps.5.choices.1.id"),
    ("same_material_id", item("materials", 2, id="id_card"), "same_id", "materials.2.id"),
    ("same_line_id", lambda d: d["next_steps"].append(d["next_steps"][0]), "same_id", "next_steps.1.id"),
    ("same_term_id", item("glossary", 1, id="booklet"), "same_id", "glossary.1.id"),
    ("same_answer_id", item("answers", 1, id="cost"), "same_id", "answers.1.id"),
    ("same_reviewer_id", item("reviewers", 1, id="fire"), "same_id", "reviewers.1.id"),
    ("same_fee_id", item("fees", 1, id="form"), "same_id", "fees.1.id"),
    ("least_most", step(14, least=30), "least_over_most", "steps.14.least"),
    ("least_choices", step(5, least=4), "least_over_choices", "steps.5.least"),
    ("card_nothing", step(8, fills={"name": "nam"}), "card_fills_nothing", "steps.8.fills.name"),
    ("card_wrong", step(8, fills={"name": "phone"}), "card_fills_wrong", "steps.8.fills.name"),
    (
        "card_late",
        lambda d: d["steps"].insert(11, d["steps"].pop(8)),
        "card_too_late",
        "steps.11.fills.name",
    ),
    ("review_early", lambda d: d["steps"].insert(20, d["steps"].pop(21)), "review_not_last", "steps.20"),
    ("no_checklist", drop(6), "materials_not_shown", "materials"),
    ("no_materials", without("materials"), "no_materials", "steps.6"),
    ("no_fee_step", drop(19), "fees_not_shown", "fees"),
    ("no_question", lambda d: _asks_nothing(d), "no_question", "ends_in"),
    ("no_next_steps", without("next_steps"), "no_next_steps", "next_steps"),
    ("icon", lambda d: d.update(icon="hous"), "no_such_icon", "icon"),
    ("icon_of_step", step(0, icon="nothing_near"), "no_such_icon", "steps.0.icon"),
    ("icon_of_choice", choice(1, icon="truk"), "no_such_icon", "steps.5.choices.1.icon"),
    # Conditions
    ("no_step", of("thing", has="home"), "no_such_step", "steps.15.when.step"),
    ("reviewer_no_step", reviewed(step="movng", unknown=True), "no_such_step", "reviewers.0.when.step"),
    ("reviewer_no_choice", reviewed(step="where", **{"is": "x"}), "no_such_choice", "reviewers.0.when.is"),
    ("later", of("valid", unknown=True), "not_answered_yet", "steps.15.when.step"),
    ("wish", of("own_wish", unknown=True), "hangs_on_wish", "steps.15.when.step"),
    ("no_choice", of("for_whom", **{"is": "nobody"}), "no_such_choice", "steps.15.when.is"),
    ("no_material", of("papers", has="foto"), "no_such_material", "steps.15.when.has"),
    ("no_list", of("for_whom", has="me"), "no_list_to_look_into", "steps.15.when.has"),
    ("no_unknown", of("hello", unknown=True), "never_unknown", "steps.15.when.unknown"),
    ("no_number", of("phone", at_least=6), "not_a_number", "steps.15.when.at_least"),
    ("over_most", people(at_least=21), "number_never", "steps.15.when.at_least"),
    ("under_least", people(at_least=1), "number_always", "steps.15.when.at_least"),
    ("no_age", of("name", age_at_least=60), "no_age", "steps.15.when.age_at_least"),
    ("no_date", of("phone", kind="before", before_days=3), "not_a_date", "steps.15.when.kind"),
    ("yes_as_text", of("moving", **{"is": "yes"}), "true_or_false", "steps.15.when.is"),
    ("is_of_several", of("things", **{"is": "car"}), "several_answers", "steps.15.when.is"),
    ("part_twice", when(15, {"any": [YES, YES]}), "part_twice", "steps.15.when.any.1"),
    # On the way
    ("never_reached", when(15, NEVER), "never_reached", "steps.15"),
    ("always_ends", lambda d: d["steps"][4].pop("when"), "never_reached", "steps.5"),
    ("dead_end", when(21, {"not": {"step": "for_whom", "is": "other"}}), "dead_end", "steps.20"),
    ("no_review", drop(21), "dead_end", "steps.20"),
    ("never_offered", choice(2, when=NEVER), "never_offered", "steps.5.choices.2"),
    ("bare", step(5, least=3), "too_few_offered", "steps.5.choices"),
    ("never_asked_for", item("materials", 3, when=NEVER), "never_asked_for", "materials.3"),
    ("never_due", item("fees", 1, when=NEVER), "never_due", "fees.1"),
    ("never_circulated", item("reviewers", 0, when=NEVER), "never_circulated", "reviewers.0"),
    ("never_first", lambda d: d.update(priority=NEVER), "never_first", "priority"),
    ("no_line", item("next_steps", 0, when=YES), "empty_next_steps", "next_steps"),
    ("no_material_then", item("materials", 0, when=YES), "empty_materials", "materials"),
    ("idle_step", when(15, ALWAYS), "always_holds", "steps.15.when"),
    ("idle_choice", choice(2, when=ALWAYS), "always_holds", "steps.5.choices.2.when"),
    ("idle_material", item("materials", 3, when=ALWAYS), "always_holds", "materials.3.when"),
    ("idle_reviewer", item("reviewers", 0, when=ALWAYS), "always_holds", "reviewers.0.when"),
    ("idle_fee", item("fees", 1, when=ALWAYS), "always_holds", "fees.1.when"),
    # Texts
    ("text_missing", lambda d: d["steps"][0]["title"].pop("en"), "text_missing", "steps.0.title"),
    ("text_blank", text(0, "en", " "), "text_missing", "steps.0.title"),
    ("window_text", lambda d: d["window"]["hands_over"].pop("en"), "text_missing", "window.hands_over"),
    ("reviewer_text", item("reviewers", 0, text={"en": "Fire"}), "text_missing", "reviewers.0.text"),
    ("sheet_text", lambda d: d["sheet"]["know"][0].pop("en"), "text_missing", "sheet.know.0"),
    ("sheet_chinese", lambda d: d["sheet"]["who"][0].update(en="您"), "chinese_in_english", "sheet.who.0.en"),
    ("language", text(0, "fr", "Salut"), "unused_language", "steps.0.title.fr"),
    ("chinese", text(0, "en", "您好"), "chinese_in_english", "steps.0.title.en"),
    ("mixed", text(0, "en", "Hello 您"), "chinese_in_english", "steps.0.title.en"),
    ("english", text(0, "zh_CN", "Hello there"), "no_chinese", "steps.0.title.zh_CN"),
    ("signs", text(0, "en", "…!"), "nothing_to_say", "steps.0.title.en"),
    ("same_text", second_choice("房子", "A car"), "same_choice", "steps.5.choices.1.text.zh_CN"),
    ("same_but_case", second_choice("车", "a  HOME"), "same_choice", "steps.5.choices.1.text.en"),
    ("same_question", asked("en", "what does  it COST?"), "same_question", "answers.1.question.en"),
    ("many_answers", lambda d: _asks_much(d), "many_answers", "answers.5"),
    ("question_text", lambda d: d["answers"][0]["question"].pop("en"), "text_missing", "answers.0.question"),
    ("long_question", asked("zh_CN", "问" * 15), "long_question", "answers.1.question.zh_CN"),
    ("wordy_question", asked("en", "one " * 10), "long_question", "answers.1.question.en"),
    ("long_answer", answered("zh_CN", "答" * 20 + "。" + "答" * 41), "long_answer", "answers.1.answer.zh_CN"),
    ("wordy_answer", answered("en", "one two. " * 22), "long_answer", "answers.1.answer.en"),
    ("many_sentences", answered("zh_CN", "好。" * 4), "many_sentences", "answers.1.answer.zh_CN"),
    ("stiff_answer", answered("zh_CN", "请提交。"), "stiff", "answers.1.answer.zh_CN"),
    ("long_text", text(0, "zh_CN", "您好。" * 150), "long_text", "steps.0.title.zh_CN"),
    ("override", text(0, "en", "Hel\u202elo"), "strange_sign", "steps.0.title.en"),
    ("long_sentence", text(0, "zh_CN", "好" * 40), "long", "steps.0.title.zh_CN"),
    ("negative", text(2, "en", "Don't you move?"), "negative", "steps.2.title.en"),
    ("blame", text(0, "zh_CN", "您填的有误"), "blame", "steps.0.title.zh_CN"),
    ("office", text(0, "zh_CN", "请看居住证"), "office", "steps.0.title.zh_CN"),
    ("unused_term", lambda d: d["materials"].pop(2), "unused_term", "glossary.1"),
]  # fmt: skip


def written(data: Data) -> str:
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 10_000
    yaml.dump(data, out)
    return out.getvalue()


def problems(data: Data) -> tuple[Problem, ...]:
    try:
        return check(load_bytes(written(data).encode(), Path("flow.yaml")), icons=ICONS)
    except FlowFileError as error:
        return error.problems


@pytest.fixture
def data(everything_text: str) -> Data:
    found = YAML(typ="safe", pure=True).load(everything_text)
    assert isinstance(found, dict)
    return found


def test_without_a_fault_nothing_is_told(data: Data) -> None:
    assert problems(data) == ()


@pytest.mark.parametrize(
    ("mutate", "kind", "field"), [one[1:] for one in PLANTED], ids=[one[0] for one in PLANTED]
)
def test_a_planted_fault_is_found_in_its_place(data: Data, mutate: Mutate, kind: str, field: str) -> None:
    mutate(data)
    found = problems(data)
    assert (kind, field) in {(p.kind, p.field) for p in found}, found
    assert all(in_english(problem) for problem in found)


SAME: dict[str, tuple[Mutate, Where, Where]] = {
    "step": (step(9, id="phone"), ("steps", 9), ("steps", 13)),
    "choice": (choice(1, id="home"), ("steps", 5, "choices", 0), ("steps", 5, "choices", 1)),
    "material": (item("materials", 2, id="id_card"), ("materials", 0), ("materials", 2)),
}


@pytest.mark.parametrize("name", SAME)
def test_of_two_with_one_id_both_places_are_told(data: Data, name: str) -> None:
    plant, first, second = SAME[name]
    plant(data)
    (found,) = [p for p in problems(data) if p.kind == "same_id"]
    source = read(written(data), "flow.yaml")
    assert found.line == source.line((*second, "id")) > source.line(first)
    assert f"on line {source.line(first)} " in in_english(found)


def test_an_icon_that_is_nearly_one_is_told_by_the_nearest_and_another_by_all(data: Data) -> None:
    data["icon"] = "hous"
    (near,) = problems(data)
    assert in_english(near) == 'There is no pictogram called "hous". Did you mean "house"?'
    data["icon"] = "zzz"
    (far,) = problems(data)
    assert all(name in in_english(far) for name in ICONS)


def test_an_abbreviation_may_stand_alone_in_chinese(data: Data) -> None:
    data["steps"][5]["choices"][1]["text"] = {"zh_CN": "SIM", "en": "A SIM"}
    assert problems(data) == ()


def test_a_title_of_signs_may_stand_where_words_are_spoken(data: Data) -> None:
    said = {"zh_CN": "您好", "en": "Hello"}
    data["steps"][0] |= {"title": {"zh_CN": "……", "en": "…"}, "spoken": said}
    assert problems(data) == ()


def test_choices_never_offered_together_may_read_the_same(data: Data) -> None:
    for number, condition in ((1, YES), (2, {"not": YES})):
        data["steps"][5]["choices"][number] |= {"text": {"zh_CN": "车", "en": "A car"}, "when": condition}
    assert problems(data) == ()
