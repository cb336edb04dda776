"""The verbs (invoke), `inv --list`. What they do is in `verbs/`, where `machine` alone reads clock, environment and chance."""

from verbs.approval import approve
from verbs.building import build, check, publish_site, serve, verify
from verbs.develop import bench, faults, golden, judge, lint, pictures, test
from verbs.digest import digest
from verbs.due import due
from verbs.finding import search
from verbs.importing import import_table
from verbs.machine import ID_CHARACTERS, host, workers
from verbs.operating import status, systemd
from verbs.releasing import release_site, release_verb, wished
from verbs.serving import caddy, nginx
from verbs.staff import repair, restore, withdraw
from verbs.starting import hook, hooks, init
from verbs.typed import in_chinese
from verbs.writing import new

in_chinese()
__all__ = [
    "ID_CHARACTERS", "approve", "bench", "build", "caddy", "check", "digest", "due", "faults", "golden", "hook", "hooks", "host",
    "import_table", "init", "judge", "lint", "new", "nginx", "pictures", "publish_site", "release_site", "release_verb", "repair",
    "restore", "search", "serve", "status", "systemd", "test", "verify", "wished", "withdraw", "workers",
]  # fmt: skip
