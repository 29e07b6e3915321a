"""``kiosk flows``: publishing by commands."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.flow.model import KINDS
from kiosk.paths import Paths
from tests.cli.conftest import Kiosk
from tests.flow.test_bad_input import BOMB

SOURCE = (Paths.here().flows / "endorsement.yaml").read_text(encoding="utf-8")


@pytest.fixture
def changed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    path = bare / "endorsement.yaml"
    path.write_text(SOURCE.replace("en: 'Hong Kong, Macau, Taiwan'", "en: Trips"), encoding="utf-8")
    return path


def live(kiosk: Kiosk) -> dict[str, object]:
    return {row["service"]: row["live"] for row in json.loads(kiosk("flows", "list", "--json")[1])}


def test_publish_look_and_go_back(kiosk: Kiosk, changed: Path) -> None:
    services = (
        "endorsement",
        "homestay",
        "household",
        "question",
        "residence_permit",
        "special_trade",
        "truck_pass",
    )
    assert live(kiosk) == dict.fromkeys(services, 1)
    code, out, _ = kiosk("flows", "publish", "--no-screens", str(changed))
    assert (code, out.splitlines()) == (
        0,
        [
            '    "Trips": title (English) changed from "Hong Kong, Macau, Taiwan" to "Trips"',
            "endorsement 2: in force at once",
        ],
    )
    code, out, _ = kiosk("flows", "import", str(changed))
    assert (code, out.strip().endswith("in force already")) == (0, True)
    code, out, _ = kiosk("flows", "releases", "endorsement")
    assert "console" in out
    assert "2 in all" in out
    assert kiosk("flows", "roll-back", "endorsement", "1")[0] == 0
    assert live(kiosk)["endorsement"] == 1
    assert kiosk("flows", "retire", "endorsement")[0] == 0
    assert live(kiosk)["endorsement"] is None


def test_from_a_day_on_and_withdrawn(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", "--no-screens", str(changed), "--from", "2999-01-01")[0] == 0
    rows = json.loads(kiosk("flows", "list", "--json")[1])
    assert rows[0]["scheduled"] == [{"number": 2, "from": "2999-01-01"}]
    assert kiosk("flows", "list")[1].splitlines()[0] == "endorsement  1 in force  2 from 2999-01-01"
    assert kiosk("flows", "withdraw", "endorsement", "2")[0] == 0
    assert json.loads(kiosk("flows", "list", "--json")[1])[0]["scheduled"] is None


def test_nobody_approves_their_own(kiosk: Kiosk, changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_RELEASES_NEED_APPROVAL", "true")
    assert "waits for approval" in kiosk("flows", "publish", "--no-screens", str(changed))[1]
    code, _, err = kiosk("flows", "approve", "endorsement", "2")
    assert (code, err.strip()) == (2, "kiosk: Somebody else has to approve it")


def test_what_cannot_be_published_is_told(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", str(changed.parent / "nothing.yaml"))[2].startswith("kiosk: There is no")
    changed.write_text(SOURCE, encoding="utf-8")
    assert "in force already" in kiosk("flows", "publish", "--no-screens", str(changed))[2]
    changed.write_text("id: x\n", encoding="utf-8")
    code, out, _ = kiosk("flows", "publish", "--no-screens", str(changed))
    assert (code, "endorsement.yaml:1: error" in out) == (1, True)


def test_a_pictogram_that_there_is_not_is_not_published(kiosk: Kiosk, changed: Path) -> None:
    changed.write_text(SOURCE.replace("icon: passport", "icon: pasport", 1), encoding="utf-8")
    code, out, _ = kiosk("flows", "check", str(changed))
    assert (code, 'called "pasport". Did you mean "passport"?' in out) == (1, True)
    code, out, _ = kiosk("flows", "publish", "--no-screens", str(changed))
    assert (code, "endorsement.yaml:6: error: There is no pictogram" in out) == (1, True)
    assert live(kiosk)["endorsement"] == 1


def test_doctor_tells_of_a_release_that_is_not_what_was_published(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", "--no-screens", str(changed))[0] == 0
    findings = json.loads(kiosk("doctor", "--json")[1])
    assert not [one for one in findings if one["what"] == "release"]
    with closing(sqlite3.connect(changed.parent / "data" / "kiosk.db")) as database:
        database.execute("DROP TRIGGER service_release_no_update")
        database.execute("UPDATE service_release SET source = source || '#' WHERE number = 2")
        database.commit()
    findings = json.loads(kiosk("doctor", "--json")[1])
    (told,) = [one for one in findings if one["what"] == "release"]
    assert told["told"].startswith("endorsement 2 is not what was published")


def test_doctor_names_the_release_in_force(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", "--no-screens", str(changed))[0] == 0
    assert kiosk("flows", "retire", "question")[0] == 0
    (told,) = [
        f["told"] for f in json.loads(kiosk("doctor", "--json")[1]) if f["what"] == "releases in force"
    ]
    assert {
        "endorsement 2 (published here)",
        "household 1",
        "question not offered (published here)",
    } < set(told.split(", "))


def test_what_changed_between_two_releases(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", "--no-screens", str(changed))[0] == 0
    code, out, _ = kiosk("flows", "diff", "endorsement", "2", "1")
    there = '"Hong Kong, Macau, Taiwan": title (English) changed from "Trips" to "Hong Kong, Macau, Taiwan"'
    assert (code, out.splitlines()) == (0, [there, "1 in all"])
    code, _, err = kiosk("flows", "diff", "endorsement", "1", "7")
    assert (code, "no release 7" in err) == (2, True)


def test_releases_are_carried_to_another_station(
    kiosk: Kiosk, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kiosk("flows", "publish", "--no-screens", str(changed))[0] == 0
    folder = changed.parent / "out"
    assert "2 release(s)" in kiosk("flows", "export", str(folder), "--service", "endorsement")[1]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [(one["number"], one["author"]) for one in manifest] == [(1, None), (2, "console")]
    for one in manifest:
        assert hashlib.sha256((folder / one["file"]).read_bytes()).hexdigest() == one["sha256"]
    published = changed.read_bytes().replace(b"version: 1", b"version: 2", 1)
    assert (folder / "endorsement-2.yaml").read_bytes() == published
    monkeypatch.setenv("KIOSK_DATA_DIR", str(changed.parent / "elsewhere"))
    code, out, _ = kiosk("flows", "import", *(str(folder / f"endorsement-{n}.yaml") for n in (1, 2)))
    assert (code, "endorsement-1.yaml: in force already" in out) == (0, True)
    assert live(kiosk)["endorsement"] == 2
    assert "no service nothing" in kiosk("flows", "export", str(folder), "--service", "nothing")[2]
    assert "cannot be written" in kiosk("flows", "export", str(changed))[2]


def test_what_was_changed_after_it_was_exported_is_not_published(
    kiosk: Kiosk, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = changed.parent / "out"
    assert kiosk("flows", "publish", str(changed))[0] == 0
    assert kiosk("flows", "export", str(folder))[0] == 0
    file, own = folder / "endorsement-2.yaml", folder / "own.yaml"
    own.write_bytes(file.read_bytes().replace(b"en: Trips", b"en: Travels"))
    file.write_bytes(file.read_bytes().replace(b"en: Trips", b"en: Journeys"))
    monkeypatch.setenv("KIOSK_DATA_DIR", str(changed.parent / "elsewhere"))
    code, _, err = kiosk("flows", "import", str(folder / "endorsement-1.yaml"), str(file))
    assert (code, "was changed after it was exported" in err) == (2, True)
    assert live(kiosk)["endorsement"] == 1
    assert kiosk("flows", "import", str(own))[0] == 0  # of this one nothing was said
    (folder / "manifest.json").write_text("{")
    assert "is no manifest" in kiosk("flows", "import", str(file))[2]


def test_the_schema_for_editors_is_the_one_that_comes_along(kiosk: Kiosk) -> None:
    """Else write it anew: kiosk flows schema > assets/flows/flow.schema.json."""
    code, out, _ = kiosk("flows", "schema")
    kept = (Paths.here().flows / "flow.schema.json").read_text(encoding="utf-8")
    assert (code, json.loads(out)) == (0, json.loads(kept))
    assert json.loads(kept)["required"] == ["schema", "id", "version", "icon", "title", "summary", "steps"]
    kinds = json.loads(kept)["properties"]["steps"]["items"]["discriminator"]["mapping"]
    assert set(kinds) == set(KINDS)


TOO_LONG = "unbelievably" * 4
SMALL = f"""\
schema: 1
id: small
version: 1
icon: house
title: {{zh_CN: 小事, en: Small}}
summary: {{zh_CN: 一件小事, en: A small matter}}
steps:
  - id: hello
    kind: notice
    title: {{zh_CN: 您好, en: Hello}}
    body:
      - {{zh_CN: 问一句。, en: {TOO_LONG}}}
  - {{id: review, kind: review, title: {{zh_CN: 看一看, en: Look}}}}
