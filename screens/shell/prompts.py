"""The prompts over what is shown: sheets of the settings keys, questions before something ends, waiting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from kiosk.flow.glossary import Term
from kiosk.flow.model import Text
from kiosk.voice.sentence import Dialect
from screens.screen import NavKey, Screen
from screens.shell.speech import Voice
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.glossary import ExplainScreen
from screens.visit.home import AskScreen, WaitScreen
from screens.visit.sheets import SheetScreen, SizeSheet
from screens.visit.tell import TellScreen
from screens.visit.voice_sheet import HeardNow, LanguageSheet, VoiceSheet


@dataclass(frozen=True)
class AskWords:
    """The ids of a question's words. keeps: "no" has the strong key, because "yes" takes something away."""

    title: str
    help: str
    yes: str
    no: str
    keeps: bool = False

    def keys(self, ui: Ui) -> tuple[NavKey, NavKey]:
        """Yes and no."""
        return (
            NavKey("yes", ui.say(self.yes), go=not self.keeps),
            NavKey("no", ui.say(self.no), go=self.keeps),
        )


RESTART = AskWords("ask.restart_title", "ask.restart_help", "ask.restart_yes", "ask.restart_no", keeps=True)
CANCEL_CALL = AskWords(
    "guide.cancel_title", "guide.cancel_help", "guide.cancel_yes", "guide.cancel_no", keeps=True
)
MOVE = AskWords("move.title", "move.help", "move.yes", "move.no")
SORRY = AskWords("sorry.title", "sorry.help", "guide.call", "ask.restart_yes")
OFFER_GUIDE = AskWords("offer_guide.title", "offer_guide.help", "offer_guide.yes", "offer_guide.no")
LET_SEE = AskWords("seeing.title", "seeing.help", "seeing.yes", "seeing.no")
HAND_IN_FAILED = AskWords("handin.failed_title", "handin.failed_help", "handin.retry", "handin.review")

MOVING = "moving"
"""The name of what is shown while a form may go to a window."""


def heard_now(voice: Voice | None) -> HeardNow:
    """How the voice is heard now."""
    if voice is None:
        return HeardNow(on=False, silent=True)
    return HeardNow(
        on=voice.on,
        silent=voice.silent,
        rate_percent=voice.rate_percent,
        volume_level=voice.volume_level,
        earphones=voice.earphones if voice.earphones_there else None,
        lowered=voice.lowered,
    )


