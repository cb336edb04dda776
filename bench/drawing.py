"""Drawing one decision at random: who, what, when, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench import wording
from bench.numbering import credit_code, record_id
from bench.wording import CONDUCTS, Conduct

TODAY = date(2026, 11, 23)
PERIOD = 1096  # three years: how long a general penalty of before 2026-04-01 stays public
YEAR = 365
KINDS = {"penalty": 58, "permit": 22, "coercion": 8, "inspection": 12}
LARGE_FINE, LARGE_FINE_INDIVIDUAL = 200_000, 5_000  # from here on a legal review is needed


@dataclass(frozen=True)
class Agency:
    """Who decides."""

    slug: str
    name: str
    short: str
    region: str
    parent: str
    uscc: str


@dataclass(frozen=True)
class Party:
    """Whom it concerns."""

    type: str
    name: str
    uscc: str
    person: str


@dataclass(frozen=True)
class Drawn:
    """One decision; `fate`: what the gate will say of it on `TODAY`."""

    id: str
    number: int
    kind: str
    agency: Agency
    party: Party
    conduct: Conduct
    day: date
    published: date
    fine: int
    fate: str

    @property
    def path(self) -> str:
        """Where its file stands in the content."""
        return f"decisions/{self.agency.slug}/{self.day.year}/{self.id}.md"

    @property
    def reviewed(self) -> bool:
        """Whether it needs a legal review."""
        large = LARGE_FINE_INDIVIDUAL if self.party.type == "individual" else LARGE_FINE
        return self.kind == "coercion" or (self.kind == "penalty" and self.fine >= large)


def agencies(rng: Random) -> list[Agency]:
    """Four provinces, each with eight cities."""
    made = []
    for slug, name, region in wording.PROVINCES:
        code = credit_code(rng, "11", region)
        made.append(Agency(slug, f"{name}省生态环境厅", f"{name[0]}环", region, "", code))
        for number, stem in enumerate(wording.CITY_STEMS, 1):
            city, area = stem + wording.CITY_ENDS[number % len(wording.CITY_ENDS)], f"{region[:2]}{number:02d}00"
            code = credit_code(rng, "11", area)
            made.append(Agency(f"{slug}-{number:02d}", f"{city}市生态环境局", f"{name[0]}{stem}环", area, slug, code))
    return made


def officers(rng: Random, count: int) -> list[tuple[str, str]]:
    """(certificate number, name)."""
    return [
        (f"98{number:06d}", rng.choice(wording.OFFICER_SURNAMES) + "".join(rng.sample(wording.OFFICER_GIVEN, 2)))
        for number in range(1, count + 1)
    ]


def party(rng: Random) -> Party:
    """A firm, now and then a sole trader or a person."""
    _, _, region = rng.choice(wording.PROVINCES)
    person = rng.choice(wording.SURNAMES) + "".join(rng.sample(wording.GIVEN, 2))
    kind = rng.choices(("organization", "sole_trader", "individual"), (90, 8, 2))[0]
    if kind == "individual":
        return Party(kind, person, "", "")
    town = rng.choice(wording.CITY_STEMS) + rng.choice(wording.CITY_ENDS)
    stem = f"{town}市{''.join(rng.sample(wording.MARKS, 2))}{rng.choice(wording.TRADES)}"
    code = credit_code(rng, "92" if kind == "sole_trader" else "91", f"{region[:2]}{rng.randint(1, 20):02d}{rng.randint(1, 30):02d}")
    return Party(kind, stem + ("经营部" if kind == "sole_trader" else rng.choice(wording.FORMS)), code, person)


def decision(rng: Random, number: int, deciders: list[Agency], parties: list[Party]) -> Drawn:
    """The decision of a running number."""
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    ended = rng.random() < 0.027
    if ended:
        kind, ago = "penalty", rng.randint(PERIOD + 4, PERIOD + 200)
    else:
        ago = rng.randint(0, PERIOD if kind in ("penalty", "permit") else YEAR)
    day = TODAY - timedelta(days=ago)
    published = day + timedelta(days=rng.randint(1, 6))
    public = "scheduled" if published > TODAY else "published"
    fate = "ended" if ended else "withdrawn" if public == "published" and rng.random() < 0.01 else public
    fine = rng.choice((3, 8, 12, 20, 45, 90, 180, 260)) * 1000 + rng.randrange(0, 1000, 50)
    return Drawn(record_id(rng), number, kind, rng.choice(deciders), rng.choice(parties), rng.choice(CONDUCTS), day, published, fine, fate)
