"""Asking a question: what can be said at once is said, the rest goes to the officers."""

from __future__ import annotations

import pytest

from tests.services.conftest import Walk

ASKED = {"about": "other", "question": "养老金在哪里办", "name": "王桂兰", "sixty": True}


def test_what_it_can_be_about_are_services_that_have_ready_answers(flows) -> None:
    about = flows["question"].step("about")
    named = {choice.id for choice in about.choices} - {"other"}
    assert {name for name in named if flows[name].answers} == named
    assert flows["question"].answers


@pytest.mark.parametrize("reach", ["call", "message"])
def test_who_is_to_be_told_gives_a_number(walk, reach: str) -> None:
    way: Walk = walk("question", **ASKED, reach=reach, phone="13812345678")
    assert way.calls == []
    assert way.next_steps == [reach, "no_transfer"]
    assert way.run.priority()
    assert way.run.ready


def test_for_who_waits_here_a_guide_is_called(walk) -> None:
    way: Walk = walk("question", **ASKED | {"sixty": False}, reach="wait")
    assert way.calls == ["reach:open"]
    assert "phone" not in way.met
    assert way.next_steps == ["wait", "no_transfer"]
    assert not way.run.priority()


def test_who_cannot_write_the_question_is_helped(walk) -> None:
    assert walk("question", about="other").calls == ["question:open"]


def test_it_is_a_question_and_asks_for_no_paper(flows) -> None:
    flow = flows["question"]
    assert flow.is_consultation
    assert (flow.materials, flow.fees) == ((), ())
    assert not any(flows[name].is_consultation for name in flows if name != "question")
