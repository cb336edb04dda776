"""What every peer is told: the public decisions and the site's words, in the form that a converter writes down for it.

Taken from the open data of a site that this program built (`data/v1/decisions/*.jsonl`), so that all build the same set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from publish.model import FOUND, KINDS, METHODS, PARTY_TYPES, RESULTS

ADDRESS = "https://bench.example/xzzf"
Pair = tuple[str, str]


@dataclass(frozen=True)
class Told:
    """What is said of the site as a whole. `agencies`: slug → name, review_body, court."""

    name: str
    url: str
    organizer: str
    code: str
    kinds: dict[str, str]
    agencies: dict[str, dict[str, str]]
    topics: dict[str, str]

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Entry:
    """One public decision. `organization`: the code of the page of its party; `yuan`: fined and confiscated; days as ISO texts."""

    id: str
    kind: str
    agency: str
    topics: list[str]
    title: str
    number: str
    decided: str
    published: str
    until: str
    party: str
    organization: str
    conclusion: str
    yuan: int
    facts: str
    basis: list[str]
    details: list[Pair]
    body: str

    @property
    def shelf(self) -> str:
        """The folder below `decision/`."""
        return self.id[:2]


def told(content: Path) -> Told:
    """The site's words, from a content repository."""
    site = _read(content / "site.yml")
    agencies = {
        path.stem: {name: str(data.get(name, "")) for name in ("name", "review_body", "court")}
        for path in sorted((content / "agencies").glob("*.yml"))
        for data in [_read(path)]
    }
    topics = _read(content / "policy" / "vocabulary.yml")["topics"]
    return Told(site["name"], ADDRESS, site["organizer"], site["site_id_code"], dict(KINDS), agencies, topics)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def entries(site: Path) -> Iterator[Entry]:
    """Every public decision of a built site, one after the other."""
    for path in sorted((site / "data" / "v1" / "decisions").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (entry(json.loads(line)) for line in lines)


def entry(record: dict[str, Any]) -> Entry:
    """From a record of the open data."""
    party = record["party"]
    penalty = record.get("penalty", {})
    organization = party.get("uscc", "") if party["type"] != "individual" else ""
    until = "长期" if record["public_until"] == "long" else record["public_until"]
    return Entry(
        record["id"], record["kind"], record["agency"], record["tags"], record["title"], record["document_number"],
        record["decided_on"], record["published_on"], until, party["name"], organization, record["conclusion"],
        int(float(penalty.get("fine_yuan") or 0) + float(penalty.get("confiscated_yuan") or 0)), record.get("facts", ""),
        record["basis"], _details(record, party, until), record["body"],
    )  # fmt: skip


def _details(record: dict[str, Any], party: dict[str, str], until: str) -> list[Pair]:
    """What a decision's page says in "基本信息", as ours does."""
    pairs = [
        ("文号", record["document_number"]), ("决定日期", record["decided_on"]), ("公开日期", record["published_on"]),
        ("公示截止日期", until),
        ("执法对象类别", PARTY_TYPES[party["type"]]), ("统一社会信用代码", party.get("uscc")),
        ("法定代表人", party.get("legal_representative")), *_block(record),
    ]  # fmt: skip
    return [(name, str(value)) for name, value in pairs if value]


def _block(record: dict[str, Any]) -> list[tuple[str, Any]]:
    if one := record.get("penalty"):
        return [
            ("违法行为类型", one.get("violation_type")), ("处罚类别", "、".join(one["categories"])),
            ("罚款金额", f"{Decimal(str(one['fine_yuan'])):,} 元"),
            ("处罚有效期", "长期" if one["valid_until"] == "long" else one["valid_until"]), ("办案程序", "普通程序"),
        ]  # fmt: skip
    if one := record.get("permit"):
        return [
            ("决定文书", one["document_title"]), ("许可类别", one["category"]), ("许可证书", one["certificate_name"]),
            ("许可编号", one["certificate_number"]), ("办理结果", RESULTS[one["result"]]), ("有效期自", one["valid_from"]),
            ("有效期至", one["valid_until"]),
        ]  # fmt: skip
    if one := record.get("coercion"):
        return [("强制措施", one["measure"]), ("开始日期", one["starts_on"]), ("结束日期", one["ends_on"])]
    one = record["inspection"]
    return [
        ("检查事项", one["item"]), ("检查日期", one["inspected_on"]), ("检查方式", METHODS[one["method"]]),
        ("检查情况", FOUND[one["found"]]),
    ]  # fmt: skip
