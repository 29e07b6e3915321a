"""``kiosk hub appointments``: the plan of the hall, from the command line."""

from __future__ import annotations

from tests.hub.test_program import environment, kiosk_program

__all__ = ["environment", "kiosk_program"]


async def test_the_plan_of_the_hall_is_shown_set_and_refused(empty_database, kiosk_program, tmp_path):
    on, file = ("--database", empty_database), tmp_path / "plan.toml"
    code, shown, err = await kiosk_program("hub", "appointments", "plan", *on)
    assert (code, err) == (0, "")
    file.write_text(shown.replace("days_ahead = 14", "days_ahead = 7"), "utf-8")
    assert await kiosk_program("hub", "appointments", "set", str(file), *on) == (0, "Done.\n", "")
    assert (await kiosk_program("hub", "appointments", "plan", *on))[1] == file.read_text("utf-8")
    file.write_text(shown.replace('services = ["*"]', 'services = ["parking"]', 1), "utf-8")
    code, _, err = await kiosk_program("hub", "appointments", "set", str(file), *on)
    assert (code, err.count("\n")) == (2, 1)
    assert "serves parking, which does not exist" in err
    code, told, _ = await kiosk_program("hub", "record", "list", *on)
    assert code == 0
    assert told.count("visiting_plan_changed") == 1
