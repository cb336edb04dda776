"""The tables for those who load them: complete, sorted, codes intact in pandas and DuckDB, cells harmless."""

from __future__ import annotations

from publish.exports.tables import BLOCKS, DECISIONS
from publish.publication import PublicDecision


def test_every_public_field_has_a_column_with_a_title_of_its_own() -> None:
    names = DECISIONS.header
    blocks = {f"{kind}_{field}" for kind, block in BLOCKS.items() for field in block.model_fields}
    elsewhere = {"party", "body", "until", *BLOCKS}  # the text is only in JSON Lines
    assert set(PublicDecision.model_fields) - elsewhere | blocks <= set(names)
    assert len(set(names)) == len(names)
    titles = [column.title for column in DECISIONS.columns]
    assert len(set(titles)) == len(titles)
    assert {column.type for column in DECISIONS.columns if column.name.endswith(("_uscc", "region", "number"))} == {"string"}
