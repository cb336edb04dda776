"""`inv serve`: the built site on this machine, under its path prefix, built again when the content changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from publish.sources import walk

SECONDS = 1.0


def _stamps(folders: list[Path]) -> list[object]:
    """What changes when a file does: the content is the first folder, the trust folder another."""
    content, *others = folders
    files = sorted(path for folder in others for path in (folder.iterdir() if folder.is_dir() else ()))
    return [walk(content), *((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)]


def serve_site(folders: list[Path], output: Path, port: int, build: Callable[[], int]) -> int:
    """Serve until interrupted; the exit code of the last build."""
    code = build()
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"网站在 http://127.0.0.1:{server.server_port}/ ；按 Ctrl+C 结束。", flush=True)
    before, waiting = _stamps(folders), threading.Event()
    try:
        while not waiting.wait(SECONDS):
            now = _stamps(folders)
            if now != before:
                before, code = now, build()
    except KeyboardInterrupt:
        server.shutdown()
    return code
