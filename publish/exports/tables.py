"""The tables of the data, described once: CSV headers, Table Schema and the page about the data are made from this.

Column names are those of the content format (format 1), a block's fields with the block before them (`penalty_fine_yuan`).
Types are those of Table Schema (Data Package v2): a code is a string however many digits it has, and a day that may also be
`long` (长期) is one too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import BaseModel

from publish.exports.meanings import cell_meaning
from publish.model import KINDS, Coercion, Inspection, Party, Penalty, Permit, PublicFields
from publish.site import ListDescription
from publish.titles import title_of

Type = Literal["string", "date", "number", "integer", "boolean"]
BLOCKS: dict[str, type[BaseModel]] = {"penalty": Penalty, "permit": Permit, "coercion": Coercion, "inspection": Inspection}
PARTY = {"party_type": "type", "party_name": "name", "party_uscc": "uscc", "legal_representative": "legal_representative"}
DAYS = {"decided_on", "published_on", "conduct_on", "valid_from", "starts_on", "ends_on", "inspected_on"}
NEEDED = {
    "id", "kind", "title", "agency", "agency_name", "decided_on", "published_on", "public_until", "party_type",
    "party_name", "conclusion", "url",
}  # fmt: skip
LIST_TYPES: dict[str, Type] = {"date": "date", "integer": "integer", "number": "number", "boolean": "boolean"}


@dataclass(frozen=True)
class Column:
    """One column. `format`: as Table Schema writes it, "" for its default (dates: 2026-05-12)."""

    name: str
    title: str
    type: Type = "string"
    required: bool = False
    description: str = ""
    format: str = ""


@dataclass(frozen=True)
class Table:
    """A table, whatever number of files it is in. `key`: the column whose values are all different, "" where there is none."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: str = ""
    description: str = ""

    @cached_property
    def header(self) -> list[str]:
        """The column names, the first line of its files."""
        return [column.name for column in self.columns]


def _told(name: str, title: str, kind: Type = "string") -> Column:
    return Column(name, title, kind, name in NEEDED, cell_meaning(name))


def _of(block: type[BaseModel], field: str, prefix: str = "") -> Column:
    """A field of the content format as a column."""
    title, name = title_of(block, field)[0], prefix + field
    kind: Type = "date" if field in DAYS else "number" if field.endswith("_yuan") else "string"
    return _told(name, f"{KINDS[prefix[:-1]]}：{title}" if prefix else title, kind)


def _decision_columns() -> tuple[Column, ...]:
    before = ("id", "kind", "title", "document_number", "agency")
    middle = ("conclusion", "facts", "basis", "conduct_on", "region")
    return (
        *(_of(PublicFields, name) for name in before),
        _told("agency_name", "执法机关名称"),
        _told("agency_uscc", "执法机关统一社会信用代码"),
        _of(PublicFields, "decided_on"),
        _of(PublicFields, "published_on"),
        _told("public_until", "公示截止期"),
        *(_told(name, f"执法对象：{title_of(Party, field)[0]}") for name, field in PARTY.items()),
        *(_of(PublicFields, name) for name in middle),
        *(_of(block, field, f"{kind}_") for kind, block in BLOCKS.items() for field in block.model_fields),
        _of(PublicFields, "corrections"),
        _of(PublicFields, "tags"),
        _told("attachments", "附件"),
        _told("omitted", "不公开的字段"),
        _told("url", "网页"),
    )


DECISIONS = Table(
    "decisions",
    "行政执法决定",
    _decision_columns(),
    "id",
    "现在公开的全部决定，一行一件，按作出日期、编号排列。Excel 的一格最多 32767 个字符，所以决定书正文只在 JSON Lines 里，"
    "太多的值也只留下放得下的，末尾写“……”。",
)
WITHDRAWALS = Table(
    "withdrawals",
    "已经撤下的决定",
    (
        Column("id", "编号", required=True, description="撤下的决定的编号。"),
        Column("on", "撤下日期", "date", required=True),
        Column("reason", "原因", required=True, description="withdrawn 依法撤回，ended 公示期满或信用修复。"),
        Column("notice", "撤回公告", description="公告网页，相对网站的首页；只有依法撤回的才有。"),
        Column("purge_after", "保留到", "date", required=True, description="本表把这一行至少保留到这一天。"),
    ),
    "id",
    "不再公开的决定。下载过数据的单位应当删去这些决定。",
)


def list_table(slug: str, description: ListDescription) -> Table:
    """A catalogue list as a table. `description`: its public columns only (`publish.lists.public`)."""
    columns = tuple(Column(one.name, one.title, LIST_TYPES.get(one.type, "string"), one.required) for one in description.fields)
    return Table(f"list-{slug}", description.title, columns, description.key, f"依据：{description.basis}")
