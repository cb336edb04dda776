"""One organization: all that is public about it, year by year, with totals. Never for individuals."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.output import Draft
from publish.views.frame import here, item, list_row, room, way
from publish.views.plain import chinese_yuan


def party_draft(code: str, rows: list[dict[str, Any]], facts: Facts) -> Draft:
    """The page. `rows`: newest decision first."""
    name = rows[0]["party"]
    kinds = {kind: sum(1 for row in rows if row["kind"] == kind) for kind in KINDS}
    money = sum(Decimal(row["yuan"]) for row in rows if "yuan" in row)
    items = [item("统一社会信用代码", code), item("公开中的决定", f"{len(rows)} 件")]
    items += [item("罚没金额合计", chinese_yuan(Decimal(money)))] if money else []
    years = [
        {"year": year, "rows": [list_row(row, facts) for row in group]} for year, group in groupby(rows, lambda row: row["decided_on"][:4])
    ]
    data = {
        "here": here(name, "decisions", [room("decisions")]),
        "name": name,
        "uscc": code,
        "lead": "只含现在公开的决定；公示期满、依法撤回或信用修复后的决定不在其中，不能据此认为该单位没有其他记录。",
        "items": items,
        "kinds": [way(KINDS[kind], f"kind/{kind}/", count) for kind, count in kinds.items() if count],
        "years": [{**one, "total": len(one["rows"])} for one in years],
    }
    return f"party/{code}.html", "party", data
