"""The screens on which a resident changes what they handed in: which answer, and what it was and becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from screens.screen import NavKey
from screens.steps.reading import AnswersShown
from screens.steps.step import ReviewRow
from screens.ui import Ui
from screens.visit.where import CardsScreen, pieces


@dataclass(frozen=True)
class ChangedRow:
    """A question's short name, the answer before and the answer now, in words."""

    label: str
    was: str = field(repr=False)
    now: str = field(repr=False)


class AnswersScreen(AnswersShown):
    """What was handed in, each line changeable. Nothing personal is read aloud.

    ``acted``: "change" with the step's id, "look" once something is another answer, or "close".
    """

    page_keys = False

    def __init__(self, ui: Ui, rows: Sequence[ReviewRow], *, changed: bool) -> None:
        super().__init__(ui, ui.say("where.change_title"), ui.say("where.change_help"))
        self._changed = changed
        self.show_answers(rows)

    def nav(self) -> tuple[NavKey, ...]:
        """Back, the next lines, and on the last page what changes, once something does."""
        more, look = self.ui.say("shell.more"), self.ui.say("where.change_look")
        back = NavKey("back", self.ui.say("steps.back"), icon="back")
        if self.last_page and not self._changed:
            return (back,)
        words = look if self.last_page else more
        return (back, NavKey("forward", words, go=True, icon="forward", also=(more, look)))

    def press(self, key: str) -> None:
        """Turn the page, or go on."""
        if key == "back" and self.page:
            self.turn(-1)
        elif key == "back":
            self.acted.emit("close", "")
        elif not self.last_page:
            self.turn(1)
        else:
            self.acted.emit("look", "")


class SureScreen(CardsScreen):
    """What changes, before and after, and whether it is right so. ``acted``: "yes" or "no".

    What stands there is said by earphones alone.
    """

    def __init__(self, ui: Ui, rows: Sequence[ChangedRow]) -> None:
        super().__init__(ui, ui.say("where.sure_title"), ui.say("where.sure_help"))
        for row in rows:
            was, now = ui.say("where.was", value=row.was), ui.say("where.now", value=row.now)
            self.add_card(row.label, (*pieces(was), *pieces(now)), private=True)

    def nav(self) -> tuple[NavKey, ...]:
        """No, and yes only when all was shown."""
        more, yes = self.ui.say("shell.more"), self.ui.say("where.sure_yes")
        before, no = self.ui.say("shell.page_before"), self.ui.say("where.sure_no")
        back = NavKey("back", before if self.page else no, icon="back", also=(before, no))
        return (back, NavKey("forward", yes if self.last_page else more, go=True, also=(more, yes)))

    def press(self, key: str) -> None:
        """Turn the page, or answer."""
        if key == "back" and self.page:
            self.turn(-1)
        elif key == "back":
            self.acted.emit("no", "")
        elif not self.last_page:
            self.turn(1)
        else:
            self.acted.emit("yes", "")
