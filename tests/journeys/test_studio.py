"""Staff write a service in the studio; a kiosk that is running offers it, and an earlier release again.

Everything by real clicks and keys on real X servers: ten questions, three branches, two languages, a fee.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from kiosk.locales import OWN_NAME, USUAL
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.accessibility_tree import Node
from tests.journeys.conftest import KEY_ROLES, Hall, until

pytestmark = pytest.mark.journey
PIN = "482913"
FIRST = ("车是您的吗？", "Is it yours?")
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("name", "车主叫什么？", "Who owns it?"),
    ("choice", "停什么车？", "What is parked?"),
    ("address", "车停在哪里？", "Where is it parked?"),
    ("text", "车牌号是什么？", "What is its number?"),
    ("number", "停几天？", "For how many days?"),
    ("date", "从哪天起停？", "From which day?"),
    ("phone", "您的电话是多少？", "What is your telephone?"),
    ("yes_no", "要收据吗？", "Would you like a receipt?"),
    ("identity_number", "您的证号是多少？", "What is your identity number?"),
    ("fee", "要付多少钱？", "What does it cost?"),
)
"""Kind, and the words in both languages: with the one that a new service has, ten questions and the fees."""
REVIEW = ("请看一看。", "Please look at it.")
CHOICES = (("小汽车", "A car"), ("电瓶车", "An electric bike"))
ALL, ONE = 66, 210
"""Where what scrolls begins, with all services and with one."""
BOTTOM, FORM_X = 780, 900
PATH_X, PATH_BOTTOM = 250, 700
"""The path of steps ends above its keys."""


CLIPBOARD = """
import sys, threading
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

class Lines(QObject):
    come = Signal(str)

def copy(line):
    app.clipboard().setText(line)
    print(line, flush=True)

def read():
    for line in sys.stdin:
        lines.come.emit(line.rstrip("\\n"))

app, lines = QGuiApplication([]), Lines()
lines.come.connect(copy)
threading.Thread(target=read, daemon=True).start()
app.exec()
"""
"""Owns the clipboard: each line that it is given can be pasted once it is given back."""
FIELDS = ("text", "entry")


class Studio:
    """The studio's screen, and who works at it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.say = Words.load(Paths.here().locales, "zh_CN").say
        self.top = ALL
        self._clipboard = subprocess.Popen(
            [sys.executable, "-c", CLIPBOARD],
            env=hall.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.languages = [Words.load(Paths.here().locales, each).say(OWN_NAME) for each in USUAL]

    # --- what is there --------------------------------------------------------------------------

    def find(
        self,
        name: str,
        roles: Collection[str] = KEY_ROLES,
        *,
        starts: bool = False,
        x: int = FORM_X,
        inside: bool = False,
    ) -> Node:
        """The key, field or row of this name, scrolled into sight. inside: of what scrolls, not above it."""
        before: Node | None = None
        for attempt in range(120):
            node = self._seen(name, roles, starts, inside, PATH_BOTTOM if x == PATH_X else BOTTOM)
            if node is not None and node == before:
                return node
            before = node
            if node is None and attempt % 2:
                turn = "4" if attempt % 60 > 30 else "5"
                self.hall._xdotool("mousemove", str(x), "500", "click", "--repeat", "3", turn)
        raise AssertionError(f"{name!r} is not there; there is {[n.name for n in self.hall.showing()]}")

    def _copy(self, words: str) -> None:
        """Words to be pasted: an input method is no part of the machine, and keys have no Chinese letters."""
        assert self._clipboard.stdin is not None
        assert self._clipboard.stdout is not None
        self._clipboard.stdin.write(f"{words}\n")
        self._clipboard.stdin.flush()
        assert self._clipboard.stdout.readline().strip() == words

    def close(self) -> None:
        """End what was started here."""
        self._clipboard.terminate()
        self._clipboard.communicate()
        self.hall.close()

    def _seen(
        self, name: str, roles: Collection[str], starts: bool, inside: bool, bottom: int
    ) -> Node | None:
        for node in self.hall.showing():
            fits = node.name == name or (starts and node.name.startswith(name))
            # What scrolls may lie half below what stands still above it.
            apart = self.top < node.centre[1] < bottom or (node.y + node.height <= self.top and not inside)
            if fits and apart and node.enabled and (not roles or node.role in roles):
                return node
        return None

    # --- what is done ---------------------------------------------------------------------------

    def press(self, word: str, *, starts: bool = False, inside: bool = False) -> None:
        """A click on the key with these words."""
        self.hall.touch(*self.find(self.say(word), starts=starts, inside=inside).centre)

    def write(self, name: str, words: str) -> None:
        """Words into a field, in place of what stands there."""
        x, y = self.find(name, FIELDS).centre
        self.hall._xdotool("mousemove", str(x), str(y), "click", "1", "key", "ctrl+a")
        self._copy(words)
        self.hall._xdotool("key", "ctrl+v", "Return")

    def both(self, name: str, words: tuple[str, str]) -> None:
        """Words in both languages."""
        for called, written in zip(self.languages, words, strict=True):
            self.write(f"{name} ({called})", written)

    def title(self, words: tuple[str, str]) -> None:
        """The question of the step that is open."""
        self.both(self.say("studio.entry.title"), words)

    def pick(self, shown: str, *keys: str) -> None:
        """Another one of several, by the keyboard. shown: the one that is chosen now."""
        x, y = self.find(shown, ("combo box",)).centre
        self.hall._xdotool("mousemove", str(x), str(y), "click", "1", "sleep", "0.3", "key", *keys, "Return")

    def step(self, number: int, title: str) -> None:
        """Open a step."""
        self.hall.touch(*self.find(f"{number} {title}", (), starts=True, x=PATH_X).centre)
        kind = self.say("studio.step_head", number=number, kind="")
        self.hall.sees(kind)

    def open(self, service: str) -> None:
        """Change a service."""
        self.hall.touch(*self.find(f"{self.say('studio.open')} {service}").centre)
        self.top = ONE

    def tab(self, name: str) -> None:
        """To another page."""
        self.press(f"studio.tab.{name}", starts=True)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(Hall(tmp_path / "studio", tmp_path / "data", size="1280x1024"))
    yield made
    made.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Hall]:
    """On the same machine as the studio."""
    made = Hall(tmp_path / "kiosk", tmp_path / "data")
    yield made
    made.close()


