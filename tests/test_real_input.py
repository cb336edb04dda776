"""Real documents: the ministry's document of 2019, six statutes in full, ten penalty records in the forms that real ones have.

They lie in the folder shared by the project's developers; where it is not there, the test says so.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import html5lib
import pytest

import tasks
from tests.copies import PROJECT, tree

INPUT = PROJECT.parent / "shared" / "input" / "content"
pytestmark = pytest.mark.skipif(not INPUT.is_dir(), reason="没有 shared/input，真实文件没有测试")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(INPUT, tmp_path / "content")


def built(content: Path, today: str) -> tuple[int, dict[str, bytes]]:
    output = content.parent / "output"
    return tasks.publish_site(str(content), str(output), today=today, jobs=1), tree(output)


def decisions(files: dict[str, bytes]) -> set[str]:
    return {path for path in files if path.startswith("decision/") and path.endswith(".html")}


def test_on_a_day_of_2020_two_real_decisions_are_public_and_today_none(content: Path) -> None:
    code, files = built(content, "2020-12-20")
    assert code == 0
    assert decisions(files) == {"decision/aq/aqpdh4afaxrhem3e.html", "decision/pg/pg2x7r5jqc42ej5e.html"}
    code, files = built(content, "2026-11-24")
    assert code == 0
    assert decisions(files) == set()
    assert "没有" in files["decisions/index.html"].decode()


def test_each_statute_is_a_page_with_a_table_of_contents_from_its_chapters(content: Path) -> None:
    _, files = built(content, "2026-11-24")
    for source in sorted((content / "pages").glob("*.md")):
        text = source.read_text("utf-8")
        chapters = [line.removeprefix("## ").strip() for line in text.split("\n") if line.startswith("## ")]
        page = html5lib.parse(files[f"pages/{source.stem}.html"].decode(), namespaceHTMLElements=False)
        contents = [link for box in page.iter("nav") if box.get("class") == "toc" for link in box.iter("a")]
        shown = ["".join(link.itertext()).strip() for link in contents]
        assert len(chapters) < 3 or [one for one in shown if one in chapters] == chapters
        ids = {element.get("id") for element in page.iter() if element.get("id")}
        assert all(str(link.get("href"))[1:] in ids for link in contents)


def test_a_repealed_law_is_marked_in_the_list_and_its_versions_differ(content: Path) -> None:
    _, files = built(content, "2026-11-24")
    page = files["lists/laws/index.html"].decode()
    assert "已废止" in page
    assert "2021-07-15" in page
    assert "已废止" not in files["lists/laws/2021-07-15.html"].decode()
