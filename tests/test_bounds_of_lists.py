"""Catalogue lists of twenty thousand rows and five thousand officers: every page stays light, and together they show every row."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from publish.output import Draft
from publish.views import lists, officers
from tests import large
from tests.site.test_pages import HEAVIEST

TODAY = date(2026, 11, 24)
INSPECTED = "no item object importance basis"
OBJECTS = [[f"k{n}", f"对第{n}家企业排放情况的检查", f"排污单位{n}", ("重点", "一般")[n % 2], f"某条例第{n}条"] for n in range(20_000)]
KEY = re.compile(r"'(k\d+)'")
DUTIES = "某某条例规定的职责边界" * 40
POWERS = [[f"k{n}", f"第{n}项违法行为的处罚", ("处罚", "许可")[n % 3 == 0], f"{n}号依据：{DUTIES}"] for n in range(600)]


def of_list(slug: str, names: str, *versions: list[list[str]]) -> dict[str, Draft]:
    facts = large.facts(lists={slug: large.catalogue(slug, names, *versions)})
    (part,) = lists.parts(facts, TODAY, "", [])
    return {draft[0]: draft for draft in part.drafts()}


@pytest.mark.parametrize(("slug", "names", "rows", "pages"), [
    ("random-inspections", INSPECTED, OBJECTS, 40), ("powers", "code name kind duties", POWERS, 12), ("own", "no text", [["k1", "一"]], 1),
], ids=["20,000 rows", "long texts", "one row"])  # fmt: skip
def test_pages_of_a_list_are_light_and_together_show_every_row(
    slug: str, names: str, rows: list[list[str]], pages: int, sample_site: Path
) -> None:
    made = {path: draft for path, draft in of_list(slug, names, rows).items() if draft[1] == "list"}
    for form in ("index", "table", "2020-01-01", "2020-01-01-table") if pages > 1 else ("index", "2020-01-01"):
        paths = [f"lists/{slug}/{form}{f'-{number}' if number > 1 else ''}.html" for number in range(1, pages + 1)]
        shown = [made.pop(path) for path in paths]
        assert sorted(KEY.findall(str([data["shown"] for _, _, data in shown]))) == sorted(row[0] for row in rows)
        first, middle = (large.made(shown[place]).decode() for place in (0, pages // 2))
        assert all(f'{path}">' in first for path in paths[1:])
        assert middle.count('class="c-pages__link"') == min(4, pages) * (pages > 1)
        assert 5_000 < max(large.weight(shown[0], sample_site), large.weight(shown[-1], sample_site)) <= HEAVIEST
    assert not made


def test_a_page_of_a_list_counts_the_whole_group() -> None:
    made = of_list("powers", "code name kind duties", POWERS)
    first, last = (large.made(made[f"lists/powers/{name}.html"]).decode() for name in ("index", "index-12"))
    assert '>许可<span class="l-count">200 项</span>' in first
    assert '>处罚<span class="l-count">400 项</span>' in last
    assert "这一页是第 1 到 " in first
    assert "各版本" not in last


def test_of_many_changes_between_two_versions_all_are_counted_and_some_told() -> None:
    made = of_list("own", "code text", [[str(n), "旧"] for n in range(3000)], [[str(n), "新"] for n in range(2000, 6000)])
    text = large.made(made["lists/own/index.html"]).decode()
    assert "新增 3000 项、删去 2000 项、修改 1000 项" in text
    assert text.count("<del>") == 200
    assert "下面只列出每种的前一部分" in text
    assert len(text) < 250_000


FAMILIES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
OFFICERS = [
    [f"{99000000 + n * 37}", FAMILIES[n * n % len(FAMILIES)] + chr(0x4E00 + n * 7 % 5000), f"某市第{n % 300}支队", "2027-12-31"]
    for n in range(5000)
]


def of_officers(rows: list[list[str]]) -> dict[str, Draft]:
    known = large.facts(300, lists={"officers": large.catalogue("officers", "certificate_number name department valid_until", rows)})
    return {draft[0]: draft for draft in officers.part(known, TODAY, "").drafts()}


def test_of_five_thousand_officers_every_page_is_light(sample_site: Path) -> None:
    made = of_officers(OFFICERS)
    pages = [draft for path, draft in made.items() if path.startswith("officers/list/")]
    assert len({path for path, view, _ in made.values() if view == "officer"}) == sum(len(data["officers"]) for _, _, data in pages) == 5000
    heaviest = max(pages, key=lambda draft: len(draft[2]["officers"]))
    assert 10_000 < large.weight(heaviest, sample_site) <= HEAVIEST
    assert 10_000 < large.weight(made["officers/index.html"], sample_site) <= HEAVIEST


def test_five_hundred_officers_stand_on_the_page_that_checks(sample_site: Path) -> None:
    made = of_officers(OFFICERS[:500])
    assert not [path for path in made if path.startswith("officers/list/")]
    assert 10_000 < large.weight(made["officers/index.html"], sample_site) <= HEAVIEST
