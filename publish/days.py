"""Days as they are written: 2026-05-14."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def iso_day(value: object) -> date | None:
    """The day that a text or a cell writes; None where it writes none, or is no text."""
    if isinstance(value, date):
        return value
    return _written(value) if isinstance(value, str) and len(value) == 10 else None


@lru_cache(maxsize=4096)  # the same days stand in lists that every decision is judged by
def _written(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DATE_FORM.fullmatch(text) else None
    except ValueError:
        return None
