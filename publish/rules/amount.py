"""Fines and confiscations: category, field and text agree (`domain/credit-columns.md`, "Code lists and checks")."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
