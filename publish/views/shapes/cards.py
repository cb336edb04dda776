"""Lists that read as cards: channels of redress by kind, posts by window, permits with what people ask first."""

from __future__ import annotations

from typing import Any

from publish.views.listing import Listing, slug_of
from publish.views.shapes.guides import glance, guide_href

REMEDIES = ("channel", "body", "time_limit")
WINDOWS = ("window", "post", "duties")
GUIDES = ("name", "code", "conditions", "materials", "steps")


def _group(title: str, cards: list[dict[str, Any]], count: int, href: str | None = None) -> dict[str, Any]:
    return {"title": title, "count": count, "href": href, "cards": cards}


def _card(title: str, labels: list[dict[str, Any]], href: str | None = None) -> dict[str, Any]:
    return {"title": title, "href": href, "labels": labels}


def remedies(listing: Listing) -> dict[str, Any]:
    """监督与救济: whom to turn to, how and until when."""
    order = ("phone", "time_limit", "address", "basis")
    used = ("channel", "body", *order, listing.one.description.key)
    return {
        "groups": [
            _group(
                channel,
                [_card(row["body"], listing.labels(row, order) + listing.rest(row, *used)) for row in rows],
                listing.numbers["channel"][channel],
            )
            for channel, rows in listing.grouped("channel")
        ]
    }


def windows(listing: Listing) -> dict[str, Any]:
    """窗口岗位: the posts of each window; of the version in force, with the way to its notice."""
    used = ("window", "post", listing.one.description.key) if listing.one.description.key not in WINDOWS else ("window", "post")
    return {
        "groups": [
            _group(
                window,
                [_card(row["post"], listing.rest(row, *used)) for row in rows],
                listing.numbers["window"][window],
                f"windows/{slug_of(window)}.html" if listing.current else None,
            )
            for window, rows in listing.grouped("window")
        ]
    }


def guides(listing: Listing) -> dict[str, Any]:
    """办事指南: each permit at a glance, its whole guide behind its name; old versions say everything on their cards."""
    cards = [
        _card(row["name"], glance(listing, row), guide_href(listing, row))
        if listing.current
        else _card(row["name"], listing.rest(row, "name"))
        for row in listing.rows
    ]
    return {"groups": [_group("", cards, len(listing.every))]}
