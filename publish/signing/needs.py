"""Which signatures an agency needs (`policy.yml` of the trust folder): the least, that no content can lower."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from publish.fields import Day, Identifier, Slug, Text, one_of
from publish.model import Block

ROLES = {"legal": "法制审核", "publisher": "公开审批"}
Role = Annotated[Text, one_of(tuple(ROLES))]


class Demand(Block):
    """What one agency needs. `since`: for records of that day and later; `unsigned`: ids that were public before, and need none."""

    roles: Annotated[list[Role], Field(min_length=1)] = [*ROLES]
    since: Day | None = None
    unsigned: list[Identifier] = []


class TrustPolicy(Block):
    """`policy.yml`; `others`: what agencies need that are not named."""

    agencies: dict[Slug, Demand] = {}
    others: Demand | None = None


class Needs(BaseModel):
    """The policy as the gate is handed it. `digest`: of all trust files, so that verdicts given with other keys do not stand."""

    policy: TrustPolicy = TrustPolicy()
    digest: str = ""

    def demand(self, agency: str) -> Demand | None:
        """What an agency needs; None where nothing."""
        return self.policy.agencies.get(agency, self.policy.others)

    def roles(self, agency: str, day: date, ident: str) -> tuple[str, ...]:
        """The roles that must sign a decision or a withdrawal of this agency and day, in the order of `ROLES`."""
        demand = self.demand(agency)
        if demand is None or ident in demand.unsigned or (demand.since is not None and day < demand.since):
            return ()
        return tuple(role for role in ROLES if role in demand.roles)
