"""The page of the rules that every decision has to pass before it is public: `/pages/rules.html`."""

from __future__ import annotations

from typing import Any

from publish.output import Draft
from publish.rulebook import LEVELS, Entry, chapters
from publish.views.frame import Way, here, item, room, way

SLUG = "rules"  # no page of the content may have it: `publish.pages.RESERVED`
TITLE = "公开前的检查规则"
LEAD = "每件行政执法决定公开之前，程序逐条核对这些规则；不合格的不公开，已经公开的依法撤下。每条写明要求、依据和不合格时怎样处理。"


def rules_way() -> Way:
    """The link to the page."""
    return way(TITLE, f"pages/{SLUG}.html", note="公开之前核对什么，依据是什么。")


def rules_draft() -> Draft:
    """The page, family by family, each rule under its code."""
    every = list(chapters())
    return f"pages/{SLUG}.html", "rules", {
        "here": here(TITLE, "pages", [room("pages")], description=LEAD),
        "lead": LEAD,
        "levels": [item(name, words) for name, words in LEVELS.values()],
        "ways": [way(one.title, f"pages/{SLUG}.html#{one.family}", len(one.entries)) for one in every],
        "chapters": [
            {"family": one.family, "title": one.title, "note": one.note, "rules": [_rule(entry) for entry in one.entries]}
            for one in every
        ],
    }  # fmt: skip


def _rule(entry: Entry) -> dict[str, Any]:
    about = [item("依据", entry.source), item("级别", entry.level), item("本地设置", entry.changes)]
    return {"code": entry.code, "asks": entry.asks, "about": about}
