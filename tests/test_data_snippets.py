"""The lines that the data page gives to copy do what it says, on the site as it is served."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

SITE = "https://sthjt.yunjiang.example/xzzf/"


class Code(HTMLParser):
    """The texts of `<code data-snippet>`, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.texts: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name = (tag == "code" and dict(attrs).get("data-snippet")) or ""

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.name = ""

    def handle_data(self, data: str) -> None:
        if self.name:
            self.texts[self.name] = self.texts.get(self.name, "") + data


@pytest.fixture(scope="module")
def shown(sample_site: Path, address: str) -> dict[str, str]:
    """What a reader copies from the page, with the address of this test's server for the site's own."""
    code = Code()
    code.feed((sample_site / "data" / "index.html").read_text("utf-8"))
    assert all(SITE in text for name, text in code.texts.items() if name != "duckdb")
    return {name: text.replace(SITE, address) for name, text in code.texts.items()}


@pytest.fixture(scope="module")
def records(sample_site: Path) -> dict[str, dict[str, Any]]:
    """Id → record of every public decision."""
    lines = [line for path in sample_site.glob("data/v1/decisions/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {record["id"]: record for record in map(json.loads, lines)}


def test_pandas_loads_every_decision_with_its_codes_and_texts(shown: dict[str, str], records: dict[str, dict[str, Any]]) -> None:
    given: dict[str, Any] = {}
    exec(shown["pandas"], given)
    rows = given["decisions"].set_index("id").to_dict("index")
    assert rows.keys() == records.keys()
    for ident, row in rows.items():
        record = records[ident]
        for name in ("title", "document_number", "agency_uscc", "decided_on", "public_until", "conclusion", "facts"):
            assert row[name] == record.get(name, ""), (ident, name)
        assert row["party_uscc"] == record["party"].get("uscc", "")
        assert row["penalty_fine_yuan"] == record.get("penalty", {}).get("fine_yuan", "")
