"""All rows of a file to files of the content, in one go: every draft is made and staged before the first is put in its place, and
where one cannot be, those before it are taken back. A row that is there already, and the second of two equal rows, adds nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from publish.codes import number_key
from publish.errors import BadUsage, why
from publish.importing import workbook
from publish.importing.agency_names import AgencyNames
from publish.importing.columns import Table, table_of
from publish.importing.draft import Draft, digest
from publish.importing.existing import MARK, Known, known
from publish.importing.rows import draft_of
from publish.staff.front_matter import decision_text
from publish.strict_yaml import shown

NONE_WRITTEN = "一件也没有写。请核对权限和磁盘空间，再运行一次。"
STAGING = ".import"  # no content: a hidden folder; also keeps a second import out


@dataclass(frozen=True)
class Wish:
    """What to import: the bytes of a file, into which content, for which agency where a row's own is not known, as of which day."""

    raw: bytes
    content: Path
    agency: str
    today: date
    dry_run: bool = False


@dataclass
class Outcome:
    """What came of it: the tables found, sheets passed over with the reason, and every row's draft with its end.

    `written` and `there`: drafts with the content path of the new file, or of the one that was there; `refused`: with its reasons.
    """

    tables: list[Table] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    written: list[tuple[Draft, str]] = field(default_factory=list)
    there: list[tuple[Draft, str]] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)
    differing: list[Draft] = field(default_factory=list)  # of those that were there: by the number only, the row is another


def run(wish: Wish, new_id: Callable[[], str]) -> Outcome:
    """Import a file. Raises BadUsage where the file, the content or the agency is not what it should be."""
    have = known(wish.content)
    if wish.agency and wish.agency not in have.agencies:
        raise BadUsage(f"--agency 应为已有机关的短名之一：{'、'.join(sorted(have.agencies))}。")
    outcome = tables(workbook.read(wish.raw))
    names = AgencyNames(have.agencies)
    drafts = [draft_of(line, names, wish.agency, wish.today) for table in outcome.tables for line in table.lines()]
    _settle(drafts, have, new_id, outcome)
    if not wish.dry_run:
        put_in_place(wish.content, {path: file_text(draft, wish.today) for draft, path in outcome.written})
    return outcome


def tables(readings: list[list[workbook.Sheet]]) -> Outcome:
    """The tables of a file, of the reading in which the most titles are known. Raises BadUsage where there is none."""
    best, most = Outcome(), 0
    for sheets in readings:
        outcome = Outcome()
        for sheet in sheets:
            if sheet.hidden:
                outcome.passed_over.append(f"工作表“{shown(sheet.name)}”是隐藏的，没有读取；要导入请先取消隐藏。")
            elif (table := table_of(sheet)) is not None:
                outcome.tables.append(table)
            elif sheet.name and any(any(row) for row in sheet.rows):
                outcome.passed_over.append(f"工作表“{shown(sheet.name)}”里找不到列名，没有读取。")
        found = sum(len(table.columns) for table in outcome.tables)
        if found > most:
            best, most = outcome, found
    if not best.tables:
        raise BadUsage(
            "找不到列名：前 30 行里应有一行写着各列的名称，如 行政相对人名称、行政处罚决定书文号、处罚决定日期、处罚机关（至少三列）。"
            "请核对文件，或在第一行补上列名。"
        )
    return best


def _settle(drafts: list[Draft], have: Known, new_id: Callable[[], str], outcome: Outcome) -> None:
    """Decide of each row whether it is written, is there already, or is refused."""
    marks, numbers = dict(have.marks), dict(have.numbers)
    lines: dict[str, Draft] = {}
    for draft in drafts:
        number = (draft.agency, number_key(str(draft.fields.get("document_number", ""))))
        mark = digest(draft.line)
        if draft.refusals:
            outcome.refused.append(draft)
        elif mark in marks:
            outcome.there.append((draft, marks[mark]))
        elif number[1] and number in have.numbers:
            outcome.there.append((draft, numbers[number]))
            outcome.differing.append(draft)
        elif number[1] and number in numbers:
            first = lines[numbers[number]].line.number
            draft.refuse("document_number", f"{draft.said('document_number')}，与第 {first} 行的文号相同而内容不同；请核对哪一行写错了")
            outcome.refused.append(draft)
        else:
            draft.put("id", ident := new_id())
            path = f"decisions/{draft.agency}/{draft.year:04}/{ident}.md"
            marks[mark] = numbers[number] = path
            lines[path] = draft
            outcome.written.append((draft, path))


def file_text(draft: Draft, today: date) -> str:
    """A draft's file: above its fields, as comments, the row's mark, where it is from, what is missing and what is doubtful."""
    comments = [
        f"{MARK}{digest(draft.line)}",
        f"# 导入：{today}，原表第 {draft.line.number} 行。补齐、核对之后，下面的“缺”“疑”可以删去，上面一行请留着。",
        *(f"# 缺：{one}。" for one in draft.missing),
        *(f"# 疑：{one}" for one in draft.doubts),
    ]
    shown = "".join("".join(ch if ch.isprintable() else " " for ch in one) + "\n" for one in comments)
    opening, schema, rest = decision_text(draft.fields).split("\n", 2)
    return f"{opening}\n{schema}\n{shown}{rest}"


def put_in_place(content: Path, files: dict[str, str]) -> None:
    """Write all files or none. Raises BadUsage where another import is under way or was cut off, or where one cannot be written."""
    if not files:
        return
    with _staging(content) as staging:
        made: list[Path] = []
        try:
            for number, text in enumerate(files.values()):
                (staging / str(number)).write_text(text, encoding="utf-8", newline="\n")
            for number, path in enumerate(files):
                target = content / path
                _make_folder(content, target.parent, made)
                if target.exists():
                    raise FileExistsError(path)
                made.append(target)
                (staging / str(number)).rename(target)
        except OSError as error:
            _take_back(made)
            raise BadUsage(f"写不进 {content}（{why(error)}）；{NONE_WRITTEN}") from error
        except BaseException:
            _take_back(made)
            raise


@contextmanager
def _staging(content: Path) -> Iterator[Path]:
    staging = content / STAGING
    try:
        staging.mkdir()
    except FileExistsError:
        raise BadUsage(
            f"{staging} 已经在了：另一次导入正在进行，或上次导入被强行中断。请确认没有别的导入在运行，删去这个文件夹，再运行一次；"
            "已经写好的草稿不会重复。"
        ) from None
    except OSError as error:
        raise BadUsage(f"写不进 {content}（{why(error)}）；{NONE_WRITTEN}") from error
    try:
        (staging / ".gitignore").write_text("*\n", encoding="utf-8")
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _make_folder(content: Path, folder: Path, made: list[Path]) -> None:
    """A folder below the content, no link among those above it, for a link may lead out of the content."""
    for one in reversed([folder, *folder.relative_to(content).parents][:-1]):
        step = content / one
        if step.is_symlink():
            raise BadUsage(f"{step} 是符号链接（快捷方式），不能往里写；请改成真正的文件夹。")
        if not step.is_dir():
            step.mkdir()
            made.append(step)


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
