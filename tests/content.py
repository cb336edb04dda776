"""A small content repository that a test fills, breaks and builds.

    content = Content(tmp_path)
    one = content.decision(facts="当事人偷排")      # an id; fields as in format 1, `None` takes one out
    content.build()
    content.edit(one, status="draft")
    assert content.publish() == 1

Everything is deterministic: ids and numbers count up, the day is `TODAY`. Each decision has words of its own (`words`),
so that a test can search the whole output for it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import brotli

import tasks
from publish.build import build, check
from publish.codes import USCC_CHARACTERS, USCC_WEIGHTS
from publish.errors import Finding, Level
from publish.reporting import Report
from publish.request import Request

PROJECT = Path(__file__).parent.parent
TODAY = date(2026, 6, 15)
Fields = dict[str, Any]
DELETIONS = ("data/v1/deltas/", "data/v1/withdrawals", "data/resourcesync/changelist")  # where the id of what is gone is told
FEED_ID = re.compile(rb"tag:example\.org,2026:[0-9a-z]{16}")  # stays of a withdrawn decision for ninety days, and nothing else of it
HOST = partial(tasks.host, pool=None)


def credit_code(number: int, head: str = "91") -> str:
    """A right unified credit code for a number (92: a sole trader's, 11: an agency's)."""
    body = f"{head}990101MA{number:07d}"
    check_value = 31 - sum(USCC_CHARACTERS.index(ch) * weight for ch, weight in zip(body, USCC_WEIGHTS, strict=True)) % 31
    return body + USCC_CHARACTERS[check_value % 31]


def front_matter(fields: Mapping[str, Any]) -> str:
    """Fields as YAML, one a line: each value as JSON, which is YAML."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False, default=str)}\n" for name, value in fields.items() if value is not None]
    return "".join(lines)


def officers_list() -> dict[str, str]:
    """Path → text of a list with the two officers of all decisions here."""
    columns = [{"name": "certificate_number", "title": "证号"}, {"name": "valid_until", "title": "有效期至", "type": "date"}]
    about = {"title": "执法人员名录", "basis": "条例", "category": "during", "key": "certificate_number", "fields": columns}
    rows = "certificate_number,valid_until\n99000001,9999-12-31\n99000002,9999-12-31\n"
    return {"lists/officers/list.yml": front_matter(about), "lists/officers/2020-01-01.csv": rows}


def handled(day: object) -> Fields:
    """The internal blocks of a decision that was handled as it should be, all on one day."""
    stages = ("initiation", "investigation", "decision", "service")
    records = [{"no": str(no), "stage": one, "medium": "text", "title": "内部文书", "made_on": day} for no, one in enumerate(stages, 1)]
    return {"case": {"officers": ["99000001", "99000002"], "statement_on": day}, "records": records}


