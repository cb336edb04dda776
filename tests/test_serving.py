"""What nginx and Caddy answer with the configuration that `inv nginx` and `inv caddy` write, at the root of a host and below a path."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from invoke.context import Context
from invoke.exceptions import Exit

import tasks
from publish.errors import BadUsage
from publish.servers import POLICY, Serving, configuration
from publish.site import Site
from tests import serving
from tests.content import Content
from tests.papers import pdf
from tests.serving import SERVERS, Answer, ask, program

DOCUMENT = Path(__file__).parent.parent / "docs" / "serving.zh-CN.md"
PAGE, GONE, WITHDRAWN = "d000000000000001", "d0zzzzzzzzzzzzzz", "d000000000000002"
START = {"nginx": serving.nginx, "caddy": serving.caddy}
PLACES = [("nginx", "/zf/"), ("nginx", "/"), ("caddy", "/zf/"), ("caddy", "/")]
ALWAYS = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}  # fmt: skip
REVALIDATED, MINUTES = "no-cache", "public, max-age=300"
# Path → media type, how long it may be kept, how it comes to a browser that takes brotli and gzip ("": as it is).
SERVED = {
    "": ("text/html; charset=utf-8", REVALIDATED, "br"),
    f"decision/d0/{PAGE}.html": ("text/html; charset=utf-8", REVALIDATED, "gzip"),
    f"decision/d0/{PAGE}.json": ("application/json; charset=utf-8", REVALIDATED, "any"),
    f"decision/d0/{PAGE}/1.pdf": ("application/pdf", REVALIDATED, ""),
    "decisions/": ("text/html; charset=utf-8", REVALIDATED, "br"),
    "feeds/all.atom": ("application/atom+xml; charset=utf-8", MINUTES, "br"),
    "feeds/all.rss": ("application/rss+xml; charset=utf-8", MINUTES, "br"),
    "feeds/all.json": ("application/feed+json; charset=utf-8", MINUTES, "br"),
    "feeds/agency/jia.json": ("application/feed+json; charset=utf-8", MINUTES, "gzip"),
    "feeds/subscriptions.opml": ("text/x-opml; charset=utf-8", MINUTES, "gzip"),
    "data/": ("text/html; charset=utf-8", REVALIDATED, "br"),
    "data/v1/index.json": ("application/json; charset=utf-8", REVALIDATED, "br"),
    "data/v1/decisions/2026-06.jsonl": ("application/jsonl; charset=utf-8", REVALIDATED, "any"),
    "data/v1/decisions/2026-06.csv": ("text/csv; charset=utf-8", REVALIDATED, "gzip"),
    "data/v1/catalog.jsonld": ("application/ld+json; charset=utf-8", REVALIDATED, "gzip"),
    "data/v1/SHA256SUMS": ("text/plain; charset=utf-8", REVALIDATED, "any"),
    "data/v1/mirror.py": ("text/x-python; charset=utf-8", REVALIDATED, "gzip"),
    "data/resourcesync/changelist.xml": ("text/xml; charset=utf-8", REVALIDATED, "any"),
    ".well-known/resourcesync": ("text/xml; charset=utf-8", REVALIDATED, "any"),
    "lists/officers.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", REVALIDATED, ""),
    "opensearch.xml": ("application/opensearchdescription+xml; charset=utf-8", REVALIDATED, "any"),
    "sitemap.xml": ("text/xml; charset=utf-8", MINUTES, "any"),
    "robots.txt": ("text/plain; charset=utf-8", REVALIDATED, "any"),
    "theme/css/site.css": ("text/css; charset=utf-8", REVALIDATED, "br"),
    "theme/js/search.js": ("text/javascript; charset=utf-8", REVALIDATED, "br"),
    "theme/favicon.svg": ("image/svg+xml", "public, max-age=86400", "any"),
    "officers/sw.js": ("text/javascript; charset=utf-8", REVALIDATED, "gzip"),
    "search/v1/root.bin": ("application/octet-stream", REVALIDATED, ""),
}
# Method and path → status. What is gone and what never was cannot be told apart.
REFUSED = {
    f"GET decision/d0/{WITHDRAWN}.html": 410, f"GET decision/d0/{WITHDRAWN}.json": 410, f"GET decision/d0/{WITHDRAWN}/1.pdf": 410,
    f"GET decision/d0/{GONE}.html": 410, f"HEAD decision/d0/{GONE}.json": 410, f"GET decision/d0/{GONE}/12.ofd?x=1": 410,
    f"GET decision/d1/{GONE}.html": 404, f"GET decision/d0/{GONE}": 404, f"GET decision/d0/{GONE}/": 404, f"GET decision/d0/{PAGE}/": 404,
    f"GET decision/d0/{GONE.upper()}.html": 404, "GET decision/d0/d0uuuuuuuuuuuuuu.html": 404, f"GET decision/d0/{PAGE}.html.gz": 404,
    "GET party/91990101MA00000009.html": 404, "GET notices/r000000000000009.html": 404, "GET nothing.html": 404, "GET theme/": 404,
    "GET feeds/all.atom.gz": 404, "GET feeds/all.atom.br": 404, "GET .index.html.new": 404, "GET x/half.new": 404, "GET .git/config": 404,
    "GET .well-known/other": 404, "GET lists/..%2f.git%2fconfig": 404, "GET data/nothing.json": 404,
    "POST ": 405, "POST nothing": 405, f"DELETE decision/d0/{PAGE}.html": 405, "PUT data/v1/index.json": 405, "OPTIONS feeds/all.atom": 405,
}  # fmt: skip


@dataclass
class Served:
    """A site behind a server."""

    kind: str
    address: str
    prefix: str
    content: Content

    def ask(self, path: str = "", method: str = "GET", **headers: str) -> Answer:
        """What it answers; every answer has the headers that all have."""
        answer = ask(self.address, path, method, **headers)
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, path
        assert "geolocation=()" in answer.headers["permissions-policy"]
        assert answer.headers.get("server", "nginx") == "nginx"  # no version
        assert answer.headers.get("access-control-allow-origin", "*") == "*"
        assert ("access-control-allow-origin" in answer.headers) == path.startswith("data/"), path
        return answer

    def file(self, path: str) -> bytes:
        """What lies there."""
        return (self.content.output / (f"{path}index.html" if path.endswith("/") or not path else path)).read_bytes()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A page with an attachment, and one that was withdrawn, behind a link as a release's."""
    made = Content(tmp_path_factory.mktemp("serving"))
    made.write("decisions/jia/2026/tu.pdf", pdf())
    made.decision(attachments=[{"path": "tu.pdf", "title": "附件"}])
    made.order(made.decision())
    assert made.publish() == 0
    (made.root / "current").symlink_to("output", target_is_directory=True)
    return made


