"""A window for the page of search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A window of its own, with an empty cache and history, in which no script may fail."""
    thrown: list[str] = []
    with chromium.new_context() as own:
        page = own.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        yield page
    assert not thrown
