"""What staff are told of an import (Chinese): the file as it was read, row by row what is missing or doubtful, the sum, what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from publish.importing.columns import PENALTY, PERMIT, Table
from publish.importing.draft import Draft, named
from publish.importing.drafts import Outcome
from publish.staff import onward
from publish.strict_yaml import shown

FEW = 3
MANY = 20  # row numbers that one sentence names
NOT_FIELDS = ("agency.uscc", "permit.state")
OPTIONAL = ("title", "published_on", "public_until", *NOT_FIELDS)


def report(outcome: Outcome, content: str, dry_run: bool) -> str:
    """All of it, as lines."""
    return "\n".join((*_read(outcome), *_rows(outcome, dry_run), *_sum(outcome, content, dry_run)))


def _read(outcome: Outcome) -> Iterator[str]:
    for table in outcome.tables:
        where = f"工作表“{shown(table.sheet.name)}”：" if table.sheet.name else ""
        kind = "行政许可" if table.kind == "permit" else "行政处罚"
        yield f"{where}按{kind}读取，列名在第 {table.head + 1} 行，认得 {len(table.columns)} 列。"
        if absent := _absent(table):
            yield f"  表里没有：{'、'.join(absent)}。"
        if table.unread:
            yield f"  没有读取的列：{'、'.join(table.unread)}。"
    yield from outcome.passed_over


def _absent(table: Table) -> list[str]:
    fields = PERMIT if table.kind == "permit" else PENALTY
    return [named(name) for name in fields if name not in table.columns and name not in OPTIONAL]


def _where(draft: Draft) -> str:
    sheet = f"工作表“{shown(draft.line.sheet)}”" if draft.line.sheet else ""
    return f"{sheet}第 {draft.line.number} 行"


def _together(there: list[tuple[Draft, str]]) -> Iterator[tuple[Draft, list[str]]]:
    """Rows that were there already: three or more one after the other as one line."""
    runs: list[list[tuple[Draft, str]]] = []
    for draft, path in there:
        before = runs[-1][-1][0].line if runs else None
        if before and before.sheet == draft.line.sheet and before.number + 1 == draft.line.number:
            runs[-1].append((draft, path))
        else:
            runs.append([(draft, path)])
    for run in runs:
        if len(run) < FEW:
            yield from ((draft, [f"已有：{path}"]) for draft, path in run)
        else:
            yield run[0][0], [f"至第 {run[-1][0].line.number} 行 已有：{run[0][1]} 等 {len(run)} 件"]


def _rows(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    """Every row in the order of the table."""
    told: list[tuple[Draft, list[str]]] = [(draft, [f"不能导入：{one}" for one in draft.refusals]) for draft in outcome.refused]
    told += _together(outcome.there)
    for draft, path in outcome.written:
        lines = [f"{'将写入' if dry_run else '已写入'}：{path}"]
        lines += [f"  缺：{'；'.join(draft.missing)}。"] if draft.missing else []
        told.append((draft, lines + [f"  疑：{one}" for one in draft.doubts]))
    order = {table.sheet.name: place for place, table in enumerate(outcome.tables)}
    for draft, lines in sorted(told, key=lambda one: (order[one[0].line.sheet], one[0].line.number)):
        yield f"{_where(draft)} {lines[0]}"
        yield from lines[1:]


def _sum(outcome: Outcome, content: str, dry_run: bool) -> Iterator[str]:
    made = "将写入" if dry_run else "已写入"
    yield f"{made} {len(outcome.written)} 件草稿，{len(outcome.there)} 行已有，{len(outcome.refused)} 行不能导入。"
    if outcome.differing:
        lines = "、".join(str(draft.line.number) for draft in outcome.differing[:MANY])
        more = " 等行" if len(outcome.differing) > MANY else " 行"
        yield (
            f"第 {lines}{more}（共 {len(outcome.differing)} 行）只是文号相同：文件不是从这样一行导入的，没有改它。"
            "表里改过的，请照着改那个文件。"
        )
    if outcome.refused:
        yield "不能导入的行没有写；在表里改好后再导入一次，已经写入的不会重复。"
    if outcome.written and not dry_run:
        yield "接着做："
        yield "  1. 打开每件草稿，照“# 缺”“# 疑”补齐、核对，补写 clearance（公开前审查）和内部记录；正文写决定书中可以公开的文字。"
        add, commit = onward.commit(content, ["decisions"], "导入")
        yield f"  2. inv check --content {shlex.quote(content)}"
        yield "  3. 审查通过的，把 status: draft 改成 status: approved，并填写 published_on（公开日期）。"
        yield f"  4. {add}"
        yield f"     {commit}"
