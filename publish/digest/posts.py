"""The week as posts for Weibo: plain text, each with the site's address, none longer than a post may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.digest.week import Told, Week
from publish.digest.words import by_agency, heading, totals
from publish.model import KINDS
from publish.views.plain import chinese_yuan

LONGEST = 2000  # characters


def posts(week: Week) -> list[str]:
    """One that tells the week as a whole, one a kind of decision, one of the withdrawals."""
    made = [_post(f"【{heading(week)}】{week.name}：{totals(week)}", "罚款数额较大的：", _fines(week.notable), f"{week.url}/")]
    for kind, of in week.counts.items():
        head = f"【{KINDS[kind]}：{week.period}】新公开 {sum(of.values())} 件：{by_agency(of)}"
        made.append(_post(head, "", [f"{one.party}：{one.conclusion}" for one in week.of_kind(kind)], f"{week.url}/kind/{kind}/"))
    if week.withdrawn:
        lines = ["，".join(part for part in (one.on, one.agency, one.ground) if part) for one in week.withdrawn]
        head = f"【撤回公告：{week.period}】依法撤回已公开的决定 {len(lines)} 件。已经下载、转载的，请一并删除。"
        made.append(_post(head, "", lines, f"{week.url}/notices/"))
    return made


def _fines(notable: Sequence[Told]) -> list[str]:
    return [f"{one.party}，{chinese_yuan(one.fine)}（{one.agency}）" for one in notable]


def _post(head: str, title: str, lines: Sequence[str], url: str) -> str:
    """A post with as many lines as there is room for; of what is left out it says how much."""
    end = f"全文：{url}\n"
    head = head[: LONGEST - len(end) - 100]
    kept = list(_fitting([f"{number}. {line}" for number, line in enumerate(lines, 1)], LONGEST - len(head) - len(title) - len(end) - 30))
    more = [f"其余 {len(lines) - len(kept)} 件见网站。"] if len(kept) < len(lines) else []
    return "\n".join([head, *([title] if title and kept else []), *kept, *more, end])


def _fitting(lines: Sequence[str], room: int) -> Iterator[str]:
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return
        yield line
