"""Addresses as they are typed, and what object stores are told of files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.errors import BadUsage
from targets.address import BucketAddress, SshAddress, parse
from targets.headers import caching, in_turns, kept, media_type
from targets.opening import open_target


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ssh://www.example.org/srv/xzzf", SshAddress("www.example.org", "/srv/xzzf")),
        ("ssh://fa-bu@www.example.org:2222/srv/xzzf/", SshAddress("www.example.org", "/srv/xzzf", "fa-bu", "2222")),
        ("ssh://fabu@[2001:db8::1]:22/srv", SshAddress("2001:db8::1", "/srv", "fabu", "22")),
        ("fabu@www.example.org:/srv/行政 执法", SshAddress("www.example.org", "/srv/行政 执法", "fabu")),
        ("wai_wang:/srv/xzzf", SshAddress("wai_wang", "/srv/xzzf")),
        ("s3://xzzf-bucket", BucketAddress("xzzf-bucket", "")),
        ("s3://xzzf-bucket/zf/site/", BucketAddress("xzzf-bucket", "zf/site/")),
        ("/srv/xzzf", None),
        ("out/xzzf", None),
        ("./a:b", None),
    ],
)
def test_an_address_is_read_as_people_type_it(text: str, read: object) -> None:
    assert parse(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "-oProxyCommand=geheim", "ssh://fabu:geheim@www.example.org/srv", "fabu:geheim@www.example.org:/srv", "ssh://www.example.org",
        "ssh://www.example.org/", "ssh://-oProxyCommand=x/srv", "ssh://www.example.org:99999/srv", "ssh://www.example.org/srv/../etc",
        "fabu@www.example.org:srv", "www.example.org:", "s3://", "s3://Bucket/x", "s3://AKIA:geheim@bucket/x", "s3://bucket/../x",
        "s3://bucket/a//b", "ftp://www.example.org/srv", "https://bucket.example.org/zf", "ssh://www.example.org/a\nb",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_with_an_example_and_without_what_may_be_a_password(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match=r"(ssh|s3)://\S+/") as refused:
        open_target(text, tmp_path)
    assert "geheim" not in str(refused.value)


def test_what_leads_to_other_files_is_put_after_them() -> None:
    paths = [
        "data/v1/index.json", "index.html", "agency/wudu/index.html", "agency/index.html", "agency/wudu/2026/05/index.html",
        "feeds/all.atom", "search/v1/root.bin", "search/v1/r/00/100.bin", "decision/aa/aa.html", "data/v1/decisions/2026-05.jsonl",
    ]  # fmt: skip
    assert in_turns(paths) == [
        ["search/v1/r/00/100.bin", "decision/aa/aa.html", "data/v1/decisions/2026-05.jsonl"],
        ["agency/wudu/index.html", "agency/wudu/2026/05/index.html"],
        ["index.html", "agency/index.html", "feeds/all.atom", "search/v1/root.bin"],
        ["data/v1/index.json"],
    ]


def test_every_file_of_the_sample_has_a_media_type_and_what_can_be_withdrawn_is_asked_for_anew(sample_site: Path) -> None:
    paths = list(kept({path.relative_to(sample_site).as_posix(): "" for path in sample_site.rglob("*") if path.is_file()}))
    assert {path for path in paths if media_type(path) == "application/octet-stream"} == {
        path for path in paths if path.startswith("search/v1/") and path.endswith(".bin")
    }
    assert media_type("feeds/all.json") == "application/feed+json"
    assert media_type("data/v1/SHA256SUMS") == media_type("robots.txt") == "text/plain; charset=utf-8"


def test_an_object_store_is_told_of_each_file_what_the_web_servers_say(sample_site: Path) -> None:
    text = Path(__file__).parent.parent.parent.joinpath("servers", "nginx.conf").read_text("utf-8")
    cached = re.findall(r'^    "~\^\{\{pattern\}\}(.+)" +"(.+)";$', text.partition("_cache {")[2].partition("}\n\n")[0], re.MULTILINE)
    types = {ending: line.split()[0] for line in text.partition("types {")[2].partition("}")[0].split(";") for ending in line.split()[1:]}
    assert len(cached) > 3
    for path in kept({path.relative_to(sample_site).as_posix(): "" for path in sample_site.rglob("*") if path.is_file()}):
        assert caching(path) == next((said for form, said in cached if re.match(form, path)), "no-cache"), path
        ending = path.rpartition("/")[2].rpartition(".")[2]
        if ending in types and not path.startswith((".well-known", "opensearch", "feeds/")):
            assert media_type(path).partition(";")[0] == types[ending], path


def test_compressed_siblings_stay_here_and_files_that_are_packed_themselves_do_not() -> None:
    files = dict.fromkeys(["a.html", "a.html.gz", "a.html.br", "only.gz"], "")
    assert kept(files).keys() == {"a.html", "only.gz"}
