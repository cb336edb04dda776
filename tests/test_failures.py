"""A build that fails says so (exit 3, or the signal's) and the next one mends what it left (design.md, law 1)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest

import tasks
from tests.copies import BASE, TODAY, Copy, tree
from tests.offices import Office

BUSY = 4  # processes of a build with two jobs: itself, what starts its workers, and they
MOMENTS = (0.1, 0.4, 0.7, 0.95)  # of the pages that a build makes


@pytest.fixture
def program(tmp_path: Path) -> Copy:
    """With few decisions: what fails, fails with them too."""
    return Copy.of(tmp_path, BASE)


@pytest.fixture
def whole(tmp_path: Path) -> Copy:
    """With the sample, which is enough for several processes."""
    return Copy.of(tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """With few decisions, for what leaves the program alone."""
    return Office.of(tmp_path, content=BASE)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an untroubled build makes of few decisions."""
    output = tmp_path_factory.mktemp("clean") / "output"
    assert tasks.publish_site(str(BASE), str(output), today=TODAY, jobs=1) == 0
    return tree(output)


def test_a_template_that_raises_ends_in_exit_3_and_the_next_build_mends(program: Copy, clean: dict[str, bytes]) -> None:
    template = program.root / "theme" / "templates" / "decision.html"
    good = template.read_text("utf-8")
    template.write_text(good.replace("{{ d.", "{{ nothing.like.this }}{{ d.", 1), encoding="utf-8")
    failed = program.build()
    assert failed.returncode == 3
    assert "输出不能使用" in failed.stderr
    template.write_text(good, encoding="utf-8")
    assert program.build().returncode == 0
    assert tree(program.root / "output") == clean


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("plugins/publication.py", "import nothing_like_this"),
        ("plugins/publication.py", "def register() -> None:\n    raise RuntimeError"),
        ("plugins/publication.py", "class PublicationGenerator(Generator):\n    def generate_output(self, writer):\n        pass"),
        ("plugins/publication.py", "class PublicationWriter(Writer):\n    def write_file(self, *args, **kwargs):\n        pass"),
        ("pelicanconf.py", "PAGE_PATHS = []"),
        ("pelicanconf.py", "THEME = 'nothing-like-this'"),
    ],
)
def test_a_broken_plugin_or_setting_never_ends_in_a_site_that_looks_whole(program: Copy, file: str, line: str) -> None:
    path = program.root / file
    path.write_text(f"{path.read_text('utf-8')}\n\n{line}\n", encoding="utf-8")
    assert program.build().returncode == 3


def test_a_plugin_of_somebody_else_that_writes_a_file_is_found(program: Copy) -> None:
    plugin = "from pelican import signals\nfrom pathlib import Path\n"
    plugin += "def write(pelican):\n    Path(pelican.output_path, 'extra.html').write_text('x')\n"
    plugin += "def register():\n    signals.finalized.connect(write)\n"
    (program.root / "plugins" / "stranger.py").write_text(plugin, encoding="utf-8")
    conf = program.root / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "\nfrom plugins import stranger\nPLUGINS = [publication, stranger]\n", encoding="utf-8")
    failed = program.build()
    assert failed.returncode == 3
    assert "extra.html" in failed.stderr


def killed(program: Copy, jobs: str, pages: int) -> None:
    """Begin a build, and kill it as soon as it has made so many pages."""
    begun = time.time_ns()
    build = subprocess.Popen(program.command("build", "--today", TODAY, "--jobs", jobs), cwd=program.root)
    while build.poll() is None and made_since(program.root / "output", begun) < pages:
        time.sleep(0.02)
    build.kill()
    build.wait()


def made_since(folder: Path, instant: int) -> int:
    """How many pages were made below a folder since an instant (nanoseconds)."""
    count = 0
    for inside, _, names in os.walk(folder):  # which passes over folders that were just taken away
        for name in names:
            with suppress(FileNotFoundError):  # as files are
                count += name.endswith(".html") and (Path(inside) / name).stat().st_mtime_ns >= instant
    return count


