"""Days as they are written: 2026-05-14."""

from __future__ import annotations

import re
from datetime import date

DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def iso_day(value: object) -> date | None:
    """The day that a text or a cell writes; None where it writes none, or is no text."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and DATE_FORM.fullmatch(value) else None
    except ValueError:
        return None
