"""Which model the block at a place of a flow file is read with."""

from __future__ import annotations

from pydantic import BaseModel

from kiosk.flow import model as m
from kiosk.flow.source import Where

LINES = frozenset({"body", "who", "how", "know", "look_at"})
"""Fields that are lists of texts."""


def model_at(holder: object, where: Where) -> type[BaseModel] | None:
    """holder: what stands there. None where it is of no known kind, or a text."""
    match where:
        case ():
            return m.Flow
        case ("steps", int()):
            kind = holder.get("kind") if isinstance(holder, dict) else None
            return m.KINDS.get(kind) if isinstance(kind, str) else None
        case ("steps", int(), "choices", int()):
            return m.Choice
        case (("materials" | "next_steps"), int()):
            return m.Material
        case ("fees", int()):
            return m.FeeLine
        case ("glossary", int()):
            return m.Term
        case ("reviewers", int()):
            return m.Reviewer
        case ("answers", int()):
            return m.ReadyAnswer
        case ("window",):
            return m.Window
        case ("sheet",):
            return m.Sheet
        case ("window", "limit") | ("reviewers", int(), "limit"):
            return m.Limit
        case _:
            return None


def fields_at(holder: object, where: Where) -> list[str]:
    """The fields of that block as a file writes them, in the model's order."""
    model = model_at(holder, where)
    return [] if model is None else [f.alias or name for name, f in model.model_fields.items()]


def is_line(where: Where) -> bool:
    """Whether a place is that of one text in a list of texts."""
    return len(where) > 1 and where[-2] in LINES and isinstance(where[-1], int)
