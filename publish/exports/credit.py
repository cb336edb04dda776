"""Which decisions are in the national credit tables (「双公示」) on a day, and what stands in their cells.

Source: 发改办财金〔2018〕424号 with 790号; columns: `publish.exports.credit_columns`. Not in the tables: individuals, penalties by summary
procedure, penalties whose credit period is over or of no length (`credit_until`), and refusals: a refusal grants nothing, so its
mandatory validity and state could only be invented. Cells are filled from the public record alone, so what a decision that is
public in part leaves out stays empty, in mandatory columns too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from publish.codes import PLACEHOLDER
from publish.exports import ROOT
from publish.exports.cells import csv_bytes, csv_rows
from publish.exports.credit_columns import PENALTIES, PERMITS
from publish.exports.patches import Patch, Place, patched
from publish.exports.records import DECODER, Agency
from publish.exports.tables import Table
from publish.model import PARTY_TYPES

FOLDER = f"{ROOT}credit/"
FILES = {"penalty": "penalties", "permit": "permits"}  # kind → name of its files and, with `credit_`, of their view
NO_END = "2099/12/31"
LASTING = "9999-12-31"  # the last day of what does not end
HIDDEN = "—"  # a violation type that a summary leaves out (`publish.publication.published`)
Listed = tuple[str, str, str, str]  # day of the decision, id, last day in the table, digest of the record
Listing = dict[str, list[Listed]]  # kind → who is in its table, in order
Record = dict[str, Any]  # a public decision's JSON, as the publication set holds it


class Named(msgspec.Struct):
    """A party, or a kind's own block, as far as it decides who is reported."""

    type: str = ""
    result: str = ""
    procedure: str = ""


class Reported(msgspec.Struct):
    """A record as far as it does."""

    party: Named
    permit: Named | None = None
    penalty: Named | None = None
    credit_until: str = LASTING


REPORTED = msgspec.json.Decoder(Reported)


def path_of(month: str, kind: str) -> str:
    """The path of a month's table of a kind of decision."""
    return f"{FOLDER}{FILES[kind]}-{month}.csv"


def view_of(kind: str) -> str:
    """The view that makes it."""
    return f"credit_{FILES[kind]}"


def listing(decisions: Iterable[tuple[Place, str, str, bytes]]) -> Listing:
    """Who is in the tables on some day. `decisions`: place, digest, kind and record of each, in order."""
    made: Listing = {kind: [] for kind in FILES}
    for (day, ident), digest, kind, record in decisions:
        if kind in FILES and (until := reported_until(REPORTED.decode(record))):
            made[kind].append((day, ident, until, digest))
    return made


def shown(listing: Listing, today: str) -> Listing:
    """Who is in on a day (ISO text); no kinds without anyone."""
    found = {kind: [one for one in rows if one[2] >= today] for kind, rows in listing.items()}
    return {kind: rows for kind, rows in found.items() if rows}


def reported_until(one: Reported) -> str:
    """The last day on which a public decision is reported, as ISO text; "" for one that never is: see the module."""
    if one.party.type == "individual":
        return ""
    if one.permit:
        return "" if one.permit.result == "refused" else LASTING
    return "" if one.penalty and one.penalty.procedure == "summary" else one.credit_until


def penalties(rows: dict[str, Any]) -> bytes:
    """The table of a month's penalties."""
    return _table(PENALTIES, penalty_cells, rows["records"])


def permits(rows: dict[str, Any]) -> bytes:
    """The table of a month's permits."""
    return _table(PERMITS, permit_cells, rows["records"])


def _table(table: Table, cells: Callable[[Record, Agency], dict[str, str]], about: Patch) -> bytes:
    filled = (cells(DECODER.decode(text), about["agencies"][agency]) for agency, text in about["new"])
    made = ([one.get(name, "") for name in table.header] for one in filled)
    return patched(about, csv_rows(made), head=1) if "kept" in about else csv_bytes(table.header, made)


def penalty_cells(record: Record, agency: Agency) -> dict[str, str]:
    """Code → cell of a penalty; what is not there stays empty."""
    penalty = record["penalty"]
    violation = penalty["violation_type"]
    return {
        **_party_cells("CF", record),
        "CF_WSH": record.get("document_number", ""),
        "CF_WFXW": "" if violation == HIDDEN else violation,
        "CF_SY": record.get("facts", ""),
        "CF_YJ": "；".join(record.get("basis", [])),
        "CF_CFLB": "；".join(penalty["categories"]),
        "CF_NR": record["conclusion"],
        "CF_NR_FK": in_ten_thousands(penalty.get("fine_yuan")),
        "CF_NR_WFFF": in_ten_thousands(penalty.get("confiscated_yuan")),
        "CF_NR_ZKDX": penalty.get("certificate", ""),
        "CF_JDRQ": day(record["decided_on"]),
        "CF_YXQ": day(penalty.get("valid_until")),
        "CF_GSJZQ": day(record.get("credit_until") or record.get("until")),
        "CF_CFJG": agency["name"],
        "CF_CFJGDM": agency["uscc"],
        "CF_SJLY": agency["name"],
        "CF_SJLYDM": agency["uscc"],
    }


def permit_cells(record: Record, agency: Agency) -> dict[str, str]:
    """Code → cell of a permit; what is not there stays empty."""
    permit = record["permit"]
    number = permit.get("certificate_number", "")
    cancelled = permit["result"] == "cancelled"
    until = permit.get("valid_until", "long")
    left_out = "document_number" in record.get("omitted", [])  # then there is a number, and no other may stand for it
    return {
        **_party_cells("XK", record),
        "XK_XKWS": permit["document_title"],
        "XK_WSH": record.get("document_number") or ("" if left_out else number),
        "XK_XKLB": permit["category"],
        "XK_XKZS": permit.get("certificate_name", ""),
        "XK_XKBH": number,
        "XK_NR": record["conclusion"],
        "XK_JDRQ": day(record["decided_on"]),
        "XK_YXQZ": day(permit.get("valid_from") or record["decided_on"]),
        "XK_YXQZI": day(record["decided_on"] if cancelled and until == "long" else until),
        "XK_XKJG": agency["name"],
        "XK_XKJGDM": agency["uscc"],
        "XK_ZT": "2" if cancelled else "1",
        "XK_LYDW": agency["name"],
        "XK_LYDWDM": agency["uscc"],
    }


def _party_cells(prefix: str, record: Record) -> dict[str, str]:
    party = record["party"]
    # A public record never has the placeholder; a sole trader without a code has it here, but not one whose code is left out.
    nobody = PLACEHOLDER if party["type"] == "sole_trader" and "uscc" not in record.get("omitted", []) else ""
    return {
        f"{prefix}_XDR_MC": party["name"],
        f"{prefix}_XDR_LB": PARTY_TYPES[party["type"]],
        f"{prefix}_XDR_SHXYM": party.get("uscc") or nobody,
        f"{prefix}_FRDB": party.get("legal_representative") or "",
    }


def in_ten_thousands(yuan: str | None) -> str:
    """Yuan as 万元, exact: at most 6 decimals (the content has 2), no zeros at the end; "" for nothing and for zero."""
    amount = Decimal(yuan or 0).scaleb(-4)
    text = f"{amount:f}"
    return "" if not amount else text.rstrip("0").rstrip(".") if "." in text else text


def day(iso: str | None) -> str:
    """A day as YYYY/MM/DD; what has no end, or a later one than the standard can say, ends on 2099/12/31."""
    return NO_END if iso in (None, "long") else min(str(iso).replace("-", "/"), NO_END)
