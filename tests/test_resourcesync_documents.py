"""The ResourceSync documents of a built site: what the standard asks, nothing of what is gone, and no more written than changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from publish.build import verify_tree
from publish.errors import BuildFailed
from tests.content import TODAY
from tests.copying import LISTS, Source, gone, served
from tests.resourcesync import WELL_KNOWN, judge, parsed


@pytest.fixture
def source(tmp_path: Path, serve: Callable[[Path], str]) -> Source:
    return served(tmp_path, serve)


def test_the_documents_are_what_the_standard_asks_and_describe_the_files_as_they_are(source: Source) -> None:
    source.release()
    withdrawn, changed, _ = source.content.decisions
    source.content.order(withdrawn)
    source.content.edit(changed, conclusion="罚款9000元")
    source.release(40)
    documents = source.documents()
    entries = [entry for path, one in documents.items() if path.startswith(f"{LISTS}resourcelist-") for entry in one.entries]
    described = {address: (about["hash"], about["length"]) for address, _, about in entries}
    assert described == {
        f"{source.site}/{path}": (f"sha-256:{hashlib.sha256(content).hexdigest()}", str(len(content)))
        for path, content in source.files().items()
    }
    changes = documents[f"{LISTS}changelist.xml"]
    assert [(gone(address), about["change"]) for address, _, about in changes.entries] == [(withdrawn, "deleted"), (changed, "updated")]


def test_of_a_decision_that_is_gone_only_its_deletion_is_told(source: Source) -> None:
    source.release()
    short = source.content.decision()
    source.release(1)
    source.content.edit(short, conclusion="罚款9000元")
    source.release(2)
    source.content.order(short)
    source.release(3)
    told = [about["change"] for one in source.documents().values() for address, _, about in one.entries if gone(address) == short]
    assert told == ["deleted"]


def test_a_change_rewrites_the_list_of_its_month_and_what_every_release_writes(source: Source) -> None:
    source.release()
    folder = source.content.output / LISTS
    for path in folder.glob("*.xml"):
        os.utime(path, (0, 0))
    source.content.edit(next(iter(source.content.decisions)), conclusion="罚款9000元")
    source.release(1)
    rewritten = {path.name for path in folder.glob("*.xml") if path.stat().st_mtime}
    assert rewritten == {"resourcelist.xml", "resourcelist-2026-04.xml", "changelist.xml"}


def test_a_month_without_decisions_has_no_list_any_more(source: Source) -> None:
    source.release()
    source.content.order(next(iter(source.content.decisions)))
    source.release(1)
    assert {path for path in source.documents() if "resourcelist-" in path} == {
        f"{LISTS}resourcelist-2026-0{month}.xml" for month in (5, 6)
    }


def test_the_lists_of_a_clean_build_with_the_same_store_are_equal(source: Source, tmp_path: Path) -> None:
    content = source.content
    store = tmp_path / "store"
    for figure, days in (("5000", 0), ("6000", 1), ("7000", 1)):
        content.edit(next(iter(content.decisions)), conclusion=f"罚款{figure}元")
        assert content.publish(TODAY + timedelta(days=days), store=store) == 0
    before = content.tree()
    shutil.rmtree(content.output.with_name("output.state"))
    shutil.rmtree(content.output)
    assert content.publish(TODAY + timedelta(days=1), store=store) == 0
    assert content.tree() == before


def test_the_hidden_folder_is_held_to_the_plan_like_all_others(source: Source) -> None:
    source.release()
    files = verify_tree(source.content.output)
    (source.content.output / WELL_KNOWN).unlink()
    with pytest.raises(BuildFailed, match=WELL_KNOWN):
        verify_tree(source.content.output)
    source.release()
    assert verify_tree(source.content.output) == files


def test_the_sample_site_has_sound_documents(sample_site: Path) -> None:
    paths = [*(sample_site / LISTS).glob("*.xml"), sample_site / WELL_KNOWN]
    site = parsed((sample_site / WELL_KNOWN).read_bytes()).entries[0][0].removesuffix("/data/resourcesync/capabilitylist.xml")
    judge(site, {path.relative_to(sample_site).as_posix(): path.read_bytes() for path in paths})
