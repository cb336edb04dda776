"""How long a decision may stay public (公示期限; `domain/rules.md` §4)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