@pytest.fixture(scope="module", params=PLACES, ids="".join)
def served(request: pytest.FixtureRequest, content: Content, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    kind, prefix = request.param
    with START[kind](content.root / "current", tmp_path_factory.mktemp(kind), prefix) as address:
        yield Served(kind, address, prefix, content)


def unpacked(answer: Answer) -> bytes:
    """The body without its encoding."""
    encoding = answer.headers.get("content-encoding", "")
    unpack: Callable[[bytes], bytes] = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)
    return unpack(answer.body)


@pytest.mark.parametrize("path", SERVED)
def test_each_file_comes_whole_with_its_type_its_keeping_and_packed_where_that_is_worth_it(served: Served, path: str) -> None:
    media_type, kept, packed = SERVED[path]
    plain = served.ask(path)
    assert (plain.status, plain.headers["content-type"], plain.headers["cache-control"]) == (200, media_type, kept)
    assert plain.body == served.file(path)
    assert "content-encoding" not in plain.headers
    for asked, best in (("br, gzip", packed), ("gzip", "gzip" if packed else "")):
        answer = served.ask(path, Accept_Encoding=asked)
        assert (answer.status, answer.headers["content-type"]) == (200, media_type)
        assert unpacked(answer) == plain.body
        encoding = answer.headers.get("content-encoding", "")
        assert packed == "any" or encoding == best, asked
        assert not encoding or "Accept-Encoding" in answer.headers["vary"]
    assert served.ask(path, "HEAD").body == b""


@pytest.mark.parametrize("asked", REFUSED)
def test_what_is_not_there_or_not_allowed_is_refused_in_one_way(served: Served, asked: str) -> None:
    method, _, path = asked.partition(" ")
    answer = served.ask(path, method)
    assert answer.status == REFUSED[asked]
    if answer.status == 405:
        assert answer.headers["allow"] == "GET, HEAD"
    else:
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("text/html; charset=utf-8", REVALIDATED)
        assert answer.body == (b"" if method == "HEAD" else served.file(f"{answer.status}.html"))


def test_the_index_of_the_data_says_of_each_file_the_type_with_which_it_is_sent(served: Served) -> None:
    resources = json.loads(served.file("data/v1/index.json"))["resources"]
    told = {one["url"]: one["media_type"] for one in resources}
    assert len(told) > 5
    assert {url: served.ask(f"data/v1/{url}", "HEAD").headers["content-type"].partition(";")[0] for url in told} == told


def test_what_has_not_changed_is_answered_without_it_and_parts_come_alone(served: Served) -> None:
    for path in ("", "theme/css/site.css", "data/v1/index.json", f"decision/d0/{PAGE}.html"):
        first = served.ask(path)
        assert served.ask(path, If_None_Match=first.headers["etag"]).status == 304
    part = served.ask("data/v1/index.json", Range="bytes=2-9")
    assert (part.status, part.body) == (206, served.file("data/v1/index.json")[2:10])


