"""ResourceSync (ANSI/NISO Z39.99-2017) over the decisions' JSON files, so that a standard client can copy and follow them.

For developers of clients
-------------------------
`/.well-known/resourcesync` leads to `/data/resourcesync/capabilitylist.xml`, that to the two capabilities:

* `resourcelist.xml`, an index of one list for each month of decision: every public `/decision/<ab>/<id>.json` with `lastmod`,
  SHA-256, length and type. To copy everything, or to be sure of having everything.
* `changelist-index.xml`, an index of change lists: `changelist.xml` is open and reaches back to its `from`, at least to the first
  day of the month before this one and further where little changes; `changelist-<yyyy>-<mm>.xml` are closed and hold what is
  older, up to `RETENTION` days. A closed list is written anew when a decision that it names is gone: its `created` and `updated`
  entries go, and only its `deleted` stays.

With the client `resync` (it cannot read an index of change lists, hence one open list with a fixed address):

    SITE=https://example.org/site
    resync-sync --baseline --delete $SITE COPY
    resync-sync --incremental --delete --changelist-uri $SITE/data/resourcesync/changelist.xml $SITE COPY

Who was away since before the `from` of the oldest list loads the baseline again, with `--delete`; `resync-sync` does not compare,
so run the baseline after a pause of a month, and once a week in any case. A `deleted` entry obliges to delete.

Times
-----
A build knows its day, not the hour, and several releases may share a day. So a release has the instant at which its day ends in
China (16:00 UTC) plus `seq` seconds: later releases are always later, and none is earlier than the moment when it was made, so
that a client which compares with its own clock misses none. `lastmod` of a file is the release that last changed it in this
series, else its day of publication: it moves with every change, also with one that no dated correction tells. That matters, for
`resync-sync` compares time and length, but no hashes.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from publish.exports.patches import patched
from publish.output import Draft, File

MOST = 50_000  # entries in a document (section 7 of the standard)
FOLDER = "data/resourcesync"
WELL_KNOWN = ".well-known/resourcesync"
CAPABILITIES, RESOURCES = f"{FOLDER}/capabilitylist.xml", f"{FOLDER}/resourcelist.xml"
OPEN, CHANGES = f"{FOLDER}/changelist.xml", f"{FOLDER}/changelist-index.xml"
UP, ABOUT = ["up", CAPABILITIES], ["describedby", "data/"]  # links: relation, path
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:rs="http://www.openarchives.org/rs/terms/"'
LASTMOD = re.compile(rb"<lastmod>([^<]*)</lastmod>")
ITEMS = {"urlset": "url", "sitemapindex": "sitemap"}


def instant(on: date, seq: int) -> str:
    """When a release was made, as the lists say it (W3C datetime, UTC); see "Times". Ordered for 86,400 releases of a series."""
    moment = datetime.combine(on, time(16), UTC) + timedelta(seconds=seq)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def beginning(day: str) -> str:
    """The instant that stands for a day of which no release tells."""
    return f"{day}T00:00:00Z"


def data_path(ident: str) -> str:
    """The JSON file of a decision."""
    return f"decision/{ident[:2]}/{ident}.json"


def entrance() -> Iterator[Draft]:
    """The two documents that lead to the others; they never change."""
    yield draft(WELL_KNOWN, "urlset", {"capability": "description"}, [ABOUT], [[CAPABILITIES, "", {"capability": "capabilitylist"}]])
    capabilities = [[RESOURCES, "", {"capability": "resourcelist"}], [CHANGES, "", {"capability": "changelist"}]]
    yield draft(CAPABILITIES, "urlset", {"capability": "capabilitylist"}, [ABOUT, ["up", WELL_KNOWN]], capabilities)


def resource_index(totals: Mapping[str, int], at: str) -> Draft:
    """The index of the resource lists. `totals`: month → number of public decisions; `at`: the instant of this release."""
    entries = [[path, "", {}] for month, total in sorted(totals.items()) for path in resource_paths(month, total)]
    return draft(RESOURCES, "sitemapindex", {"capability": "resourcelist", "at": at}, [UP], entries)


def resource_lists(month: str, lastmods: dict[str, str], file: Callable[[str], File]) -> Iterator[Draft]:
    """The resource lists of a month. `lastmods`: id → instant of the last change; `file`: a file that is in place, by path.

    A list is as of (`at`) the last change that it knows: it says the same until the month changes, and is not written anew.
    """
    ids = sorted(lastmods)
    for number, path in enumerate(resource_paths(month, len(ids))):
        entries = [_resource(file(data_path(one)), lastmods[one]) for one in ids[number * MOST : (number + 1) * MOST]]
        about = {"capability": "resourcelist", "at": max(lastmod for _, lastmod, _ in entries)}
        yield draft(path, "urlset", about, [UP, ["index", RESOURCES]], entries)


def changed_lists(month: str, lastmods: dict[str, str], file: Callable[[str], File], kept: dict[str, bytes]) -> Iterator[Draft]:
    """The resource lists of a month from those before. `lastmods`: of the entries that are new; `kept`: id → line of those that stay."""
    ids = sorted([*kept, *lastmods])
    for number, name in enumerate(resource_paths(month, len(ids))):
        some = ids[number * MOST : (number + 1) * MOST]
        new = [one for one in some if one in lastmods]
        stay = [one for one in some if one not in lastmods]
        lines = [kept[one] for one in stay]
        text = b"".join(lines)
        last = max([*(lastmods[one] for one in new), max(LASTMOD.findall(text), default=b"").decode()])
        entries = [_resource(file(data_path(one)), lastmods[one]) for one in new]
        path, view, rows = draft(name, "urlset", {"capability": "resourcelist", "at": last}, [UP, ["index", RESOURCES]], entries)
        records = {"kept": lines, "gone": [], "at": [bisect_left(stay, one) for one in new]}
        yield path, view, {**rows, "records": records, "digest": hashlib.sha256(text).hexdigest()}


def items_of(content: bytes) -> list[bytes]:
    """The lines of a document's entries, each with its end."""
    return [line for line in content.splitlines(keepends=True) if line.startswith(b"<url>")]


