"""`inv init`: a new content repository that builds at once, is complete, and says what in it is only an example."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

import tasks
from publish.build import check
from publish.codes import uscc_ok
from publish.errors import BadUsage
from publish.periods import DEFAULT
from publish.request import Request
from publish.site import Periods
from publish.sources import kind_of
from publish.staff.starting import SLOT, Founding, example_code, files, found
from publish.strict_yaml import read
from tests.editor import SCHEMAS, marks
from tests.offices import Office

PROJECT = Path(__file__).parent.parent
TODAY = date(2026, 11, 24)
# domain/rules.md §7
COLUMNS = {
    "laws": "name number level issuer issued_on effective_on state ended_on superseded_by url page",
    "powers": "code name kind basis level office duties duty_basis accountability flow supervision_phone note",
    "random-inspections": "no department category item object importance method ratio_and_frequency level basis note",
    "business-inspections": "item agency basis object content_and_standard method yearly_limit level effective_on",
    "officers": "name department post certificate_number kind area issuer valid_until",
    "discretion": "no violation violated_article penalty_basis factor circumstance grade range formula note",
    "permit-guides": "name code agency basis conditions materials steps statutory_days promised_days fee result address hours phone"
    " complaint_phone sample",
    "procedures": "kind step_no step office time_limit_days documents rights basis",
    "remedies": "channel body address phone time_limit basis",
    "windows": "window post duties materials progress_query consultation complaint_phone address hours",
    "review-items": "no kind item standard basis handling_office review_office materials content time_limit_days",
    "recording-items": "kind stage medium whole_process device keep_years",
}


def inv(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return Office(cwd).run(*words, environment=environment)


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new repository, not to be changed."""
    folder = tmp_path_factory.mktemp("init") / "neirong"
    found(folder, PROJECT, Founding(TODAY))
    return folder


def test_it_builds_at_once_without_any_finding(repository: Path, tmp_path: Path) -> None:
    request = Request(PROJECT, repository, tmp_path / "output", TODAY)
    assert check(request, None) == []
    assert tasks.publish_site(str(repository), str(tmp_path / "output"), today=str(TODAY), jobs=1) == 0
    assert (tmp_path / "output/lists/officers.html").exists() or (tmp_path / "output/lists/officers/index.html").exists()
    assert "示例市生态环境局" in (tmp_path / "output/index.html").read_text("utf-8")


def test_everything_is_in_the_first_commit_and_the_tree_is_clean(repository: Path) -> None:
    assert git(repository, "status", "--porcelain", "--ignored") == ""
    assert git(repository, "log", "--format=%s").splitlines() == ["新建内容仓库"]
    assert git(repository, "branch", "--show-current").strip() == "main"


@pytest.mark.parametrize("slug", COLUMNS)
def test_every_required_list_has_its_columns_and_one_row_that_says_it_is_an_example(repository: Path, slug: str) -> None:
    (path,) = (repository / "lists" / slug).glob("*.csv")
    assert path.stem == str(TODAY)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n"), "git 或程序改了换行"
    header, *rows = csv.reader(raw.decode("utf-8-sig").splitlines())
    assert set(COLUMNS[slug].split()) <= set(header)
    assert len(rows) == 1
    assert "示例" in "".join(rows[0])


def test_every_file_passes_its_schema_as_an_editor_sees_it(repository: Path) -> None:
    tried = set()
    for path in sorted(repository.rglob("*.yml")):
        kind = kind_of(path.relative_to(repository).as_posix())
        kind = f"policy-{path.stem}" if kind == "policy" else kind
        if kind in SCHEMAS:
            assert marks(kind, path.read_text("utf-8")) == [], path
            first = path.read_text("utf-8").splitlines()[0]
            schema = first.removeprefix("# yaml-language-server: $schema=")
            assert (path.parent / schema).resolve() == repository / ".schema" / f"{kind}.schema.json", path
            tried.add(kind)
    assert tried == SCHEMAS.keys() - {"decision", "order", "report"}


