"""How alike two questions are, in a way that can be told: by the words that both have.

Of Chinese, Japanese and Korean every two neighbouring characters count as a word, of other writings every
word. Nothing is learnt and nothing is guessed: an officer sees which words made it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_RUN = re.compile(
    r"(?P<dense>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3\U00020000-\U0003ffff]+)"
    r"|(?P<word>[^\W_]+)"
)
_EMPTY = frozenset(
    {
        *(
            "什么",
            "怎么",
            "怎样",
            "请问",
            "一下",
            "可以",
            "能不",
            "不能",
            "是不",
            "不是",
            "需要",
            "要不",
            "不要",
        ),
        *("我想", "想问", "问问", "我的", "你们", "他们", "这个", "那个", "有没", "没有", "多少"),
        *(
            "the",
            "an",
            "is",
            "are",
            "do",
            "does",
            "can",
            "my",
            "to",
            "of",
            "for",
            "in",
            "at",
            "it",
            "and",
            "or",
        ),
        *("what", "how", "when", "where", "must", "need", "have"),
        *("как", "что", "где", "когда", "ли", "на", "для", "мне", "мой", "моя", "это"),
    }
)
"""Words of every other question: they tell nothing of what it is about."""
_LETTERS = 2
"""A word of other writings has at least so many letters."""


@dataclass(frozen=True)
class Likeness:
    """share: 0 to 1, of the words of the shorter one those that both have. words: which, in order."""

    share: float
    words: tuple[str, ...]


NONE = Likeness(0.0, ())
LEAST = 0.25
"""Below that share two questions are not alike."""


def words_of(text: str) -> tuple[str, ...]:
    """What a text is made of, each once, in order."""
    found: dict[str, None] = {}
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()):
        dense = run["dense"]
        if dense is None:
            if len(run["word"]) >= _LETTERS:
                found[run["word"]] = None
        else:
            for at in range(max(1, len(dense) - 1)):
                found[dense[at : at + 2]] = None
    return tuple(word for word in found if word not in _EMPTY)


def likeness(asked: str, known: str) -> Likeness:
    """How alike they are, whichever is which; :data:`NONE` below :data:`LEAST`."""
    return among(words_of(asked), known)


def among(asked: Iterable[str], known: str) -> Likeness:
    """The same, of words that were found before."""
    wanted, there = dict.fromkeys(asked), dict.fromkeys(words_of(known))
    both = tuple(word for word in wanted if word in there)
    least = min(len(wanted), len(there))
    share = len(both) / least if least else 0.0
    return Likeness(share, both) if share >= LEAST else NONE
