"""Kind words: what an officer would not say to an old neighbour, found by rules.

Sentences are short and hold one thought; no question is put in the negative; office words are explained;
dates and money are written out; nobody is blamed; what went amiss comes with the next thing to do.
The rules judge the form alone: a text that passes may still be cold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.flow.problem import wrong
from kiosk.message import Message

MOST_IN_SENTENCE = MappingProxyType({"zh_CN": 36, "en": 16})
"""Characters of Chinese, words of English."""
MOST_IN_CLAUSE = MappingProxyType({"zh_CN": 24, "en": 16})
MOST_CLAUSES = 3
"""More of them in one sentence are more than one thought."""

OFFICE_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zh_CN": (
            "户口簿",
            "居住证",
            "居住登记",
            "签注",
            "通行证",
            "探亲",
            "户主",
            "迁入",
            "迁出",
            "准迁证",
            "监护人",
            "有效期",
            "受理",
            "委托书",
            "申请书",
            "原件",
            "复印件",
            "户籍",
            "常住",
            "落户",
            "出入境",
            "房产证",
        ),
        "en": (
            "household registration",
            "household booklet",
            "residence permit",
            "residence registration",
            "endorsement",
            "endorse",
            "travel permit",
            "exit-entry",
            "guardian",
            "householder",
            "accepted",
            "written application",
            "deed",
            "lease",
            "original",
            "notarised",
        ),
    }
)
"""Words of the trade that stand only where their meaning is one tap away."""

STIFF_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zh_CN": (
            "办理",
            "提交",
            "审核",
            "审批",
            "予以",
            "方可",
            "须",
            "逾期",
            "上述",
            "事项",
            "申领",
            "持证",
            "凭证",
            "之规定",
            "系统",
            "操作",
            "用户",
        ),
        "en": (
            "submit",
            "applicant",
            "hereby",
            "pursuant",
            "prior to",
            "shall be",
            "aforementioned",
            "verification",
            "authenticate",
            "in accordance",
            "system",
            "user",
            "input",
            "operation",
        ),
    }
)
"""Words of the trade that a plain word says as well."""

BLAME_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zh_CN": (
            "错误",
            "非法",
            "无效",
            "不合法",
            "不正确",
            "有误",
            "失败",
            "违规",
            "禁止",
            "不允许",
        ),
        "en": (
            "invalid",
            "wrong",
            "failed",
            "failure",
            "illegal",
            "incorrect",
            "error",
            "forbidden",
            "not allowed",
        ),
    }
)

_SENTENCE = MappingProxyType({"zh_CN": r"[^。！？!?；]+[。！？!?；]?", "en": r".+?(?:[.!?;](?=\s|$)|$)"})
_CLAUSE = MappingProxyType({"zh_CN": r"[，：,:]", "en": r"[,:]\s"})
_BARE = re.compile(
    r"\d{4}-\d{1,2}(?:-\d{1,2})?|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    r"|[¥￥$]\s*\d|\d\s*(?:CNY|RMB)\b|\b(?:CNY|RMB)\s*\d"
)
_NEGATIVE = MappingProxyType(
    {
        # "要不要" and "行不行" are no negative questions; "难道" always is.
        "zh_CN": r"难道|(?<![要行是能会对好])(?:不|没|未|别)[^，？]*吗？|(?:^|，)(?:不|没)是[^，]*？",
        "en": r"(?i)\b(?:not|never|\w+n['’]t)\b[^.?!]*\?",
    }
)
_NEXT = MappingProxyType(
    {
        "zh_CN": r"请|就再|可以",
        "en": r"(?i)\bplease\b|\b(?:go to|touch|tap|try|ask|call|take|write|choose|press|wait|note)\b",
    }
)
_HAN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]|[A-Za-z]+|\d+")


@dataclass(frozen=True)
class Unkind:
    """rule: its short name. message: says how to mend it."""

    rule: str
    message: Message


def unkind(
    text: str, locale: str, explained: Collection[str] = (), *, amiss: bool = False
) -> Iterator[Unkind]:
    """What is unkind in a text of a locale that has rules.

    explained: spellings that a glossary explains here. amiss: the text is said when something went amiss.
    """
    if locale not in MOST_IN_SENTENCE:
        return
    for sentence in sentences(text, locale):
        yield from _long(sentence, locale)
        if re.search(_NEGATIVE[locale], sentence):
            yield Unkind("negative", wrong("negative", text=sentence))
    for bare in _BARE.findall(text):
        yield Unkind("bare", wrong("bare", text=bare))
    for word in _found(text, BLAME_WORDS[locale], locale):
        yield Unkind("blame", wrong("blame", text=word))
    for word in _found(text, STIFF_WORDS[locale], locale):
        yield Unkind("stiff", wrong("stiff", text=word))
    rest = text
    for spelling in sorted(explained, key=len, reverse=True):
        rest = re.sub(re.escape(spelling), " ", rest, flags=re.IGNORECASE)
    for word in _found(rest, OFFICE_WORDS[locale], locale):
        yield Unkind("office", wrong("office", text=word))
    if amiss and not re.search(_NEXT[locale], text):
        yield Unkind("next", wrong("no_next_thing"))


def sentences(text: str, locale: str) -> list[str]:
    """The sentences of a text."""
    return [s.strip() for s in re.findall(_SENTENCE[locale], text) if s.strip()]


def size(text: str, locale: str) -> int:
    """How long a text is to a reader: characters of Chinese, words of English. A gap counts as one."""
    told = re.sub(r"\{\w+\}", "9", text)
    return len(_HAN.findall(told)) if locale == "zh_CN" else len(re.findall(r"[\w'’-]+", told))


def _long(sentence: str, locale: str) -> Iterator[Unkind]:
    unit = "characters" if locale == "zh_CN" else "words"
    length = size(sentence, locale)
    if length > (most := MOST_IN_SENTENCE[locale]):
        yield Unkind("long", wrong("long", text=sentence, length=length, unit=unit, most=most))
    clauses = [c for c in re.split(_CLAUSE[locale], sentence) if c.strip()]
    for clause in clauses:
        if size(clause, locale) > (most := MOST_IN_CLAUSE[locale]):
            yield Unkind("long", wrong("no_pause", text=clause, unit=unit, most=most))
    if len(clauses) > MOST_CLAUSES or re.search(r"[;；]|\s[–—]\s|（|\(", sentence):
        yield Unkind("thoughts", wrong("thoughts", text=sentence))


def _found(text: str, words: Collection[str], locale: str) -> Iterator[str]:
    """Those of the words that stand in the text, the longest first and none within another."""
    ordered = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in ordered)
    if locale != "zh_CN":
        pattern = rf"\b(?:{pattern})\b"
    yield from dict.fromkeys(match.lower() for match in re.findall(pattern, text, re.IGNORECASE))
