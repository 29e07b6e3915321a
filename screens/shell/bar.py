"""What the guide bar says in each phase of a call."""

from __future__ import annotations

from kiosk.locales import after
from screens.shell.calls import Phase, Telling
from screens.shell.guide_bar import GuideBar
from screens.ui import Ui


def bar_words(ui: Ui, telling: Telling, window: str) -> tuple[str, str]:
    """Title and line below. window: the staffed window, named where no guide is known to be there."""
    match telling.phase:
        case Phase.NONE:
            if telling.guide_present:
                return ui.say("guide.call"), ui.say("guide.call_sub")
            return ui.say("guide.call"), ui.say("guide.call_sub_nobody", window=window)
        case Phase.SAVING:
            return ui.say("guide.saving"), ui.say("guide.saving_sub")
        case Phase.COMING:
            return ui.say("guide.coming", officer=telling.officer), ui.say("guide.coming_sub")
        case Phase.HERE:
            return ui.say("guide.here", officer=telling.officer), ui.say("guide.here_sub")
        case Phase.SEEN:
            seen = ui.say("guide.seen", officer=telling.officer)
            return (ui.say(telling.sentence), seen) if telling.sentence else (seen, ui.say("guide.seen_sub"))
        case Phase.NOBODY | Phase.UNSENT | Phase.LATE | Phase.FAILED as phase:
            return ui.say(f"guide.{phase}"), ui.say(f"guide.{phase}_sub", window=window)
        case phase:
            return ui.say(f"guide.{phase}"), ui.say(f"guide.{phase}_sub")


def show_on(bar: GuideBar, ui: Ui, telling: Telling, window: str) -> str:
    """Say it on the bar. Returns what the voice may say."""
    title, sub = bar_words(ui, telling, window)
    bar.show_state(title, sub, calling=telling.open, cancellable=telling.cancellable)
    bar.show_seen(telling.phase is Phase.SEEN)
    return after(title, sub, ui.locale)
