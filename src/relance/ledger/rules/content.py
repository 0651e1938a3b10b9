"""What an act says, in a form that can be compared: the same key must mean the same act."""

import hashlib
import json
from collections.abc import Mapping


def digest(act: str, content: Mapping[str, object]) -> str:
    """32 hexadecimal digits of the act and its arguments, whatever their order.

    Who acts and when it was recorded are no part of it: a retry by another person, or a day later,
    is the same act.
    """
    text = json.dumps({"act": act, **content}, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
