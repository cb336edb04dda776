"""`inv hooks --server`: the bare repository that is made or taken, its settings, and who may look into what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publish.errors import BadUsage
from publish.staff.hooking import SERVER
from publish.staff.receiving import Settings
from verbs.receiving import install_server
from verbs.releasing import of_settings, open_to_the_server

PROJECT = Path(__file__).parent.parent.parent


def installed(root: Path, to: str = "site", site_url: str = "", shared: bool = False) -> str:
    return install_server(str(root / "content.git"), str(root / to), "", "", "", "", site_url, shared=shared)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def test_it_is_made_for_one_user_and_the_web_server_looks_into_nothing_but_the_site(tmp_path: Path) -> None:
    told = installed(tmp_path)
    assert "已建立仓库" in told
    assert "还没有分支 main" in told
    assert {name: mode(tmp_path / name) for name in ("content.git", "site.state", "site.store")} == dict.fromkeys(
        ("content.git", "site.state", "site.store"), 0o700
    )
    for name in SERVER:
        hook = tmp_path / "content.git" / "hooks" / name
        assert os.access(hook, os.X_OK)
        assert str(tmp_path) not in hook.read_text("utf-8")
        assert str(PROJECT) not in hook.read_text("utf-8")


def test_for_several_users_of_a_group_all_of_them_can_write(tmp_path: Path) -> None:
    installed(tmp_path, shared=True)
    assert {mode(tmp_path / name) for name in ("content.git", "site.state", "site.store")} == {0o2770}
    assert mode(tmp_path / "content.git" / "objects") & 0o2070 == 0o2070
    before = os.umask(0o022)
    try:
        open_to_the_server(of_settings(str(tmp_path / "content.git"), Settings("")))
        assert (mode(tmp_path / "site.store" / "store.sqlite"), os.umask(before)) == (0o664, 0o002)
    finally:
        os.umask(before)


def test_settings_are_kept_as_absolute_paths_and_installing_again_renews_them(tmp_path: Path) -> None:
    installed(tmp_path, to="网 站", site_url="https://example.org/zf")
    bare = tmp_path / "content.git"
    assert Settings.of(bare) == Settings(str(tmp_path / "网 站"), site_url="https://example.org/zf")
    installed(tmp_path, to="site")
    assert Settings.of(bare) == Settings(str(tmp_path / "site"))
    assert Settings.of(bare).command(bare) == ["inv", "release", "--content", str(bare), "--to", str(tmp_path / "site")]


def test_for_another_machine_the_site_is_built_beside_the_repository(tmp_path: Path) -> None:
    to, bare = "ssh://fabu@www.example.org/srv/xzzf", tmp_path / "content.git"
    install_server(str(bare), to, "", "", "", "", "", shared=False)
    assert Settings.of(bare) == Settings(to, output=str(tmp_path / "content.output"))
    assert mode(tmp_path / "content.output.store") == 0o700


def test_a_foreign_hook_is_kept_and_it_says_what_to_do(tmp_path: Path) -> None:
    installed(tmp_path)
    hook = tmp_path / "content.git" / "hooks" / "post-receive"
    hook.write_text("#!/bin/sh\necho 别人的\n", encoding="utf-8")
    with pytest.raises(BadUsage, match=r"post-receive\.publish"):
        installed(tmp_path)
    assert hook.read_text("utf-8") == "#!/bin/sh\necho 别人的\n"
    hook.write_text(f"#!/bin/sh\nexec {hook}.publish\n", encoding="utf-8")
    assert "已装好" in installed(tmp_path)


def test_what_is_no_bare_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "content.git").mkdir()
    (tmp_path / "content.git" / "file.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadUsage, match="不是裸仓库"):
        installed(tmp_path)
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "content.git")], check=True)
    with pytest.raises(BadUsage, match="不是裸仓库"):
        installed(tmp_path)
    assert not (tmp_path / "site.store").exists()


@pytest.mark.parametrize("words", [["--server"], ["--server", "--repository", "x.git"], ["--to", "site"]])
def test_what_is_typed_incompletely_is_told(tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "invoke", "--search-root", str(PROJECT), "hooks", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--repository" in done.stderr
    assert list(tmp_path.iterdir()) == []
