"""Keeps the few things that nobody but an officer with the right may read: sealed, or as a digest.

    seal("FR7630006000011234567890189")     a text for a column, that only this installation can open
    unseal(text)                            what was sealed; Unsealable if the key is not ours
    keyed_digest("…", purpose="iban")       64 hexadecimal digits: the same text gives the same digest,
                                            and nobody without the key can try texts until one fits

The key is made once, in the data folder, readable by us alone, and leaves with the backup.
Source: Fernet (AES-128-CBC and HMAC-SHA256) of the `cryptography` library; HMAC, RFC 2104.
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from relance.kernel.errors import RelanceError

NAME = "sealing.key"


class Unsealable(RelanceError):
    """The text was sealed with another key, or was changed since."""


def seal(text: str) -> str:
    """The text, encrypted and authenticated; each time another result."""
    return _fernet(_secret()).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed. Raises Unsealable."""
    try:
        return _fernet(_secret()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable(
            "Cette donnée chiffrée ne se lit pas avec la clé de cette installation\u00a0: "
            f"remettez le fichier {NAME} de la sauvegarde dont vient la base."
        ) from None


def keyed_digest(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits of the text under our key; two purposes give two digests."""
    return hmac.new(_secret(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _secret() -> bytes:
    return _kept(Path(settings.DATA))


@lru_cache(maxsize=4)
def _kept(folder: Path) -> bytes:
    from relance.settings import kept_secret_in  # the one place that makes such files

    return hashlib.sha256(kept_secret_in(folder, NAME).encode()).digest()


@lru_cache(maxsize=4)
def _fernet(secret: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(secret))