def opened(raw: bytes, path: str) -> bytes:
    """The bytes of a file, unpacked where it is packed: those of search, workbooks, compressed siblings (brotli's tell by the name)."""
    if path.endswith(".br"):
        return bytes(brotli.decompress(raw))
    if raw[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            return b"\0".join(parts.read(name) for name in parts.namelist())
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


@dataclass
class Content:
    """A content folder below `root`, and the output that is built from it."""

    root: Path
    today: date = TODAY
    decisions: dict[str, tuple[Fields, str]] = field(default_factory=dict)
    orders: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder, self.output = self.root / "content", self.root / "output"
        self.write("site.yml", "name: 甲省行政执法公示\nurl: https://example.org/zf\n")
        self.write("agencies/jia.yml", f"name: 甲市生态环境局\nuscc: {credit_code(1, '11')}\nregion: '990100'\nlevel: city\n")
        for path, text in officers_list().items():
            self.write(path, text)

    def write(self, path: str, content: str | bytes) -> Path:
        """Make a content file; its path on disk."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def delete(self, path: str) -> None:
        """Take a content file away."""
        (self.folder / path).unlink()

    def decision(self, body: str | None = None, **changes: Any) -> str:
        """A sound public penalty, with some fields changed; its id."""
        number = len(self.decisions) + 1
        ident = f"d{number:015d}"
        fields: Fields = {
            "id": ident, "status": "approved", "kind": "penalty",
            "title": f"独题{number}号案件", "document_number": f"甲环罚〔2026〕{7000 + number}号", "agency": "jia",
            "decided_on": "2026-06-01", "published_on": "2026-06-03",
            "party": {"type": "organization", "name": f"独名{number}某化工有限公司", "uscc": credit_code(number)},
            "conclusion": f"独果{number}：罚款4000元", "facts": f"独实{number}：超标排放", "basis": [f"独据{number}：某法第一条"],
            "penalty": {"violation_type": f"独型{number}", "categories": ["罚款"], "fine_yuan": "4000"},
            "clearance": {"office": "内部办公室", "on": "2026-06-02", "scope": "full"},
        }  # fmt: skip
        self.decisions[ident] = ({**fields, **changes}, f"独文{number}。\n" if body is None else body)
        self._save(ident)
        return ident

    def person(self, name: str, **changes: Any) -> str:
        """A public penalty against an individual."""
        return self.decision(party={"type": "individual", "name": name}, **changes)

    def edit(self, ident: str, body: str | None = None, **changes: Any) -> None:
        """Change some fields of a decision, its agency or date too; `None` takes one out."""
        fields, text = self.decisions[ident]
        self.delete(self.where(ident))
        self.decisions[ident] = ({**fields, **changes}, text if body is None else body)
        self._save(ident)

    def _save(self, ident: str) -> None:
        fields, body = self.decisions[ident]
        self.write(self.where(ident), f"---\n{front_matter(handled(fields['decided_on']) | fields)}---\n\n{body}")

    def where(self, ident: str) -> str:
        """The content path of a decision."""
        fields, _ = self.decisions[ident]
        return f"decisions/{fields['agency']}/{str(fields['decided_on'])[:4]}/{ident}.md"

    def listed(self, day: str, rows: str) -> None:
        """A version of the list of laws, which has the columns number and name."""
        columns = [{"name": "number", "title": "文号"}, {"name": "name", "title": "名称"}]
        about = {"title": "法规目录", "basis": "条例", "category": "before", "key": "number", "fields": columns}
        self.write("lists/laws/list.yml", front_matter(about))
        self.write(f"lists/laws/{day}.csv", rows)

    def page_of(self, ident: str) -> str:
        """The output path of a decision's page."""
        return f"decision/{ident[:2]}/{ident}.html"

    def notice_of(self, order: str) -> str:
        """The output path of an order's notice."""
        return f"notices/{order}.html"

    def public(self, ident: str) -> bool:
        """Whether a decision's page is in the output."""
        return (self.output / self.page_of(ident)).exists()

    def words(self, ident: str) -> list[str]:
        """What leads to a decision: must not stand anywhere in the output while the decision is not public."""
        fields, body = self.decisions[ident]
        party = fields["party"]
        listed = [ident, fields["title"], fields["document_number"], party["name"], party.get("uscc"), fields["facts"], body.strip()]
        return [one for one in listed if one]

    def order(self, decision: str, /, action: str = "withdraw", **changes: Any) -> str:
        """An order for a decision, ordered today, with some fields changed; its id."""
        ident = f"r{len(self.orders) + 1:015d}"
        self.orders.append(ident)
        fields: Fields = {"id": ident, "action": action, "decision": decision, "agency": "jia"}
        fields |= {"effective_on": self.today, "ordered_on": self.today}
        if action == "withdraw":
            fields |= {"ground": "revoked", "reason": "原处罚决定被行政复议机关撤销。"}
        self.write(self.order_path(ident), front_matter({**fields, **changes}))
        return ident

    def order_path(self, ident: str) -> str:
        """The content path of an order."""
        return f"orders/{self.today.year}/{ident}.yml"

    def build(self, today: date | None = None) -> Report:
        """Build with the real host, in this process."""
        return build(self._request(today), HOST, None)

    def publish(self, today: date | None = None, trust: Path | str = "", store: Path | str = "") -> int:
        """Build by the verb; its exit code."""
        day = str(today or self.today)
        return tasks.publish_site(str(self.folder), str(self.output), str(store), today=day, jobs=1, trust=str(trust))

    def check(self) -> list[Finding]:
        """The gate alone."""
        return check(self._request(None), None)

    def _request(self, today: date | None) -> Request:
        return Request(PROJECT, self.folder, self.output, today or self.today)

    def tree(self) -> dict[str, str]:
        """path → SHA-256 of every file of the output; empty where there is none."""
        paths = (path for path in self.output.rglob("*") if path.is_file() or path.is_symlink())
        return {path.relative_to(self.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    def holding(self, *words: str) -> set[str]:
        """Output files that hold one of some words, in their bytes or their path. Where deletions are told, an id may stand."""
        needles = [word.encode() for word in words]
        terms = [word.encode() for word in words if word not in self.decisions]
        paths = [path for path in self.output.rglob("*") if path.is_file()]
        texts = {path.relative_to(self.output).as_posix(): opened(path.read_bytes(), path.name) for path in paths}
        texts |= {path: FEED_ID.sub(b"", text) for path, text in texts.items() if path.startswith("feeds/")}
        return {
            path
            for path, text in texts.items()
            if any(needle in text or needle in path.encode() for needle in (terms if path.startswith(DELETIONS) else needles))
        }


def codes(found: list[Finding], least: Level = Level.warn) -> list[str]:
    """The codes of findings at or above a level."""
    return [one.code for one in found if one.level >= least]
