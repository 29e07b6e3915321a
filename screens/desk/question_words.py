"""Questions and what was done about them as sentences."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.cases.channel import Channel
from kiosk.cases.number import grouped
from kiosk.cases.question import Question, Reply
from kiosk.cases.question_due import QuestionsRisen
from kiosk.cases.question_note import NAME, PHONE, QUESTION
from kiosk.figures.period import local
from kiosk.words import Words
from screens.desk.answer_lines import answer_lines
from screens.desk.days import written
from screens.desk.parts import Titles


class QuestionWords:
    """In the officer's language."""

    def __init__(self, words: Words, titles: Titles) -> None:
        self._words, self._titles = words, titles

    def line(self, question: Question, now: datetime) -> str:
        """For the list: how long it waits, whether it comes first, its number; nothing personal."""
        say = self._words.say
        lines = [say("question.waits", time=self._time(now - question.asked_at))]
        if question.priority:
            lines.append(say("question.urgent"))
        lines.append(f"{self._number(question)} {self.channel(question)}")
        if question.attempts:
            lines.append(say("question.attempts", count=question.attempts))
        return "\n".join(lines)

    def facts(self, question: Question) -> str:
        """Which service, its number, and when it was asked."""
        service, _ = self._titles(question.service, None, self._words.locale)
        at = local(question.asked_at)
        day = written(at.date(), self._words)
        asked = self._words.say("question.asked_on", day=day, time=f"{at:%H:%M}")
        return f"{service}\n{self._number(question)} {self.channel(question)}\n{asked}"

    def channel(self, question: Question) -> str:
        """By which way it came."""
        return self._words.say(f"question.channel.{question.channel}")

    def risen(self, risen: QuestionsRisen) -> str:
        """What is told on every page; "" for nothing."""
        if not risen:
            return ""
        return self._words.say("question.late_leader" if risen.leader else "question.late", count=risen.late)

    def answers(self, question: Question) -> tuple[tuple[str, str], ...]:
        """What the resident said, line by line: what was asked of them, and their answer.

        In the words of the release that they were given under; where that cannot be read, by ids.
        """
        if question.channel is Channel.PHONE:  # written down without a form: in the desk's own words
            names = {
                QUESTION: "question.note_question",
                NAME: "question.note_name",
                PHONE: "question.note_phone",
            }
            said = {
                step: getattr(value, "text", getattr(value, "number", ""))
                for step, value in question.answers.items()
            }
            return tuple((self._words.say(names[step]), said[step]) for step in names if step in said)
        return answer_lines(question.service, question.flow_source, question.answers, self._words)

    def reply(self, reply: Reply) -> str:
        """What was done, by whom and when."""
        at = local(reply.at)
        return self._words.say(
            "question.step",
            day=written(at.date(), self._words),
            time=f"{at:%H:%M}",
            officer=reply.by,
            done=self._words.say(f"question.how.{reply.how}"),
            text=reply.text,
        ).rstrip()

    def _number(self, question: Question) -> str:
        return self._words.say("question.number", number=grouped(question.number))

    def _time(self, waited: timedelta) -> str:
        minutes = max(0, int(waited.total_seconds() // 60))
        if minutes < 60:
            return self._words.say("question.minutes", n=minutes)
        if minutes < 48 * 60:
            return self._words.say("question.hours", n=minutes // 60)
        return self._words.say("question.days", n=minutes // (24 * 60))
