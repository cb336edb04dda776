"""`python -m bench.sampling …`: one build in this process, and on which work its processor time was spent.

Every few milliseconds the innermost function that is listed in `WORK` gets the time since the last look. Unlike a tracing
profiler this does not slow down small functions, and what else the machine does is not counted. What is done for the data and
the feeds, making and checking their files included, is also added up by itself.
"""

from __future__ import annotations

import argparse
import importlib
import json
import signal
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
EVERY = 0.002
OTHER = "everything else"
DATA = "data and feeds, of all these"
RECORDS = "publish/exports/records.py"  # makes the decision's own JSON file too, so who calls it decides
DATA_ROOMS = (
    "publish/exports/",
    "publish/feeds/",
    "publish/changes/",
    "publish/newest.py",
    "publish/signing/data_key.py",
    "publish/views/data.py",
    "publish/views/feeds.py",
)
DATA_FUNCTIONS = ("publish/publication.py:credit_ends",)
DATA_FILES = ("data/", "feeds/", ".well-known/")
AT_WORK_ON = {  # file:function that works on one file of the site after the other → its variable that tells which
    "plugins/rendering.py:made_of_rows": "output",
    "plugins/rendering.py:made_of_files": "output",
    "publish/compressed.py:forms": "path",
    "publish/compressed.py:placed": "one",
    "publish/output.py:keyed": "path",
}
WORK = {  # file, or file:function → what it does; functions before their files
    "publish/plain_yaml.py": "read YAML",
    "publish/strict_yaml.py": "read YAML",
    "publish/load.py:_validate": "validate",
    "publish/load.py": "validate",
    "publish/native.py": "validate",
    "publish/wording.py": "validate",
    "publish/scan.py:packed": "keep what was read",
    "publish/scan.py:unpacked": "read back for judging",
    "publish/scan.py": "read files",
    "publish/sources.py": "read files",
    "publish/judging.py:save_rows": "keep what was read",
    "publish/judging.py": "judge",
    "publish/gate.py": "judge",
    "publish/dossier.py": "judge: look for numbers",
    "publish/detectors/__init__.py": "judge: look for numbers",
    "publish/rules/privacy.py": "judge: look for numbers",
    "publish/deciding.py": "judge",
    "publish/orders.py": "judge",
    "publish/facts.py": "lists, pages, settings",
    "publish/publication.py:published": "make public records",
    "publish/publication.py:candidate": "make public records",
    "publish/publication.py": "plan",
    "publish/plan.py": "plan",
    "publish/output.py": "plan",
    "publish/making.py:differing": "verify",
    "publish/making.py:verify": "verify",
    "publish/making.py": "plan",
    "publish/comparison.py": "plan",
    "publish/folders.py": "verify",
    "publish/prose.py": "Markdown",
    "publish/views/decision.py:page_data": "page data",
    "publish/views/sharing.py": "page data",
    "publish/views/linked.py": "page data",
    "publish/qr.py": "QR codes",
    "publish/compressed.py:_brotli": "compress",
    "publish/compressed.py:_gzip": "compress",
    "publish/compressed.py:placed": "write files",
    RECORDS: "JSON",
    "publish/files.py": "JSON",
    "plugins/rendering.py": "template",
    "publish/tree.py:write": "write files",
    "publish/tree.py": "verify",
    "publish/work.py": "plan",
    "publish/remember.py": "remember",
    "publish/state.py": "remember",
    "<frozen importlib._bootstrap>": "import modules",
}
Spent = dict[str, float]


def work_of(frame: FrameType | None) -> str:
    """What the innermost listed function does."""
    while frame is not None:
        code = frame.f_code
        path = code.co_filename.removeprefix(f"{PROJECT}/")
        name = WORK.get(f"{path}:{code.co_name}") or WORK.get(path)
        if name:
            return name
        frame = frame.f_back
    return OTHER


def for_data(frame: FrameType | None) -> bool:
    """Whether data or feeds are being made: one of their rooms is at work, or one of their files is made or checked."""
    planning = False  # then what `keyed` tells is the file before
    while frame is not None:
        path = frame.f_code.co_filename.removeprefix(f"{PROJECT}/")
        name = f"{path}:{frame.f_code.co_name}"
        if (path.startswith(DATA_ROOMS) and path != RECORDS) or name in DATA_FUNCTIONS:
            return True
        if name in AT_WORK_ON and not planning:
            one = frame.f_locals.get(AT_WORK_ON[name])
            return str(getattr(one, "path", one)).startswith(DATA_FILES)
        planning = planning or path in ("publish/plan.py", "publish/publication.py")
        frame = frame.f_back
    return False


def sampled(build: dict[str, Any]) -> Spent:
    """Processor seconds by kind of work of one build; its options by name."""
    spent: dict[str, float] = defaultdict(float)
    last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        # Ticks that came during a long call into C arrive as one: so time is counted, not ticks.
        nonlocal last
        now = time.process_time()
        spent[work_of(frame)] += now - last
        spent[DATA] += (now - last) * for_data(frame)
        last = now

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        code = importlib.import_module("tasks").publish_site(**build)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if code:
        raise SystemExit(code)
    return dict(spent)


def main() -> None:
    """Read the command line, build, and write the seconds as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("to", type=Path)
    parser.add_argument("build", type=json.loads)
    arguments = parser.parse_args()
    arguments.to.write_text(json.dumps(sampled(arguments.build)), encoding="utf-8")


if __name__ == "__main__":
    main()
