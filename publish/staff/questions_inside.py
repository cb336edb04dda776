"""The questions of which the public sees nothing: case, legal review, records, clearance (三项制度)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from publish.fields import Day
from publish.model import ITEMS, OMITTABLE, Case, Coercion, DecisionFile, Party, Penalty
from publish.procedure import TRIGGERS, Reason, major
from publish.rules.deadlines import days_for
from publish.rules.records import DURATION, STAGES, filmed
from publish.staff.forms import Situation, ask, yes_or_no
from publish.staff.interview import Question
from publish.staff.records_needed import RECORD_TITLES, needed_stages
from publish.titles import ITEM_TITLES, RESULT_WORDS
from publish.views.decision import LABELS

HEADING = "—— 办案和审核（内部，不公开）——"
TOO_FEW = "\n执法人员名录（lists/officers）里当天有效的不到两人：请直接写执法证号，随后把名录补上。"
FEWEST = 2  # case officers (行政处罚法 42)
SCOPES = {"full": "全文公开", "summary": "部分公开（有些字段不公开）", "withheld": "不予公开"}
OPINIONS = {"agree": "同意", "problems": "存在问题"}
STATUSES = {"draft": "还没有，先存为草稿", "approved": "做过了，可以公开"}


def inside(now: Situation) -> Iterator[Question]:
    """The internal blocks, each as far as this decision needs it."""
    yield from _case(now)
    yield from _review(now)
    yield from _records(now)
    yield from _clearance(now)


def record_so_far(now: Situation) -> DecisionFile:
    """A decision as far as it is answered: enough to ask whether it is major and what must be filmed; nothing else."""
    told = now.answers

    def block(name: str) -> dict[str, Any]:
        return {key.partition(".")[2]: value for key, value in told.items() if key.startswith(f"{name}.")}

    penalty = Penalty.model_construct(**block("penalty")) if now.kind == "penalty" else None
    known: dict[str, Any] = {"party": Party.model_construct(**block("party")), "case": Case.model_construct(**block("case"))}
    coercion = Coercion.model_construct(**block("coercion")) if now.kind == "coercion" else None
    return DecisionFile.model_construct(**known, kind=now.kind, penalty=penalty, coercion=coercion)


def _officers(now: Situation) -> dict[str, str]:
    """The officers whose certificate was valid on the day of the decision, those of the agency's own place first."""
    day, agency = now.answers["decided_on"], now.facts.agencies.get(now.answers["agency"])
    place = agency.name[:2] if agency else ""
    rows = [
        (number, row) for number, row in now.tables.as_of("officers", day).items() if (row.get("valid_until") or "9999") >= day.isoformat()
    ]
    rows.sort(key=lambda one: not one[1].get("department", "").startswith(place))
    return {number: " ".join(filter(None, (number, row.get("name", ""), row.get("department", "")))) for number, row in rows}


def _case(now: Situation) -> Iterator[Question]:
    spot = now.answers.get("penalty.procedure") == "summary"
    listed = _officers(now)
    few = len(listed) < FEWEST
    yield ask(
        "case.officers", words=f"办案人员（至少 {FEWEST} 人{'；写执法证号' if few else ''}）", choices={} if few else listed,
        required=now.kind != "permit",
        check=lambda chosen: "" if len(chosen) >= FEWEST else f"只有 {len(chosen)} 人；至少要有 {FEWEST} 人。请重填。",
        above=f"{HEADING}{TOO_FEW if few else ''}",
    )  # fmt: skip
    yield ask("case.office")
    if now.kind == "penalty" and not spot:
        yield ask("case.statement_on", words="陈述申辩（或期满）的日期", check=now.before_decision)
        yield ask("case.hearing_on", check=now.before_decision)
        yield ask("case.discussed_on", check=now.before_decision)


