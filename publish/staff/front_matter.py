"""Content files as text: a mapping of fields to the YAML that the strict reader reads back as exactly what was meant.

Fields stand in a fixed order, each with its Chinese title as a comment; texts are quoted only where YAML, or an editor's YAML 1.2,
would make something else of them. A value that a reader takes for nothing (`None`, empty, `无` in an optional field) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from publish.fields import EMPTY_WORDS
from publish.model import DecisionFile, OrderFile
from publish.titles import ITEM_TITLES, title_of
from publish.wording import block_of

ORDER = (
    "id", "status", "kind", "title", "document_number", "agency", "decided_on", "published_on", "party", "conclusion", "facts", "basis",
    "conduct_on", "region", "public_until", "penalty", "permit", "coercion", "inspection", "corrections", "tags", "attachments", "revision",
    "imported_on", "clearance", "case", "review", "records",
)  # fmt: skip
SCHEMA_LINE = "# yaml-language-server: $schema={}.schema/{}.schema.json\n"  # `inv init` fills .schema/ at the content's root
ON_ONE_LINE = ("tags", "categories", "omit", "officers", "triggers")  # lists of short words
WIDE = 50  # characters of a line after which its comment stands above it
PLAIN = re.compile(r"[^\s!-/:-@\[-`{-~](?:[^\n]*[^\s:])?")  # begins with no sign of YAML's, ends in neither blank nor colon
# What YAML 1.1 or 1.2 takes for a number, a flag, an hour or nothing.
RESOLVED = re.compile(
    r"(?i:true|false|yes|no|on|off|y|n|null|~|\.inf|\.nan)|[-+]?[0-9.][0-9_.:]*(?:[eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F_]+", re.ASCII
)
Comments = Mapping[str, str]


def decision_text(fields: Mapping[str, Any], body: str = "", comments: Comments | None = None) -> str:
    """A decision's file: front matter and body.

    `fields`: as in format 1, blocks as mappings; values are texts, dates, numbers, flags, or lists of those. `comments`: dotted
    name of a field (`party.uscc`) → its comment, in place of its title ("" for none); a field of the top level that is not in
    `fields` stands with its comment as a line to fill in. Raises ValueError for a name that format 1 does not know.
    """
    text = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    front = "".join(_lines(DecisionFile, fields, comments or {}, ORDER))
    return f"---\n{SCHEMA_LINE.format('../../../', 'decision')}{front}---\n" + (f"\n{text}\n" if text else "")


def order_text(fields: Mapping[str, Any], comments: Comments | None = None) -> str:
    """An order's file; see `decision_text`."""
    return SCHEMA_LINE.format("../../", "order") + block_text(OrderFile, fields, comments)


def block_text(model: type[BaseModel], fields: Mapping[str, Any], comments: Comments | None = None) -> str:
    """The YAML of any content file without tables of blocks (a calendar), in the order of its model's fields; see `decision_text`."""
    return "".join(_lines(model, fields, comments or {}, _names(model)))


def _lines(
    model: type[BaseModel], fields: Mapping[str, Any], comments: Comments, order: tuple[str, ...], prefix: str = "", indent: str = ""
) -> Iterator[str]:
    known = {field.alias or name: field for name, field in model.model_fields.items()}
    if unknown := sorted(fields.keys() - known.keys()):
        raise ValueError(f"{prefix}{unknown[0]}")
    for name in order:
        field, path = known[name], prefix + name
        comment = comments.get(path, title_of(model, name)[0])
        lines = list(_field(name, field, _written(fields.get(name), field.is_required()), comments, path, indent))
        if lines:
            yield _commented(lines[0], comment)
            yield from lines[1:]
        elif path in comments and not prefix:
            yield f"# {name}: {comment}\n"


