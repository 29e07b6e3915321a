"""The pictograms that staff choose from, by the names of their files."""

ICONS = (
    "house",
    "id_card",
    "passport",
    "document",
    "family",
    "lodging",
    "truck",
    "money",
    "calendar",
    "phone",
    "pin",
    "info",
    "warning",
    "question",
    "window_counter",
    "card_reader",
    "clock",
    "printer",
)
"""Pictograms that say something about a service or a question."""
