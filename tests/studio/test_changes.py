"""What changed between two releases, in words of both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.flow import model as m
from kiosk.flow.load import load
from kiosk.flow.model import KINDS
from kiosk.locales import USUAL as LOCALES
from kiosk.message import Message
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.studio.changes import _NOT_TOLD, changes, told
from kiosk.studio.numbering import read_release

PATHS = Paths.here()
# In two languages, as its lines are told below.
SOURCE = re.sub(
    r""", (?:ja|ko|ru): (?:"[^"]*"|'[^']*'|\[[^]]*\]|[^,}]*)""",
    "",
    (PATHS.flows / "endorsement.yaml").read_text(encoding="utf-8"),
)
WORDS = load_words(PATHS.locales)

EDITS = {
    "title": (
        "en: Who is this for?}",
        "en: Who goes?}",
        ["“给谁办”的标题（英语）由“Who is this for?”改为“Who goes?”"],
        ['"For": title (English) changed from "Who is this for?" to "Who goes?"'],
    ),
    "choice-added": (
        "      - {id: macau, text: {zh_CN: 澳门, en: Macau}}\n",
        "      - {id: macau, text: {zh_CN: 澳门, en: Macau}}\n"
        "      - {id: abroad, text: {zh_CN: 国外, en: Abroad}}\n",
        ["“去哪里”新增选项“国外”"],
        ['"Where to": new choice "Abroad"'],
    ),
    "choice-text": (
        "text: {zh_CN: 给自己办, en: For me}",
        "text: {zh_CN: 自己办, en: For me}",
        ["“给谁办”的选项“自己办”的文字（中文）由“给自己办”改为“自己办”"],
        ['"For", choice "For me": text (Chinese) changed from "给自己办" to "自己办"'],
    ),
    "choices-swapped": (
        "      - {id: hong_kong, text: {zh_CN: 香港, en: Hong Kong}}\n"
        "      - {id: macau, text: {zh_CN: 澳门, en: Macau}}\n",
        "      - {id: macau, text: {zh_CN: 澳门, en: Macau}}\n"
        "      - {id: hong_kong, text: {zh_CN: 香港, en: Hong Kong}}\n",
        ["“去哪里”的选项“澳门”换了位置"],
        ['"Where to": moved choice "Macau"'],
    ),
    "condition": (
        "is: individual}]}\n    title: {zh_CN: 自己去",
        "is: group}]}\n    title: {zh_CN: 自己去",
        [
            "“停办”：原来只在“去哪里”选了“台湾”，而且“做什么”选了“自己旅游”时问，"
            "现在只在“去哪里”选了“台湾”，而且“做什么”选了“跟团旅游”时问"
        ],
        [
            '"Suspended". Before: Asked only when "Where to" is "Taiwan" and "Purpose" is '
            '"Travel on your own". Now: Asked only when "Where to" is "Taiwan" and "Purpose" is "Group tour".'
        ],
    ),
    "condition-of-choice": (
        "text: {zh_CN: 澳门, en: Macau}}",
        "when: {step: for_whom, is: me}, text: {zh_CN: 澳门, en: Macau}}",
        ["“去哪里”的选项“澳门”：原来每个人都能选，现在只在“给谁办”选了“给自己办”时能选"],
        [
            '"Where to", choice "Macau". Before: Offered to everybody. '
            'Now: Offered only when "For" is "For me".'
        ],
    ),
    "fills": (
        "fills: {name: name, identity_number: identity_number}",
        "fills: {name: name}",
        [
            "“身份证”的证上内容填到哪里：原来姓名填到“您的名字”、身份证号填到“您的证号”，现在姓名填到“您的名字”"
        ],
        [
            '"Card": what the card fills in. Before: Name to "Your name", Identity number to "Your number". '
            'Now: Name to "Your name".'
        ],
    ),
    "yes-or-no": (
        "    own: true\n",
        "",
        ["“身份证”的是否本人的证由“是”改为“否”"],
        ['"Card": being the resident\'s own card changed from "Yes" to "No"'],
    ),
    "setting": (
        "order: 30",
        "order: 31",
        ["“去港澳台”的排列次序由“30”改为“31”"],
        ['"Hong Kong, Macau, Taiwan": order changed from "30" to "31"'],
    ),
    "audience": (
        "order: 30",
        "order: 30\naudience: enterprises",
        ["“去港澳台”的服务对象由“居民”改为“企业和店家”"],
        ['"Hong Kong, Macau, Taiwan": for whom changed from "Residents" to "Firms and shops"'],
    ),
    "number-and-comment": ("version: 1", "version: 7  # 新", [], []),
}


