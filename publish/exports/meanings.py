"""What the fields of published records mean, for those who load them: words for a reader of data, not for a clerk who types.

Field → description in Chinese, "" where the title says it all. A field of a block is named with the block before it.
"""

from __future__ import annotations

from publish.model import FOUND, KINDS, METHODS, PARTY_TYPES, RESULTS
from publish.titles import words
from publish.views.decision import LABELS, PROCEDURES

LONG = "日期，或 long 表示长期。"
JOINED = "多个值用全角分号（；）隔开。"
SEVERITIES = {"minor": "轻微", "general": "一般", "serious": "严重"}
MEANINGS = {
    "id": "16 个字符，永不改变，也不会再给别的决定。",
    "kind": words(KINDS),
    "agency": "机关的短名。",
    "document_number": "行政检查可以没有。",
    "public_until": "公开的最后一天，或 long 表示长期。",
    "party_type": words(PARTY_TYPES),
    "party_name": "自然人的姓名按本站的规定处理，如只显示姓。",
    "party_uscc": "18 位。自然人没有；还没有代码的个体工商户也没有。",
    "region": "6 位。没有时同执法机关所在地。",
    "tags": "短名，如 water。",
    "omitted": "部分公开的决定没有公开的字段：" + words(LABELS),
    "url": "决定的网页，相对网站的首页。",
    "penalty_categories": "词表以外的写作“其他-具体名称”。",
    "penalty_valid_until": LONG,
    "penalty_severity": words(SEVERITIES) + "没有写明时按处罚种类判断。",
    "penalty_procedure": words(PROCEDURES),
    "permit_category": "词表以外的写作“其他-具体名称”。",
    "permit_result": words(RESULTS),
    "permit_valid_until": LONG,
    "coercion_measure": "词表以外的写作“其他-具体名称”。",
    "inspection_item": "涉企检查事项清单里的主键。",
    "inspection_method": words(METHODS),
    "inspection_found": "；".join(f"{word} {title}" for word, title in FOUND.items()) + "。",
}
IN_CELLS = {
    "basis": JOINED,
    "penalty_categories": JOINED,
    "corrections": "每次更正先写日期，后写内容。" + JOINED,
    "tags": JOINED,
    "attachments": "附件文件，相对网站的首页。" + JOINED,
    "omitted": JOINED,
}


def meaning(name: str) -> str:
    """What a field means."""
    return MEANINGS.get(name, "")


def cell_meaning(name: str) -> str:
    """What a column of a flat table holds: the same, and how several values stand in one cell."""
    return meaning(name) + IN_CELLS.get(name, "")
