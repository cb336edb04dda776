"""`SHA256SUMS` over all of `/data/v1/`, its signature, and the public half of the key that signs it.

`sha256sum -c SHA256SUMS` runs in a copy of the folder, and `ssh-keygen -Y verify -f allowed_signers -I <host> -n disclosure-data
-s SHA256SUMS.sig < SHA256SUMS` proves whose it is, where `allowed_signers` was kept from an earlier load or compared with what
the site's operator says by another way. Neither file is in the sums that they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.exports import ROOT
from publish.output import Draft, File
from publish.signing.data_key import DataKey

SUMS, SIGNATURE, SIGNERS = f"{ROOT}SHA256SUMS", f"{ROOT}SHA256SUMS.sig", f"{ROOT}allowed_signers"


def signers_drafts(key: DataKey | None, host: str) -> Iterator[Draft]:
    """Whose signature counts; to be planned before the sums, which cover it. Nothing where nobody signs."""
    if key:
        yield SIGNERS, "text", {"text": key.allowed_signers(host)}


def sums_drafts(files: Sequence[File], key: DataKey | None) -> Iterator[Draft]:
    """The sums and their signature. `files`: all that is in place below `/data/v1/`."""
    listed = sorted((one for one in files if one.path not in (SUMS, SIGNATURE)), key=lambda one: one.path)
    text = "".join(f"{one.digest}  {one.path.removeprefix(ROOT)}\n" for one in listed)
    yield SUMS, "text", {"text": text}
    if key:
        yield SIGNATURE, "signature", {"text": text, "fingerprint": key.fingerprint}
