"""Where the pages of every kind are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.examples import examples


@pytest.fixture(scope="session")
def places(sample_site: Path) -> dict[str, str]:
    """Name of a page → its address below the site's root."""
    return examples(sample_site)
