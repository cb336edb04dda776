"""The verb with which staff write decisions and agencies: new."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.model import KINDS
from publish.staff import desk, onward, placing, questions_agency, showing
from publish.staff.forms import Situation
from publish.staff.interview import Answers, Ask, Question, interview
from publish.staff.questions import questions
from verbs.machine import WRITING, ask, asking, at_terminal, day, end, exit_code, new_id

SOUND = ("published", "scheduled", "withheld")  # states of a decision that a build takes as it is
AGENCY = ("agency", "机关", "执法机关")
HELP = {
    "kind": "penalty、permit、coercion、inspection（行政处罚、行政许可、行政强制、行政检查），或 agency（机关）",
    "set": "预先填好的一项，可以写几次：--set title=某某案；不在终端里运行时全部这样填",
    "body": "正文的文件（纯文本或 Markdown）", "content": "内容仓库", "today": "按哪一天",
}  # fmt: skip


def _fill(asked: Iterable[Question], answers: Answers, given: dict[str, list[str]]) -> None:
    """Ask at a terminal, or from lines that are piped in; with `--set` and no terminal nobody is asked."""
    listener: Ask | None = None if given and not at_terminal() else ask
    if listener:
        print("按提示填写，每项按回车确认；按 Ctrl+C 放弃，不会留下任何文件。")
    with asking():
        interview(asked, answers, given, listener, print)


def _decision(kind: str, given: dict[str, list[str]], body_file: str, content: str, today: str) -> int:
    folder = Path(content).resolve()
    now = Situation(placing.kind_of(kind), desk.facts_of(folder), day(today), given)
    if not now.facts.agencies:
        raise BadUsage(desk.no_agency(folder, content))
    body = placing.body_of(body_file)
    _fill(questions(now), now.answers, given)
    placing.more(given, now)
    path, text = placing.file_of(new_id(), now, body)
    state, found = placing.judged(path, text, folder, now.facts, now.today)
    desk.put(folder, {path: text})
    print(f"\n已写好 {content}/{path}（{KINDS[now.kind]}）。")
    print(showing.as_text(found, folder))
    print(placing.outlook(state, now))
    print("请核对文件，补上正文，然后运行：" if not body else "请核对文件，然后运行：")
    first = [] if state in SOUND else [onward.check(content)]
    last = [*onward.publish(content)] if state in SOUND else []
    print("\n".join(f"  {line}" for line in (*first, *onward.commit(content, [path], "新增决定"), *last)))
    return 0


def _agency(given: dict[str, list[str]], content: str) -> int:
    folder = Path(content).resolve()
    answers: Answers = {}
    _fill(questions_agency.questions(desk.facts_of(folder).agencies), answers, given)
    path, text = questions_agency.file_of(answers, given)
    desk.put(folder, {path: text})
    print(f"\n已写好 {content}/{path}。请接着运行：")
    print("\n".join(f"  {line}" for line in onward.commit(content, [path], "新增机关")))
    return 0


@task(positional=["kind"], iterable=["set"], help=HELP)
def new(
    context: Context, kind: str, set: list[str] | None = None, body: str = "", content: str = "content", today: str = ""
) -> None:  # fmt: skip
    """写一件新的决定（或机关）：inv new penalty；一项一项地问，当场检查。"""

    def run() -> int:
        given = placing.pairs(set or [])
        return _agency(given, content) if kind in AGENCY else _decision(kind, given, body, content, today)

    end(exit_code(run, WRITING))
