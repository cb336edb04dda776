"""Whatever is wrong with the content, less is published and never more; and nothing stops a removal (design.md, law 1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import tasks
from publish.errors import Level
from tests.content import DELETIONS, Content, codes

WITHHELD = {"office": "办公室", "on": "2026-06-02", "scope": "withheld", "reason": "涉密"}
SECRET = "独有的秘密内容"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def shrunk(before: dict[str, str], after: dict[str, str], *new: str) -> bool:
    """Whether a tree holds nothing that it did not hold before, save some named files and what tells of removals."""
    return {path for path in after if not path.startswith((*DELETIONS, "sitemap/notices-"))} <= before.keys() | set(new)


def test_an_order_with_a_misspelt_ground_still_takes_its_decision_down(content: Content) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    before = content.tree()
    order = content.order(one, ground="revokd", reason="独有的理由")
    assert content.publish() == 0
    assert codes(content.check()) == ["load.type"]
    assert content.holding(*content.words(one), "独有的理由") == set()
    assert content.public(other)
    assert content.notice_of(order) in content.tree()
    assert shrunk(before, content.tree(), content.notice_of(order))


def test_an_order_with_a_fault_elsewhere_shows_its_ground_alone(content: Content) -> None:
    one = content.decision()
    content.build()
    order = content.order(one, ground="void", reason="独有的理由", instument="甲政复决〔2026〕1号")
    content.build()
    notice = (content.output / content.notice_of(order)).read_text("utf-8")
    assert "原行政行为被确认无效" in notice
    assert "独有的理由" not in notice
    assert not content.public(one)


@pytest.mark.parametrize(
    "text", ["decision: [\n", "action: withdraw\n", "\xff", "decision：d000000000000001\naction: restore\n", "decision: d000\n"]
)
def test_an_order_that_cannot_be_read_stops_and_leaves_the_output_untouched(content: Content, text: str) -> None:
    content.decision()
    content.build()
    before = content.tree()
    content.write("orders/2026/r000000000000009.yml", text.encode("latin-1" if text == "\xff" else "utf-8"))
    new = content.decision()
    assert content.publish() == 1
    assert content.tree() == before
    assert not content.public(new)
    assert Level.stop in {one.level for one in content.check() if one.path == "orders/2026/r000000000000009.yml"}


def test_an_unreadable_order_does_not_hold_up_another_one(content: Content) -> None:
    one = content.decision()
    content.build()
    content.write("orders/2026/r000000000000009.yml", "decision: [\n")
    order = content.order(one)
    assert content.publish() == 1
    assert not content.public(one)
    assert content.notice_of(order) in content.tree()


@pytest.mark.parametrize("path", ["policy/privacy.yml", "policy/periods.yml", "policy/gate.yml", "site.yml", "agencies/jia.yml"])
def test_what_everything_is_judged_by_cannot_be_read_and_a_withdrawal_of_the_same_commit_goes_through(content: Content, path: str) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    before = content.tree()
    content.write(path, "individuals: [\n")
    order, new = content.order(one, reason="经复议撤销。"), content.decision()
    assert content.publish() == 1
    after = content.tree()
    assert content.holding(*content.words(one), *content.words(new)) == set()
    assert content.public(other)
    assert after[content.page_of(other)] == before[content.page_of(other)]
    assert shrunk(before, after, content.notice_of(order))
    assert "经复议撤销。" in (content.output / content.notice_of(order)).read_text("utf-8")


def test_an_unreadable_policy_does_not_loosen_what_it_hid(content: Content) -> None:
    content.write("policy/privacy.yml", "individuals: withhold\n")
    person = content.person("张三丰")
    content.build()
    content.write("policy/privacy.yml", "individuals: [\n")
    assert content.publish() == 1
    assert content.holding(*content.words(person)) == set()


def test_an_unreadable_policy_does_not_take_down_what_it_allowed(content: Content) -> None:
    content.write("policy/privacy.yml", "individuals: full\n")
    content.person("张三丰", facts="张三丰焚烧秸秆")
    content.build()
    before = content.tree()
    content.write("policy/privacy.yml", "individuals: [\n")
    assert content.publish() == 1
    assert content.tree() == before


VANISHING: dict[str, Callable[[Content, str], object]] = {
    "turned draft": lambda content, one: content.edit(one, status="draft"),
    "deleted": lambda content, one: content.delete(content.where(one)),
    "withheld": lambda content, one: content.edit(one, clearance=WITHHELD),
    "unreadable": lambda content, one: content.edit(one, decided_on="2026年6月1日"),
    "put off": lambda content, one: content.edit(one, published_on="2026-07-01"),
    "without clearance": lambda content, one: content.edit(one, clearance=None),
    "not UTF-8": lambda content, one: content.write(content.where(one), "---\ntitle: 标题\n---\n".encode("gbk")),
}


@pytest.mark.parametrize("vanish", VANISHING.values(), ids=VANISHING.keys())
def test_a_public_decision_that_vanishes_without_an_order_stays_and_others_still_go(
    content: Content, vanish: Callable[[Content, str], object]
) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    before = content.tree()
    path = content.where(one)
    vanish(content, one)
    order, new = content.order(other), content.decision()
    assert content.publish() == 1
    after = content.tree()
    assert [f"{found.path} {found.level.name}" for found in content.check() if found.code == "set.vanished"] == [f"{path} stop"]
    assert after[content.page_of(one)] == before[content.page_of(one)]
    assert content.holding(*content.words(other), *content.words(new)) == set()
    assert shrunk(before, after, content.notice_of(order))


def test_a_decision_that_vanished_goes_once_an_order_says_so(content: Content) -> None:
    one = content.decision()
    content.build()
    content.delete(content.where(one))
    assert content.publish() == 1
    content.order(one)
    assert content.publish() == 0
    assert content.holding(*content.words(one)) == set()


def test_a_bad_list_version_beside_an_urgent_withdrawal_keeps_the_old_one_and_stops_nothing(content: Content) -> None:
    content.listed("2026-01-01", "number,name\n1,旧版的法\n")
    one = content.decision()
    content.build()
    before = content.tree()
    content.listed("2026-06-01", "number\n1\n")
    content.order(one)
    new = content.decision()
    assert content.publish() == 0
    assert codes(content.check()) == ["list.row"]
    assert not content.public(one)
    assert content.public(new)
    assert content.tree()["lists/laws.csv"] == before["lists/laws.csv"]


def test_a_list_version_that_goes_bad_stays_as_it_was_released(content: Content) -> None:
    content.listed("2026-01-01", "number,name\n1,旧版的法\n")
    content.build()
    before = content.tree()
    content.listed("2026-01-01", f"number,name\n1,{SECRET}\n1,{SECRET}\n")
    assert content.publish() == 0
    assert codes(content.check()) == ["list.key"]
    assert content.tree() == before


def test_a_first_list_version_that_lacks_a_column_is_not_published(content: Content) -> None:
    content.listed("2026-01-01", f"number\n{SECRET}\n")
    one = content.decision()
    assert content.publish() == 0
    assert content.public(one)
    assert content.holding(SECRET) == set()


def test_an_empty_content_folder_stops_and_leaves_the_output_untouched(content: Content) -> None:
    shutil.rmtree(content.folder / "lists")
    content.decision()
    content.build()
    before = content.tree()
    shutil.rmtree(content.folder)
    content.folder.mkdir()
    assert content.publish() == 1
    assert content.tree() == before


def test_an_empty_content_folder_makes_no_first_site(content: Content) -> None:
    shutil.rmtree(content.folder)
    content.folder.mkdir()
    assert content.publish() == 1
    assert content.tree() == {}


def test_a_missing_content_folder_is_bad_usage(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    content.decision()
    content.build()
    before = content.tree()
    shutil.rmtree(content.folder)
    assert content.publish() == 2
    assert content.tree() == before
    assert "--content" in capsys.readouterr().err


def test_an_order_for_an_unknown_decision_warns_where_nothing_was_ever_public(content: Content) -> None:
    one = content.decision()
    content.order("z000000000000000")
    assert content.publish() == 0
    assert content.public(one)


@pytest.mark.parametrize("action", ["withdraw", "repair"])
def test_an_order_for_an_unknown_decision_stops_where_the_store_never_knew_it(content: Content, action: str) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    content.order(one.replace("0001", "0009"), action)
    content.order(other)
    new = content.decision()
    assert codes(content.check(), Level.stop) == ["order.unknown_decision"]
    assert content.publish() == 1
    assert [content.public(ident) for ident in (one, other, new)] == [True, False, False]


@pytest.mark.parametrize(
    "text", ["reason: 复议: 撤销\n", "reason: 一\nreason: 二\n", "reason: *撤销\n", "备注\n", "ground: revoked\n  bad\n"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_an_order_that_cannot_be_read_takes_down_the_decision_that_it_names(content: Content, text: str, encoding: str) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    order = f"id: r000000000000009\naction: withdraw\ndecision: {one}\n{text}"
    content.write("orders/2026/r000000000000009.yml", order.encode(encoding))
    content.publish()
    assert not content.public(one)
    assert content.public(other)
    assert content.holding(*content.words(one)) == set()


@pytest.mark.parametrize("name", ["r000000000000001.yml.txt", "r000000000000001.yml~", "r000000000000001.YML"])
def test_a_file_among_the_orders_that_is_not_read_lets_nothing_new_in(content: Content, name: str) -> None:
    one = content.decision()
    content.build()
    path = content.folder / content.order_path(content.order(one))
    path.rename(path.with_name(name))
    assert content.publish() == 1


def test_a_lost_order_does_not_bring_its_decision_back(content: Content) -> None:
    one = content.decision()
    content.build()
    order = content.order(one)
    content.build()
    (content.folder / content.order_path(order)).unlink()
    assert content.publish() == 1
    assert not content.public(one)


def test_a_store_from_a_backup_does_not_bring_a_decision_back(content: Content) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    store = content.root / "output.state" / "store.sqlite"
    backup = store.read_bytes()
    content.order(one)
    content.build()
    store.write_bytes(backup)
    content.decision()
    content.publish()
    assert not content.public(one)
    assert content.public(other)


def test_a_lost_store_loses_no_public_decision(content: Content) -> None:
    one = content.decision()
    content.build()
    (content.root / "output.state" / "store.sqlite").unlink()
    other = content.decision()
    assert content.publish() == 0
    assert content.public(one)
    assert content.public(other)


def test_content_inside_the_output_is_never_built_over(content: Content) -> None:
    content.decision()
    content.build()
    inside = content.output / "content"
    content.folder.rename(inside)
    before = content.tree()
    assert tasks.publish_site(str(inside), str(content.output), today="2026-06-15") == 2
    assert content.tree() == before