def test_search_files_are_kept_by_the_readers_browser_alone(served: Served) -> None:
    path = next(path for path in sorted(served.content.tree()) if path.startswith("search/v1/") and path != "search/v1/root.bin")
    assert served.ask(f"{path}?v=1").headers["cache-control"] == "private, max-age=3600"


def test_other_sites_may_read_the_data_and_nothing_else(served: Served) -> None:
    asked = served.ask("data/v1/index.json", "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="GET")
    assert (asked.status, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]


def test_folders_without_their_slash_and_the_entrance_of_resourcesync_lead_on(served: Served) -> None:
    folder = served.ask("decisions")
    assert (folder.status in (301, 308), folder.headers["location"]) == (True, f"{served.prefix}decisions/")
    if served.prefix != "/":
        assert served.ask("/zf").headers["location"] == "/zf/"
        assert served.ask("/.well-known/resourcesync").headers["location"] == "/zf/.well-known/resourcesync"
        assert (served.ask("/").status, served.ask("/other/").status) == (404, 404)


def test_a_switch_is_seen_at_once_and_what_was_withdrawn_in_it_is_gone(served: Served, tmp_path: Path) -> None:
    path, link = f"decision/d0/{PAGE}.html", served.content.root / "current"
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / "410.html").write_bytes(b"gone")
    assert served.ask(path).status == 200
    try:
        (tmp_path / "link").symlink_to(tmp_path / "next", target_is_directory=True)
        (tmp_path / "link").replace(link)
        assert (served.ask(path).status, served.ask(path).body) == (410, b"gone")
    finally:
        (tmp_path / "link").symlink_to("output", target_is_directory=True)
        (tmp_path / "link").replace(link)
    assert served.ask(path).status == 200


def test_the_whole_file_is_as_nginx_wants_it_with_certificates_too(content: Content, tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("site.pem", "site.key")]
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=example.org"]
    subprocess.run([*request, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    sites = [Serving(Site(url="https://example.org/zf"), str(content.output), "8443", files[0], files[1])]
    sites += [Serving(Site(url="https://example.org/xk"), str(content.output), "8080")]
    texts = [configuration((SERVERS / "nginx.conf").read_text("utf-8"), one) for one in sites]
    (tmp_path / "site.conf").write_text("\n".join(texts).replace("listen 80;", "listen 8081;"), encoding="utf-8")  # 80 is root's alone
    (tmp_path / "nginx.conf").write_text(serving.NGINX.format(folder=tmp_path, module=""), encoding="utf-8")
    done = subprocess.run(
        [program("nginx"), "-t", "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"], capture_output=True, text=True, check=False
    )
    assert "test is successful" in done.stderr, done.stderr
    assert "warn" not in done.stderr
    assert "return 301 https://" in texts[0]
    text = configuration((SERVERS / "Caddyfile").read_text("utf-8"), sites[0])
    (tmp_path / "Caddyfile").write_text(text, encoding="utf-8")
    command = [program("caddy"), "validate", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    subprocess.run(command, check=True, capture_output=True, env={"HOME": str(tmp_path)})


@pytest.mark.parametrize("verb", [tasks.nginx, tasks.caddy], ids=["nginx", "caddy"])
def test_the_verbs_write_for_the_address_of_the_content_and_say_what_they_miss(
    verb: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = Content(tmp_path)
    verb(Context(), root="/srv/zf/current", content=str(content.folder))
    said = capsys.readouterr()
    assert said.err == ""
    assert all(word in said.out for word in ("example.org", "/zf/", "/srv/zf/current"))
    assert "{{" not in said.out
    content.write("site.yml", "name: 甲\n")
    for root, words in (("", "--root"), ("/srv/zf/current", "url")):
        with pytest.raises(Exit) as ended:
            verb(Context(), root=root, content=str(content.folder))
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        assert words in said.err


@pytest.mark.parametrize(
    "options",
    [
        {"root": "/srv/a b"}, {"root": "/srv/$x"}, {"root": '/srv/"; return 200'}, {"root": "/s", "listen": "80; include x"},
        {"root": "/s", "listen": "70000"}, {"root": "/s", "certificate": "/c"}, {"root": "/s", "certificate": "/c\n", "key": "/k"},
    ],
)  # fmt: skip
def test_what_would_break_a_configuration_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(BadUsage):
        Serving(Site(url="https://example.org"), **options)  # type: ignore[arg-type]


def test_the_commands_of_the_document_say_what_stands_there(sample_site: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"^```console\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    steps = [one.partition("\n") for block in blocks for one in re.findall(r"^\$ (.*?)(?=^\$ |\Z)", block, re.MULTILINE | re.DOTALL)]
    assert len(steps) == 7
    with serving.nginx(sample_site, tmp_path, "/xzzf/") as address:
        for command, _, output in steps:
            typed = command.replace("http://sthjt.yunjiang.example/xzzf/", address)
            done = subprocess.run(["bash", "-c", typed], capture_output=True, text=True, check=False)
            assert done.stdout.replace("\r", "") == output, command
