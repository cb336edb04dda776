"""The laws that code can break without a test noticing: who imports whom, how large rooms grow, where the clock is read."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
# A program of its own, which agencies copy away: it loads what a site publishes, and shares nothing with what makes the site.
MIRROR = PROJECT / "publish" / "mirror.py"
PUBLISH = sorted(set((PROJECT / "publish").rglob("*.py")) - {MIRROR})
PLUGINS = sorted((PROJECT / "plugins").rglob("*.py"))
TARGETS = sorted((PROJECT / "targets").rglob("*.py"))
VERBS = [PROJECT / "tasks.py", *sorted((PROJECT / "verbs").rglob("*.py"))]
BENCH = sorted([*(PROJECT / "bench").glob("*.py"), *(PROJECT / "bench" / "peers").glob("*.py")])
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
CODE = [MIRROR, *PUBLISH, *PLUGINS, *TARGETS, *BENCH, *VERBS, PROJECT / "pelicanconf.py"]
TEMPLATES = sorted((PROJECT / "theme" / "templates").rglob("*.html"))
CLOCKS = {"time", "random", "secrets", "uuid", "locale", "zoneinfo", "socket", "urllib.request", "http", "requests"}
OWN = {"publish", "plugins", "targets", "verbs", "tasks", "pelicanconf", "tests", "bench"}
ON_EVERY_PAGE = '<script src="{{ here.root }}theme/js/page.js"></script>'  # classic, for it sets the size before anything is drawn
BAD_NAMES = {"utils", "helpers", "manager", "context", "common", "misc"}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, at its top or inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def rooms(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def shown(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", PUBLISH, ids=shown)
def test_the_domain_imports_no_host_no_clock_and_no_network(path: Path) -> None:
    names = imports(path)
    assert not rooms(names) & {"pelican", "jinja2", "markdown", "plugins", "targets", "tasks", "verbs", "invoke", "pelicanconf"}
    assert not {name for name in names if name in CLOCKS or name.split(".")[0] in CLOCKS - {"http"}}


def test_the_client_for_agencies_stands_alone_and_nothing_imports_it() -> None:
    assert rooms(imports(MIRROR)) <= sys.stdlib_module_names
    assert not [path for path in [*PUBLISH, *PLUGINS, *TARGETS, *VERBS, *BENCH] if "publish.mirror" in imports(path)]


@pytest.mark.parametrize("path", PUBLISH, ids=shown)
def test_the_domain_reads_neither_clock_nor_environment(path: Path) -> None:
    called = {
        f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }
    assert not called & {
        "date.today",
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "os.getenv",
        "Path.cwd",
        "Path.home",
        "os.urandom",
    }
    assert "os.environ" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", PLUGINS, ids=shown)
def test_plugins_import_the_domain_and_never_the_verbs(path: Path) -> None:
    assert not rooms(imports(path)) & {"tasks", "verbs", "pelicanconf", "invoke", "datetime", "time", "random", "secrets"}


@pytest.mark.parametrize("path", TARGETS, ids=shown)
def test_the_room_that_speaks_to_other_machines_knows_the_domain_and_neither_clock_nor_chance(path: Path) -> None:
    names = imports(path)
    assert rooms(names) & OWN <= {"publish", "targets"}
    assert not rooms(names) & {"time", "datetime", "random", "secrets", "uuid", "pelican", "jinja2", "invoke"}


def test_only_verbs_import_the_room_that_speaks_to_other_machines() -> None:
    for path in [*PUBLISH, *PLUGINS, *BENCH, PROJECT / "pelicanconf.py"]:
        assert "targets" not in rooms(imports(path)), path


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=shown)
def test_modules_stay_small_rooms(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert path.read_text("utf-8").count("\n") <= 300
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} has more than 40 lines"


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_every_module_says_what_it_is_for_and_bears_a_name_of_the_field(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert path.stem not in BAD_NAMES


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_templates_are_short_and_hold_no_script_or_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") < 60
    data = '<script type="application/ld+json">{{ text | safe }}</script>' if path.name == "jsonld.html" else ""
    assert not re.search(r'<script(?! type="module" src="[^"]+"></script>)', text.replace(data, "").replace(ON_EVERY_PAGE, ""))
    assert "style=" not in text
    assert "<style" not in text


def test_configurations_of_servers_are_read_as_they_are() -> None:
    for path in sorted((PROJECT / "servers").iterdir()):
        text = path.read_text("utf-8")
        assert text.count("\n") <= 300
        assert text.startswith("#"), "what it is for"


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "Makefile"):
        text = (PROJECT / name).read_text("utf-8")
        assert "://" not in text, name
        assert "/opt/" not in text, name
        assert "--hash=sha256" in text or not name.endswith(".lock")


def test_of_the_verbs_only_the_machine_reads_the_clock_and_chance() -> None:
    for path in VERBS:
        if path.name != "machine.py":
            assert not imports(path) & {"secrets", "random", "time", "zoneinfo"}, path
            assert "now(" not in path.read_text("utf-8"), path
            assert "os.environ" not in path.read_text("utf-8"), path


def libraries(paths: list[Path]) -> set[str]:
    """The distributions that some files import; pydantic's core counts as pydantic."""
    made_by = packages_distributions()
    names = {room for path in paths for room in rooms(imports(path))} - OWN - {"atheris", *sys.stdlib_module_names}
    return {one.lower().replace("_", "-").removesuffix("-core") for name in names for one in made_by[name]}


def declared(lines: list[str]) -> set[str]:
    return {re.split(r"[<>=]", line)[0].lower() for line in lines}


def test_what_is_imported_is_named_as_a_dependency_and_the_program_has_none_that_it_does_not_use() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    installed = declared(project["dependencies"])
    only_data = {"tzdata", "pypinyin"}
    elsewhere = [PROJECT / "verbs" / "cluster.py"]
    verbs = [path for path in VERBS if path not in elsewhere]
    assert libraries([*PUBLISH, *PLUGINS, *verbs, PROJECT / "pelicanconf.py"]) == installed - only_data
    store, cluster = (declared(project["optional-dependencies"][name]) for name in ("s3", "cluster"))
    assert libraries(TARGETS) - installed == store
    assert libraries(elsewhere) - installed == cluster
    assert libraries([*BENCH, *TESTS]) <= installed | store | cluster | declared(project["optional-dependencies"]["dev"])