def test_the_editor_is_told_of_every_schema_that_there_is(repository: Path) -> None:
    settings = json.loads((repository / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    shipped = {f".schema/{path.name}" for path in (repository / ".schema").iterdir()}
    assert settings.keys() == shipped - {".schema/decision.schema.json"}, "决定是 Markdown，YAML 编辑器不读它"
    for schema in shipped:
        assert (repository / schema).read_bytes() == (PROJECT / "docs/schema" / Path(schema).name).read_bytes()
    for pattern in settings.values():
        path = pattern.strip("/").replace("*/*.yml", "2026/a.yml").replace("lists/*", "lists/laws").replace("*", "2026")
        assert kind_of(path) is not None, pattern


def test_the_written_periods_are_the_program_s_own() -> None:
    document, found_here = read((PROJECT / "starter/policy/periods.yml").read_text("utf-8"), "policy/periods.yml")
    assert document is not None
    assert not found_here
    assert Periods.model_validate(document.data) == DEFAULT


def test_what_is_given_stands_in_the_files_and_the_rest_is_named_as_an_example(tmp_path: Path) -> None:
    words = ("--agency", "云溪县生态环境局", "--region", "990123", "--uscc", example_code("990123"), "--name", "云溪执法公示")
    done = inv("init", "yunxi", *words, "--today", "2026-11-24", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "site.yml  url" in done.stdout
    assert "agencies/benji.yml" not in done.stdout
    agency = yaml.safe_load((tmp_path / "yunxi/agencies/benji.yml").read_text("utf-8"))
    assert (agency["name"], agency["level"], agency["region"]) == ("云溪县生态环境局", "county", "990123")
    assert yaml.safe_load((tmp_path / "yunxi/site.yml").read_text("utf-8"))["name"] == "云溪执法公示"
    assert "示例市" not in "".join(path.read_text("utf-8") for path in (tmp_path / "yunxi").rglob("*.md"))
    bare = inv("init", "other", cwd=tmp_path)
    assert "agencies/benji.yml  name、uscc、region" in bare.stdout


@pytest.mark.parametrize(("region", "level"), [("990000", "province"), ("990100", "city"), ("990123", "county")])
def test_an_example_code_passes_its_check_and_the_level_follows_the_region(region: str, level: str) -> None:
    assert uscc_ok(example_code(region))
    assert Founding(TODAY, region=region).words["level"] == level


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("init", "full"), "已经有内容"),
        (("init", "file"), "已经有内容"),
        (("init", str(PROJECT / "content-new")), "程序的文件夹里"),
        (("init", str(PROJECT)), "程序的文件夹里"),
        (("init", "new", "--region", "3205"), "--region"),
        (("init", "new", "--uscc", "91350100M000100Y44"), "--uscc"),
        (("init", "new", "--agency", "某局\nuscc: x"), "--agency"),
        (("init", "new", "--name", "甲”{{uscc}}"), "--name"),
    ],
)
def test_a_command_that_cannot_be_carried_out_changes_nothing_and_says_why(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/keep.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    done = inv(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert not (PROJECT / "content-new").exists()


def test_it_works_for_someone_who_never_told_git_his_name(tmp_path: Path) -> None:
    nobody = {"HOME": str(tmp_path), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    assert inv("init", "neirong", cwd=tmp_path, **nobody).returncode == 0
    assert git(tmp_path / "neirong", "rev-list", "--count", "HEAD").strip() == "1"


def test_the_starter_files_use_only_words_that_are_filled_in() -> None:
    known = Founding(TODAY).words.keys()
    for path in (PROJECT / "starter").rglob("*"):
        if path.is_file():
            assert {slot[1] for slot in SLOT.finditer(path.read_text("utf-8"))} <= known, path
    assert not any(b"{{" in content for path, content in files(PROJECT, Founding(TODAY)).items() if not path.startswith(".gitea"))


def test_a_name_with_signs_of_yaml_is_refused() -> None:
    for sign in "\"'`\\,<>{}[]#:|&*!%@\n\x00":
        with pytest.raises(BadUsage):
            Founding(TODAY, agency=f"某{sign}局")


def scripts() -> dict[str, list[str]]:
    gitea = yaml.safe_load((PROJECT / "starter/.gitea/workflows/check.yml").read_text("utf-8"))
    gitlab = yaml.safe_load((PROJECT / "starter/.gitlab-ci.yml").read_text("utf-8"))
    return {
        "gitea": [step["run"] for step in gitea["jobs"]["check"]["steps"] if "run" in step],
        "gitlab": gitlab["检查内容"]["script"],
    }


@pytest.mark.parametrize("forge", ["gitea", "gitlab"])
def test_the_script_of_a_forge_s_workflow_checks_the_content(repository: Path, tmp_path: Path, forge: str) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(repository), "clone")
    script = "set -e\n" + "\n".join(scripts()[forge])

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        settings = {**os.environ, "TMPDIR": str(tmp_path), **environment}
        return subprocess.run(["sh", "-c", script], cwd=clone, env=settings, capture_output=True, text=True, check=False)

    done = run(PUBLISH_PROGRAM=str(PROJECT))
    assert (done.returncode, done.stdout.strip()) == (0, "没有发现问题。"), done.stderr
    assert git(clone, "status", "--porcelain", "--ignored") == ""
    (clone / "agencies/benji.yml").write_text("name: 某局\n", encoding="utf-8")
    done = run(PUBLISH_PROGRAM=str(PROJECT))
    assert done.returncode == 1
    assert "agencies/benji.yml:1 load.missing_field" in done.stdout
    assert "PUBLISH_PROGRAM" in run(PUBLISH_PROGRAM="").stderr


def test_no_workflow_names_a_host() -> None:
    for path in (PROJECT / "starter/.gitea/workflows/check.yml", PROJECT / "starter/.gitlab-ci.yml"):
        assert "://" not in path.read_text("utf-8")
