"""The clocks of publication, withdrawal, lists and the annual report (`domain/rules.md` §1, §9).

`publication`, `undetermined` and `back_dated` are told of each decision; the others make their findings for `publish.clocks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.calendar import Undetermined
from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.model import KINDS

SOON, LATER = 7, 20  # working days: penalties and permits, everything else (环办执法〔2019〕42号)


def days_for(kind: str) -> int:
    """Working days within which a decision of a kind is made public."""
    return SOON if kind in ("penalty", "permit") else LATER


def due(dossier: Dossier) -> date | Undetermined:
    """The last day on which the decision may first be made public."""
    return dossier.facts.policy.working_days.deadline(dossier.record.decided_on, days_for(dossier.record.kind))


def publication(dossier: Dossier) -> Iterator[Finding]:
    """A penalty or permit is made public within 7 working days of the decision, everything else within 20.

    规则：行政处罚、行政许可决定在作出之日起 7 个工作日内公开，其他执法决定在 20 个工作日内公开。
    作出当天不算，调休上班的周六、周日算工作日。
    依据：环办执法〔2019〕42号；国办发〔2018〕118号；行政处罚法第八十五条；民法典第二百零一条。
    """
    published_on, last = dossier.record.published_on, due(dossier)
    if published_on is None or isinstance(last, Undetermined) or published_on <= last:
        return
    kind = dossier.record.kind
    words = (
        f"公开日期 {published_on} 超过期限：{KINDS[kind]}决定应在作出之日（{dossier.record.decided_on}）起 "
        f"{days_for(kind)} 个工作日内公开，最迟 {last}。请核对 decided_on 和 published_on；确已超期的，请尽快公开并查明原因。"
    )
    yield dossier.found("deadlines.publication", "published_on", words)


def undetermined(dossier: Dossier) -> Iterator[Finding]:
    """A period that runs into a year whose holidays are not known ends on no day that could be told; it is not guessed.

    规则：期限算到还没有放假安排的年份时，不猜测到期日；请把国务院办公厅的放假通知写入 policy/calendar.yml。撤回令的期限也是这样。
    依据：国务院办公厅关于部分节假日安排的通知（每年）；行政处罚法第八十五条。
    """
    last = due(dossier)
    if isinstance(last, Undetermined):
        what = f"作出之日（{dossier.record.decided_on}）起 {days_for(dossier.record.kind)} 个工作日的公开期限"
        yield dossier.found("deadlines.undetermined", "decided_on", unknown_year(what, last))


def unknown_year(what: str, answer: Undetermined) -> str:
    """The words for a period whose end cannot be told."""
    return f"{what}要算到 {answer.year} 年，而这一年的放假安排还不知道，算不出到期日。请把国务院办公厅的通知写入 policy/calendar.yml。"


RULES: tuple[Rule, ...] = (publication, undetermined)
