"""Questions that are asked of a service again and again, with the answers to them."""

from __future__ import annotations

from kiosk.flow.part import Part, Slug, Text

MOST_READY = 5
"""So many of a service, each with a key of its own; a check refuses more."""


class ReadyAnswer(Part):
    """One of them. question: one short sentence, as a resident asks it. answer: one to three sentences."""

    id: Slug
    question: Text
    answer: Text
