"""The lines that the data page gives to copy: one place for them, which the page shows and a test runs as they stand."""

from __future__ import annotations

from collections.abc import Container
from string import Template

from publish.exports import ROOT
from publish.signing.data_key import NAMESPACE

PANDAS = Template("""\
import json
from urllib.request import urlopen

import pandas as pd

base = "$base"
index = json.load(urlopen(base + "index.json"))
tables = [
    pd.read_csv(base + one["url"], dtype=str, keep_default_na=False)
    for one in index["resources"]
    if one["url"].startswith("decisions/") and one["url"].endswith(".csv")
]
decisions = pd.concat(tables, ignore_index=True).replace("^'", "", regex=True)
print(decisions.groupby("agency_name").size())
""")
DUCKDB = Template("""\
SELECT agency_name AS 机关, count(*) AS 件数
FROM read_csv('decisions/*.csv', all_varchar = true)
GROUP BY agency_name
ORDER BY 件数 DESC;
""")
SUMS = Template("""\
curl -fsO ${base}SHA256SUMS
curl -fs --create-dirs -o decisions/$month.csv ${base}decisions/$month.csv
sha256sum --check --ignore-missing SHA256SUMS
""")
SIGNATURE = Template("""\
curl -fsO ${base}allowed_signers
curl -fsO ${base}SHA256SUMS.sig
ssh-keygen -Y verify -f allowed_signers -I $principal -n $namespace -s SHA256SUMS.sig < SHA256SUMS
""")
MIRROR = Template("""\
curl -fsO ${base}mirror.py
python3 mirror.py $site copy
""")


SNIPPETS = {  # name → lines, and the files that they fetch
    "pandas": (PANDAS, ("index.json",)),
    "duckdb": (DUCKDB, ()),
    "mirror": (MIRROR, ("mirror.py",)),
    "sums": (SUMS, ("SHA256SUMS",)),
    "signature": (SIGNATURE, ("SHA256SUMS", "SHA256SUMS.sig", "allowed_signers")),
}


def snippets(site: str, month: str, principal: str, files: Container[str]) -> dict[str, str]:
    """Name → lines, where the files are there. `site`: its address. `month`: with decisions, `2026-11`. `principal`: of the signature."""
    given = {"site": f"{site}/", "base": f"{site}/{ROOT}", "month": month, "principal": principal, "namespace": NAMESPACE}
    return {name: text.substitute(given) for name, (text, needed) in SNIPPETS.items() if all(path in files for path in needed)}
