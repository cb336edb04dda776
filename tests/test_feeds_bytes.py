"""JSON feeds are written as Python's own library would write them, byte for byte, whatever the texts hold."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from publish.feeds.forms import json_feed
from publish.feeds.items import channel, plain
from publish.publication import PublicDecision
from publish.views.decision import page_data

PLAINLY = "a & b < c > d \"e\" 'f' ]]> &amp; 中文😀"
ODD = f"{PLAINLY} \t\r\n \u0085\u2028\u007f\x01"


def record(odd: str) -> dict[str, Any]:
    """A decision with a text in every place that may hold one."""
    return {
        "id": "aaaa000000000001", "kind": "penalty", "title": f"某公司{odd}案", "document_number": f"文{odd}", "agency": "lanpu",
        "decided_on": "2026-01-02", "published_on": "2026-01-05", "conclusion": f"罚款。{odd}", "facts": f"事实{odd}",
        "basis": [odd, "《法》"], "party": {"type": "organization", "name": f"某公司{odd}"}, "omitted": ["uscc", "facts"],
        "tags": ["water", "air", "water"],
        "corrections": [{"on": "2026-02-01", "note": f"更正{odd}"}], "body": f"# 标题\n\n[链接](../x.html) <b>&#1; {odd}\n",
        "penalty": {"violation_type": "超标", "categories": ["罚款"], "fine_yuan": "1000"}, "until": "2027-01-05",
    }  # fmt: skip


RECORD = record(ODD)
LEAST = {name: RECORD[name] for name in ("id", "kind", "agency", "decided_on", "published_on", "penalty")} | {
    "title": "某", "conclusion": "罚", "party": {"type": "individual", "name": "张某"},
}  # fmt: skip
GONE = {"withdrawn": "bbbb000000000001", "on": "2026-03-01", "notice": "notices/cccc000000000001.html"}
NOTICE = {"order": "cccc000000000001", "on": "", "ground": "违法", "reason": f"原因{ODD}", "sentence": "请删除。", "items": []}


def rows(*entries: dict[str, Any], hub: str | None = None, complete: bool = True, name: str = "all") -> dict[str, Any]:
    site = {"url": "https://a.example/x", "name": f"站{ODD}", "author": f"厅{ODD}", "host": "a.example", "year": 2026, "hub": hub}
    feed = {"name": name, "title": f"全部{ODD}", "page": "decisions/", "complete": complete}
    records = {"agencies": {"lanpu": f"局{ODD}"}, "topics": {"water": f"水{ODD}"}, "entries": list(entries)}
    return {"site": site, "feed": feed, "records": records, "digest": ""}


FEEDS = {
    "empty": rows(),
    "hub": rows({"record": json.dumps(RECORD), "restored": "2026-04-01"}, hub="https://hub.example/?a&b", complete=False),
    "all sorts": rows(GONE, {"record": json.dumps(LEAST), "restored": ""}, {"record": json.dumps(RECORD), "restored": ""}),
    "notices": rows(NOTICE, {**NOTICE, "on": "2026-01-01", "items": [{"title": "机关", "values": [ODD, "乙"]}]}, name="withdrawals"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_json_feeds_are_as_python_writes_them(name: str) -> None:
    written = json_feed(FEEDS[name]).decode()
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("given", [record(PLAINLY), LEAST])
def test_an_entry_says_what_the_decision_s_page_says(given: dict[str, Any]) -> None:
    """Entries are made of the record as it stands, pages of the model."""
    text = PublicDecision.model_validate(given).model_dump_json(exclude_defaults=True)
    one = channel(rows({"record": text, "restored": ""})).items[0]
    page = page_data({"record": text, "agency": {"name": f"局{ODD}", "review_body": "", "court": ""}, "item": ""})["d"]
    assert one.summary == plain("；".join(f"{item['title']}：{item['values'][0]}" for item in page["legal"]))
    details = [item for item in page["details"] if item["title"] in ("文号", "决定日期", "公示截止日期")]
    listed = "".join(f"<li><strong>{item['title']}</strong>：{escape(item['values'][0])}</li>\n" for item in details)
    assert f"{listed}</ul>\n" in one.html
    assert page["summary_note"] in one.html
    assert plain(page["body"]).replace("../x", "https://a.example/x/decision/x") in one.html


def test_what_two_feeds_have_in_common_is_made_once() -> None:
    first, second = (channel({**FEEDS["hub"], "feed": {**FEEDS["hub"]["feed"], "name": name}}).items[0] for name in ("all", "kind/penalty"))
    assert first is second
