"""The glossary: which office words a step uses, and what is wrong with one as it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.flow.answer import Answer, Chosen, ChosenSeveral, Seen, Yes
from kiosk.flow.check import check
from kiosk.flow.glossary import Term, used
from kiosk.flow.load import FlowFileError, Release
from kiosk.flow.model import Text
from kiosk.flow.run import FlowRun
from kiosk.flow.step_words import terms_here
from tests.flow.in_words import in_english

Change = Callable[..., str]
Released = Callable[[str], Release]
AT = "  - id: authority\n    term"


def term(id_: str, zh: str, en: str, *also: str) -> Term:
    said = Text({"zh_CN": "一句话。", "en": "A sentence."})
    return Term(id=id_, term=Text({"zh_CN": zh, "en": en}), also={"en": also}, explanation=said)


HOUSEHOLD = term("household", "户口", "household", "registration")
BOOKLET = term("booklet", "户口簿", "household booklet")


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("zh_CN", "请带户口簿", ["booklet"]),
        ("zh_CN", "户口簿和户口", ["booklet", "household"]),
        ("zh_CN", "迁户口", ["household"]),
        ("zh_CN", "household", []),
        ("en", "Your household booklet", ["booklet"]),
        ("en", "Household booklets", ["booklet"]),
        ("en", "Where is the registration?", ["household"]),
        ("en", "Two households", ["household"]),
        ("en", "Householder", []),
        ("en", "Deregistration", []),
    ],
)
def test_the_longest_spelling_counts(locale: str, text: str, found: list[str]) -> None:
    assert [t.id for t in used([text], (HOUSEHOLD, BOOKLET), locale)] == found


def test_terms_stand_in_the_order_in_which_they_are_met() -> None:
    assert [t.id for t in used(["户口簿", "户口，户口簿"], (HOUSEHOLD, BOOKLET), "zh_CN")] == [
        "booklet",
        "household",
    ]


def test_without_a_glossary_nothing_is_found() -> None:
    assert used(["户口簿"], (), "zh_CN") == ()


@pytest.mark.parametrize(("who", "found"), [("other", ["booklet", "authority"]), ("me", ["booklet"])])
def test_a_step_uses_what_it_shows_this_resident(run: FlowRun, who: str, found: list[str]) -> None:
    """The letter is listed only for whoever comes for somebody else."""
    given: tuple[Answer, ...] = (
        Seen(),
        Chosen(id=who),
        Yes(yes=True),
        Chosen(id="near"),
        ChosenSeveral(ids=("home",)),
    )
    for answer in given:
        assert terms_here(run, "zh_CN") == ()
        run.answer(answer)
    assert run.step is not None
    assert run.step.kind == "checklist"
    assert [t.id for t in terms_here(run, "zh_CN")] == found


@pytest.mark.parametrize(
    ("old", "new", "field", "severity", "said"),
    [
        (
            "{zh_CN: 户口簿, en: Booklet}\n",
            "{zh_CN: 户籍本, en: Book}\n",
            "glossary.0",
            "warning",
            "No step uses",
        ),
        (
            "{zh_CN: 一家人的小本子。, en: A small book for the family.}",
            "{zh_CN: 一家人的小本子。}",
            "glossary.0.explanation",
            "error",
            "The text in en is missing",
        ),
        (
            "en: A small book for the family.",
            "en: A book. It is small. It is for all. Keep it.",
            "glossary.0.explanation.en",
            "warning",
            "4 sentences explain this, 3 at most",
        ),
        (
            "zh_CN: 一家人的小本子。",
            f"zh_CN: {'这是一家人的小本子，里面写着每个人的名字和生日。' * 3}",
            "glossary.0.explanation.zh_CN",
            "warning",
            "characters, 60 at most",
        ),
        (
            "{zh_CN: 一家人的小本子。",
            "{zh_CN: 户主保管的小本子。",
            "glossary.0.explanation.zh_CN",
            "warning",
            "“户主” is an office word",
        ),
        ("{zh_CN: [委托信]}", "{zh_CN: [户口簿]}", "glossary.1.term.zh_CN", "error", "is explained on line"),
        ("{zh_CN: [委托信]}", "{fr: [lettre]}", "glossary.1.also.fr", "warning", 'No language "fr"'),
        (AT, "  - id: booklet\n    term", "glossary.1.id", "error", 'is called "booklet" already'),
    ],
)
def test_what_is_wrong_with_a_glossary(
    released: Released, changed: Change, old: str, new: str, field: str, severity: str, said: str
) -> None:
    found = check(released(changed((old, new))))
    assert [(p.field, p.severity) for p in found if said in in_english(p)] == [(field, severity)], found


def test_an_office_word_without_an_entry_is_found(
    released: Released, changed: Change, everything_text: str
) -> None:
    start = everything_text.index("  - id: booklet")
    found = check(released(changed((everything_text[start : everything_text.index(AT)], ""))))
    assert [(p.field, p.severity) for p in found] == [("materials.1.text.zh_CN", "warning")]
    assert "“户口簿” is an office word" in in_english(found[0])


def test_an_unkind_text_of_a_flow_is_warned_of(released: Released, changed: Change) -> None:
    found = check(released(changed(("en: Do you move?", "en: Don't you move?"))))
    assert [(p.field, p.severity) for p in found] == [("steps.2.title.en", "warning")]
    assert "negative" in in_english(found[0])


def test_a_misspelt_field_of_a_term_is_told(released: Released, changed: Change) -> None:
    with pytest.raises(FlowFileError) as caught:
        released(changed(("    also: {zh_CN: [委托信]}", "    aslo: {zh_CN: [委托信]}")))
    (problem,) = caught.value.problems
    assert 'Did you mean "also"?' in in_english(problem)
