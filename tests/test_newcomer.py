"""The way of a newcomer who has read the README: build, look, withdraw, build again, gone. And of one who knows Pelican."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from publish.strict_yaml import read
from tests.content import DELETIONS
from tests.copies import BASE, TODAY, Copy, tree
from tests.offices import Office


@pytest.fixture
def office(tmp_path: Path, sample_site: Path) -> Office:
    """An office whose site was built."""
    return Office.of(tmp_path, sample_site)


def a_public_decision(office: Office) -> tuple[str, dict[str, Any]]:
    """The id of some public decision and its record, from its own JSON."""
    paths = sorted((office.root / "output" / "decision").glob("*/*.json"))
    records = [json.loads(path.read_text("utf-8")) for path in paths]
    titles = [record["title"] for record in records]
    names = [record["party"]["name"] for record in records]
    record = next(
        one for one in records if titles.count(one["title"]) == names.count(one["party"]["name"]) == 1 and one["party"].get("uscc")
    )
    return record["id"], record


def test_one_command_withdraws_and_the_next_build_leaves_no_trace(office: Office) -> None:
    ident, record = a_public_decision(office)
    command = ("withdraw", ident, "--ground", "revoked", "--reason", "经行政复议，原处罚决定被依法撤销。", "--today", TODAY)
    done = office.run(*command)
    assert done.returncode == 0, done.stderr
    assert office.build().returncode == 0
    files = tree(office.root / "output")
    everything = b"\0".join([*files.values(), *(path.encode() for path in files)]).decode("utf-8", "replace")
    told = (*DELETIONS, "feeds/")  # whoever holds a copy learns the id of what is to be deleted, and nothing else of it
    assert ident.encode() not in b"\0".join([text for path, text in files.items() if not path.startswith(told)])
    for term in (record["title"], record["party"]["name"], record["party"]["uscc"], record["document_number"], record["conclusion"]):
        assert term not in everything
    notice = next(text for path, text in files.items() if path.startswith("notices/") and "原处罚决定被依法撤销".encode() in text).decode()
    assert TODAY in notice
    assert record["agency_name"] in notice
    assert "原行政行为被撤销" in notice


def test_a_decision_whose_file_was_deleted_is_withdrawn_as_the_finding_says(office: Office) -> None:
    ident, record = a_public_decision(office)
    next((office.root / "content" / "decisions").glob(f"*/*/{ident}.md")).unlink()
    stopped = office.build()
    assert stopped.returncode == 1
    assert f"inv withdraw {ident}" in stopped.stdout
    assert office.run("withdraw", ident, "--ground", "void", "--reason", "原决定无效。", "--today", TODAY).returncode == 0
    assert office.build().returncode == 0
    assert not any(record["title"].encode() in content for content in tree(office.root / "output").values())


def test_the_order_that_is_written_is_what_the_format_asks_for(office: Office) -> None:
    ident, record = a_public_decision(office)
    done = office.run("withdraw", ident, "--ground", "error", "--reason", '写着"引号"：冒号', "--today", TODAY)
    path = re.search(r"orders/\d{4}/[0-9a-z]{16}\.yml", done.stdout)
    assert path is not None
    document, found = read((office.root / "content" / path[0]).read_text("utf-8"), path[0])
    assert document is not None
    assert not found
    assert document.data["reason"] == '写着"引号"：冒号'
    assert (document.data["decision"], document.data["kind"], document.data["agency"]) == (ident, record["kind"], record["agency"])


TYPED_WRONGLY = [
    (("withdraw", "0000000000000000", "--ground", "error", "--reason", "错"), "没有编号"),
    (("withdraw", "{id}", "--ground", "eror", "--reason", "错"), "revoked"),
    (("withdraw", "{id}", "--ground", "error"), "--reason"),
    (("withdraw", "{id}", "--ground", "error", "--reason", "{name}的处罚有误"), "认出当事人"),
    (("build", "--today", "2026-13-01"), "--today"),
    (("build", "--content", "nothing"), "找不到内容目录"),
    (("check", "--format", "xml"), "--format"),
    (("build", "--site-url", "example.org"), "--site-url"),
    (("build", "--report", "no/such/folder/report.json"), "--report"),
]


def test_a_command_typed_wrongly_ends_in_exit_2_and_says_what_to_type(office: Office) -> None:
    ident, record = a_public_decision(office)
    before = tree(office.root / "content")
    for words, said in TYPED_WRONGLY:
        done = office.run(*(word.format(id=ident, name=record["party"]["name"]) for word in words))
        assert done.returncode == 2, words
        assert said in done.stderr, words
        assert tree(office.root / "content") == before, words


def test_pelican_alone_builds_the_same_site(tmp_path: Path, sample_site: Path) -> None:
    program = Copy.of(tmp_path)
    today = {**os.environ, "PUBLISH_TODAY": TODAY}
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py"]
    done = subprocess.run(command, cwd=program.root, env=today, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tree(program.root / "output") == tree(sample_site)


def test_pelican_alone_fails_as_loudly_as_inv_build(tmp_path: Path) -> None:
    program = Copy.of(tmp_path, BASE)
    (program.root / "theme" / "templates" / "home.html").write_text("{{ nothing }}", encoding="utf-8")
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py"]
    done = subprocess.run(command, cwd=program.root, capture_output=True, text=True, check=False)
    assert done.returncode == 3


def test_check_lists_findings_as_text_and_json_and_leaves_the_output_alone(office: Office) -> None:
    before = tree(office.root / "output")
    ident, _ = a_public_decision(office)
    path = next((office.root / "content" / "decisions").glob(f"*/*/{ident}.md"))
    path.write_text(path.read_text("utf-8").replace("decided_on: 202", "decided_on: ２０２", 1), encoding="utf-8")
    text = office.run("check", "--today", TODAY)
    assert text.returncode == 1
    assert re.search(rf"^decisions/.*{path.name}:\d+ load\.type .*应为日期", text.stdout, re.MULTILINE)
    data = json.loads(office.run("check", "--today", TODAY, "--format", "json").stdout)
    assert any(one["code"] == "load.type" and one["level"] == "hold" and one["line"] > 1 for one in data)
    assert tree(office.root / "output") == before
