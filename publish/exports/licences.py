"""The licence of the data (`data_license` in `site.yml`), in the forms in which programs know licences."""

from __future__ import annotations

from publish.site import Site

CREATIVE_COMMONS = "https://creativecommons.org"
OPEN_DATA_COMMONS = "https://opendatacommons.org/licenses"
KNOWN = {
    "cc0 1.0": ("CC0-1.0", f"{CREATIVE_COMMONS}/publicdomain/zero/1.0/"),
    "cc by 4.0": ("CC-BY-4.0", f"{CREATIVE_COMMONS}/licenses/by/4.0/"),
    "cc by-sa 4.0": ("CC-BY-SA-4.0", f"{CREATIVE_COMMONS}/licenses/by-sa/4.0/"),
    "odc-by 1.0": ("ODC-BY-1.0", f"{OPEN_DATA_COMMONS}/by/1-0/"),
    "odbl 1.0": ("ODbL-1.0", f"{OPEN_DATA_COMMONS}/odbl/1-0/"),
    "pddl 1.0": ("ODC-PDDL-1.0", f"{OPEN_DATA_COMMONS}/pddl/1-0/"),
}  # as written in site.yml → Open Definition's identifier, address


def licence(site: Site) -> tuple[str, str]:
    """Its identifier, "" where none is known, and the address at which it stands: the page about the data for one of the site's own."""
    return KNOWN.get((site.data_license or "").strip().lower(), ("", f"{site.url}/data/"))
