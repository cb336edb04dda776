"""What an object store is told of each file, and in which order files are put, so that nothing leads to what is not there yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

TEXT = "; charset=utf-8"
MEDIA_TYPES = {
    "html": f"text/html{TEXT}", "css": f"text/css{TEXT}", "js": f"text/javascript{TEXT}", "txt": f"text/plain{TEXT}",
    "csv": f"text/csv{TEXT}", "py": f"text/x-python{TEXT}", "ics": f"text/calendar{TEXT}", "opml": f"text/x-opml{TEXT}",
    "json": "application/json", "jsonl": "application/jsonl", "jsonld": "application/ld+json", "xml": f"text/xml{TEXT}",
    "atom": "application/atom+xml", "rss": "application/rss+xml", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "pdf": "application/pdf", "ofd": "application/ofd",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "bin": "application/octet-stream",
}  # fmt: skip
BY_PATH = {"opensearch.xml": "application/opensearchdescription+xml", ".well-known/resourcesync": f"text/xml{TEXT}"}
ROOT = "search/v1/root.bin"
ASK = "no-cache"  # kept by browsers, and asked for before it is shown: what was withdrawn is not shown from a cache
SHORT, OWN, PICTURES = "public, max-age=300", "private, max-age=3600", "public, max-age=86400"  # as `servers/nginx.conf` has them
LISTS = (
    "agency/", "decisions/", "kind/", "lists/", "notices/", "officers/", "party/", "sitemap/", "statistics/", "topic/", "windows/",
)  # fmt: skip
LATE = ("feeds/", "data/resourcesync/", ".well-known/")
LAST = ("data/v1/index.json", "data/v1/SHA256SUMS", "data/v1/SHA256SUMS.sig")
COMPRESSED = (".gz", ".br")


def media_type(path: str) -> str:
    """`Content-Type` of a file, with the charset of what is text."""
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else "txt"
    if ending == "json" and path.startswith("feeds/"):
        return "application/feed+json"
    return BY_PATH.get(path) or MEDIA_TYPES.get(ending, "application/octet-stream")


def caching(path: str) -> str:
    """`Cache-Control` of a file: search files, a reader's own cache and an hour; feeds and site maps five minutes; all else asks."""
    if path.startswith("search/v1/") and path != ROOT:
        return OWN
    if path.startswith(("sitemap", "feeds/")):
        return SHORT
    return PICTURES if path.startswith("theme/") and path.endswith((".svg", ".png")) else ASK


def turn(path: str) -> int:
    """0: what others lead to; 1: lists; 2: indexes, feeds, the home page; 3: what tells of all data."""
    if path in LAST:
        return 3
    if path in ("index.html", "sitemap.xml", ROOT) or path.startswith(LATE):
        return 2
    if path.startswith(LISTS):
        return 2 if path.count("/") == 1 and path.endswith("/index.html") else 1
    return 0


def in_turns(paths: Iterable[str]) -> list[list[str]]:
    """Paths in the order in which they are put; those of one turn at once."""
    turns: list[list[str]] = [[], [], [], []]
    for path in paths:
        turns[turn(path)].append(path)
    return [one for one in turns if one]


def kept(files: Mapping[str, str]) -> dict[str, str]:
    """The files that an object store gets: no compressed siblings, for it cannot choose between them."""
    return {path: digest for path, digest in files.items() if not (path.endswith(COMPRESSED) and path[:-3] in files)}


def form() -> str:
    """A digest of what all files are told of: where it changes, all are put anew."""
    told = repr((sorted(MEDIA_TYPES.items()), sorted(BY_PATH.items()), ASK, SHORT, OWN, PICTURES))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
