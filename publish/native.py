"""The model of a decision without calls of Python: what pydantic's compiled part can check of clean text by itself.

`publish.fields` says for each of its functions what asks the same of a text that is clean (`fields.clean`), `NATIVE`. Here the
model is compiled anew with these in their places; a function without such a twin stays. What is refused here, or is no text,
the model itself has to judge: it has the words for what is wrong.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import ValidationError
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from publish.fields import KEPT, NATIVE, TEXTS
from publish.model import DecisionFile

TWO = ("function-after", "function-before")


def without_calls(schema: Any, twins: dict[Any, CoreSchema]) -> Any:
    """The schema with the twins of functions in their places."""
    if not isinstance(schema, dict):
        return [without_calls(one, twins) for one in schema] if isinstance(schema, list) else schema
    if schema.get("type") in TWO:
        function = schema["function"]["function"]
        if function in twins:
            return twins[function]
        inner = without_calls(schema["schema"], twins)
        # pydantic writes a bound on what another function has checked as a function of its own.
        if isinstance(function, partial) and set(function.keywords) == {"max_length"} and inner["type"] == "str":
            return {**inner, **function.keywords}
        return {**schema, "schema": inner}
    if schema.get("type") == "default" and schema.get("default") in ([], {}):  # pydantic copies what can change by a call
        made = type(schema["default"])
        return core_schema.with_default_schema(without_calls(schema["schema"], twins), default_factory=made)
    return {name: one if name in ("metadata", "serialization") else without_calls(one, twins) for name, one in schema.items()}


def _compiled(twins: dict[Any, CoreSchema]) -> SchemaValidator:
    schema = without_calls(DecisionFile.__pydantic_core_schema__, {**NATIVE, **twins})
    return SchemaValidator(schema, _use_prebuilt=False)  # or each block would be checked by its own class, calls and all


READ_DECISION = _compiled(TEXTS)  # of texts, as they are read
KEPT_DECISION = _compiled(KEPT)  # of JSON, as our own state keeps a record that passed


def checked(data: dict[str, Any]) -> DecisionFile | None:
    """The record of a decision's fields, each a clean text; None where the model itself has to judge."""
    try:
        record: DecisionFile = READ_DECISION.validate_python(data)
    except ValidationError:
        return None
    return record
