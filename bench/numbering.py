"""Random but right: record ids and unified credit codes (GB 32100-2015, with the inner check of GB 11714)."""

from __future__ import annotations

from random import Random

ID_CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base32
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
INNER_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def record_id(rng: Random) -> str:
    """16 characters, as `inv new` draws them."""
    return "".join(rng.choices(ID_CHARACTERS, k=16))


def credit_code(rng: Random, head: str, region: str) -> str:
    """18 characters for an organization registered in a region; `head`: 11 an agency, 91 a firm, 92 a sole trader."""
    # Letters first: a code of digits only has the shape of an identity number.
    body = "".join([*rng.choices(CODE_CHARACTERS[10:], k=2), *rng.choices(CODE_CHARACTERS, k=6)])
    inner = -sum(INNER_CHARACTERS.index(sign) * weight for sign, weight in zip(body, INNER_WEIGHTS, strict=True)) % 11
    code = f"{head}{region}{body}{'X' if inner == 10 else inner}"
    total = sum(CODE_CHARACTERS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + CODE_CHARACTERS[-total % 31]
