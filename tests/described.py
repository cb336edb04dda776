"""A release of a small site, from which data packages and catalogues are made without a build."""

from __future__ import annotations

from datetime import date

from publish.changes.release import Release, Standing
from publish.output import File
from publish.site import Site

DIGEST = "ab" * 32
ON = date(2026, 11, 24)
STANDING = Standing("2026-11-01-0123abcd", 7, 6, ON, DIGEST, [], [], Release(1, ON, ""))
SITE = Site(url="https://data.example.org/zf", data_license="CC BY 4.0", data_terms="须删除撤回的数据。", organizer="甲省生态环境厅")
PATHS = ("decisions/2026-05.csv", "decisions/2026-05.jsonl", "years/2025.csv", "withdrawals.csv", "withdrawals.json", "deltas/index.json")
FILES = [File(f"data/v1/{path}", DIGEST, 10) for path in PATHS]
