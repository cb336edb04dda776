"""An agency's copy of what a site publishes: `python mirror.py URL DIR`. A program of its own: copy this one file away and run it.

    DIR/records/<yyyy>-<mm>.<digest>.jsonl  the decisions made in a month, one a line, with the bytes of the site's own file
    DIR/state.json                          where it stands, which files count, each decision's month and hash, changes not told yet

`state.json` alone says what counts and is exchanged in one step; other files are of a run that was killed: a first load goes on with
them, any other run removes them. Nothing is left of what is deleted. `DIR/lock` keeps a second run out. To port this, read upwards.
"""

import argparse
import hashlib
import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

ID, DAY, DIGEST = map(re.compile, (r"[0-9a-hjkmnp-tv-z]{16}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9a-f]{64}"))
PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")  # below an address, with no way out
MONTH = re.compile(r"decisions/(\d{4}-\d\d)\.jsonl", re.ASCII)
STANDING = {"series": PATH, "published_on": DAY, "state_hash": DIGEST}
REASONS = {"withdrawn": "依法撤回", "ended": "公示期满或信用修复"}
SMALL, SILENCE, PAUSE = 1 << 26, 60, 2.0  # bytes: no index is larger; seconds: of silence, and before the second try
UNFIT = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)  # what malformed JSON leads to
Json = dict[str, Any]
Ids = dict[str, tuple[str, str]]  # id → month, SHA-256 of its line


class Refused(Exception):
    """What the site offers is not used: missing, or not what the indexes say; perhaps only because it is being updated."""


def sha256(data: bytes) -> str:
    """Hex."""
    return hashlib.sha256(data).hexdigest()


def form(pattern: re.Pattern[str], text: str) -> str:
    """The text, if all of it has the form."""
    if not pattern.fullmatch(text):
        raise Refused(f"{text[:80]!a} 不合格式")
    return text


def standing(found: Json) -> Json:
    """Which release an index or a `state.json` speaks of."""
    return {"seq": int(found["seq"]), **{name: form(pattern, found[name]) for name, pattern in STANDING.items()}}


class Site:
    """The files below one address. `sums`: path → SHA-256, as `SHA256SUMS` says."""

    def __init__(self, url: str, signers: Path | None) -> None:
        self.root = url.rstrip("/").removesuffix("/data/v1") + "/"
        self.signers, self.sums = signers, dict[str, str]()
        self.web = urllib.request.OpenerDirector()  # has nothing that follows redirections: another place is not even asked
        for name in ("ProxyHandler", "HTTPHandler", "HTTPSHandler", "HTTPDefaultErrorHandler", "HTTPErrorProcessor"):
            self.web.add_handler(getattr(urllib.request, name)())

    def index(self) -> Json:
        """`index.json`, and with it its own `digest` and `months`: month → resource."""
        text = self.get("index.json", SMALL)
        index: Json = json.loads(text)
        links = {name: form(PATH, index[name]) for name in ("deltas", "withdrawals")}
        months = {month[1]: one for one in index["resources"] if (month := MONTH.fullmatch(one["url"]))}
        return {**links, **standing(index), "digest": sha256(text), "months": months}

    def prove(self, index: Json) -> None:
        """Read what every file must hash to, if one of the signers signed that. The index must be among the files."""
        text = self.get("SHA256SUMS", SMALL)
        if self.signers:
            print(f"签名有效：{signed_by(text, self.get('SHA256SUMS.sig', SMALL), self.signers)}")
        self.sums = {path: digest for digest, _, path in (line.partition("  ") for line in text.decode().split("\n"))}
        if self.sums.get("index.json") != index["digest"]:
            raise Refused("index.json 与 SHA256SUMS 不符")

    def get(self, path: str, limit: int, digest: str | None = None) -> bytes:
        """A file of at most `limit` bytes. What goes wrong is tried once more."""
        address = f"{self.root}data/v1/{form(PATH, path)}"
        request = urllib.request.Request(address, headers={"User-Agent": "mirror.py", "Cache-Control": "no-cache"})
        for pause in (PAUSE, 0):
            try:
                with self.web.open(request, timeout=SILENCE) as answer:
                    data = bytes(answer.read(limit + 1))
                if len(data) <= limit and digest in (None, sha256(data)):
                    return data
                fault: Exception = Refused(f"{path} 已损坏：大小或内容与网站的索引不符")
            except (OSError, http.client.HTTPException) as error:
                if getattr(error, "code", 0) in (404, 410):
                    raise Refused(f"网站上没有 {address}") from None
                if place := getattr(error, "headers", {}).get("Location"):
                    raise Refused(f"{address} 转到了 {place!a}；请核实后改用新网址") from None
                fault = TimeoutError(f"{address}：{error}")
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
    groups: dict[str, list[str]] = {}
    for ident in sorted(ids):
        groups.setdefault(ident[:2], []).append(f"{ident}:{ids[ident][1]}\n")
    return sha256("".join(f"{name}:{sha256(''.join(lines).encode())}\n" for name, lines in groups.items()).encode())


