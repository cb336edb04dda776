"""Which ResourceSync list says what: by month, within the standard's limit, in order of time (pure functions)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from publish.changes.release import Op, Release
from publish.exports import change_lists, resourcesync
from publish.exports.resourcesync import document, instant
from publish.output import Draft, File
from tests.resourcesync import judge, parsed

SITE = "https://example.org/a&b/zf"
TODAY = date(2026, 11, 24)


def release(seq: int, on: date) -> Release:
    return Release(seq, on, "")


def texts(drafts: Iterable[Draft]) -> dict[str, bytes]:
    return {path: document({**rows, "url": SITE}) for path, _, rows in drafts}


def file(path: str) -> File:
    return File(path, "ab" * 32, 7)


def ids(number: int) -> list[str]:
    return [f"d{one:015d}" for one in range(number)]


def nothing(_: Release) -> list[tuple[str, Op]]:
    return []


def spread(told: list[tuple[Release, int]]) -> dict[str, list[int]]:
    """Path → numbers of the releases."""
    return {one.path.rpartition("/")[2]: [release.seq for release in one.releases] for one in change_lists.change_lists(told)}


def test_all_documents_of_a_site_are_what_the_standard_asks() -> None:
    told = [(release(seq, TODAY - timedelta(days=200 - seq)), 900) for seq in range(1, 200, 7)]
    lists = change_lists.change_lists(told)

    def happened(one: Release) -> list[tuple[str, Op]]:
        return [(f"a{one.seq:015d}", "ADD"), ("d000000000000002", "MOD"), (f"b{one.seq:015d}", "DEL")]

    drafts = [*resourcesync.entrance(), resourcesync.resource_index({"2026-05": 2, "2026-11": 1}, instant(TODAY, 200))]
    drafts += resourcesync.resource_lists("2026-05", dict.fromkeys(ids(2), "2026-05-03T00:00:00Z"), file)
    drafts += resourcesync.resource_lists("2026-11", {"e000000000000001": "2026-11-20T16:00:09Z"}, file)
    drafts += [change_lists.change_index(lists), *(change_lists.change_list(one, happened) for one in lists)]
    documents = judge(SITE, texts(drafts))
    changes = [len(documents[one.path].entries) for one in lists]
    assert len(lists) > 4
    assert sum(changes) == 3 * len(told)


def test_a_month_of_more_than_fifty_thousand_decisions_has_two_lists() -> None:
    lastmods = dict.fromkeys(ids(50_001), "2026-05-03T00:00:00Z")
    made = texts(resourcesync.resource_lists("2026-05", lastmods, file))
    assert [len(parsed(content).entries) for content in made.values()] == [50_000, 1]
    index = texts([resourcesync.resource_index({"2026-05": 50_001}, instant(TODAY, 1))])
    listed = [address for address, _, _ in parsed(*index.values()).entries]
    assert listed == [f"{SITE}/{path}" for path in made]


@pytest.mark.parametrize("gone", [[], [0], [2, 3], [6]])
@pytest.mark.parametrize("new", [[], [0, 4], [1, 7, 8]])
def test_lists_that_are_brought_up_to_a_change_are_those_that_are_made_whole(
    gone: list[int], new: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resourcesync, "MOST", 3)
    names = ids(9)
    before = {name: f"2026-05-0{number + 1}T00:00:00Z" for number, name in enumerate(names) if number not in (1, 8)}
    lines = [line for text in texts(resourcesync.resource_lists("2026-05", before, file)).values() for line in resourcesync.items_of(text)]
    changed = {names[one]: f"2026-06-0{one + 1}T00:00:00Z" for one in new}
    kept = dict(zip(sorted(before), lines, strict=True))
    for name in (*changed, *(names[one] for one in gone)):
        kept.pop(name, None)
    now = {name: before[name] for name in kept} | changed
    assert texts(resourcesync.changed_lists("2026-05", changed, file, kept)) == texts(resourcesync.resource_lists("2026-05", now, file))


def test_a_list_is_as_of_the_last_change_that_it_knows() -> None:
    lastmods = {"d000000000000001": "2026-05-03T00:00:00Z", "d000000000000002": "2026-06-01T16:00:04Z"}
    (made,) = texts(resourcesync.resource_lists("2026-05", lastmods, file)).values()
    assert parsed(made).about["at"] == "2026-06-01T16:00:04Z"


def test_later_releases_are_later_also_on_one_day_and_none_is_before_its_day_ends_in_china() -> None:
    days = [TODAY, TODAY, TODAY, TODAY + timedelta(days=1), date(2026, 12, 31), date(2027, 1, 1)]
    moments = [instant(on, seq) for seq, on in enumerate(days, 41)]
    assert moments[0] == "2026-11-24T16:00:41Z"  # 24 o'clock at UTC+8
    assert all(one < after for one, after in pairwise(moments))


def test_where_little_changes_one_open_list_holds_everything() -> None:
    told = [(release(seq, TODAY - timedelta(days=300 - 30 * seq)), 10) for seq in range(1, 11)]
    assert spread(told) == {"changelist.xml": list(range(1, 11))}


def test_where_much_changes_the_open_list_holds_this_month_and_the_one_before() -> None:
    days = [date(2026, 9, 8), date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 2), TODAY]
    told = [(release(seq, on), 4_000) for seq, on in enumerate(days, 1)]
    assert spread(told) == {"changelist-2026-09.xml": [1, 2], "changelist.xml": [3, 4, 5, 6]}


def test_on_the_first_day_of_a_month_the_open_list_still_holds_the_days_before() -> None:
    told = [(release(1, date(2026, 11, 29)), 9_000), (release(2, date(2026, 11, 30)), 9_000), (release(3, date(2026, 12, 1)), 1)]
    assert spread(told) == {"changelist.xml": [1, 2, 3]}


def test_a_month_with_more_changes_than_a_list_may_have_is_split_in_order() -> None:
    told = [(release(seq, date(2026, 11, seq)), 20_000) for seq in range(1, 7)]
    assert spread(told) == {"changelist-2026-11.xml": [1, 2], "changelist-2026-11-2.xml": [3, 4], "changelist.xml": [5, 6]}


def test_a_closed_list_says_the_same_after_further_releases() -> None:
    told = [(release(1, date(2026, 8, 3)), 6_000), (release(2, date(2026, 10, 3)), 1), (release(3, date(2026, 11, 3)), 1)]
    before = texts(change_lists.change_list(one, nothing) for one in change_lists.change_lists(told))
    after = texts(change_lists.change_list(one, nothing) for one in change_lists.change_lists([*told, (release(4, TODAY), 1)]))
    closed = "data/resourcesync/changelist-2026-08.xml"
    assert before[closed] == after[closed]


def test_where_nothing_has_changed_yet_the_open_list_is_empty_and_says_since_when() -> None:
    (only,) = change_lists.change_lists([(release(1, TODAY), 0)])
    made = parsed(document({**change_lists.change_list(only, nothing)[2], "url": SITE}))
    assert made.about == {"capability": "changelist", "from": "2026-11-24T16:00:01Z"}
    assert made.entries == []
