"""A content repository of any size, made up, always the same for the same size and seed. Standard library only.

All of it passes the gate: about 1 % of the decisions are withdrawn by orders, 2-3 % have ended, and those decided in the
last days before `TODAY` are scheduled.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from bench import drawing, filing
from bench.drawing import TODAY, Agency, Drawn
from bench.wording import CONDUCTS, ITEMS, TOPICS

MODULES = ("maker", "drawing", "filing", "numbering", "wording")  # what they make is made again when they change
FROM = "2023-01-01"
LISTS: dict[str, tuple[str, str, tuple[str, ...]]] = {  # slug → title, category, columns with the key first
    "laws": ("法规标准目录", "before", ("number", "name", "level", "issuer", "effective_on", "state")),
    "officers": ("行政执法人员名录", "during", ("certificate_number", "name", "department", "kind", "area", "issuer", "valid_until")),
    "random-inspections": ("双随机抽查事项清单", "before", ("no", "department", "category", "item", "object", "importance", "basis")),
    "review-items": ("重大执法决定法制审核目录", "before", ("no", "kind", "item", "basis")),
}
SITE = """name: 生态环境行政执法公示（测速）
url: https://bench.example/xzzf
organizer: 青澜省生态环境厅
site_id_code: "9800000001"
"""
ABOUT = (
    "Title: {title}\nSlug: {slug}\nSummary: 说明。\n\n## 公开的范围\n\n本站公开行政处罚、许可、强制和检查决定。\n\n- 决定\n- 清单\n- 流程\n"
)
PAGES = {"about": "关于本站", "procedure": "办案流程", "remedies": "救济渠道"}


class Maker:
    """Writes one repository."""

    def __init__(self, root: Path, size: int, seed: int = 1) -> None:
        self.root, self.size = root, size
        self.rng = Random(f"{seed} {size}")
        self.agencies = drawing.agencies(self.rng)
        self.officers = drawing.officers(self.rng, 4 * len(self.agencies))
        self.parties = [drawing.party(self.rng) for _ in range(max(4, size // 3))]
        self.fates: Counter[str] = Counter()

    def make(self) -> dict[str, Any]:
        """Write everything. Returns what the bench needs to know of it: the fates, two public decisions, a new one."""
        self._frame()
        public: list[Drawn] = []
        for number in range(1, self.size + 1):
            one = self._decision(number)
            public = [*public[-1:], one] if one.fate == "published" else public
        spare = self._draw(self.size + 1)
        text = filing.decision_text(self.rng, spare, self._certificates())
        changed, withdrawn = public
        order = filing.order_text(self.rng, withdrawn)
        return {"fates": dict(self.fates), "changed": changed.path, "new": [spare.path, text], "order": list(order)}

    def _draw(self, number: int) -> Drawn:
        """A decision; the last one, which is added in the bench, is published on its day, as new ones are."""
        while True:
            one = drawing.decision(self.rng, number, self.agencies, self.parties)
            if number <= self.size or (one.fate == "published" and one.published == TODAY):
                return one

    def _decision(self, number: int) -> Drawn:
        one = self._draw(number)
        self._write(one.path, filing.decision_text(self.rng, one, self._certificates()))
        if one.fate == "withdrawn":
            self._write(*filing.order_text(self.rng, one))
        self.fates[one.fate] += 1
        return one

    def _certificates(self) -> list[str]:
        return [number for number, _ in self.officers]

    def _write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def _frame(self) -> None:
        """Everything but decisions and orders."""
        self._write("site.yml", SITE)
        for one in self.agencies:
            self._write(f"agencies/{one.slug}.yml", _agency_text(one))
        self._write("policy/vocabulary.yml", "topics:\n" + "".join(f"  {slug}: {title}\n" for slug, title in TOPICS.items()))
        self._write(f"reports/{TODAY.year - 1}.yml", f"year: {TODAY.year - 1}\npublished_on: {TODAY.year}-01-20\n")
        for slug, title in PAGES.items():
            self._write(f"pages/{slug}.md", ABOUT.format(title=title, slug=slug))
        laws = sorted({text.partition("》")[0] + "》" for one in CONDUCTS for text in (one.broken, one.punished)})
        rows: dict[str, list[tuple[str, ...]]] = {
            "laws": [(f"法规{number:02d}", name, "行政法规", "国务院", FROM, "现行") for number, name in enumerate(laws, 1)],
            "officers": [(number, name, "综合执法队", "行政执法", "本区域", "省司法厅", "2029-12-31") for number, name in self.officers],
            "random-inspections": [
                (item, "执法处", "日常监管", f"排污单位检查{item[-2:]}", "排污单位", "一般", "《排污许可管理条例》") for item in ITEMS
            ],
            "review-items": [
                ("FS-1", "处罚", "较大数额罚款", "《中华人民共和国行政处罚法》"),
                ("FS-2", "强制", "查封、扣押", "行政强制法"),
            ],
        }
        for slug, (title, category, columns) in LISTS.items():
            self._list(slug, title, category, columns, rows[slug])

    def _list(self, slug: str, title: str, category: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        head = f"title: {title}\nbasis: 《中华人民共和国政府信息公开条例》\ncategory: {category}\nkey: {json.dumps(columns[0])}\nfields:\n"
        types = {"effective_on": "date", "valid_until": "date"}
        fields = (f"  - name: {json.dumps(name)}\n    title: {name}\n    type: {types.get(name, 'string')}\n" for name in columns)
        self._write(f"lists/{slug}/list.yml", head + "".join(fields))
        with (self.root / f"lists/{slug}/{FROM}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([columns, *rows])


def _agency_text(one: Agency) -> str:
    level, parent = ("city", f"parent: {one.parent}\n") if one.parent else ("province", "")
    return (
        f'name: {one.name}\nshort_name: {one.short}\nuscc: {one.uscc}\nregion: "{one.region}"\nlevel: {level}\n{parent}'
        "duties: 负责辖区内生态环境监督管理和行政执法。\naddress: 行政中心三号楼\nphone: 12345\n"
        "review_body: 本级人民政府复议机构\ncourt: 有管辖权的人民法院\n"
    )


def made(folder: Path, size: int) -> dict[str, Any]:
    """The repository `folder/content`, made where it is missing or was made by another state of this program."""
    note = folder / "made.json"
    program = hashlib.sha256(b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in MODULES)).hexdigest()
    if note.exists() and (known := json.loads(note.read_text("utf-8")))["program"] == program:
        return dict(known)
    shutil.rmtree(folder, ignore_errors=True)
    known = {"program": program, **Maker(folder / "content", size).make()}
    note.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return known
