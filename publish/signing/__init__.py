"""Signatures: what is signed, whose signatures count (the trust folder), and proving them with OpenSSH."""
