"""JSON Schema (2020-12) of every record type of the data, with Chinese titles: `data/v1/schema/<name>.schema.json`.

They describe what is published, strictly; what clerks type is another matter (`publish.schemas`). Each stands alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

from publish.exports import ROOT
from publish.exports.forms import COUNT, DAY, DIGEST, FLAG, ID, TEXT, WHOLE, WORDS, Schema, array, block, told, word
from publish.exports.tables import WITHDRAWALS
from publish.fields import ID_FORM
from publish.model import KINDS
from publish.output import Draft
from publish.site import COLUMN_TYPES

FOLDER = f"{ROOT}schema/"
SERIES = told("序列", WORDS, "版次在同一序列里才能比较；序列变了，须重新下载全部数据。")
SEQ = told("版次", COUNT, "每次发布加 1。")
PREVIOUS = told("上一个版次", {"type": ["integer", "null"], "minimum": 0}, "序列的第一版没有。")
PUBLISHED = told("发布日期", DAY)
SIZE = told("字节数", WHOLE)
SUM = told("SHA-256", DIGEST, "十六进制。")
URL = told("地址", WORDS, "相对 data/v1/ 文件夹。")
REASON = told("原因", word(["withdrawn", "ended"]), "withdrawn 依法撤回，ended 公示期满或信用修复。")
NOTICE = told("撤回公告", {"type": "string", "pattern": rf"^notices/{ID_FORM.pattern}\.html$"}, "相对网站的首页；只有依法撤回的才有。")
DECISION_ID = told("决定编号", ID)


def _decision() -> Schema:
    from publish.exports.decision_schema import decision_schema  # noqa: PLC0415 - 30 ms, and few builds make schemas

    return decision_schema()


def _withdrawals() -> Schema:
    titles = {column.name: column for column in WITHDRAWALS.columns}
    forms = {"id": ID, "on": DAY, "reason": REASON, "notice": NOTICE, "purge_after": DAY}
    fields = {name: told(titles[name].title, form, titles[name].description) for name, form in forms.items()}
    return array(block(fields, ["notice"]))


def _delta() -> Schema:
    """One line: a decision that is new or changed, whole, or one that is gone."""
    on = told("日期", DAY, "这一版次的发布日期。")
    given = {
        "op": told("操作", word(["ADD", "MOD"]), "ADD 新增，MOD 修改；本地已有的都直接替换。"),
        "id": DECISION_ID,
        "rev": told("修订次数", COUNT, "这件决定在本序列里第几次公布。"),
        "on": on,
        "record": told("决定", _decision()),
    }
    gone = {"op": told("操作", {"type": "string", "const": "DEL"}, "DEL 删除；本地没有的不用管。"), "id": DECISION_ID, "on": on}
    return {"oneOf": [block(given), block({**gone, "reason": REASON, "notice": NOTICE}, ["notice"])]}


def _index() -> Schema:
    resource = {
        "name": told("名称", WORDS),
        "url": URL,
        "media_type": told("媒体类型", WORDS),
        "bytes": SIZE,
        "sha256": SUM,
    }
    counts = {"decisions": "全部决定", **KINDS, "withdrawals": "已经撤下的决定"}
    return block(
        {
            "schema_version": told("格式版本", TEXT),
            "series": SERIES,
            "seq": SEQ,
            "previous_seq": PREVIOUS,
            "published_on": PUBLISHED,
            "authority": told("发布单位", WORDS),
            "counts": told("件数", block({name: told(title, WHOLE) for name, title in counts.items()})),
            "state_hash": told("全部决定的摘要", DIGEST, "用来核对本地数据是否与本站一致。"),
            "resources": told("文件", array(block(resource))),
            "deltas": told("变更清单的地址", WORDS),
            "withdrawals": told("撤下清单的地址", WORDS),
            "deletion_retention_days": told("删除记录保留天数", COUNT),
        }
    )


def _deltas_index() -> Schema:
    delta = {"seq": SEQ, "previous_seq": PREVIOUS, "published_on": PUBLISHED, "url": URL, "bytes": SIZE, "sha256": SUM}
    return block({"series": SERIES, "seq": SEQ, "deltas": told("变更文件", array(block(delta)), "旧的在前。")})


def _list() -> Schema:
    column = {
        "name": told("列名", WORDS), "title": told("列的中文名", WORDS), "type": told("内容类型", word(COLUMN_TYPES)),
        "required": told("是否必填", FLAG), "enum": told("可用的词", array(TEXT)),
        "internal": told("是否内部列", {"const": False}, "内部列不公开。"), "contact": told("是否公务联系方式", FLAG),
    }  # fmt: skip
    return block(
        {
            "title": told("清单名称", WORDS),
            "basis": told("编制依据", WORDS),
            "version": told("版本", DAY, "自这一天起施行。"),
            "key": told("主键列", WORDS),
            "columns": told("各列", array(block(column))),
            "rows": told("各行", array({"type": "object", "additionalProperties": TEXT}), "列名: 内容，都是文字。"),
        }
    )


MADE: dict[str, tuple[str, Callable[[], Schema], str]] = {
    "decision": ("行政执法决定", _decision, "decisions 文件夹里 JSON Lines 的一行，也是每件决定自己的 JSON 文件。"),
    "delta": ("变更", _delta, "deltas 文件夹里 JSON Lines 的一行。"),
    "deltas-index": ("变更清单", _deltas_index, "deltas/index.json。"),
    "index": ("数据目录", _index, "index.json。"),
    "list": ("清单", _list, "lists 文件夹里的一个 JSON 文件。"),
    "withdrawals": ("已经撤下的决定", _withdrawals, "withdrawals.json。"),
}


def schema_of(name: str) -> Schema:
    """The schema of a record type (a key of `MADE`)."""
    from publish.schemas import DIALECT  # noqa: PLC0415 - as above

    title, make, description = MADE[name]
    return {"$schema": DIALECT, **told(title, make(), description)}


def drafts() -> Iterator[Draft]:
    """Each as a file; they depend on the program alone, and are made only where that changed."""
    for name in MADE:
        yield f"{FOLDER}{name}.schema.json", "schema", {"name": name}


def text(rows: dict[str, str]) -> bytes:
    """A schema as it is written."""
    return _written(rows["name"])


@cache  # a preview makes many builds, and the program alone decides what stands here
def _written(name: str) -> bytes:
    return (json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n").encode()
