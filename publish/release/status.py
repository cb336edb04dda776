"""How the site stands: what is served, of which day and commit, and what somebody should look after. For whoever runs the server.

Nothing is changed or waited for. While a release is at work, that is all there is to say.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from publish.errors import Level
from publish.release import content as contents
from publish.release import news, origins
from publish.release.releasing import Wish
from publish.signing.released import reading

NOTHING = "还没有发布过；请运行 inv release。"
AT_WORK = "另一个发布正在进行（{}）；等它结束后再看。"
BEHIND = "内容仓库的最新提交是 {}，还没有发布；请运行 inv release。"
OLD = "今天（{}）还没有发布；夜里的发布没有做成的，请看 journalctl，再运行 inv release。"
CUT_OFF = "上次发布没有做完；请运行 inv release，会接着做完。"
STOPPED = "上次发布因为有要停的问题，只撤不发：{}；请让工作人员改正（inv check）。"
BACK = "现在是回退后的样子，有了新的提交再发布就恢复正常。"


@dataclass(frozen=True)
class Status:
    """`lines`: what is so; `faults`: what somebody should look after."""

    lines: list[str]
    faults: list[str]


def status(wish: Wish, today: date) -> Status:
    """Look. Raises BadUsage where store or repository cannot be read, TargetFailed where the place cannot."""
    if other := _at_work(wish.request.state / "release.lock"):
        return Status([AT_WORK.format(other)], [])
    known = origins.origins(wish.store)
    with reading(wish.store) as database:
        day, name = database.execute("SELECT day, name FROM released ORDER BY no DESC").fetchone() if database and known else ("", "")
        count = database.execute("SELECT COUNT(*) FROM decision").fetchone()[0] if database and known else 0
    if not known:
        return Status([], [NOTHING])
    last = known[0]
    lines = [f"网站：{news.address(wish.store)}", f"上次发布：{day}{_of(last.commit)}，公开 {count} 件决定。"]
    lines += [BACK] if last.instead else []
    faults = [OLD.format(today)] if day < str(today) else []
    head = contents.commit_of(wish.request.content) if last.commit else ""
    if head not in (last.commit, last.instead[0] if last.instead else ""):
        faults.append(BEHIND.format(head[:10]))
    if wish.target.served() != name:
        faults.append(CUT_OFF)
    if codes := _stops(wish.request.state / "state.sqlite"):
        faults.append(STOPPED.format("、".join(codes)))
    return Status(lines, faults)


def _of(commit: str) -> str:
    return f"，提交 {commit[:10]}" if commit else ""


def _at_work(path: Path) -> str:
    """Who holds the lock; "" for nobody."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip() or "刚刚开始"
    return ""


def _stops(path: Path) -> list[str]:
    """The codes of what stopped the last release, as far as the state that may be lost tells."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=1)) as database:
            row = database.execute("SELECT value FROM meta WHERE name = 'last'").fetchone()
    except sqlite3.Error:
        return []
    found = json.loads(row[0])["report"]["findings"] if row else []
    return sorted({one["code"] for one in found if one["level"] == Level.stop.name})