def test_a_service_is_written_published_offered_and_taken_back(kiosk: Hall, studio: Studio) -> None:
    say = studio.say
    command = [sys.executable, "-m", "kiosk", "officers", "add", "0700", "--role", "staff", "--pin-stdin"]
    root = Paths.here().root
    subprocess.run(command, env=kiosk.environment, input=f"{PIN}\n", text=True, check=True, cwd=root)
    kiosk.start("run")
    kiosk.tap(say("attract.start"))
    studio.hall.start("studio", name="studio")
    sign_in(studio)

    studio.find(f"{say('studio.open')} 户口")
    studio.write(say("studio.new_name"), "parking")
    studio.top = ONE
    studio.hall.sees(say("studio.step_head", number=1, kind=say("studio.kind.yes_no")))
    write_steps(studio)
    write_conditions(studio)
    write_the_rest(studio)
    look(studio)
    publish(studio, 1)

    # The present visit goes on as it began; the next one finds the new service.
    assert not [node for node in kiosk.showing() if "停车证" in node.name]
    again(kiosk, say("shell.restart"), say("ask.restart_yes"), say("attract.start"))
    kiosk.sees("停车证")
    kiosk.pixels("offered")

    studio.open("停车证")
    studio.tab("service")
    studio.both(say("studio.entry.service_title"), ("临时停车", "Short stay"))
    publish(studio, 2)
    again(kiosk, say("shell.restart"), say("ask.restart_yes"), say("attract.start"))
    kiosk.sees("临时停车")

    studio.open("临时停车")
    studio.tab("publish")
    back = f"{say('studio.release_back')} {say('studio.release_number', number=1)}"
    studio.hall.touch(*studio.find(back).centre)
    studio.find(f"{say('studio.release_back')} {say('studio.release_number', number=2)}")
    again(kiosk, say("shell.restart"), say("ask.restart_yes"), say("attract.start"))
    kiosk.sees("停车证")
    assert not [node for node in kiosk.showing() if "临时停车" in node.name]
    for hall, name in ((kiosk, "kiosk"), (studio.hall, "studio")):
        assert "Traceback" not in hall.log(name)


def sign_in(studio: Studio) -> None:
    """By number and PIN."""
    hall, say = studio.hall, studio.say
    hall.type("0700")
    hall.tap(say("desk.next"))
    hall.sees(say("desk.ask.pin"))
    hall.type(PIN)
    hall.tap(say("desk.sign_in"))
    hall.sees(say("studio.who", officer="0700"))