@pytest.mark.parametrize("edit", EDITS)
def test_each_change_is_told(edit: str) -> None:
    old, new, chinese, english = EDITS[edit]
    assert SOURCE.count(old) == 1
    before = read_release(SOURCE, "endorsement").flow
    found = changes(before, read_release(SOURCE.replace(old, new), "endorsement").flow)
    assert [told(one, WORDS["zh_CN"]) for one in found] == chinese
    assert [told(one, WORDS["en"]) for one in found] == english


def test_a_language_is_called_what_it_is_called_in_the_readers_language() -> None:
    before = read_release(SOURCE, "endorsement").flow
    japanese = SOURCE.replace("en: Who is this for?}", "en: Who is this for?, ja: 誰の？}")
    (one,) = changes(before, read_release(japanese, "endorsement").flow)
    assert "（日语）" in told(one, WORDS["zh_CN"])
    assert "(Japanese)" in told(one, WORDS["en"])


def test_steps_and_fees() -> None:
    before = read_release(SOURCE, "endorsement").flow
    gone, moved, first = before.steps[3], before.steps[2], before.steps[0]
    fee = before.fees[0]
    after = before.model_copy(
        update={
            "steps": (moved, *before.steps[:2], *before.steps[4:]),
            "fees": (fee.model_copy(update={"fen": fee.fen + 50}), *before.fees[1:]),
        }
    )
    told_now = [told(one, WORDS["en"]) for one in changes(before, after)]
    assert f'Removed step: "{gone.label.in_("en")}"' in told_now
    assert f'Moved step: "{moved.label.in_("en")}"' in told_now
    assert f'Moved step: "{first.label.in_("en")}"' not in told_now
    amount = f"{fee.fen / 100:.2f} to {(fee.fen + 50) / 100:.2f} yuan"
    assert f'"{fee.text.in_("en")}": amount changed from {amount}' in told_now
    back = [told(one, WORDS["en"]) for one in changes(after, before)]
    assert f'New step: "{gone.label.in_("en")}"' in back


def test_a_kind_and_what_a_field_means_are_told_from_and_to() -> None:
    before = read_release(SOURCE, "endorsement").flow
    first = before.steps[0].model_copy(update={"kind": "choices", "unsure": "guide"})
    term = before.glossary[0].model_copy(update={"also": {"zh_CN": ("港澳证", "签注")}})
    after = before.model_copy(
        update={"steps": (first, *before.steps[1:]), "glossary": (term, *before.glossary[1:]), "icon": "pin"}
    )
    found = [told(one, WORDS["zh_CN"]) for one in changes(before, after)]
    assert found[0] == "“去港澳台”的图标由“通行证”改为“地点”"
    assert "“给谁办”的提问方式由“选一个”改为“选几个”" in found
    assert "“给谁办”的“不知道”之后由“空着，接着办”改为“叫导办员”" in found
    assert any("港澳证 / 签注" in one for one in found)


def test_what_was_told_shortly_before_is_still_told() -> None:
    """Messages that were kept with earlier releases."""
    for kind in ("condition", "within.condition", "kind"):
        kept = Message(f"studio.change.{kind}", {"name": "X", "within": "Y", "field": "when"})
        assert "X" in told(kept, WORDS["en"])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_of_a_service_can_be_told(locale: str) -> None:
    parts = [m.Flow, m.Choice, m.Material, m.FeeLine, m.Term, m.Reviewer, m.Window, m.Sheet]
    parts += [m.ReadyAnswer, *KINDS.values()]
    fields = {name for part in parts for name in part.model_fields} - _NOT_TOLD
    lists = {"steps", "choices", "materials", "fees", "next_steps", "glossary", "reviewers", "answers"}
    blocks = {"window", "sheet"}
    missing = {
        f
        for f in fields - lists - blocks - {"kind", "fen"}
        if f"studio.change.field.{f}" not in WORDS[locale].ids
    }
    assert missing == set()


