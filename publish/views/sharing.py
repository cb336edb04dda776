"""What a page says of itself when it is passed on: a sentence for link previews and search engines, and data for programs.

Nothing is said here that the page does not say: the sentence of a decision is made from its four legal facts, an individual's
name as the policy shows it.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import asdict

from publish.model import KINDS
from publish.site import Site
from publish.views import linked
from publish.views.frame import decision_href
from publish.views.record import Record

MOST = 120  # characters of a conclusion: what previews and search engines show of a description
ENDS = re.compile(r"[。；！？;!?]+")
BREAKS = "，、：,: 　"
DID = {
    "penalty": "作出行政处罚决定", "permit": "作出行政许可决定", "coercion": "作出行政强制决定", "inspection": "进行了行政检查",
}  # fmt: skip
Rows = dict[str, Any]


def shortened(text: str, most: int = MOST) -> str:
    """The sentences of a text that fit, on one line; of a first sentence that is too long, the part up to a comma, and ……."""
    one_line = "".join(line.strip() for line in text.splitlines())
    if len(one_line) <= most:
        return one_line
    end = max((match.end() for match in ENDS.finditer(one_line) if match.end() <= most), default=0)
    if end:
        return one_line[:end]
    cut = max(one_line.rfind(mark, most // 2, most) for mark in BREAKS)
    return f"{one_line[: cut if cut > 0 else most]}……"


def in_short(agency: str, party: str, kind: str, conclusion: str) -> str:
    """执法机关、对象、类别、结论 as one plain sentence. `kind`: a key of `KINDS`."""
    said = shortened(conclusion).rstrip("。；;")
    return f"{agency}对{party}{DID[kind]}：{said}{'' if said.endswith('……') else '。'}"


def decision_said(decision: Record, agency: Rows, party_href: str) -> Rows:
    """What a decision's page says of itself. `agency`: its name and uscc; `party_href`: "" where there is no page of the party."""
    party, permit = decision.party, decision.permit
    days = [one.on for one in decision.corrections]
    return {
        "description": in_short(agency["name"], party.name, decision.kind, decision.conclusion),
        "document": {
            "title": decision.title,
            "number": decision.document_number or "",
            "kind": KINDS[decision.kind],
            "decided_on": decision.decided_on,
            "published_on": str(decision.published_on),
            "changed_on": max(days, default=""),
            "until": decision.until or "",
            "agency": {"name": agency["name"], "code": agency.get("uscc", ""), "href": f"agency/{decision.agency}/"},
            "party": {"name": party.name, "code": party.uscc, "href": party_href} if party_href else None,
            "permit": asdict(permit) if permit else None,
            "data": decision_href(decision.id).removesuffix("html") + "json",
        },
    }


def shared(view: str, here: Rows, data: Rows, site: Site) -> Rows:
    """`description` and `linked` of a page, the latter the text of its block of data, "" for pages without an address.

    `here`: what the page is, its address included; `data`: what its template shows.
    """
    said, title = data.get("said", {}), here["title"]
    own = here["description"] if here["description"] != title else ""
    basis = f"编制依据：{data['basis']}" if data.get("basis") else ""
    told = shortened(data.get("lead") or data.get("reason") or basis)
    description = said.get("description") or own or (f"{title}。{told}" if told else title)
    about = {**here, "description": description}
    return {"description": description, "linked": linked.block(view, about, data, site) if here["url"] else ""}
