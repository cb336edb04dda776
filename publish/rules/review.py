"""The legal review of major decisions (法制审核; 行政处罚法 58; 环办执法〔2019〕42号; `domain/rules.md` §6)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
