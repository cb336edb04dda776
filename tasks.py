"""The verbs (invoke), `inv --list`. What they do is in `verbs/`, where `machine` alone reads clock, environment and chance.

`inv build` alone loads nothing of the others: that would take longer than to see that there is nothing to build.
"""

import gc
import sys
from typing import TYPE_CHECKING

from verbs.building import build, publish_site
from verbs.typed import in_chinese, is_alone

if TYPE_CHECKING or not is_alone("build", sys.argv):
    from verbs.approval import approve
    from verbs.develop import bench, faults, golden, judge, lint, pictures, test
    from verbs.digest import digest
    from verbs.due import due
    from verbs.finding import search
    from verbs.importing import import_table
    from verbs.looking import check, serve, verify
    from verbs.machine import ID_CHARACTERS, host, workers
    from verbs.operating import status, systemd
    from verbs.releasing import release_site, release_verb, wished
    from verbs.serving import caddy, nginx
    from verbs.staff import repair, restore, withdraw
    from verbs.starting import hook, hooks, init
    from verbs.writing import new

gc.set_threshold(100_000, 50, 100)  # a build makes few cycles and holds much: with a million decisions looking for them took a tenth
in_chinese()
__all__ = [
    "ID_CHARACTERS", "approve", "bench", "build", "caddy", "check", "digest", "due", "faults", "golden", "hook", "hooks", "host",
    "import_table", "init", "judge", "lint", "new", "nginx", "pictures", "publish_site", "release_site", "release_verb", "repair",
    "restore", "search", "serve", "status", "systemd", "test", "verify", "wished", "withdraw", "workers",
]  # fmt: skip
