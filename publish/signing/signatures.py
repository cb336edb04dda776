"""A signature as it was proved, and what is asked of the signatures over one decision or order. Logic only; no key is touched here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.fields import ID_FORM
from publish.signing.needs import ROLES

NAME = re.compile(rf"approvals/({ID_FORM.pattern})\.({'|'.join(ROLES)})\.sig")


@dataclass(frozen=True)
class Signature:
    """What `approvals/<id>.<role>.sig` proves. `people`: who made it, by the trust; empty where there is no trust or a fault."""

    path: str
    role: str
    key: str  # fingerprint
    text: str  # SHA-256 of the signed text, to tell two texts of one revision apart
    people: tuple[str, ...] = ()
    code: str = ""  # of the fault
    fault: str = ""  # Chinese, or empty where the signature counts

    @property
    def counts(self) -> bool:
        """Whether it holds."""
        return not self.fault


@dataclass(frozen=True)
class Released:
    """The revision of a signed file that was published last, and the digest of its signed text (from the store)."""

    revision: int
    text: str


def owner(path: str) -> tuple[str, str] | None:
    """The id and role that a signature file's name says; None where it says none."""
    name = NAME.fullmatch(path)
    return (name[1], name[2]) if name else None


def same_person(signatures: tuple[Signature, ...]) -> bool:
    """Whether two of the roles were signed by one person, or with one key under two names."""
    valid = [one for one in signatures if one.counts]
    keys = [one.key for one in valid]
    people = [{person.casefold() for person in one.people} for one in valid]
    shared = any(one & other for number, one in enumerate(people) for other in people[:number])
    return len(set(keys)) < len(keys) or shared
