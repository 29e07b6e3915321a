"""The shape of a service's file, for editors that help while one writes."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from kiosk.flow.model import Flow


def flow_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12). What only a check can tell it lets pass."""
    made = Flow.model_json_schema(by_alias=True)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}
