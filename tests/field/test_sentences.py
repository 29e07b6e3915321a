"""Every message of the fields and the flow has a sentence in each language, with the same gaps."""

import re
from pathlib import Path
from string import Formatter

import pytest

from kiosk.words import Words

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "kiosk/field").glob("*.py"), *(ROOT / "kiosk/flow").glob("*.py")]
IDS = sorted(
    {
        i
        for path in SOURCES
        for i in re.findall(r'"((?:field|flow)\.[a-z_]+\.[a-z_]+)"', path.read_text("utf-8"))
    }
    | {f"field.day.no_{part}" for part in ("year", "month", "day")}
)


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_there_are_messages() -> None:
    assert len(IDS) > 50


@pytest.mark.parametrize("id_", IDS)
def test_every_message_has_its_sentence(id_: str, words: Words) -> None:
    assert id_ in words.ids


@pytest.mark.parametrize("id_", [i for i in IDS if i not in ("field.day.day", "flow.told.date")])
def test_both_languages_leave_the_same_gaps(id_: str) -> None:
    # A date names its month by number in Chinese and by name in English.
    names = ("count", "most", "least", "year", "month", "day", "last", "yuan", "month_name")
    kept = {name: f"{{{name}}}" for name in names}
    chinese, english = (gaps(Words.load(ROOT / "locales", x).say(id_, **kept)) for x in ("zh_CN", "en"))
    assert chinese == english


def test_no_sentence_is_left_over(words: Words) -> None:
    mine = {i for i in words.ids if i.startswith(("field.", "flow.wrong.", "flow.told."))}
    assert mine == set(IDS)


def test_sentences_never_blame(words: Words) -> None:
    mine = [words._sentences[i] for i in IDS]
    assert not [s for s in mine if re.search(r"错|不对|无效|非法|wrong|invalid|illegal|error|must", s)]
