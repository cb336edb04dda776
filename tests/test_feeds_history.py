"""What subscribers see when decisions come, are corrected, withdrawn, restored and end; and which feeds are written for it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from publish.feeds import choice
from tests.content import TODAY, Content, opened
from tests.feeds import ATOM, HISTORY, Entry, deleted, entries, ids, json_feed, names, xml

WITHDRAWN = "该信息已依法撤回"
FORMATS = ("atom", "rss", "json")


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = Content(tmp_path)
    made.write("agencies/all.yml", (made.folder / "agencies/jia.yml").read_text("utf-8").replace("甲市", "全市"))
    return made


def entry(content: Content, ident: str, name: str = "all") -> Entry:
    """The entry of a decision or order."""
    (found,) = [one for one in entries(content.output, name) if one.id.endswith(f":{ident}")]
    return found


def written(content: Content, today: date | None = None) -> set[str]:
    """The feeds that a build writes."""
    before = {path: path.stat().st_mtime_ns for path in content.output.rglob("*.*")}
    content.build(today)
    now = {path: path.stat().st_mtime_ns for path in (content.output / "feeds").rglob("*.atom")}
    folder = content.output / "feeds"
    return {path.relative_to(folder).as_posix().removesuffix(".atom") for path, time in now.items() if before.get(path) != time}


def test_ids_come_from_the_host_and_year_and_stay_when_title_and_dates_are_corrected(content: Content) -> None:
    content.write("site.yml", "url: https://EXAMPLE.org:8443/zf\ntag_year: 2019\n")
    one = content.decision()
    content.build()
    before = entry(content, one)
    assert before.id == f"tag:example.org,2019:{one}"
    corrections = [{"on": "2026-06-10", "note": "案件名称有误"}]
    content.edit(one, title="改过的题目", decided_on="2026-05-30", published_on="2026-06-04", corrections=corrections)
    content.build()
    after = entry(content, one)
    assert (after.id, after.title) == (before.id, "改过的题目")
    assert (before.updated, after.updated) == ("2026-06-02 16:00:00", "2026-06-09 16:00:00")
    assert len(entries(content.output, "all")) == 1


@pytest.mark.parametrize(
    ("url", "host"), [("https://公示.example", "xn--55q538g.example"), ("https://[::1]/zf", "%3A%3A1"), ("https://a..b", "a..b")]
)
def test_hosts_of_every_form_give_ids_in_ascii(content: Content, url: str, host: str) -> None:
    content.write("site.yml", f"url: {url}\n")
    one = content.decision()
    content.build()
    assert entry(content, one).id == f"tag:{host},2026:{one}"


def test_a_withdrawn_decision_is_replaced_in_all_its_feeds_and_nothing_of_it_stays(content: Content) -> None:
    one, _ = content.decision(tags=["air"]), content.decision(tags=["air"])
    content.build()
    before = entry(content, one)
    order = content.order(one, kind="penalty", tags=["air"])
    content.build()
    for name in ("all", "kind/penalty", "agency/jia", "topic/air"):
        for form in FORMATS:
            (found,) = [one for one in entries(content.output, name, form) if one.id == before.id]
            assert (found.title, found.summary) == (WITHDRAWN, f"{WITHDRAWN}。")
            assert found.url == f"https://example.org/zf/notices/{order}.html"
            assert found.url in found.html
            assert (found.author, found.tags) in {("", ()), ("甲省行政执法公示", ())}
            assert found.updated > before.updated
        assert deleted(content.output, name) == {one: "2026-06-15T00:00:01+08:00"}
    assert content.holding(*content.words(one)) == set()


def test_an_order_that_names_no_kind_and_no_topic_replaces_in_the_feed_of_all_and_of_its_agency(content: Content) -> None:
    one = content.decision(tags=["air"])
    content.build()
    content.order(one)
    content.build()
    assert {name for name in names(content.output) if one in ids(content.output, name)} == {"all", "agency/jia"}
    assert not (content.output / "feeds/topic/air.atom").exists()


def test_the_entry_stands_through_the_ninetieth_day_and_is_gone_on_the_next(content: Content) -> None:
    one, other = content.decision(tags=["air"]), content.decision()
    content.build()
    order = content.order(one, tags=["air"])
    content.build()
    content.build(TODAY + timedelta(days=90))
    assert set(ids(content.output, "all")) == {one, other}
    assert ids(content.output, "topic/air") == [one]
    assert written(content, TODAY + timedelta(days=91)) == {"all", "agency/jia"}
    assert ids(content.output, "all") == [other]
    assert deleted(content.output, "all") == {}
    assert not (content.output / "feeds/topic/air.atom").exists()
    assert ids(content.output, "withdrawals") == [order]


def test_a_restored_decision_has_its_entry_again_and_is_newer_than_what_replaced_it(content: Content) -> None:
    one = content.decision()
    content.build()
    first = entry(content, one)
    content.order(one)
    content.build()
    replaced = entry(content, one)
    content.order(one, action="restore")
    content.build()
    again = entry(content, one)
    assert (again.title, again.html, again.published) == (first.title, first.html, first.published)
    assert first.updated < replaced.updated < again.updated
    assert deleted(content.output, "all") == {}
    assert ids(content.output, "withdrawals") == []


def test_of_several_withdrawals_the_last_is_linked_in_the_feeds_that_any_names(content: Content) -> None:
    one = content.decision(tags=["air"])
    content.build()
    content.order(one, tags=["air"])
    last = content.order(one, kind="penalty", ordered_on=TODAY + timedelta(days=1))
    content.build(TODAY + timedelta(days=1))
    for name in ("all", "kind/penalty", "topic/air"):
        assert ids(content.output, name) == [one]
        assert entry(content, one, name).url.endswith(f"/{last}.html")
    assert len(deleted(content.output, "all")) == 1
    assert len(ids(content.output, "withdrawals")) == 2


def test_a_faulty_order_replaces_its_entry_too_and_one_without_any_day_takes_it_away(content: Content) -> None:
    one, two, other = content.decision(), content.decision(), content.decision()
    content.build()
    faulty = content.order(one, agency="没有", ground="revokd")
    undated = content.order(two, ordered_on="昨天", effective_on="前天")
    content.publish()
    assert set(ids(content.output, "all")) == {one, other}
    assert entry(content, one).title == WITHDRAWN
    assert set(ids(content.output, "withdrawals")) == {faulty, undated}
    assert entry(content, undated, "withdrawals").updated == "2025-12-31 16:00:01"


def test_ended_and_repaired_decisions_just_go(content: Content) -> None:
    one, two, other = content.decision(), content.decision(public_until=TODAY), content.decision()
    content.build()
    assert set(ids(content.output, "all")) == {one, two, other}
    content.order(one, action="repair")
    content.build(TODAY + timedelta(days=1))
    assert ids(content.output, "all") == [other]
    assert deleted(content.output, "all") == {}
    assert ids(content.output, "withdrawals") == []
    feeds = {path: opened(path.read_bytes(), path.name).decode() for path in (content.output / "feeds").rglob("*.*")}
    assert not [path for path, text in feeds.items() if one in text or two in text]


def test_under_a_stop_the_withdrawn_one_is_replaced_and_the_others_stay(content: Content) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    content.order(one)
    content.write("policy/privacy.yml", "individuals: [\n")
    assert content.publish() == 1
    assert set(ids(content.output, "all")) == {one, other}
    assert entry(content, one).title == WITHDRAWN


def test_one_new_decision_writes_only_the_feeds_that_it_belongs_to(content: Content) -> None:
    content.decision(tags=["air"])
    content.decision(agency="all", tags=["water"])
    content.build()
    content.decision(agency="all", tags=["water"])
    assert written(content) == {"all", "kind/penalty", "agency/all", "topic/water"}
    assert written(content) == set()


def test_a_hundred_are_shown_and_only_a_feed_that_shows_all_is_complete(content: Content) -> None:
    made = [content.decision(published_on=f"2026-06-0{3 + number % 5}") for number in range(101)]
    content.build()
    assert len(ids(content.output, "all")) == 100
    assert set(made) - set(ids(content.output, "all")) == {made[0]}  # of the first day the lowest id
    assert xml(content.output, "all").find(f"{HISTORY}complete") is None
    content.order(made[7])
    content.build()
    assert len(ids(content.output, "all")) == 101
    assert xml(content.output, "all").find(f"{HISTORY}complete") is not None


def test_of_many_withdrawn_at_once_a_feed_tells_of_the_newest(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "GONE", 2)
    idents = [content.decision() for _ in range(4)]
    content.build()
    for ident, day in zip(idents[:3], ("2026-06-12", "2026-06-14", "2026-06-13"), strict=True):
        content.order(ident, effective_on=day, ordered_on=day)
    content.build()
    assert set(ids(content.output, "all")) == {idents[1], idents[2], idents[3]}


def test_individuals_are_masked_and_what_a_summary_omits_is_missing(content: Content) -> None:
    person = content.person("张三丰")
    partly = content.decision(
        clearance={"office": "办", "on": "2026-06-02", "scope": "summary", "reason": "商业秘密", "omit": ["facts", "body"]}
    )
    content.build()
    for form in FORMATS:
        assert "张三丰" not in (content.output / f"feeds/all.{form}").read_text("utf-8")
    assert "张" in entry(content, person).summary
    assert "<h3>主要事实" not in entry(content, partly).html
    assert "摘要公开" in entry(content, partly).html


def test_text_is_shown_as_text_links_are_absolute_and_characters_that_xml_cannot_hold_are_gone(content: Content) -> None:
    body = "文 <script>alert(1)</script> [甲](../yi/x.html) [乙](#s) [丙](https://b.example/?a=1&b=2) &#1;&#11;完\n"
    one = content.decision(body=body, title="甲 & 乙 <b>", conclusion="浓度<50，罚款4000元")
    content.build()
    for form in FORMATS:
        (found,) = entries(content.output, "all", form)
        assert "<script" not in found.html
        assert f'href="https://example.org/zf/decision/{one[:2]}/{one}.html#s"' in found.html
        assert 'href="https://example.org/zf/decision/yi/x.html"' in found.html
        assert 'href="https://b.example/?a=1&amp;b=2"' in found.html
        assert "浓度&lt;50" in found.html
        assert "浓度<50" in found.summary
        assert found.title == "甲 & 乙 <b>"
        assert "\x01" not in found.html


def test_a_site_without_decisions_has_feeds_with_a_fixed_day(content: Content) -> None:
    content.build()
    for name in names(content.output):
        assert entries(content.output, name) == []
        assert xml(content.output, name).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+08:00"


def test_a_hub_is_named_only_where_one_is_set(content: Content) -> None:
    content.decision()
    content.build()
    assert b"hub" not in (content.output / "feeds/all.atom").read_bytes()
    content.write("site.yml", "url: https://example.org/zf\nfeed_hub: https://hub.example/\n")
    content.build()
    for form in ("atom", "rss"):
        links = [link.get("href") for link in xml(content.output, "all", form).iter(f"{ATOM}link") if link.get("rel") == "hub"]
        assert links == ["https://hub.example/"]
    assert json_feed(content.output, "all")["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    content.write("site.yml", "url: https://example.org/zf\nfeed_hub: http://hub.example/\n")
    assert "load.type" in {one.code for one in content.check()}


def test_days_that_pass_without_edits_give_what_a_clean_build_gives(content: Content, tmp_path: Path) -> None:
    one, two = content.decision(tags=["air"]), content.decision(published_on="2026-06-20")
    content.build()
    content.order(one, tags=["air"])
    for days in (1, 5, 89, 91, 92):
        content.build(TODAY + timedelta(days=days))
        clean = Content(tmp_path / f"clean{days}")
        clean.folder = content.folder
        clean.build(TODAY + timedelta(days=days))
        feeds = {path: digest for path, digest in clean.tree().items() if path.startswith("feeds/")}
        assert feeds == {path: digest for path, digest in content.tree().items() if path.startswith("feeds/")}
    assert ids(content.output, "all") == [two]
