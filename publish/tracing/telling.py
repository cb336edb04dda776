"""What a search for traces says to staff: where, which record, which kind of term. Never the term."""

from __future__ import annotations

from collections.abc import Iterator

from publish.tracing.absence import Absence, Trace

MOST = 100


def told(found: Absence, seconds: float) -> str:
    """The words for a search; one line a trace."""
    return "\n".join([*faults(found), _looked_at(found, seconds)])


def _looked_at(found: Absence, seconds: float) -> str:
    faults = f"痕迹 {len(found.traces)} 处，没有检查的文件 {len(found.unread)} 个；请按上面所列处理，处理完以前不要发布。"
    return (
        f"查痕迹：{found.files} 个文件，{_megabytes(found.size)} MB（展开、还原后 {_megabytes(found.read)} MB）；"
        f"{found.records} 件不公开或有不公开内容的记录，{found.terms} 个特征，{found.patterns} 种写法；用时 {seconds:.1f} 秒。"
        f"{'没有痕迹。' if found.clean else faults}"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


def faults(found: Absence) -> Iterator[str]:
    """A line each trace, and each file that was not looked into."""
    yield from map(line, found.traces[:MOST])
    if len(found.traces) > MOST:
        yield f"还有 {len(found.traces) - MOST} 处没有列出。"
    for file, words in found.unread[:MOST]:
        yield f"{file}：没有检查，{words}。"


def line(one: Trace) -> str:
    """Where something stands that must be nowhere, in one sentence."""
    how = f"，{one.how}" if one.how else ""
    form = "" if one.form == "原文" else f"，写作{one.form}"
    more = f"，共 {one.times} 个文件" if one.times > 1 else ""
    return f"{one.file}：有 {one.record} 的「{one.what}」（第 {one.at} 字节起{how}{form}{more}）。"
