"""What a decision takes from a catalogue list (`domain/rules.md` §7)."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
