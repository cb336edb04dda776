"""The secrecy and privacy check before publication (公开前审查; 政府信息公开条例 17; 环办执法〔2019〕42号)."""

from __future__ import annotations

from collections.abc import Iterator

from publish.dossier import Dossier, Rule
from publish.errors import Finding


def missing(dossier: Dossier) -> Iterator[Finding]:
    """An approved decision has a clearance; a summary or withheld one says why (政府信息公开条例 17, 36).

    规则：公开前须经保密与隐私审查（clearance）；不公开或部分公开的须写理由，部分公开的还须写哪些字段不公开。
    依据：政府信息公开条例第十五条、第十七条；环办执法〔2019〕42号。
    """
    clearance = dossier.record.clearance
    if clearance is None:
        words = "缺少 clearance（公开前的保密与隐私审查）；公开前必须审查。请补写 office、on、scope。"
        yield dossier.found("clearance.missing", "status", words)
        return
    if clearance.scope != "full" and not clearance.reason:
        words = f"clearance.scope 为 {clearance.scope} 时应写 reason（不公开或部分公开的理由）。请补写。"
        yield dossier.found("clearance.missing", "clearance.scope", words)
    if clearance.scope == "summary" and not clearance.omit:
        words = "clearance.scope 为 summary 时应写 omit（哪些字段不公开），否则会全文公开。请补写，或把 scope 改为 full。"
        yield dossier.found("clearance.missing", "clearance.scope", words)


def late(dossier: Dossier) -> Iterator[Finding]:
    """The clearance was given on the first public day at the latest (政府信息公开条例 17: before publication).

    规则：保密与隐私审查在公开以前完成：clearance.on 不晚于 published_on，可以是同一天。
    依据：政府信息公开条例第十七条；环办执法〔2019〕42号。
    """
    clearance, published_on = dossier.record.clearance, dossier.record.published_on
    if clearance and published_on and clearance.on > published_on:
        words = f"公开前审查的日期（{clearance.on}）晚于公开的日期（{published_on}）；应先审查、后公开。请核对两个日期。"
        yield dossier.found("clearance.late", "clearance.on", words)


RULES: tuple[Rule, ...] = (missing, late)
