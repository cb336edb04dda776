"""Compressed siblings lie beside what is large, hold the same, count as no file of the data, and go with their file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish import build as building
from publish import compressed
from publish.compressed import ENDINGS, siblings, whole
from publish.errors import BuildFailed
from tests.content import Content, opened

LISTING = re.compile(r"\.(br|gz)\b")


def packed(folder: Path) -> dict[str, bytes]:
    """path → bytes of every compressed sibling."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.name.endswith(ENDINGS)}
    return {path: file.read_bytes() for path, file in found.items()}


def paths(content: Content) -> set[str]:
    """All files of a content's output."""
    return set(content.tree())


def orphans(content: Content) -> set[str]:
    """Siblings without their file, or of another content than it."""
    return {
        path
        for path, raw in packed(content.output).items()
        if not (content.output / whole(path)).exists() or opened(raw, path) != (content.output / whole(path)).read_bytes()
    }


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Two decisions, one of them alone in its month."""
    made = Content(tmp_path)
    made.decision()
    made.decision(decided_on="2026-05-04", published_on="2026-05-06")
    assert made.publish() == 0
    return made


def test_what_is_large_has_both_siblings_with_the_same_content_and_nothing_else_has_any(site: Path) -> None:
    found = packed(site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - found.keys()
    assert found.keys() == {sibling for path in files for sibling in siblings(path)}
    assert not [path for path, raw in found.items() if opened(raw, path) != (site / whole(path)).read_bytes()]
    assert {raw[3:9] for path, raw in found.items() if path.endswith(".gz")} == {bytes(6)}, "a name or a time"
    rooms = {path.split("/")[0] for path in found}
    assert {"index.html.br", "data", "feeds", "theme", "lists", "decisions"} <= rooms
    assert not rooms & {"decision", "party", "notices", "pages", "sitemap"}


def test_no_list_sum_or_index_tells_of_siblings(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.suffix in (".json", ".xml", ".jsonld", ".txt") or path.name == "SHA256SUMS"]
    assert not [path for path in files if LISTING.search(path.read_text("utf-8"))]


def test_the_siblings_of_what_a_withdrawal_takes_away_go_with_it(content: Content) -> None:
    assert "decisions/2026/05/index.html.gz" in paths(content)
    content.order("d000000000000002")
    assert content.publish() == 0
    assert not [path for path in paths(content) if "2026/05" in path or "2026-05" in path]
    assert orphans(content) == set()
    assert content.holding("独名2", "独实2") == set()


def test_a_build_that_dies_leaves_no_sibling_of_what_it_took_down(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        raise BuildFailed("停电")

    content.order("d000000000000002")
    monkeypatch.setattr("publish.making._render", dies)
    assert content.publish() == 3
    assert content.holding(*content.words("d000000000000002")) == set()
    assert orphans(content) == set()
    monkeypatch.undo()
    assert content.publish() == 0
    assert orphans(content) == set()


def test_a_sibling_that_is_missing_is_made_again_and_strangers_among_them_go(content: Content) -> None:
    before = content.tree()
    for path in ("feeds/all.atom.gz", "index.html.br"):
        (content.output / path).unlink()
    (content.output / "theme/css/site.css").unlink()
    for path in (f"{content.page_of('d000000000000001')}.gz", "data/v1/old.csv.br", "lists/index.html.zst.gz"):
        (content.output / path).write_bytes(b"\x1f\x8b")
    assert content.publish() == 0
    assert content.tree() == before


def test_another_choice_of_what_is_large_takes_the_others_away(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    for program, large in (("another", "feeds/.*|decision/.*html"), ("none", "(?!)")):
        monkeypatch.setattr(compressed, "LARGE", re.compile(large))
        monkeypatch.setattr(building, "program_digest", lambda _, program=program: program)
        assert content.publish() == 0
        now = paths(content)
        files = {path for path in now if not path.endswith(ENDINGS)}
        assert now - files == {sibling for path in files for sibling in siblings(path)}
        assert orphans(content) == set()
    assert not packed(content.output)


def test_verify_holds_siblings_to_the_manifest_too(content: Content) -> None:
    (content.output / "feeds/all.atom.gz").write_bytes(b"\x1f\x8b")
    with pytest.raises(BuildFailed, match=r"内容不符 1 个文件，如 feeds/all\.atom\.gz"):
        building.verify_tree(content.output)
