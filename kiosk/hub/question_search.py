"""The hall's answered questions, looked through by an officer, and one answer read by its own resident."""

from __future__ import annotations

from kiosk.cases.asked import asked_text
from kiosk.cases.question import MOST_SEARCHED, How, QuestionState, Similar
from kiosk.cases.question_search import Answered, most_alike
from kiosk.cases.question_told import AnswerTold, NotTold, proves, told_of
from kiosk.hub.database import Connection
from kiosk.hub.guessing import Guessing
from kiosk.hub.question_rows import REPLY, Questions
from kiosk.hub.sealing import HallSeal, NotOpened
from kiosk.hub.window_rows import Flows

WHAT = "answer"
"""What is tried by whoever reads an answer."""

_ANSWERED = (
    "SELECT filed_case.*, r.id AS reply, r.text AS reply_text, r.at AS reply_at "
    "FROM question JOIN filed_case USING (id) JOIN question_reply r ON r.question = question.id "
    "WHERE question.state = $1 AND r.how <> $2 AND r.text IS NOT NULL AND filed_case.answers IS NOT NULL "
    "ORDER BY r.at DESC LIMIT $3"
)
_SOURCES = "SELECT sha256, flow, source FROM flow_release WHERE sha256 = ANY($1)"


class QuestionSearch:
    """In a transaction that is under way."""

    def __init__(self, connection: Connection, seal: HallSeal, flows: Flows) -> None:
        self._connection, self._seal, self._flows = connection, seal, flows
        self._questions = Questions(connection, seal)

    async def similar(self, words: str) -> tuple[Similar, ...]:
        """Those answered last, each opened here and forgotten again."""
        rows = await self._connection.fetch(
            _ANSWERED, str(QuestionState.ANSWERED), str(How.NOT_REACHED), MOST_SEARCHED
        )
        sources = await self._connection.fetch(_SOURCES, list({row["flow_sha256"] for row in rows}))
        flows = {
            row["sha256"]: await self._flows.of(row["sha256"], row["source"], row["flow"]) for row in sources
        }
        answered = []
        for row in rows:
            try:
                answer = self._seal.open(row["reply_text"], row["reply"], REPLY)
            except NotOpened:
                continue  # sealed with a key that is lost: it must not hide the others
            asked = asked_text(self._questions.answers(row), flows.get(row["flow_sha256"]))
            answered.append(Answered(row["id"], asked, answer, row["reply_at"]))
        return most_alike(words, answered)

    async def told(self, number: str, proof: str, asker: str, everybody: str) -> AnswerTold | NotTold:
        """The answer, or that nothing is told."""
        guessing = Guessing(self._connection, WHAT, asker, everybody)
        if left := await guessing.seconds_left():
            return NotTold(left)
        # A kiosk that was set back gives numbers out again: each of them is looked at.
        rows = await self._connection.fetch(
            "SELECT question.id FROM question JOIN filed_case USING (id) WHERE number = $1 ORDER BY filed_at",
            number,
        )
        found = [await self._questions.get(row["id"], reveal=True) for row in rows]
        proven = [each for each in found if each is not None and proves(each.answers, proof)]
        if proven:
            return told_of(proven[-1])
        if not found:
            proves({}, proof)
        return NotTold(await guessing.one_more())
