"""What search reads of what lists say of a decision (`publish.publication.row`)."""

from __future__ import annotations

import msgspec

Named = tuple[str, str, str, str | None]  # name of the party, title, document number, credit code


class Row(msgspec.Struct):
    """A decision as lists show it."""

    id: str
    title: str
    number: str
    party: str
    code: str | None
    kind: str
    agency: str
    decided_on: str
    published_on: str
    tags: list[str]

    @property
    def topics(self) -> str:
        """Its topics as one name."""
        return ",".join(self.tags)

    @property
    def named(self) -> Named:
        """What it is found by."""
        return self.party, self.title, self.number, self.code


row_of = msgspec.json.Decoder(Row).decode
