"""The words of other vocabularies that the catalogue uses: DCAT, Dublin Core and others, and the EU's authority tables, which
DCAT-AP names for languages, frequencies and themes."""

from __future__ import annotations

from typing import Any

AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
ZHO, PUBLIC = f"{AUTHORITY}/language/ZHO", f"{AUTHORITY}/access-right/PUBLIC"
DAILY, IRREGULAR = f"{AUTHORITY}/frequency/DAILY", f"{AUTHORITY}/frequency/IRREG"
TAXONOMY = f"{AUTHORITY}/data-theme"
THEMES = [f"{TAXONOMY}/ENVI", f"{TAXONOMY}/JUST"]
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
JSON_LINES = "https://jsonlines.org/"  # IANA registers no media type for it
FORMATS: dict[str, dict[str, str]] = {
    "csv": {"mediaType": f"{MEDIA_TYPES}/text/csv"},
    "json": {"mediaType": f"{MEDIA_TYPES}/application/json"},
    "jsonl": {"format": JSON_LINES},
}
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LINKS = {
    "dct": ("accessRights", "accrualPeriodicity", "conformsTo", "format", "language", "license", "publisher", "rights", "temporal"),
    "dcat": (
        "accessURL", "contactPoint", "dataset", "distribution", "downloadURL", "inSeries", "landingPage", "mediaType", "theme",
        "themeTaxonomy",
    ),
    "foaf": ("homepage",),
    "skos": ("inScheme",),
    "spdx": ("algorithm", "checksum"),
    "vcard": ("hasURL",),
}  # fmt: skip
TEXTS = {"dct": ("title", "description"), "dcat": ("keyword",), "rdfs": ("label",), "skos": ("prefLabel",)}
PLAIN = {"foaf": ("name",), "vcard": ("fn", "note")}
TYPED = {
    "issued": ("dct", "date"), "modified": ("dct", "date"), "startDate": ("dcat", "date"), "endDate": ("dcat", "date"),
    "byteSize": ("dcat", "nonNegativeInteger"), "checksumValue": ("spdx", "hexBinary"),
}  # fmt: skip
CONTEXT: dict[str, Any] = {
    **PREFIXES,
    **{name: {"@id": f"{prefix}:{name}", "@type": "@id"} for prefix, names in LINKS.items() for name in names},
    **{name: {"@id": f"{prefix}:{name}", "@language": "zh"} for prefix, names in TEXTS.items() for name in names},
    **{name: f"{prefix}:{name}" for prefix, names in PLAIN.items() for name in names},
    **{name: {"@id": f"{prefix}:{name}", "@type": f"xsd:{kind}"} for name, (prefix, kind) in TYPED.items()},
}
TERMS: tuple[dict[str, Any], ...] = (
    {"@id": ZHO, "@type": "dct:LinguisticSystem", "label": "中文"},
    {"@id": DAILY, "@type": "dct:Frequency", "label": "每天"},
    {"@id": IRREGULAR, "@type": "dct:Frequency", "label": "不定期"},
    {"@id": PUBLIC, "@type": "dct:RightsStatement", "label": "公开"},
    {"@id": TAXONOMY, "@type": "skos:ConceptScheme", "title": "欧盟开放数据主题"},
    {"@id": THEMES[0], "@type": "skos:Concept", "prefLabel": "环境", "inScheme": TAXONOMY},
    {"@id": THEMES[1], "@type": "skos:Concept", "prefLabel": "司法、法律制度与公共安全", "inScheme": TAXONOMY},
    {"@id": FORMATS["csv"]["mediaType"], "@type": "dct:MediaType", "label": "text/csv"},
    {"@id": FORMATS["json"]["mediaType"], "@type": "dct:MediaType", "label": "application/json"},
    {"@id": JSON_LINES, "@type": "dct:MediaTypeOrExtent", "label": "JSON Lines"},
    {"@id": SHA256, "@type": "spdx:ChecksumAlgorithm"},
)


def about_licence(address: str, own: bool, title: str) -> dict[str, Any]:
    """The licence's node. `own`: it stands on the page about the data, which is described already and is not named again."""
    return {"@id": address, "@type": "dct:LicenseDocument", **({"label": title} if own else {"title": title})}