next_steps:
  - {{id: go, text: {{zh_CN: 去窗口。, en: Go to the window.}}}}
"""


BAD = {
    "bomb": (BOMB, "refers to itself"),
    "cycle": ("a: &a [*a]", "refers to itself"),
    "control": (SMALL.replace("en: Hello}", 'en: "Hel\\x07lo"}'), "U+0007"),
    "right-to-left": (SMALL.replace("en: Hello}", 'en: "Hel\\u202elo"}'), "U+202E"),
    "5000-characters": (SMALL.replace("en: Hello}", f"en: {'Hello ' * 833}}}"), "300 at most"),
    "50-megabytes": ("", "larger than 1 MB"),
}


def write_bad(path: Path, name: str) -> None:
    path.write_text(BAD[name][0], encoding="utf-8")
    if name == "50-megabytes":
        with path.open("wb") as file:
            file.truncate(50_000_000)


@pytest.mark.parametrize("name", BAD)
def test_what_nobody_should_have_written_is_told_and_not_published(
    kiosk: Kiosk, bare: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    path = bare / "small.yaml"
    write_bad(path, name)
    for words in (("check",), ("publish",), ("import",), ("publish", "--no-screens")):
        code, out, err = kiosk("flows", *words, str(path))
        assert code in (1, 2), words
        assert BAD[name][1] in out + err, words
        assert "Traceback" not in out + err
    assert "small" not in live(kiosk)


@pytest.fixture
def small(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)  # laying out needs no display
    path = bare / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_a_text_that_does_not_fit_is_told_at_its_line(kiosk: Kiosk, small: Path) -> None:
    assert kiosk("flows", "check", str(small))[0] == 0
    code, out, _ = kiosk("flows", "check", "--screens", str(small))
    assert code == 1
    assert "small: laid out in 18 looks" in out
    assert "every text was shown" in out
    (told,) = [line for line in out.splitlines() if "error" in line]
    assert told.startswith("small.yaml:12: error: “unbelievablyunbelievably…” (en) does not fit")
    assert told.endswith("[steps.0.body.0.en]")
    code, out, _ = kiosk("flows", "check", "--screens", str(small), "--json")
    assert json.loads(out)["laid_out"][0]["never_shown"] == []


def test_what_does_not_fit_is_not_published(kiosk: Kiosk, small: Path) -> None:
    code, out, _ = kiosk("flows", "publish", str(small))
    assert (code, "does not fit" in out) == (1, True)
    fine = small.parent / "fine.yaml"
    fine.write_text(SMALL.replace("id: small", "id: fine", 1).replace(TOO_LONG, "We ask."), encoding="utf-8")
    code, out, _ = kiosk("flows", "import", str(fine), str(small))
    assert (code, "does not fit" in out) == (1, True)
    assert not {"small", "fine"} & live(kiosk).keys()
    small.write_text(SMALL.replace(TOO_LONG, "We ask one thing."), encoding="utf-8")
    assert kiosk("flows", "publish", str(small))[0] == 0
    assert live(kiosk)["small"] == 1


def test_what_is_in_force_already_is_not_laid_out_once_more(kiosk: Kiosk, small: Path) -> None:
    assert kiosk("flows", "import", "--no-screens", str(small))[0] == 0
    assert kiosk("flows", "import", str(small))[1].endswith("small.yaml: in force already\n")


def test_what_cannot_be_laid_out_says_how_to_go_on(
    kiosk: Kiosk, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.outfit.kiosk_command", lambda *_words: ("false",))
    code, _, err = kiosk("flows", "publish", str(small))
    assert (code, err.strip().endswith("kiosk doctor. To publish it unseen: --no-screens")) == (2, True)


def test_a_share_that_there_is_not_is_refused(kiosk: Kiosk, bare: Path) -> None:
    assert kiosk("flows", "lay-out", "--share", "2/2")[0] == 2
    assert kiosk("flows", "lay-out", "--share", "half")[0] == 2
