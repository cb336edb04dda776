"""A content file as an editor with a YAML 1.2 parser sees it (core schema, YAML 1.2.2 §10.3.2), and the schema's word on it.

Unlike the gate, which reads every scalar as text, an editor makes numbers, flags and nothing of some of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from publish.schemas import every_schema

SCALARS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "null": (r"(?:null|Null|NULL|~)?", lambda _text: None),
    "bool": (r"(?:true|True|TRUE|false|False|FALSE)", lambda text: text.lower() == "true"),
    "int": (r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)", lambda text: int(text, 0) if text[1:2] in ("o", "x") else int(text)),
    "float": (
        r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))",
        lambda text: float(text.replace(".inf", "inf").replace(".nan", "nan")),
    ),
}


def _constructed(value: Callable[[str], Any], loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    return value(loader.construct_scalar(node))


class CoreLoader(yaml.SafeLoader):
    """PyYAML with the scalars of YAML 1.2: `on` is a word, `0123` is 123, `2026-05-12` is text."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - PyYAML's own table, replaced


for _name, (_form, _value) in SCALARS.items():
    _tag = f"tag:yaml.org,2002:{_name}"
    CoreLoader.add_implicit_resolver(_tag, re.compile(f"^{_form}$"), None)
    CoreLoader.add_constructor(_tag, partial(_constructed, _value))

SCHEMAS = every_schema()
VALIDATORS = {kind: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER) for kind, schema in SCHEMAS.items()}


def seen(text: str) -> Any:
    """YAML as JSON: names of fields are texts."""
    return _named(yaml.load(text, Loader=CoreLoader))


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _named(one) for key, one in value.items()}
    return [_named(one) for one in value] if isinstance(value, list) else value


def marks(kind: str, text: str) -> list[str]:
    """What an editor marks in a file: where, and what the schema says."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[kind].iter_errors(seen(text))]
