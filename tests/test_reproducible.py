"""A build is a function of its input: the same bytes whatever the hash seed, time zone, locale, folder or number of jobs."""

from __future__ import annotations

from pathlib import Path

from tests.copies import BASE, TODAY, Copy, tree


def test_neither_hash_seed_nor_time_zone_nor_locale_gets_in(tmp_path: Path, sample_site: Path) -> None:
    program = Copy.of(tmp_path)
    assert program.build("--jobs", "1", PYTHONHASHSEED="77", TZ="America/Anchorage", LC_ALL="C").returncode == 0
    assert tree(tmp_path / "output") == tree(sample_site)


def test_the_number_of_jobs_and_the_working_directory_do_not_matter(tmp_path: Path, sample_site: Path) -> None:
    program = Copy.of(tmp_path / "program")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folders = ("--content", str(program.root / "content"), "--output", str(elsewhere / "site"))
    done = program.run("build", "--today", TODAY, "--jobs", "2", *folders, cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert tree(elsewhere / "site") == tree(sample_site)


def test_a_second_build_of_the_same_day_writes_nothing(tmp_path: Path) -> None:
    program = Copy.of(tmp_path, BASE)
    first = program.report()
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
    second = program.report()
    assert first["outputs"]["written"] == second["outputs"]["total"]
    assert second["outputs"]["written"] == second["outputs"]["removed"] == 0
    assert first["decisions"] == second["decisions"]
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
