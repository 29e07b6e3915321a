"""Each kind of step has its screen."""

from __future__ import annotations

from typing import get_args

from kiosk.flow.model import Step
from screens.steps.registry import SCREENS
from screens.steps.step import StepScreen


def test_the_registry_knows_the_kinds_of_the_model_and_no_others() -> None:
    union, _field = get_args(Step)
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(union)}
    assert set(SCREENS) == kinds


def test_every_screen_is_a_step_screen_of_its_own() -> None:
    assert all(issubclass(screen, StepScreen) for screen in SCREENS.values())
    assert len(set(SCREENS.values())) == len(SCREENS)
