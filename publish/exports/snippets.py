"""The lines that the data page gives to copy: one place for them, which the page shows and a test runs as they stand."""

from __future__ import annotations

from string import Template

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
decisions = pd.concat(tables, ignore_index=True)
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


def snippets(base: str, month: str) -> dict[str, str]:
    """Name → lines. `base`: the address of the data, with a slash at its end. `month`: the newest with decisions, `2026-11`, or ""."""
    shown = {"pandas": PANDAS, **({"sums": SUMS, "duckdb": DUCKDB} if month else {})}
    return {name: text.substitute(base=base, month=month) for name, text in shown.items()}
