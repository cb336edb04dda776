"""How long a decision is to stay public, as it says itself (`domain/rules.md` §4; `publish.periods`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.periods import allowed_until


def too_long(dossier: Dossier) -> Iterator[Finding]:
    """An end that a decision gives itself is no later than the policy allows; the policy's end counts in any case.

    规则：public_until（公示截止期）不晚于公示期限办法允许的最后一天；写晚了的，网站仍在允许的那一天后自动撤下。
    依据：国家发展改革委令2026年第36号；国家发展改革委令2023年第58号；发改办财金〔2018〕893号。
    """
    wanted = dossier.record.public_until
    if wanted is None:
        return
    last = allowed_until(dossier.record, dossier.facts.policy.periods)
    if last is None or (isinstance(wanted, date) and wanted <= last):
        return
    shown = "长期" if wanted == "long" else str(wanted)
    words = f"public_until 写的是{shown}，按公示期限最晚到 {last}；网站会在 {last} 后自动撤下。请改成 {last} 或更早，或删去这一行。"
    yield dossier.found("periods.too_long", "public_until", words)


RULES: tuple[Rule, ...] = (too_long,)
