"""A build that fails says so (exit 3, or the signal's) and the next one mends what it left (design.md, law 1)."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.copies import Copy, tree

PLANS = (0.25, 0.5, 0.75, 1.0, 1.4)


@pytest.fixture
def program(tmp_path: Path) -> Copy:
    return Copy.of(tmp_path)


def clean(program: Copy) -> dict[str, bytes]:
    """What an untroubled build makes."""
    assert program.build("--output", "clean").returncode == 0
    return tree(program.root / "clean")


def test_a_template_that_raises_ends_in_exit_3_and_the_next_build_mends(program: Copy) -> None:
    template = program.root / "theme" / "templates" / "decision.html"
    good = template.read_text("utf-8")
    template.write_text(good.replace("{{ d.", "{{ nothing.like.this }}{{ d.", 1), encoding="utf-8")
    failed = program.build()
    assert failed.returncode == 3
    assert "输出不能使用" in failed.stderr
    template.write_text(good, encoding="utf-8")
    assert program.build().returncode == 0
    assert tree(program.root / "output") == clean(program)


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


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_killed_at_any_moment_is_mended_by_the_next(program: Copy, jobs: str) -> None:
    expected = clean(program)
    for seconds in PLANS:
        build = subprocess.Popen(program.command("build", "--today", "2026-11-24", "--jobs", jobs), cwd=program.root)
        time.sleep(seconds)
        build.kill()
        build.wait()
        for leftover in program.root.glob("content/site.yml"):
            leftover.write_text(leftover.read_text("utf-8") + f"# {seconds}\n", encoding="utf-8")
    assert program.build("--jobs", jobs).returncode == 0
    assert tree(program.root / "output") == expected
    assert program.run("verify").returncode == 0


def test_a_killed_build_leaves_no_process_behind(program: Copy) -> None:
    build = subprocess.Popen(program.command("build", "--today", "2026-11-24", "--jobs", "2"), cwd=program.root, start_new_session=True)
    time.sleep(1.2)
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


def test_a_full_disk_ends_in_exit_3_and_is_mended_when_there_is_room(program: Copy) -> None:
    output = program.root / "output"
    output.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(output)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("这里不能挂载小磁盘，没有测试磁盘写满的情形")
    try:
        full = program.build()
        assert full.returncode == 3
        subprocess.run(["mount", "-o", "remount,size=100m", str(output)], check=True)
        assert program.build().returncode == 0
        assert tree(output) == clean(program)
    finally:
        subprocess.run(["umount", str(output)], check=True)


def test_what_somebody_changes_in_the_output_is_put_right(program: Copy) -> None:
    expected = clean(program)
    assert program.build().returncode == 0
    output = program.root / "output"
    (output / "forgotten.html").write_text("旧页面", encoding="utf-8")
    (output / "index.html").unlink()
    assert program.run("verify").returncode == 3
    assert program.build().returncode == 0
    assert tree(output) == expected
    (output / "robots.txt").write_text("x", encoding="utf-8")
    changed = program.run("verify")
    assert changed.returncode == 3
    assert "robots.txt" in changed.stderr


def test_without_its_state_a_build_makes_the_same_bytes_again(program: Copy) -> None:
    assert program.build().returncode == 0
    expected = tree(program.root / "output")
    for path in (program.root / "output.state").rglob("*"):
        if path.is_file():
            path.unlink()
    assert program.build().returncode == 0
    assert tree(program.root / "output") == expected


def test_an_output_folder_with_other_files_is_refused(program: Copy) -> None:
    folder = program.root / "documents"
    folder.mkdir()
    (folder / "letter.txt").write_text("重要", encoding="utf-8")
    refused = program.build("--output", "documents")
    assert refused.returncode == 2
    assert (folder / "letter.txt").read_text("utf-8") == "重要"


def test_two_builds_at_once_do_not_mix(program: Copy) -> None:
    first = subprocess.Popen(program.command("build", "--today", "2026-11-24"), cwd=program.root)
    time.sleep(0.6)
    second = program.build()
    codes = {first.wait(), second.returncode}  # on a busy machine the second may come first
    assert 0 in codes
    assert codes <= {0, 2}
    assert tree(program.root / "output") == clean(program)
