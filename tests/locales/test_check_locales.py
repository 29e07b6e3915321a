"""What a locale lacks is found, and told with what is read instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.check_locales import Lack, in_fonts, in_services, in_settings, in_voice, in_words
from kiosk.failure import WordsDamaged
from kiosk.flow.check import check
from kiosk.flow.load import Release, load_folder
from kiosk.flow.model import Text
from kiosk.locales import found
from kiosk.paths import Paths
from kiosk.words import Words
from screens.fonts import unshowable
from tests.flow.in_words import in_english
from tests.locales.conftest import Write, entry


def told(lacks: object) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(lack.kind, lack.where, lack.stops) for lack in lacks]  # type: ignore[attr-defined]


@pytest.fixture
def release() -> Release:
    return load_folder(Paths.here().flows)[0][0]


def test_sentences_gaps_and_forms(write: Write) -> None:
    write("zh_CN", *(entry(id, "{count}天") for id in ("a.days", "a.gone", "a.forms", "a.wrong", "desk.x")))
    write("en", *(entry(id, "{count} d") for id in ("a.days", "a.gone", "a.forms", "a.wrong", "desk.x")))
    folder = write(
        "ru",
        entry("a.days", "{count} день", "{count} дня", "{count} дней"),
        entry("a.forms", "{count} день", "{count} дней"),
        entry("a.wrong", "{days} дней"),
    )
    found = list(in_words(folder, "ru"))
    assert told(found) == [
        ("plural", ("a.forms",), True),
        ("words", ("a.gone",), True),
        ("staff", ("desk.x",), False),
        ("gaps", ("a.wrong",), True),
    ]
    assert found[1].sentence() == "MISSING ru: 1 sentence(s) missing (now in en): a.gone"
    assert found[2].sentence().startswith("note    ru: 1 staff's sentence(s) missing (now in en)")


def test_a_brace_that_is_no_gap(write: Write) -> None:
    """A resident would never see the sentence: it fails as it is said."""
    for locale in ("zh_CN", "en"):
        write(locale, *(entry(id, "{count}") for id in ("a.lone", "a.wide", "a.part", "a.fine")))
    folder = write(
        "ru",
        entry("a.lone", "{count} {"),
        entry("a.wide", "{count:>999999999}"),
        entry("a.part", "{count.real}"),
        entry("a.fine", "{count} дней"),
    )
    (lack,) = in_words(folder, "ru")
    assert (lack.kind, lack.where, lack.stops) == ("gaps", ("a.lone", "a.wide", "a.part"), True)
    assert Words.load(folder, "ru").say("a.lone", count=3) == "3"


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (lambda raw: raw + b'msgid "x"\nmsgstr "\xff"\n', "kiosk.po, line 14: not UTF-8"),
        (lambda raw: raw + b'msgid "x"\nmsgstr: "a"\n', "kiosk.po, line 14: Unknown or misformatted keyword"),
        (lambda raw: raw.replace(b"nplurals=3", b"nplurals=99999999999"), "more than 6 plural forms"),
        (lambda raw: raw.replace(b"n%10==1", b"n%0==1"), "rule of plurals"),
        (lambda raw: raw.replace(b": 2;", b": 7;"), "rule of plurals"),
        (lambda raw: raw * 20_000, "longer than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    write: Write, spoilt: Callable[[bytes], bytes], told: str
) -> None:
    folder = write("ru", entry("a.days", "{count} день", "{count} дня", "{count} дней"))
    path = folder / "ru" / "kiosk.po"
    rule = b'"Plural-Forms: nplurals=3; plural=n%10==1 ? 0 : n%10==2 ? 1 : 2;\\n"\n\n'
    path.write_bytes(spoilt(path.read_bytes().replace(b"\n\n", b"\n" + rule, 1)))
    with pytest.raises(WordsDamaged, match=told):
        Words.load(write("en"), "ru")


def test_a_date_may_name_its_month(write: Write) -> None:
    write("zh_CN", entry("a.date", "{month}月{day}日"))
    write("en", entry("a.date", "{day} {month_name}"))
    folder = write("ru", entry("a.date", "{day} {month_name}"))
    assert told(in_words(folder, "ru")) == []


def test_texts_of_services(release: Release) -> None:
    title = Text({**release.flow.title.root, "xx": "x"})
    half = replace(release, flow=release.flow.model_copy(update={"title": title}))
    (lack,) = in_services([half], "xx")
    assert (lack.kind, lack.instead, lack.stops) == ("service", "en", True)
    assert "title" not in lack.where
    assert "steps.0.title" in lack.where
    assert told(in_services([release], "zh_CN")) == []


def test_settings_glyphs_and_voice(write: Write, qapp: object) -> None:
    given = {"place": Text({"zh_CN": "大厅", "en": "the hall"})}
    assert told(in_settings(given, "en")) == []
    assert told(in_settings(given, "xx")) == [("settings", ("place",), True)]
    write("en", entry("a.b", "b"))
    folder = write("zh_CN", entry("a.b", "您好\u1200"))
    assert told(in_fonts(folder, (), "zh_CN", unshowable)) == [("glyphs", ("\u1200",), True)]
    assert told(in_voice("xx", None)) == [("no_voice", (), False)]
    assert told(in_voice("xx", ("Hello",))) == [("voice", ("Hello",), True)]
    assert told(in_voice("xx", ())) == []


def test_a_lack_in_one_line() -> None:
    lack = Lack("ja", "words", ("a", "b", "c", "d", "e"), "5 sentence(s) missing", "en")
    assert lack.sentence() == "MISSING ja: 5 sentence(s) missing (now in en): a, b, c and 2 more"
    assert lack.as_json()["stops"] is True


def test_a_flow_must_have_every_locale_offered_and_may_have_others(release: Release) -> None:
    title = Text({**release.flow.title.root, "xx": "x"})
    more = replace(release, flow=release.flow.model_copy(update={"title": title}))
    assert [p.field for p in check(more, known=found(Paths.here().locales))] == ["title.xx"]
    assert check(more, known=(*found(Paths.here().locales), "xx")) == ()
    missing = [p for p in check(more, ("zh_CN", "en", "xx")) if "in xx is missing" in in_english(p)]
    assert missing
    assert "title" not in {p.field for p in missing}


def test_every_locale_of_the_product_is_whole() -> None:
    folder = Paths.here().locales
    releases, _ = load_folder(Paths.here().flows)
    for locale in found(folder):
        lacks = [*in_words(folder, locale), *in_services(releases, locale)]
        assert [lack.sentence() for lack in lacks if lack.stops] == []
