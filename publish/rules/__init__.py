"""The rules of the gate: one module a family, one function a finding.

A rule takes a `Dossier` and yields findings whose code is its own address. A rule that is not in its module's `RULES` is not
run. Its docstring says in English what it asks; a line `规则：` says it in Chinese for staff, a line `依据：` names the source:
the rule list (`docs/rules.md`) is made from them. To add one: write the function, name it in `RULES`, add
`tests/cases/<code>.md`.
"""

from __future__ import annotations

from publish.dossier import Rule
from publish.rules import amount, case, clearance, deadlines, files, identity, law, periods, privacy, records, review, signature
from publish.rules import list as lists

FAMILIES = (identity, clearance, privacy, review, case, records, deadlines, periods, law, amount, lists, signature, files)
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.RULES)
