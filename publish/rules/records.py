"""The index of the full-process record (执法全过程记录; 环办执法〔2019〕42号, 二; `domain/rules.md` §6).

A decision that was public on another site before it was taken over (`imported_on`) and has no index is told of once, by
`stage`: its file is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.model import DecisionFile
from publish.procedure import on_the_spot, taken_over

STAGES = {
    "initiation": "启动", "investigation": "调查取证", "review": "审核", "decision": "决定", "service": "送达", "execution": "执行",
}  # fmt: skip
WRITTEN: dict[str, tuple[str, ...]] = {
    "penalty": ("initiation", "investigation", "decision", "service"),
    "permit": ("initiation", "investigation", "decision", "service"),
    "coercion": ("initiation", "decision", "service"),
    "inspection": ("investigation",),
}
FILMED_MEASURES = frozenset({"查封场所、设施或者财物", "扣押财物", "限制生产、停产整治"})
FILMED_CATEGORIES = frozenset({"限制开展生产经营活动", "责令停产停业", "责令停产整治", "责令关闭"})
CUT = re.compile("(?<!未经)(?<!没有)(?<!未)(?<!无)(?:剪辑|剪接|拼接)|节选|片段")
BEFORE = {
    kind: frozenset({"initiation", "review", "decision"} | ({"investigation"} if kind in ("penalty", "permit") else set()))
    for kind in WRITTEN
}  # stages that are over when the decision is made; a seizure or an inspection may come before the rest of its inquiry
DURATION = re.compile(r"\d{2}:[0-5]\d:[0-5]\d", re.ASCII)


def stage(dossier: Dossier) -> Iterator[Finding]:
    """A text record for every stage that there must be; execution may still be to come.

    规则：各环节有文字记录：处罚、许可为启动、调查取证、决定、送达，强制为启动、决定、送达，检查为调查取证；经过法制审核的还有审核。
    简易程序的处罚只须有决定书。执行环节可以以后再补。
    依据：环办执法〔2019〕42号二（一）1；行政处罚法第四十七条、第五十二条；行政强制法第十八条。
    """
    record = dossier.record
    needed = ("decision",) if on_the_spot(record) else WRITTEN[record.kind]
    if record.review and record.review.opinion:
        needed = (*needed, "review")
    written = {one.stage for one in record.records if one.medium == "text"}
    if not written.issuperset(needed):
        lacking = [STAGES[name] for name in needed if name not in written]
        whole = "" if record.records else "（没有 records，即全过程记录目录）"
        words = f"缺少{'、'.join(lacking)}环节的文字记录{whole}；这些环节都应有文字记录。请在 records 里补写。"
        yield dossier.found("records.stage", "records" if record.records else "status", words)


def filmed(record: DecisionFile) -> tuple[str, str] | None:
    """The field and the measure or category for which the whole process must be filmed."""
    if record.coercion and record.coercion.measure in FILMED_MEASURES:
        return "coercion.measure", record.coercion.measure
    if record.penalty:
        for category in record.penalty.categories:
            if category in FILMED_CATEGORIES:
                return "penalty.categories", category
    return None


def video(dossier: Dossier) -> Iterator[Finding]:
    """Seizure, limited production and closures are filmed from beginning to end, uncut.

    规则：查封、扣押，限制生产、停产整治，责令停产停业、责令关闭，须有全程录像（medium: video），不得剪辑；note 写明是节选、片段或剪辑的
    不算。
    依据：环办执法〔2019〕42号二（一）2；行政处罚法第四十七条。
    级别：暂缓；从别的网站转来、以前公开过而没有目录（records）的不查。
    """
    record = dossier.record
    if (must := filmed(record)) is None:
        return
    films = [one for one in record.records if one.medium == "video"]
    if any(not CUT.search(one.note or "") for one in films) or (not record.records and taken_over(record)):
        return
    field, measure = must
    if films:
        words = f"“{measure}”须有未经剪辑的全程录像，目录里的录像都写明是节选、片段或剪辑过的。请把完整录像编入 records。"
        yield dossier.found("records.video", "records", words)
    else:
        words = f"“{measure}”须全程录像，目录（records）里却没有录像（medium: video）。请把全程录像编号写入 records；没有录像的，不能公开。"
        yield dossier.found("records.video", field, words)


def numbering(dossier: Dossier) -> Iterator[Finding]:
    """The records are numbered from 1, without gaps and doubles.

    规则：全过程记录从 1 起编号，不缺号、不重号。
    依据：环办执法〔2019〕42号二（二）（案卷内的音像资料应编号）。
    """
    numbers = [one.no for one in dossier.record.records]
    if numbers == list(range(1, len(numbers) + 1)):
        return
    seen: set[int] = set()
    for place, number in enumerate(numbers):
        if number in seen:
            yield dossier.found("records.numbering", f"records.{place}.no", f"编号 {number} 重复；应各不相同。请改正。")
        seen.add(number)
    if missing := [str(number) for number in range(1, len(numbers) + 1) if number not in seen]:
        words = f"{len(numbers)} 条记录的编号应为 1 到 {len(numbers)}，现在没有 {'、'.join(missing[:9])}。请补上缺的记录，或重新编号。"
        yield dossier.found("records.numbering", "records", words)


def note(dossier: Dossier) -> Iterator[Finding]:
    """Photos, sound and film are described; sound says who speaks; sound and film how long they are.

    规则：照片、录音、录像写明摄录内容（note）；录音写明谁在说话（speakers）；录音、录像写明时长（duration，如 00:42:10）。
    依据：环办执法〔2019〕42号二（二）。
    """
    for place, one in enumerate(dossier.record.records):
        if one.medium == "text":
            continue
        lacking = [] if one.note else ["note（摄录内容）"]
        if one.medium == "audio" and not one.speakers:
            lacking.append("speakers（谁在说话）")
        if one.medium != "photo" and not one.duration:
            lacking.append("duration（时长）")
        if lacking:
            words = f"第 {one.no} 号音像记录没有写 {'、'.join(lacking)}；音像记录应备注内容。请补写。"
            yield dossier.found("records.note", f"records.{place}", words)
        if one.duration and not (DURATION.fullmatch(one.duration) and one.duration != "00:00:00"):
            words = f"第 {one.no} 号记录的 duration（时长）应写作 时:分:秒，如 00:42:10。请改写。"
            yield dossier.found("records.note", f"records.{place}.duration", words)


def dates(dossier: Dossier) -> Iterator[Finding]:
    """The records' days lie inside the case, and in its order.

    规则：启动、审核、决定环节的记录不晚于作出决定的日期，处罚和许可的调查取证也是；送达、执行不早于决定（告知书等决定前的送达可以另列）；
    启动不晚于审核；没有早于行为发生日期（conduct_on）的记录，也没有以后的日期；行为不晚于决定。
    依据：环办执法〔2019〕42号二（一）、（二）；行政处罚法第四十七条、第五十七条、第六十一条。
    """
    if not _in_order(dossier.record, dossier.today):
        yield from _out_of_place(dossier)
        yield from _initiated_late(dossier)


def _in_order(record: DecisionFile, today: date) -> bool:
    """Whether nothing about the days of the records needs a closer look: nearly always, so this is quick."""
    decided_on, conduct_on, bound = record.decided_on, record.conduct_on or date.min, BEFORE[record.kind]
    opened, latest = date.min, max(today, decided_on)
    if conduct_on > decided_on:
        return False
    for one in record.records:
        day, stage_of = one.made_on, one.stage
        if day < conduct_on or (day > decided_on if stage_of in bound else not decided_on <= day <= latest):
            return False
        if stage_of == "initiation":
            opened = day
        elif stage_of == "review" and day < opened:
            return False
    return not record.records or record.records[0].stage == "initiation"


def _out_of_place(dossier: Dossier) -> Iterator[Finding]:
    """Findings of days before the conduct or on the wrong side of the decision."""
    record, decided_on, conduct_on = dossier.record, dossier.record.decided_on, dossier.record.conduct_on
    bound = BEFORE[record.kind]
    if conduct_on and conduct_on > decided_on:
        words = f"行为发生的日期（{conduct_on}）晚于作出决定的日期（{decided_on}）；应先有行为，后作决定。请核对两个日期。"
        yield dossier.found("records.dates", "conduct_on", words)
        conduct_on = None
    last: dict[str, tuple[date, int]] = {}
    for place, one in enumerate(record.records):
        if one.stage not in bound:
            last[one.stage] = max(last.get(one.stage, (date.min, 0)), (one.made_on, place))
        latest = decided_on if one.stage in bound else max(dossier.today, decided_on)
        if one.made_on > latest:  # today's date is not told: the words stand for days
            what = f"作出决定的日期（{decided_on}）" if one.stage in bound else "今天"
            words = f"{STAGES[one.stage]}环节的记录（{one.made_on}）晚于{what}；应不晚于这一天。请核对日期。"
            yield dossier.found("records.dates", f"records.{place}.made_on", words)
        if conduct_on and one.made_on < conduct_on:
            words = f"第 {one.no} 号记录（{one.made_on}）早于行为发生的日期（{conduct_on}）；应不早于行为。请核对两个日期。"
            yield dossier.found("records.dates", f"records.{place}.made_on", words)
    for name in ("service", "execution"):
        if name in last and last[name][0] < decided_on:
            day, place = last[name]
            words = (
                f"{STAGES[name]}环节最晚的记录（{day}）早于作出决定的日期（{decided_on}）；应先决定、后{STAGES[name]}。请核对，或补写记录。"
            )
            yield dossier.found("records.dates", f"records.{place}.made_on", words)


def _initiated_late(dossier: Dossier) -> Iterator[Finding]:
    """A finding where the case was opened only after its review."""
    records = dossier.record.records
    opened = min(((one.made_on, place) for place, one in enumerate(records) if one.stage == "initiation"), default=None)
    reviewed = min((one.made_on for one in records if one.stage == "review"), default=None)
    if opened and reviewed and opened[0] > reviewed:
        words = f"启动环节的记录（{opened[0]}）晚于审核环节的记录（{reviewed}）；应先启动、后审核。请核对两个日期。"
        yield dossier.found("records.dates", f"records.{opened[1]}.made_on", words)


RULES: tuple[Rule, ...] = (stage, video, numbering, note, dates)
