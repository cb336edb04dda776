"""The agency that a table names, among those of `agencies/`: by credit code, name, short name, or a name that it bore before.

Since the reform of 2018 environmental protection bureaus (环境保护局, 环保局) are called ecology and environment bureaus
(生态环境局), and those of counties in cities bear the city's name (苏州市姑苏区环保局 → 苏州市姑苏生态环境局). An enforcement team
(执法支队, 环境监察大队) that has no file of its own is its bureau's, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from publish.fields import half_width
from publish.site import Agency

ENDING = re.compile(r"(.*?)(生态环境|环境保护|环保|环境)(局|厅|分局|部)")
TEAM = re.compile(r"(.*?)(?:生态环境|环境保护|环境|环保)(?:保护)?(?:综合)?(?:行政)?(?:执法|监察|监察执法)(?:支队|大队|总队|中队|局).*")
LEVELS = re.compile(r"[省市县区旗]|自治区|自治州|自治县")


@dataclass(frozen=True)
class Match:
    """The agency found; `doubt`: what should be looked at ("" where the name is exactly its)."""

    slug: str
    doubt: str = ""


def plain(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[\s()（）]", "", half_width(name))


def stem(name: str) -> tuple[str, str] | None:
    """What a bureau's name says besides "bureau of the environment": the place without its levels, and whether a department (厅)."""
    found = ENDING.fullmatch(plain(name))
    return (LEVELS.sub("", found[1]), found[3].removeprefix("分")) if found else None


class AgencyNames:
    """The agencies of a content, by all their names."""

    def __init__(self, agencies: Mapping[str, Agency]) -> None:
        self.agencies = dict(agencies)
        self.codes = {one.uscc: slug for slug, one in agencies.items()}
        self.names: dict[str, list[str]] = {}
        for slug, one in agencies.items():
            for name in {plain(one.name), plain(one.short_name or one.name)}:
                self.names.setdefault(name, []).append(slug)

    def title(self, slug: str) -> str:
        """An agency as it is told: slug and name."""
        return f"{slug}（{self.agencies[slug].name}）"

    def by_code(self, code: str) -> str | None:
        """The agency with a credit code."""
        return self.codes.get(half_width(re.sub(r"\s", "", code)).upper())

    def by_name(self, name: str) -> Match | None:
        """The agency that a name means; None where no agency or more than one could be meant."""
        exact = self.names.get(plain(name), [])
        if exact:
            return Match(exact[0]) if len(exact) == 1 else None
        if found := self._like(name):
            return Match(found, "名称不同，按旧称或简称对应")
        team = TEAM.fullmatch(plain(name))
        if team and (found := self._like(team[1] + "生态环境局")):
            return Match(found, "是执法队伍，按所属机关记")
        return None

    def _like(self, name: str) -> str | None:
        """The one agency whose place is the name's, or ends as the name's does (省、市 written by one and not by the other)."""
        wanted = stem(name)
        if wanted is None:
            return None
        stems = {slug: stem(one.name) for slug, one in self.agencies.items()}
        place, rank = wanted
        if not place:
            found = [slug for slug, one in stems.items() if one and one[1] == rank] if len(self.agencies) == 1 else []
        elif not (found := [slug for slug, one in stems.items() if one == wanted]):
            same = [(slug, one[0]) for slug, one in stems.items() if one and one[1] == rank and len(one[0]) > 1]
            found = [slug for slug, other in same if len(place) > 1 and (other.endswith(place) or place.endswith(other))]
        return found[0] if len(found) == 1 else None