def write_steps(studio: Studio) -> None:
    """Each after the one before; the review comes last by itself."""
    say = studio.say
    studio.title(FIRST)
    for number, (kind, *words) in enumerate(QUESTIONS, 2):
        studio.press("studio.step_add")
        studio.press(f"studio.kind.{kind}", inside=True)
        studio.hall.sees(say("studio.step_head", number=number, kind=say(f"studio.kind.{kind}")))
        studio.title((words[0], words[1]))
        if kind == "choice":
            for place, choice in enumerate(CHOICES, 1):
                name = f"{say('studio.choice_number', number=place)} {say('studio.entry.choice_text')}"
                studio.both(name, choice)
    studio.step(len(QUESTIONS) + 2, say("studio.no_words_yet"))
    studio.title(REVIEW)
    studio.hall.pixels("steps")


def write_conditions(studio: Studio) -> None:
    """Whose the car is, is asked where it is not the resident's; where it stands, of an electric bike."""
    say = studio.say
    studio.step(2, QUESTIONS[0][1])
    studio.press("studio.condition_add", starts=True)
    studio.press("studio.condition_part_add")
    studio.pick(say("studio.how.is"), "Down")
    studio.hall.pixels("condition")
    studio.press("studio.done")
    studio.step(4, QUESTIONS[2][1])
    studio.press("studio.condition_add", starts=True)
    studio.press("studio.condition_part_add")
    studio.pick(CHOICES[0][0], "Down")
    studio.press("studio.done")
    first = say("studio.if.is.no", step=FIRST[0], answer=say("studio.if.yes_no.yes"))
    studio.find(f"2 {QUESTIONS[0][1]} ", (), starts=True, x=PATH_X)
    assert [n for n in studio.hall.showing() if say("studio.asked_when", what=first) in n.name]


def write_the_rest(studio: Studio) -> None:
    """The fee, with a branch of its own, what comes next, and the service itself."""
    say = studio.say
    studio.tab("fees")
    studio.press("studio.list_add.fees")
    fee = say("studio.list_number.fees", number=1)
    studio.both(f"{fee} {say('studio.entry.fees_text')}", ("停车费", "Parking"))
    studio.write(say("studio.entry.yuan"), "20.50")
    studio.press("studio.condition_add", starts=True)
    studio.press("studio.condition_part_add")
    studio.pick(QUESTIONS[8][1], "Home")
    studio.press("studio.done")
    studio.tab("next_steps")
    line = say("studio.list_number.next_steps", number=1)
    studio.both(
        f"{line} {say('studio.entry.next_steps_text')}",
        ("请拿回执去窗口。", "Please take this to the window."),
    )
    studio.tab("service")
    studio.both(say("studio.entry.service_title"), ("停车证", "Parking permit"))
    studio.both(say("studio.entry.service_summary"), ("办一张停车证", "Get a parking permit"))


def look(studio: Studio) -> None:
    """The draft in residents' screens: every way by itself, then the first question by hand."""
    hall, say = studio.hall, studio.say
    studio.tab("problems")
    studio.press("studio.try_all", inside=True)
    hall.sees(say("preview.none_amiss"))
    hall.pixels("every-way")
    hall.tap(say("preview.back"))
    hall.tap("停车证", starts=True)
    hall.sees(say("guide.call"))
    assert [node for node in hall.showing() if node.name == FIRST[0]]
    hall.pixels("preview")
    hall.tap(say("preview.close"))
    until(lambda: not [n for n in hall.showing() if n.name == say("preview.close")], "the studio alone", hall)


def publish(studio: Studio, number: int) -> None:
    """Once there is nothing to mend, and every text was laid out on the screens."""
    say = studio.say
    studio.tab("publish")
    until(lambda: studio.hall.key(say("studio.publish.now")), "nothing to mend", studio.hall, 180)
    studio.hall.pixels(f"publish-{number}")
    studio.press("studio.publish.now", inside=True)
    studio.press("studio.publish.sure", inside=True)
    studio.hall.sees(say("studio.publish.done", number=number))
    studio.top = ALL


def again(kiosk: Hall, restart: str, yes: str, start: str) -> None:
    """The visit ends, and the next one begins."""
    kiosk.tap(restart)
    kiosk.tap(yes)
    kiosk.tap(start)