class Copy:
    """The folder of the agency. `files`: month → file, of those that are sound; `why`: what makes it load all anew, if anything."""

    def __init__(self, folder: Path) -> None:
        self.records, self.path = folder / "records", folder / "state.json"
        self.state, self.ids, self.files = Json(), Ids(), dict[str, Path]()
        self.why = "本地的 state.json 已损坏" if self.path.exists() else "第一次下载"
        with suppress(FileNotFoundError, Refused, *UNFIT):
            state: Json = json.loads(self.path.read_bytes())
            ids = {ident: (month, digest) for ident, (month, digest) in state["ids"].items()}
            found = {month: self.find(month, digest) for month, digest in state["files"].items()}
            untold = [(op, ident, reason, notice) for op, ident, reason, notice in state["untold"]]
            self.state, self.ids = {**state, **standing(state), "url": state["url"], "untold": untold}, ids
            self.files = {month: path for month, path in found.items() if path}
            self.why = "本地的文件丢失或被改动" if len(self.files) < len(found) else ""
            self.tidy()

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
        """Exchange `state.json` in one step, then tidy."""
        self.state, new = state, self.path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        self.tidy()

    def tidy(self) -> None:
        """Delete the files that do not count."""
        counted = {self.records / f"{month}.{digest[:16]}.jsonl" for month, digest in self.state["files"].items()}
        for path in set(self.records.iterdir()) - counted:
            path.unlink()


def whole(site: Site, copy: Copy, index: Json) -> tuple[Ids, dict[str, Path]]:
    """All months as they are published; what is here already, of a run that was killed too, is not fetched again."""
    ids, files = Ids(), dict[str, Path]()
    for month, one in sorted(index["months"].items()):
        found = copy.find(month, form(DIGEST, one["sha256"]))
        files[month] = found or copy.put(month, site.get(one["url"], one["bytes"], one["sha256"]))
        ids.update({ident: (month, sha256(line.removesuffix(b"\n"))) for _, ident, line in rows(files[month].read_bytes())})
    return ids, files


def followed(site: Site, copy: Copy, index: Json) -> tuple[Ids, dict[str, Path]]:
    """What is here after all deltas behind ours: an ADD or MOD replaces, a DEL of an unknown id does nothing."""
    listed = {one["seq"]: one for one in json.loads(site.get(index["deltas"], SMALL, site.sums[index["deltas"]]))["deltas"]}
    new: dict[str, Json] = {}
    for seq in range(copy.state["seq"] + 1, index["seq"] + 1):
        if seq not in listed:
            raise Refused(f"网站上已经没有第 {seq} 版的变更")
        text = site.get(listed[seq]["url"], listed[seq]["bytes"], form(DIGEST, listed[seq]["sha256"]))
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
    why = copy.why or ("" if copy.state["series"] == index["series"] else f"网站另起了数据系列（原来是 {copy.state['series']}）")
    try:
        ids, files = (copy.ids, copy.files) if why else followed(site, copy, index)
        why = why or ("" if state_hash(ids) == index["state_hash"] else "按变更更新以后，state_hash 与网站公布的不同")
    except (Refused, *UNFIT) as fault:
        why = str(fault) if isinstance(fault, Refused) else f"网站的变更不合格式（{fault!r}）"
    if why:
        print(f"{why}：下载全部数据。")
        ids, files = whole(site, copy, index)
    if state_hash(ids) != index["state_hash"]:
        raise Refused("算出的 state_hash 与网站公布的不同")
    # Nobody knows what a copy held whose state is broken: all is told as new, and as gone whatever the site knows to be gone.
    broken, lost = copy.path.exists() and not copy.state, copy.ids.keys() - ids.keys()
    gone = json.loads(site.get(index["withdrawals"], SMALL, site.sums[index["withdrawals"]])) if broken or lost else []
    told = {form(ID, one["id"]): [form(PATH, one[name]) if one.get(name) else "" for name in ("reason", "notice")] for one in gone}
    changes = [("MOD" if ident in copy.ids else "ADD", ident, "", "") for ident in sorted(ids) if ids[ident] != copy.ids.get(ident)]
    changes += [("DEL", ident, *told.get(ident, ("", ""))) for ident in sorted(told.keys() - ids.keys() if broken else lost)]
    digests = {month: sha256(path.read_bytes()) for month, path in sorted(files.items())}
    copy.write({"url": site.root, **standing(index), "untold": [*copy.state.get("untold", []), *changes], "files": digests, "ids": ids})


