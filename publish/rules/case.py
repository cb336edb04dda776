"""Who handled the case, and in which order the acts came (行政处罚法 42, 57; `domain/rules.md` §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.days import iso_day
from publish.dossier import Dossier, Rule
from publish.errors import Finding, Level
from publish.naming import squeezed
from publish.procedure import SPOT_YUAN, SPOT_YUAN_INDIVIDUAL, on_the_spot, taken_over

ENDLESS = ("长期", "long")
Later = tuple[tuple[str, date | None], ...]  # acts that come later: what they are called, their days


def officers(dossier: Dossier) -> Iterator[Finding]:
    """At least two different case officers, each on the list of officers as of the day of the decision.

    规则：办案人员（case.officers）至少两人，写执法证号，每个证号都在作出决定时的执法人员名录（officers）里。从别的网站转来、以前公开过
    而没有 case 的不查。
    依据：行政处罚法第四十二条；行政强制法第十八条；环办执法〔2019〕42号。
    """
    case, rows = dossier.record.case, dossier.listed("officers")
    numbers = case.officers if case else []
    if len(set(numbers)) > 1 and all(one in rows for one in numbers):
        return
    if case is None and taken_over(dossier.record):
        return
    if (count := len({squeezed(one) for one in numbers})) < 2:
        words = f"办案人员有 {count} 人；应至少有两名不同的办案人员。请在 case.officers 里写两个以上执法证号。"
        yield dossier.found("case.officers", "case.officers" if case else "status", words)
    if numbers and not rows:
        words = "没有执法人员名录（lists/officers），无法核对办案人员；应有这个清单。请补上清单。"
        yield dossier.found("case.officers", "case.officers", words)
        return
    for place, number in enumerate(numbers):
        if number not in rows and squeezed(number) not in rows:
            words = f"第 {place + 1} 名办案人员不在作出决定时的执法人员名录里；应写名录里的执法证号（不是姓名）。请核对证号，或补上名录。"
            yield dossier.found("case.officers", f"case.officers.{place}", words)


def certificate(dossier: Dossier) -> Iterator[Finding]:
    """The certificate of each case officer on the list was valid on the day of the decision, the last day included.

    规则：办案人员的执法证在作出决定那一天有效（名录的 valid_until 不早于那一天）。
    依据：行政处罚法第四十二条；环办执法〔2019〕42号。
    级别：暂缓；名录里没有写有效期或写得不像日期的，只提醒。
    """
    case, rows = dossier.record.case, dossier.listed("officers")
    if case is None or not rows:
        return
    day = dossier.record.decided_on.isoformat()
    for place, number in enumerate(case.officers):
        row = rows.get(number) or rows.get(squeezed(number))
        if row is None or (until := row.get("valid_until", "")) in ENDLESS:
            continue
        if iso_day(until) is None:
            words = f"名录里第 {place + 1} 名办案人员的证件有效期（valid_until）没有写，或不像 2026-05-12 这样，无法核对。请在名录里补写。"
            yield dossier.found("case.certificate", f"case.officers.{place}", words, Level.warn)
        elif until < day:
            words = f"第 {place + 1} 名办案人员的执法证在 {until} 到期，{day} 作出决定时已经无效。请核对证号和名录；确已过期的，不能公开。"
            yield dossier.found("case.certificate", f"case.officers.{place}", words)


def order(dossier: Dossier) -> Iterator[Finding]:
    """Statement and hearing, then review, then collective discussion, then the decision; days may be equal.

    What is not filled in is not judged, but the statement of an ordinary penalty (行政处罚法 62: without it no decision).

    规则：先陈述申辩和听证，再法制审核，再集体讨论，再作出决定；日期可以相同，不能倒过来。普通程序的处罚须写 statement_on；
    简易程序只用于警告和小额罚款（单位 3000 元、个人 200 元以下），不看这个顺序。
    依据：行政处罚法第五十一条、第五十七条、第五十八条、第六十二条、第六十五条。
    """
    record, case, review = dossier.record, dossier.record.case, dossier.record.review
    if record.penalty and record.penalty.procedure == "summary":
        if not on_the_spot(record):
            words = (
                f"简易程序只能处警告、单位 {SPOT_YUAN} 元以下或个人 {SPOT_YUAN_INDIVIDUAL} 元以下罚款；这一件不在其内。"
                "请核对 penalty.procedure、种类和金额。"
            )
            yield dossier.found("case.order", "penalty.procedure", words)
        return
    if case is None:
        return
    if record.penalty and case.statement_on is None:
        words = "没有写 case.statement_on（陈述申辩）；普通程序的处罚决定前应告知并听取陈述申辩。请补写日期。"
        yield dossier.found("case.order", "case", words)
    later: Later = (("集体讨论", case.discussed_on), ("作出决定", record.decided_on))
    if review:
        sent = review.submitted_on or review.opinion_on
        yield from _after(dossier, "法制审核", "review.opinion_on", review.opinion_on, later[:1])
        later = (("送交法制审核", sent), *later)
    yield from _after(dossier, "陈述申辩", "case.statement_on", case.statement_on, later)
    yield from _after(dossier, "听证", "case.hearing_on", case.hearing_on, later)
    yield from _after(dossier, "集体讨论", "case.discussed_on", case.discussed_on, later[-1:])
    yield from _after(dossier, "取得新证据", "case.new_evidence_on", case.new_evidence_on, later[-1:])


def _after(dossier: Dossier, act: str, field: str, day: date | None, later: Later) -> Iterator[Finding]:
    """A finding where an act came after one of those that it should come before; the first of them is told."""
    if day is None:
        return
    for other, its_day in later:
        if its_day and its_day < day:
            words = f"{act}的日期（{day}）晚于{other}的日期（{its_day}）；应先{act}，后{other}。请核对两个日期。"
            yield dossier.found("case.order", field, words)
            return


RULES: tuple[Rule, ...] = (officers, certificate, order)
