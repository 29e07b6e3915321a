"""What a practice says at the desk: who is on the way where, what residents tell, and how it goes."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.assist.call import Call
from kiosk.practice.hall import PracticeHall
from kiosk.practice.score import Score
from kiosk.words import Words
from screens.desk.look import label
from screens.desk.session import DeskSession


class PracticeStrip(QFrame):
    """Stands above the calls as long as the practice lasts; at its end with the score."""

    def __init__(self, words: Words, hall: PracticeHall, session: DeskSession) -> None:
        super().__init__()
        self._words, self._hall, self._session = words, hall, session
        self.setProperty("part", "mine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", "head")
        self.points = label("", "head")
        self.told = label("", "bold", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.points)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.told)
        self.tick()

    def tick(self) -> None:
        """Show how things stand now."""
        say, hall = self._words.say, self._hall
        score = hall.score()
        over = hall.over
        self.title.setText(
            say("practice.over") if over else say("practice.title", came=hall.came, all=hall.expected)
        )
        self.points.setText(say("practice.points", points=score.points) if score.called else "")
        if over:
            lines = self._summary(score)
        elif not self._session.officer:
            lines = [say("practice.begins")]
        else:
            calm = "practice.go" if self._session.waiting else "practice.wait"
            lines = [self._line(call) for call in self._session.mine] or [say(calm)]
        self.told.setText("\n".join(lines))

    def _line(self, call: Call) -> str:
        say, left = self._words.say, self._hall.arrives_in_s(call.id)
        trouble = self._hall.said(call.id)
        if trouble is not None:
            return say("practice.told", kiosk=call.kiosk_name, words=say(f"practice.trouble.{trouble}"))
        return say("practice.on_the_way", kiosk=call.kiosk_name, seconds=ceil(left or 0))

    def _summary(self, score: Score) -> list[str]:
        say = self._words.say
        lines = [say("practice.reached", reached=score.reached, called=score.called, left=score.left)]
        if score.arrival_median_s is not None and score.arrival_95_s is not None:
            lines.append(
                say(
                    "practice.arrival",
                    median=round(score.arrival_median_s),
                    most=round(score.arrival_95_s),
                )
            )
        lines.append(say("practice.ended", rightly=score.rightly_ended, ended=score.ended))
        return lines
