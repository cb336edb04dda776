"""An agency's copy of what a site publishes: `python mirror.py URL DIR`. A program of its own: copy this one file away and run it.

    DIR/records/<yyyy>-<mm>.<digest>.jsonl  the decisions made in a month, one a line, with the bytes of the site's own file
    DIR/state.json                          where it stands, which files count, each decision's month and hash, changes not told yet

`state.json` alone says what counts and is exchanged in one step; other files are of a run that was killed: the next one uses or
removes them. Nothing is left of what is deleted. One run at a time in a folder. To port this, read from the end upwards.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

ID = re.compile(r"[0-9a-hjkmnp-tv-z]{16}")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}")
PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")  # below an address, with no way out
MONTH = re.compile(r"decisions/(\d{4}-\d\d)\.jsonl", re.ASCII)
STANDING = ("series", "seq", "published_on", "state_hash")
REASONS = {"withdrawn": "依法撤回", "ended": "公示期满或信用修复"}
SMALL = 1 << 26  # bytes: no index is larger
SILENCE, PAUSE = 60, 2.0  # seconds: until an answer counts as none, and before the second try
Json = dict[str, Any]
Ids = dict[str, tuple[str, str]]  # id → month, SHA-256 of its line


class Refused(Exception):
    """What the site offers is not used."""


class Damaged(Refused):
    """A file is missing or not what the indexes say, perhaps only because the site is being updated."""


def sha256(data: bytes) -> str:
    """Hex."""
    return hashlib.sha256(data).hexdigest()


def form(pattern: re.Pattern[str], text: str) -> str:
    """The text, if all of it has the form."""
    if not pattern.fullmatch(text):
        raise Damaged(f"“{text[:80]}”不合格式")
    return text


class Site:
    """The files below one address. `sums`: path → SHA-256, as `SHA256SUMS` says."""

    def __init__(self, url: str, signers: Path | None) -> None:
        self.root = url.rstrip("/").removesuffix("/data/v1") + "/"
        self.signers, self.sums = signers, dict[str, str]()

    def index(self) -> Json:
        """`index.json`, and with it its own `digest` and `months`: month → resource."""
        text = self.get("index.json", SMALL)
        index: Json = json.loads(text)
        for key, pattern in (("state_hash", DIGEST), ("published_on", DAY), ("deltas", PATH), ("withdrawals", PATH)):
            form(pattern, index[key])
        months = {month[1]: one for one in index["resources"] if (month := MONTH.fullmatch(one["url"]))}
        return {**index, "seq": int(index["seq"]), "digest": sha256(text), "months": months}

    def prove(self, index: Json) -> None:
        """Read what every file must hash to, if one of the signers signed that. The index must be among the files."""
        text = self.get("SHA256SUMS", SMALL)
        if self.signers:
            print(f"签名有效：{signed_by(text, self.get('SHA256SUMS.sig', SMALL), self.signers)}")
        self.sums = {path: digest for digest, _, path in (line.partition("  ") for line in text.decode().split("\n"))}
        if self.sums.get("index.json") != index["digest"]:
            raise Damaged("index.json 与 SHA256SUMS 不符")

    def checked(self, path: str, size: int = SMALL, digest: str | None = None) -> bytes:
        """A file that has the digest of `SHA256SUMS`, and the size and digest that an index says."""
        if path not in self.sums or digest not in (None, self.sums[path]):
            raise Damaged(f"{path} 不在 SHA256SUMS 中，或与索引不符")
        return self.get(path, size, self.sums[path])

    def get(self, path: str, limit: int, digest: str | None = None) -> bytes:
        """A file of at most `limit` bytes. What goes wrong is tried once more."""
        address = f"{self.root}data/v1/{form(PATH, path)}"
        request = urllib.request.Request(address, headers={"User-Agent": "mirror.py", "Cache-Control": "no-cache"})
        fault: Exception
        for pause in (PAUSE, 0):
            try:
                with urllib.request.urlopen(request, timeout=SILENCE) as answer:
                    data = bytes(answer.read(limit + 1))
                    if answer.url != address:
                        raise Refused(f"{address} 转到了 {answer.url}；请核实后改用新网址")
                if len(data) <= limit and digest in (None, sha256(data)):
                    return data
                fault = Damaged(f"{path} 已损坏：大小或内容与网站的索引不符")
            except urllib.error.HTTPError as error:
                if error.code in (404, 410):
                    raise Damaged(f"网站上没有 {address}") from None
                fault = ConnectionError(f"{address}：HTTP {error.code}")
            except (OSError, http.client.HTTPException) as error:
                fault = ConnectionError(f"{address}：{error}")
            time.sleep(pause)
        raise fault


def signed_by(text: bytes, signature: bytes, signers: Path) -> str:
    """Who of the file `signers` (ssh-keygen's allowed_signers) signed the text for this use."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signature"
        path.write_bytes(signature)
        both = ["-s", str(path), "-f", str(signers)]
        found = subprocess.run(["ssh-keygen", "-Y", "find-principals", *both], capture_output=True, check=False)
        for name in found.stdout.decode().splitlines():
            command = ["ssh-keygen", "-Y", "verify", "-n", "disclosure-data", "-I", name, *both]
            if subprocess.run(command, input=text, capture_output=True, check=False).returncode == 0:
                return name
    raise Refused(f"签名不对：SHA256SUMS 不是 {signers} 里的人签的，或签名后被改动")


def rows(text: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Day, id and line of each record of a month's file."""
    for line in text.splitlines(keepends=True):
        record = json.loads(line)
        yield form(DAY, record["decided_on"]), form(ID, record["id"]), line


def state_hash(ids: Ids) -> str:
    """Over the sorted hashes of the groups of ids that begin with the same two characters."""
    groups = []
    for name, group in groupby(sorted(ids), key=lambda ident: ident[:2]):
        text = "".join(f"{ident}:{ids[ident][1]}\n" for ident in group)
        groups.append(f"{name}:{sha256(text.encode())}\n")
    return sha256("".join(groups).encode())


class Copy:
    """The folder of the agency. `files`: month → file, of those that are sound; `damaged`: one was gone or edited."""

    def __init__(self, folder: Path) -> None:
        self.records, self.path = folder / "records", folder / "state.json"
        self.records.mkdir(parents=True, exist_ok=True)
        self.state: Json = json.loads(self.path.read_bytes()) if self.path.exists() else {}
        self.ids: Ids = {ident: (month, digest) for ident, (month, digest) in self.state.get("ids", {}).items()}
        found = {month: self.find(month, digest) for month, digest in self.state.get("files", {}).items()}
        self.files = {month: path for month, path in found.items() if path}
        self.damaged = len(self.files) < len(found)

    def find(self, month: str, digest: str) -> Path | None:
        """A month's file that is here and sound."""
        path = self.records / f"{month}.{digest[:16]}.jsonl"
        return path if path.exists() and sha256(path.read_bytes()) == digest else None

    def put(self, month: str, text: bytes) -> Path:
        """A month's file, which does not count yet."""
        path = self.records / f"{month}.{sha256(text)[:16]}.jsonl"
        path.write_bytes(text)
        return path

    def write(self, state: Json) -> None:
        """Exchange `state.json` in one step, then delete the files that do not count."""
        self.state, new = state, self.path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        for path in self.records.iterdir():
            if path.name.partition(".")[2] != f"{state['files'].get(path.name[:7], '')[:16]}.jsonl":
                path.unlink()


def whole(site: Site, copy: Copy, index: Json) -> tuple[Ids, dict[str, Path]]:
    """All months as they are published; what is here already, of a run that was killed too, is not fetched again."""
    ids, files = Ids(), dict[str, Path]()
    for month, one in sorted(index["months"].items()):
        found = copy.find(month, form(DIGEST, one["sha256"]))
        files[month] = found or copy.put(month, site.checked(one["url"], one["bytes"], one["sha256"]))
        lines = rows(files[month].read_bytes())
        ids.update({ident: (month, sha256(line.removesuffix(b"\n"))) for _, ident, line in lines})
    return ids, files


def followed(site: Site, copy: Copy, index: Json) -> tuple[Ids, dict[str, Path]]:
    """What is here after all deltas behind ours: an ADD or MOD replaces, a DEL of an unknown id does nothing."""
    listed = {one["seq"]: one for one in json.loads(site.checked(index["deltas"]))["deltas"]}
    new: dict[str, Json] = {}
    for seq in range(copy.state["seq"] + 1, index["seq"] + 1):
        if seq not in listed:
            raise Damaged(f"网站上已经没有第 {seq} 版的变更")
        text = site.checked(listed[seq]["url"], listed[seq]["bytes"], listed[seq]["sha256"])
        new.update({form(ID, one["id"]): one.get("record", {}) for one in map(json.loads, text.splitlines())})
    ids, files = {ident: one for ident, one in copy.ids.items() if ident not in new}, dict(copy.files)
    # The one form of a record, of which hashes are made: UTF-8, keys sorted, no blanks.
    lines = {ident: json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for ident, one in new.items()}
    added = [(form(DAY, one["decided_on"]), ident, lines[ident].encode()) for ident, one in new.items() if one]
    ids.update({ident: (day[:7], sha256(line.removesuffix(b"\n"))) for day, ident, line in added})
    for month in {copy.ids[ident][0] for ident in new if ident in copy.ids} | {day[:7] for day, _, _ in added}:
        kept = [row for row in rows(files.pop(month).read_bytes()) if row[1] not in new] if month in files else []
        if kept := sorted([*kept, *(row for row in added if row[0][:7] == month)]):
            files[month] = copy.put(month, b"".join(line for _, _, line in kept))
    return ids, files


def update(site: Site, copy: Copy, index: Json) -> None:
    """Bring the copy to what the index says. Nothing counts before its hash is the one that is published."""
    site.prove(index)
    why = "第一次下载" if not copy.state else "本地的文件丢失或被改动" if copy.damaged else ""
    if copy.state and copy.state["series"] != index["series"]:
        why = f"网站另起了数据系列（{copy.state['series']} → {index['series']}）"
    elif copy.state and copy.state["seq"] >= index["seq"]:
        why = why or "网站的版次与本地的对不上"
    try:
        ids, files = (copy.ids, copy.files) if why else followed(site, copy, index)
        why = why or ("" if state_hash(ids) == index["state_hash"] else "按变更更新以后，state_hash 与网站公布的不同")
    except Damaged as fault:
        why = str(fault)
    if why:
        print(f"{why}：下载全部数据。")
        ids, files = whole(site, copy, index)
    if state_hash(ids) != index["state_hash"]:
        raise Damaged("算出的 state_hash 与网站公布的不同")
    gone = sorted(copy.ids.keys() - ids.keys())
    told = {one["id"]: one for one in json.loads(site.checked(index["withdrawals"]))} if gone else {}
    changes = [["ADD", ident, "", ""] for ident in sorted(ids.keys() - copy.ids.keys())]
    changes += [["MOD", ident, "", ""] for ident in sorted(ids.keys() & copy.ids.keys()) if ids[ident] != copy.ids[ident]]
    changes += [["DEL", ident, *(told.get(ident, {}).get(name, "") for name in ("reason", "notice"))] for ident in gone]
    state = {"url": site.root, **{name: index[name] for name in STANDING}}
    digests = {month: sha256(path.read_bytes()) for month, path in sorted(files.items())}
    copy.write({**state, "untold": [*copy.state.get("untold", []), *changes], "files": digests, "ids": ids})


def follow(site: Site, copy: Copy) -> None:
    """Update where there is something new; once more where the site was exchanged meanwhile."""
    index = site.index()
    if not copy.damaged and all(copy.state.get(name) == index[name] for name in STANDING):
        return
    try:
        update(site, copy, index)
    except Damaged:
        again = site.index()
        if again["digest"] == index["digest"]:
            raise
        update(site, copy, again)


def tell(copy: Copy, report: Path | None) -> None:
    """What changed since it was told last; what a run that was killed had no time to say is among it."""
    by = {op: [one for one in copy.state["untold"] if one[0] == op] for op in ("ADD", "MOD", "DEL")}
    counts = "，".join(f"{word} {len(by[op])} 件" for op, word in (("ADD", "增加"), ("MOD", "改动"), ("DEL", "删除")))
    print(f"第 {copy.state['seq']} 版（{copy.state['published_on']}），共 {len(copy.state['ids'])} 件：{counts}。")
    for _, ident, reason, notice in by["DEL"]:
        print(f"  请删除 {ident}（{REASONS.get(reason, '不再公开')}）{copy.state['url'] + notice if notice else ''}")
    if report:
        deleted = [{"id": ident, "reason": reason, "notice": notice} for _, ident, reason, notice in by["DEL"]]
        changes = {"added": [one[1] for one in by["ADD"]], "changed": [one[1] for one in by["MOD"]], "deleted": deleted}
        standing = {name: copy.state[name] for name in STANDING}
        report.write_text(json.dumps({**standing, **changes}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    copy.write({**copy.state, "untold": []})


def main() -> int:
    """0 up to date, 1 what the site offers is not used, 2 wrong usage, 3 the site does not answer."""
    parser = argparse.ArgumentParser(description="下载并更新行政执法公示网站的数据，删除网站已经撤下的。")
    parser.add_argument("url", help="网站的网址，或它的 data/v1/ 网址")
    parser.add_argument("dir", type=Path, help="存放副本的文件夹")
    parser.add_argument("--signers", type=Path, help="谁的签名算数：ssh-keygen 的 allowed_signers 文件")
    parser.add_argument("--report", type=Path, help="把增加、改动、删除的编号写进这个 JSON 文件")
    asked = parser.parse_args()
    if not re.match(r"https?://", asked.url) or (asked.signers and not asked.signers.is_file()):
        parser.error("网址应以 http:// 或 https:// 开头；--signers 应是一个文件")
    site = Site(asked.url, asked.signers)
    try:
        copy = Copy(asked.dir)
        if copy.state.get("url", site.root) != site.root:
            parser.error(f"{asked.dir} 里是 {copy.state['url']} 的副本；请另用一个文件夹")
        follow(site, copy)
        tell(copy, asked.report)
    except (Refused, OSError, KeyError, TypeError, ValueError, AttributeError) as fault:
        silent = isinstance(fault, ConnectionError)
        print(f"{'网站没有应答' if silent else '网站上的数据没有采用'}，本地的副本没有改动：{fault}", file=sys.stderr)
        return 3 if silent else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
