"""The clocks of publication, withdrawal, lists and the annual report (`domain/rules.md` §1, §9)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