class Prompts(QObject):
    """Each prompt closes itself and says what was wanted."""

    restart = Signal()
    leave = Signal()
    still_here = Signal()
    call_guide = Signal()
    cancel_call = Signal()
    hand_in_again = Signal()
    comfort = Signal(str, str)
    voice = Signal(str)

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._seconds = 0

    # --- settings -----------------------------------------------------------------------------

    def setting(self, name: str) -> None:
        """The sheet of a settings key; "restart" asks first."""
        if name == "restart":
            self._ask("restart", RESTART, self.restart.emit)
            return
        self._sheet(name, SizeSheet)

    def language_sheet(self, dialects: Sequence[Dialect], chosen: Callable[[], str]) -> None:
        """Languages and dialects; ``chosen`` gives the dialect spoken now, ``""`` none."""
        self._sheet("language", lambda ui: LanguageSheet(ui, dialects, chosen()))

    def voice_sheet(self, voice: Voice | None) -> None:
        """Voice on and off, earphones, rate and volume as they are now."""
        self._sheet("voice", lambda ui: VoiceSheet(ui, heard_now(voice)))

    def _sheet(self, name: str, make: Callable[[Ui], SheetScreen]) -> None:
        def build(ui: Ui) -> Screen:
            screen = make(ui)
            screen.acted.connect(lambda action, argument: self._sheet_acted(name, action, argument))
            return screen

        self._stage.prompt(name, build)

    def _sheet_acted(self, name: str, action: str, argument: str) -> None:
        if action == "close":
            self._stage.close(name)
        elif action == "voice":
            self.voice.emit(argument)
        elif action != "repeat":
            self.comfort.emit(action, argument)

    # --- questions ----------------------------------------------------------------------------

    def _ask(
        self,
        name: str,
        words: AskWords,
        yes: Callable[[], None],
        icon: str = "",
        no: Callable[[], None] = lambda: None,
        **params: str,
    ) -> None:
        def build(ui: Ui) -> Screen:
            screen = AskScreen(
                ui,
                ui.say(words.title, **params),
                ui.say(words.help),
                *words.keys(ui),
                icon=icon,
            )
            screen.acted.connect(answered)
            return screen

        def answered(action: str, _argument: str) -> None:
            if action in ("yes", "no"):
                self._stage.close(name)
                (yes if action == "yes" else no)()

        self._stage.prompt(name, build)

    def cancel_call_ask(self) -> None:
        """A call is taken back only by a second, confirming tap."""
        self._ask("cancel_call", CANCEL_CALL, self.cancel_call.emit)

    def let_see(self, officer: str, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Whether the officer who comes may see the screen."""
        self._ask("let_see", LET_SEE, yes, "eye", no, officer=officer)

    def close_let_see(self) -> None:
        """It is no longer asked."""
        self._stage.close("let_see")

    def offer_guide(self) -> None:
        """After the second failure at the same step (ACCESSIBILITY.md, errors)."""
        self._ask("offer_guide", OFFER_GUIDE, self.call_guide.emit, "guide")

    def hand_in_failed(self) -> None:
        """Nothing was written; everything entered is still there."""
        self._stage.close("wait")
        self._ask("hand_in_failed", HAND_IN_FAILED, self.hand_in_again.emit, "warning")

    # --- to a window --------------------------------------------------------------------------

    def move(self, window: Text, answered: Callable[[bool], None]) -> None:
        """Whether the form is to go along to this window."""

        def build(ui: Ui) -> Screen:
            help_ = ui.say(MOVE.help, window=window.in_(ui.locale))
            screen = AskScreen(ui, ui.say(MOVE.title), help_, *MOVE.keys(ui), icon="window_counter")
            screen.acted.connect(said)
            return screen

        def said(action: str, _argument: str) -> None:
            if action in ("yes", "no"):
                self._stage.close(MOVING)
                answered(action == "yes")

        self._stage.prompt(MOVING, build)

    def moving(self) -> None:
        """It is on its way."""
        self._stage.prompt(MOVING, lambda ui: WaitScreen(ui, ui.say("move.sending")))

    def move_over(self) -> None:
        """Neither asked nor on its way any more."""
        self._stage.close(MOVING)

    def not_moved(self) -> None:
        """It stays here, with all that was entered."""
        self.move_over()
        self._tell("not_moved", "move.failed", "move.failed_help", "warning")

    # --- telling ------------------------------------------------------------------------------

    def saving(self) -> None:
        """The answers are being handed in."""
        self._stage.prompt("wait", lambda ui: WaitScreen(ui, ui.say("wait.saving")))

    def explain(self, terms: Sequence[Term]) -> None:
        """What office words mean; what was entered below stays as it is."""

        def build(ui: Ui) -> Screen:
            screen = ExplainScreen(ui, terms)
            screen.acted.connect(
                lambda action, _argument: self._stage.close("explain") if action == "close" else None
            )
            return screen

        self._stage.prompt("explain", build)

    def came_back(self) -> None:
        """The kiosk had to start anew; below lies all that was entered."""
        self._tell("came_back", "back.title", "back.help", "restart")

    def prepared_found(self) -> None:
        """The form filled in at home goes on below."""
        self._tell("prepared_found", "prepared.found", "prepared.found_help", "check")

    def sorry(self) -> None:
        """The screen below does not work: a guide comes, or all begins anew."""

        def build(ui: Ui) -> Screen:
            keys = SORRY.keys(ui)
            screen = AskScreen(ui, ui.say(SORRY.title), ui.say(SORRY.help), *keys, icon="warning")
            screen.acted.connect(answered)
            return screen

        def answered(action: str, _argument: str) -> None:
            if action == "yes":
                self.call_guide.emit()
            elif action == "no":
                self.restart.emit()

        self._stage.prompt("sorry", build)

    def no_sound(self) -> None:
        """The screen cannot go dark, because nothing would lead in its place."""
        self._tell("no_sound", "focus.no_sound", "focus.no_sound_help", "speaker_off")

    def _tell(self, name: str, title: str, help_: str, icon: str) -> None:
        def build(ui: Ui) -> Screen:
            screen = TellScreen(ui, ui.say(title), ui.say(help_) if help_ else "", icon=icon)
            screen.acted.connect(
                lambda action, _argument: self._stage.close(name) if action == "close" else None
            )
            return screen

        self._stage.prompt(name, build)

    def printed(self, words: str) -> None:
        """A slip came out, or did not; ``words`` is the sentence's id."""
        self._tell("printed", words, "", "printer")

    # --- idle ---------------------------------------------------------------------------------

    def idle(self, seconds: int) -> None:
        """ "Are you still there?"."""
        self._seconds = seconds

        def build(ui: Ui) -> Screen:
            screen = AskScreen(
                ui,
                ui.say("idle.title"),
                ui.say("idle.help", seconds=self._seconds),
                NavKey("here", ui.say("idle.here"), go=True),
                NavKey("leave", ui.say("idle.leave")),
                icon="clock",
            )
            screen.acted.connect(self._idle_acted)
            return screen

        self._stage.prompt("idle", build)

    def _idle_acted(self, action: str, _argument: str) -> None:
        if action == "here":
            self.still_here.emit()
        elif action == "leave":
            self.leave.emit()

    def count(self, seconds: int) -> None:
        """The countdown goes on."""
        self._seconds = seconds
        screen = self._stage.screen
        if self._stage.top == "idle" and isinstance(screen, AskScreen):
            screen.say_now(screen.ui.say("idle.help", seconds=seconds))
