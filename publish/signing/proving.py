"""One signature file against the file that it signs and the trust: what `publish.signing.ssh` proves, as a `Signature`.

Run in a worker; a question holds all that the answer depends on.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from publish.model import DecisionFile, OrderFile
from publish.signing.needs import ROLES
from publish.signing.signatures import Signature
from publish.signing.signed_text import signed_text
from publish.signing.ssh import NoAnswer, Proof
from publish.signing.sshsig import MAX_BYTES, Sealed, Unreadable, fingerprint, sealed
from publish.signing.trust import Signer, Trust

INVALID, ROLE = "signature.invalid", "signature.role"
UNREADABLE = "{} 不是完整的 OpenSSH 签名文件，或夹有别的内容。请删去，由签名人用 inv approve 重新签名。"
CHANGED = (
    "{} 的签名与文件现在的内容不符：签名以后文件、附件或 revision 改过，或签的是另一个文件。请核对改动，再由签名人用 inv approve 重新签名。"
)
STRANGER = "{} 所用的钥匙（{}）没有登记。请由登记过的人用自己的钥匙重新签名，或请管理员登记。"
OTHER_USE = "{} 是为“{}”签的名，不能当作 {}（{}）。请由有这项权限的人用 inv approve --role {} 签名。"
NO_ROLE = "{} 的签名人没有 {}（{}）的权限。请由有这项权限的人用 inv approve --role {} 签名。"
REVOKED = "{} 所用的钥匙（{}）已被吊销，不论何时签的都不算数。请由签名人换钥匙重新签名。"
OUT_OF_TIME = "{} 所用的钥匙（{}）在 {} 那天还没有生效或已经过期。请核对日期，或由钥匙有效的人重新签名。"


@dataclass(frozen=True)
class Question:
    """A signature file and what it should sign: file by content path, with the digests under which they were read."""

    path: str
    size: int
    digest: str
    role: str
    file: str
    file_digest: str
    record: DecisionFile | OrderFile
    attachments: tuple[str, ...] | None  # SHA-256 in order; None where one is missing
    day: date

    def inputs(self, key: bytes, trust: Trust | None) -> str:
        """The digest of all that the answer depends on, given the key that the signature names."""
        lines = [one.line for one in trust.of_key(key)] if trust else None
        revoked = hashlib.sha256(trust.revoked).hexdigest() if trust else None
        parts = [self.path, self.digest, self.file, self.file_digest, self.attachments, str(self.day), lines, revoked]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What is known of a question; `signature` is None where nothing could be found out. `key`: the key that it names."""

    question: Question
    key: bytes
    signature: Signature | None


def as_json(signature: Signature) -> str:
    """A signature for the state."""
    return json.dumps(asdict(signature), ensure_ascii=False)


def from_json(text: str) -> Signature:
    """The other way."""
    data = json.loads(text)
    return Signature(**{**data, "people": tuple(data["people"])})


def prove(work: tuple[str, str, Trust | None, list[Question]]) -> list[Answer]:
    """The answers to some questions. The work: the content, a folder for this call alone, the trust, the questions."""
    content, folder, trust, questions = work
    try:
        return [_answer(Path(content), Path(folder), trust, one) for one in questions]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Fault(Exception):
    """Why a signature does not count: the words, and the code of the finding."""

    def __init__(self, words: str, code: str = INVALID) -> None:
        super().__init__(words)
        self.words, self.code = words, code


def _answer(content: Path, folder: Path, trust: Trust | None, asked: Question) -> Answer:
    key, text, fault = b"", b"", None
    people: tuple[str, ...] = ()
    try:
        seal, file = _read(content, asked)
        key = seal.key
        text = _text(asked, file)
        people = _people(Proof(folder, text, seal.armoured(), asked.role), seal, trust, asked)
    except _Fault as why:
        fault = why
    except (NoAnswer, OSError):
        return Answer(asked, key, None)
    said = (fault.code, fault.words) if fault else ("", "")
    name = fingerprint(key) if key else ""
    return Answer(asked, key, Signature(asked.path, asked.role, name, hashlib.sha256(text).hexdigest(), people, *said))


def _read(content: Path, asked: Question) -> tuple[Sealed, bytes]:
    """The signature, and the bytes of the file. Raises NoAnswer where either changed since it was scanned."""
    if asked.size > MAX_BYTES:
        raise _Fault(UNREADABLE.format(asked.path))
    raw, file = (content / asked.path).read_bytes(), (content / asked.file).read_bytes()
    if hashlib.sha256(raw).hexdigest() != asked.digest or hashlib.sha256(file).hexdigest() != asked.file_digest:
        raise NoAnswer
    try:
        return sealed(raw), file
    except Unreadable:
        raise _Fault(UNREADABLE.format(asked.path)) from None


def _text(asked: Question, file: bytes) -> bytes:
    text = None if asked.attachments is None else signed_text(asked.record, file, asked.attachments)
    if text is None:
        raise _Fault(CHANGED.format(asked.path))
    return text


def _people(proof: Proof, seal: Sealed, trust: Trust | None, asked: Question) -> tuple[str, ...]:
    """Who signed, by the trust; nobody is named where there is none. Raises _Fault."""
    if seal.namespace != asked.role:
        words = OTHER_USE.format(asked.path, ROLES.get(seal.namespace, "别的用途"), asked.role, ROLES[asked.role], asked.role)
        raise _Fault(words, ROLE if seal.namespace in ROLES else INVALID)
    allowed = [one for one in trust.of_key(seal.key) if one.may(asked.role)] if trust else []
    people = {one.person for one in allowed if trust and proof.by(one.person, one.line, trust.revoked, asked.day)}
    if not people:
        if not proof.holds():
            raise _Fault(CHANGED.format(asked.path))
        if trust:
            raise _reason(proof, seal, trust, allowed, asked)
    return tuple(sorted(people))


def _reason(proof: Proof, seal: Sealed, trust: Trust, allowed: list[Signer], asked: Question) -> _Fault:
    """Why a signature that is right by itself is nobody's."""
    name = fingerprint(seal.key)
    if not trust.of_key(seal.key):
        return _Fault(STRANGER.format(asked.path, name))
    if not allowed:
        return _Fault(NO_ROLE.format(asked.path, asked.role, ROLES[asked.role], asked.role), ROLE)
    if any(proof.by(one.person, one.line, None, asked.day) for one in allowed):
        return _Fault(REVOKED.format(asked.path, name))
    return _Fault(OUT_OF_TIME.format(asked.path, name, asked.day))
