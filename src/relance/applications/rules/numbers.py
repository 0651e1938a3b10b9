"""The number of a file that people quote, and the secret of its link."""

import hashlib
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing taken for another


def file_number(year: int, chance: int) -> str:
    """ "2026-7K3F-9Q2P": the year, and forty bits that tell nobody how many files there are."""
    signs = "".join(LETTERS[(chance >> (5 * place)) & 31] for place in range(7, -1, -1))
    return f"{year}-{signs[:4]}-{signs[4:]}"


def link_digest(token: str) -> str:
    """What is kept of the secret of a link: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
