"""`inv hooks`: where hooks are installed, whose are left alone, and what they do when the program is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publish.errors import BadUsage
from publish.staff.hooking import CLERK, SERVER, install
from tests.repositories import PENALTY, PROJECT, Repository, guarded


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return guarded(tmp_path)


def test_where_the_program_is_gone_removals_pass_and_the_rest_is_told_what_to_do(repository: Repository) -> None:
    repository.without_program()
    repository.git("add", repository.order(1))
    assert repository.commit().returncode == 0
    assert repository.git("push", "origin", "main").returncode == 0
    repository.edit(PENALTY, "title: ", "title: 关于")
    done = repository.commit("-a")
    assert done.returncode != 0
    assert "找不到检查程序" in done.stderr
    top = repository.git("rev-parse", "--show-toplevel").stdout.strip()
    assert f"inv hooks --content '{top}' " in done.stderr
    assert repository.commit("-a", "--no-verify").returncode == 0
    done = repository.git("push", "origin", "main")
    assert done.returncode != 0
    assert "git push --no-verify" in done.stderr


def test_where_the_program_is_broken_removals_pass_and_nothing_else(repository: Repository) -> None:
    broken = repository.root / "broken"
    broken.mkdir()
    (broken / "tasks.py").write_text("import a_package_that_is_gone\n", encoding="utf-8")
    repository.git("config", "publish.program", str(broken))
    repository.git("add", repository.order(1))
    assert repository.commit().returncode == 0
    assert repository.git("push", "origin", "main").returncode == 0
    repository.edit(PENALTY, "title: ", "title: 关于")
    assert repository.commit("-a").returncode != 0
    assert repository.commit("-a", "--no-verify").returncode == 0
    assert repository.git("push", "origin", "main").returncode != 0


def test_a_foreign_hook_is_kept_and_can_call_ours(repository: Repository) -> None:
    target = repository.folder / ".git/hooks/pre-commit"
    target.write_text("#!/bin/sh\necho 别人的\n", encoding="utf-8")
    done = install(repository.folder, PROJECT, sys.executable)
    assert (done.hooks, done.foreign) == (["pre-push"], ["pre-commit"])
    assert target.read_text("utf-8") == "#!/bin/sh\necho 别人的\n"
    line = done.words.splitlines()[-1].strip()
    target.write_text(f"#!/bin/sh\necho 别人的\n{line}\n", encoding="utf-8")
    repository.leak()
    assert repository.commit("-a").returncode != 0
    assert install(repository.folder, PROJECT, sys.executable).foreign == []


def test_a_foreign_push_hook_hands_on_what_git_says(repository: Repository) -> None:
    target = repository.folder / ".git/hooks/pre-push"
    target.write_text("#!/bin/sh\n", encoding="utf-8")
    line = install(repository.folder, PROJECT, sys.executable).words.splitlines()[-1].strip()
    target.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    repository.leak()
    repository.commit("-a", "--no-verify")
    assert repository.git("push", "origin", "main").returncode != 0


def test_installing_again_renews_our_own_hooks(repository: Repository) -> None:
    target = repository.folder / ".git/hooks/pre-commit"
    target.write_text("#!/bin/sh\n# publish-hook：旧的\nexit 1\n", encoding="utf-8")
    assert install(repository.folder, PROJECT, sys.executable).hooks == list(CLERK)
    assert target.read_bytes() == (PROJECT / "hooks/pre-commit").read_bytes()
    assert os.access(target, os.X_OK)


def test_hooks_of_a_folder_of_their_own_and_of_a_second_working_tree(repository: Repository) -> None:
    for name in CLERK:
        (repository.folder / ".git/hooks" / name).unlink()
    repository.git("config", "core.hooksPath", "gouzi")
    assert install(repository.folder, PROJECT, sys.executable).folder == repository.folder / "gouzi"
    assert str(PROJECT) not in (repository.folder / "gouzi/pre-commit").read_text("utf-8")
    repository.leak()
    assert repository.commit("-a").returncode != 0
    repository.git("config", "--unset", "core.hooksPath")
    repository.git("stash", "--quiet")
    repository.git("worktree", "add", "--quiet", "-b", "er", "../er")
    second = Repository(repository.root / "second")
    second.root.mkdir()
    shutil.move(repository.root / "er", second.folder)
    assert repository.git("worktree", "repair", str(second.folder)).returncode == 0
    assert install(second.folder, PROJECT, sys.executable).folder == repository.folder / ".git/hooks"
    second.leak()
    assert second.commit("-a").returncode != 0


def test_hooks_for_all_repositories_are_left_alone(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.root / ".gitconfig").write_text(f"[core]\n\thooksPath = {repository.root}/mine\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(repository.root))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    with pytest.raises(BadUsage, match=r"core\.hooksPath"):
        install(repository.folder, PROJECT, sys.executable)
    assert not (repository.root / "mine").exists()


def test_a_folder_inside_a_repository_or_outside_of_any_is_refused(repository: Repository) -> None:
    for folder in (repository.folder / "agencies", repository.root / "nowhere", repository.root):
        with pytest.raises(BadUsage):
            install(folder, PROJECT, sys.executable)


def test_content_cannot_bring_code_into_the_check(repository: Repository) -> None:
    for name in ("json.py", "yaml.py", "tasks.py", "invoke.py", "publish.py"):
        repository.write(name, f"open({str(repository.root / 'ran')!r}, 'w')\n")
    repository.git("add", "-A")
    assert repository.commit().returncode == 0
    assert repository.git("push", "origin", "main").returncode == 0
    assert not (repository.root / "ran").exists()


@pytest.mark.parametrize("name", CLERK + SERVER)
def test_hooks_are_plain_sh(name: str) -> None:
    path = PROJECT / "hooks" / name
    assert path.read_bytes().startswith(b"#!/bin/sh\n")
    assert b"\r" not in path.read_bytes()
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