def _field(name: str, field: FieldInfo, value: Any, comments: Comments, path: str, indent: str) -> Iterator[str]:
    """The lines of one field, the first without its end; nothing where the value says nothing."""
    block = block_of(field.annotation)
    if isinstance(value, Mapping) and block is not None:
        inner = list(_lines(block, value, comments, _names(block), f"{path}.", indent + "  "))
        yield from (f"{indent}{name}:", *inner) if inner else ()
    elif isinstance(value, Mapping):
        yield f"{indent}{name}:"
        for key, one in value.items():
            yield _commented(f"{indent}  {key}: {_scalar(one, indent + '  ')}", ITEM_TITLES.get(key, ""))
    elif isinstance(value, list) and name not in ON_ONE_LINE:
        items = [line for number, one in enumerate(value) for line in _item(block, one, comments, f"{path}.{number}.", indent + "  ")]
        yield from (f"{indent}{name}:", *items) if items else ()
    elif isinstance(value, list):
        yield f"{indent}{name}: [{', '.join(_inline(one) for one in value)}]"
    elif value is not None:
        numeric = bool({int, Decimal} & {field.annotation, *_arguments(field.annotation)})
        yield f"{indent}{name}: {_scalar(value, indent, numeric)}"


def _names(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _item(block: type[BaseModel] | None, value: Any, comments: Comments, prefix: str, indent: str) -> Iterator[str]:
    """One entry of a list; the fields of a block bear no comments of their own, for each entry would repeat them."""
    if block is None:
        yield f"{indent}- {_scalar(value, indent)}\n"
        return
    names = _names(block)
    lines = list(
        _lines(block, value, {f"{prefix}{name}": comments.get(f"{prefix}{name}", "") for name in names}, names, prefix, indent + "  ")
    )
    yield from (f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]) if lines else ()


def _written(value: Any, required: bool) -> Any:
    """A value without what says nothing; None where nothing is left."""
    if isinstance(value, Mapping):
        kept = {name: one for name, one in ((name, _written(one, True)) for name, one in value.items()) if one is not None}
        return kept or None
    if isinstance(value, list | tuple):
        return [one for one in (_written(one, True) for one in value) if one is not None] or None
    if value is None or isinstance(value, bool | int | Decimal | date):
        return value
    text = str(value).strip()
    return None if not text or (text in EMPTY_WORDS and not required) else text


def _commented(line: str, comment: str) -> str:
    comment = " ".join("".join(ch if ch.isprintable() else " " for ch in comment).split())
    if not comment:
        return f"{line}\n"
    if "\n" in line or len(line) > WIDE:
        indent = line[: len(line) - len(line.lstrip(" "))]
        return f"{indent}# {comment}\n{line}\n"
    return f"{line}  # {comment}\n"


def _scalar(value: Any, indent: str, numeric: bool = False) -> str:
    """A scalar in block context: plain, as a literal block where it has several lines, or quoted."""
    if not isinstance(value, str):
        return _plain(value)
    if "\n" in value and _shows(re.sub(r"[\n\t]", "", value)):
        return "|-\n" + "\n".join(f"{indent}  {line}" if line else "" for line in value.split("\n"))
    safe = PLAIN.fullmatch(value) and ": " not in value and " #" not in value and _shows(value)
    return value if safe and (numeric or not RESOLVED.fullmatch(value)) else _quoted(value)


def _inline(value: Any) -> str:
    """A scalar in a list on one line."""
    text = _scalar(value, "")
    return _quoted(str(value)) if isinstance(value, str) and re.search(r"[\[\]{},:\n]", text) and not text.startswith('"') else text


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _shows(text: str) -> bool:
    """Whether every character prints; the full-width blank does in China."""
    return text.replace("\u3000", "").isprintable()


def _quoted(text: str) -> str:
    """A double-quoted scalar; what does not print is escaped, for a reader may take it for a line end or refuse it."""
    return '"' + "".join(_escaped(ch) for ch in text) + '"'


def _escaped(ch: str) -> str:
    if ch in '"\\':
        return "\\" + ch
    if ch == "\n":
        return "\\n"
    if _shows(ch):
        return ch
    return f"\\u{ord(ch):04x}" if ord(ch) <= 0xFFFF else f"\\U{ord(ch):08x}"


def _arguments(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    for one in get_args(annotation):
        yield one
        yield from _arguments(one)
