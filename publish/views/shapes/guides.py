"""办事指南: a page for each permit with everything that an applicant has to be told (行政许可法 30), in the order in which it is asked.

What the list does not say is not passed over: its section says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.output import Draft
from publish.views.frame import here, room, way
from publish.views.listing import Listing, Row, parts, slug_of, steps

LIST = "permit-guides"
GLANCE = ("agency", "promised_days", "fee", "result")
SECTIONS = (
    ("设定依据", "basis", ("basis",)),
    ("申请条件", "conditions", ("conditions",)),
    ("办理材料", "materials", ("materials", "sample")),
    ("办理流程", "steps", ("steps",)),
    ("办理期限", "limits", ("statutory_days", "promised_days")),
    ("收费", "fee", ("fee",)),
    ("办理结果", "result", ("result",)),
    ("办理地点和时间", "place", ("address", "hours")),
    ("咨询和投诉", "contact", ("phone", "complaint_phone")),
)
MISSING = "清单里没有写明，请向实施机关咨询。"


def guide_href(listing: Listing, row: Row) -> str:
    """The address of a permit's guide, by the list's key, which no two rows share."""
    return f"lists/{LIST}/{slug_of(row[listing.one.description.key])}.html"


def glance(listing: Listing, row: Row) -> list[dict[str, Any]]:
    """What people ask first."""
    return listing.labels(row, GLANCE)


def guide_drafts(listing: Listing) -> Iterator[Draft]:
    """The guides of the version in force."""
    for row in listing.rows:
        yield guide_href(listing, row), "guide", _guide(listing, row)


def _guide(listing: Listing, row: Row) -> dict[str, Any]:
    used = {name for _, _, names in SECTIONS for name in names}
    title = listing.one.description.title
    sections = [{"title": name, "id": ident, **_said(listing, row, names)} for name, ident, names in SECTIONS]
    if rest := listing.rest(row, *used, "name", "agency"):
        sections.append({"title": "其他", "id": "more", "parts": [], "ordered": False, "labels": rest, "empty": ""})
    return {
        "here": here(row["name"], "lists", [room("lists"), {"title": title, "href": f"lists/{LIST}/"}],
                     description=f"{row['name']}的办事指南：依据、条件、材料、流程、期限、收费、地点时间和咨询投诉。"),
        "glance": glance(listing, row),
        "sections": sections,
        "version": str(listing.version.on),
        "ways": [way(title, f"lists/{LIST}/", note="全部许可事项。")],
    }  # fmt: skip


def _said(listing: Listing, row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """The content of a section: what a cell enumerates as a list, several short cells under their titles."""
    first, *others = names
    text = row.get(first, "")
    enumerated = (steps(text) if first == "steps" else parts(text)) if len(names) == 1 or first == "materials" else []
    labels = listing.labels(row, others if enumerated else names)
    said = enumerated or labels
    return {"parts": enumerated, "ordered": first == "steps" and len(enumerated) > 1, "labels": labels, "empty": "" if said else MISSING}