@pytest.mark.parametrize("path", sorted(PATHS.flows.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("locale", LOCALES)
def test_whole_services_against_each_other_can_be_told(path: Path, locale: str) -> None:
    mine, other = load(path).flow, read_release(SOURCE, "endorsement").flow
    for one in (*changes(mine, other), *changes(other, mine)):
        assert "{" not in told(one, WORDS[locale])


def test_what_the_window_does_and_what_the_sheet_says_is_told_from_and_to() -> None:
    before = read_release(SOURCE, "endorsement").flow
    five, ten = m.Limit(days=5), m.Limit(days=10, counted="days")
    line, other = (m.Text({"zh_CN": x, "en": y}) for x, y in (("居民", "Residents"), ("亲属", "Relatives")))
    bare = before.model_copy(update={"window": m.Window(), "reviewers": (), "sheet": None})
    fire = m.Reviewer(id="fire", text=m.Text({"zh_CN": "消防", "en": "Fire safety"}), limit=five)
    full = bare.model_copy(
        update={
            "window": m.Window(limit=five, on_the_spot=True, hands_over=line),
            "reviewers": (fire,),
            "sheet": m.Sheet(who=(line,), know=(line, other)),
        }
    )
    assert [told(one, WORDS["en"]) for one in changes(bare, full)] == [
        '"Hong Kong, Macau, Taiwan": time limit changed from "nothing" to "5 working days"',
        '"Hong Kong, Macau, Taiwan": whether it can be settled on the spot changed from "No" to "Yes"',
        '"Hong Kong, Macau, Taiwan": new what the window hands over (Chinese): "居民"',
        '"Hong Kong, Macau, Taiwan": new what the window hands over (English): "Residents"',
        'New office to ask: "Fire safety"',
        '"Hong Kong, Macau, Taiwan": new who can apply, on the sheet (Chinese): "居民"',
        '"Hong Kong, Macau, Taiwan": new who can apply, on the sheet (English): "Residents"',
        '"Hong Kong, Macau, Taiwan": new good to know, on the sheet (Chinese): "居民 / 亲属"',
        '"Hong Kong, Macau, Taiwan": new good to know, on the sheet (English): "Residents / Relatives"',
    ]
    somebody = m.IsUnknown(step="where", unknown=True)
    later = full.model_copy(update={"reviewers": (fire.model_copy(update={"limit": ten, "when": somebody}),)})
    limit, when = (told(one, WORDS["zh_CN"]) for one in changes(full, later))
    assert limit == "“消防”的办理期限由“5 个工作日”改为“10 天”"
    assert when.startswith("“消防”：原来每一件都送，现在只在")
    assert told(changes(full, bare)[0], WORDS["zh_CN"]) == "“去港澳台”的办理期限由“5 个工作日”改为“没有”"
    assert 'Removed office to ask: "Fire safety"' in [told(one, WORDS["en"]) for one in changes(full, bare)]


def test_a_ready_answer_that_is_added_moved_reworded_or_removed_is_told() -> None:
    before = read_release(SOURCE, "endorsement").flow
    first, second, *rest = before.answers
    reworded = first.model_copy(update={"answer": m.Text({"zh_CN": "十五元。", "en": "15 yuan."})})
    fresh = m.ReadyAnswer(
        id="fresh",
        question=m.Text({"zh_CN": "周末开吗？", "en": "Open at weekends?"}),
        answer=m.Text({"zh_CN": "开。", "en": "Yes."}),
    )
    after = before.model_copy(update={"answers": (second, reworded, fresh, *rest[:-1])})
    found = [told(one, WORDS["en"]) for one in changes(before, after)]
    was = first.answer.in_("en")
    assert f'Removed ready answer: "{rest[-1].question.in_("en")}"' in found
    assert 'New ready answer: "Open at weekends?"' in found
    assert any(one.startswith("Moved ready answer: ") for one in found)
    assert f'"What does it cost?": answer (English) changed from "{was}" to "15 yuan."' in found
