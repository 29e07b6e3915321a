"""Which screen shows a step of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.steps.address import AddressScreen
from screens.steps.card import CardScreen
from screens.steps.choosing import (
    ChecklistScreen,
    ChooseOneScreen,
    ChooseSeveralScreen,
    ConsentScreen,
    OwnWishScreen,
    YesNoScreen,
)
from screens.steps.dates import DateScreen
from screens.steps.numbers import IdentityNumberScreen, NumberScreen, PhoneScreen
from screens.steps.reading import FeeScreen, NoticeScreen, ReviewScreen
from screens.steps.step import StepScreen
from screens.steps.writing import NameScreen, TextScreen

SCREENS: Mapping[str, type[StepScreen]] = MappingProxyType(
    {
        "notice": NoticeScreen,
        "yes_no": YesNoScreen,
        "choice": ChooseOneScreen,
        "choices": ChooseSeveralScreen,
        "checklist": ChecklistScreen,
        "card": CardScreen,
        "name": NameScreen,
        "text": TextScreen,
        "number": NumberScreen,
        "identity_number": IdentityNumberScreen,
        "phone": PhoneScreen,
        "date": DateScreen,
        "address": AddressScreen,
        "consent": ConsentScreen,
        "own_wish": OwnWishScreen,
        "fee": FeeScreen,
        "review": ReviewScreen,
    }
)
"""Step kind to screen class; a test holds that these are all the kinds of the flow model."""
