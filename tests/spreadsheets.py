"""XLSX files made by hand, the sound ones and the hostile: as bytes, with only the parts that readers need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]


def letters(place: int) -> str:
    """A column's letters: 0 → A, 26 → AA."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def _cell(value: Cell, at: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{at}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_xml(rows: Rows, merged: Sequence[str] = ()) -> str:
    """A worksheet; texts, numbers and days as Excel writes them."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(value, f"{letters(place)}{number}") for place, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>' if cells else "")
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    return worksheet("".join(lines), f"<mergeCells>{merges}</mergeCells>" if merged else "")


def worksheet(rows: str, after: str = "") -> str:
    """A worksheet around rows that are XML already."""
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx(*sheets: tuple[str, str], hidden: Sequence[str] = (), extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook of (name, worksheet XML)."""
    count = range(1, len(sheets) + 1)
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in count)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for n, (name, _) in enumerate(sheets, 1)
    )
    links = "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in count)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": xml for n, (_, xml) in enumerate(sheets, 1)},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
        for name, raw in (extra or {}).items():
            file.writestr(name, raw)
    return packed.getvalue()


def table(rows: Rows, merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet."""
    return xlsx(("处罚", sheet_xml(rows, merged)))
