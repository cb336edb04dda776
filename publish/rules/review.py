"""The legal review of major decisions (法制审核; 行政处罚法 58; 环办执法〔2019〕42号; `domain/rules.md` §6).

Which decisions are major: `publish.procedure.major`. A decision that was public on another site before it was taken over
(`imported_on`) and has no `review` is only warned about: its file is elsewhere. What a `review` says is judged in full.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.dossier import Dossier, Rule
from publish.errors import Finding, Level
from publish.model import ITEMS
from publish.naming import squeezed
from publish.procedure import TRIGGERS, major, taken_over
from publish.strict_yaml import shown
from publish.titles import ITEM_TITLES


def missing(dossier: Dossier) -> Iterator[Finding]:
    """A major decision has a review with its officer, opinion and day; a trigger is one of the law's or of the local list.

    规则：重大执法决定须写法制审核（review）：审核人员、意见和日期。以下情形为重大：review.triggers 写了触发情形，或目录清单 review-items
    里的序号；经过听证；处罚种类为降低资质等级、吊销许可证件、责令停产停业、责令停产整治、责令关闭、限制从业、禁止从业；罚款与没收合计
    达到 policy/review.yml 的起点（不写时，单位和个体工商户 20 万元，个人 5000 元）。
    依据：行政处罚法第五十八条、第六十三条；环办执法〔2019〕42号三（二）。
    级别：暂缓；从别的网站转来、以前公开过的决定没有 review 的，以及不属于重大而审核没有写全的，只提醒。
    """
    record, review = dossier.record, dossier.record.review
    reason = major(record, dossier.facts.policy.review, dossier.listed("review-items") if review else {})
    if review is None:
        if reason:
            words = (
                f"{reason.words}，属于重大执法决定，却没有 review（法制审核）；未经审核不得作出决定。"
                "请补写审核的 officer、opinion、opinion_on 和 items。"
            )
            yield dossier.found("review.missing", reason.field, words, Level.warn if taken_over(record) else Level.hold)
        return
    lacking = [name for name in ("officer", "opinion", "opinion_on") if getattr(review, name) is None]
    if lacking:
        because = f"{reason.words}，" if reason else ""
        words = f"{because}review 里缺少 {'、'.join(lacking)}；审核人员、审核意见和日期都应写明。请补写，或先完成法制审核。"
        yield dossier.found("review.missing", "review", words, Level.hold if reason else Level.warn)
    for number, trigger in enumerate(review.triggers):
        if trigger not in TRIGGERS and trigger not in dossier.listed("review-items"):
            known = "、".join(TRIGGERS)
            words = f"{shown(trigger)} 不是 {known} 之一，也不是当时法制审核目录（review-items）里的序号。请改正，或补上清单。"
            yield dossier.found("review.missing", f"review.triggers.{number}", words, Level.warn)


def not_agreed(dossier: Dossier) -> Iterator[Finding]:
    """The review's opinion is to agree; with problems no decision may be made.

    规则：法制审核意见为“存在问题”（problems）的，不得作出决定；处理后重新送审，同意后再改写意见。
    依据：行政处罚法第五十八条；环办执法〔2019〕42号三（三）。
    """
    review = dossier.record.review
    if review and review.opinion == "problems":
        words = "法制审核意见是“存在问题”（problems）；审核未通过的不得作出决定。请处理后重新送审，同意后再写新的意见和日期。"
        yield dossier.found("review.not_agreed", "review.opinion", words)


def late(dossier: Dossier) -> Iterator[Finding]:
    """The review was submitted before its opinion, and agreed before the decision; the same day is right.

    规则：先送审，再出审核意见，再作出决定；三个日期可以相同，不能倒过来。
    依据：行政处罚法第五十八条（在行政机关负责人作出决定之前）；环办执法〔2019〕42号三。
    """
    review, decided_on = dossier.record.review, dossier.record.decided_on
    if review is None or not (last := review.opinion_on or review.submitted_on):
        return
    if last > decided_on:
        field = "opinion_on" if review.opinion_on else "submitted_on"
        words = f"法制审核的日期（{last}）晚于作出决定的日期（{decided_on}）；应先审核、后决定。请核对两个日期；确是事后补审的，不能公开。"
        yield dossier.found("review.late", f"review.{field}", words)
    elif review.submitted_on and review.submitted_on > last:
        words = f"送审日期（{review.submitted_on}）晚于审核意见的日期（{last}）；应先送审、后出意见。请核对两个日期。"
        yield dossier.found("review.late", "review.submitted_on", words)


def same_officer(dossier: Dossier) -> Iterator[Finding]:
    """The reviewer is none of the case officers, whether written as a name or a certificate number.

    规则：审核人员不能是本案的办案人员。review.officer 写姓名或执法证号都可以，按作出决定时的执法人员名录核对；
    与办案人员同名的，写执法证号。
    依据：行政处罚法第五十八条；环办执法〔2019〕42号三（一）。
    """
    review, case = dossier.record.review, dossier.record.case
    if review is None or review.officer is None or case is None or not case.officers:
        return
    rows = dossier.listed("officers")
    reviewer, officers = squeezed(review.officer), {squeezed(one) for one in case.officers}
    if row := rows.get(reviewer):  # a number: two officers of one name are told apart
        same = {reviewer, squeezed(row.get("name", ""))} & officers
    else:
        same = {reviewer} & (officers | {squeezed(rows[one].get("name", "")) for one in officers if one in rows})
    if same:
        words = (
            "审核人员就是本案的办案人员（或与其同名）；审核人员应是办案人员以外的人。请核对；只是同名的，请在 review.officer 写执法证号。"
        )
        yield dossier.found("review.same_officer", "review.officer", words)


def after_new_evidence(dossier: Dossier) -> Iterator[Finding]:
    """New evidence after the opinion needs a new review.

    规则：法制审核以后又有新证据的（case.new_evidence_on 晚于 review.opinion_on），须重新审核。
    依据：行政处罚法第五十八条；环办执法〔2019〕42号三（三）。
    """
    review, case = dossier.record.review, dossier.record.case
    if review and review.opinion_on and case and case.new_evidence_on and case.new_evidence_on > review.opinion_on:
        words = (
            f"{case.new_evidence_on} 有新证据，审核意见是 {review.opinion_on} 的；审核以后又有新证据的应重新审核。"
            "请重新送审，写新的意见和日期。"
        )
        yield dossier.found("review.after_new_evidence", "review.opinion_on", words)


def items(dossier: Dossier) -> Iterator[Finding]:
    """All seven items are judged; who agrees finds no problem in any.

    规则：七项审核内容（主体、管辖、程序、事实、法律适用、证据、裁量）都要写结果，不涉及的写 not_applicable；意见为同意的，不能有一项是
    problem。
    依据：环办执法〔2019〕42号三（三）；行政处罚法第五十八条。
    """
    review = dossier.record.review
    if review is None or review.opinion is None:
        return
    judged = review.items
    if lacking := [name for name in ITEMS if name not in judged]:
        words = f"法制审核没有写 {'、'.join(lacking)} 的结果；七项都应写 pass、problem 或 not_applicable。请补写。"
        yield dossier.found("review.items", "review.items", words)
    if review.opinion == "agree":
        for name, result in judged.items():
            if result == "problem":
                words = f"“{ITEM_TITLES[name]}”一项是 problem（有问题），审核意见却是同意；两者应一致。请核对，改正其中一个。"
                yield dossier.found("review.items", f"review.items.{name}", words)


RULES: tuple[Rule, ...] = (missing, not_agreed, late, same_officer, after_new_evidence, items)
