"""Real keys and signatures for tests, and for the sample: `python -m tests.signing` signs the sample anew.

    keys = Keyring(folder)
    keys.sign(content, "d000000000000001", "legal", "张三")     # approvals/d000000000000001.legal.sig
    trust(folder / "content.trust", [keys.line("张三", "legal")], agencies={"jia": {}})

Keys are made when first named. The sample's are thrown away at once: changing the sample means new keys and new signatures.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from publish.load import load
from publish.model import DecisionFile, OrderFile
from publish.signing.needs import Needs, TrustPolicy
from publish.signing.signed_text import text_on_disk
from publish.signing.ssh import sign

PROJECT = Path(__file__).parent.parent
SAMPLE_PEOPLE = {"legal": "lu.qing@hb.yunjiang.example", "publisher": "shi.wei@hb.yunjiang.example"}
SAMPLE_NOTE = "# 样例的两个人。私钥签完就丢弃；改了样例，用 python -m tests.signing 换新钥匙重签。\n"


@dataclass(frozen=True)
class Keyring:
    """Private keys without pass phrase, one a person, in a folder outside any content."""

    folder: Path

    def key(self, person: str, *kind: str) -> Path:
        """A person's private key, made where there is none; `kind`: options for `ssh-keygen`."""
        path = self.folder / person
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            words = ["ssh-keygen", "-q", "-N", "", "-C", "", "-f", str(path), *(kind or ("-t", "ed25519"))]
            subprocess.run(words, check=True, capture_output=True)
        return path

    def public(self, person: str) -> str:
        """A person's public key: type and base64."""
        return " ".join(self.key(person).with_name(f"{person}.pub").read_text("utf-8").split()[:2])

    def line(self, person: str, roles: str, key: str = "", **valid: str) -> str:
        """A line of `allowed_signers`; `key`: whose key stands there, if not the person's own."""
        options = [f'namespaces="{roles}"', *(f'{name.replace("_", "-")}="{value}"' for name, value in valid.items())]
        return f"{person} {','.join(options)} {self.public(key or person)}\n"

    def signature(self, text: bytes, namespace: str, person: str) -> bytes:
        """A signature over a text."""
        made = sign(text, self.key(person), namespace)
        assert isinstance(made, bytes), made
        return made

    @contextmanager
    def agent(self, person: str) -> Iterator[tuple[Path, dict[str, str]]]:
        """An agent that holds a person's key: the public key's file alone, and the environment in which the agent is found."""
        socket, away = self.folder / "agent", self.folder / "away"
        with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL) as agent:
            while not socket.exists():
                assert agent.poll() is None
            environment = {"SSH_AUTH_SOCK": str(socket)}
            subprocess.run(["ssh-add", "-q", str(self.key(person))], env={**os.environ, **environment}, check=True, capture_output=True)
            away.mkdir(exist_ok=True)
            yield Path(shutil.copy(self.key(person).with_name(f"{person}.pub"), away)), environment
            agent.terminate()

    def sign(self, content: Path, ident: str, role: str, person: str, namespace: str = "") -> Path:
        """Sign a decision or an order as it is on disk; where the signature lies."""
        path = next(path for form in ("decisions/*/*/{}.md", "orders/*/{}.yml") for path in content.glob(form.format(ident)))
        place = path.relative_to(content).as_posix()
        record = load(place.split("/")[0].removesuffix("s"), place, path.read_bytes()).record
        assert isinstance(record, DecisionFile | OrderFile)
        made = self.signature(text_on_disk(content, place, record) or b"", namespace or role, person)
        target = content / "approvals" / f"{ident}.{role}.sig"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(made)
        return target


@lru_cache(maxsize=1)
def session_keys() -> Keyring:
    """Keys that last as long as this process."""
    folder = tempfile.mkdtemp(prefix="keys-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Keyring(Path(folder))


def trust(folder: Path, lines: Iterable[str] = (), revoked: str = "", agencies: Mapping[str, Any] | None = None) -> Path:
    """A trust folder, written whole. `agencies`: as in `policy.yml`."""
    folder.mkdir(exist_ok=True)
    (folder / "allowed_signers").write_text("".join(lines), encoding="utf-8")
    (folder / "revoked_keys").write_text(revoked, encoding="utf-8")
    (folder / "policy.yml").write_text(f"agencies: {json.dumps(agencies or {})}\n", encoding="utf-8")
    return folder


def sign_sample(content: Path) -> list[str]:
    """New keys for the two people of the sample's trust folder, and with them every file that its policy asks for; their paths."""
    folder = content.with_name(content.name + ".trust")
    policy = load("trust", "policy.yml", (folder / "policy.yml").read_bytes()).record
    assert isinstance(policy, TrustPolicy)
    needs, signed = Needs(policy=policy), []
    with tempfile.TemporaryDirectory() as private:
        keys = Keyring(Path(private))
        lines = [keys.line(person, role, valid_after="20260101") for role, person in SAMPLE_PEOPLE.items()]
        (folder / "allowed_signers").write_text(SAMPLE_NOTE + "".join(lines), encoding="utf-8")
        shutil.rmtree(content / "approvals", ignore_errors=True)
        for path in sorted([*content.glob("decisions/*/*/*.md"), *content.glob("orders/*/*.yml")]):
            kind = "decision" if path.suffix == ".md" else "order"
            record = load(kind, path.relative_to(content).as_posix(), path.read_bytes()).record
            if not isinstance(record, DecisionFile | OrderFile) or not _wanted(needs, record):
                continue
            if isinstance(record, DecisionFile) and record.revision is None:
                text = path.read_text("utf-8")
                path.write_text(text.replace("\nstatus: approved\n", "\nstatus: approved\nrevision: 1\n", 1), encoding="utf-8")
            signed += [keys.sign(content, record.id, role, person) for role, person in SAMPLE_PEOPLE.items()]
    return [path.relative_to(content).as_posix() for path in signed]


def _wanted(needs: Needs, record: DecisionFile | OrderFile) -> bool:
    """Whether the policy asks for signatures over a file; a decision's only where it is to be public."""
    if isinstance(record, OrderFile):
        return bool(needs.roles(record.agency, record.ordered_on, record.id))
    shown = record.status == "approved" and record.clearance is not None and record.clearance.scope != "withheld"
    return shown and bool(needs.roles(record.agency, record.published_on or record.decided_on, record.id))


if __name__ == "__main__":
    print("\n".join(sign_sample(PROJECT / "content")))
