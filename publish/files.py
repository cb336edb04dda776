"""The files that are no pages: rows in, bytes out. One function a view; `FORMS` is the list of them.

Files that are copied as they are (`COPIED`) have a folder instead: attachments from the content, the theme's static files, what
search put aside, which takes no copy on the output's own disk (`MOVED`); a signature (`SIGNED`) has a key. What is joined (`JOINED`)
is made of other files of the output. Two forms of feeds (`FEEDS`) need a library, and are the host's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from publish.exports import credit, index, months, schemas, workbook, years
from publish.exports.cells import csv_bytes
from publish.exports.records import public_record, readable
from publish.exports.resourcesync import document
from publish.feeds import forms
from publish.qr import qr_image

MOVED = "search_file"
COPIED = ("attachment", "copy", MOVED)
FEEDS = ("feed_atom", "feed_rss")
SIGNED = "signature"
JOINED = {"year_table": years.table}
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _json(rows: dict[str, Any]) -> bytes:
    if "record" in rows:
        return readable(public_record(rows["record"], rows["agency"]))
    if "document" in rows:
        return readable(rows["document"])
    names = [column["name"] for column in rows["columns"]]
    table = [dict(zip(names, row, strict=True)) for row in rows["rows"]]
    return readable({**rows, "rows": table})


def _csv(rows: dict[str, Any]) -> bytes:
    return csv_bytes((column["name"] for column in rows["columns"]), rows["rows"])


def _text(rows: dict[str, Any]) -> bytes:
    return str(rows["text"]).encode()


def _opensearch(rows: dict[str, Any]) -> bytes:
    """OpenSearch 1.1: how browsers ask the page of search. A short name has at most 16 characters."""
    name, url = escape(rows["name"]), escape(rows["url"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(rows['name'][:16])}</ShortName>\n<Description>查询 {name}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template="{url}/search/?q={{searchTerms}}"/>\n</OpenSearchDescription>\n'
    ).encode()


def _sitemap(rows: dict[str, Any]) -> bytes:
    """sitemaps.org 0.9: addresses with the day of their last change where it is known."""
    lines = _located(rows, rows["entries"], "url")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {SITEMAP}>\n{"".join(lines)}</urlset>\n'.encode()


def _sitemap_index(rows: dict[str, Any]) -> bytes:
    lines = _located(rows, rows["parts"], "sitemap")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {SITEMAP}>\n{"".join(lines)}</sitemapindex>\n'.encode()


def _located(rows: dict[str, Any], entries: list[list[Any]], item: str) -> list[str]:
    lines = []
    for path, day in entries:
        when = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{item}><loc>{escape(rows['url'] + '/' + path)}</loc>{when}</{item}>\n")
    return lines


FORMS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "json": _json,
    "csv": _csv,
    "month_lines": months.lines,
    "month_table": months.table,
    "credit_penalties": credit.penalties,
    "credit_permits": credit.permits,
    "schema": schemas.text,
    "text": _text,
    "delta": index.delta_text,
    "feed_json": forms.json_feed,
    "opml": forms.opml,
    "qr": qr_image,
    "opensearch": _opensearch,
    "sitemap": _sitemap,
    "sitemap_index": _sitemap_index,
    "resourcesync": document,
    "workbook": workbook.workbook,
}