def resource_paths(month: str, total: int) -> list[str]:
    """The resource lists of a month with so many public decisions."""
    return [numbered(f"{FOLDER}/resourcelist-{month}", number) for number in range(1, -(-total // MOST) + 1)]


def _resource(file: File, lastmod: str) -> list[Any]:
    return [file.path, lastmod, {"hash": f"sha-256:{file.digest}", "length": str(file.size), "type": "application/json"}]


def numbered(stem: str, number: int) -> str:
    """The path of the first, second, … list of a month."""
    return f"{stem}-{number}.xml" if number > 1 else f"{stem}.xml"


def draft(path: str, root: str, about: dict[str, str], links: list[list[str]], entries: list[list[Any]]) -> Draft:
    """A document. `about`: attributes of its rs:md; `links`: relation and path; `entries`: path, lastmod ("" for none), rs:md."""
    return path, "resourcesync", {"root": root, "about": about, "links": links, "entries": entries}


def document(rows: dict[str, Any]) -> bytes:
    """A document as XML. `rows`: as `draft` makes them, the site's `url`, and `records`, where entries are kept (`patches`).

    An entry is a path, a `lastmod` ("" for none) and the attributes of its `rs:md`.
    """
    url, item = rows["url"], ITEMS[rows["root"]]
    lines = [f"<rs:ln rel={quoteattr(rel)} href={quoteattr(f'{url}/{path}')}/>\n" for rel, path in rows["links"]]
    lines.append(f"{_md(rows['about'])}\n")
    entries = []
    for path, lastmod, about in rows["entries"]:
        when = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
        entries.append(f"<{item}><loc>{escape(f'{url}/{path}')}</loc>{when}{_md(about) if about else ''}</{item}>\n".encode())
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{rows["root"]} {NAMESPACES}>\n{"".join(lines)}'
    return head.encode() + patched(rows.get("records", {}), entries) + f"</{rows['root']}>\n".encode()


def _md(attributes: dict[str, str]) -> str:
    return f"<rs:md {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"
