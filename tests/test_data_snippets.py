"""The lines that the data page gives to copy do what it says, on the site as it is served."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

import tasks
from tests.content import Content
from tests.signing import session_keys

KEYS = session_keys()


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


def copied(tree: Path, site: str, address: str) -> dict[str, str]:
    """What a reader copies from the page of a site, with the address of this test's server for the site's own."""
    code = Code()
    code.feed((tree / "data" / "index.html").read_text("utf-8"))
    assert all(site in text for name, text in code.texts.items() if name != "duckdb")
    return {name: text.replace(site, address) for name, text in code.texts.items()}


@pytest.fixture(scope="module")
def shown(sample_site: Path, address: str) -> dict[str, str]:
    """What a reader copies from the sample site's page."""
    return copied(sample_site, "https://sthjt.yunjiang.example/xzzf/", address)


@pytest.fixture(scope="module")
def records(sample_site: Path) -> dict[str, dict[str, Any]]:
    """Id → record of every public decision."""
    lines = [line for path in sample_site.glob("data/v1/decisions/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {record["id"]: record for record in map(json.loads, lines)}


def run(lines: str, folder: Path) -> str:
    """Type lines in a folder, stopping at the first that fails; what they print."""
    done = subprocess.run(["bash", "-e"], input=lines, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


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


def test_downloads_are_checked_and_counted_in_duckdb(
    shown: dict[str, str], records: dict[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "OK" in run(shown["sums"], tmp_path)
    (month,) = [path.stem for path in (tmp_path / "decisions").iterdir()]
    monkeypatch.chdir(tmp_path)
    counted = duckdb.execute(shown["duckdb"]).fetchall()
    made = [record for record in records.values() if record["decided_on"].startswith(month)]
    assert dict(counted) == Counter(record["agency_name"] for record in made)
    query = "SELECT id, party_uscc FROM read_csv('decisions/*.csv', all_varchar = true)"
    assert {ident: code or "" for ident, code in duckdb.execute(query).fetchall()} == {
        record["id"]: record["party"].get("uscc", "") for record in made
    }
    damaged = tmp_path / "decisions" / f"{month}.csv"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert subprocess.run(["sha256sum", "--check", "--ignore-missing", "SHA256SUMS"], capture_output=True, check=False).returncode == 1


def test_the_copy_that_the_page_offers_holds_every_decision(
    shown: dict[str, str], records: dict[str, dict[str, Any]], tmp_path: Path
) -> None:  # fmt: skip
    run(shown["mirror"], tmp_path)
    lines = [line for path in (tmp_path / "copy").rglob("*-*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert {record["id"]: record for record in map(json.loads, lines)} == records


def test_the_signature_is_proved_with_the_lines_of_the_page(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    content, key = Content(tmp_path), KEYS.key("data-ed25519")
    content.decision()
    assert tasks.publish_site(str(content.folder), str(content.output), today=str(content.today), jobs=1, data_key=str(key)) == 0
    lines = copied(content.output, "https://example.org/zf/", serve(content.output))
    copy = tmp_path / "copy"
    copy.mkdir()
    said = run(lines["sums"] + lines["signature"], copy)
    shown = subprocess.run(["ssh-keygen", "-lf", str(key)], check=True, capture_output=True, text=True).stdout.split()[1]
    assert shown in said
    assert shown in (content.output / "data" / "index.html").read_text("utf-8")
