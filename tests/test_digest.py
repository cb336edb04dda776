"""`inv digest`: what a week brought, told for WeChat and Weibo, and what is never told there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest

from publish.digest.article import article
from publish.digest.posts import LONGEST, posts
from publish.digest.week import week
from tests.content import PROJECT, TODAY, Content, credit_code
from tests.offices import Office

HERE = Office(PROJECT)
LAST = TODAY
SITE = "https://example.org/zf"


def told(content: Content, last: date = LAST, days: int = 7) -> tuple[str, list[str]]:
    """The article and the posts of some days."""
    state = content.output.with_name("output.state")
    one = week(state, state, last, days)
    return article(one), posts(one)


def fined(content: Content, number: int, yuan: str, **changes: Any) -> str:
    penalty = {"violation_type": "型", "categories": ["罚款"], "fine_yuan": yuan}
    party = {"type": "organization", "name": f"某第{number}化工有限公司", "uscc": credit_code(number)}
    day = str(LAST - timedelta(days=1))
    fields: dict[str, Any] = {"published_on": day, "conclusion": f"处罚款{yuan}元。", "penalty": penalty, "party": party}
    return content.decision(**{**fields, **changes})


def test_a_week_is_told_by_kind_and_agency_with_the_largest_fines_first(tmp_path: Path) -> None:
    content = Content(tmp_path)
    ids = [fined(content, number, str(number * 1000)) for number in range(1, 13)]
    fined(content, 20, "990000", published_on=str(LAST - timedelta(days=7)))
    content.build()
    html, made = told(content)
    assert "新公开行政执法决定 12 件（行政处罚 12 件）。" in html
    assert "甲市生态环境局 12 件。" in html
    largest = re.findall(r"某第(\d+)化工有限公司</a></strong>：罚款([\d.,]+万?元)（", html)
    assert largest == [("12", "1.2万元"), ("11", "1.1万元"), ("10", "1万元"), ("9", "9,000元"), ("8", "8,000元")]
    assert all(f'href="{SITE}/{content.page_of(ident)}"' in html for ident in ids)
    assert "某第20" not in html + "".join(made)
    assert made[0].startswith("【一周行政执法公示（2026年")
    assert "1. 某第12化工有限公司，1.2万元（甲市生态环境局）\n2. " in made[0]
    assert [post.rpartition("全文：")[2] for post in made] == [f"{SITE}/\n", f"{SITE}/kind/penalty/\n"]


def test_the_article_stands_on_its_own_inline_styles(tmp_path: Path) -> None:
    content = Content(tmp_path)
    fined(content, 1, "5000", conclusion='罚款5000元<script>alert(1)</script>"&')
    content.build()
    html, _ = told(content)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    elements = list(page.find("body").iter())
    assert {one.tag for one in elements} <= {"body", "section", "p", "strong", "a"}
    assert {name for one in elements for name in one.attrib} <= {"style", "href"}
    assert all(one.attrib.get("style") for one in elements if one.tag in ("body", "p", "a"))
    assert "url(" not in html
    assert '<script>alert(1)</script>"&' in "".join(page.find("body").itertext())


def test_individuals_are_counted_and_not_told(tmp_path: Path) -> None:
    content = Content(tmp_path)
    ident = content.person("张三丰", published_on=str(LAST), conclusion="没收渔具")
    content.build()
    html, made = told(content)
    assert "行政处罚 1 件" in html
    assert "对象是自然人的 1 件，不逐件列出。" in html
    for word in ("张", "没收渔具", ident):
        assert word not in html + "".join(made)


def test_a_withdrawal_is_told_from_its_notice_and_the_decision_is_not(tmp_path: Path) -> None:
    content = Content(tmp_path)
    gone, ended = fined(content, 1, "5000"), fined(content, 2, "6000", public_until=str(LAST + timedelta(days=1)))
    content.build()
    assert "某第1化工" in told(content)[0]
    order = content.order(gone)
    content.build()
    html, made = told(content)
    assert f'<a href="{SITE}/{content.notice_of(order)}">撤回公告</a>：{LAST}，甲市生态环境局，原行政行为被撤销。' in html
    assert f"1. {LAST}，甲市生态环境局，原行政行为被撤销" in made[-1]
    assert not [word for word in ("某第1化工", gone) if word in html + "".join(made)]
    assert "某第2化工" in html
    assert ended not in told(content, LAST + timedelta(days=2))[0]


def test_a_post_is_never_longer_than_it_may_be_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    content = Content(tmp_path)
    for number in range(1, 61):
        fined(content, number, "5000", conclusion="责令改正，" * 30)
    content.build()
    html, made = told(content)
    assert max(map(len, made)) <= LONGEST
    (more,) = re.findall(r"其余 (\d+) 件见网站。", made[1])
    assert int(more) + made[1].count("化工有限公司：") == 60
    assert "其余 40 件见网站。" in html


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-18", "2026-11-24", "2026年11月18日至24日"),
        ("2026-11-28", "2026-12-04", "2026年11月28日至12月4日"),
        ("2026-12-28", "2027-01-03", "2026年12月28日至2027年1月3日"),
        ("2026-11-24", "2026-11-24", "2026年11月24日"),
    ],
)
def test_a_period_says_once_what_its_days_share(tmp_path: Path, first: str, last: str, said: str) -> None:
    content = Content(tmp_path)
    content.decision()
    content.build()
    state, day = content.output.with_name("output.state"), date.fromisoformat(last)
    assert week(state, state, day, (day - date.fromisoformat(first)).days + 1).period == said


def test_the_files_are_written_beside_the_site(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one = fined(content, 1, "5000")
    content.build()
    before, folder = content.tree(), tmp_path / "zhoubao"
    (folder / str(LAST)).mkdir(parents=True)
    (folder / str(LAST) / "weibo-9.txt").write_text("旧的", encoding="utf-8")
    done = HERE.run("digest", "--output", str(content.output), "--today", str(LAST), "--to", str(folder))
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (folder / str(LAST)).iterdir()) == ["weibo-1.txt", "weibo-2.txt", "weixin.html"]
    assert f"已写入 {folder / str(LAST) / 'weixin.html'}" in done.stdout
    assert content.tree() == before
    later = HERE.run("digest", "--output", str(content.output), "--today", str(LAST + timedelta(days=1)), "--to", str(folder))
    assert f"网站上次构建是 {LAST}" in later.stdout
    content.order(one, action="repair")
    content.build()
    assert HERE.run("digest", "--output", str(content.output), "--today", str(LAST), "--to", str(folder)).returncode == 1
    assert list((folder / str(LAST)).iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["--today", "2020-01-01"], 1, "没有写文件"),
        (["--days", "0"], 2, "--days 应为 1 至 366"),
        (["--days", "367"], 2, "--days 应为 1 至 366"),
        (["--today", "昨天"], 2, "--today 应写作"),
        (["--to", "{output}/neibu"], 2, "不能在网站的文件夹"),
        (["--to", "{output}.state"], 2, "不能在网站的文件夹"),
        (["--to", "{file}"], 2, "写不了"),
        (["--output", "{output}-no"], 2, "还没有构建过网站"),
    ],
)
def test_exit_codes_say_whether_something_was_written(tmp_path: Path, typed: list[str], code: int, said: str) -> None:
    content = Content(tmp_path)
    fined(content, 1, "5000")
    content.build()
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = content.tree()
    words = [word.format(output=content.output, file=tmp_path / "file") for word in typed]
    options = {"--output": str(content.output), "--today": str(LAST), "--to": str(tmp_path / "digest")}
    options |= dict(zip(words[::2], words[1::2], strict=True))
    done = HERE.run("digest", *(word for pair in options.items() for word in pair))
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert content.tree() == before
    assert not (tmp_path / "digest").exists()
