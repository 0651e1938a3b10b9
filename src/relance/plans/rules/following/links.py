"""Secrets of the links in mails: one purpose each, never stored, found again by their digest.

A token is derived from the secret of the installation, a purpose and the key of a row, so that a
mail whose sending was cut short is sent again with the same link. The database holds digests alone:
reading it opens nothing.
"""

import base64
import hashlib
import hmac
from enum import StrEnum
from uuid import UUID


class Purpose(StrEnum):
    """What a link is good for, and nothing else."""

    NEWS = "news"
    CONFIRM = "confirm"
    STOP = "stop"
    FEEDBACK = "feedback"


def token_of(secret: str, purpose: Purpose, key: UUID) -> str:
    """The token of a row for a purpose: 43 letters that fit an address."""
    digest = hmac.new(secret.encode(), f"relance:{purpose}:{key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def digest_of_token(token: str) -> str:
    """What the database keeps of a token, and looks it up by."""
    return hashlib.sha256(token.encode()).hexdigest()
