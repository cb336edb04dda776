"""What the process that builds does itself where a cluster does the rest: a scheduler and two workers on this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.drawing import TODAY
from bench.measuring import Failed
from bench.site import PROJECT, environment

BUILD = """
import json, resource, sys
import tasks
content, output, today, executor = sys.argv[1:]
code = tasks.publish_site(content, output, today=today, jobs=1, executor=executor)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([code, used.ru_utime + used.ru_stime]))
"""


def seconds(folder: Path) -> float:
    """Processor seconds of the process that builds the content of a folder of the bench. Raises Failed."""
    output = folder / "apart"
    for one in (output, output.with_name("apart.state")):
        shutil.rmtree(one, ignore_errors=True)
    with cluster() as executor:
        command = [sys.executable, "-c", BUILD, str(folder / "content"), str(output), str(TODAY), executor]
        done = subprocess.run(command, cwd=PROJECT, env=dict(environment()), capture_output=True, text=True, check=False)
    told = done.stdout.splitlines()[-1:]
    code, used = json.loads(told[0]) if told else (3, 0.0)
    if code:
        raise Failed(f"A build by a cluster failed:\n{done.stderr}")
    return float(used)


@contextmanager
def cluster() -> Iterator[str]:
    """A scheduler with two workers, as `--executor` takes it."""
    with tempfile.TemporaryDirectory() as folder:
        running = [_started(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        try:
            address = _said(running[0], "Scheduler at:")
            for number in range(2):
                words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--local-directory", folder)
                running.append(_started(folder, "worker", address, *words, "--name", str(number)))
                _said(running[-1], "Registered to:")
            yield address.replace("tcp://", "dask://")
        finally:
            for one in reversed(running):
                one.kill()
                one.communicate()


def _started(folder: str, kind: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
    return subprocess.Popen(
        command, cwd=folder, env={**environment(), "PYTHONPATH": str(PROJECT)}, stderr=subprocess.PIPE, text=True
    )  # it says little; a pipe holds that


def _said(process: subprocess.Popen[str], words: str) -> str:
    """What stands behind some words of a program. Raises Failed."""
    for line in process.stderr or ():
        if words in line:
            return line.partition(words)[2].strip()
    raise Failed("dask has not started")
