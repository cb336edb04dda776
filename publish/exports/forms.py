"""The pieces of which the schemas of published records are made (JSON Schema 2020-12): strict, and with Chinese titles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from publish.fields import ID_FORM, SLUG_FORM

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "minLength": 1}
WHOLE: Schema = {"type": "integer", "minimum": 0}
COUNT: Schema = {"type": "integer", "minimum": 1}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
LONG: Schema = {"type": "string", "const": "long"}
DAY_OR_LONG: Schema = {"anyOf": [DAY, LONG]}
MONEY: Schema = {"type": "string", "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$"}
ID: Schema = {"type": "string", "pattern": f"^{ID_FORM.pattern}$"}
SLUG: Schema = {"type": "string", "pattern": f"^{SLUG_FORM.pattern}$"}
CODE: Schema = {"type": "string", "pattern": "^[0-9A-Z]{18}$"}
REGION: Schema = {"type": "string", "pattern": "^[0-9]{6}$"}
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
OPEN_WORD: Schema = {"type": "string", "pattern": "^其他-.", "maxLength": 100}


def word(vocabulary: Collection[str]) -> Schema:
    """One of some words."""
    return {"type": "string", "enum": list(vocabulary)}


def array(items: Schema) -> Schema:
    """Any number of a thing."""
    return {"type": "array", "items": items}


def told(title: str, schema: Schema, description: str = "") -> Schema:
    """A schema with its title and, where the title does not say it all, what it means."""
    return {"title": title, **({"description": description} if description else {}), **schema}


def block(properties: dict[str, Schema], optional: Collection[str] = ()) -> Schema:
    """An object with these fields and no others; all of them there but the optional ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(set(properties) - set(optional)),
        "additionalProperties": False,
    }
