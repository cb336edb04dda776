"""The shape of an OpenSSH signature file (PROTOCOL.sshsig): read strictly, to know whose key it names before `ssh-keygen` proves it.

`ssh-keygen` reads on past the end line and refuses CRLF; here a file is one armoured signature and nothing else, in any line
ends, and what goes to `ssh-keygen` is armoured anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

MAX_BYTES = 16 * 1024  # an RSA signature with 16384 bits has 6 kB
MAGIC = b"SSHSIG"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
ARMOUR = re.compile(rf"{BEGIN}\n([A-Za-z0-9+/=\n]+)\n{END}\n*")
KEY_TYPES = (
    "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
)  # fmt: skip
WEAK_RSA = 256  # bytes of a modulus of 2048 bits


class Unreadable(Exception):
    """Not a signature file, or not a public key."""


@dataclass(frozen=True)
class Sealed:
    """One signature: the public key (in OpenSSH's own encoding) and the namespace that it names, and the whole of it."""

    key: bytes
    namespace: str
    blob: bytes

    def armoured(self) -> bytes:
        """The file as `ssh-keygen -Y sign` writes it."""
        text = base64.b64encode(self.blob).decode()
        lines = [text[start : start + 70] for start in range(0, len(text), 70)]
        return "\n".join([BEGIN, *lines, END, ""]).encode()


def sealed(raw: bytes) -> Sealed:
    """A signature file's bytes to the signature. Raises Unreadable."""
    if len(raw) > MAX_BYTES:
        raise Unreadable
    text = raw.decode("ascii", "replace").replace("\r\n", "\n")
    armour = ARMOUR.fullmatch(text)
    if armour is None:
        raise Unreadable
    blob = unbase64(armour[1].replace("\n", ""))
    if not blob.startswith(MAGIC) or blob[6:10] != b"\x00\x00\x00\x01":
        raise Unreadable
    key, namespace, _, _, _ = _strings(blob[10:], 5)
    key_type(key)
    return Sealed(key, namespace.decode("utf-8", "replace"), blob)


def key_type(key: bytes) -> str:
    """The type that a public key says it has. Raises Unreadable."""
    kind, _ = _string(key)
    return kind.decode("ascii", "replace")


def weak(key: bytes) -> bool:
    """Whether an RSA key has less than 2048 bits."""
    if key_type(key) != "ssh-rsa":
        return False
    _, _, modulus = _strings(key, 3)
    return len(modulus.lstrip(b"\x00")) < WEAK_RSA


def fingerprint(key: bytes) -> str:
    """A public key's name as OpenSSH shows it (`SHA256:…`)."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def unbase64(text: str) -> bytes:
    """Base64, strictly. Raises Unreadable."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable from None


def _string(data: bytes) -> tuple[bytes, bytes]:
    """The first SSH string (RFC 4251, 5: length, bytes) and the rest."""
    end = 4 + int.from_bytes(data[:4], "big")
    if len(data) < 4 or end > len(data):
        raise Unreadable
    return data[4:end], data[end:]


def _strings(data: bytes, count: int) -> list[bytes]:
    found = []
    for _ in range(count):
        one, data = _string(data)
        found.append(one)
    if data:
        raise Unreadable
    return found
