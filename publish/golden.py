"""The files of the repository that are made from the code (`inv golden`); a test holds each to what is made here."""

from __future__ import annotations

from publish import rule_list, schemas


def generated() -> dict[str, str]:
    """Path below the project → its text."""
    made = {f"docs/schema/{kind}.schema.json": schemas.as_text(one) for kind, one in schemas.every_schema().items()}
    return {**made, "docs/rules.md": rule_list.markdown()}
