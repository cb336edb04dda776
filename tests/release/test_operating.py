"""What whoever runs the server is given: `inv systemd` for the nightly release, `inv status` to see how the site stands."""

from __future__ import annotations

import fcntl
import re
import shlex
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

import tasks
from publish.errors import BadUsage
from publish.release.status import Status, status
from publish.release.units import Nightly, units
from publish.staff.receiving import Settings
from tests.content import TODAY
from tests.release.places import Place
from verbs.operating import nightly
from verbs.receiving import install_server


def parsed(text: str) -> dict[str, list[str]]:
    """Name → values, of all sections."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^([A-Za-z]+)=(.*)$", text, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def test_the_nightly_release_is_a_unit_that_systemd_accepts_and_writes_only_where_the_site_is(tmp_path: Path) -> None:
    site, bare = tmp_path / "网站 100%" / "site", tmp_path / "content.git"
    install_server(str(bare), str(site), "", "", "", "", "https://example.org/zf", shared=False)
    made = units(nightly(str(bare), Settings(""), "xzzf", "00:10", "xzzf-fabu", ""))
    assert list(made) == ["xzzf-fabu.service", "xzzf-fabu.timer"]
    service, timer = (parsed(text) for text in made.values())
    words = shlex.split(service["ExecStart"][0].replace("%%", "%"))
    assert words[words.index("release") :] == ["release", "--content", str(bare), "--wait"], "设置在仓库里"
    search = shlex.split(service["ExecStart"][1].replace("%%", "%"))
    assert search[search.index("verify") :] == ["verify", "--output", str(site), "--store", f"{site}.store", "--trace"]
    assert service["ReadWritePaths"] == [f'"{site.parent}"'.replace("%", "%%")]
    assert service["PrivateNetwork"] == ["yes"]
    assert timer["OnCalendar"] == ["*-*-* 00:10:00 Asia/Shanghai"]
    assert timer["Persistent"] == ["true"]
    if shutil.which("systemd-analyze"):
        for name, text in made.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run(["systemd-analyze", "verify", *made], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_release_to_another_machine_may_use_the_network(tmp_path: Path) -> None:
    made = Nightly("xzzf", "xzzf", tmp_path, ["inv"], ["inv"], [tmp_path], [tmp_path], True, "00:10", "mail@%n.service")
    service = parsed(units(made)["xzzf.service"])
    assert service["After"] == ["network-online.target"]
    assert "PrivateNetwork" not in service
    assert service["OnFailure"] == ["mail@%n.service"]


@pytest.mark.parametrize(
    ("option", "value"),
    [("user", "a b"), ("user", "x\nExecStart=/bin/sh"), ("at", "24:00"), ("at", "0:10"), ("name", "../x"), ("on_failure", "x y.service")],
)
def test_what_is_no_name_or_time_is_refused(tmp_path: Path, option: str, value: str) -> None:
    typed = {"user": "xzzf", "at": "00:10", "name": "xzzf", "on_failure": ""} | {option: value}
    with pytest.raises(BadUsage, match=f"--{option.replace('_', '-')}"):
        nightly(str(tmp_path), Settings(str(tmp_path / "site")), **typed)


def seen(place: Place, days: int = 0) -> Status:
    day = TODAY + timedelta(days=days)
    return status(tasks.wished(str(place.site), str(place.content.folder), today=str(day)), day)


def test_status_says_what_is_served_and_what_somebody_should_look_after(place: Place) -> None:
    assert place.release() == 0
    good = seen(place)
    assert good.faults == []
    assert "公开 3 件" in " ".join(good.lines)
    assert [one for one in seen(place, days=1).faults if "还没有发布" in one]
    place.content.delete(place.content.where(f"d{2:015d}"))
    commit = place.commit()
    assert commit[:10] in " ".join(seen(place).faults)
    assert place.release() == 1
    assert "set.vanished" in " ".join(seen(place).faults)
    with (place.state / "release.lock").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("进程 7，2026-06-15T17:50:00+08:00 开始\n")
        file.flush()
        assert "17:50" in " ".join(seen(place).lines)
