"""The index of the full-process record (执法全过程记录; 行政处罚法 47; 环办执法〔2019〕42号; `domain/rules.md` §6)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
