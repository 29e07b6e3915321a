"""What is wrong with a flow file, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """file: the file's name. line: from 1. field: a dotted path such as ``steps.3.choices.0.text``, from 0.

    message: a plain sentence that says how to mend it. severity: a release with an error is never published.
    """

    file: str
    line: int
    field: str
    message: str
    severity: Literal["error", "warning"] = "error"


class FlowFileError(Exception):
    """A file that cannot be read as a flow; ``problems`` is never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.message}" for p in problems))
        self.problems = problems
