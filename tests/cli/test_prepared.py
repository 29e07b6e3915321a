"""``kiosk prepared``: how many forms lie, purging them, and releasing the entry of codes; each on record."""

from __future__ import annotations

import asyncio
import json

import pytest

from kiosk.cases.guesses import OF_ONE
from kiosk.cases.prepared import NotOpened, PreparedForm
from kiosk.clock import SystemClock
from kiosk.flow.answer import PhoneNo
from kiosk.settings import load
from kiosk.store.local import LocalStore

FORM = PreparedForm("s", 1, "ab" * 32, "en", "id: s", {"phone": PhoneNo(number="13812345678")})


@pytest.fixture
def one_kept(bare):
    """A form lies there, and codes were entered wrongly until kiosk 01 waits."""

    async def made():
        store = LocalStore(load().data_dir, "01", SystemClock(), kiosk_lock=True)
        await store.start()
        kept = await store.prepared.keep(FORM)
        wrong = kept.code[0] + f"{(int(kept.code[1:]) + 1) % 10**5:05}"
        for _ in range(OF_ONE.free):
            with pytest.raises(NotOpened):
                await store.prepared.open(wrong, "", "01")
        await store.close()
        return kept

    return asyncio.run(made())


def test_what_lies_there_is_counted_and_nothing_of_it_is_told(kiosk, one_kept):
    code, out, _ = kiosk("prepared", "show")
    assert code == 0
    assert "1 forms, 0 codes resting" in out
    assert "no code can be entered at: 01" in out
    assert one_kept.code not in out
    assert json.loads(kiosk("prepared", "show", "--json")[1])["shut"] == ["01"]


def test_purging_and_releasing_are_on_record(kiosk, one_kept):
    assert kiosk("prepared", "purge", "--to", "2020-01-01")[1] == "0 deleted\n"
    assert kiosk("prepared", "purge")[1] == "1 deleted\n"
    assert "0 forms, 1 codes resting" in kiosk("prepared", "show")[1]
    assert kiosk("prepared", "purge", "--codes")[1] == "0 deleted\n"
    assert "0 forms, 0 codes resting" in kiosk("prepared", "show")[1]
    assert kiosk("prepared", "release")[1] == "Done.\n"
    assert "no code can be entered" not in kiosk("prepared", "show")[1]
    record = kiosk("record", "list")[1]
    assert record.count("console  prepared_purged  prepared ") == 3
    assert record.count("console  codes_released") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--from", "yesterday"], "such as 2026-09-30"),
        (["--from", "2026-03-02", "--to", "2026-03-01"], "--to"),
    ],
)
def test_a_day_that_is_none_is_told(kiosk, words, told):
    code, _, err = kiosk("prepared", "purge", *words)
    assert code == 2
    assert told in err


def test_in_a_hall_the_hubs_command_is_named(kiosk, monkeypatch):
    monkeypatch.setenv("KIOSK_HUB_URL", "https://hub.example:8460")
    monkeypatch.setenv("KIOSK_HUB_KEY", "/etc/caring-kiosk/hub.key")
    code, _, err = kiosk("prepared", "show")
    assert code == 2
    assert "kiosk hub prepared" in err
