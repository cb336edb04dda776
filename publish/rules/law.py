"""Whether the law that a decision cites was in force (`domain/rules.md` §7)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
