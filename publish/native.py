"""The model of a decision without calls of Python: what pydantic's compiled part can check of clean text by itself.

`publish.fields` says for its functions what asks the same of a text that is clean (`fields.clean`), `TWINS`. Here the model is
compiled anew with these in their places, each only where it stands around just what it is the twin of; any other function stays.
What is refused here, or is no text, the model itself has to judge: it has the words for what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import ValidationError
from pydantic_core import SchemaValidator

from publish.fields import KEPT, OF_CLEAN, SILENT, TEXTS, TWINS, Twin
from publish.model import DecisionFile

AROUND = ("function-after", "function-before")
NO_CHECK = ("metadata", "serialization")


def without_calls(schema: Any, twins: Mapping[Any, Twin]) -> Any:
    """The schema with the twins of functions in their places."""
    if not isinstance(schema, dict):
        return [without_calls(one, twins) for one in schema] if isinstance(schema, list) else schema
    if schema.get("type") in AROUND:
        return _without_call(schema, twins)
    made = {name: one if name in NO_CHECK else without_calls(one, twins) for name, one in schema.items()}
    if schema.get("type") == "default" and schema.get("default") in ([], {}):  # pydantic copies what can change by a call
        made["default_factory"] = type(made.pop("default"))
    return made


def _without_call(schema: Any, twins: Mapping[Any, Twin]) -> Any:
    function = schema["function"]["function"]
    twin = twins.get(function)
    if twin and twin.inside == _bare(schema["schema"]):
        return twin.instead
    inner = without_calls(schema["schema"], twins)
    if function is OF_CLEAN:
        return inner
    # pydantic writes a bound on what another function has checked as a function of its own.
    if isinstance(function, partial) and set(function.keywords) == {"max_length"} and inner["type"] == "str":
        most = function.keywords["max_length"]
        return {**inner, "max_length": min(most, inner.get("max_length", most))}
    return {**schema, "schema": inner}


def _bare(schema: Any) -> Any:
    """What is asked inside a function, without what says nothing of a clean text."""
    if isinstance(schema, dict):
        silent = schema.get("type") == "function-after" and schema["function"]["function"] in SILENT
        return _bare(schema["schema"]) if silent else {name: _bare(one) for name, one in schema.items() if name not in NO_CHECK}
    return [_bare(one) for one in schema] if isinstance(schema, list) else schema


def _compiled(twins: Mapping[Any, Twin]) -> SchemaValidator:
    schema = without_calls(DecisionFile.__pydantic_core_schema__, {**TWINS, **twins})
    try:
        return SchemaValidator(schema, _use_prebuilt=False)  # or each block would be checked by its own class, calls and all
    except TypeError:  # a release that takes no such word: the answers are the same, and take longer
        return SchemaValidator(schema)


READ_DECISION = _compiled(TEXTS)  # of texts, as they are read
KEPT_DECISION = _compiled(KEPT)  # of JSON, as our own state keeps a record that passed


def checked(data: dict[str, Any]) -> DecisionFile | None:
    """The record of a decision's fields, each a clean text; None where the model itself has to judge."""
    try:
        record: DecisionFile = READ_DECISION.validate_python(data)
    except ValidationError:
        return None
    return record