def _review(now: Situation) -> Iterator[Question]:
    day = now.answers["decided_on"]
    rows = now.tables.as_of("review-items", day)
    reason = major(record_so_far(now), now.facts.policy.review, rows)
    if not now.gave("review"):
        why = (
            f"{reason.words}，属于重大执法决定，作出前须经法制审核"
            if reason
            else "从种类、金额和听证看，不属于重大执法决定；在本机关审核目录里的，也须经法制审核"
        )
        yield yes_or_no("review", "法制审核做过了吗", above=f"{why}。")
        if not now.answers["review"]:
            return
    choices = {**TRIGGERS, **{key: f"{key} {row.get('item', '')}".strip() for key, row in rows.items()}}
    yield ask("review.triggers", choices=choices, default=_trigger(reason), required=True)
    yield ask("review.office")
    busy = now.answers.get("case.officers", [])
    others = {number: title for number, title in _officers(now).items() if number not in busy}
    yield ask(
        "review.officer",
        words="审核人员（不能是办案人员）",
        choices=others if len(others) > 1 else {},
        required=True,
        check=lambda one: _busy(one, busy),
    )
    yield ask("review.submitted_on", check=now.before_decision)
    yield ask("review.opinion", choices=OPINIONS, required=True)
    yield ask("review.opinion_number")
    yield ask(
        "review.opinion_on", required=True, check=lambda one: now.before_decision(one) or _sent(one, now.answers.get("review.submitted_on"))
    )
    yield Question("review.all", "七项审核内容", choices={"pass": "都没有问题", "each": "逐项填写"}, default="pass")
    if now.answers["review.all"] == "each":
        for name in ITEMS:
            yield Question(f"review.items.{name}", ITEM_TITLES[name], choices=RESULT_WORDS, default="pass")


def _trigger(reason: Reason | None) -> str:
    if reason is None:
        return ""
    return "hearing" if reason.field == "case.hearing_on" else "major_rights"


def _busy(officer: str, busy: list[str]) -> str:
    return "是本案的办案人员；审核人员应是别人。请重填。" if officer in busy else ""


def _sent(opinion_on: date, submitted_on: date | None) -> str:
    return f"早于送审日期（{submitted_on}）；应相同或更晚。请重填。" if submitted_on and opinion_on < submitted_on else ""


def _records(now: Situation) -> Iterator[Question]:
    above = "—— 全过程记录目录（内部；没有做好的可以跳过，以后补在文件里）——"
    so_far = record_so_far(now)
    for stage in needed_stages(so_far, bool(now.answers.get("review.opinion"))):
        title = RECORD_TITLES[now.kind][stage]
        words = f"“{title}”（{STAGES[stage]}）的制作日期"
        yield Question(f"records.{stage}", words, Day, required=False, above=above, check=now.past)
        above = ""
    if must := filmed(so_far):
        above = f"“{must[1]}”须有未经剪辑的全程录像。"
        yield Question("records.film", "全程录像的制作日期", Day, required=False, above=above, check=now.past)
        if "records.film" in now.answers:
            yield Question("records.film.note", "摄录内容（从哪里到哪里，未经剪辑）")
            yield Question("records.film.duration", "时长（时:分:秒，如 00:42:10）", check=_duration)
            yield Question("records.film.archive", "归档号", required=False)


def _duration(text: str) -> str:
    return "" if DURATION.fullmatch(text) and text != "00:00:00" else "应写作 时:分:秒，如 00:42:10。请重填。"


def _clearance(now: Situation) -> Iterator[Question]:
    default = "approved" if now.gave("clearance") else "draft"
    yield Question(
        "status", "公开前的保密与隐私审查做过了吗", choices=STATUSES, default=default, above="—— 公开前审查（内部）——",
    )  # fmt: skip
    if now.answers["status"] != "approved":
        return
    yield ask("clearance.office")
    yield ask("clearance.on", check=now.past)
    yield ask("clearance.scope", choices=SCOPES, default="full")
    if now.answers["clearance.scope"] != "full":
        yield ask("clearance.reason", words="不公开或部分公开的理由", required=True)
    if now.answers["clearance.scope"] == "summary":
        yield ask("clearance.omit", choices={name: LABELS[name] for name in OMITTABLE}, required=True)
    yield ask(
        "published_on", words=_published_words(now), required=True, default=str(now.today),
        check=lambda day: "早于今天；公开日期不能倒填。请填今天或以后的日期。" if day < now.today else "",
    )  # fmt: skip


def _published_words(now: Situation) -> str:
    last = now.facts.policy.working_days.deadline(now.answers["decided_on"], days_for(now.kind))
    return f"公开日期（期限：最迟 {last}）" if isinstance(last, date) else "公开日期"
