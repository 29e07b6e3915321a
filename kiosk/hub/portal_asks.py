"""What a portal may ask the hub: with its key nobody gets any further than a resident at home does."""

from __future__ import annotations

PORTAL_ASKS = frozenset(
    {
        "releases.all",
        "releases.text",
        "prepared.keep",
        "appointments.free",
        "appointments.book",
        "appointments.find",
        "appointments.move",
        "appointments.cancel",
        "question.ask",
        "question.told",
        "where.ask",
        "where.withdraw",
    }
)
"""The services; keeping forms, never opening them; appointments; where a case is, with a proof; asking a
question, and reading its answer with a proof. Whatever else there is to ask is unknown to a portal: it files
no case, calls nobody, proves no PIN, sees no officer."""
