"""How loud each finding is, and what `policy/gate.yml` may change about it (design.md, "Findings that must exist")."""

from __future__ import annotations

from collections.abc import Iterator

from publish.errors import Finding, Level
from publish.site import GateLevels
from publish.strict_yaml import shown

CODES = (
    "load.yaml", "load.encoding", "load.size", "load.unknown_field", "load.missing_field", "load.type", "load.duplicate_key",
    "load.alias", "load.path",
    "identity.id_format", "identity.duplicate_id", "identity.duplicate_number", "identity.uscc", "identity.party_type",
    "identity.agency",
    "privacy.id_number", "privacy.mobile", "privacy.landline", "privacy.bank_account", "privacy.email", "privacy.address",
    "privacy.travel_document", "privacy.minor", "privacy.other_person",
    "clearance.missing", "clearance.late",
    "review.missing", "review.not_agreed", "review.late", "review.same_officer", "review.after_new_evidence", "review.items",
    "case.officers", "case.certificate", "case.order",
    "records.stage", "records.video", "records.numbering", "records.note", "records.dates",
    "deadlines.publication", "deadlines.withdrawal", "deadlines.list", "deadlines.report", "deadlines.undetermined",
    "deadlines.back_dated", "deadlines.report_changed",
    "periods.too_long",
    "law.repealed",
    "amount.category", "amount.text", "amount.unit",
    "list.row", "list.key", "list.unlisted_inspection",
    "order.unknown_decision", "order.reason_names_party", "order.dates",
    "set.vanished", "set.returned", "set.clock", "set.older", "set.trace", "set.series",
    "signature.missing", "signature.invalid", "signature.role", "signature.same_person",
)  # fmt: skip
STOP = frozenset({"identity.duplicate_id", "set.vanished", "set.returned", "set.clock", "set.older", "set.trace"})
HOLD_FAMILIES = frozenset({"load", "identity", "privacy", "review", "signature"})
HOLD = frozenset({"clearance.missing", "case.certificate", "records.video", "list.unlisted_inspection"})
NEVER_LOWERED = frozenset({"load", "privacy", "order", "set", "signature"})


def base(code: str) -> Level:
    """The level of a finding in a decision where no policy says otherwise."""
    if code in STOP:
        return Level.stop
    if code == "review.items":
        return Level.warn
    return Level.hold if code.split(".", maxsplit=1)[0] in HOLD_FAMILIES or code in HOLD else Level.warn


def levelled(finding: Finding, gate: GateLevels) -> Finding:
    """A decision's finding at its level under the local policy; a warning that a rule itself gave stays one."""
    if finding.code in gate.levels:
        wanted = Level[gate.levels[finding.code]]
        return finding.at(max(wanted, finding.level) if finding.level is Level.warn else wanted)
    return finding.at(min(finding.level, base(finding.code)))


def raised(finding: Finding, gate: GateLevels) -> Finding:
    """Any other finding, as loud as the local policy wants it at least."""
    return finding.at(max(finding.level, Level[gate.levels[finding.code]])) if finding.code in gate.levels else finding


def allowed(code: str) -> tuple[Level, ...]:
    """The levels that `policy/gate.yml` may give a finding."""
    fixed = code.split(".", maxsplit=1)[0] in NEVER_LOWERED or code in STOP
    return tuple(level for level in Level if level >= base(code) or not fixed)


def lowered(gate: GateLevels) -> Iterator[tuple[str, str]]:
    """(code, words) for each line of `gate.yml` that names no finding or lowers one that may not be lowered."""
    for code, name in gate.levels.items():
        if code not in CODES:
            yield code, f"没有 {shown(code)} 这个检查；请对照规则表改正。"
        elif Level[name] not in allowed(code):
            yield code, f"{code} 的级别不能低于 {base(code).name}；请删去这一行。"
