"""Until when a decision can be contested (救济期限), counted from the day on which it was made.

* 行政复议 (administrative review): 60 days from when one learns of the act (行政复议法 20).
* 行政诉讼 (lawsuit): six months from when one learns of it (行政诉讼法 46); 15 days after a decision on review (45).
* Against a penalty on the spot (当场处罚, summary procedure) review comes first (行政复议法 23, in force since 2024-01-01).

The day of the act is not counted; a last day on which nobody works moves to the next working day (民法典 201, 203). The periods
begin when the decision is received, which is not public: what is told here is the earliest end they can have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from publish.periods import months_later

REVIEW_DAYS = 60
LAWSUIT_MONTHS = 6
REVIEW_FIRST = date(2024, 1, 1)


@dataclass(frozen=True)
class Remedies:
    """The last days of both ways if the decision was received on the day it was made. `lawsuit`: None where review comes first."""

    review: date
    lawsuit: date | None


def remedies(made: date, summary: bool) -> Remedies:
    """The earliest ends of the periods for contesting a decision of a day. `summary`: a penalty by summary procedure."""
    first = summary and made >= REVIEW_FIRST
    return Remedies(made + timedelta(days=REVIEW_DAYS), None if first else months_later(made, LAWSUIT_MONTHS))
