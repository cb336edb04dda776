"""Nothing that a reader loads, and nothing that a change rewrites, grows with the site: each list at the size of a large one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from publish.compressed import is_sibling
from publish.output import Draft
from publish.publication import Notice
from publish.views import collections, notices, paging, party, sitemaps
from publish.views.paging import LARGE
from publish.views.summaries import Summaries
from tests import large
from tests.content import Content, credit_code
from tests.site.test_pages import HEAVIEST

FACTS = large.facts()
DAY = [large.row(number, kind="permit" if number % 5 else "penalty", tags=["water"]) for number in range(5000)]


def month(rows: list[dict[str, Any]]) -> dict[str, Draft]:
    sheets = list(collections.month_sheets("2026-05", rows, FACTS))
    drafts = {draft[0]: draft for sheet in sheets for draft in sheet.drafts()}
    assert list(drafts) == [path for sheet in sheets for path in sheet.paths]
    return drafts


@pytest.fixture(scope="module")
def crowded() -> dict[str, Draft]:
    """The lists of a month with 5,000 decisions on one of its days."""
    return month(DAY)


def test_a_day_of_five_thousand_is_pages_that_each_stay_light(crowded: dict[str, Draft], sample_site: Path) -> None:
    base = "decisions/2026/05/13/"
    pages = {path: draft for path, draft in crowded.items() if path.startswith(base)}
    assert set(pages) == {f"{base}index.html", *(f"{base}{number}.html" for number in range(2, 51))}
    shown = [row["href"] for _, _, data in pages.values() for row in data["rows"]]
    assert len(shown) == len(set(shown)) == len(DAY)
    longest = max(pages.values(), key=lambda draft: len(draft[2]["rows"]))
    assert LARGE / 2 < len(longest[2]["rows"]) <= LARGE * 5 / 4
    assert 10_000 < large.weight(longest, sample_site) <= HEAVIEST
    assert 10_000 < large.weight(pages[f"{base}index.html"], sample_site) <= HEAVIEST


def test_from_any_page_of_a_day_there_is_a_way_to_all(crowded: dict[str, Draft]) -> None:
    base = "kind/permit/2026/05/13/"
    ways = {path: [one["href"] for one in data["pages"]] for path, _, data in crowded.values() if path.startswith(base)}
    assert {one.removeprefix(base) or "index.html" for one in ways[f"{base}index.html"]} == {path.removeprefix(base) for path in ways}
    assert max(len(found) for path, found in ways.items() if not path.endswith("index.html")) == 4
    assert all(found[0] == base for found in ways.values())


@pytest.mark.parametrize("at", [0, 1234, 4999])
def test_a_decision_that_goes_changes_its_own_pages_alone(crowded: dict[str, Draft], at: int) -> None:
    moved = large.changed(crowded.values(), month([*DAY[:at], *DAY[at + 1 :]]).values())
    assert len(moved) == 2 * len(list(collections.prefixes(DAY[at])))  # in each collection the page, and the numbers of the days


def summaries(total: int) -> Summaries:
    one = {"total": total, "latest": [{"published_on": "2026-05-20"}]}
    return {f"{year}-{number:02d}": one for year in range(2017, 2027) for number in range(1, 13)}


def test_sitemaps_keep_far_below_what_a_file_may_hold() -> None:
    rows = [large.row(number) for number in range(40_000)]
    before, after = (list(sitemaps.month_drafts("2026-05", some, ["decisions/2026/05/index.html"])) for some in (rows, rows[1:]))
    assert max(len(data["entries"]) for _, _, data in before) <= sitemaps.ADDRESSES * 5 / 4
    assert max(len(large.made(draft)) for draft in before) < 1_000_000  # sitemaps.org: 50,000 addresses, 50 MB
    assert len(large.changed(before, after)) == 1
    assert sum(len(data["entries"]) for _, _, data in before) == 40_001


def test_the_index_of_sitemaps_names_every_file_once_with_its_last_day() -> None:
    listed = [[f"officers/{number:08d}.html", None] for number in range(20_000)]
    drafts = list(sitemaps.site_drafts(listed, ["sitemap/other.xml"], summaries(40_000)))
    index = large.made(drafts[-1])
    assert index.count(b"<sitemap>") == 120 * 17 + len(drafts) < 50_000
    assert len(index) < 300_000
    assert b"/sitemap/2026-05-16.xml</loc><lastmod>2026-05-20</lastmod>" in index
    assert max(len(data["entries"]) for _, _, data in drafts[:-1]) <= sitemaps.ADDRESSES * 5 / 4


def notice(number: int) -> Notice:
    """One of six a day; one in a hundred has no day."""
    day = date(2026, 11, 24) - timedelta(days=number // 6)
    told = day if number % 100 != 99 else None
    ident, decision = f"r{number:015d}", f"d{number:015d}"
    return Notice(id=ident, agency="a0", ground="revoked", ordered_on=told, effective_on=day, reason="已撤销。", decision=decision)


def of_notices(some: list[Notice]) -> dict[str, Draft]:
    ordered = notices.newest_first(some)
    parts = notices.parts(FACTS, ordered, "", [])
    return {draft[0]: draft for draft in [notices.index_draft(FACTS, ordered), *(draft for part in parts for draft in part.drafts())]}


def test_thousands_of_notices_are_pages_by_month(sample_site: Path) -> None:
    some = [notice(number) for number in range(6000)]
    made, later = of_notices(some[1:]), of_notices(some)
    assert {one.id for one in some[1:]} == {path[len("notices/") :][:16] for path in made if path.startswith("notices/r")}
    lists = {path: draft for path, draft in made.items() if draft[1] == "notices"}
    hrefs = [row["href"] for path, (_, _, data) in lists.items() for row in data["rows"] if path != "notices/index.html"]
    assert sorted(hrefs) == sorted(f"notices/{one.id}.html" for one in some[1:])
    assert max(len(data["rows"]) for _, _, data in lists.values()) <= LARGE * 5 / 4
    heaviest = max(lists.values(), key=lambda draft: len(large.made(draft)))
    assert 10_000 < large.weight(heaviest, sample_site) <= HEAVIEST
    named = {path for path in made if path.startswith("sitemap/")}
    assert named == set(notices.sitemap_paths(notices.newest_first(some[1:])))
    moved = {"notices/2026-11.html", "notices/index.html", f"notices/{some[0].id}.html", "sitemap/notices-2026.xml"}
    assert large.changed(made.values(), later.values()) == moved


def test_few_notices_are_one_page() -> None:
    some = [notice(number) for number in range(LARGE)]
    made = of_notices(some)
    assert {path for path in made if not path.startswith(("notices/r", "sitemap/"))} == {"notices/index.html"}
    assert len(made["notices/index.html"][2]["rows"]) == LARGE


CODE = credit_code(1)
OF_ONE = [  # 6,000 decisions of one organization in four years, of which 700 in one month
    large.row(number, str(date(2026, 11, 24) - timedelta(days=number // 4)), code=CODE) for number in range(5300)
] + [large.row(number, f"2024-05-{1 + number % 28:02d}", code=CODE) for number in range(5300, 6000)]


def of_party(rows: list[dict[str, Any]]) -> dict[str, Draft]:
    ordered = sorted(rows, key=lambda row: (row["decided_on"], row["id"]), reverse=True)
    return {draft[0]: draft for draft in party.party_drafts(CODE, ordered, FACTS)}


def test_an_organization_with_thousands_of_decisions_has_a_page_for_each_month(sample_site: Path) -> None:
    made = of_party(OF_ONE)
    assert all(path.startswith(party.about(CODE)[:-1]) for path in made)
    whole = made.pop(f"party/{CODE}.html")
    shown = [row["href"] for _, _, data in made.values() for row in data["rows"]]
    assert len(shown) == len(set(shown)) == 6000
    assert max(len(data["rows"]) for _, _, data in made.values()) <= LARGE * 5 / 4
    assert f"party/{CODE}/2024-05-9.html" in made
    assert "2024年5月" in large.made(whole).decode()
    for heaviest in (whole, max(made.values(), key=lambda draft: len(large.made(draft)))):
        assert 10_000 < large.weight(heaviest, sample_site) <= HEAVIEST


@pytest.mark.parametrize("at", [0, 3000, 5999])
def test_a_decision_of_a_large_organization_changes_its_month_and_the_first_page(at: int) -> None:
    moved = large.changed(of_party(OF_ONE).values(), of_party([*OF_ONE[:at], *OF_ONE[at + 1 :]]).values())
    assert f"party/{CODE}.html" in moved
    assert len(moved) == 2


def test_a_small_organization_is_one_page() -> None:
    assert list(of_party(OF_ONE[:LARGE])) == [f"party/{CODE}.html"]


@pytest.mark.parametrize(("large", "new", "withdrawn"), [(200, 50, 60), (2, 70, 90)], ids=["a small site", "every list is cut, and anew"])
def test_a_decision_that_comes_or_goes_rewrites_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int, new: int, withdrawn: int
) -> None:
    monkeypatch.setattr(paging, "LARGE", large)
    monkeypatch.setattr(sitemaps, "ADDRESSES", large)
    content = Content(tmp_path)
    company = {"type": "organization", "name": "某公司", "uscc": credit_code(7)}
    others = [content.decision(tags=["water"], party=company) for _ in range(40)]
    for one in others[:9]:
        content.order(one)
    content.build()

    def rewritten() -> int:
        before = content.tree()
        content.build()
        now = content.tree()
        moved = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
        return len([path for path in moved if not path.startswith("search/v1/") and not is_sibling(path)])

    one = content.decision(tags=["water"], party=company)
    assert 40 < rewritten() <= new
    content.order(one)
    assert 50 < rewritten() <= withdrawn


LISTS = ("decisions/", "kind/", "agency/", "topic/", "sitemap", "party/", "notices/")


def test_lists_that_are_brought_up_to_a_change_are_those_of_a_clean_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "LARGE", 4)
    monkeypatch.setattr(paging, "NEWEST", 2)
    monkeypatch.setattr(sitemaps, "ADDRESSES", 6)
    content = Content(tmp_path)
    days = ("2026-05-11", "2026-05-12", "2026-05-12", "2026-05-20")
    some = [content.decision(decided_on=days[n % 4], published_on="2026-05-25", tags=["air"] * (n % 5 == 0)) for n in range(19)]
    content.build()
    incremental = content.output

    def lists() -> dict[str, str]:
        return {path: digest for path, digest in content.tree().items() if path.startswith(LISTS)}

    def compared(number: int) -> None:
        content.build()
        made = lists()
        content.output = tmp_path / f"clean{number}"
        content.build()
        assert made == lists()
        content.output = incremental

    changes: list[Callable[[], object]] = [
        lambda: content.edit(some[0], title="改过的题目"),
        lambda: content.edit(some[1], decided_on="2026-05-20"),
        lambda: content.edit(some[2], decided_on="2026-05-21"),
        lambda: content.edit(some[2], decided_on="2026-04-30"),
        *(partial(list, map(content.order, some[at : at + 3])) for at in range(3, 15, 3)),
        *(partial(content.decision, decided_on=day, published_on="2026-05-25", tags=["air"]) for day in days),
        lambda: content.edit(some[17], kind="coercion", penalty=None, coercion={"measure": "代履行"}, tags=["water"]),
    ]
    for number, change in enumerate(changes):
        change()
        compared(number)
