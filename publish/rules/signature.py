"""Signatures over decisions and orders (content-format.md, "Signatures")."""

from __future__ import annotations

from publish.dossier import Rule

RULES: tuple[Rule, ...] = ()
