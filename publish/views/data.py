"""开放数据, `/data/`: which files there are for download, how large and how fresh, how to load them, what they oblige to.

Made last, from the files that are in place: the sizes are theirs, and a link is there because its file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from publish.changes.release import RETENTION, Standing
from publish.dossier import Facts
from publish.exports import ROOT
from publish.exports.cells import RULE
from publish.exports.credit_columns import PENALTIES, PERMITS
from publish.exports.snippets import snippets
from publish.exports.tables import DECISIONS, WITHDRAWALS, Table
from publish.output import Draft, File
from publish.signing.data_key import DataKey, principal
from publish.views.frame import here, item, size, way

MIRROR = Path(__file__).parent.parent / "mirror.py"
TO_DELETE = "撤下和变更"
LEAD = "本站公开的行政执法决定和清单，可以成批下载，不用注册，不用申请。"
SECTIONS = {
    "download": "下载",
    "excel": "用 Excel 打开",
    "format": "栏目和格式",
    "programs": "用程序读取",
    "copies": "保存副本",
    "duties": "撤下的要删除",
    "terms": "使用条件和引用",
}
BY_MONTH = {  # path below the root → what its link says
    r"decisions/(\d{4})-(\d\d)\.csv": "CSV",
    r"decisions/(\d{4})-(\d\d)\.jsonl": "JSON",
    r"credit/penalties-(\d{4})-(\d\d)\.csv": "双公示处罚",
    r"credit/permits-(\d{4})-(\d\d)\.csv": "双公示许可",
}
YEAR = re.compile(r"years/(\d{4})\.csv")
LISTS = re.compile(r"lists/([\w-]+)\.(csv|json)")
CHANGES = {
    "已经不再公开的决定": ("withdrawals.csv", "withdrawals.json"),
    "每一版改了什么（变更文件的目录）": ("deltas/index.json",),
}
ABOUT = {
    "index.json": "程序从这里开始：版次、件数、全部文件",
    "datapackage.json": "各表格的栏目说明（Data Package）",
    "catalog.jsonld": "目录数据（DCAT）",
    "SHA256SUMS": "全部文件的校验值",
    "SHA256SUMS.sig": "校验值的签名",
    "allowed_signers": "签名的公钥",
    "mirror.py": "保存副本的程序",
}
Rows = list[dict[str, Any]]


def mirror_drafts() -> Iterator[Draft]:
    """The reference client, for agencies that copy it away: the program's own file."""
    yield f"{ROOT}mirror.py", "text", {"text": MIRROR.read_text("utf-8")}


def data_draft(files: Sequence[File], standing: Standing, facts: Facts, counts: Mapping[str, int], key: DataKey | None) -> Draft:
    """The page. `files`: what is below `/data/v1/`; `counts`: month → number of its public decisions; `key`: what signs the sums."""
    below = {file.path.removeprefix(ROOT): file.size for file in files}
    months = sorted({match[1] for path in below if (match := re.fullmatch(r"decisions/(\d{4}-\d\d)\.csv", path))})
    site = facts.site
    return "data/index.html", "data", {
        "here": here("开放数据", "data", [], description=LEAD),
        "lead": LEAD,
        "sections": [way(title, f"data/#{name}") for name, title in SECTIONS.items()],
        "standing": list(_standing(below, standing, counts)),
        "years": list(_years(below, counts)),
        "groups": [{"title": title, "open": title == TO_DELETE, "files": rows} for title, rows in _groups(below, facts) if rows],
        "tables": [_columns(table) for table in (DECISIONS, PENALTIES, PERMITS, WITHDRAWALS)],
        "apostrophe": RULE,
        "snippets": snippets(site.url, months[-1], principal(site.domain), below) if months else {},
        "fingerprint": key.fingerprint if key else "",
        "days": RETENTION,
        "citation": f"{site.name}，{standing.on} 第 {standing.seq} 版（{standing.series}），{site.url}/data/",
        "license": site.data_license or "",
        "terms": site.data_terms or "",
    }  # fmt: skip


def _columns(table: Table) -> dict[str, Any]:
    """What stands in the columns of a table."""
    told = [(one.name, f"{one.title}。{one.description}" if one.description else one.title) for one in table.columns]
    return {"title": f"“{table.title}”表的栏目", "columns": [item(name, words) for name, words in told]}


def _standing(below: Mapping[str, int], standing: Standing, counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    yield item("数据日期", str(standing.on))
    yield item("版次", f"第 {standing.seq} 版（系列 {standing.series}）")
    yield item("决定", f"{sum(counts.values())} 件")
    yield item("文件", f"{len(below)} 个，共 {size(sum(below.values()))}")


def _years(below: Mapping[str, int], counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Year by year and month by month, newest first; only the newest year is unfolded."""
    found: dict[str, dict[str, Rows]] = {}
    for form, title in BY_MONTH.items():
        for path in below:
            if match := re.fullmatch(form, path):
                found.setdefault(match[1], {}).setdefault(match[2], []).append(_link(below, path, title))
    for path in below:
        if match := YEAR.fullmatch(path):
            found.setdefault(match[1], {})
    for year in sorted(found, reverse=True):
        whole = [_link(below, f"years/{year}.csv", "CSV")] if f"years/{year}.csv" in below else []
        months: Rows = [
            {"title": f"{int(month)}月", "count": counts.get(f"{year}-{month}", 0), "links": links}
            for month, links in sorted(found[year].items(), reverse=True)
        ]
        total = sum(one["count"] for one in months)
        yield {
            "year": year,
            "total": total,
            "open": year == max(found),
            "months": [{"title": "全年", "count": total, "links": whole}, *months] if whole else months,
        }


def _groups(below: Mapping[str, int], facts: Facts) -> Iterator[tuple[str, Rows]]:
    lists: dict[str, Rows] = {}
    for path in sorted(below):
        if match := LISTS.fullmatch(path):
            lists.setdefault(match[1], []).append(_link(below, path, match[2].upper()))
    titles = {slug: one.description.title for slug, one in facts.lists.items()}
    yield "现行清单", [{"title": titles.get(slug, slug), "links": links} for slug, links in lists.items()]
    changes: Rows = [
        {"title": title, "links": [_link(below, path, path.rpartition(".")[2].upper()) for path in paths if path in below]}
        for title, paths in CHANGES.items()
    ]
    yield TO_DELETE, [one for one in changes if one["links"]]
    known = [path for path in ABOUT if path in below]
    schemas = [path for path in sorted(below) if path.startswith("schema/")]
    columns = [path for path in sorted(below) if path.startswith("tableschema/")]
    about: Rows = [{"title": ABOUT[path], "links": [_link(below, path, path)]} for path in known]
    for title, paths in (("记录的格式（JSON Schema）", schemas), ("表格的栏目（Table Schema）", columns)):
        links = [_link(below, path, path.partition("/")[2].removesuffix(".json").removesuffix(".schema")) for path in paths]
        about += [{"title": title, "links": links}] if links else []
    yield "说明和校验", about


def _link(below: Mapping[str, int], path: str, title: str) -> dict[str, Any]:
    return {"title": title, "href": ROOT + path, "size": size(below[path])}