def follow(site: Site, copy: Copy) -> None:
    """Update where there is something new; once more where the site was exchanged meanwhile."""
    index = site.index()
    if not copy.why and standing(copy.state) == standing(index):
        return
    try:
        update(site, copy, index)
    except (Refused, *UNFIT):
        again = site.index()
        if again["digest"] == index["digest"]:
            raise
        update(site, copy, again)


def tell(copy: Copy, report: Path | None) -> None:
    """What changed since it was told last, each id once; what a run that was killed had no time to say is among it."""
    first, last = ({one[1]: one for one in some} for some in (copy.state["untold"][::-1], copy.state["untold"]))
    deleted = [{"id": ident, "reason": reason, "notice": notice} for op, ident, reason, notice in last.values() if op == "DEL"]
    added = [ident for ident in last if last[ident][0] != "DEL" and first[ident][0] == "ADD"]
    changed = [ident for ident in last if last[ident][0] != "DEL" and first[ident][0] != "ADD"]
    counts = f"增加 {len(added)} 件，改动 {len(changed)} 件，删除 {len(deleted)} 件"
    print(f"第 {copy.state['seq']} 版（{copy.state['published_on']}），共 {len(copy.state['ids'])} 件：{counts}。")
    for one in deleted:
        print(f"  请删除 {one['id']}（{REASONS.get(one['reason'], '不再公开')}）{one['notice'] and copy.state['url'] + one['notice']}")
    if report:
        changes = {**standing(copy.state), "added": added, "changed": changed, "deleted": deleted}
        report.write_text(json.dumps(changes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    copy.write({**copy.state, "untold": []})


def main() -> int:
    """0 up to date, 1 what the site offers is not used, 2 wrong usage, 3 the site does not answer, 4 something here is in the way."""
    parser = argparse.ArgumentParser(description="下载并更新行政执法公示网站的数据，删除网站已经撤下的。")
    parser.add_argument("url", help="网站的网址，或它的 data/v1/ 网址")
    parser.add_argument("dir", type=Path, help="存放副本的文件夹")
    parser.add_argument("--signers", type=Path, help="谁的签名算数：ssh-keygen 的 allowed_signers 文件")
    parser.add_argument("--report", type=Path, help="把增加、改动、删除的编号写进这个 JSON 文件")
    asked = parser.parse_args()
    if not re.match(r"https?://", asked.url) or (asked.signers and not (asked.signers.is_file() and shutil.which("ssh-keygen"))):
        parser.error("网址应以 http:// 或 https:// 开头；--signers 应是一个文件，还要装有 ssh-keygen（OpenSSH）")
    site = Site(asked.url, asked.signers)
    try:
        (asked.dir / "records").mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(asked.dir / "lock", timeout=0, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")  # the lock that is the same on all systems; it ends with the process
            copy = Copy(asked.dir)
            if copy.state.get("url", site.root) != site.root:
                parser.error(f"{asked.dir} 里是 {copy.state['url']} 的副本；请另用一个文件夹")
            follow(site, copy)
            tell(copy, asked.report)
        return 0
    except TimeoutError as fault:
        code, words = 3, f"网站没有应答，本地的副本没有改动：{fault}"
    except (OSError, sqlite3.Error, UnicodeEncodeError) as fault:
        what = "另一个 mirror.py 正在用这个文件夹" if getattr(fault, "sqlite_errorname", "") == "SQLITE_BUSY" else fault
        code, words = 4, f"本机出错，不是网站的问题：{what}。排除以后再运行一次，没有做完、没有列出的会补上"
    except (Refused, *UNFIT) as fault:
        code, words = 1, f"网站上的数据没有采用，本地的副本没有改动：{fault if isinstance(fault, Refused) else repr(fault)}"
    print("".join(filter(str.isprintable, words)), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