def killed_and_mended(program: Copy, jobs: str, moments: Iterable[float], expected: dict[str, bytes]) -> None:
    """Kill builds at several moments, each with another theme, so that all pages are new; then build with the first one again."""
    theme, pages = program.root / "theme" / "templates" / "base.html", sum(path.endswith(".html") for path in expected)
    good = theme.read_text("utf-8")
    killed(program, jobs, 0)
    for moment in moments:
        theme.write_text(f"{good}<!-- {moment} -->\n", encoding="utf-8")
        killed(program, jobs, int(moment * pages))
    theme.write_text(good, encoding="utf-8")
    assert program.build("--jobs", jobs).returncode == 0
    assert tree(program.root / "output") == expected
    assert program.run("verify").returncode == 0


def test_a_build_killed_at_any_moment_is_mended_by_the_next(program: Copy, clean: dict[str, bytes]) -> None:
    killed_and_mended(program, "1", MOMENTS, clean)


def test_a_build_in_several_processes_killed_at_any_moment_is_mended_by_the_next(whole: Copy, sample_site: Path) -> None:
    killed_and_mended(whole, "2", MOMENTS[2:3], tree(sample_site))


def test_a_killed_build_leaves_no_process_behind(whole: Copy) -> None:
    build = subprocess.Popen(whole.command("build", "--today", TODAY, "--jobs", "2"), cwd=whole.root, start_new_session=True)
    while build.poll() is None and len(of_session(build.pid)) < BUSY:
        time.sleep(0.01)
    assert build.poll() is None
    build.kill()
    build.wait()
    for _ in range(50):
        if not of_session(build.pid):
            return
        time.sleep(0.1)
    raise AssertionError(of_session(build.pid))


def of_session(number: int) -> list[str]:
    """The processes of a session, as Linux tells them (proc(5): the session is the fourth word after the name)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if words[3] == str(number) and words[0] != "Z":
            found.append(path.parent.name)
    return found


def test_a_full_disk_ends_in_exit_3_and_is_mended_when_there_is_room(office: Office, clean: dict[str, bytes]) -> None:
    output = office.root / "output"
    output.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(output)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("这里不能挂载小磁盘，没有测试磁盘写满的情形")
    try:
        full = office.build()
        assert full.returncode == 3
        subprocess.run(["mount", "-o", "remount,size=100m", str(output)], check=True)
        assert office.build().returncode == 0
        assert tree(output) == clean
    finally:
        subprocess.run(["umount", str(output)], check=True)


def test_what_somebody_changes_in_the_output_is_put_right(office: Office, clean: dict[str, bytes]) -> None:
    assert office.build().returncode == 0
    output = office.root / "output"
    (output / "forgotten.html").write_text("旧页面", encoding="utf-8")
    (output / "index.html").unlink()
    assert office.run("verify").returncode == 3
    assert office.build().returncode == 0
    assert tree(output) == clean
    (output / "robots.txt").write_text("x", encoding="utf-8")
    changed = office.run("verify")
    assert changed.returncode == 3
    assert "robots.txt" in changed.stderr


def test_without_its_state_a_build_makes_the_same_bytes_again(office: Office) -> None:
    assert office.build().returncode == 0
    expected = tree(office.root / "output")
    for path in (office.root / "output.state").rglob("*"):
        if path.is_file():
            path.unlink()
    assert office.build().returncode == 0
    assert tree(office.root / "output") == expected


def test_an_output_folder_with_other_files_is_refused(office: Office) -> None:
    folder = office.root / "documents"
    folder.mkdir()
    (folder / "letter.txt").write_text("重要", encoding="utf-8")
    refused = office.build("--output", "documents")
    assert refused.returncode == 2
    assert (folder / "letter.txt").read_text("utf-8") == "重要"


def test_two_builds_at_once_do_not_mix(whole: Copy, sample_site: Path) -> None:
    first = subprocess.Popen(whole.command("build", "--today", TODAY, "--jobs", "1"), cwd=whole.root)
    time.sleep(0.6)
    second = whole.build()
    codes = {first.wait(), second.returncode}  # on a busy machine the second may come first
    assert 0 in codes
    assert codes <= {0, 2}
    assert tree(whole.root / "output") == tree(sample_site)
