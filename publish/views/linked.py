"""What a page says in the words of schema.org, for search engines and programs: one block of JSON-LD a page.

A decision is a `DigitalDocument` of a `GovernmentOrganization`, a permit also a `GovernmentPermit`; the page about the data is a
`DataCatalog`, lists and annual figures are a `Dataset`, home a `WebSite` with its search. Who is told of (`about`) are
organizations with a page of their own, never individuals. The full catalogue of the data, in DCAT, is `publish.exports.catalog`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.json import encode

from publish.exports import ROOT
from publish.exports.licences import licence
from publish.site import Site

SCHEMA = "https://schema.org"
LANGUAGE = "zh-CN"
MONTHS = 12  # of which the files are named; the others stand in the catalogue
PERMITTED = ("granted", "changed", "renewed")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl", "xlsx": SHEET}
MONTH = re.compile(rf"{ROOT}(decisions|credit)/(?:(penalties|permits)-)?(\d{{4}}-\d\d)\.\w+")
SERIES = {
    "decisions": ("行政执法决定", "公开的行政处罚、行政许可、行政强制、行政检查决定，按作出决定的月份分。"),
    "penalties": ("双公示：行政处罚", "全国信用信息共享用的行政处罚表，按作出决定的月份分，不含自然人。"),
    "permits": ("双公示：行政许可", "全国信用信息共享用的行政许可表，按作出决定的月份分，不含自然人。"),
}
Node = dict[str, Any]


def block(view: str, here: Node, data: Node, site: Site) -> str:
    """The text of a page's block, safe inside an element. `here`, `data`: see `publish.views.sharing.shared`."""
    page = {"@context": SCHEMA, "@type": "WebPage", "name": here["title"], "url": here["url"], "inLanguage": LANGUAGE}
    if here["trail"]:
        page["breadcrumb"] = _breadcrumb(here, site)
    node = {**page, **NODES[view](here, data, site)} if view in NODES else page
    text = encode(node).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")  # so that nothing closes the element


def _breadcrumb(here: Node, site: Site) -> Node:
    """您现在的位置; the page itself comes last and needs no address."""
    steps = [
        {"@type": "ListItem", "position": place, "name": step["title"]}
        | ({"item": f"{site.url}/{step['href']}"} if step["href"] is not None else {})
        for place, step in enumerate(here["trail"], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _publisher(site: Site) -> Node:
    return {"@type": "GovernmentOrganization", "name": site.organizer or site.name, "url": f"{site.url}/"}


def _home(here: Node, data: Node, site: Site) -> Node:
    del data
    target = {"@type": "EntryPoint", "urlTemplate": f"{site.url}/search/?q={{search_term_string}}"}
    search = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    contact = {"@type": "ContactPoint", "description": site.contact}
    publisher = {**_publisher(site), **({"contactPoint": contact} if site.contact else {})}
    about = {"@type": "WebSite", "name": site.name, "description": here["description"]}
    return {**about, "publisher": publisher, "potentialAction": search}


def _decision(here: Node, data: Node, site: Site) -> Node:
    said = data["said"]["document"]
    agency, party, permit = said["agency"], said["party"], said["permit"]
    by: Node = {"@type": "GovernmentOrganization", "name": agency["name"], "url": f"{site.url}/{agency['href']}"}
    if agency["code"]:
        by["identifier"] = agency["code"]
    about: list[Node] = []
    if party:
        organization = {"@type": "Organization", "name": party["name"], "identifier": party["code"], "url": f"{site.url}/{party['href']}"}
        about.append(organization)
    if permit and permit["certificate_name"] and permit["result"] in PERMITTED:
        about.append(_permit(permit, agency["name"]))
    told = {
        "identifier": said["number"], "dateCreated": said["decided_on"], "datePublished": said["published_on"],
        "dateModified": said["changed_on"], "expires": said["until"], "about": about,
    }  # fmt: skip
    document = {
        "@type": "DigitalDocument", "name": said["title"], "genre": said["kind"], "url": here["url"], "creator": by,
        "publisher": _publisher(site), "isAccessibleForFree": True, **{name: value for name, value in told.items() if value},
        "encoding": _file(f"{site.url}/{said['data']}", "MediaObject"),
    }  # fmt: skip
    return {"mainEntity": document}


def _permit(permit: Node, agency: str) -> Node:
    end = permit["valid_until"]
    told = {
        "identifier": permit["certificate_number"], "validFrom": permit["valid_from"], "validUntil": None if end == "long" else end,
    }  # fmt: skip
    return {
        "@type": "GovernmentPermit", "name": permit["certificate_name"], "issuedBy": {"@type": "GovernmentOrganization", "name": agency},
        **{name: value for name, value in told.items() if value},
    }  # fmt: skip


def _party(here: Node, data: Node, site: Site) -> Node:
    del site
    return {"mainEntity": {"@type": "Organization", "name": data["name"], "identifier": data["uscc"], "url": here["url"]}}


def _dataset(name: str, description: str, url: str, files: list[Node], site: Site) -> Node:
    rights = {"license": licence(site)[1]} if site.data_license else {}
    return {
        "@type": "Dataset", "name": name, "description": description, "url": url, "creator": _publisher(site), "isAccessibleForFree": True,
        "inLanguage": LANGUAGE, **rights, "distribution": files,
    }  # fmt: skip


def _tables(here: Node, data: Node, site: Site) -> Node:
    """A page of tables that can be downloaded; one without says no more than any page."""
    files = [_file(f"{site.url}/{one['href']}", "DataDownload") for one in data.get("downloads") or ()]
    return {"mainEntity": _dataset(here["title"], here["description"], here["url"], files, site)} if files else {}


def _data(here: Node, data: Node, site: Site) -> Node:
    sets = [
        {**_dataset(*SERIES[name], f"{here['url']}#download", files, site), "temporalCoverage": f"{min(months)}/{max(months)}"}
        for name, months, files in _series(data, site)
    ]
    full = _file(f"{site.url}/{ROOT}catalog.jsonld", "DataDownload", "application/ld+json")
    about = {"@type": "DataCatalog", "name": f"{site.name}：开放数据", "description": here["description"], "url": here["url"]}
    return {"mainEntity": {**about, "publisher": _publisher(site), "dataset": sets, "encoding": full}}


def _series(data: Node, site: Site) -> Iterator[tuple[str, list[str], list[Node]]]:
    """Each series with the months of its files, all of them, and the files of the newest."""
    found: dict[str, list[tuple[str, str]]] = {}
    for href in (link["href"] for year in data["years"] for month in year["months"] for link in month["links"]):
        if match := MONTH.fullmatch(href):
            found.setdefault(match[2] or match[1], []).append((match[3], href))
    for name, files in found.items():
        months = sorted({month for month, _ in files})
        newest = [_file(f"{site.url}/{href}", "DataDownload") for month, href in files if month in months[-MONTHS:]]
        yield name, months, newest


def _file(address: str, kind: str, media_type: str = "") -> Node:
    return {"@type": kind, "contentUrl": address, "encodingFormat": media_type or TYPES[address.rpartition(".")[2]]}


NODES: dict[str, Callable[[Node, Node, Site], Node]] = {
    "home": _home, "decision": _decision, "party": _party, "data": _data, "list": _tables, "statistics_year": _tables,
}  # fmt: skip
