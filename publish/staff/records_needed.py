"""Which entries the index of the full-process record needs for a new decision, and what such papers are called."""

from __future__ import annotations

from publish.model import DecisionFile
from publish.procedure import on_the_spot
from publish.rules.records import STAGES, WRITTEN

RECORD_TITLES = {
    kind: {
        "initiation": opened, "investigation": looked, "review": "法制审核意见书", "decision": decided, "service": "送达回证",
    }
    for kind, opened, looked, decided in (
        ("penalty", "立案审批表", "现场检查（勘察）笔录", "行政处罚决定书"),
        ("permit", "受理通知书", "审查意见", "行政许可决定书"),
        ("coercion", "行政强制审批表", "现场检查（勘察）笔录", "行政强制决定书"),
        ("inspection", "检查任务单", "现场检查（勘察）笔录", "检查结果告知书"),
    )
}  # fmt: skip


def needed_stages(record: DecisionFile, reviewed: bool) -> list[str]:
    """The stages that need a written record, in the order of a case; see `records.stage`."""
    needed = {"decision"} if on_the_spot(record) else {*WRITTEN[record.kind]}
    return [stage for stage in STAGES if stage in needed or (stage == "review" and reviewed)]
