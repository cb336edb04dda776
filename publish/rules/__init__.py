"""The rules of the gate: one module a family, one function a finding.

A rule takes a `Dossier` and yields findings whose code is its own address. `RULES` is the one list of them; a rule that
is not in it is not run. To add one: write the function, name it here, add `tests/cases/<code>.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publish.dossier import Dossier
from publish.errors import Finding
from publish.rules import clearance, files, identity, privacy

Rule = Callable[[Dossier], Iterator[Finding]]

PRIVACY: tuple[Rule, ...] = (privacy.id_number, privacy.mobile, privacy.other_person)
RULES: tuple[Rule, ...] = (
    identity.id_format,
    identity.duplicate_number,
    identity.uscc,
    identity.party_type,
    identity.agency,
    clearance.missing,
    *PRIVACY,
    files.path,
)
