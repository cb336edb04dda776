"""The settings with which the bench has stock Pelican build: what it makes by itself and nobody here asked for is off."""

import json
from pathlib import Path
from typing import Any

TOLD: dict[str, Any] = json.loads((Path(__file__).parent / "told.json").read_text("utf-8"))

SITENAME = TOLD["name"]
SITEURL = TOLD["url"]
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
STATIC_PATHS: list[str] = []

ARTICLE_URL = ARTICLE_SAVE_AS = "decision/{shelf}/{slug}.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "kinds/{slug}/", "kinds/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "agencies/{slug}/", "agencies/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"  # topics and organizations: it has no other way to group
MONTH_ARCHIVE_URL, MONTH_ARCHIVE_SAVE_AS = "months/{date:%Y}-{date:%m}/", "months/{date:%Y}-{date:%m}/index.html"
DIRECT_TEMPLATES = ["index"]
PAGINATED_TEMPLATES = {"category": 200, "author": 200, "tag": 200}
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

FEED_ALL_ATOM = "feeds/all.atom"
FEED_MAX_ITEMS = 100
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
