"""QR codes (ISO/IEC 18004) that are printed: an address in, a picture (SVG) out."""

from __future__ import annotations

import io
from typing import Any

QUIET = 4  # modules of white around the code, as the standard asks


def qr_image(rows: dict[str, Any]) -> bytes:
    """The picture of `text`: black on white whatever the page's colours, readable with 15 % of it worn off (level M)."""
    import segno  # noqa: PLC0415 - 10 ms, and few builds make a code

    made = io.BytesIO()
    code = segno.make_qr(rows["text"], error="m")
    code.save(made, kind="svg", border=QUIET, dark="#000", light="#fff", omitsize=True, xmldecl=False, svgclass=None, lineclass=None)
    return made.getvalue()
