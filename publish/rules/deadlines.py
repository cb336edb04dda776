"""The clocks of publication, withdrawal, lists and the annual report (`domain/rules.md` §1, §9).

`publication`, `undetermined` and `back_dated` are told of each decision; the others make their findings for `publish.clocks`,
`report_changed` for `publish.statistics.annual`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.calendar import Undetermined
from publish.dossier import Dossier, Rule
from publish.errors import Finding, Level
from publish.model import KINDS

SOON, LATER = 7, 20  # working days: penalties and permits, everything else (环办执法〔2019〕42号)
WITHDRAWAL = 3  # working days (行政处罚法 48)
LEVEL = Level.warn


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


def back_dated(dossier: Dossier) -> Iterator[Finding]:
    """`published_on` is the day of first publication: a decision new to the site bears no day before the last release.

    No decision bears a day before it was made.

    规则：published_on 是首次公开的日子，不倒签。以前没有公开过的决定，不写网站上一次发布之前的日期；
    从别的网站转来、以前已经公开过的，写明 imported_on（转入日期）。公开日期不早于作出日期。
    依据：国办秘函〔2019〕19号（政府网站与政务新媒体检查指标）；环办执法〔2019〕42号（及时、准确公开）。
    """
    since, published_on = dossier.new_since, dossier.record.published_on
    if published_on is None:
        return
    if published_on < dossier.record.decided_on:
        words = f"公开日期 {published_on} 早于作出日期 {dossier.record.decided_on}；决定作出以前不会公开。请核对两个日期。"
        yield dossier.found("deadlines.back_dated", "published_on", words)
        return
    if since is None or published_on >= since or dossier.record.imported_on:
        return
    words = (
        f"这件决定还没有公开过，公开日期却写 {published_on}，早于网站上一次发布的 {since}；公开日期是首次公开的日子，不能倒签。"
        "请改为实际公开的日期；从别的网站转来、以前已经公开过的，请写明 imported_on。"
    )
    yield dossier.found("deadlines.back_dated", "published_on", words)


def withdrawal(path: str, line: int, effective_on: date, last: date, late: str) -> Finding:
    """What was changed, revoked or found unlawful is withdrawn within 3 working days; the later of effect and receipt starts them.

    规则：行政处罚决定被变更、撤销、确认违法或无效的，自行为生效或送达本机关之日起 3 个工作日内撤回。
    依据：行政处罚法第四十八条第二款、第八十五条。
    """
    words = f"自 {effective_on} 起 {WITHDRAWAL} 个工作日，应在 {last} 以前撤回；{late}。请核对日期；确已超期的，请查明原因。"
    return Finding(path, line, "deadlines.withdrawal", words, LEVEL)


def list(path: str, changed_on: date, last: date, late: str) -> Finding:  # noqa: A001 - the code's own name
    """A list shows a change within 20 working days: a version that is shown later than its day, a law that ended or began before.

    规则：清单和目录有变动的，20 个工作日内公开新的一版。一版的变动日是文件名上的日期；法律法规等的变动日是它的施行或废止日期。
    依据：政府信息公开条例第二十六条。
    """
    words = f"{changed_on} 的变动应在 20 个工作日内（{last} 以前）公开；{late}。请核对日期；以后有变动请及时更新清单。"
    return Finding(path, 1, "deadlines.list", words, LEVEL)


def report_due(year: int) -> date:
    """The day by which the figures of a year are public."""
    return date(year + 1, 1, 31) if year < date.max.year else date.max


def report(path: str, line: int, late: str) -> Finding:
    """The figures of a year are public by 31 January of the next.

    规则：每年 1 月 31 日以前公开上一年的行政执法总体情况（reports/年份.yml）。
    依据：环办执法〔2019〕42号。
    """
    return Finding(path, line, "deadlines.report", f"{late}。请补写并尽快公开，或核对 published_on。", LEVEL)


def report_changed(path: str, cells: int, year: int) -> Finding:
    """The figures of a year do not change in silence once their day is past.

    规则：年报的表一至表四在次年 1 月 31 日以后不悄悄改变：补录、撤销、改正使数字变了的，年报页写明哪一格、由多少改为多少、何时改的。
    只在数字与上一次发布不同的那一次提示。
    依据：环办执法〔2019〕42号（准确公开，有误及时更正）。
    """
    words = (
        f"{year} 年总体情况的表一至表四有 {cells} 格与已经公布的不同，年报页会写明改动。"
        "请核对是补录、改正还是误改；已经报送上级的，请一并更正。"
    )
    return Finding(path, 1, "deadlines.report_changed", words, LEVEL)


RULES: tuple[Rule, ...] = (publication, undetermined, back_dated)
