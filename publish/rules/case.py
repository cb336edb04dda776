"""Who handled the case, and in which order the acts came (行政处罚法 42, 57; `domain/rules.md` §6)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
