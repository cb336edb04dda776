"""Search in the browser: the small files below `/search/v1/`, made of public decisions alone (docs/search.md)."""

ROOT = "search/v1/"
