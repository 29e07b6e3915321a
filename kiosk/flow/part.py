"""What everything in a flow file is made of: strict blocks, ids, texts in each language."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from kiosk.locales import stand_ins

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Part(BaseModel):
    """Base of everything in a flow file: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(RootModel[dict[str, str]]):
    """One string per locale, e.g. ``{zh_CN: 您好, en: Hello}``."""

    model_config = ConfigDict(frozen=True)

    def in_(self, locale: str) -> str:
        """The text in ``locale``, else in a language that stands in for it; the checks report that."""
        there = (self.root.get(each) for each in stand_ins(locale))
        return next(filter(None, there), "") or next(iter(self.root.values()), "")
