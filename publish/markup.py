"""Texts and attribute values of XML, as `xml.sax.saxutils` writes them: its import brings an HTTP client with it, which takes longer
than a small build has for all data."""

from __future__ import annotations


def escape(text: str) -> str:
    """A text between tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoteattr(text: str) -> str:
    """An attribute's value with its quotes."""
    value = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in value:
        return f'"{value}"'
    return f'"{value.replace(chr(34), "&quot;")}"' if "'" in value else f"'{value}'"
