"""Staff write a service in the studio; a kiosk that is running offers it, and an earlier release again.

Everything by real clicks and keys on real X servers: ten questions, three branches, two languages, a fee.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.accessibility_tree import Node
from tests.journeys.conftest import Hall, until

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
TOP, BOTTOM, FORM_X = 200, 780, 900
"""Where what scrolls can be touched, and what is scrolled."""


class Studio:
    """The studio's screen, and who works at it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.say = Words.load(Paths.here().locales, "zh_CN").say

    # --- what is there --------------------------------------------------------------------------

    def find(self, name: str, *, starts: bool = False, written: bool = False, x: int = FORM_X) -> Node:
        """The key or field of this name, scrolled into sight."""
        for attempt in range(60):
            for node in self.hall.showing():
                fits = node.name == name or (starts and node.name.startswith(name))
                if fits and node.enabled and (node.role in ("text", "entry")) == written:
                    _, y = node.centre
                    if y < BOTTOM:
                        return node
            turn = "4" if attempt % 30 > 14 else "5"
            self.hall._xdotool("mousemove", str(x), "500", "click", "--repeat", "3", turn)
        raise AssertionError(f"{name!r} is not there; there is {[n.name for n in self.hall.showing()]}")

    # --- what is done ---------------------------------------------------------------------------

    def press(self, word: str, *, starts: bool = False, **gaps: str | int) -> None:
        """A click on the key with these words."""
        self.hall.touch(*self.find(self.say(word, **gaps), starts=starts).centre)

    def write(self, name: str, words: str) -> None:
        """Words into a field, in place of what stands there."""
        x, y = self.find(name, written=True).centre
        self.hall._xdotool(
            *("mousemove", str(x), str(y), "click", "1", "key", "ctrl+a"),
            *("type", "--delay", "30", words),
            *("key", "Return"),
        )

    def both(self, name: str, words: tuple[str, str]) -> None:
        """Words in both languages."""
        self.write(f"{name} (中文)", words[0])
        self.write(f"{name} (English)", words[1])

    def title(self, words: tuple[str, str]) -> None:
        """The question of the step that is open."""
        self.both(self.say("studio.entry.title"), words)

    def pick(self, name: str, *keys: str) -> None:
        """One of several, by the keyboard."""
        x, y = self.find(name).centre
        self.hall._xdotool("mousemove", str(x), str(y), "click", "1", "sleep", "0.3", "key", *keys, "Return")

    def step(self, number: int, title: str) -> None:
        """Open a step."""
        self.hall.touch(*self.find(f"{number} {title}", starts=True, x=250).centre)
        kind = self.say("studio.step_head", number=number, kind="")
        self.hall.sees(kind)

    def tab(self, name: str) -> None:
        """To another page."""
        self.press(f"studio.tab.{name}", starts=True)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Hall(tmp_path / "studio", tmp_path / "data", size="1280x1024")
    yield Studio(made)
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

    studio.write(say("studio.new_name"), "parking")
    studio.hall.sees(say("studio.step_head", number=1, kind=say("studio.kind.yes_no")))
    write_steps(studio)
    write_conditions(studio)
    write_the_rest(studio)
    publish(studio, 1)

    # The present visit goes on as it began; the next one finds the new service.
    assert not [node for node in kiosk.showing() if "停车证" in node.name]
    again(kiosk, say("shell.restart"), say("ask.restart_yes"), say("attract.start"))
    kiosk.sees("停车证")
    kiosk.pixels("offered")

    studio.hall.touch(*studio.find(f"{say('studio.open')} 停车证").centre)
    studio.tab("service")
    studio.both(say("studio.entry.service_title"), ("临时停车", "Short stay"))
    publish(studio, 2)
    again(kiosk, say("shell.restart"), say("ask.restart_yes"), say("attract.start"))
    kiosk.sees("临时停车")

    studio.hall.touch(*studio.find(f"{say('studio.open')} 临时停车").centre)
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
        studio.press(f"studio.kind.{kind}")
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
    studio.pick(say("studio.condition_how"), "Down")
    studio.hall.pixels("condition")
    studio.press("studio.done")
    studio.step(4, QUESTIONS[2][1])
    studio.press("studio.condition_add", starts=True)
    studio.press("studio.condition_part_add")
    studio.pick(say("studio.condition_answer"), "Down")
    studio.press("studio.done")
    first = say("studio.if.is.no", step=FIRST[0], answer=say("studio.if.yes_no.yes"))
    studio.find(f"2 {QUESTIONS[0][1]} ", starts=True, x=250)
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
    studio.pick(say("studio.condition_step"), "Home", "Down", "Down")
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


def publish(studio: Studio, number: int) -> None:
    """Once there is nothing to mend."""
    say = studio.say
    studio.tab("publish")
    until(lambda: studio.hall.key(say("studio.publish.now")), "nothing to mend", studio.hall)
    studio.hall.pixels(f"publish-{number}")
    studio.press("studio.publish.now")
    studio.press("studio.publish.sure")
    studio.hall.sees(say("studio.publish.done", number=number))


def again(kiosk: Hall, restart: str, yes: str, start: str) -> None:
    """The visit ends, and the next one begins."""
    kiosk.tap(restart)
    kiosk.tap(yes)
    kiosk.tap(start)
